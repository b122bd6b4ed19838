"""Which questions suit a child: who may choose them, and which choice stands."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.people import service as people
from backend.people.rules import (
    OF_A_HOME,
    SYSTEM,
    Child,
    ChosenQuestions,
    Participant,
    Viewer,
    participant_viewer,
)
from backend.platform.database import new_id
from backend.platform.errors import NotFound
from tests.backend.people.family import NOBODY, TODAY, Family, a_home, a_person

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def a_choice(
    child: Child, script: str, who: Viewer, minutes: int = 0, choice_id: str = ""
) -> ChosenQuestions:
    """Somebody's choice of a script for a child, some minutes after noon; nothing is kept."""
    at = NOON + timedelta(minutes=minutes)
    return ChosenQuestions(choice_id or new_id(), child.id, script, who.kind, who.id, at)


def choose(family: Family, viewer: Viewer, script: str, minutes: int = 0, **more: str) -> None:
    """Let somebody choose a script for Amara."""
    choice = a_choice(family.amara, script, viewer, minutes, **more)
    family.do(people.choose_questions, viewer, choice)


def chosen(family: Family, child: Child | None = None, viewer: Viewer = SYSTEM) -> str | None:
    """Give the script that was chosen for Amara, or for another child; None where none was."""
    found = family.look(people.chosen_questions, viewer, (child or family.amara).id)
    return found.script if found else None


def carer_of(family: Family, child: Child) -> Participant:
    """Add a home and a carer to a child's life."""
    home = family.do(people.add_placement, SYSTEM, a_home(child))
    carer = a_person(child, name="Kim", role="foster_carer", placement_id=home.id)
    return family.do(people.add_participant, SYSTEM, carer)


def test_the_iro_chooses(family: Family) -> None:
    """The child's own IRO chooses; what, who and when is kept, and others' children keep theirs."""
    choice = a_choice(family.amara, "child_symbols", family.viewer("iro"))
    family.do(people.choose_questions, family.viewer("iro"), choice)
    for who in ("iro", "support", "owner"):
        assert family.look(people.chosen_questions, family.viewer(who), family.amara.id) == choice
    assert chosen(family, family.ben) is None
    name = family.look(people.name_of, SYSTEM, choice.by_kind, choice.by_id)
    assert name == "Priya Shah"


@pytest.mark.parametrize("role", sorted(OF_A_HOME))
def test_a_carer_chooses(family: Family, role: str) -> None:
    """Whoever looks after the child at home chooses too, and is named as who did."""
    carer = family.person("Jo", role, placement_id=family.home.id)
    choose(family, participant_viewer(carer), "child_4_7")
    found = family.look(people.chosen_questions, SYSTEM, family.amara.id)
    assert found is not None
    assert found.script == "child_4_7"
    assert family.look(people.name_of, SYSTEM, found.by_kind, found.by_id) == "Jo"


@pytest.mark.parametrize("who", ["other_iro", "duty", "support", "owner", "nobody"])
def test_no_other_officer_chooses(family: Family, who: str) -> None:
    """No other officer chooses, nor those who keep the records, and nothing is kept."""
    with pytest.raises(NotFound):
        choose(family, NOBODY if who == "nobody" else family.viewer(who), "child_symbols")
    assert chosen(family) is None


def test_nobody_else_around_the_child_chooses(family: Family) -> None:
    """Neither the child, a parent nor a professional chooses, nor a carer for another's child."""
    strangers = [
        family.own,
        family.person("Ada", "parent"),
        family.person("Una", "social_worker"),
        family.person("Ed", "education"),
        carer_of(family, family.ben),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            choose(family, participant_viewer(stranger), "child_symbols")
    assert chosen(family) is None


def test_the_newest_choice_stands(family: Family) -> None:
    """Whoever chose last is followed, whichever came in first; an empty one is by age again."""
    iro, carer = family.viewer("iro"), participant_viewer(family.carer)
    choose(family, carer, "child_4_7", minutes=5)
    choose(family, iro, "child_symbols", minutes=3)
    assert chosen(family) == "child_4_7"
    choose(family, iro, "child_12_15", minutes=6)
    assert chosen(family) == "child_12_15"
    choose(family, carer, "", minutes=7)
    assert chosen(family) == ""


def test_two_choices_at_one_moment(family: Family) -> None:
    """Of two made at the same moment one and the same stands, on whichever database."""
    iro = family.viewer("iro")
    choose(family, iro, "child_symbols", choice_id="b" * 32)
    choose(family, iro, "child_4_7", choice_id="a" * 32)
    assert chosen(family) == "child_symbols"


def test_a_choice_is_not_there_for_others(family: Family) -> None:
    """Who may not know of the child is told of no choice, nor of who made it."""
    choose(family, family.viewer("iro"), "child_symbols")
    for viewer in (family.viewer("other_iro"), family.viewer("duty"), NOBODY):
        assert chosen(family, viewer=viewer) is None
        with pytest.raises(NotFound):
            family.look(people.name_of, viewer, "participant", family.carer.id)


def test_a_parent_is_told_of_nobody_from_the_home(family: Family) -> None:
    """Whom somebody may be told of by name: for a parent nobody with whom the child lives."""
    mum, una = family.person("Ada", "parent"), family.person("Una", "social_worker")
    worker = family.person("Rae", "residential_worker", placement_id=family.home.id)
    family.person("Bob", "parent", ends_on=TODAY)

    def known(participant: Participant) -> set[str]:
        found = family.database.read(lambda t: people.known_to(t, participant.id, TODAY))
        return {each.name for each in found}

    everybody = {"Jo Marsh", "Rae", "Ada", "Una"}
    assert known(mum) == {"Una"}
    assert known(family.own) == everybody
    for each in (family.carer, worker, una):
        assert known(each) == everybody - {each.name}

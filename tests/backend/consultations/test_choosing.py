"""A child is asked what fits their understanding: whoever may choose, before the child begins."""

import pytest

from backend.people import service as people
from backend.people.rules import OF_A_HOME, SYSTEM
from backend.platform.errors import NotFound
from dialogs.script import Script
from tests.backend.consultations.household import Household, aged, choose, join, with_any_day
from tests.backend.consultations.talk import Talk


def chosen(household: Household, child: str = "amara") -> str | None:
    """Give the script that was chosen for a child, None where none was."""
    child_id = household.children[child].id
    found = household.runtime.database.read(lambda t: people.chosen_questions(t, SYSTEM, child_id))
    return found.script if found else None


def carer(household: Household, *picks: str) -> Talk:
    """Begin Amara's carer's conversation, and pick what would suit her, one after the other."""
    talk = Talk(household, "amara_carer").begin().go_to("questions_for")
    for each in picks:
        talk.pick("questions_for", each)
    return talk


@pytest.mark.parametrize("script", ["child_4_7", "child_12_15", "child_16_17", "child_symbols"])
def test_an_iros_choice_is_followed(household: Household, script: str) -> None:
    """A child of nine is asked the questions that the IRO chose, and their sister her own."""
    choose(household, script)
    assert Talk(household).begin().now.script == script
    assert Talk(household, "mia").begin().now.script == "child_8_11"


@pytest.mark.parametrize("role", sorted(OF_A_HOME))
def test_a_carers_choice_is_followed(household: Household, role: str) -> None:
    """What somebody of the home picks goes for the child who has not begun."""
    una = Talk(join(household, "una", role, "Una Day"), "una").begin().go_to("questions_for")
    una.pick("questions_for", "child_symbols")
    assert Talk(household).begin().now.script == "child_symbols"
    assert chosen(household, "mia") is None
    assert una.rebuilds()


def test_a_choice_comes_too_late(household: Household) -> None:
    """A child who has begun goes on as they began; the choice is kept for the next time."""
    talk = Talk(household).begin().go_to("home_feel")
    carer(household, "child_symbols")
    assert talk.begin().now.script == "child_8_11"
    assert talk.place.key == "home_feel"
    assert chosen(household) == "child_symbols"


def test_by_age_is_a_choice_too(household: Household) -> None:
    """A carer who picks the ones for their age sets aside what was chosen before."""
    choose(household, "child_symbols")
    carer(household, "by_age")
    assert chosen(household) == ""
    assert Talk(household).begin().now.script == "child_8_11"


def test_a_carer_who_thinks_again(household: Household) -> None:
    """The last thing they picked stands, and passing over the question after that changes none."""
    talk = carer(household, "child_4_7", "child_symbols")
    assert chosen(household) == "child_symbols"
    talk.skip("questions_for")
    assert chosen(household) == "child_symbols"


def test_a_carer_who_does_not_say_chooses_nothing(household: Household) -> None:
    """Whoever passes over the question, or sends without it, has chosen nothing for the child."""
    talk = carer(household)
    talk.skip("questions_for")
    talk.send()
    assert chosen(household) is None


def test_the_same_pick_twice_is_one_choice(household: Household) -> None:
    """A form posted twice is one choice, so it does not overrule what came between."""
    talk = carer(household)
    talk.pick("questions_for", "child_4_7", name="a" * 32)
    choose(household, "child_symbols")
    assert talk.pick("questions_for", "child_4_7", name="a" * 32).repeated
    assert chosen(household) == "child_symbols"


def test_taking_the_answer_back_is_no_new_choice(household: Household) -> None:
    """A carer who takes their answer back after Send does not overrule the IRO who chose since."""
    talk = carer(household, "child_4_7").send()
    choose(household, "child_symbols")
    talk.take_back("questions_for")
    assert chosen(household) == "child_symbols"


@pytest.mark.parametrize("years", [3, 18])
def test_no_choice_asks_who_is_asked_nothing(household: Household, years: int) -> None:
    """Under four, and once they are grown up, nobody is asked as a child, whatever was chosen."""
    choose(household, "child_symbols")
    aged(household, years)
    with pytest.raises(NotFound):
        Talk(household).begin()


@pytest.mark.parametrize("script", ["foster_carer", "any_day", "after_review", "no_such_script"])
def test_what_is_no_script_for_them_is_by_age(household: Household, script: str) -> None:
    """A choice of what no child is asked before a review leaves it with their age."""
    choose(household, script)
    assert Talk(household).begin().now.script == "child_8_11"


def test_any_day_is_the_same_for_all(household: Household) -> None:
    """What was chosen goes for the questions before a review, not for a card for any day."""
    choose(household, "child_symbols")
    assert Talk(with_any_day(household), "amara_any_day").begin().now.script == "any_day"


def test_only_who_may_choose_is_asked(household: Household) -> None:
    """No script asks for a choice from somebody whose choice would be refused."""
    scripts = household.desk.scripts

    def asks(script: Script) -> bool:
        return any(step.question == "about.questions" for step in script.steps)

    assert {name for name in scripts.ids if asks(scripts.newest(name))} == OF_A_HOME


def test_every_choice_is_there(household: Household) -> None:
    """What a carer can pick is by age, or one of the scripts a child can be asked by."""
    scripts = household.desk.scripts
    offered = {"by_age", *(script.id for script in scripts.for_children())}
    for role in OF_A_HOME:
        step = scripts.newest(role).step("questions_for")
        assert step is not None
        assert {choice.code for choice in step.choices} == offered

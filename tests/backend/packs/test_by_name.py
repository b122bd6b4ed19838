"""Who may see a topic, by name: the people around the child, and nobody else by any name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.packs.rules import Pack
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.prints import rules as prints
from backend.views.rules import Line
from dialogs import events
from tests.backend.consultations.household import Household, join
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all, own, pack_of, theirs


def named(household: Household, *who: str) -> str:
    """Give the scope that names these people."""
    return f"people:{','.join(household.people[each].id for each in who)}"


def home(pack: Pack) -> Line:
    """Give what the child said of home."""
    (line,) = (each for row in pack.topics for each in row.child if each.question == "home.feeling")
    return line


def share(household: Household, scope: str, who: str = "amara") -> Line:
    """Let a child share what they said of home like this, and give it as the pack holds it."""
    answer_all(Talk(household, who).begin()).send(home=scope)
    return home(pack_of(household, who))


def test_people_are_named(household: Household) -> None:
    """What was opened to some is the officer's and theirs, who are named; the rest is not."""
    household = join(household, "una", "social_worker", "Una Day")
    line = share(household, named(household, "amara_carer", "una"))
    carer, una = household.people["amara_carer"], household.people["una"]
    assert line.scope == "people"
    assert line.people == ((carer.id, "Jo Marsh"), (una.id, "Una Day"))
    pack = pack_of(household)
    others = {each.scope for row in pack.topics if row.topic != "home" for each in row.child}
    assert others == {"iro"}
    assert prints.named_in(pack) == (carer.id, una.id)


STRANGERS = ("mia", "mia_carer", "leo", "support", "nobody")


def an_id(household: Household, who: str) -> str:
    """Give the id of a participant or an officer, or one that nobody has."""
    if who in household.officers:
        return household.officers[who].id
    return household.people[who].id if who in household.people else new_id()


@pytest.mark.parametrize("who", STRANGERS)
def test_who_is_not_of_the_childs_people_is_never_named(household: Household, who: str) -> None:
    """Opened to somebody who is not around this child, or to nobody, it is the IRO's alone."""
    line = share(household, f"people:{an_id(household, who)}")
    assert (line.scope, line.people) == ("iro", ())
    pack = pack_of(household)
    assert prints.named_in(pack) == ()
    assert own(prints.for_person(pack, an_id(household, who))) == {}


def test_a_stranger_beside_somebody_known(household: Household) -> None:
    """Of those picked only whoever is around the child is named, and it stays open to them."""
    strangers = ",".join(an_id(household, who) for who in STRANGERS)
    carer = household.people["amara_carer"]
    line = share(household, f"people:{strangers},{carer.id}")
    assert (line.scope, line.people) == ("people", ((carer.id, "Jo Marsh"),))


@pytest.mark.parametrize("scope", ["people:", "people:a b", "people:a,", "everyone", "", "people"])
def test_what_is_no_scope_is_not_taken(household: Household, scope: str) -> None:
    """A scope that names nobody, or is none, is refused, and they are asked again."""
    talk = answer_all(Talk(household).begin())
    talk.take(events.Checked(new_id()))
    talk.take(events.Shared(new_id(), (("home", scope),)))
    assert talk.place.key == "share"
    assert talk.now.state.sharing == ()


def test_it_is_handed_to_whom_it_names(household: Household) -> None:
    """A print for one person holds what was opened to them by name, and a print for others not."""
    household = join(household, "una", "social_worker", "Una Day")
    share(household, named(household, "una"))
    pack = pack_of(household)
    words = ["home_who: what amara says", "home_feel: what amara says"]
    assert own(prints.for_person(pack, household.people["una"].id)) == {"home": words}
    assert own(prints.for_person(pack, household.people["amara_carer"].id)) == {}
    assert own(prints.for_meeting(pack)) == {}


def test_two_of_one_name_are_two_people(household: Household) -> None:
    """What was opened to one Jo Marsh is not in the print for the other."""
    household = join(household, "other_jo", "parent", "Jo Marsh")
    share(household, named(household, "amara_carer"))
    pack = pack_of(household)
    assert prints.named_in(pack) == (household.people["amara_carer"].id,)
    assert own(prints.for_person(pack, household.people["amara_carer"].id))
    assert own(prints.for_person(pack, household.people["other_jo"].id)) == {}


def test_an_adult_shares_by_name_too(household: Household) -> None:
    """What a carer opens to somebody by name is in the print for them, and nobody else's."""
    household = join(household, "una", "social_worker", "Una Day")
    carer = answer_all(Talk(household, "amara_carer").begin())
    carer.send(home=named(household, "una"))
    pack = pack_of(household)
    shown = theirs(prints.for_person(pack, household.people["una"].id))
    assert shown == {"home": ["home_settled: what amara_carer says"]}
    assert theirs(prints.for_meeting(pack)) == {}


def test_who_takes_no_part_any_more(household: Household) -> None:
    """Somebody who left before the review and was not asked is not named, and it is the IRO's."""
    person = join(household, "una", "social_worker", "Una Day").people["una"]
    runtime, left = household.runtime, household.reviews["mia"]
    gone = replace(person, id=new_id(), name="Ed", ends_on=left.day - timedelta(days=1))
    runtime.database.write(lambda t: people.add_participant(t, SYSTEM, gone))
    line = share(household, f"people:{gone.id}")
    assert (line.scope, line.people) == ("iro", ())

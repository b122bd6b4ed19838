"""What people say they, and those they live with, are called is used from the next question on."""

import pytest

from backend.consultations import service
from backend.views import service as reading
from tests.backend.consultations.household import Household, aged
from tests.backend.consultations.talk import Talk

AS_ASKED = "How do you feel about living with {}?"
NOBODYS_NAME = "the people you live with"


def call_them(talk: Talk, words: str) -> Talk:
    """Say what the people at home are called."""
    talk.go_to("home_who").pick("home_who", "one", words=words)
    return talk


def asked(talk: Talk, step: str = "home_feel") -> list[str]:
    """Give every wording in which a step was asked, as the record holds it, oldest first."""
    return [each.kept.asked for each in talk.revisions if each.kept.step == step]


def shown(talk: Talk, step: str = "home_feel") -> str:
    """Give how the officer is shown that a step was asked, once it is sent."""
    viewer, review_id = talk.household.viewer("iro"), talk.invitation.review_id or ""
    (view,) = talk.database.read(
        lambda t: reading.of_review(t, talk.desk, talk.key, viewer, review_id)
    )
    (found,) = (
        each.revision.kept.asked for each in view.answers if each.revision.kept.step == step
    )
    return found


def names(talk: Talk) -> dict[str, str]:
    """Give the names that the conversation fills in."""
    held = talk.now
    return dict(talk.database.read(lambda t: service.names_in(t, talk.desk, held, held.changed_at)))


def test_their_own_name_is_used(talk: Talk) -> None:
    """A child is called what they say, once they have said it, and by their own name until then."""
    assert names(talk)["child"] == "Amara"
    talk.go_to("call_me").say("call_me", "  Mimi ")
    assert names(talk)["child"] == "Mimi"
    carer = Talk(talk.household, "amara_carer").begin()
    assert names(carer)["child"] == "Amara"


@pytest.mark.parametrize("years", [9, 13, 17])
def test_those_at_home_are_called_as_the_child_calls_them(household: Household, years: int) -> None:
    """At every age that is asked, what the child calls them stands in what is asked next."""
    aged(household, years)
    talk = Talk(household).begin()
    if years > 11:
        talk.go_to("topics").pick("topics", "home")
    call_them(talk, "Jo and Sam")
    here = talk.place.step
    talk.skip(here)
    step = talk.script.step(here)
    assert step is not None
    filled = step.ask.english.replace("{carers}", "Jo and Sam")
    assert "Jo and Sam" in filled
    assert asked(talk, here) == [filled]
    assert talk.rebuilds()


@pytest.mark.parametrize("words", ["", "   ", "x" * 41, "Jo\nand Sam", "\u202eJo", "Jo\x00"])
def test_what_is_no_name_is_not_used(talk: Talk, words: str) -> None:
    """Nothing, too long a text or one with unseen signs is kept as said and asked nowhere."""
    call_them(talk, words).pick("home_feel", "good")
    assert asked(talk) == [AS_ASKED.format(NOBODYS_NAME)]
    assert talk.words_at("home_who") == [words]


@pytest.mark.parametrize("words", ["x" * 40, "{iro} {0} {carers}", "Jo & <b>Sam</b>", "مرحبا"])
def test_a_name_is_used_to_the_letter(talk: Talk, words: str) -> None:
    """A name of forty characters is used as it is written, whatever it is made of."""
    call_them(talk, words).pick("home_feel", "good")
    assert asked(talk) == [AS_ASKED.format(words)]


def test_a_changed_name_counts_from_then_on(talk: Talk) -> None:
    """The record keeps each wording as it was asked; the officer is shown the name as it stands."""
    call_them(talk, "the old lot").pick("home_feel", "good", words="a")
    call_them_again(talk, "Jo and Sam")
    assert asked(talk) == [AS_ASKED.format("the old lot")]
    talk.pick("home_feel", "mixed", words="b")
    assert asked(talk)[1:] == [AS_ASKED.format("Jo and Sam")]
    call_them_again(talk, "Jo")
    talk.send()
    assert shown(talk) == AS_ASKED.format("Jo")


def call_them_again(talk: Talk, words: str) -> None:
    """Change what the people at home are called."""
    talk.pick("home_who", "one", words=words)


def test_a_name_that_was_taken_back_is_shown_nowhere(talk: Talk) -> None:
    """After Send it can be taken back, and then no question the officer reads holds it."""
    call_them(talk, "the old lot").pick("home_feel", "good", words="a")
    talk.send()
    assert shown(talk) == AS_ASKED.format("the old lot")
    talk.take_back("home_who")
    assert shown(talk) == AS_ASKED.format(NOBODYS_NAME)


def test_nobody_else_names_the_child(household: Household) -> None:
    """The names in an adult's questions are those of the records: none can be changed."""
    scripts = household.desk.scripts
    for name in scripts.ids:
        script = scripts.newest(name)
        naming = [step for step in script.steps if step.names]
        assert script.audience == "child" or not naming, name
    assert names(Talk(household, "amara_carer").begin())["iro"] == "Priya Shah"
    assert names(Talk(household).begin())["iro"] == "Priya"

"""Who was with the child and whose words they are; what a helper saw is apart from the child's."""

import pytest

from backend.packs.rules import Helper, Pack
from backend.prints import rules as prints
from tests.backend.consultations.household import Household, choose
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all, by_child, by_others, own, pack_of, words


def helper(pack: Pack) -> Helper | None:
    """Give what is said of who was with the child."""
    assert pack.child_voice is not None
    return pack.child_voice.helper


@pytest.mark.parametrize("whose", ["me", "both", "them"])
@pytest.mark.parametrize("how", ["helping", "typing"])
def test_who_helped_and_whose_words(household: Household, how: str, whose: str) -> None:
    """Help, and who chose the words, stand beside the name as codes that the page has words for."""
    given = {"with_you": (how, ""), "with_who": ("", "Jo"), "with_words": (whose, "")}
    answer_all(Talk(household).begin(), **given).send()
    pack = pack_of(household)
    assert helper(pack) == Helper(how, "Jo", whose)
    assert not any(line.question.startswith("about.") for row in pack.topics for line in row.child)


def test_somebody_near_chooses_no_words(household: Household) -> None:
    """Of somebody who was only near it is said who; alone there was nobody."""
    answer_all(Talk(household).begin(), with_you=("near", "")).send()
    assert helper(pack_of(household)) == Helper("near", "with_who: what amara says", "")
    answer_all(Talk(household, "mia").begin(), with_you=("alone", "")).send()
    assert helper(pack_of(household, "mia")) == Helper("alone", "", "")


def test_who_was_there_is_known_only_once_it_stands(household: Household) -> None:
    """Before Send, where it was skipped, or once it is taken back, nothing is said of a helper."""
    talk = answer_all(Talk(household).begin())
    assert helper(pack_of(household)) is None
    talk.send()
    assert helper(pack_of(household)) is not None
    talk.take_back("with_you")
    assert helper(pack_of(household)) is None
    Talk(household, "mia").begin().go_to("with_you").send()
    assert helper(pack_of(household, "mia")) is None


def test_a_helper_who_left_is_not_named(household: Household) -> None:
    """Whoever says that they are alone after all names nobody from before."""
    talk = Talk(household).begin().go_to("with_you")
    talk.pick("with_you", "helping")
    talk.say("with_who", "Jo")
    talk.pick("with_you", "alone")
    talk.send()
    assert helper(pack_of(household)) == Helper("alone", "", "")


def test_what_they_like_to_be_called(household: Household) -> None:
    """The name a child gives stands beside theirs, to the letter; a name skipped does not."""
    answer_all(Talk(household).begin(), call_me=("", " Mimi <b>")).send()
    voice = pack_of(household).child_voice
    assert voice is not None
    assert voice.called == (" Mimi <b>",)
    Talk(household, "mia").begin().go_to("call_me").send()
    voice = pack_of(household, "mia").child_voice
    assert voice is not None
    assert voice.called == ()


@pytest.fixture
def symbols(household: Household) -> Talk:
    """Amara, who answers by symbols with somebody helping, just begun."""
    choose(household, "child_symbols")
    return Talk(household).begin()


def test_what_a_helper_saw_is_apart(household: Household, symbols: Talk) -> None:
    """The record of who helped is by itself: in no topic of the child's, and not as their wish."""
    answer_all(symbols).send()
    pack = pack_of(household)
    seen = by_child(pack.observed)
    assert [line.question for line in seen] == [
        "observer.who",
        "observer.saw",
        "observer.how",
        "observer.sure",
    ]
    assert words(seen)[1] == "observer_saw: what amara says"
    told = [word for every in own(pack).values() for word in every]
    told += words([*by_child(pack.agenda), *by_child(pack.requests)])
    assert not any(word.startswith("observer") for word in told)
    assert "between" not in {row.topic for row in pack.topics}


def test_what_a_helper_did_not_say_is_not_the_childs_silence(
    household: Household, symbols: Talk
) -> None:
    """Where the helper skips what is asked of them, the child has skipped nothing by that."""
    symbols.go_to("with_you").pick("with_you", "helping")
    symbols.send()
    assert "observer_saw" in {each.kept.step for each in symbols.revisions}
    pack = pack_of(household)
    assert pack.observed == ()
    assert "between" not in pack.skipped
    assert {"home", "safe", "family"} <= set(pack.skipped)


def test_what_a_helper_saw_is_handed_to_nobody(household: Household, symbols: Talk) -> None:
    """However much the child shares, the helper's record is on the officer's own print alone."""
    answer_all(symbols).send(**dict.fromkeys(("home", "safe", "agenda", "family"), "review"))
    pack = pack_of(household)
    shown = prints.for_meeting(pack)
    assert own(shown)
    assert shown.observed == ()
    assert "observer" not in repr(shown)


def test_an_adult_is_said_to_have_no_helper(household: Household) -> None:
    """Only children are asked who is with them."""
    answer_all(Talk(household, "amara_carer").begin()).send()
    pack = pack_of(household)
    assert by_others(pack.agenda)
    assert [voice.helper for voice in pack.voices] == [None, None]

"""Every revision of an answer with the words that were asked, for the child's own officer alone."""

import pytest
from sqlalchemy.exc import IntegrityError

from backend.answers import service
from backend.answers.rules import Kept, Revision
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.platform.keys.rules import CannotOpen
from dialogs import events
from tests.backend.consultations.household import Household, aged
from tests.backend.consultations.talk import Talk

ODD = "a\x00b\r\u2028 ' \" \\ 👩‍👩‍👧 שלום \u202e{iro}\n"


def read(talk: Talk, who: str) -> tuple[Revision, ...]:
    """Give what a viewer is given of one conversation's answers."""
    viewer = talk.household.viewer(who)
    return talk.database.read(lambda t: service.revisions(t, talk.key, viewer, talk.id))


def test_an_answer_stands_beside_what_was_asked(household: Household) -> None:
    """A revision holds question, wording, language, script, version and content of the script."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.pick("home_feel", "not_good", words="the dog")
    newest = talk.revisions[-1]
    script = talk.script
    assert newest.kept == Kept(
        step="home_feel",
        topic="home",
        question="home.feeling",
        choices=("not_good",),
        labels=("Not good",),
        words="the dog",
        skipped=False,
        asked="How do you feel about living with the people you live with?",
        language="en",
        script="child_8_11",
        version=script.version,
        digest=script.digest,
    )
    assert newest.at == talk.now.changed_at
    assert newest.position == talk.now.events


def test_words_come_back_as_they_were_given(household: Household) -> None:
    """What was written comes back byte for byte, whatever characters it is made of."""
    talk = Talk(household).begin().go_to("home_feel")
    for words in (ODD, "", " ", "\n", "x" * 20_000):
        talk.pick("home_feel", "good", words=words)
    assert talk.words_at("home_feel") == [ODD, "", " ", "\n", "x" * 20_000]


def test_a_skipped_question_is_on_file(household: Household) -> None:
    """Passing over a question is an answer as well: it holds that they were asked."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.skip("home_feel")
    kept = talk.revisions[-1].kept
    assert (kept.step, kept.skipped, kept.words, kept.labels) == ("home_feel", True, None, ())


def test_a_declined_question_is_on_file(household: Household) -> None:
    """ "Don't ask me about this" is an answer as well, apart from a skip; words before it stay."""
    talk = Talk(household).begin().go_to("school_feel")
    talk.say("school_feel", "maths")
    talk.decline("school_feel")
    kept = talk.revisions[-1].kept
    assert (kept.declined, kept.skipped, kept.words) == (True, False, "maths")
    assert talk.place.key == "friends_feel"


def test_a_drawing_is_on_file(household: Household) -> None:
    """A drawing comes back stroke for stroke, with what was written beside it."""
    strokes = "red 0,0 1000,1000\nink 5,5"
    aged(household, 5)
    talk = Talk(household).begin().go_to("drawing")
    talk.take(events.Drew(new_id(), "drawing", strokes, "my dog"))
    kept = talk.revisions[-1].kept
    assert (kept.drawing, kept.words, kept.choices, kept.silent) == (strokes, "my dog", (), False)


@pytest.mark.parametrize("strokes", ["", "red", "red 1,2,3", "red 1,2;3,4", "RED 1,2", "red 1,2\n"])
def test_what_is_no_drawing_is_no_answer(household: Household, strokes: str) -> None:
    """Strokes of another shape are taken as no answer."""
    aged(household, 5)
    talk = Talk(household).begin().go_to("drawing")
    talk.take(events.Drew(new_id(), "drawing", strokes))
    assert "drawing" not in {each.kept.step for each in talk.revisions}
    assert talk.place.key == "drawing"


def test_nothing_takes_the_place_of_a_revision(household: Household) -> None:
    """Two revisions cannot have one place in the record."""
    talk = Talk(household).begin().go_to("home_feel")
    newest = talk.revisions[-1]
    with pytest.raises(IntegrityError):
        talk.database.write(lambda t: service.keep(t, talk.key, new_id(), newest))
    assert talk.revisions[-1] == newest


def test_only_the_childs_officer_reads_them(household: Household) -> None:
    """The child's reviewing officer reads every revision, and no other officer reads one."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.pick("home_feel", "good", words="he hits me")
    assert [each.kept.words for each in read(talk, "iro")][-1] == "he hits me"
    for who in ("other_iro", "duty", "support", "owner", "nobody"):
        assert read(talk, who) == ()


def test_nobody_else_in_the_family_reads_them(household: Household) -> None:
    """A carer does not read what the child said, nor a sister, nor the sister's carer."""
    talk = Talk(household).begin().go_to("home_feel")
    for who in ("amara_carer", "mia", "mia_carer", "leo"):
        assert read(talk, who) == ()


def test_sisters_are_kept_apart(household: Household) -> None:
    """One officer's two children have nothing of each other's, and keys of their own."""
    amara, mia = Talk(household).begin(), Talk(household, "mia").begin()
    amara.go_to("home_feel").pick("home_feel", "good", words="of Amara")
    mia.go_to("home_feel").pick("home_feel", "good", words="of Mia")
    for talk, words in ((amara, "of Amara"), (mia, "of Mia")):
        assert [each.kept.words for each in read(talk, "iro") if each.kept.words] == [words]
    with pytest.raises(CannotOpen):
        amara.database.read(lambda t: service.revisions(t, mia.key, SYSTEM, amara.id))

"""The pack holds what the child said, byte for byte and where it belongs, and all that is asked."""

import pytest

from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import (
    answer_all,
    by_child,
    by_others,
    own,
    pack_of,
    theirs,
    words,
)

ODD = "it’s “OK” <b>&amp;</b> 👩‍👩‍👧 \x00 שלום\u202e\n\n  two lines\t{iro}"  # noqa: RUF001


@pytest.fixture
def child(household: Household) -> Talk:
    """Amara, who answers every question and sends."""
    return answer_all(Talk(household).begin()).send()


def test_the_childs_words_are_in_their_topic(household: Household, child: Talk) -> None:
    """Each answer stands under the topic of its question, word for word."""
    pack = pack_of(household)
    assert own(pack) == {
        "home": ["home_who: what amara says", "home_feel: what amara says"],
        "safe": ["safe_feel: what amara says"],
        "school": ["school_feel: what amara says"],
        "friends": ["friends_feel: what amara says"],
        "health": ["health_feel: what amara says"],
        "family": ["family_wish: what amara says"],
        "worker": ["worker_listens: what amara says"],
        "plan": ["plan_know: what amara says"],
        "last": ["last_done: what amara says"],
        "proud": ["proud: what amara says"],
    }
    assert words(by_child(pack.agenda)) == ["talk_about: what amara says"]
    assert words(by_child(pack.requests)) == [
        "not_talk: what amara says",
        "meeting_people: what amara says",
        "meeting_ways: what amara says",
    ]


def test_every_word_that_was_said_is_there(household: Household, child: Talk) -> None:
    """Nothing that was said and sent is missing from the pack."""
    pack = pack_of(household)
    shown = [line for row in pack.topics for line in row.child]
    shown += [*by_child(pack.agenda), *by_child(pack.requests)]
    said = {each.kept.words for each in child.revisions if each.kept.words}
    voice = pack.child_voice
    assert voice is not None
    assert voice.helper is not None
    assert {*words(shown), *voice.called, voice.helper.who} == said
    labels = {label for line in shown for label in line.labels}
    assert {"Good", "I feel safe", "I want more time", "Yes, all of it"} <= labels


@pytest.mark.parametrize("step", ["home_feel", "proud", "talk_about", "meeting_people"])
def test_words_are_as_they_were_given(household: Household, step: str) -> None:
    """Whatever characters the words are made of, the pack holds the very same ones."""
    answer_all(Talk(household).begin(), **{step: ("good", ODD)}).send()
    pack = pack_of(household)
    shown = [line for row in pack.topics for line in row.child]
    shown += [*by_child(pack.agenda), *by_child(pack.requests)]
    assert ODD in words(shown)


def test_the_carer_stands_beside_the_child(household: Household, child: Talk) -> None:
    """What the carer said is beside the child's words on the same topic, and apart from them."""
    answer_all(Talk(household, "amara_carer").begin()).send()
    pack = pack_of(household)
    assert "home_settled: what amara_carer says" in theirs(pack)["home"]
    assert words(by_others(pack.agenda)) == ["talk_about: what amara_carer says"]
    assert words(by_others(pack.requests)) == ["attend: what amara_carer says"]
    assert [voice.state for voice in pack.voices] == ["sent", "sent"]


def test_topics_only_a_carer_spoke_of_come_after(household: Household, child: Talk) -> None:
    """What the child spoke of comes first, in the order of the shared table; then the rest."""
    answer_all(Talk(household, "amara_carer").begin()).send()
    pack = pack_of(household)
    spoken = [row.topic for row in pack.topics if row.spoken]
    rest = [row.topic for row in pack.topics if not row.spoken]
    order = list(household.desk.questions.topics)
    assert [row.topic for row in pack.topics] == spoken + rest
    assert spoken == sorted(spoken, key=order.index)
    assert rest == sorted(rest, key=order.index)
    assert {"changes", "identity", "carer"} == set(rest)


def test_where_they_see_it_differently_is_marked(household: Household) -> None:
    """A topic where the carer places the same question elsewhere on its scale is marked."""
    answer_all(Talk(household).begin(), home_feel=("not_good", ""), plan_know=("no", "")).send()
    carer = Talk(household, "amara_carer").begin()
    answer_all(carer, plan_view=("no", ""), family_view=("none", "")).send()
    marked = {row.topic: each.differs for row in pack_of(household).topics for each in row.others}
    assert marked["home"] is True
    assert marked["safe"] is False
    assert marked["plan"] is False
    assert marked["family"] is False


def test_an_answer_off_the_scale_differs_from_nothing(household: Household) -> None:
    """ "Not at school" is no place on the scale, so nobody sees it differently."""
    answer_all(Talk(household).begin(), school_feel=("not_in_school", "")).send()
    answer_all(Talk(household, "amara_carer").begin(), school_view=("good", "")).send()
    (row,) = (row for row in pack_of(household).topics if row.topic == "school")
    assert [each.differs for each in row.others] == [False]


def test_what_is_not_shared_is_for_the_officer_only(household: Household) -> None:
    """Each line says whether it may be shown to others, topic by topic."""
    answer_all(Talk(household).begin()).send(home="review", agenda="review")
    pack = pack_of(household)
    scopes = {row.topic: {line.scope for line in row.child} for row in pack.topics}
    assert scopes.pop("home") == {"review"}
    assert set(map(frozenset, scopes.values())) == {frozenset({"iro"})}
    assert [line.scope for line in by_child(pack.agenda)] == ["review"]


def test_what_raised_a_concern_is_marked(household: Household) -> None:
    """A line that raised a concern says so in the pack."""
    answer_all(Talk(household).begin(), home_feel=("good", "he hits me")).send()
    marked = {row.topic for row in pack_of(household).topics for line in row.child if line.concern}
    assert marked == {"home"}


def test_the_faces_are_on_the_feeling_scale_alone(household: Household) -> None:
    """A face is shown where the answer is on the scale of feelings, and nowhere else."""
    given = {"home_feel": ("mixed", ""), "safe_feel": ("not_good", ""), "plan_know": ("no", "")}
    answer_all(Talk(household).begin(), **given, school_feel=("not_in_school", "")).send()
    faces = {line.question: line.face for row in pack_of(household).topics for line in row.child}
    assert faces["home.feeling"] == "middle"
    assert faces["safe.feeling"] == "sad"
    assert faces["friends.feeling"] == "happy"
    assert faces["plan.understood"] == faces["school.feeling"] == faces["family.time"] == ""

"""One pack for every age: who is too young, what the law asks when, and scales side by side."""

from datetime import timedelta
from itertools import product

import pytest

from backend.packs.rules import Questions
from backend.people import service as people
from backend.people.rules import SYSTEM, YOUNGEST_ASKED, ChosenQuestions
from backend.platform.database import new_id
from backend.prints import rules as prints
from backend.web.pages import Pages
from dialogs.script import Scripts
from tests.backend.consultations.household import QUESTIONS, TODAY, Household, aged, choose
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import A_LINE, answer_all, pack_of, theirs
from tests.backend.prints.printing import printed

TO_REVIEW = 16
"""Days from today to the review."""
FACES = {
    "very_good": "happy", "good": "happy", "mixed": "middle", "not_good": "sad", "very_bad": "sad",
}  # fmt: skip


@pytest.mark.parametrize(("days", "age", "too_young"), [(-1, 3, True), (0, 4, False)])
def test_under_four_nobody_asks_the_child(
    household: Household, days: int, age: int, too_young: bool
) -> None:
    """What counts is the day of the review: up to the day before the fourth birthday."""
    aged(household, 4, days=days - TO_REVIEW)
    pack = pack_of(household)
    assert (pack.age, pack.too_young) == (age, too_young)


def test_those_around_a_small_child_are_heard(household: Household) -> None:
    """For a child who is too young the pack holds what the others say, topic by topic."""
    aged(household, 2)
    answer_all(Talk(household, "amara_carer").begin()).send()
    pack = pack_of(household)
    assert pack.too_young
    assert "home_settled: what amara_carer says" in theirs(pack)["home"]
    assert not any(row.child for row in pack.topics)
    assert (pack.skipped, pack.declined) == ((), ())


@pytest.mark.parametrize(("days", "asked"), [(-1, False), (0, True)])
def test_what_the_law_asks_of_some_only(household: Household, days: int, asked: bool) -> None:
    """What happens when care ends has to be covered from the fifteenth birthday on."""
    aged(household, 15, days=days - TO_REVIEW)
    assert ("leaving" in pack_of(household).uncovered) is asked


def test_somebody_of_seventeen_speaks_to_it(household: Household) -> None:
    """A young person who answers all is asked what happens when care ends."""
    aged(household, 17)
    answer_all(Talk(household).begin()).send()
    assert "leaving" not in pack_of(household).uncovered


@pytest.mark.parametrize("code", FACES)
def test_five_points_have_three_faces(household: Household, code: str) -> None:
    """On a scale of five the two best and the two worst have one face each."""
    aged(household, 13)
    talk = Talk(household).begin().go_to("topics")
    talk.pick("topics", "school")
    talk.go_to("school_feel").pick("school_feel", code)
    talk.send()
    faces = {line.question: line.face for row in pack_of(household).topics for line in row.child}
    assert faces["school.feeling"] == FACES[code]


@pytest.mark.parametrize(("own", "theirs"), list(product(FACES, ("good", "mixed", "not_good"))))
def test_five_points_are_laid_beside_three(own: str, theirs: str) -> None:
    """Good and very good are one place, bad and not good another: only other places differ."""
    questions = QUESTIONS()
    places = [questions.position("school.feeling", (code,)) for code in (own, theirs)]
    assert (places[0] == places[1]) is (FACES[own] == FACES[theirs])
    assert set(places) <= {0, 1, 2}


def test_very_good_and_good_do_not_differ(household: Household) -> None:
    """A young person's "very good" beside a carer's "good" is not marked; beside "mixed" it is."""
    aged(household, 13)
    talk = Talk(household).begin().go_to("topics")
    talk.pick("topics", "school", "health")
    talk.go_to("school_feel").pick("school_feel", "very_good")
    talk.go_to("health_feel").pick("health_feel", "very_good")
    talk.send()
    carer = Talk(household, "amara_carer").begin()
    answer_all(carer, school_view=("good", ""), health_view=("mixed", "")).send()
    marked = {row.topic: each.differs for row in pack_of(household).topics for each in row.others}
    assert (marked["school"], marked["health"]) == (False, True)


def test_a_drawing_is_in_the_pack(household: Household) -> None:
    """What a child of five drew stands in its own topic, stroke for stroke, with their words."""
    aged(household, 5)
    answer_all(Talk(household).begin()).send()
    (row,) = (row for row in pack_of(household).topics if row.topic == "drawing")
    (line,) = row.child
    assert [stroke.points for stroke in line.drawing] == [A_LINE.partition(" ")[2]]
    assert line.words == "drawing: what amara says"
    assert row.spoken


@pytest.mark.parametrize(("scope", "is_on_it"), [("review", True), ("iro", False)])
def test_a_drawing_is_handed_out_if_it_was_opened(
    household: Household, scope: str, is_on_it: bool
) -> None:
    """A drawing is on the officer's own print, and on the one for the meeting if it was shared."""
    aged(household, 5)
    answer_all(Talk(household).begin()).send(drawing=scope)
    pack, pages = pack_of(household), Pages(household.runtime)
    points = f'points="{A_LINE.partition(" ")[2]}"'
    assert points in printed(pages, pack, own=True)
    assert (points in printed(pages, prints.for_meeting(pack))) is is_on_it


def test_a_drawing_without_a_word_is_something_said(household: Household) -> None:
    """A child who only draws has not skipped it."""
    aged(household, 5)
    answer_all(Talk(household).begin(), drawing=("", "")).send()
    pack = pack_of(household)
    assert "drawing" in {row.topic for row in pack.topics}
    assert "drawing" not in pack.skipped


def test_which_questions_were_chosen(household: Household) -> None:
    """The pack says which questions were chosen, by whom and when; by age it says nothing."""
    assert pack_of(household).questions is None
    choose(household, "child_symbols")
    assert pack_of(household).questions == Questions("child_symbols", "Priya Shah", TODAY)
    carer = household.people["amara_carer"]
    at = household.runtime.clock() + timedelta(days=1)
    choice = ChosenQuestions(new_id(), carer.child_id, "child_4_7", "participant", carer.id, at)
    household.runtime.database.write(lambda t: people.choose_questions(t, SYSTEM, choice))
    chosen = pack_of(household).questions
    assert chosen == Questions("child_4_7", "Jo Marsh", TODAY + timedelta(days=1))
    choose_by_age = ChosenQuestions(
        new_id(), carer.child_id, "", "participant", carer.id, at + timedelta(seconds=1)
    )
    household.runtime.database.write(lambda t: people.choose_questions(t, SYSTEM, choose_by_age))
    assert pack_of(household).questions is None


def test_the_age_from_which_children_are_asked(scripts: Scripts) -> None:
    """A child is too young for the pack exactly where there is no script for them."""
    assert min(script.ages[0] for script in scripts.for_children()) == YOUNGEST_ASKED

"""The IRO says which questions suit a child; the page tells what would be asked otherwise."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from backend.people import service as people
from backend.people.rules import SYSTEM, ChosenQuestions
from backend.platform.audit.service import reads_of_child
from backend.platform.clock import SettableClock
from backend.web.words import QUESTIONS
from dialogs.script import Scripts
from tests.backend.consultations.household import Household, aged
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import officer

TICKED = re.compile(r'value="([^"]*)"(?= checked)')


@pytest.fixture
def iro(household: Household) -> TestClient:
    """A browser in which Amara's reviewing officer is signed in."""
    return officer(household)


def path(household: Household, child: str = "amara") -> str:
    """Where the questions before a child's review are chosen."""
    return f"/reviews/{household.reviews[child].id}/questions"


def chosen(household: Household) -> ChosenQuestions | None:
    """Give what was chosen for Amara."""
    child_id = household.children["amara"].id
    return household.runtime.database.read(lambda t: people.chosen_questions(t, SYSTEM, child_id))


def test_a_choice_is_kept_and_followed(household: Household, iro: TestClient) -> None:
    """A choice is kept with who and when, said on the pack, and used when the child begins."""
    assert TICKED.findall(iro.get(path(household)).text) == ["by_age"]
    answer = iro.post(path(household), data={"questions": "child_symbols"})
    pack = f"/reviews/{household.reviews['amara'].id}"
    assert answer.headers["location"] == f"{pack}?done=questions-chosen"
    page = iro.get(answer.headers["location"]).text
    assert "The questions have been chosen." in page
    assert f"Questions: {QUESTIONS['child_symbols']}, chosen by Priya Shah on" in page
    kept = chosen(household)
    assert kept is not None
    assert (kept.script, kept.by_id, kept.chosen_at) == (
        "child_symbols",
        household.officers["iro"].id,
        household.runtime.clock(),
    )
    assert TICKED.findall(iro.get(path(household)).text) == ["child_symbols"]
    assert Talk(household).begin().now.script == "child_symbols"


def test_by_age_again(household: Household, iro: TestClient, clock: SettableClock) -> None:
    """Choosing the ones for their age sets the choice aside, and the pack speaks of none."""
    for script in ("child_4_7", "by_age"):
        assert iro.post(path(household), data={"questions": script}).status_code == 303
        clock.advance(timedelta(minutes=1))
    assert TICKED.findall(iro.get(path(household)).text) == ["by_age"]
    assert "chosen by" not in iro.get(f"/reviews/{household.reviews['amara'].id}").text
    assert Talk(household).begin().now.script == "child_8_11"


@pytest.mark.parametrize(
    "bad", ["foster_carer", "any_day", "after_review", "child_9", "<b>", "", None]
)
def test_a_bad_choice_is_told_of(household: Household, iro: TestClient, bad: str | None) -> None:
    """What is none of the choices is said above and beside them, and nothing is kept."""
    answer = iro.post(path(household), data={} if bad is None else {"questions": bad})
    assert answer.status_code == 422
    assert answer.text.count("Pick one of the choices.") == 2
    assert "There is a problem" in answer.text
    assert "<b>" not in answer.text
    assert chosen(household) is None


def test_every_script_for_children_is_offered(
    household: Household, iro: TestClient, scripts: Scripts
) -> None:
    """All of them can be chosen, each with words of ours, and what their age would give is said."""
    page = iro.get(path(household)).text
    offered = [script.id for script in scripts.for_children()]
    on_the_page = re.findall(r'name="questions" type="radio" value="([^"]*)"', page)
    assert on_the_page == ["by_age", *offered]
    for name in ("", *offered):
        assert str(QUESTIONS[name]) in page
    assert page.count(str(QUESTIONS["child_8_11"])) == 2


def test_under_four_the_page_says_so(household: Household, iro: TestClient) -> None:
    """For a child who is too young the page says that nobody asks them by age."""
    aged(household, 3)
    assert "Under four nobody asks the child" in iro.get(path(household)).text
    review = iro.get(f"/reviews/{household.reviews['amara'].id}").text
    assert "Which questions suit" not in review


def test_others_find_no_such_page(household: Household) -> None:
    """Another IRO, and whoever keeps the records, can neither look nor choose."""
    for who in ("other_iro", "duty", "support", "owner"):
        client = officer(household, who)
        assert client.get(path(household)).status_code == 404
        answer = client.post(path(household), data={"questions": "child_symbols"})
        assert answer.status_code == 404
    assert chosen(household) is None
    assert officer(household).get(path(household, "leo")).status_code == 404


def test_looking_is_written_down(household: Household, iro: TestClient) -> None:
    """The page is about one child, so who looked at it is on record."""
    iro.get(path(household))
    child_id = household.children["amara"].id
    reads = household.runtime.database.read(lambda t: reads_of_child(t, child_id))
    assert [(read.what, read.officer_id) for read in reads] == [
        ("questions", household.officers["iro"].id)
    ]


def test_a_carers_choice_is_shown(household: Household, iro: TestClient) -> None:
    """What a carer picked in their own conversation is ticked here, and named on the pack."""
    carer = Talk(household, "amara_carer").begin().go_to("questions_for")
    carer.pick("questions_for", "child_12_15")
    assert TICKED.findall(iro.get(path(household)).text) == ["child_12_15"]
    pack = iro.get(f"/reviews/{household.reviews['amara'].id}").text
    assert "chosen by Jo Marsh on 24 November 2026" in pack

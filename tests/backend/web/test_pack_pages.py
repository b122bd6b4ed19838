"""The officer's pages of what was said: the pack, and what came between reviews."""

import re
from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from backend.packs import service as packs
from backend.platform.audit.service import reads_of_child
from backend.platform.clock import SettableClock
from tests.backend.consultations.household import Household, aged, choose, join, with_any_day
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all, officer

ODD = "</q><script>alert(1)</script>"


@pytest.fixture
def iro(household: Household) -> TestClient:
    """A browser in which Amara's reviewing officer is signed in."""
    return officer(household)


def path(household: Household, child: str = "amara") -> str:
    """Where the pack of a child's review is."""
    return f"/reviews/{household.reviews[child].id}"


def text(page: str) -> str:
    """Give what a page says, as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def read(household: Household) -> str:
    """Open Amara's pack, and give what it says."""
    return text(officer(household).get(path(household)).text)


def test_who_helped_is_said_in_words(household: Household) -> None:
    """Help and whose words they are stand beside the name, and what the child is called."""
    given = {"with_you": ("typing", ""), "with_who": ("", ODD), "with_words": ("both", "")}
    answer_all(Talk(household).begin(), **given, call_me=("", "Mimi")).send()
    page = officer(household).get(path(household)).text
    assert "<script>alert" not in page
    assert f"typed in by somebody: {ODD} ; both chose the words" in text(page)
    assert "Likes to be called Mimi." in page


def test_what_a_helper_saw_is_headed_as_such(household: Household) -> None:
    """The helper's record has a heading that says it is not the child's own words."""
    choose(household, "child_symbols")
    answer_all(Talk(household).begin()).send()
    own, seen = read(household).split("What the person helping saw Not Amara's own words.")
    assert "observer_saw: what amara says" in seen
    assert "observer" not in own


def test_skipped_declined_and_taken_back_are_three_things(household: Household) -> None:
    """Each is named as what it is, and what was taken back is only counted."""
    talk = Talk(household).begin().go_to("school_feel")
    talk.decline("school_feel")
    talk.go_to("proud").say("proud", "swimming")
    talk.send()
    talk.take_back("proud")
    page = read(household)
    skipped, _, rest = page.partition("asked not to be asked about:")
    assert rest.strip().startswith("School, work and study")
    assert "skipped:" in skipped
    assert "Friends and free time" in skipped.rpartition("skipped:")[2]
    assert "1 taken back" in page
    assert "swimming" not in page


def test_an_addition_says_when_and_for_whom(household: Household, clock: SettableClock) -> None:
    """An addition has its day, and is marked as the officer's where the rest is for everyone."""
    talk = answer_all(Talk(household).begin()).send(agenda="review")
    assert "only for you" not in wants(household)
    clock.advance(timedelta(days=1))
    talk.add("and the cat")
    said, addition = wants(household).split("and the cat")
    assert "only for you" not in said
    assert "added 25 November 2026" in addition
    assert "only for you" in addition


def wants(household: Household) -> str:
    """Give what the pack says that the child wants talked about."""
    page = officer(household).get(path(household)).text
    return text(page[page.index('<section class="wants"') : page.index("</section>")])


def test_two_scopes_in_one_row_are_told_apart(household: Household) -> None:
    """Where a row holds what is shared and what is not, each answer says for whom it is."""
    household = join(household, "ada", "parent", "Ada Cole")
    answer_all(Talk(household, "ada").begin()).send(health="review")
    page = officer(household).get(path(household)).text
    row = next(each for each in page.split("<tbody>") if "Health and feelings" in each)
    private, shared = text(row).split("news: what ada says")
    assert "doing_view: what ada says" in private
    assert "only for you" in private
    assert "only for you" not in shared


def test_people_are_named_to_the_officer(household: Household) -> None:
    """What was opened to somebody by name says so, and a print for them can be made."""
    carer = household.people["amara_carer"]
    answer_all(Talk(household).begin()).send(home=f"people:{carer.id}")
    page = officer(household).get(path(household)).text
    assert "for you and Jo Marsh" in page
    assert f'href="{path(household)}/{carer.id}.pdf"' in page
    assert page.count(".pdf") == 3


def test_a_child_under_four_has_no_column(household: Household) -> None:
    """The page says that those around the child are asked, and shows no empty column for them."""
    aged(household, 2)
    answer_all(Talk(household, "amara_carer").begin()).send()
    page = read(household)
    assert "Amara is under four, so there is no column of their own" in page
    assert "Amara's own words" not in page
    assert "What Amara wants talked about" not in page
    assert "home_settled: what amara_carer says" in page
    assert "not asked" not in page


def test_a_drawing_is_drawn(household: Household) -> None:
    """What a child drew is shown as lines, with a name for who can't see it."""
    aged(household, 5)
    answer_all(Talk(household).begin()).send()
    page = officer(household).get(path(household)).text
    assert 'role="img" aria-label="A drawing"' in page
    assert 'points="0,0 1000,1000"' in page


def test_the_pack_is_written_down_before_it_is_shown(
    household: Household, iro: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads it is on record before it is put together, and only then is it read."""
    seen = watch(household, monkeypatch, "read")
    iro.get(path(household))
    assert seen == ["pack"]


def test_between_reviews_is_written_down_before_it_is_shown(
    household: Household, iro: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same goes for what a child said on any day."""
    seen = watch(household, monkeypatch, "between")
    iro.get(f"/between/{household.children['amara'].id}")
    assert seen == ["between reviews"]


def watch(household: Household, monkeypatch: pytest.MonkeyPatch, name: str) -> list[str]:
    """Let a service note what is on record of Amara at the moment it is asked."""
    seen: list[str] = []
    asked = getattr(packs, name)
    child_id = household.children["amara"].id

    def noting(transaction, *given):  # type: ignore[no-untyped-def]
        seen.extend(read.what for read in reads_of_child(transaction, child_id))
        return asked(transaction, *given)

    monkeypatch.setattr(packs, name, noting)
    return seen


def test_between_reviews_each_child_has_a_page(household: Household, iro: TestClient) -> None:
    """The list names who said something and whether it is new; the page shows it, to the letter."""
    assert "Nobody has said anything yet." in iro.get("/between").text
    talk = Talk(with_any_day(household), "amara_any_day").begin().go_to("what")
    talk.pick("what", "good_news")
    talk.say("good_words", ODD)
    talk.send()
    page = f"/between/{household.children['amara'].id}"
    listed = iro.get("/between").text
    assert f'href="{page}"' in listed
    assert "tag--new" in listed
    assert "Mia" not in listed
    shown = iro.get(page).text
    assert "&lt;/q&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    assert "Good news" in shown
    assert "tag--new" not in iro.get("/between").text
    with_pack = iro.get(path(household)).text
    assert "Good news" in with_pack


def test_another_officer_finds_nothing_between(household: Household) -> None:
    """For another child's officer the list is empty and the page is not there."""
    talk = Talk(with_any_day(household), "amara_any_day").begin().go_to("what")
    talk.pick("what", "good_news")
    talk.send()
    other = officer(household, "other_iro")
    assert "Nobody has said anything yet." in other.get("/between").text
    assert other.get(f"/between/{household.children['amara'].id}").status_code == 404
    assert other.get(f"/between/{household.children['leo'].id}").status_code == 200


def test_opening_the_pack_is_what_the_child_is_told(household: Household, iro: TestClient) -> None:
    """The page, and neither a print nor the list, makes what was sent count as read."""
    talk = Talk(household).begin().send()

    def was_read() -> bool:
        held = talk.now
        at = household.runtime.clock()
        return talk.database.read(lambda t: packs.was_read(t, held, at))

    iro.get("/reviews")
    iro.get(f"{path(household)}/questions")
    assert not was_read()
    iro.get(path(household))
    assert was_read()

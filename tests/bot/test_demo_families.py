"""The made-up families: everybody there are words for is asked, and Mia's six voices are there."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from backend.packs import service as packs
from backend.packs.rules import Pack
from backend.people import service as people
from backend.people.rules import PARTICIPANT_ROLES, YOUNGEST_ASKED, age_on, officer_viewer
from backend.platform.clock import LONDON
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from bot.demo_links import MadeUp
from bot.demo_people import FAMILIES
from bot.demo_words import words
from bot.serving import House
from tests.bot.demonstration import NOW, URL, officer

# What stands beside the name in a pack, and not among what was said.
BESIDE_THE_NAME = {"call_me", "with_who"}


def pack_of(house: House, name: str, which: int) -> tuple[Review, Pack]:
    """Give one of a child's reviews, the next one first, and its pack for Priya."""
    database, viewer = house.runtime.database, officer_viewer(officer(house, "Priya Shah"))
    every = database.read(lambda t: people.list_children(t, viewer))
    child = next(each for each in every if each.first_name == name)
    review = database.read(lambda t: reviews.of_child(t, viewer, child.id))[which]
    return review, database.read(lambda t: packs.read(t, house.desk, viewer, review.id))


def test_everybody_there_are_words_for_has_a_link(made_up: MadeUp) -> None:
    """Whoever takes part in a child's life is asked, in every part there is; Amara any day, too."""
    asked = Counter((link.child, link.role, link.name) for link in made_up.links)
    around = [
        (family.first, role, name)
        for family in FAMILIES
        for role, name in (("child", family.first), *family.people)
        if (role, family.first) != ("child", "Ivy")
    ]
    assert asked == Counter([*around, ("Amara", "child", "Amara, on any day")])
    assert {role for _child, role, _name in asked} == set(PARTICIPANT_ROLES)
    assert len({link.token for link in made_up.links}) == len(made_up.links) == 24


def test_nobody_under_four_is_asked(made_up: MadeUp) -> None:
    """Ivy is two: whoever cares for her is asked about her, and she is asked nothing."""
    today = NOW.date()
    young = {each.first for each in FAMILIES if age_on(each.born_on(today), today) < YOUNGEST_ASKED}
    asked = {(link.role, link.name) for link in made_up.links if link.child in young}
    assert young == {"Ivy"}
    assert asked == {("foster_carer", "Jo Taylor")}


def test_every_link_opens(made_up: MadeUp, visitor: TestClient) -> None:
    """Each link and its code lead to a first question about the child, or to what is sent."""
    for link in made_up.links:
        assert link.url.startswith(URL)
        first = visitor.post(link.url, data={"code": link.code})
        assert first.status_code == 200
        answered = link.child == words().all_answered
        assert ("Thank you. It is sent." in first.text) == answered
        assert first.url.path.endswith("/sent" if answered else "/1")
        assert answered or link.child in first.text


def test_each_is_asked_what_fits(made_up: MadeUp, visitor: TestClient) -> None:
    """By age, by what somebody chose for a child, by the part in their life, or for any day."""
    first = {
        (link.child, link.name): visitor.post(link.url, data={"code": link.code}).text
        for link in made_up.links
    }
    told = {
        ("Ella", "Ella"): "Soon there is a meeting about you.",
        ("Kai", "Kai"): "You pick a picture.",
        ("Amara", "Amara, on any day"): "Here you can tell Priya something on any day.",
        ("Amara", "Jo Taylor"): "You live with Amara",
        ("Amara", "Ngozi Okoye"): "You are",
    }
    for whose, sentence in told.items():
        assert [who for who, page in first.items() if sentence in page].count(whose) == 1, sentence
    unlike = [first[who, who].split("<h1", 1)[1] for who in ("Leo", "Noah", "Tyler", "Kai", "Ella")]
    assert len({page.split("</main>")[0].partition("</h1>")[2] for page in unlike}) == 5


def test_reviews_are_in_the_coming_weeks(house: House) -> None:
    """Each child has a review planned, on a weekday at four, within six weeks."""
    for name in ("Priya Shah", "Daniel Osei"):
        viewer = officer_viewer(officer(house, name))
        planned = house.runtime.database.read(lambda t, viewer=viewer: packs.my_reviews(t, viewer))  # type: ignore[misc]
        assert len(planned) == 4
        for line in planned:
            starts = line.review.starts_at.astimezone(LONDON)
            assert (starts.hour, starts.minute) == (16, 0)
            assert starts.weekday() < 5
            assert timedelta() < line.review.starts_at - NOW < timedelta(days=42)


def test_last_time_was_answered(house: House) -> None:
    """Amara's answers of half a year ago are in the pack of that review, word for word."""
    past, pack = pack_of(house, "Amara", 1)
    assert past.status == "held"
    assert pack.child_voice is not None
    assert pack.child_voice.state == "sent"
    said = {line.words for row in pack.topics for line in row.child if line.words}
    said |= {line.words for spoken in pack.agenda for line in spoken.lines}
    wrote = {text for _, text in words().last_times["Amara"].values() if text}
    assert said == wrote


def test_mias_pack_is_whole(house: House) -> None:
    """All six around Mia have sent theirs, and each word of it is there to be read."""
    _, pack = pack_of(house, "Mia", 0)
    fullest = words().fullest
    assert [(voice.role, voice.state) for voice in pack.voices] == [
        (who, "sent") for who in fullest
    ]
    everything = [spoken for used in (pack.agenda, pack.requests) for spoken in used]
    everything += [spoken for row in pack.topics for spoken in row.others]
    heard = {(each.voice.role, line.words) for each in everything for line in each.lines}
    heard |= {("child", line.words) for row in pack.topics for line in row.child}
    wrote = {
        (role, text)
        for role, said in fullest.items()
        for step, (_, text) in said.items()
        if text and step not in BESIDE_THE_NAME
    }
    assert wrote - heard == set()
    assert pack.uncovered == ()
    assert pack.earlier_on is not None


def test_mia_chose_who_may_see_what(house: House) -> None:
    """What she said of her body is for Bethan, of being safe for Priya alone, the rest for all."""
    _, pack = pack_of(house, "Mia", 0)
    assert pack.child_voice is not None
    assert pack.child_voice.called == ("Mimi",)
    assert pack.child_voice.helper is not None
    assert pack.child_voice.helper.who == "Bethan"
    chosen = {
        row.topic: {(line.scope, tuple(name for _, name in line.people)) for line in row.child}
        for row in pack.topics
    }
    assert chosen.pop("health") == {("people", ("Bethan Pugh",))}
    assert chosen.pop("safe") == {("iro", ())}
    assert set().union(*chosen.values()) == {("review", ())}


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_ages_hold_on_any_day(today: date) -> None:
    """On whatever day it is started the children are as old as they are meant to be."""
    ages = {family.first: age_on(family.born_on(today), today) for family in FAMILIES}
    young = {"Amara": 9, "Leo": 10, "Mia": 8, "Ella": 5, "Kai": 10, "Ivy": 2}
    assert ages == {**young, "Noah": 13, "Tyler": 16}

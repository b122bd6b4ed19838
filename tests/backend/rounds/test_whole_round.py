"""One whole round as those who take part in it live through it, from planning to sent."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.invitations import service as invitations
from backend.invitations.rules import Invitation
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.timetable import JOBS, Timetable, Tools
from backend.web.app import create_app
from backend.web.routes.packs import PackPages
from tests.backend.consultations.household import Household, desk_of
from tests.backend.consultations.talk import Talk
from tests.backend.web.conftest import browser
from tests.backend.web.people import Family, add_family, add_staff, sign_in

LINK = re.compile(r"/c/([A-Za-z0-9_-]{22})")
CARD_CODE = re.compile(r'<p class="card__code">(\d{3}) (\d{3})</p>')
TOLD_CODE = re.compile(r"<strong>(\d{3}) (\d{3})</strong>")


@dataclass
class Story:
    """A review office with its machines: two browsers, a timetable and a postman."""

    runtime: Runtime
    family: Family
    support: TestClient
    iro: TestClient
    post: list[OpenedMessage] = field(default_factory=list)

    @property
    def page(self) -> str:
        """Where the round is for those who keep the records."""
        return f"/children/{self.family.child.id}/reviews/{self.family.review.id}/round"

    def it_is(self, *when: int) -> list[str]:
        """Let it be this moment: the jobs run, and what is due goes out.

        Give what went to the family; the IRO hears that there is something to read.
        """
        assert isinstance(self.runtime.clock, SettableClock)
        self.runtime.clock.set(datetime(*when, tzinfo=UTC))  # type: ignore[misc, arg-type]
        tools = Tools(self.runtime, desk_of(self.runtime), frozenset({"email"}))
        for job in JOBS:
            if job.name in {"rounds", "reminders"}:
                assert Timetable(tools).run(job)
        before, routes = len(self.post), {"email": self.post.append}
        deliver_due(self.runtime.database, self.runtime.ring, routes, self.runtime.clock)
        self.begin_the_day()
        went = [one for one in self.post[before:] if one.template != "views_ready"]
        return [f"{one.template} to {one.recipient}" for one in went]

    def begin_the_day(self) -> None:
        """Sign in at the office: sessions do not last for weeks."""
        for client, role in ((self.support, "support"), (self.iro, "iro")):
            officers = self.runtime.database.read(lambda t: people.list_officers(t, SYSTEM))
            officer = next(one for one in officers if one.email.startswith(f"{role}@"))
            client.cookies.clear()
            sign_in(client, self.runtime, officer)

    def comes_in(self, token: str, code: str) -> str:
        """Open a link and type its code; give what came of it."""
        ring, at = self.runtime.ring, self.runtime.clock()
        return self.runtime.database.write(
            lambda t: invitations.bind_browser(t, ring, token, code, token, at)
        ).outcome

    def card(self) -> tuple[str, str]:
        """Make Amara's card; give its link and code."""
        asking = self.page.replace("/round", "/asking")
        self.support.post(asking, data={"way": "card", "who": [self.family.own.id]})
        cards = self.support.get(asking.replace("/asking", "/cards")).text
        code = CARD_CODE.search(cards)
        assert code
        return LINK.findall(cards)[0], code[1] + code[2]

    def sends(self, who: str) -> None:
        """Let the child or the carer answer nothing much, and send it."""
        person = {"amara": self.family.own, "amara_carer": self.family.carer}[who]
        made = self.runtime.database.read(
            lambda t: invitations.for_review(t, SYSTEM, self.family.review.id)
        )
        (asked,) = [one for one in made if one.participant_id == person.id]
        Talk(_household(self, {who: asked}), who).begin().send()

    def shows(self, who: str) -> str:
        """Give what the page of the round says beside somebody's name."""
        (row,) = [
            each
            for each in self.support.get(self.page).text.split("<tr")
            if f"<bdi>{who}</bdi>," in each
        ]
        return " ".join(re.sub(r"<[^>]*>", " ", "<" + row).split())


def _household(story: Story, asked: dict[str, Invitation]) -> Household:
    """Give the family as those see it who talk."""
    desk, family = desk_of(story.runtime), story.family
    return Household(story.runtime, desk, {}, {"amara": family.child}, {}, {}, asked)


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The staff pages and packs, with e-mail."""
    settings = replace(runtime.settings, smtp_host="mail.example", smtp_sender="s@mail.example")
    with_mail = replace(runtime, settings=settings)
    return create_app(with_mail, [PackPages(desk_of(runtime)).router()])


@pytest.fixture
def story(app: FastAPI, runtime: Runtime) -> Story:
    """Priya reviews Amara, and Sam keeps the records."""
    staff = add_staff(runtime)
    family = add_family(runtime, staff)
    support, iro = browser(app, runtime), browser(app, runtime)
    later = replace(family.review, starts_at=datetime(2027, 1, 14, 16, 0, tzinfo=UTC))
    runtime.database.write(lambda t: reviews.correct(t, SYSTEM, later, runtime.clock().date()))
    return Story(runtime, replace(family, review=later), support, iro)


def test_a_round_from_planning_to_sent(story: Story) -> None:
    """Approved ahead, it opens four weeks before; a card and a code are given; both send."""
    # The review is planned for 14 January. Priya says yes seven weeks ahead.
    assert story.it_is(2026, 11, 26, 10, 0) == []
    own = f"/reviews/{story.family.review.id}/round"
    assert "Once it is approved, it opens on 17 December 2026." in story.iro.get(own).text
    story.iro.post(own, data={"step": "approve"})
    assert "It opens on 17 December 2026." in story.iro.get(own).text

    # Nothing happens until its day, and then nothing at night.
    assert story.it_is(2026, 12, 16, 20, 0) == []
    assert story.it_is(2026, 12, 17, 3, 0) == []
    assert story.it_is(2026, 12, 17, 8, 0) == ["invitation to jo@home.example"]

    # Sam sees what a machine cannot do: a card for Amara, and six digits for Jo.
    assert "1 card to hand out, 1 code to tell" in story.support.get("/rounds").text
    told = TOLD_CODE.search(story.support.get(story.page).text)
    assert told
    (token,) = LINK.findall(story.post[0].values["url"])
    assert story.comes_in(token, "000000") == "wrong_code"
    assert story.comes_in(token, told[1] + told[2]) == "open"
    assert story.comes_in(*story.card()) == "open"
    assert "No round needs anybody just now." in story.support.get("/rounds").text

    # Amara sends. Jo only looked, and is reminded ten days before, once.
    story.sends("amara")
    assert story.shows("Amara").startswith("Amara , the child sent")
    assert story.it_is(2027, 1, 4, 10, 0) == ["reminder to jo@home.example"]
    assert story.it_is(2027, 1, 4, 10, 5) == []
    assert "opened, nothing said yet" in story.shows("Jo")
    assert "reminded 4 January 2027" in story.shows("Jo")
    story.sends("amara_carer")

    # Everybody has sent: there is nothing more to do, and no more goes out.
    assert story.shows("Jo").startswith("Jo , foster carer sent")
    for day in (7, 11, 13):
        assert story.it_is(2027, 1, day, 16, 0) == []
    assert "2 of 2 sent, the child too" in story.iro.get("/reviews").text

"""A house that runs for a whole year by a clock of our own, and the people who come to it."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant, Placement
from backend.platform.clock import LONDON, SettableClock
from backend.platform.database import Transaction, new_id
from backend.platform.keys.service import make_child_key
from backend.timetable import JOBS, Tools
from bot.serving import House
from tests.backend.platform.mail import Server as MailServer
from tests.backend.web.people import PASSWORD, Staff, add_staff
from tests.journeys.night import PATIENCE, choose_password, link_in, running_house
from tests.journeys.places import OfficerBrowser, Running

FIRST_DAY = datetime(2026, 3, 16, 9, 0, tzinfo=LONDON)
MET = ("iro", "manager", "support")


@dataclass
class Year:
    """The running house, whom it is about, and what its mail server took."""

    house: House
    clock: SettableClock
    staff: Staff
    child: Child
    running: Running
    mail: MailServer
    reviews: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.running.url

    @property
    def child_page(self) -> str:
        """Where business support keeps the child's record."""
        return f"/children/{self.child.id}"

    @property
    def case(self) -> str:
        """Where the IRO and the manager see the child's case."""
        return f"/cases/{self.child.id}"

    @property
    def review(self) -> str:
        """Where the IRO sees the newest review."""
        return f"/reviews/{self.reviews[-1]}"

    def it_is(self, day: date, hour: int, minute: int = 0) -> None:
        """Put the clock forward to a time of day in England."""
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
        assert at > self.clock()
        self.clock.set(at)

    def timed(self, name: str) -> None:
        """Do a timed job once, as the timetable does when it is due."""
        tools = Tools(self.house.runtime, self.house.desk, frozenset(self.house.routes))
        next(job for job in JOBS if job.name == name).run(tools)

    def mail_to(self, to: str, about: str, after: int = 0) -> str:
        """Wait for an e-mail whose words hold something, beyond the first `after`; give them."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for _sender, who, message in self.mail.taken[after:]:
                words = message.get_content()
                if who == [to] and re.search(about, words):
                    return str(words)
            time.sleep(0.05)
        raise AssertionError(f"no e-mail about {about}; {len(self.mail.taken) - after} others")


@contextmanager
def running_year(folder: Path) -> Iterator[Year]:
    """Serve it while the block runs, from the day on which the child came into care."""
    clock = SettableClock(FIRST_DAY)
    with running_house(folder, clock, {}) as (house, mail):
        staff = add_staff(house.runtime)
        for who in MET:
            choose_password(house.runtime, staff[who].id, staff[who].email)
        url = house.runtime.settings.public_url
        known = [
            {"name": each.name, "email": each.email, "password": PASSWORD}
            for each in staff.values()
        ]
        running = Running({"url": url, "sign_in": f"{url}/sign-in", "staff": known}, folder)
        yield Year(house, clock, staff, _child(house, staff), running, mail)


def _child(house: House, staff: Staff) -> Child:
    """Add a child of nine, their home and their foster carer; of reviews nothing is known yet."""
    since, runtime = FIRST_DAY.date(), house.runtime
    child = Child(
        new_id(), "Amara", "Okoye", "", date(2017, 1, 27), "en", staff["iro"].id, "E72254"
    )
    home = Placement(new_id(), child.id, "foster", "Jo and Sam's", "", False, since, None)
    own = Participant(new_id(), child.id, "child", "Amara", None, since, None, "", "", "en")
    jo = Participant(
        new_id(), child.id, "foster_carer", "Jo", home.id, since, None, "jo@home.example", "", "en"
    )

    def unit(transaction: Transaction) -> None:
        people.add_child(transaction, SYSTEM, child, since)
        make_child_key(transaction, runtime.ring, child.id, runtime.clock())
        people.add_placement(transaction, SYSTEM, home)
        people.add_participant(transaction, SYSTEM, own)
        people.add_participant(transaction, SYSTEM, jo)

    runtime.database.write(unit)
    return child


class Sheet:
    """A page with forms, filled in by the names of its fields and sent by its buttons' words."""

    page: Page

    @property
    def text(self) -> str:
        """What the page says, with every run of spaces as one."""
        return " ".join(self.page.locator("main").inner_text().split())

    def fill(self, **typed: str) -> None:
        """Type into fields by their names; `__` stands for the dash in one."""
        for name, words in typed.items():
            self.page.fill(f'[name="{name.replace("__", "-")}"]', words)

    def pick(self, name: str, value: str) -> None:
        """Tick a box or pick one of the choices."""
        self.page.check(f'input[name="{name}"][value="{value}"]')

    def choose(self, name: str, value: str) -> None:
        """Pick from a list that opens."""
        self.page.select_option(f'select[name="{name}"]', value)

    def day(self, name: str, day: date) -> None:
        """Type a day into its three boxes."""
        for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.fill(f'[name="{name}-{part}"]', str(number))

    def day_in(self, name: str) -> date:
        """Read the day that stands in three boxes."""
        parts = (self.page.input_value(f'[name="{name}-{part}"]') for part in _PARTS)
        return date(*map(int, parts))

    def press(self, words: str) -> None:
        """Press a button by what it says, which has to be taken without a problem."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()
        problem = self.page.locator(".govuk-error-summary")
        assert problem.count() == 0, problem.inner_text()

    def follow(self, words: str) -> None:
        """Follow a link by what it says."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()

    def says(self, words: str) -> None:
        """Expect words to be seen."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def late(self) -> Locator:
        """Give what the page marks as late or wrong."""
        return self.page.locator("main .state--bad, main .bad, main .late, main .alarm")


_PARTS = ("year", "month", "day")


class Desk(OfficerBrowser, Sheet):
    """An officer who signs in again whenever they were away for too long."""

    def open(self, path: str) -> None:
        """Open a page by its address, by way of the sign-in if that is asked for."""
        self.page.goto(f"{self.running.url}{path}")
        self.signed_in()

    def come_by(self, words: str) -> None:
        """Follow the link of an e-mail, by way of the sign-in."""
        self.page.goto(link_in(words))
        self.signed_in()

    def signed_in(self) -> None:
        """Sign in if that is asked."""
        if self.page.locator("form.sign-in #password").count():
            self.fill(email=self.who["email"], password=self.who["password"])
            self.press("Sign in")


class Guest(Sheet):
    """Somebody without an account, who has a decision to carry out and an e-mail about it."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context()
        self.page = self.context.new_page()


def card_on(page: Page) -> Mapping[str, str]:
    """Read the one card that a page shows: its link and its code."""
    url = page.locator(".card__url").inner_text().strip()
    code = "".join(page.locator(".card__code").inner_text().split())
    return {"url": url, "code": code}

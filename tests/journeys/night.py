"""A Sayso at nine in the evening: a real server, a real mail server, and a clock of our own."""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page

from backend.duty import service as duty
from backend.duty.rules import Shift
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.accounts import service as accounts
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.keys.service import make_key_file
from backend.platform.runtime import Runtime
from backend.platform.settings import load
from bot import serving
from tests.backend.consultations.household import CODE, ask
from tests.backend.platform.mail import Server as MailServer
from tests.backend.platform.mail import free_port
from tests.backend.web.people import PASSWORD, Family, Staff, add_family, add_staff
from tests.notify.fake_notify import FakeNotify

EVENING = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
SMALL_PHONE = {"width": 360, "height": 740}
PATIENCE = 30.0


@dataclass(frozen=True)
class Night:
    """The running house, its people, and what its mail server took."""

    house: serving.House
    clock: SettableClock
    staff: Staff
    family: Family
    mail: MailServer

    @property
    def runtime(self) -> Runtime:
        return self.house.runtime

    @property
    def url(self) -> str:
        return self.runtime.settings.public_url

    def link(self) -> dict[str, str]:
        """A link for the child, with its code."""
        token = f"{'night':x<22}"
        ask(self.runtime, self.family.own, self.family.review.id, token)
        return {"url": f"{self.url}/c/{token}", "code": CODE}

    def mail_to(self, who: str, about: str) -> str:
        """Wait for an e-mail to an officer whose words hold something; give all its words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for _sender, to, message in self.mail.taken:
                words = message.get_content()
                if to == [self.staff[who].email] and about in words:
                    return str(words)
            time.sleep(0.05)
        raise AssertionError(f"no e-mail to {who}; {len(self.mail.taken)} to others")

    def text_to(self, notify: FakeNotify, who: str) -> str:
        """Wait for a text message to an officer; give its words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if messages := notify.to(self.staff[who].phone):
                return str(messages[0].body)
            time.sleep(0.05)
        raise AssertionError(f"no text message to {who}")

    def later(self, minutes: float) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(minutes=minutes))


@contextmanager
def running_night(folder: Path, more: Mapping[str, str]) -> Iterator[Night]:
    """Serve it while the block runs; `more` are settings, such as those of another route."""
    clock = SettableClock(EVENING)
    with running_house(folder, clock, more) as (house, mail):
        yield _peopled(house, clock, mail)


@contextmanager
def running_house(
    folder: Path, clock: SettableClock, more: Mapping[str, str]
) -> Iterator[tuple[serving.House, MailServer]]:
    """Serve an empty house by a clock of ours while the block runs, beside a real mail server."""
    mail = MailServer()
    postbox = Controller(mail, hostname="127.0.0.1", port=free_port())
    postbox.start()
    port = serving.free_port()
    try:
        house = _opened(folder / "data", clock, port, {**_post(postbox.port), **more})
        with _served(house, port):
            yield house, mail
    finally:
        postbox.stop()


def _post(port: int) -> dict[str, str]:
    return {
        "SAYSO_SMTP_HOST": "127.0.0.1",
        "SAYSO_SMTP_PORT": str(port),
        "SAYSO_SMTP_SENDER": "Sayso <sayso@northshire.example>",
        "SAYSO_SMTP_STARTTLS": "no",
        "SAYSO_AUTHORITY_NAME": "Northshire",
    }


def _opened(
    data: Path, clock: SettableClock, port: int, environ: Mapping[str, str]
) -> serving.House:
    data.mkdir(mode=0o700)
    settings = replace(load(environ, data), public_url=f"http://127.0.0.1:{port}")
    make_key_file(settings.key_file)
    return serving.open_house(settings, clock)


@contextmanager
def _served(house: serving.House, port: int) -> Iterator[None]:
    config = uvicorn.Config(
        serving.application(house), host="127.0.0.1", port=port, log_level="warning"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    with serving.delivering(house):
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
    house.runtime.database.close()


def _peopled(house: serving.House, clock: SettableClock, mail: MailServer) -> Night:
    runtime = house.runtime
    staff = add_staff(runtime)
    dee = replace(staff["duty"], phone="+447700900123")
    runtime.database.write(lambda t: people.correct_officer(t, dee))
    staff["duty"] = dee
    for who in ("duty", "iro"):
        choose_password(runtime, staff[who].id, staff[who].email)
    at = clock()
    shift = Shift(new_id(), staff["duty"].id, at - timedelta(hours=4), at + timedelta(hours=12), 1)
    runtime.database.write(lambda t: duty.add_shift(t, SYSTEM, shift, at))
    return Night(house, clock, staff, add_family(runtime, staff), mail)


def choose_password(runtime: Runtime, officer_id: str, email: str) -> None:
    """Choose the password that everybody here has."""
    token = accounts.new_link_token()
    runtime.database.write(
        lambda t: accounts.make_link(
            t, runtime.ring, officer_id=officer_id, token=token, at=runtime.clock()
        )
    )
    accounts.choose_password(
        runtime.database, runtime.ring, runtime.clock, token=token, email=email, password=PASSWORD
    )


class Phone:
    """An officer with a small phone, in whose browser no script runs."""

    def __init__(self, browser: Browser, night: Night, who: str) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport=SMALL_PHONE,  # type: ignore[arg-type]
            java_script_enabled=False,
        )
        self.page: Page = self.context.new_page()
        self.night = night
        self.officer = night.staff[who]

    def follow(self, words: str) -> None:
        """Open the link of a message and sign in, which leads to what the link names."""
        self.page.goto(link_in(words))
        self.sign_in()

    def sign_in(self) -> None:
        """Fill in the sign-in that is shown."""
        self.page.fill("#email", self.officer.email)
        self.page.fill("#password", PASSWORD)
        self.press("Sign in")

    def press(self, words: str) -> None:
        """Press a button by what it says."""
        self.page.get_by_role("button", name=words).click()
        self.page.wait_for_load_state()

    def follow_link(self, words: str) -> None:
        """Follow a link by what it says."""
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def write_down(self, kind: str, words: str = "", **fields: str) -> None:
        """Open the form of a kind of note from the concern's page, fill it in, and send it."""
        self.page.click(f'a[href$="/notes/{kind}"]')
        self.page.wait_for_load_state()
        for name, typed in {**fields, "words": words}.items():
            self.page.fill(f"#{name}", typed)
        self.press("Write it down")


def link_in(words: str) -> str:
    """Give the one address that a message holds."""
    [url] = re.findall(r"https?://\S+", words)
    return str(url)

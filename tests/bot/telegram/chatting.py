"""A whole Sayso with Telegram switched on, and people who talk with it over real HTTP."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from backend.platform.clock import SettableClock
from backend.platform.courier import Courier
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.runtime import Runtime
from bot.telegram.pacing import Pace
from bot.telegram.running import Telegram
from tests.backend.consultations.household import CODE, Household, make_household
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person
from tests.telegram.world import Seen

UNHURRIED = Pace(chat=1e6, chat_burst=1, overall=1e6)


class Chatting:
    """A household whose people may write to the bot."""

    def __init__(
        self, household: Household, telegram: FakeBotApi, clock: SettableClock, mails: list[str]
    ) -> None:
        self.household = household
        self.telegram = telegram
        self.clock = clock
        self.mails = mails

    def person(self, number: int = 1, name: str = "Jo") -> "Chatter":
        """Give somebody a phone with Telegram on it."""
        return Chatter(self, self.telegram.user(number, name))

    def joined(self, who: str, number: int = 1) -> "Chatter":
        """Give somebody who has come with their link and code."""
        person = self.person(number)
        person.join(who)
        return person


class Chatter:
    """Somebody who takes three seconds over everything they do."""

    def __init__(self, chatting: Chatting, person: Person) -> None:
        self._chatting = chatting
        self.person = person

    def join(self, who: str, code: str = CODE) -> None:
        """Come with the link of a participant, and give the code."""
        self.send(f"/start {self._chatting.household.token(who)}")
        self.hear("six numbers")
        self.send(code)

    def send(self, text: str) -> Seen:
        self._wait()
        return self.person.send(text)

    def tap(self, label: str) -> Seen:
        self._wait()
        return self.person.tap(label)

    def do(self, act: Callable[[], object]) -> None:
        self._wait()
        act()

    def hear(self, text: str) -> Seen:
        return self.person.hear(text)

    def says(self, text: str, then: str) -> Seen:
        """Write something, or tap what has that label, and wait for the answer."""
        if text in self.person.keyboard:
            self.tap(text)
        else:
            self.send(text)
        return self.hear(then)

    def at(self, question: str) -> "Chatter":
        """Press on, skipping, until a question is asked."""
        self.person.wait_for(lambda: bool(self.person.keyboard))
        while question not in self.person.heard[-1]:
            before = len(self.person.heard)
            self.tap("OK" if "OK" in self.person.keyboard else "Skip")
            self.person.wait_for(lambda before=before: len(self.person.heard) > before)  # type: ignore[misc]
        self.person.catch_up()
        return self

    def settled(self) -> None:
        """Wait until the bot has dealt with all they wrote."""
        self._chatting.telegram.wait_until_heard()

    def _wait(self) -> None:
        self._chatting.clock.advance(timedelta(seconds=3))


@contextmanager
def chatting(
    runtime: Runtime,
    telegram: FakeBotApi,
    clock: SettableClock,
    household: Household | None = None,
    **settings: object,
) -> Iterator[Chatting]:
    """Switch Telegram on over a household, a new one if none is given; e-mails go to a list."""
    given = {"telegram_token": telegram.token, "telegram_api_url": telegram.url, **settings}
    changed = replace(runtime.settings, **given)  # type: ignore[arg-type]  # its own fields
    runtime = replace(runtime, settings=changed)
    household = household or make_household(runtime)
    mails: list[str] = []

    def mail(message: OpenedMessage) -> None:
        mails.append(message.template)

    bot = Telegram(runtime, household.desk, UNHURRIED)
    routes = {"telegram": bot.route, "email": mail}
    courier = Courier(runtime.database, runtime.ring, routes, runtime.clock)
    bot.start(courier.nudge)
    courier.start()
    try:
        yield Chatting(household, telegram, clock, mails)
    finally:
        courier.stop()
        bot.stop()

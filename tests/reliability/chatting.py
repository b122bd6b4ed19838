"""A carer who answers on Telegram while the server is killed, and ends on their own page."""

import random
import threading
import time
from typing import Any

from dialogs.loading import load_all
from tests.reliability.answering import WebPerson
from tests.reliability.authority import Asked
from tests.reliability.client_log import ClientLog, Entry
from tests.reliability.server import PATIENCE
from tests.reliability.words import CUE, Words
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.world import Seen

# The same text again within two seconds, of clocks that count whole ones, is a finger that slipped.
SLIP_SECONDS = 3.1
# An answer may be lost with the server that was sending it; then they ask for it again.
HEARS_NOTHING_SECONDS = 2.0
AGAIN = "Say it again"
MOVES: dict[str, dict[str, Any]] = {
    "OK": {"event": "picked", "choices": ["ok"]},
    "Skip": {"event": "skipped"},
    "Back": {"event": "went_back"},
    "Pause": {"event": "paused"},
    "Carry on": {"event": "resumed"},
    "Help now": {"event": "asked_for_help"},
    "What does that mean?": {"event": "asked_meaning"},
    AGAIN: {"event": "asked_again"},
}


class TelegramPerson:
    """Taps and writes until `closing` is set, then goes on as `web` does."""

    def __init__(
        self,
        telegram: FakeBotApi,
        asked: Asked,
        log: ClientLog,
        closing: threading.Event,
        seed: str,
        web: WebPerson,
    ) -> None:
        self._world = telegram.world
        self._person = telegram.user(asked.chat, asked.link.name)
        self._asked = asked
        self._log = log
        self._closing = closing
        self._random = random.Random(seed)
        self._words = Words(asked.link.name, seed)
        self._web = web
        self._picks = _picks()
        self._written: dict[str, float] = {}

    def run(self) -> None:
        """Come with link and code, talk, and go the rest of the way on the web."""
        self._taken(self._person.send(f"/start {self._asked.link.token}"))
        self._say(self._asked.link.code, {"event": "resumed"})
        while not self._closing.is_set():
            self._turn()
        self._web.run()

    def _turn(self) -> None:
        heard = self._hears()
        labels = [label for label in self._person.keyboard if self._may_tap(label, heard)]
        if labels and self._random.random() < 0.6:
            label = self._random.choice(labels)
            gave = MOVES.get(label) or {"event": "picked", "choices": [self._picks[label]]}
            return self._say(label, gave, tapped=label)
        words = self._words.next()
        return self._say(words, {"event": "said", "words": words})

    def _hears(self) -> bool:
        """Wait for an answer to what they wrote last, but not for long."""
        until = time.monotonic() + HEARS_NOTHING_SECONDS
        with self._world.changed:
            while not self._person.messages[-1].from_bot:
                if time.monotonic() > until:
                    return False
                self._world.changed.wait(0.1)
        return True

    def _may_tap(self, label: str, heard: bool) -> bool:
        """Say whether it is on the screen they look at, and not what they tapped just now."""
        slip = time.monotonic() - self._written.get(label, 0.0) < SLIP_SECONDS
        known = label in MOVES or label in self._picks
        return known and not slip and (heard or label in {AGAIN, "Help now"})

    def _say(self, text: str, gave: dict[str, Any], tapped: str = "") -> None:
        with self._world.changed:
            sent = self._person.send(text)
            worry = "cue" if CUE in text else "choice" if text == "I am worried now" else ""
            worry = "help" if text == "Help now" else worry
            name = f"telegram:{self._asked.chat_name}:{sent.id}"
            self._log.add(Entry("offered", self._asked.conversation, name, gave, worry, tapped))
        self._written[text] = time.monotonic()
        self._taken(sent)
        self._log.add(Entry("taken", self._asked.conversation, name, gave, worry, tapped))

    def _taken(self, sent: Seen) -> None:
        """Wait until the bot has confirmed the update, which is how Telegram knows of it."""

        def confirmed() -> bool:
            updates = (each.update.get("message", {}) for each in self._world.confirmed)
            return any(update.get("message_id") == sent.id for update in updates)

        self._person.wait_for(confirmed, PATIENCE, f"{self._asked.link.name} was not heard")


def _picks() -> dict[str, str]:
    """Give what each label of the carer's script picks; no label stands for two things."""
    steps = load_all().newest("foster_carer").steps
    return {choice.label.english: choice.code for step in steps for choice in step.choices}

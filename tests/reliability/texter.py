"""Somebody who types a new sentence wherever Telegram lets them, rightly and wrongly."""

import contextlib

from tests.reliability.authority import Asked
from tests.reliability.traces import Sentences
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person
from tests.telegram.world import Json

ANSWER_SECONDS = 3.0
A_STRANGER = 900


class Texter:
    """A carer in a chat, and a stranger in another."""

    def __init__(self, telegram: FakeBotApi, asked: Asked, sentences: Sentences) -> None:
        self._telegram = telegram
        self._asked = asked
        self._sentences = sentences
        self._carer = telegram.user(asked.chat, asked.link.name)

    def be_nobody(self) -> None:
        """Write without ever having had a link, in all the ways there are."""
        stranger = self._telegram.user(A_STRANGER, "Nobody")
        stranger.send("/start")
        self._everything(stranger, "a stranger's")
        stranger.send(f"/start {self._new('a link of words')}")
        for update in self._strange():
            self._telegram.forge(update)
        self._telegram.wait_until_heard()

    def join(self) -> None:
        """Come with the link and, after a sentence in its place, the code."""
        self._carer.send(f"/start {self._asked.link.token}")
        self._carer.send(self._new("a code of words"))
        self._carer.send(self._asked.link.code)
        self._hear()

    def answer(self, turns: int) -> None:
        """Answer so many questions: words, then whatever lets one go on."""
        for _ in range(turns):
            self._carer.send(self._new("a text"))
            self._hear()
            onward = [each for each in self._carer.keyboard if each in {"OK", "Skip", "Carry on"}]
            if onward:
                self._carer.tap(onward[0])
                self._hear()

    def misuse(self) -> None:
        """Write in every way that is no answer."""
        self._everything(self._carer, "a carer's")
        self._telegram.wait_until_heard()

    def add(self) -> None:
        """Write something once it is sent, and write it anew."""
        written = self._carer.send(self._new("an addition"))
        self._hear()
        self._carer.edit(written, self._new("an addition"))
        self._telegram.wait_until_heard()

    @property
    def said(self) -> bytes:
        """All that the bot said to anybody."""
        with self._telegram.world.changed:
            texts = [each.text for each in self._telegram.world.messages if each.from_bot]
        return "\n".join(texts).encode()

    def _everything(self, person: Person, whose: str) -> None:
        written = person.send(self._new(f"{whose} text"))
        person.send(self._new(f"{whose} text straight after"))
        person.edit(written, self._new(f"{whose} correction"))
        person.send_photo(self._new(f"{whose} picture"))
        person.send_document(self._new(f"{whose} file"))
        for command in ("help", "stop", "privacy", "start", "nonsense"):
            person.send(f"/{command} {self._new(f'{whose} /{command}')}")

    def _strange(self) -> list[Json]:
        """Give updates of kinds that nobody asked for, and of no kind at all."""
        chat = {"id": self._asked.chat, "type": "group", "title": self._new("a group's name")}
        sender = {"id": self._asked.chat, "is_bot": False, "first_name": self._new("a name")}
        message = {"message_id": 1, "date": 1, "chat": chat, "from": sender}
        contents: list[Json] = [
            {"message": {**message, "text": self._new("a text in a group")}},
            {"channel_post": {**message, "text": self._new("a channel's text")}},
            {"callback_query": {"id": "1", "from": sender, "data": self._new("a press")}},
            {"message": {"text": self._new("a text from nowhere")}},
            {"message": self._new("a message that is a text")},
            {"unheard_of": [self._new("a kind that there is not")]},
        ]
        return [{"update_id": 5_000_000 + at, **each} for at, each in enumerate(contents)]

    def _hear(self) -> None:
        """Wait for an answer; some things have none."""
        self._telegram.wait_until_heard()
        with contextlib.suppress(AssertionError):
            self._carer.wait_for(lambda: self._carer.messages[-1].from_bot, ANSWER_SECONDS)

    def _new(self, path: str) -> str:
        return self._sentences.next(f"Telegram: {path}")

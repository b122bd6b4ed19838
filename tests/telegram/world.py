"""Telegram's side of one bot: who there is, what stands in each chat, what the bot has yet to hear.

No network here. Every method is called with the lock of `changed` held.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from backend.platform.clock import Clock
from tests.telegram import limits
from tests.telegram.limits import Refusal, bad

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None
Json = dict[str, Any]

BOT_ID = 7_000_000_001
BOT: Json = {"id": BOT_ID, "is_bot": True, "first_name": "Sayso", "username": "sayso_test_bot"}


@dataclass
class Account:
    """One person's account; `started` once they have written to the bot."""

    id: int
    first_name: str
    language_code: str = "en"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> Json:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }

    def as_chat(self) -> Json:
        return {"id": self.id, "type": "private", "first_name": self.first_name}


@dataclass(frozen=True)
class Seen:
    """A message as it stands in a chat."""

    id: int
    chat_id: int
    from_bot: bool
    text: str
    at: datetime
    markup: Markup = None
    content: Json = field(default_factory=dict)

    @property
    def buttons(self) -> list[str]:
        """The labels of its inline buttons."""
        if not isinstance(self.markup, InlineKeyboardMarkup):
            return []
        return [button.text for row in self.markup.inline_keyboard for button in row]


@dataclass(frozen=True)
class Waiting:
    """An update the bot has not confirmed; `lane` is what its order is kept within."""

    update: Json
    lane: tuple[str, int]
    expires_at: datetime

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class World:
    """Everything Telegram knows of one bot; `changed` is its lock, told of every change."""

    def __init__(self, clock: Clock, seed: int = 1) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.clock = clock
        self.accounts: dict[int, Account] = {}
        self.messages: list[Seen] = []
        self.waiting: list[Waiting] = []
        self.confirmed: list[Waiting] = []
        self.callbacks: dict[str, datetime] = {}
        self.answered: dict[str, str] = {}
        self.commands: list[Json] = []
        self.allowed: list[str] = []
        self.on_news: Callable[[], None] = lambda: None
        self.random = Random(seed)
        self.next_update_id = self.random.randrange(1, 2**30)
        self._message_ids = count(1)
        self._newest_update_at = clock()

    def say(
        self, chat_id: int, *, from_bot: bool, text: str, markup: Markup = None, **content: Any
    ) -> Seen:
        at = self.clock()
        message = Seen(next(self._message_ids), chat_id, from_bot, text, at, markup, content)
        self.messages.append(message)
        self.changed.notify_all()
        return message

    def change(self, old: Seen, **changes: Any) -> Seen:
        new = replace(old, **changes)
        self.messages[self.messages.index(old)] = new
        self.changed.notify_all()
        return new

    def remove(self, message: Seen) -> None:
        self.messages.remove(message)
        self.changed.notify_all()

    def message(self, chat_id: int, message_id: int | None) -> Seen | None:
        return next(
            (each for each in self.messages if (each.chat_id, each.id) == (chat_id, message_id)),
            None,
        )

    def chat(self, chat_id: int | str | None) -> Account:
        """Give the account the bot may speak to now, or refuse as Telegram does."""
        account = self.accounts.get(_whole(chat_id))
        if account is None:
            raise bad("chat not found")
        if account.deactivated:
            raise Refusal(403, "Forbidden: user is deactivated")
        if account.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if not account.started:
            # features, "Bot links": "Bots can't start conversations with users."
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        return account

    def as_message(self, message: Seen) -> Json:
        """Write a message as docs, "Message", has it."""
        account = self.accounts[message.chat_id]
        written: Json = {
            "message_id": message.id,
            "from": BOT if message.from_bot else account.as_user(),
            "chat": account.as_chat(),
            "date": int(message.at.timestamp()),
            **message.content,
        }
        if message.text:
            written["text"] = message.text
        if isinstance(message.markup, InlineKeyboardMarkup):
            written["reply_markup"] = message.markup.model_dump(exclude_none=True, mode="json")
        return written

    def tell_bot(self, kind: str, content: Json, chat_id: int) -> Json | None:
        """Put an update in the bot's queue; None where the bot does not want its kind."""
        now = self.clock()
        if self.allowed and kind not in self.allowed:
            return None
        if now - self._newest_update_at >= limits.QUIET_WEEK:
            self.next_update_id = self.random.randrange(1, 2**30)
        self._newest_update_at = now
        update = {"update_id": self.next_update_id, kind: content}
        self.next_update_id += 1
        is_press = kind == "callback_query"
        # server, Client.cpp: presses have a webhook queue of their own, (user_id + (3 << 33)).
        lane = ("press" if is_press else "chat", chat_id)
        lives = limits.CALLBACK_LIVES if is_press else limits.UPDATE_LIVES
        self.queue(Waiting(update, lane, now + lives))
        return update

    def queue(self, waiting: Waiting) -> None:
        self.waiting.append(waiting)
        self.changed.notify_all()
        self.on_news()

    def drop_expired(self) -> None:
        now = self.clock()
        self.waiting = [each for each in self.waiting if each.expires_at > now]

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset.

        docs, "getUpdates", offset: "An update is considered confirmed as soon as getUpdates is
        called with an offset higher than its update_id"; a negative one is counted from the end
        of the queue and "all previous updates will be forgotten".
        """
        if offset < 0:
            cut = max(0, len(self.waiting) + offset)
            gone = self.waiting[:cut]
        else:
            gone = [each for each in self.waiting if each.id < offset]
        self.confirmed += gone
        self.waiting = [each for each in self.waiting if each not in gone]
        self.changed.notify_all()

    def settle(self, waiting: Waiting) -> None:
        """Take an update off the queue: a webhook took it."""
        if waiting in self.waiting:
            self.waiting.remove(waiting)
            self.confirmed.append(waiting)
            self.changed.notify_all()


def _whole(chat_id: int | str | None) -> int:
    try:
        return int(chat_id or "")
    except ValueError:
        raise bad("chat not found") from None

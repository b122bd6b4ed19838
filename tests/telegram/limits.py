"""What Telegram refuses, and where it says so.

"docs" is core.telegram.org/bots/api with the name of its section, "faq" is
core.telegram.org/bots/faq, "features" is core.telegram.org/bots/features, and "server" is the
source of the open Bot API server, github.com/tdlib/telegram-bot-api.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup

# docs, "sendMessage": "Text of the message to be sent, 1-4096 characters after entities parsing".
# docs, "MessageEntity": lengths are counted "in UTF-16 code units".
LONGEST_TEXT = 4096
# docs, "InlineKeyboardButton", callback_data: "1-64 bytes".
LONGEST_CALLBACK_DATA = 64
# docs, "ReplyKeyboardMarkup", input_field_placeholder: "1-64 characters".
LONGEST_PLACEHOLDER = 64
# docs, "answerCallbackQuery", text: "0-200 characters".
LONGEST_CALLBACK_ANSWER = 200
# docs, "setMyCommands": "At most 100 commands can be specified".
MOST_COMMANDS = 100
# docs, "BotCommand", command: "1-32 characters. Can contain only lowercase English letters,
# digits and underscores"; description: "1-256 characters".
COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
LONGEST_DESCRIPTION = 256
# docs, "setWebhook", secret_token: "1-256 characters. Only characters A-Z, a-z, 0-9, _ and -".
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
# features, "Deep Linking": "up to 64 characters", the same alphabet.
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
# docs, "getUpdates", limit: "Values between 1-100 are accepted. Defaults to 100."
MOST_UPDATES = 100
# server, Client.cpp, do_get_updates: a poll is held for 50 seconds at most.
LONGEST_POLL = 50.0
# docs, "deleteMessage": "A message can only be deleted if it was sent less than 48 hours ago."
DELETABLE = timedelta(hours=48)
# docs, "Getting updates": updates "will not be kept longer than 24 hours".
UPDATE_LIVES = timedelta(hours=24)
# server, Client.cpp, add_new_callback_query: the lifetime handed to add_update is 150 seconds.
CALLBACK_LIVES = timedelta(seconds=150)
# docs, "Update": "If there are no new updates for at least a week, then identifier of the next
# update will be chosen randomly instead of sequentially."
QUIET_WEEK = timedelta(days=7)
# server, WebhookActor.cpp, on_update_error: at once, then doubling up to 60 to 120 seconds.
FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0
# server, WebhookActor.cpp, on_update_error: MAX_RETRY_AFTER.
LONGEST_RETRY_AFTER = 3600.0


class Refusal(Exception):
    """An answer that is not ok: a status, Telegram's words for it, and seconds to wait."""

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


def bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


@dataclass
class Bucket:
    """So many a second, and so many at once."""

    rate: float
    burst: float
    left: float
    filled_at: float

    def take(self, now: float) -> float:
        """Take one; 0 if there was one, else the seconds until there is."""
        self.left = min(self.burst, self.left + (now - self.filled_at) * self.rate)
        self.filled_at = now
        if self.left < 1:
            return (1 - self.left) / self.rate
        self.left -= 1
        return 0


@dataclass(frozen=True)
class Pace:
    """How fast a bot may speak.

    faq, "My bot is hitting limits": "In a single chat, avoid sending more than one message per
    second. We may allow short bursts that go over this limit, but eventually you'll begin
    receiving 429 errors"; bulk "not more than about 30 messages per second". How long a burst
    may be is not said; ours is short.
    """

    chat: float = 1.0
    chat_burst: float = 5.0
    overall: float = 30.0

    def bucket(self, now: float, whole_bot: bool = False) -> Bucket:
        if whole_bot:
            return Bucket(self.overall, self.overall, self.overall, now)
        return Bucket(self.chat, self.chat_burst, self.chat_burst, now)


UNHURRIED = Pace(chat=1e6, chat_burst=1e6, overall=1e6)


class Pacer:
    """Refuses with 429 whoever speaks faster than allowed."""

    def __init__(self, pace: Pace, now: Callable[[], float]) -> None:
        self._pace = pace
        self._now = now
        self._overall = pace.bucket(now(), whole_bot=True)
        self._chats: dict[int, Bucket] = {}

    def spend(self, chat_id: int) -> None:
        now = self._now()
        chat = self._chats.setdefault(chat_id, self._pace.bucket(now))
        wait = self._overall.take(now) or chat.take(now)
        if wait:
            # docs, "ResponseParameters", retry_after: "the number of seconds left to wait".
            seconds = math.ceil(wait)
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_text(text: str) -> None:
    # server, Client.cpp, get_input_message_text: surrounding white space does not count.
    if not text.strip():
        raise bad("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad("message is too long")


def check_markup(markup: object) -> None:
    if isinstance(markup, InlineKeyboardMarkup):
        _check_inline(markup)
    if isinstance(markup, ReplyKeyboardMarkup):
        _check_reply(markup)


def _check_inline(markup: InlineKeyboardMarkup) -> None:
    for button in (button for row in markup.inline_keyboard for button in row):
        if not button.text:
            raise bad("inline keyboard button text must be non-empty")
        data = button.callback_data
        if data is not None and not 1 <= len(data.encode()) <= LONGEST_CALLBACK_DATA:
            raise bad("BUTTON_DATA_INVALID")
        # docs, "InlineKeyboardButton": "Exactly one of the fields other than text ... must be
        # used".
        if data is None and button.url is None:
            raise bad("text buttons are unallowed in the inline keyboard")


def _check_reply(markup: ReplyKeyboardMarkup) -> None:
    placeholder = markup.input_field_placeholder
    if placeholder is not None and not 1 <= len(placeholder) <= LONGEST_PLACEHOLDER:
        raise bad("input field placeholder is too long")
    buttons = [button for row in markup.keyboard for button in row]
    if not buttons or not all(button.text for button in buttons):
        raise bad("keyboard button text must be non-empty")

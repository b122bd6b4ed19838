"""A person with Telegram on their phone, as a test moves them."""

import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from tests.telegram import limits
from tests.telegram.world import Account, Json, Seen, World

# Loading aiogram alone takes a busy machine several seconds.
PATIENCE = 20.0

_START_LINK = re.compile(r"https?://\S+[?&]start=([^&\s]+)")


class Person:
    """Somebody who talks with the bot. Every call returns at once but `hear` and `wait_for`."""

    def __init__(self, world: World, account: Account) -> None:
        self._world = world
        self._account = account
        self._heard = 0

    @property
    def id(self) -> int:
        return self._account.id

    @property
    def messages(self) -> list[Seen]:
        """What they see in the chat, oldest first."""
        with self._world.changed:
            return [each for each in self._world.messages if each.chat_id == self.id]

    @property
    def heard(self) -> list[str]:
        """What the bot has said, oldest first."""
        return [each.text for each in self.messages if each.from_bot]

    @property
    def keyboard(self) -> list[str]:
        """The labels under their thumb: the newest reply keyboard, if none took it away."""
        for message in reversed(self.messages):
            if isinstance(message.markup, ReplyKeyboardMarkup):
                return [button.text for row in message.markup.keyboard for button in row]
            if isinstance(message.markup, ReplyKeyboardRemove):
                return []
        return []

    def send(self, text: str, at: datetime | None = None) -> Seen:
        """Write something; `at` is when they wrote it, if that is not now."""
        return self._post(text, at)

    def open_link(self, link: str) -> Seen:
        """Follow a t.me link and press Start."""
        found = _START_LINK.fullmatch(link)
        assert found, f"{link} is no link that starts a bot"
        assert limits.START_PARAMETER.fullmatch(found[1]), "Telegram opens no such link"
        return self.send(f"/start {found[1]}")

    def tap(self, label: str) -> Seen:
        """Tap a button of the reply keyboard, which sends its label as a text."""
        assert label in self.keyboard, f"no button {label!r} among {self.keyboard}"
        return self.send(label)

    def press(self, label: str) -> str:
        """Press an inline button of the newest message that has it; return the id of the press."""
        with self._world.changed:
            message = next(each for each in reversed(self.messages) if label in each.buttons)
            markup = message.markup
            assert isinstance(markup, InlineKeyboardMarkup)
            button = next(b for row in markup.inline_keyboard for b in row if b.text == label)
            press_id = str(self._world.random.randrange(10**17, 10**18))
            self._world.callbacks[press_id] = self._world.clock()
            content = {
                "id": press_id,
                "from": self._account.as_user(),
                "message": self._world.as_message(message),
                "chat_instance": str(self.id),
                "data": button.callback_data,
            }
            self._world.tell_bot("callback_query", content, self.id)
            return press_id

    def edit(self, message: Seen, text: str) -> None:
        """Write a sent message anew."""
        with self._world.changed:
            changed = self._world.change(message, text=text)
            edited_at = int(self._world.clock().timestamp())
            written = {**self._world.as_message(changed), "edit_date": edited_at}
            self._world.tell_bot("edited_message", written, self.id)

    def send_photo(self, caption: str = "") -> Seen:
        """Send a picture, perhaps with words under it."""
        size = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
        return self._post("", None, photo=[size], **({"caption": caption} if caption else {}))

    def send_voice(self) -> Seen:
        """Send a spoken message."""
        return self._post("", None, voice={"file_id": "v", "file_unique_id": "v", "duration": 3})

    def send_sticker(self) -> Seen:
        """Send a sticker."""
        sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9}
        flags = {"height": 9, "is_animated": False, "is_video": False, "emoji": "👍"}
        return self._post("", None, sticker={**sticker, **flags})

    def send_document(self, caption: str = "") -> Seen:
        """Send a file, perhaps with words under it."""
        file = {"file_id": "d", "file_unique_id": "d", "file_name": "notes.pdf"}
        return self._post("", None, document=file, **({"caption": caption} if caption else {}))

    def block(self) -> None:
        """Stop the bot, as Telegram's menu offers."""
        self._set_blocked(True)

    def unblock(self) -> None:
        """Let the bot speak again."""
        self._set_blocked(False)

    def deactivate(self) -> None:
        """Delete the account."""
        with self._world.changed:
            self._account.deactivated = True

    def hear(self, text: str, timeout: float = PATIENCE) -> Seen:
        """Wait for a message of the bot that holds these words and was not heard before."""
        found: list[Seen] = []

        def heard() -> bool:
            fresh = [each for each in self.messages if each.from_bot and each.id > self._heard]
            found[:] = [each for each in fresh if text in each.text][:1]
            return bool(found)

        self.wait_for(heard, timeout, f"{text!r} was not said")
        self._heard = found[0].id
        return found[0]

    def catch_up(self) -> None:
        """Take all that was said so far for heard."""
        self._heard = max((each.id for each in self.messages), default=0)

    def wait_for(
        self, holds: Callable[[], bool], timeout: float = PATIENCE, otherwise: str = ""
    ) -> None:
        """Wait until something holds; fail with what they saw if it does not."""
        until = time.monotonic() + timeout
        with self._world.changed:
            while not holds():
                left = until - time.monotonic()
                assert left > 0, f"{otherwise or 'it did not happen'}; heard {self.heard}"
                self._world.changed.wait(min(left, 0.1))

    def _post(self, text: str, at: datetime | None, **content: Any) -> Seen:
        with self._world.changed:
            self._account.started = True
            self._account.blocked = False
            message = self._world.say(self.id, from_bot=False, text=text, **content)
            if at is not None:
                message = self._world.change(message, at=at)
            self._world.tell_bot("message", self._written(message), self.id)
            return message

    def _written(self, message: Seen) -> Json:
        written = self._world.as_message(message)
        if message.text.startswith("/"):
            length = len(message.text.split()[0])
            written["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return written

    def _set_blocked(self, blocked: bool) -> None:
        with self._world.changed:
            was = "kicked" if self._account.blocked else "member"
            self._account.blocked = blocked
            change = {
                "chat": self._account.as_chat(),
                "from": self._account.as_user(),
                "date": int(self._world.clock().timestamp()),
                "old_chat_member": {"status": was},
                "new_chat_member": {"status": "kicked" if blocked else "member"},
            }
            self._world.tell_bot("my_chat_member", change, self.id)

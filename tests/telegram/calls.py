"""The methods of the Bot API, as far as the bot uses them, but for those that wait.

Requests are parsed with aiogram's own types, so that what passes here has the shape of the docs.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from aiogram import methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from pydantic import ValidationError

from tests.telegram import limits
from tests.telegram.limits import Pacer, bad
from tests.telegram.world import BOT, Json, Seen, World

# docs, "Making requests": parameters come as a form or as JSON; within a form, these are JSON.
_JSON_IN_FORMS = {"reply_markup", "link_preview_options", "allowed_updates", "commands"}
_ACTIONS = {"typing", "upload_photo", "record_voice", "upload_voice", "upload_document"}

M = TypeVar("M", bound=TelegramMethod[Any])


def parse(kind: type[M], parameters: Mapping[str, Any]) -> M:
    """Read the parameters of a call, or refuse."""
    read = dict(parameters)
    for name in _JSON_IN_FORMS & read.keys():
        if isinstance(read[name], str):
            try:
                read[name] = json.loads(read[name])
            except ValueError:
                raise bad(f"can't parse {name} JSON object") from None
    try:
        return kind.model_validate(read)
    except ValidationError as error:
        fields = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
        raise bad(f"can't parse {', '.join(sorted(fields))}") from None


class Calls:
    """What a bot may ask of its world."""

    def __init__(self, world: World, pacer: Pacer) -> None:
        self._world = world
        self._pacer = pacer
        self.by_name: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_message_text,
            "deleteMessage": self._delete_message,
            "answerCallbackQuery": self._answer_callback_query,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": self._set_my_commands,
        }

    def _get_me(self, _parameters: Mapping[str, Any]) -> Json:
        abilities = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
        return {**BOT, **dict.fromkeys(abilities, False)}

    def _send_message(self, parameters: Mapping[str, Any]) -> Json:
        call = parse(methods.SendMessage, parameters)
        _plain(call.parse_mode)
        limits.check_text(call.text)
        limits.check_markup(call.reply_markup)
        account = self._world.chat(call.chat_id)
        self._pacer.spend(account.id)
        said = self._world.say(
            account.id, from_bot=True, text=call.text.strip(), markup=call.reply_markup
        )
        return self._world.as_message(said)

    def _edit_message_text(self, parameters: Mapping[str, Any]) -> Json:
        call = parse(methods.EditMessageText, parameters)
        _plain(call.parse_mode)
        limits.check_text(call.text or "")
        limits.check_markup(call.reply_markup)
        account = self._world.chat(call.chat_id)
        old = self._own(account.id, call.message_id, "edit", "message can't be edited")
        self._pacer.spend(account.id)
        text = (call.text or "").strip()
        if (text, call.reply_markup) == (old.text, old.markup):
            raise bad(
                "message is not modified: specified new message content and reply markup are"
                " exactly the same as a current content and reply markup of the message"
            )
        changed = self._world.change(old, text=text, markup=call.reply_markup)
        edited_at = int(self._world.clock().timestamp())
        return {**self._world.as_message(changed), "edit_date": edited_at}

    def _delete_message(self, parameters: Mapping[str, Any]) -> bool:
        call = parse(methods.DeleteMessage, parameters)
        account = self._world.chat(call.chat_id)
        message = self._world.message(account.id, call.message_id)
        if message is None:
            raise bad("message to delete not found")
        # docs, "deleteMessage": "Bots can delete incoming messages in private chats" as well.
        if self._world.clock() - message.at >= limits.DELETABLE:
            raise bad("message can't be deleted for everyone")
        self._world.remove(message)
        return True

    def _answer_callback_query(self, parameters: Mapping[str, Any]) -> bool:
        call = parse(methods.AnswerCallbackQuery, parameters)
        if call.text and limits.utf16_length(call.text) > limits.LONGEST_CALLBACK_ANSWER:
            raise bad("MESSAGE_TOO_LONG")
        pressed_at = self._world.callbacks.get(call.callback_query_id)
        now = self._world.clock()
        if pressed_at is None or now - pressed_at >= limits.CALLBACK_LIVES:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self._world.answered[call.callback_query_id] = call.text or ""
        self._world.changed.notify_all()
        return True

    def _send_chat_action(self, parameters: Mapping[str, Any]) -> bool:
        call = parse(methods.SendChatAction, parameters)
        if call.action not in _ACTIONS:
            raise bad("wrong parameter action in request")
        self._world.chat(call.chat_id)
        return True

    def _set_my_commands(self, parameters: Mapping[str, Any]) -> bool:
        call = parse(methods.SetMyCommands, parameters)
        if len(call.commands) > limits.MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for each in call.commands:
            if not limits.COMMAND.fullmatch(each.command):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(each.description) <= limits.LONGEST_DESCRIPTION:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands = [each.model_dump() for each in call.commands]
        return True

    def _own(self, chat_id: int, message_id: int | None, verb: str, otherwise: str) -> Seen:
        message = self._world.message(chat_id, message_id)
        if message is None:
            raise bad(f"message to {verb} not found")
        if not message.from_bot:
            raise bad(otherwise)
        return message


def _plain(parse_mode: str | Default | None) -> None:
    """Take unformatted text only: this bot marks nothing up, so that no text can break it."""
    if isinstance(parse_mode, str):
        raise bad("can't parse entities: this fake speaks plain text only")

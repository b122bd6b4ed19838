from datetime import timedelta
from typing import Any

import pytest

from backend.platform.database import new_id
from backend.platform.delivery import rules, service, store
from backend.platform.delivery.rules import (
    Ambiguous,
    OpenedMessage,
    RetryLater,
    Undeliverable,
)
from backend.platform.keys.rules import KeyRing
from backend.platform.receipts import TAKEN
from tests.backend.platform.delivery.box import Outbox, Post


def test_telegram_in_doubt_is_held(box: Outbox) -> None:
    """What may have reached a chat is not repeated: it is held, listed, and closed when heard."""
    message = box.add("77", route="telegram", participant_id="p1")
    post = Post(Ambiguous())
    box.deliver(telegram=post)
    box.clock.advance(timedelta(days=1))
    assert box.deliver(telegram=post) == 0
    assert [(told.id, told.status) for told in box.undelivered()] == [(message.id, "held")]
    heard = box.database.write(lambda t: service.resolve_doubt(t, ["p1"], box.clock()))
    assert heard == 1
    assert box.undelivered() == []


def test_an_error_nobody_expected_is_doubt(box: Outbox) -> None:
    """A route that breaks leaves a chat message held, and an e-mail to be tried again."""
    chat, mail = box.add("77", route="telegram"), box.add()
    broken = Post(*[KeyError("x")] * 2)
    box.deliver(telegram=broken, email=broken)
    assert box.row(chat).status == "held"
    assert box.row(mail).status == "waiting"


def test_one_chat_is_spoken_to_in_order(box: Outbox) -> None:
    """While one message to a chat has to wait, later ones to it wait too; other chats go on."""
    for template, chat in (("first", "77"), ("second", "77"), ("other", "88")):
        box.add(chat, route="telegram", template=template)
    post = Post(RetryLater())
    box.deliver(telegram=post)
    assert [message.template for message in post.taken] == ["other"]
    box.clock.advance(timedelta(minutes=1))
    box.deliver(telegram=post)
    assert [message.template for message in post.taken] == ["other", "first", "second"]


def test_email_to_one_address_does_not_queue(box: Outbox) -> None:
    """An e-mail that has to wait holds up no other to the same address."""
    box.add()
    box.add()
    post = Post(RetryLater())
    assert box.deliver(email=post) == 2
    assert len(post.taken) == 1


def test_cancelled_messages_stay(box: Outbox) -> None:
    """After a move nothing more goes to the participants it names, and others get theirs."""
    box.add("gone@example.org", participant_id="p1")
    box.add("here@example.org", participant_id="p2")
    assert box.cancel("p1") == 1
    post = Post()
    box.deliver(email=post)
    assert post.recipients == ["here@example.org"]


def test_cancelled_while_being_sent(box: Outbox) -> None:
    """A message cancelled while under way is not tried again, and is not said to be unsent."""

    def cancelled_meanwhile(failure: Exception | None) -> rules.Route:
        def route(message: OpenedMessage) -> None:
            box.cancel("p1")
            if failure:
                raise failure

        return route

    failing, going = box.add(participant_id="p1"), box.add(participant_id="p1")
    box.cancel("nobody")
    box.deliver(email=cancelled_meanwhile(RetryLater()))
    assert box.row(failing).status == "cancelled"
    assert box.row(going).status == "cancelled"
    late = box.add(participant_id="p1")
    box.deliver(email=cancelled_meanwhile(None))
    assert box.row(late).status == "sent"
    assert box.row(late).payload is None


def _die_while_sending(box: Outbox, route: str) -> None:
    at = box.clock()
    lease = (new_id(), at + rules.LEASE)
    box.database.write(lambda t: store.claim(t, [route], None, at, lease))


def test_a_dead_sender_leaves_mail_to_be_sent_again(box: Outbox) -> None:
    """After a crash in mid-sending an e-mail goes again once the lease is over, not before."""
    box.add()
    _die_while_sending(box, "email")
    post = Post()
    assert box.deliver(email=post) == 0
    box.clock.advance(rules.LEASE + timedelta(seconds=1))
    assert box.deliver(email=post) == 1


def test_a_dead_sender_leaves_a_chat_in_doubt(box: Outbox) -> None:
    """After a crash in mid-sending a chat message is held and shown, and the chat goes on."""
    lost = box.add("77", route="telegram")
    box.add("77", route="telegram", template="next")
    _die_while_sending(box, "telegram")
    box.clock.advance(rules.LEASE + timedelta(seconds=1))
    post = Post()
    assert box.deliver(telegram=post) == 1
    assert post.taken[0].template == "next"
    assert [(told.id, told.status) for told in box.undelivered()] == [(lost.id, "held")]


def test_a_late_answer_of_a_dead_sender_changes_nothing(box: Outbox) -> None:
    """Who comes back after its lease is over can't settle what another holds."""
    message = box.add()
    at = box.clock()
    first = box.database.write(
        lambda t: store.claim(t, ["email"], None, at, ("first", at + rules.LEASE))
    )
    assert first is not None
    box.clock.advance(rules.LEASE + timedelta(seconds=1))
    box.deliver(email=Post(Undeliverable("refused")))
    box.database.write(lambda t: store.settle(t, first, rules.settle(first, TAKEN, at), at))
    assert box.row(message).status == "undeliverable"


def test_a_wrong_key_loses_nothing(box: Outbox) -> None:
    """Started with the wrong key, nothing is sent and nothing given up."""
    message = box.add()
    wrong = KeyRing(bytes(32))
    post = Post()
    service.deliver_due(box.database, wrong, {"email": post}, box.clock)
    assert post.taken == []
    assert (box.row(message).status, box.row(message).code) == ("waiting", "cannot-open")
    box.clock.advance(timedelta(hours=1))
    assert box.deliver(email=post) == 1


def test_a_route_that_is_not_there_is_shown(box: Outbox) -> None:
    """A message nothing can send waits, and is listed after a quarter of an hour."""
    box.add("77", route="telegram")
    assert box.deliver(email=Post()) == 0
    assert box.undelivered() == []
    box.clock.advance(timedelta(minutes=16))
    assert [told.status for told in box.undelivered()] == ["waiting"]


def test_staff_see_only_their_children(box: Outbox) -> None:
    """The list holds messages about children that whoever asks may know of, and about none."""
    for child in ("c1", "c2", None):
        box.add(child_id=child)
    box.deliver(email=Post(*[Undeliverable("refused")] * 3))
    assert [told.child_id for told in box.undelivered("c1")] == ["c1", None]


def test_calls_about_a_concern_are_listed_apart(box: Outbox) -> None:
    """Whoever may know of a child is told of no call about a concern, whatever it is called."""
    wanted: dict[str, dict[str, Any]] = {
        "call": {"template": "concern", "urgent": True, "child_id": "c1"},
        "slow call": {"template": "concern", "child_id": "c1"},
        "urgent": {"template": "views_ready", "urgent": True, "child_id": "c1"},
        "of none": {"template": "concern", "urgent": True},
    }
    other: dict[str, dict[str, Any]] = {
        "letter": {"child_id": "c1"},
        "duty test": {"template": "duty_test", "urgent": True},
    }
    for name, changes in (wanted | other).items():
        box.add(key=f"{name}:email", **changes)
    box.clock.advance(timedelta(minutes=16))
    assert [told.call_key for told in box.undelivered_calls("c1")] == list(wanted)
    assert [told.call_key for told in box.undelivered("c1")] == list(other)
    assert [told.call_key for told in box.undelivered_calls()] == ["of none"]


def test_an_email_that_cannot_be_worded_is_refused_at_once(box: Outbox) -> None:
    """A template nobody wrote, or a value it needs, is missed where it is asked for."""
    with pytest.raises(ValueError, match="no e-mail is called"):
        box.add(template="unheard-of")
    with pytest.raises(ValueError, match="needs url"):
        box.add(values={})


def test_nothing_readable_in_a_repr() -> None:
    """A message printed by mistake shows neither address nor values."""
    opened = OpenedMessage("id", "carer@example.org", "invitation", {"url": "secret"}, "en", 1)
    assert "carer" not in repr(opened)
    assert "secret" not in repr(opened)

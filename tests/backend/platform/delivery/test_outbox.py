from datetime import timedelta

import pytest

from backend.platform.database import new_id
from backend.platform.delivery import rules, service
from backend.platform.delivery.rules import (
    Ambiguous,
    Fate,
    OpenedMessage,
    OutboxMessage,
    RetryLater,
    Undeliverable,
)
from tests.backend.platform.delivery.box import Outbox, Post


def test_a_message_is_sent_once(box: Outbox) -> None:
    """What is due goes out once, with address and values opened, and never again."""
    message = box.add()
    post = Post()
    assert box.deliver(email=post) == 1
    assert box.deliver(email=post) == 0
    assert post.taken == [
        OpenedMessage(message.id, "carer@example.org", "invitation", message.values, "en", 1)
    ]
    assert box.row(message).status == "sent"


def test_same_key_is_one_message(box: Outbox) -> None:
    """The same cause, told twice, is one message: the first."""
    first = box.add(key="invitation:7")
    again = OutboxMessage(**{**vars(first), "id": new_id(), "recipient": "other@example.org"})
    assert not box.database.write(lambda t: service.enqueue(t, box.ring, again, box.clock()))
    post = Post()
    assert box.deliver(email=post) == 1
    assert post.recipients == ["carer@example.org"]
    other = OutboxMessage(**{**vars(first), "id": new_id(), "key": "invitation:8"})
    assert box.database.write(lambda t: service.enqueue(t, box.ring, other, box.clock()))


def test_nothing_readable_is_kept(box: Outbox) -> None:
    """Address and values are sealed while they wait and gone once they are sent."""
    message = box.add()
    before = str(box.row(message))
    assert "carer@" not in before
    assert "sayso.example" not in before
    box.deliver(email=Post())
    assert box.row(message).payload is None


def test_nothing_goes_before_its_time(box: Outbox) -> None:
    """A reminder for next week waits until then, and holds up nothing else in that chat."""
    box.add("77", route="telegram", due_at=box.clock() + timedelta(days=7))
    box.add("77", route="telegram", template="now")
    post = Post()
    assert box.deliver(telegram=post) == 1
    assert post.taken[0].template == "now"
    box.clock.advance(timedelta(days=7))
    assert box.deliver(telegram=post) == 1


def test_retry_backs_off(box: Outbox) -> None:
    """What could not go waits twice as long each time, and at least as long as was asked."""
    message = box.add()
    post = Post(RetryLater(), RetryLater(), RetryLater(seconds=600), None)
    waits = []
    while not post.taken:
        box.deliver(email=post)
        waits.append((box.row(message).next_at - box.clock()).total_seconds())
        box.clock.set(box.row(message).next_at)
    assert waits == [30, 60, 600, 0]


def test_gives_up_after_three_days(box: Outbox) -> None:
    """An ordinary message that can't go for three days is given up and shown to staff."""
    box.add()
    post = Post(*[RetryLater()] * 200)
    for _hour in range(80):
        box.deliver(email=post)
        box.clock.advance(timedelta(hours=1))
    [told] = box.undelivered()
    assert (told.status, told.code) == ("undeliverable", "gave-up")


def test_urgent_goes_first(box: Outbox) -> None:
    """An urgent message overtakes everything that was there before it."""
    for number in range(5):
        box.add(f"bulk{number}@example.org")
    box.add("duty@example.org", template="concern", urgent=True)
    post = Post()
    box.deliver(email=post)
    assert post.recipients[0] == "duty@example.org"
    assert len(post.recipients) == 6


def test_urgent_is_never_given_up(box: Outbox) -> None:
    """An urgent message is tried for ever, even one that was refused, and staff see it."""
    message = box.add("duty@example.org", template="concern", urgent=True)
    failures = [Undeliverable("refused"), Ambiguous(), RetryLater(), ValueError("x")] * 10
    post = Post(*failures)
    for _week in range(40):
        assert box.deliver(email=post) == 1
        assert box.row(message).status == "waiting"
        assert [told.id for told in box.undelivered_calls()] == [message.id]
        box.clock.advance(timedelta(weeks=1))
    assert box.deliver(email=post) == 1
    assert post.recipients == ["duty@example.org"]
    assert box.undelivered_calls() == []


def test_urgent_is_tried_again_within_minutes(box: Outbox) -> None:
    """The wait between two tries of an urgent message never passes five minutes."""
    message = box.add("duty@example.org", template="concern", urgent=True)
    post = Post(*[RetryLater(), Undeliverable("refused"), Ambiguous()] * 10)
    for _try in range(30):
        box.deliver(email=post)
        wait = box.row(message).next_at - box.clock()
        assert timedelta(0) < wait <= timedelta(minutes=5)
        box.clock.set(box.row(message).next_at)


def test_a_clock_that_ran_ahead_holds_back_no_call(box: Outbox) -> None:
    """What a clock a day ahead asked for, or was sending, goes as soon as that is put right."""
    box.clock.advance(timedelta(days=1))
    box.add("waits@example.org", urgent=True)
    box.add("tried@example.org", urgent=True)
    box.add("later@example.org")
    assert box.deliver(urgent=True, email=Post(RetryLater(), RetryLater())) == 2
    box.clock.advance(timedelta(days=-1))
    post = Post()
    assert box.deliver(email=post) == 2
    assert set(post.recipients) == {"waits@example.org", "tried@example.org"}
    assert box.deliver(email=post) == 0


def test_what_a_clock_ahead_was_sending_is_let_go(box: Outbox) -> None:
    """A call whose sender died while the clock was ahead is sent when that is put right."""
    message = box.add(urgent=True)

    def die(_message: OpenedMessage) -> None:
        raise KeyboardInterrupt

    box.clock.advance(timedelta(days=1))
    with pytest.raises(KeyboardInterrupt):
        box.deliver(email=die)
    box.clock.advance(timedelta(days=-1))
    post = Post()
    assert box.deliver(email=post) == 1
    assert [each.id for each in post.taken] == [message.id]


@pytest.mark.parametrize(("seconds_more", "sent"), [(0, 0), (1, 1)])
def test_only_what_waits_too_long_is_from_ahead(box: Outbox, seconds_more: int, sent: int) -> None:
    """What may still be a wait of ours is waited for; what is a second longer is due."""
    ahead = rules.FROM_AHEAD + timedelta(seconds=seconds_more)
    box.add(urgent=True, due_at=box.clock() + ahead)
    assert box.deliver(email=Post()) == sent


def test_no_provider_silences_a_call_for_long(box: Outbox) -> None:
    """However long a provider asks for, what is urgent is tried again within minutes."""
    message = box.add(urgent=True)
    post = Post(RetryLater(24 * 60 * 60.0))
    assert box.deliver(email=post) == 1
    assert box.row(message).next_at == box.clock() + rules.LONGEST_URGENT_WAIT
    box.clock.advance(rules.LONGEST_URGENT_WAIT)
    assert box.deliver(email=post) == 1
    assert post.taken


def test_undeliverable_is_final_and_listed(box: Outbox) -> None:
    """A refused address is not tried again; staff see why in one word, and no address."""
    message = box.add()
    post = Post(Undeliverable("unknown-address"))
    box.deliver(email=post)
    box.clock.advance(timedelta(days=1))
    assert box.deliver(email=post) == 0
    [told] = box.undelivered()
    assert (told.id, told.status, told.code) == (message.id, "undeliverable", "unknown-address")
    assert "carer@" not in repr(told)


def test_error_text_is_not_kept(box: Outbox) -> None:
    """A sentence where a code belongs is kept as the code "error"."""
    message = box.add()
    box.deliver(email=Post(Undeliverable("550 no such user carer@example.org")))
    assert box.row(message).code == "error"


def test_each_message_tells_which_way_it_took(box: Outbox) -> None:
    """By id one learns the route, what became of it and when; an unknown id tells nothing."""
    sent, waits = box.add(), box.add(route="telegram")
    box.deliver(email=Post())
    ways = box.database.read(lambda t: service.ways_of(t, [sent.id, waits.id, new_id()]))
    assert ways == {
        sent.id: Fate("email", "sent", sent.due_at, box.clock()),
        waits.id: Fate("telegram", "waiting", waits.due_at, None),
    }

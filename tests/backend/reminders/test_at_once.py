"""Send and a reminder in the same moment: whichever is first, nothing waits to remind them."""

import threading
from collections.abc import Callable

import pytest

from backend.consultations import service as consultations
from backend.invitations import service as invitations
from backend.platform.database import Transaction, new_id
from backend.reminders import service
from dialogs import events
from tests.backend.consultations.talk import Talk
from tests.backend.reminders.waiting import FIRST, Waiting

LONG_ENOUGH_SECONDS = 0.5
"""A reminder that nothing holds up has been made long before."""


def ready_to_send(waiting: Waiting) -> Callable[[Transaction], object]:
    """Bring the carer to the last page; give the unit that presses Send."""
    talk = Talk(waiting.household, "amara_carer").begin().go_to("check")
    talk.take(events.Checked(new_id()))
    pressed = events.Submitted(new_id())
    return lambda t: consultations.receive(
        t,
        talk.desk,
        talk.key,
        consultation_id=talk.id,
        event=pressed,
        channel="web",
        at=waiting.clock(),
    )


def ready_to_move(waiting: Waiting) -> Callable[[Transaction], object]:
    """Give the unit that closes everything the carer holds."""
    carer = waiting.household.people["amara_carer"].id
    return lambda t: invitations.revoke_participants(t, (carer,), waiting.clock())


@pytest.mark.parametrize("prepare", [ready_to_send, ready_to_move])
def test_a_reminder_waits_for_a_send_under_way(
    waiting: Waiting, prepare: Callable[[Waiting], Callable[[Transaction], object]]
) -> None:
    """A reminder looked for while Send, or a move, is being kept is never made."""
    press, begun, go_on = prepare(waiting), threading.Event(), threading.Event()
    waiting.clock.set(FIRST)
    made: list[bool] = []

    def slow_unit(transaction: Transaction) -> None:
        press(transaction)
        begun.set()
        assert go_on.wait(20)

    hands = [
        threading.Thread(target=lambda: waiting.database.write(slow_unit)),
        threading.Thread(target=lambda: made.append(waiting.remind("amara_carer"))),
    ]
    hands[0].start()
    assert begun.wait(20)
    hands[1].start()
    hands[1].join(LONG_ENOUGH_SECONDS)
    go_on.set()
    for hand in hands:
        hand.join(20)
    assert made == [False]
    assert waiting.outbox() == []


@pytest.mark.parametrize("prepare", [ready_to_send, ready_to_move])
def test_a_send_waits_for_a_reminder_under_way(
    waiting: Waiting, prepare: Callable[[Waiting], Callable[[Transaction], object]]
) -> None:
    """A reminder that is being made when they press Send, or move, is stopped by that very act."""
    press, begun, go_on = prepare(waiting), threading.Event(), threading.Event()
    waiting.clock.set(FIRST)
    desk, routes = waiting.household.desk, waiting.reminder_routes

    def slow_unit(transaction: Transaction) -> None:
        asked = waiting.household.asked["amara_carer"].id
        assert service.remind(transaction, desk, routes, asked, FIRST)
        begun.set()
        assert go_on.wait(20)

    hands = [
        threading.Thread(target=lambda: waiting.database.write(slow_unit)),
        threading.Thread(target=lambda: waiting.database.write(press)),
    ]
    hands[0].start()
    assert begun.wait(20)
    hands[1].start()
    hands[1].join(LONG_ENOUGH_SECONDS)
    go_on.set()
    for hand in hands:
        hand.join(20)
    assert [state for _template, state in waiting.outbox()] == ["cancelled"]


def test_two_processes_make_one_reminder(waiting: Waiting) -> None:
    """The same reminder asked for by several hands at once is one message."""
    waiting.clock.set(FIRST)
    start, made = threading.Barrier(4), list[bool]()

    def run() -> None:
        start.wait()
        made.append(waiting.remind("amara_carer"))

    hands = [threading.Thread(target=run) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(made) == [False, False, False, True]
    assert waiting.outbox() == [("reminder", "waiting")]

"""Two hands on one conversation: a double tap, two tabs, phone and computer at once."""

import threading
from collections.abc import Callable

from backend.platform.database import new_id
from dialogs import events
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk, mails

EACH = 15


def at_once(*hands: Callable[[], object]) -> list[BaseException]:
    """Let several hands begin together; give what went wrong in any of them."""
    start, wrong = threading.Barrier(len(hands)), list[BaseException]()

    def run(hand: Callable[[], object]) -> None:
        start.wait()
        try:
            hand()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(hand,)) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def saying(talk: Talk, whose: str, names: list[str]) -> Callable[[], object]:
    """Give a hand that writes these messages one after another."""
    return lambda: [
        talk.say("home_feel", f"{whose} {number}", name=name) for number, name in enumerate(names)
    ]


def ids() -> list[str]:
    """Give fresh names for the messages of one hand."""
    return [new_id() for _ in range(EACH)]


def test_two_hands_lose_nothing(talk: Talk) -> None:
    """What two hands write to one question at once is all there, each in a place of its own."""
    talk.go_to("home_feel")
    before = talk.events
    assert at_once(saying(talk, "left", ids()), saying(talk, "right", ids())) == []
    expected = {f"{whose} {number}" for whose in ("left", "right") for number in range(EACH)}
    assert set(talk.words_at("home_feel")) == expected
    assert len(talk.words_at("home_feel")) == 2 * EACH
    assert talk.now.events == talk.events == before + 2 * EACH
    positions = [each.position for each in talk.revisions]
    assert positions == sorted(set(positions))


def test_two_hands_do_nothing_twice(talk: Talk) -> None:
    """The same messages from two hands at once are each taken once."""
    talk.go_to("home_feel")
    before, names = talk.events, ids()
    assert at_once(saying(talk, "same", names), saying(talk, "same", names)) == []
    assert sorted(map(str, talk.words_at("home_feel"))) == sorted(f"same {n}" for n in range(EACH))
    assert talk.events == before + EACH


def test_an_edit_in_two_tabs_keeps_both(talk: Talk) -> None:
    """One form sent from two tabs with other words in each makes a revision of each."""
    talk.go_to("home_feel")
    names = ids()
    assert at_once(saying(talk, "left", names), saying(talk, "right", names)) == []
    assert len(set(talk.words_at("home_feel"))) == 2 * EACH


def test_send_pressed_twice_is_one_notice(talk: Talk) -> None:
    """Two hands on Send tell the reviewing officer once."""
    talk.go_to("check")
    talk.take(events.Checked(new_id()))
    talk.take(events.Shared(new_id(), ()))
    send = events.Submitted(new_id())
    assert at_once(*[lambda: talk.take(send)] * 2) == []
    assert talk.now.status == "sent"
    assert mails(talk, "views_ready") == 1


def test_two_cries_at_once_are_one_concern(talk: Talk) -> None:
    """Help pressed from two hands at once is one open concern that counts every press."""

    def press() -> None:
        for _ in range(EACH):
            talk.help()

    assert at_once(press, press) == []
    assert [each.times for each in talk.concerns] == [2 * EACH]
    assert mails(talk, "concern") == 1


def test_beginning_twice_at_once_is_one_conversation(household: Household) -> None:
    """A link opened on two screens at once begins one conversation."""
    talk = Talk(household)
    assert at_once(talk.begin, talk.begin, talk.begin) == []
    assert len(talk.rows("SELECT id FROM consultations")) == 1


def test_two_people_about_one_child_do_not_wait_for_ever(household: Household) -> None:
    """A child and their carer who write at once both get through."""
    child, carer = Talk(household).begin(), Talk(household, "amara_carer").begin()

    def press(talk: Talk) -> Callable[[], object]:
        return lambda: [talk.help() for _ in range(EACH)]

    assert at_once(press(child), press(carer)) == []
    assert child.events == carer.events == EACH
    assert child.rebuilds()
    assert carer.rebuilds()

"""A link goes to whoever has an address, a code to professionals alone, and never both in one."""

from datetime import timedelta

import pytest

from backend.people.rules import PARTICIPANT_ROLES, PROFESSIONALS, participant_viewer
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.errors import NotFound
from backend.platform.messages import EMAILS
from tests.backend.invitations.asked import AT_FOUR, Asked, Held
from tests.backend.people.family import NOBODY

BOT = "https://t.me/sayso_test_bot?start=abc"
EVERYONE_ELSE = sorted(set(PARTICIPANT_ROLES) - PROFESSIONALS)


def a(asked: Asked, role: str, **more: str) -> Held:
    """Ask somebody of a role who has an e-mail address."""
    if role == "child":
        return asked.ask(asked.own)
    home = None if role in PROFESSIONALS | {"parent"} else asked.home.id
    return asked.ask(asked.person("Una", role, placement_id=home, **more))


def spaced(code: str) -> str:
    """Give a code as it is read out."""
    return f"{code[:3]} {code[3:]}"


@pytest.mark.parametrize("role", EVERYONE_ELSE)
def test_a_letter_holds_the_link_only(asked: Asked, role: str) -> None:
    """The e-mail has the link in the language of who is asked; their code is sent to nobody."""
    held = a(asked, role)
    assert asked.send(held)
    assert not asked.send_code(held)
    (letter,) = asked.delivered()
    assert (letter.recipient, letter.template, letter.language) == (
        "jo@home.example",
        "invitation",
        "en",
    )
    assert letter.values == {"url": f"https://sayso.example/c/{held.token}"}


@pytest.mark.parametrize("role", sorted(PROFESSIONALS))
def test_a_professional_is_sent_both_apart(asked: Asked, role: str) -> None:
    """Whoever has a work address gets the link in one message and the code in another."""
    held = a(asked, role, language="cy")
    assert asked.send(held)
    assert asked.send_code(held)
    link, code = asked.delivered()
    assert {link.recipient, code.recipient} == {"jo@home.example"}
    assert {link.language, code.language} == {"cy"}
    assert (link.template, link.values) == (
        "invitation",
        {"url": f"https://sayso.example/c/{held.token}"},
    )
    assert (code.template, code.values) == ("invitation_code", {"code": spaced(held.code)})


def written(message: OpenedMessage) -> str:
    """Give all that stands in an e-mail, its words in English."""
    words = EMAILS[message.template]
    return words.subject.format(**message.values) + words.body.format(**message.values)


def test_no_letter_holds_link_and_code(asked: Asked) -> None:
    """Of all that is written, code or link stand in one message only, and nobody is named."""
    held = a(asked, "education")
    for telegram in ("", BOT):
        asked.send(held, telegram=telegram)
        held = asked.reissue(held)
    asked.send(held, telegram=BOT)
    asked.send_code(held)
    texts = [written(message) for message in asked.delivered()]
    assert len(texts) == 2
    assert [held.token in text for text in texts] == [True, False]
    assert [spaced(held.code) in text for text in texts] == [False, True]
    assert not any(held.code in text for text in texts)
    for name in ("Amara", "Cole", "Una", "Jo and Sam", "Mill Lane", "Priya", "at school"):
        assert not any(name in text for text in texts)


def test_both_ways_in_are_in_one_letter(asked: Asked) -> None:
    """Who may use Telegram finds both links in the letter that says so."""
    held = asked.ask(asked.carer)
    asked.send(held, telegram=BOT)
    (letter,) = asked.delivered()
    assert letter.template == "invitation_telegram"
    assert letter.values == {"url": f"https://sayso.example/c/{held.token}", "telegram": BOT}


def test_one_letter_to_a_link_and_to_a_code(asked: Asked) -> None:
    """Each is sent once, however often the button is pressed; a new one is sent."""
    held = a(asked, "health")
    for sends in (True, False):
        assert asked.send(held) is sends
        assert asked.send_code(held) is sends
    assert len(asked.delivered()) == 2
    fresh = asked.reissue(held)
    assert asked.send(fresh)
    assert asked.send_code(fresh)
    assert len(asked.delivered()) == 2


def test_a_letter_with_a_dead_link_is_not_sent(asked: Asked) -> None:
    """What waits to go out when a link is made anew is stopped, its code too; the new ones go."""
    old = a(asked, "social_worker")
    asked.send(old)
    asked.send_code(old)
    new = asked.reissue(old)
    asked.send(new)
    asked.send_code(new)
    assert asked.outbox() == ["cancelled", "cancelled", "waiting", "waiting"]
    link, code = asked.delivered()
    assert new.token in link.values["url"]
    assert code.values["code"] == spaced(new.code)


def test_no_address_no_letter(asked: Asked) -> None:
    """Somebody without an e-mail address is sent nothing, and the caller is told."""
    held = a(asked, "advocate", email="")
    assert not asked.send(held)
    assert not asked.send_code(held)
    assert asked.outbox() == []


def test_no_letter_of_a_link_that_is_over(asked: Asked) -> None:
    """Of a link that has ended or was revoked neither link nor code is sent."""
    held = a(asked, "guardian")
    for send in (asked.send, asked.send_code):
        with pytest.raises(NotFound):
            send(held, revoked_at=asked.clock())
    asked.clock.set(AT_FOUR + timedelta(days=28))
    for send in (asked.send, asked.send_code):
        with pytest.raises(NotFound):
            send(held)
    assert asked.outbox() == []


@pytest.mark.parametrize("who", ["other_iro", "duty", "nobody", "themselves"])
def test_nobody_sends_for_a_child_not_theirs(asked: Asked, who: str) -> None:
    """Another IRO, the duty officer, nobody and whoever was asked can have nothing sent."""
    una = asked.person("Una", "education")
    held = asked.ask(una)
    viewers = {"nobody": NOBODY, "themselves": participant_viewer(una)}
    viewer = viewers.get(who) or asked.viewer(who)
    for send in (asked.send, asked.send_code):
        with pytest.raises(NotFound):
            send(held, viewer)
    assert asked.outbox() == []

"""Asking people: links and codes are made, shown once, and stop when new ones are made."""

import re
from dataclasses import replace
from datetime import date, timedelta

from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.invitations import service as invitations
from backend.invitations.rules import Entered
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant
from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import OpenedMessage, Undeliverable
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from backend.web.app import create_app
from tests.backend.web.conftest import SignIn, browser
from tests.backend.web.people import Family, Staff, sign_in

LINK = re.compile(r"http://127\.0\.0\.1:8000/c/([A-Za-z0-9_-]{22})")
CODE = re.compile(r'<p class="card__code">(\d{3}) (\d{3})</p>')


def paths(family: Family) -> tuple[str, str]:
    """The page where people are asked, and the page with what was made."""
    review = f"/children/{family.child.id}/reviews/{family.review.id}"
    return f"{review}/asking", f"{review}/cards"


def enter(runtime: Runtime, token: str, code: str) -> Entered:
    """Open a link with a code, as somebody's browser does."""
    at = runtime.clock()
    return runtime.database.write(
        lambda t: invitations.bind_browser(t, runtime.ring, token, code, "device", at)
    )


def test_a_card_opens_the_door(support: TestClient, runtime: Runtime, family: Family) -> None:
    """The link and code on the card are the ones that let the person in."""
    asking, cards = paths(family)
    answer = support.post(asking, data={"who": [family.own.id, family.carer.id], "way": "card"})
    assert answer.headers["location"] == f"{cards}?done=invited"
    page = support.get(cards).text
    tokens, codes = LINK.findall(page), ["".join(code) for code in CODE.findall(page)]
    assert (len(tokens), len(codes), page.count("<svg")) == (2, 2, 2)
    for token, code, person in zip(tokens, codes, (family.own, family.carer), strict=True):
        entered = enter(runtime, token, code)
        assert entered.outcome == "open"
        assert entered.invitation is not None
        assert entered.invitation.participant_id == person.id
    assert "opened, nothing said yet" in support.get(asking).text


def test_a_card_gives_nothing_away(support: TestClient, family: Family) -> None:
    """Nothing that is printed says care, social work, review or who else the child is."""
    asking, cards = paths(family)
    support.post(asking, data={"who": [family.carer.id], "way": "card"})
    page = support.get(cards).text
    card = page[page.index('<section class="card"') : page.index("</section>")]
    said = re.sub(r"<[^>]*>", " ", card).lower()
    for word in ("care", "social", "council", "review", "child", "amara", "northshire", "sayso"):
        assert word not in said.replace("/c/", " ")
    assert "a few questions for you" in said


def test_codes_are_shown_for_ten_minutes_to_one_officer(
    support: TestClient, signed_in: SignIn, clock: SettableClock, family: Family
) -> None:
    """Links and codes are shown to who made them, on their page, and soon not any more."""
    asking, cards = paths(family)
    support.post(asking, data={"who": [family.carer.id], "way": "card"})
    assert CODE.search(support.get(cards).text)
    owner = signed_in("owner")
    owner.cookies.update({n: v for n, v in support.cookies.items() if n.endswith("-once")})
    assert not CODE.search(owner.get(cards).text)
    clock.advance(timedelta(minutes=11))
    page = support.get(cards).text
    assert not CODE.search(page)
    assert "were shown once and are gone" in page


def test_signing_out_takes_the_codes_along(support: TestClient, family: Family) -> None:
    """Whoever uses the machine next cannot see what was made."""
    asking, _cards = paths(family)
    support.post(asking, data={"who": [family.carer.id], "way": "card"})
    assert "sayso-once" in support.cookies
    support.post("/sign-out")
    assert "sayso-once" not in support.cookies


def test_asking_again_makes_new_ones(support: TestClient, runtime: Runtime, family: Family) -> None:
    """A second card works and the first does not."""
    asking, cards = paths(family)
    tokens = []
    for _ in range(2):
        support.post(asking, data={"who": [family.carer.id], "way": "card"})
        tokens += LINK.findall(support.get(cards).text)
    assert [enter(runtime, token, "000000").outcome for token in tokens] == [
        "unknown",
        "wrong_code",
    ]


def test_nobody_is_asked_by_mistake(support: TestClient, family: Family) -> None:
    """No tick, too many, somebody of another child's, or a stranger's id: nobody is asked."""
    asking, _cards = paths(family)
    for who in ([], [family.carer.id] + [f"{n:032x}" for n in range(20)]):
        answer = support.post(asking, data={"who": who, "way": "card"})
        assert answer.status_code == 422
        assert "Tick at" in answer.text
    stranger = support.post(asking, data={"who": ["0" * 32], "way": "card"})
    assert stranger.status_code == 404
    assert "not asked yet" in support.get(asking).text


def test_a_child_under_four_is_not_asked(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """Who has no questions is named as such and cannot be ticked; those around them can."""
    small = replace(family.child, date_of_birth=date(2022, 11, 25))
    runtime.database.write(lambda t: people.correct_child(t, SYSTEM, small, date(2026, 11, 24)))
    asking, _cards = paths(family)
    page = support.get(asking).text
    assert f'value="{family.own.id}"' not in page
    assert f'value="{family.carer.id}"' in page
    assert "under four: the people around them are asked" in page
    assert support.post(asking, data={"who": [family.own.id], "way": "card"}).status_code == 404


def with_mail(runtime: Runtime, staff: Staff, who: str) -> TestClient:
    """A browser of an officer where e-mail is set up."""
    settings = replace(
        runtime.settings, smtp_host="mail.northshire.example", smtp_sender="s@northshire.example"
    )
    client = browser(create_app(replace(runtime, settings=settings)), runtime)
    sign_in(client, runtime, staff[who])
    return client


def test_a_link_by_e_mail_leaves_the_code_behind(
    runtime: Runtime, staff: Staff, family: Family
) -> None:
    """An e-mail holds the link and never the code, which the page shows to be told another way."""
    support = with_mail(runtime, staff, "support")
    asking, cards = paths(family)
    support.post(asking, data={"who": [family.carer.id], "way": "email"})
    page = support.get(cards).text
    assert "jo@home.example" in page
    assert LINK.search(page) is None
    (code,) = ["".join(code) for code in CODE.findall(page)]
    sent: list[OpenedMessage] = []
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    (message,) = sent
    assert (message.recipient, message.template) == ("jo@home.example", "invitation")
    assert code not in str(message.values)
    assert LINK.search(message.values["url"])


def professional(
    runtime: Runtime, family: Family, email: str = "una@northshire.example"
) -> Participant:
    """Add a social worker with a work address, unless they have another or none."""
    una = replace(
        family.carer,
        id="e" * 32,
        role="social_worker",
        name="Una Day",
        email=email,
        placement_id=None,
    )
    return runtime.database.write(lambda t: people.add_participant(t, SYSTEM, una))


def test_a_professional_is_mailed_both_apart(
    runtime: Runtime, staff: Staff, family: Family
) -> None:
    """Link and code of a professional go in two messages, which the page says; it shows neither."""
    support = with_mail(runtime, staff, "support")
    una = professional(runtime, family)
    asking, cards = paths(family)
    assert (
        "Professionals get the six numbers in a message of their own." in support.get(asking).text
    )
    support.post(asking, data={"who": [una.id, family.carer.id], "way": "email"})
    page = support.get(cards).text
    told, told_carer = page.split('<section class="told')[1:]
    assert "una@northshire.example" in told
    assert "The six numbers go there too, in a message of their own." in told
    assert CODE.search(told) is None
    assert LINK.search(page) is None
    assert CODE.search(told_carer)
    sent: list[OpenedMessage] = []
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    link, code = (each for each in sent if each.recipient == una.email)
    assert (link.template, code.template) == ("invitation", "invitation_code")
    (token,) = LINK.findall(link.values["url"])
    assert enter(runtime, token, code.values["code"]).outcome == "open"
    assert len(sent) == 3


def test_a_professional_without_an_address_gets_a_card(
    runtime: Runtime, staff: Staff, family: Family
) -> None:
    """Where there is no address, or a card was wanted, a professional is handed link and code."""
    support = with_mail(runtime, staff, "support")
    una = professional(runtime, family, email="")
    asking, cards = paths(family)
    for way in ("email", "card"):
        support.post(asking, data={"who": [una.id], "way": way})
        page = support.get(cards).text
        assert LINK.search(page)
        assert CODE.search(page)
    sent: list[OpenedMessage] = []
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    assert sent == []


def links_to_telegram(page: str) -> list[str]:
    """Give the token of each link that leads to the bot."""
    return re.findall(r"https://t\.me/sayso_test_bot\?start=([\w-]{22})", page)


def test_telegram_is_for_those_who_may_use_it(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """Once the bot is known, a carer's card leads to it by the same link; a child's does not."""
    asking, cards = paths(family)
    assert "Telegram" not in support.get(asking).text
    runtime.bot.username = "sayso_test_bot"
    assert support.get(asking).text.count("May also answer on Telegram") == 1
    support.post(asking, data={"who": [family.own.id, family.carer.id], "way": "card"})
    own, carer = support.get(cards).text.split('<section class="card"')[1:]
    assert links_to_telegram(own) == []
    assert links_to_telegram(carer) == LINK.findall(carer)
    assert "answer on Telegram" in carer


def test_an_e_mail_leads_to_telegram_too(runtime: Runtime, staff: Staff, family: Family) -> None:
    """Who may use Telegram finds both ways in the e-mail, and the code in neither."""
    runtime.bot.username = "sayso_test_bot"
    support = with_mail(runtime, staff, "support")
    asking, cards = paths(family)
    with_address = replace(family.own, email="amara@home.example")
    runtime.database.write(lambda t: people.correct_participant(t, SYSTEM, with_address))
    support.post(asking, data={"who": [family.own.id, family.carer.id], "way": "email"})
    codes = ["".join(code) for code in CODE.findall(support.get(cards).text)]
    sent: list[OpenedMessage] = []
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    own, carer = sorted(sent, key=lambda message: message.recipient)
    assert (own.template, set(own.values)) == ("invitation", {"url"})
    assert carer.template == "invitation_telegram"
    assert links_to_telegram(carer.values["telegram"]) == LINK.findall(carer.values["url"])
    assert not any(code in str(carer.values) for code in codes)


def test_somebody_without_an_address_gets_a_card(
    runtime: Runtime, staff: Staff, family: Family
) -> None:
    """Where e-mail was wanted and there is no address, a card is made instead."""
    support = with_mail(runtime, staff, "support")
    asking, cards = paths(family)
    assert "No e-mail address." in support.get(asking).text
    support.post(asking, data={"who": [family.own.id], "way": "email"})
    assert LINK.search(support.get(cards).text)


def test_what_did_not_arrive_is_shown(
    runtime: Runtime, staff: Staff, family: Family, app: FastAPI
) -> None:
    """A refused address is shown on the list and the child's page, with what can be done."""

    def refuse(message: OpenedMessage) -> None:
        raise Undeliverable("refused")

    support = with_mail(runtime, staff, "support")
    assert "has arrived, as far as we can know" in support.get("/messages").text
    support.post(paths(family)[0], data={"who": [family.carer.id], "way": "email"})
    deliver_due(runtime.database, runtime.ring, {"email": refuse}, runtime.clock)
    for path in ("/messages", f"/children/{family.child.id}"):
        page = support.get(path).text
        assert "The address was refused." in page
        assert "<bdi>Jo</bdi>" in page
        assert "will not arrive" in page

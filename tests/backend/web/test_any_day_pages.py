"""A child's card for any day: made by those who keep the records, shown once, for the child."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from backend.invitations import service as invitations
from backend.invitations.rules import ANY_DAY_LASTS, Entered
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.audit.service import reads_of_child
from backend.platform.clock import SettableClock
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family
from tests.backend.web.test_asking import CODE, LINK, enter

TODAY = date(2026, 11, 24)


def path(family: Family) -> str:
    """Where the card is made and shown."""
    return f"/children/{family.child.id}/any-day"


def card(client: TestClient, family: Family) -> tuple[str, str]:
    """Make a card, and give the link's token and the code that it shows."""
    answer = client.post(path(family))
    assert answer.headers["location"] == f"{path(family)}?done=invited"
    page = client.get(answer.headers["location"]).text
    assert page.count('<section class="card"') == 1
    (token,), (code,) = LINK.findall(page), CODE.findall(page)
    return token, "".join(code)


def opened(runtime: Runtime, made: tuple[str, str]) -> Entered:
    """Open a card's link with its code."""
    return enter(runtime, *made)


def test_the_card_opens_the_door(support: TestClient, runtime: Runtime, family: Family) -> None:
    """Link and code on the card let the child in, for a year and without a review."""
    assert f'action="{path(family)}"' in support.get(f"/children/{family.child.id}").text
    entered = opened(runtime, card(support, family))
    assert entered.outcome == "open"
    assert entered.invitation is not None
    assert entered.invitation.participant_id == family.own.id
    assert entered.invitation.review_id is None
    assert entered.invitation.expires_at == runtime.clock() + ANY_DAY_LASTS


def test_it_is_shown_once_and_to_who_made_it(
    support: TestClient, signed_in: SignIn, clock: SettableClock, family: Family
) -> None:
    """Another officer sees no code, nor anybody after ten minutes, and the page says what to do."""
    card(support, family)
    assert CODE.search(support.get(path(family)).text)
    owner = signed_in("owner")
    owner.cookies.update({n: v for n, v in support.cookies.items() if n.endswith("-once")})
    assert not CODE.search(owner.get(path(family)).text)
    review = f"/children/{family.child.id}/reviews/{family.review.id}/cards"
    assert not CODE.search(support.get(review).text)
    clock.advance(timedelta(minutes=11))
    page = support.get(path(family)).text
    assert not CODE.search(page)
    assert "were shown once and are gone" in page
    assert f'href="/children/{family.child.id}"' in page


def test_a_new_card_ends_the_old_one(support: TestClient, runtime: Runtime, family: Family) -> None:
    """The first card stops at once, the second works, and the review's is another."""
    first, second = card(support, family), card(support, family)
    assert [opened(runtime, made).outcome for made in (first, second)] == ["unknown", "open"]
    seen = runtime.database.read(lambda t: invitations.for_review(t, SYSTEM, family.review.id))
    assert seen == ()


def test_a_card_is_mailed_to_nobody(support: TestClient, runtime: Runtime, family: Family) -> None:
    """It is handed to the child: no e-mail goes out, even where the child has an address."""
    with_address = replace(family.own, email="amara@home.example")
    runtime.database.write(lambda t: people.correct_participant(t, SYSTEM, with_address))
    card(support, family)
    sent: list[str] = []
    routes = {"email": lambda message: sent.append(message.recipient)}
    deliver_due(runtime.database, runtime.ring, routes, runtime.clock)
    assert sent == []


def test_looking_at_it_is_written_down(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """That somebody saw the card is on record."""
    card(support, family)
    reads = runtime.database.read(lambda t: reads_of_child(t, family.child.id))
    assert {read.what for read in reads} == {"card for any day"}


@pytest.mark.parametrize("born", [date(2022, 11, 25), date(2008, 11, 24)])
def test_nobody_too_young_or_grown_up_has_one(
    support: TestClient, runtime: Runtime, family: Family, born: date
) -> None:
    """Under four and from eighteen on the page offers no card, and none is made."""
    other = replace(family.child, date_of_birth=born)
    runtime.database.write(lambda t: people.correct_child(t, SYSTEM, other, TODAY))
    refused(support, family)


def test_a_child_whose_part_has_ended_has_none(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """Once the child's own part is over there is no card to be made."""
    over = replace(family.own, ends_on=TODAY)
    runtime.database.write(lambda t: people.correct_participant(t, SYSTEM, over))
    refused(support, family)


def refused(client: TestClient, family: Family) -> None:
    """See that no card is offered or made."""
    assert "card for any day" not in client.get(f"/children/{family.child.id}").text
    assert client.post(path(family)).status_code == 404
    assert not any(name.endswith("-once") for name in client.cookies)

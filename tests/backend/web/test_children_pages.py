"""Business support keeps the records of children, homes, people and reviews."""

from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from backend.asking.service import new_secrets
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation
from backend.letters import service as letters
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.audit.service import reads_of_child
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.service import deliver_due
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from tests.backend.web.people import Family, Staff
from tests.backend.web.typed import a_child, a_day, a_home, a_person


def invited(runtime: Runtime, family: Family, participant_id: str) -> Invitation:
    """An invitation of one of the family, sent by e-mail where there is an address."""
    made, secrets = new_id(), new_secrets()

    def unit(transaction: Transaction) -> Invitation:
        invitation = invitations.invite(
            transaction,
            runtime.ring,
            SYSTEM,
            participant_id=participant_id,
            review_id=family.review.id,
            invitation_id=made,
            secrets=secrets,
            at=runtime.clock(),
        )
        url = f"http://127.0.0.1:8000/c/{secrets.token}"
        letters.send_link(transaction, runtime.ring, SYSTEM, invitation, url, runtime.clock())
        return invitation

    return runtime.database.write(unit)


def test_a_child_is_added_with_all_they_need(
    support: TestClient, runtime: Runtime, staff: Staff
) -> None:
    """A new child has a record, a key for their words, and their own part in their review."""
    answer = support.post("/children/new", data=a_child(staff, known_as="Lee"))
    path, _, done = answer.headers["location"].partition("?")
    assert (answer.status_code, done) == (303, "done=child-added")
    page = support.get(answer.headers["location"]).text
    assert "The child has been added." in page
    assert "<bdi>Lee Hughes</bdi>, 10" in page
    child_id = path.removeprefix("/children/")
    assert runtime.database.read(lambda t: open_child_key(t, runtime.ring, child_id))
    (own,) = runtime.database.read(lambda t: people.list_participants(t, SYSTEM, child_id))
    assert (own.role, own.name, own.starts_on) == ("child", "Lee", date(2026, 11, 24))
    assert "Lee Hughes" in support.get("/children").text


def test_a_changed_name_reaches_the_childs_own_part(
    support: TestClient, runtime: Runtime, staff: Staff, family: Family
) -> None:
    """What a child likes to be called is what their questions call them."""
    path = f"/children/{family.child.id}/edit"
    assert 'value="Amara"' in support.get(path).text
    answer = support.post(path, data=a_child(staff, first_name="Amara", known_as="Ami"))
    assert answer.headers["location"] == f"/children/{family.child.id}?done=child-corrected"
    own = runtime.database.read(lambda t: people.get_participant(t, SYSTEM, family.own.id))
    assert own.name == "Ami"


def test_looking_at_a_child_is_written_down_first(
    support: TestClient, runtime: Runtime, staff: Staff, family: Family
) -> None:
    """Each page about one child leaves who looked, at what and when, and nothing of its content."""
    support.get(f"/children/{family.child.id}")
    support.get(f"/children/{family.child.id}/edit")
    reads = runtime.database.read(lambda t: reads_of_child(t, family.child.id))
    assert {read.what for read in reads} == {"child record", "child details"}
    assert {read.officer_id for read in reads} == {staff["support"].id}


def test_a_home_is_added_and_corrected(support: TestClient, runtime: Runtime, staff: Staff) -> None:
    """A home is kept with its address, which stays when only its name is corrected."""
    added = support.post("/children/new", data=a_child(staff)).headers["location"]
    child = added.partition("?")[0]
    form = a_home(address_withheld="yes") | a_day("starts_on", date(2026, 9, 14))
    assert support.post(f"{child}/homes/new", data=form).headers["location"].startswith(child)
    page = support.get(child).text
    assert "3 Hill Road" in page
    assert "Withheld" in page
    child_id = child.removeprefix("/children/")
    (home,) = runtime.database.read(lambda t: people.list_placements(t, SYSTEM, child_id))
    edit = f"{child}/homes/{home.id}/edit"
    assert "3 Hill Road</textarea>" in support.get(edit).text
    support.post(edit, data=form | {"name": "Ann and Bob's"})
    assert "Ann and Bob&#39;s" in support.get(child).text


def test_a_move_stops_the_old_homes_links_at_once(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """A move ends the carers' part, closes what they hold and stops what has not gone out."""
    carers = invited(runtime, family, family.carer.id)
    childs = invited(runtime, family, family.own.id)
    page = support.get(f"/children/{family.child.id}/move").text
    assert "links and codes of the people at the old home stop working" in page
    assert "<bdi>Jo</bdi>, foster carer" in page
    form = a_home() | a_day("moved_on", date(2026, 11, 24))
    answer = support.post(f"/children/{family.child.id}/move", data=form)
    assert answer.headers["location"].endswith("?done=moved")

    def state(invitation: Invitation) -> bool:
        now = runtime.database.read(lambda t: invitations.get(t, SYSTEM, invitation.id))
        return now.works_at(runtime.clock())

    assert (state(carers), state(childs)) == (False, True)
    sent: list[str] = []
    routes = {"email": lambda message: sent.append(message.recipient)}
    deliver_due(runtime.database, runtime.ring, routes, runtime.clock)
    assert sent == []
    page = support.get(f"/children/{family.child.id}").text
    assert "<bdi>Ann&#39;s</bdi>, foster home, since 24 November 2026" in page
    assert "stopped: their part has ended" in page


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (a_day("moved_on", date(2026, 11, 25)), "Record a move on the day it happens, or after"),
        (a_day("moved_on", date(2025, 10, 1)), "already has a home on this day"),
        ({"moved_on-year": "26"}, "Enter a real date"),
    ],
    ids=["tomorrow", "before the old home", "no day"],
)
def test_a_move_that_cannot_be_changes_nothing(
    support: TestClient,
    runtime: Runtime,
    family: Family,
    changed: dict[str, str],
    message: str,
) -> None:
    """A move on a day that cannot be is not recorded, and no link stops."""
    carers = invited(runtime, family, family.carer.id)
    form = a_home() | a_day("moved_on", date(2026, 11, 24)) | changed
    answer = support.post(f"/children/{family.child.id}/move", data=form)
    assert answer.status_code == 422
    assert message in answer.text
    now = runtime.database.read(lambda t: invitations.get(t, SYSTEM, carers.id))
    assert now.works_at(runtime.clock())


def test_a_carer_belongs_to_a_home(support: TestClient, family: Family) -> None:
    """A carer without a home is not taken: their link would outlive a move."""
    path = f"/children/{family.child.id}/people/new"
    answer = support.post(path, data=a_person(family, placement_id=""))
    assert answer.status_code == 422
    assert "Say which home" in answer.text
    assert support.post(path, data=a_person(family)).status_code == 303
    assert "sam@home.example" in support.get(f"/children/{family.child.id}").text


def test_there_is_one_child_to_a_child(support: TestClient, family: Family) -> None:
    """The child is not added to their own life a second time."""
    form = a_person(family, role="child", placement_id="")
    answer = support.post(f"/children/{family.child.id}/people/new", data=form)
    assert answer.status_code == 422
    assert "The child is here already." in answer.text


def test_a_part_that_ends_stops_the_link(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """Somebody whose part has ended can use their link no more, and is listed as past."""
    made = invited(runtime, family, family.carer.id)
    path = f"/children/{family.child.id}/people/{family.carer.id}/edit"
    assert 'value="jo@home.example"' in support.get(path).text
    form = a_person(family, name="Jo") | a_day("ends_on", date(2026, 11, 24))
    assert support.post(path, data=form).status_code == 303
    now = runtime.database.read(lambda t: invitations.get(t, SYSTEM, made.id))
    assert not now.works_at(runtime.clock())
    assert "People whose part has ended" in support.get(f"/children/{family.child.id}").text


def test_a_review_is_added_and_its_day_corrected(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """A review counts on from the last one, and a new day moves the end of its links."""
    path = f"/children/{family.child.id}/reviews"
    form = a_day("starts_at", date(2027, 5, 10)) | {"time": "4 pm", "place": "at school"}
    assert support.post(f"{path}/new", data=form).status_code == 303
    kept = runtime.database.read(lambda t: reviews.of_child(t, SYSTEM, family.child.id))
    assert [(review.number, review.status) for review in kept] == [(2, "planned"), (1, "planned")]
    made = invited(runtime, family, family.carer.id)
    edit = f"{path}/{family.review.id}/edit"
    page = support.get(edit).text
    assert 'value="09:00"' in page
    moved = a_day("starts_at", date(2026, 12, 20)) | {"time": "10:30", "status": "planned"}
    assert support.post(edit, data=moved).headers["location"].endswith("done=review-corrected")
    now = runtime.database.read(lambda t: reviews.get(t, SYSTEM, family.review.id))
    assert (now.number, f"{now.starts_at:%d.%m. %H:%M}") == (1, "20.12. 10:30")
    ends = runtime.database.read(lambda t: invitations.get(t, SYSTEM, made.id)).expires_at
    assert ends == now.starts_at + timedelta(days=28)


def test_a_cancelled_review_stops_its_links(
    support: TestClient, runtime: Runtime, family: Family
) -> None:
    """Cancelling closes what people hold at once; planned again, the page says to ask anew."""
    made = invited(runtime, family, family.carer.id)
    edit = f"/children/{family.child.id}/reviews/{family.review.id}/edit"
    form = a_day("starts_at", date(2026, 12, 10)) | {"time": "09:00"}
    assert support.post(edit, data=form | {"status": "cancelled"}).status_code == 303
    now = runtime.database.read(lambda t: invitations.get(t, SYSTEM, made.id))
    assert now.revoked_at == runtime.clock()
    assert support.post(edit, data=form | {"status": "planned"}).status_code == 303
    page = support.get(f"/children/{family.child.id}").text
    assert "the link was closed; ask again for a new one" in page
    assert "stopped" not in page


def test_a_childs_things_are_not_another_childs(
    support: TestClient, staff: Staff, family: Family
) -> None:
    """The home, person and review of one child are not found under another child's page."""
    added = support.post("/children/new", data=a_child(staff)).headers["location"]
    other = added.partition("?")[0]
    for of_the_first in (
        f"homes/{family.home.id}/edit",
        f"people/{family.carer.id}/edit",
        f"reviews/{family.review.id}/edit",
        f"reviews/{family.review.id}/asking",
        f"reviews/{family.review.id}/cards",
    ):
        assert support.get(f"{other}/{of_the_first}").status_code == 404

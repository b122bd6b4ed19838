"""Put what one row says in the place of what is here; each raises BadInput by the row's fields."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from backend.care import service as care
from backend.care.rules import CarePeriod
from backend.invitations import service as invitations
from backend.matching import rules, store
from backend.matching.rules import Change, Taken, Values, as_is
from backend.people import service as people
from backend.people.rules import (
    OF_A_HOME,
    Child,
    Officer,
    Participant,
    Placement,
    Viewer,
    tied_to,
)
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput
from backend.platform.ids import derived_id
from backend.platform.keys.rules import KeyRing
from backend.platform.keys.service import make_child_key
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.rounds import service as rounds

# The case system may do what business support may, and reads no word of anybody.
KEEPER = Viewer("officer", "", frozenset({"support"}))

_OFFICER = as_is("name email phone")
_CHILD = as_is("case_number first_name last_name known_as date_of_birth language")
_OWN = as_is("email phone")
_CARE = {
    "began_on": "became_looked_after",
    "ended_on": "stopped_looked_after",
    **as_is("legal_status short_breaks long_term_on iro_named_on"),
}
_HOME = as_is("kind name address address_withheld starts_on ends_on")
_PERSON = as_is("role name email phone language starts_on ends_on")
_REVIEW = {**as_is("number place due_on status completed_on"), "starts_at": "date"}


@dataclass(frozen=True)
class Moment:
    """When a row is taken, and the id of whatever it adds, since its unit may run twice."""

    ring: KeyRing
    at: datetime
    new_id: str

    @property
    def today(self) -> date:
        """The day in England."""
        return day_in_england(self.at)


def officer(transaction: Transaction, moment: Moment, values: Values) -> Taken:
    """Take an IRO, who is known by e-mail address; they sign in once the owner has sent a link."""
    known = people.find_officer(transaction, values["email"])
    given = rules.some(values, "name", "phone", "email")
    if known is None:
        added = Officer(moment.new_id, roles=frozenset({"iro"}), **given)
        added = people.add_officer(transaction, added)
        return Taken(True, rules.changes(None, added, _OFFICER))
    if rules.is_kept_by_hand(known):
        return Taken(False, ())
    # The service makes a phone plain, and only then can the two be compared.
    after = people.correct_officer(transaction, replace(known, **given))
    return Taken(False, rules.changes(known, after, _OFFICER))


def child(transaction: Transaction, moment: Moment, values: Values) -> Taken:
    """Take a child with their IRO, their own part, and since when they are looked after."""
    lock(transaction, f"case:{values['case_number']}")
    iro = _iro(transaction, values["iro"])
    before = _known_child(transaction, values)
    given = {**rules.some(values, *_CHILD), "iro_id": iro.id}
    if before is None:
        after = Child(moment.new_id, **{"known_as": "", "language": "en", **given})
        people.add_child(transaction, KEEPER, after, moment.today)
        make_child_key(transaction, moment.ring, after.id, moment.at)
    else:
        after = replace(before, **given)
        if after != before:
            people.correct_child(transaction, KEEPER, after, moment.today)
    found = [*rules.changes(before, after, _CHILD)]
    new = before is None
    if before is None:
        found.append(Change("iro", "", iro.name))
    elif before.iro_id != iro.id:
        earlier = people.get_officer(transaction, KEEPER, before.iro_id)
        found.append(Change("iro", earlier.name, iro.name))
    found += _own_part(transaction, moment, after, values, new)
    found += _care(transaction, moment, after, values, new)
    return Taken(new, tuple(found))


def _iro(transaction: Transaction, said: str) -> Officer:
    by_email = people.find_officer(transaction, said) if "@" in said else None
    every = [by_email] if by_email else people.list_officers(transaction, KEEPER)
    found = rules.iro_called(every, said)
    if found is None:
        raise BadInput({"iro": rules.NO_IRO})
    return found


def _known_child(transaction: Transaction, values: Values) -> Child | None:
    found = people.list_children(transaction, KEEPER, values["case_number"])
    if len(found) > 1:
        raise BadInput({"case_number": rules.TWO_CHILDREN})
    return found[0] if found else None


def _child_of(transaction: Transaction, values: Values) -> Child:
    found = _known_child(transaction, values)
    if found is None:
        raise BadInput({"case_number": rules.NO_CHILD})
    lock(transaction, f"child:{found.id}")
    return found


def _own_part(
    transaction: Transaction, moment: Moment, child: Child, values: Values, new: bool
) -> tuple[Change, ...]:
    everyone = () if new else people.list_participants(transaction, KEEPER, child.id)
    before = next((one for one in everyone if one.role == "child"), None)
    own = before or Participant(
        id=derived_id(moment.new_id, "own"),
        child_id=child.id,
        role="child",
        name="",
        placement_id=None,
        starts_on=moment.today,
        ends_on=None,
        email="",
        phone="",
        language="",
    )
    given = rules.some(values, *_OWN)
    after = replace(own, name=child.called, language=child.language, **given)
    if before is None:
        people.add_participant(transaction, KEEPER, after)
    elif after != before:
        people.correct_participant(transaction, KEEPER, after)
    return rules.changes(before, after, _OWN)


def _care(
    transaction: Transaction, moment: Moment, child: Child, values: Values, new: bool
) -> tuple[Change, ...]:
    given = rules.some(values, **_CARE)
    if not given:
        return ()
    known = () if new else care.of_child(transaction, KEEPER, child.id)
    before = next((each for each in known if each.began_on == given["began_on"]), None)
    if before is None:
        after = CarePeriod(derived_id(moment.new_id, "care"), child.id, **given)
        care.add(transaction, KEEPER, after, moment.today)
    else:
        after = replace(before, **given)
        if after != before:
            care.correct(transaction, KEEPER, after, moment.today)
    return rules.changes(before, after, _CARE)


def placement(transaction: Transaction, moment: Moment, values: Values) -> Taken:
    """Take where a child lives. Leaving a home closes what its people hold, in this unit."""
    child = _child_of(transaction, values)
    homes = people.list_placements(transaction, KEEPER, child.id)
    given = rules.some(values, *_HOME)
    if given.get("ends_on") and given["ends_on"] > moment.today:
        raise BadInput({"ends_on": rules.NOT_YET})
    before = next((each for each in homes if each.starts_on == values["starts_on"]), None)
    if before is None:
        # An address is shown to nobody until somebody has said that it may be.
        home = Placement(
            id=moment.new_id,
            child_id=child.id,
            **{"address": "", "address_withheld": True, **given},
        )
        if rules.is_move(home, homes):
            ended = people.move_placement(transaction, KEEPER, home.starts_on, home, moment.today)
            invitations.revoke_participants(transaction, ended, moment.at)
        else:
            people.add_placement(transaction, KEEPER, home)
        return Taken(True, rules.changes(None, home, _HOME))
    before = replace(before, address=people.address_of(transaction, KEEPER, before))
    after = replace(before, **given)
    if after != before:
        people.correct_placement(transaction, KEEPER, after)
    if after.ends_on != before.ends_on:
        _leave(transaction, moment, after)
    return Taken(False, rules.changes(before, after, _HOME))


def _leave(transaction: Transaction, moment: Moment, home: Placement) -> None:
    """End the parts that came from a home which has been left, and close what their people hold."""
    everyone = people.list_participants(transaction, KEEPER, home.child_id)
    tied = [one for one in everyone if one.placement_id == home.id]
    for one in tied:
        if one.ends_on is None or (home.ends_on and one.ends_on > home.ends_on):
            people.correct_participant(transaction, KEEPER, replace(one, ends_on=home.ends_on))
    invitations.revoke_participants(transaction, [one.id for one in tied], moment.at)


def participant(transaction: Transaction, moment: Moment, values: Values) -> Taken:
    """Take somebody's part in a child's life; one that has ended closes what they hold."""
    child = _child_of(transaction, values)
    everyone = people.list_participants(transaction, KEEPER, child.id)
    homes = people.list_placements(transaction, KEEPER, child.id)
    home = rules.home_of(values, homes, moment.today)
    place = ("participants", f"{child.id}:{values['role']}")
    known_id = _known_as(transaction, place, values)
    before = rules.same_person(everyone, values, known_id, home)
    if before is None:
        after = _new_person(moment, child, values, home)
        people.add_participant(transaction, KEEPER, after)
    else:
        tie = next((each for each in homes if each.id == before.placement_id), None)
        after = rules.corrected(before, values, tie)
        if after != before:
            people.correct_participant(transaction, KEEPER, after)
    left = rules.replaced_by(after, everyone) if before is None else []
    for one in left:
        people.correct_participant(transaction, KEEPER, one)
    if before and after.ends_on != before.ends_on:
        left.append(after)
    over = [one.id for one in left if not one.takes_part_on(moment.today)]
    invitations.revoke_participants(transaction, over, moment.at)
    found = rules.changes(before, after, _PERSON)
    found += _remember(transaction, place, values, known_id, after.id)
    return Taken(before is None, found)


def _new_person(
    moment: Moment, child: Child, values: Values, home: Placement | None
) -> Participant:
    given = rules.some(values, *_PERSON)
    since = home.starts_on if home and values["role"] in OF_A_HOME else moment.today
    usual: dict[str, Any] = {
        "starts_on": since,
        "ends_on": None,
        "email": "",
        "phone": "",
        "language": "en",
    }
    new = Participant(
        id=moment.new_id,
        child_id=child.id,
        placement_id=home.id if home else None,
        **{**usual, **given},
    )
    return tied_to(new, home) if home else new


def review(transaction: Transaction, moment: Moment, values: Values) -> Taken:
    """Take a review; its links follow it. One that was held or cancelled here stays as it is."""
    child = _child_of(transaction, values)
    known = reviews.of_child(transaction, KEEPER, child.id)
    known_id = _known_as(transaction, ("reviews", child.id), values)
    before = rules.same_review(known, values, known_id)
    if before is None:
        if rules.moved_or_new(known, values):
            raise BadInput({"date": rules.MOVED_OR_NEW})
        new = rules.review_fields(values, None)
        after = Review(id=moment.new_id, child_id=child.id, **new)
        after = reviews.add(transaction, KEEPER, after, moment.today)
    elif before.status == "planned":
        after = replace(before, **rules.review_fields(values, before))
        if after != before:
            reviews.correct(transaction, KEEPER, after, moment.today)
            rounds.follow_review(transaction, KEEPER, after.id, moment.at)
    else:
        after = before
    found = rules.changes(before, after, _REVIEW)
    found += _remember(transaction, ("reviews", child.id), values, known_id, after.id)
    return Taken(before is None, found)


def _known_as(transaction: Transaction, place: tuple[str, str], values: Values) -> str | None:
    name = values.get("external_id")
    return store.find(transaction, *place, name) if name else None


def _remember(
    transaction: Transaction, place: tuple[str, str], values: Values, known: str | None, now: str
) -> tuple[Change, ...]:
    """Keep what the case system calls a row, which was ``known`` by that name and is ``now``."""
    name = values.get("external_id")
    if not name or known == now:
        return ()
    store.remember(transaction, *place, name, now)
    return (Change("external_id", "", name),)

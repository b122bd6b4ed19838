"""The families and the staff of the made-up authority. Nobody here is real."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.invitations import service as invitations
from backend.invitations.rules import Secrets
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Officer, Participant, Placement, age_on
from backend.platform.accounts import service as accounts
from backend.platform.clock import LONDON, day_in_england
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.keys.service import make_child_key
from backend.platform.settings import Settings
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from bot.demo_answers import LAST_TIME, answer_all
from bot.demo_links import Link, MadeUp, SignIn
from bot.serving import House

AUTHORITY = "Eastmarch Council"


@dataclass(frozen=True)
class Family:
    """One child, where they live, and in how many days their review is."""

    first: str
    last: str
    born: tuple[int, int, int]
    iro: str
    home: str
    carer: str
    in_days: int
    withheld: bool = False

    def born_on(self, today: date) -> date:
        """Give the date of birth: (years ago, month, day), so that ages hold in any year."""
        years, month, day = self.born
        this_year = date(today.year, month, day)
        return this_year.replace(year=today.year - years - (1 if this_year > today else 0))


STAFF = (
    ("Priya Shah", "iro", "IRO"),
    ("Daniel Osei", "iro", "IRO"),
    ("Grace Lin", "duty", "duty officer"),
    ("Sam Okafor", "support", "business support"),
    ("Morgan Reed", "owner", "system owner"),
)
FAMILIES = (
    Family("Amara", "Okoye", (9, 3, 14), "Priya Shah", "Jo and Sam", "Jo Taylor", 16),
    Family("Leo", "Hughes", (10, 9, 2), "Daniel Osei", "Ann", "Ann Marsden", 9),
    Family("Mia", "Evans", (8, 6, 21), "Priya Shah", "Bethan and Rhys", "Bethan Pugh", 23, True),
    Family("Noah", "Khan", (13, 1, 30), "Priya Shah", "Farah", "Farah Iqbal", 30),
    Family("Ella", "Brook", (5, 11, 3), "Daniel Osei", "Jo and Sam", "Jo Taylor", 35),
    Family("Tyler", "Nash", (16, 4, 8), "Daniel Osei", "Marcus", "Marcus Webb", 12),
)


def make(house: House, now: datetime, families: Sequence[Family] = FAMILIES) -> MadeUp:
    """Make staff and families through the services, and give every way in."""
    officers, sign_ins = _staff(house, now)
    links: list[Link] = []
    for family in families:
        links.extend(_family(house, family, officers[family.iro], now))
    settings = house.runtime.settings
    return MadeUp(settings.public_url, tuple(sign_ins), tuple(links), telegram_of(settings))


def telegram_of(settings: Settings) -> str:
    """Give where its Telegram is, "" for none."""
    return settings.telegram_api_url if settings.telegram_token else ""


def _staff(house: House, now: datetime) -> tuple[dict[str, Officer], list[SignIn]]:
    runtime = house.runtime
    found, sign_ins = {}, []
    for name, role, title in STAFF:
        email = f"{name.split()[0].lower()}@eastmarch.example"
        officer = Officer(new_id(), name, email, frozenset({role}))
        token, password = accounts.new_link_token(), secrets.token_urlsafe(12)

        def unit(transaction: Transaction, officer: Officer = officer, token: str = token) -> None:
            people.add_officer(transaction, officer)
            accounts.make_link(
                transaction, runtime.ring, officer_id=officer.id, token=token, at=now
            )

        runtime.database.write(unit)
        accounts.choose_password(
            runtime.database,
            runtime.ring,
            runtime.clock,
            token=token,
            email=email,
            password=password,
        )
        found[name] = officer
        sign_ins.append(SignIn(name, title, email, password))
    return found, sign_ins


def _family(house: House, family: Family, iro: Officer, now: datetime) -> list[Link]:
    runtime = house.runtime
    today = day_in_england(now)
    child, home, own, carer = _people(family, iro, today)

    def unit(transaction: Transaction) -> None:
        people.add_child(transaction, SYSTEM, child, today)
        make_child_key(transaction, runtime.ring, child.id, now)
        people.add_placement(transaction, SYSTEM, home)
        people.add_participant(transaction, SYSTEM, own)
        people.add_participant(transaction, SYSTEM, carer)

    runtime.database.write(unit)
    if family.first == "Amara":
        _last_time(house, child, own, now)
    review = _review(house, child, now + timedelta(days=family.in_days), today)
    age = age_on(child.date_of_birth, today)
    scripts = runtime.scripts
    asked = [one for one in (own, carer) if scripts.newest_for(one.role, age) is not None]
    return [_link(house, family, child, person, review, now) for person in asked]


def _people(
    family: Family, iro: Officer, today: date
) -> tuple[Child, Placement, Participant, Participant]:
    child = Child(
        id=new_id(),
        first_name=family.first,
        last_name=family.last,
        known_as="",
        date_of_birth=family.born_on(today),
        language="en",
        iro_id=iro.id,
        case_number=f"E{secrets.randbelow(90000) + 10000}",
    )
    since = today - timedelta(days=400)
    home = Placement(
        id=new_id(),
        child_id=child.id,
        kind="foster",
        name=family.home,
        address="12 Mill Lane, Eastmarch",
        address_withheld=family.withheld,
        starts_on=since,
    )
    own = Participant(new_id(), child.id, "child", family.first, None, since, None, "", "", "en")
    email = f"{family.carer.split()[0].lower()}@home.example"
    carer = Participant(
        new_id(), child.id, "foster_carer", family.carer, home.id, since, None, email, "", "en"
    )
    return child, home, own, carer


def _review(house: House, child: Child, around: datetime, today: date) -> Review:
    """A review at four in the afternoon of the first weekday from ``around`` on."""
    day = day_in_england(around)
    while day.weekday() > 4:
        day += timedelta(days=1)
    starts_at = datetime.combine(day, time(16), LONDON)
    review = Review(
        id=new_id(),
        child_id=child.id,
        number=0,
        starts_at=starts_at,
        place="at home",
        due_on=day + timedelta(days=21),
        status="planned" if day >= today else "held",
    )
    return house.runtime.database.write(
        lambda transaction: reviews.add(transaction, SYSTEM, review, today)
    )


def _link(
    house: House,
    family: Family,
    child: Child,
    person: Participant,
    review: Review,
    now: datetime,
) -> Link:
    held = Secrets(secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06d}")
    invitation_id = new_id()
    house.runtime.database.write(
        lambda transaction: invitations.invite(
            transaction,
            house.runtime.ring,
            SYSTEM,
            participant_id=person.id,
            review_id=review.id,
            invitation_id=invitation_id,
            secrets=held,
            at=now,
        )
    )
    url = f"{house.runtime.settings.public_url}/c/{held.token}"
    return Link(family.first, person.role, person.name, url, held.code, held.token)


def _last_time(house: House, child: Child, own: Participant, now: datetime) -> None:
    """Half a year ago the child answered everything, and the review was held."""
    then = now - timedelta(days=185)
    today = day_in_england(now)
    review = _review(house, child, now - timedelta(days=168), today)
    invitation_id = new_id()
    held = Secrets(secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06d}")
    invitation = house.runtime.database.write(
        lambda transaction: invitations.invite(
            transaction,
            house.runtime.ring,
            SYSTEM,
            participant_id=own.id,
            review_id=review.id,
            invitation_id=invitation_id,
            secrets=held,
            at=then,
        )
    )
    sent = answer_all(house, invitation, LAST_TIME, then)
    # Officers were told of it then: it is no news on the day all this is made.
    runtime = house.runtime
    deliver_due(runtime.database, runtime.ring, {"email": _long_ago}, lambda: sent.changed_at)


def _long_ago(message: OpenedMessage) -> None:
    """Take an e-mail of the past, which went wherever such e-mails went."""

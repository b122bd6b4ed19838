"""Makes the made-up authority, through the same services as a real one."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from backend.clock.service import rulebook
from backend.consultations.rules import Consultation
from backend.invitations import service as invitations
from backend.invitations.rules import Secrets
from backend.people import service as people
from backend.people.rules import (
    OF_A_HOME,
    SYSTEM,
    Child,
    ChosenQuestions,
    Officer,
    Participant,
    Placement,
)
from backend.platform.accounts import service as accounts
from backend.platform.clock import LONDON, day_in_england
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.keys.service import make_child_key
from backend.platform.settings import Settings
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from bot import demo_duty, demo_past, demo_replies
from bot.demo_answers import Answered, answer_all
from bot.demo_cases import Past, days_looked_after
from bot.demo_links import Link, MadeUp, SignIn
from bot.demo_people import FAMILIES, STAFF, Family
from bot.demo_words import words
from bot.serving import House


def make(house: House, now: datetime, families: Sequence[Family] = FAMILIES) -> MadeUp:
    """Make staff and families through the services, and give every way in."""
    officers, sign_ins = _staff(house, now)
    demo_duty.fill_rota(house, officers["Grace Lin"], officers["Helen Ward"], now)
    demo_duty.try_the_way(house, officers, "Morgan Reed", now)
    demo_duty.cover(house, officers["Daniel Osei"], officers["Priya Shah"], now)
    links: list[Link] = []
    for family in families:
        links.extend(_family(house, family, officers, now))
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


def _family(
    house: House, family: Family, officers: Mapping[str, Officer], now: datetime
) -> list[Link]:
    runtime, iro = house.runtime, officers[family.iro]
    today = day_in_england(now)
    child, home, everyone = _people(family, iro, today)

    def unit(transaction: Transaction) -> None:
        people.add_child(transaction, SYSTEM, child, home.starts_on)
        make_child_key(transaction, runtime.ring, child.id, now)
        people.add_placement(transaction, SYSTEM, home)
        for one in everyone:
            people.add_participant(transaction, SYSTEM, one)
        if family.questions:
            chosen = ChosenQuestions(
                new_id(), child.id, family.questions, "officer", iro.id, now - timedelta(days=3)
            )
            people.choose_questions(transaction, SYSTEM, chosen)

    runtime.database.write(unit)
    own = everyone[0]
    said = words()
    _past(Past(house, child, tuple(everyone), iro, officers, now), said.last_times)
    review = _review(house, child, now + timedelta(days=family.in_days), today)
    age = child.age_on(today)
    scripts = runtime.scripts
    asked = [one for one in everyone if scripts.newest_for(one.role, age) is not None]
    links = [_link(house, family, one, review.id, now) for one in asked]
    if family.first == said.all_answered:
        _all_answered(house, asked, review, now)
    if family.first == "Amara":
        links.append(_link(house, family, own, None, now))
    return links


def _people(
    family: Family, iro: Officer, today: date
) -> tuple[Child, Placement, list[Participant]]:
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
    since = today - timedelta(days=days_looked_after(family.first))
    home = Placement(
        id=new_id(),
        child_id=child.id,
        kind=family.kind,
        name=family.home,
        address="12 Mill Lane, Eastmarch",
        address_withheld=family.withheld,
        starts_on=since,
    )
    own = Participant(new_id(), child.id, "child", family.first, None, since, None, "", "", "en")
    others = [
        Participant(
            id=new_id(),
            child_id=child.id,
            role=role,
            name=name,
            placement_id=home.id if role in OF_A_HOME else None,
            starts_on=since,
            ends_on=None,
            email=f"{name.split()[0].lower()}@home.example",
            phone="",
            language="en",
        )
        for role, name in family.people
    ]
    return child, home, [own, *others]


def _all_answered(
    house: House, everyone: Sequence[Participant], review: Review, now: datetime
) -> None:
    """Let everybody around one child have sent their answers over the last days."""
    said, names = words(), {one.name: one.id for one in everyone}
    for days, one in enumerate(everyone, start=1):
        invitation = house.runtime.database.read(
            lambda transaction, one=one: next(  # type: ignore[misc]
                each
                for each in invitations.for_review(transaction, SYSTEM, review.id)
                if each.participant_id == one.id
            )
        )
        begun_at, whose = now - timedelta(days=days), said.fullest[one.role]
        shared = said.shared if one.role == "child" else None
        sent = answer_all(house, invitation, whose, begun_at, shared, names)
        _was_told_then(house, sent.changed_at)


def _review(house: House, child: Child, around: datetime, today: date) -> Review:
    """A review at four in the afternoon of the first working day from ``around`` on."""
    day = day_in_england(around)
    while not rulebook().calendar.is_working_day(day):
        day += timedelta(days=1)
    starts_at = datetime.combine(day, time(16), LONDON)
    review = Review(
        id=new_id(),
        child_id=child.id,
        number=0,
        starts_at=starts_at,
        place="at home",
        due_on=None,
    )
    return house.runtime.database.write(
        lambda transaction: reviews.add(transaction, SYSTEM, review, today)
    )


def _link(
    house: House, family: Family, person: Participant, review_id: str | None, now: datetime
) -> Link:
    """Ask one person before a review; without one it is the child's own way in for any day."""
    held = Secrets(secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06d}")
    invitation_id = new_id()
    house.runtime.database.write(
        lambda transaction: invitations.invite(
            transaction,
            house.runtime.ring,
            SYSTEM,
            participant_id=person.id,
            review_id=review_id,
            invitation_id=invitation_id,
            secrets=held,
            at=now - timedelta(days=8) if review_id else now,
        )
    )
    url = f"{house.runtime.settings.public_url}/c/{held.token}"
    name = person.name if review_id else f"{person.name}, on any day"
    return Link(family.first, person.role, name, url, held.code, held.token)


def _past(past: Past, last_times: Mapping[str, Mapping[str, Answered]]) -> None:
    """Let there have been reviews, and before the last of them the child's own answers."""
    demo_past.look_after(past)
    told = demo_past.earlier_reviews(past)
    held, said = [], last_times.get(past.child.first_name)
    for each in told:
        review = demo_past.plan(past, each)
        sent = _answered_before(past, review, said) if said and each is told[-1] else None
        demo_past.hold(past, review, each, sent.id if sent else "")
        if sent and said:
            demo_replies.answer(past, review, each, said, sent.id)
        held.append(review)
    demo_past.since_then(past, tuple(held))
    demo_replies.say_how_it_goes(past)
    if held:
        demo_replies.look_midway(past, held[-1], told[-1])
    _was_told_then(past.house, past.now)


def _answered_before(past: Past, review: Review, said: Mapping[str, Answered]) -> Consultation:
    """Let the child have answered everything seventeen days before a review."""
    house, own, then = past.house, past.everyone[0], review.starts_at - timedelta(days=17)
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
    sent = answer_all(house, invitation, said, then)
    _was_told_then(house, sent.changed_at)
    return sent


def _was_told_then(house: House, at: datetime) -> None:
    """Let officers have been told at a moment: it is no news on the day this is made."""
    runtime = house.runtime
    deliver_due(runtime.database, runtime.ring, {"email": _long_ago}, lambda: at)


def _long_ago(message: OpenedMessage) -> None:
    """Take an e-mail of the past, which went wherever such e-mails went."""

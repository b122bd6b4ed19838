"""A house that tries its own way to duty, with a real mail server and a clock that is moved."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

from sqlalchemy import Table, func, select

from backend.canary import service as canary
from backend.canary.rules import Round, Standing
from backend.duty.rules import OnCall
from backend.migrations.schema import metadata
from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import Route
from backend.platform.delivery.service import deliver_due
from backend.platform.settings import load
from backend.platform.smtp import smtp_route
from backend.timetable import JOBS, Timetable, Tools
from tests.backend.consultations.household import Household
from tests.reliability.outside import Mailbox, settings_for

CANARY = "canary@northshire.example"
EDT = "edt@northshire.example"
MINUTE = timedelta(minutes=1)
JOB = next(job for job in JOBS if job.name == "canary")
ESCALATION = next(job for job in JOBS if job.name == "concerns")


class House:
    """One house: ``go`` does what its timetable and its courier do, minute by minute."""

    def __init__(self, household: Household, mailbox: Mailbox, email: str = CANARY) -> None:
        self.household, self.mailbox = household, mailbox
        self.runtime, self.database = household.runtime, household.runtime.database
        self.on_call = OnCall(edt_email=EDT, public_url="https://sayso.example", canary_email=email)
        self.desk = replace(household.desk, on_call=self.on_call)
        settings = load(settings_for(mailbox, 8000), self.runtime.settings.data)
        self.routes: dict[str, Route] = {"email": smtp_route(settings, self.runtime.translations)}
        self.timetable, self.courier = True, True

    @property
    def clock(self) -> SettableClock:
        assert isinstance(self.runtime.clock, SettableClock)
        return self.runtime.clock

    def look(self) -> None:
        """Do what is due by now, once."""
        if self.timetable:
            timetable = Timetable(Tools(self.runtime, self.desk), (JOB, ESCALATION))
            timetable.run(JOB)
            timetable.run(ESCALATION)
        if self.courier:
            deliver_due(self.database, self.runtime.ring, self.routes, self.clock)

    def go(self, minutes: int = 5) -> None:
        """Let minutes pass, looking at each."""
        for _ in range(minutes):
            self.clock.advance(MINUTE)
            self.look()

    def rounds(self) -> tuple[Round, ...]:
        return self.database.read(canary.rounds)

    def standing(self) -> Standing:
        return self.database.read(lambda t: canary.standing(t, on=True, at=self.clock()))

    def sent_to(self, address: str) -> list[EmailMessage]:
        return [each for each in self.mailbox.taken if each["To"] == address]

    def told(self) -> list[str]:
        """Give who was sent an alarm, in order."""
        subject = "Sayso does not reach the people on duty"
        return [str(each["To"]) for each in self.mailbox.taken if each["Subject"] == subject]

    def count(self, name: str) -> int:
        table: Table = metadata.tables[name]
        query = select(func.count()).select_from(table)
        return self.database.read(lambda t: t.execute(query).scalar_one())

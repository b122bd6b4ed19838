"""Putting the house together and running it: web, delivery, timetable and perhaps Telegram."""

import contextlib
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import uvicorn
from fastapi import APIRouter, FastAPI

from backend.consultations.rules import Desk
from backend.duty import service as duty
from backend.duty.rules import on_call_of
from backend.migrations.upgrade import migrate
from backend.platform.clock import Clock, system_clock
from backend.platform.courier import Courier
from backend.platform.database import open_database
from backend.platform.delivery.rules import Enquiry, Route
from backend.platform.holidays import bank_holidays
from backend.platform.keys.service import load_key_ring
from backend.platform.messages import SMS_ROUTE
from backend.platform.notify import Notify
from backend.platform.runtime import Runtime
from backend.platform.settings import BadSettings, Settings
from backend.platform.smtp import smtp_route
from backend.platform.translations import Translations
from backend.platform.translations import load as load_translations
from backend.stages import service as stages
from backend.timetable import JOBS, Timetable, Tools
from backend.web.app import create_app
from backend.web.routes.challenge_steps import ChallengeForms
from backend.web.routes.challenges import ChallengePages, ground_of
from backend.web.routes.concerns import ConcernPages
from backend.web.routes.decisions import DecisionPages
from backend.web.routes.duty import DutyPages
from backend.web.routes.handling import HandlingPages
from backend.web.routes.health import HealthPages
from backend.web.routes.packs import PackPages
from backend.web.routes.permanence import PermanencePages
from backend.web.routes.proceedings import ProceedingsPages
from backend.web.routes.reminders import ReminderPages
from backend.web.routes.rota import RotaPages
from backend.web.routes.talks import TalkPages
from backend.web.routes.versions import VersionPages
from bot.booklets.routes import BookletPages
from bot.telegram.receiving import WEBHOOK_PATH
from bot.tryout import routes as tryout
from bot.webchat.rendering import STATIC
from bot.webchat.routes import Chat
from dialogs.loading import load_all, load_questions
from dialogs.loading_cues import load_cues

if TYPE_CHECKING:
    from bot.telegram.running import Telegram

Routes = Mapping[str, Route]
Enquiries = Mapping[str, Enquiry]


@dataclass(frozen=True)
class House:
    """One running Sayso: what it runs on, and by which routes messages leave it."""

    runtime: Runtime
    desk: Desk
    routes: Routes
    telegram: "Telegram | None" = None
    enquiries: Enquiries = field(default_factory=dict)


def open_house(
    settings: Settings, clock: Clock = system_clock, routes: Routes | None = None
) -> House:
    """Open the database, the keys, the scripts and the words, and choose the routes."""
    migrate(settings.database_url)
    translations = load_translations(settings.languages, include_drafts=settings.draft_languages)
    enquiries: Enquiries = {}
    if routes is None:
        routes, enquiries = outgoing(settings, translations)
    runtime = Runtime(
        settings=settings,
        database=open_database(settings.database_url),
        ring=load_key_ring(settings.key_file),
        clock=clock,
        scripts=load_all(),
        translations=translations,
        routes=frozenset(routes),
    )
    desk = Desk(
        ring=runtime.ring,
        scripts=runtime.scripts,
        questions=load_questions(),
        cues=load_cues(),
        translations=translations,
        authority=settings.authority_name,
        childline=_childline(settings),
        public_url=settings.public_url,
        mail_works="email" in routes,
        routes=runtime.routes,
        on_call=on_call_of(settings, bank_holidays(), runtime.routes),
    )
    telegram = _telegram(runtime, desk)
    if telegram is not None:
        routes = {**routes, "telegram": telegram.route}
    return House(runtime, desk, routes, telegram, enquiries)


def outgoing(settings: Settings, translations: Translations) -> tuple[Routes, Enquiries]:
    """Choose the routes that are set, and who is asked for receipts.

    "email" is the way of every e-mail: our own server if there is one, else GOV.UK Notify.
    """
    routes: dict[str, Route] = {}
    if settings.smtp_host:
        routes["email"] = smtp_route(settings, translations)
    if not settings.notify_api_key:
        return routes, {}
    notify = Notify(settings, translations)
    email = "notify_email" if routes else "email"
    routes |= {email: notify.email, SMS_ROUTE: notify.sms}
    return routes, {email: notify.enquire, SMS_ROUTE: notify.enquire}


def _childline(settings: Settings) -> str:
    """Give Childline's number as the authority has it; a file of theirs that is wrong stops us."""
    try:
        return duty.numbers(settings.data)["childline"].number
    except ValueError as error:
        raise BadSettings([f"{error}."]) from None


def _telegram(runtime: Runtime, desk: Desk) -> "Telegram | None":
    if not runtime.settings.telegram_token:
        return None
    from bot.telegram.running import Telegram  # noqa: PLC0415  # aiogram takes seconds to load

    return Telegram(runtime, desk)


def application(house: House) -> FastAPI:
    """Make the web application: staff pages and the families' chat."""
    chat = Chat(house.runtime, house.desk)
    desk = house.desk
    routers = [chat.router(), *DecisionPages(desk).routers()]
    routers += [PackPages(desk).router(), ConcernPages(desk).router()]
    routers += [
        *HandlingPages(desk).routers(),
        *TalkPages(desk).routers(),
        RotaPages(desk).router(),
        *DutyPages(desk).routers(),
    ]
    routers += [
        tryout.Tryout(house.runtime, house.desk).router(),
        BookletPages(house.desk).router(),
        VersionPages(house.desk).router(),
        ReminderPages(house.desk, frozenset(house.routes)).router(),
        *_challenge_pages(house),
        HealthPages({job.name: job.every for job in JOBS}).router(),
    ]
    telegram = house.telegram.routers if house.telegram else []
    return create_app(
        house.runtime,
        [*routers, *telegram],
        extra_files={"/static/chat": STATIC, "/static/tryout": tryout.STATIC},
        extra_templates=[tryout.TEMPLATES],
        error_pages={"/chat": chat.error, "/c/": chat.error},
        machines=[WEBHOOK_PATH] if telegram else [],
    )


def _challenge_pages(house: House) -> list[APIRouter]:
    """Give the pages of challenges; a file of stages that is wrong stops us."""
    try:
        ground = ground_of(house.desk, stages.terms(house.runtime.settings.data))
    except ValueError as error:
        raise BadSettings([f"{error}."]) from None
    # "new" stands before a challenge's id.
    forms = ChallengeForms(ground).routers()
    permanence, proceedings = PermanencePages(house.desk), ProceedingsPages(house.desk)
    rest = [*permanence.routers(), *proceedings.routers()]
    return [*forms, ChallengePages(ground).router(), *rest]


@contextlib.contextmanager
def delivering(house: House) -> Iterator[None]:
    """Deliver what is due, do what is timed, and listen to Telegram, while the block runs."""
    runtime = house.runtime
    courier = Courier(
        runtime.database,
        runtime.ring,
        house.routes,
        runtime.clock,
        enquiries=house.enquiries,
    )
    if house.telegram:
        house.telegram.start(courier.nudge)
    courier.start()
    timetable = Timetable(Tools(runtime, house.desk, frozenset(house.routes)))
    timetable.start()
    try:
        yield
    finally:
        timetable.stop()
        courier.stop()
        if house.telegram:
            house.telegram.stop()


def serve(house: House, host: str, port: int) -> None:
    """Serve until told to stop; what is under way is finished first."""
    config = uvicorn.Config(
        application(house),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=20,
    )
    try:
        with delivering(house):
            uvicorn.Server(config).run()
    finally:
        house.runtime.database.close()


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])

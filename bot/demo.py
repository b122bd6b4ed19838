"""A made-up authority, made only through the services, so that the first thing seen is real."""

import contextlib
import json
import sys
import tempfile
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path

from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import Clock, system_clock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.documents import pdf_available
from backend.platform.keys.service import make_key_file
from backend.platform.settings import Settings, load
from bot import demo_families, demo_people, serving
from bot.demo_links import Link, MadeUp, SignIn

LOOPBACK = ("http://127.0.0.1", "http://localhost")
NOT_EMPTY = "Something else is kept there already: give the demo an empty folder and no database."


class TooReal(Exception):
    """The made-up families stay away from real people and from what is kept of them."""


def run(
    environ: dict[str, str],
    *,
    port: int,
    data: Path | None,
    links: Path | None,
    open_browser: bool,
) -> int:
    """Make the authority, print the ways in, and serve it until told to stop."""
    with contextlib.ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sayso-")))
        port = port or serving.free_port()
        try:
            house, made_up = open_demo(_settings(environ, folder, port))
        except TooReal as error:
            sys.stderr.write(f"{error}\n")
            return 2
        if links is not None:
            links.write_text(made_up.to_json(), "utf-8")
        sys.stdout.write(_welcome(made_up, pdf_available()))
        sys.stdout.flush()
        if open_browser:
            threading.Timer(1.0, webbrowser.open, [made_up.url]).start()
        serving.serve(house, "127.0.0.1", port)
    return 0


def open_demo(settings: Settings, clock: Clock = system_clock) -> tuple[serving.House, MadeUp]:
    """Open the house over the made-up authority, making it first where the folder is empty.

    Raises TooReal where there is something that was not made up.
    """
    kept = settings.data / "made-up.json"
    if not kept.exists():
        if settings.key_file.exists():
            raise TooReal(NOT_EMPTY)
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_key_file(settings.key_file)
    house = serving.open_house(settings, clock, _routes(settings))
    if kept.exists():
        telegram = demo_families.telegram_of(settings)
        return house, replace(_read(kept, settings.public_url), telegram=telegram)
    if house.runtime.database.read(lambda transaction: people.list_officers(transaction, SYSTEM)):
        house.runtime.database.close()
        raise TooReal(NOT_EMPTY)
    made_up = demo_families.make(house, clock())
    kept.touch(mode=0o600)
    kept.write_text(made_up.to_json(), "utf-8")
    return house, made_up


def _settings(environ: dict[str, str], folder: Path, port: int) -> Settings:
    """Take the settings there are, but no route by which a message could leave this machine."""
    settings = load(environ, folder)
    if settings.smtp_host:
        raise TooReal("The demo sends nothing: take SAYSO_SMTP_HOST away.")
    if settings.notify_api_key:
        raise TooReal("The demo sends nothing: take SAYSO_NOTIFY_API_KEY away.")
    if settings.telegram_token and not settings.telegram_api_url.startswith(LOOPBACK):
        raise TooReal("The demo has no real Telegram: take SAYSO_TELEGRAM_TOKEN away.")
    return replace(
        settings,
        public_url=f"http://127.0.0.1:{port}",
        authority_name=settings.authority_name or demo_people.AUTHORITY,
        languages=tuple(dict.fromkeys((*settings.languages, "cy"))),
        draft_languages=True,
        demo=True,
    )


def _routes(settings: Settings) -> serving.Routes:
    def show(message: OpenedMessage) -> None:
        # An e-mail of the made-up authority goes no further than this line.
        sys.stdout.write(f"An e-mail would go out now: {message.template}\n")
        sys.stdout.flush()

    return {"email": show}


def _read(kept: Path, url: str) -> MadeUp:
    raw = json.loads(kept.read_text("utf-8"))
    links = tuple(Link(**{**each, "url": f"{url}/c/{each['token']}"}) for each in raw["links"])
    return MadeUp(url, tuple(SignIn(**each) for each in raw["staff"]), links, raw["telegram"])


def _welcome(made_up: MadeUp, with_pdf: bool) -> str:
    lines = ["", "Sayso is running, with made-up families.", "", "Answer as one of them:"]
    for link in made_up.links:
        lines.append(f"  {link.name} ({link.role.replace('_', ' ')}, about {link.child})")
        lines.append(f"      {link.url}   code {link.code}")
    lines += ["", f"Sign in as staff: {made_up.url}/sign-in"]
    lines += [f"  {each.role:<28} {each.email:<34} {each.password}" for each in made_up.staff]
    lines += ["", "PDF on" if with_pdf else "PDF off (Pango is missing)"]
    lines += [f"Telegram on, at {made_up.telegram}"] * bool(made_up.telegram)
    lines += ["Stop with Ctrl-C.", ""]
    return "\n".join(lines) + "\n"

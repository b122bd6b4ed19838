"""The pages about scripts for everybody who signs in: which there are, and one to try out.

A try-out keeps nothing: where it stands travels in its form, and no unit of work is ever opened.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.people.rules import OFFICER_ROLES
from backend.platform.documents import pdf_available
from backend.platform.errors import NotFound
from backend.platform.runtime import Runtime
from backend.web.visits import AnyOfficer, Visit, staff_router
from bot.booklets.routes import find_script
from bot.play_people import player
from bot.tryout import carried, words
from bot.tryout.messenger import messages
from bot.tryout.phone import ADD, NOW, SAID, TAKE_BACK, TAKING_BACK, Phone
from bot.tryout.turns import Turn, take
from bot.webchat.forms import Form, to_posted
from dialogs.engine import start
from dialogs.levels import LEVELS
from dialogs.script import Script

FOLDER = Path(__file__).parent
STATIC, TEMPLATES = FOLDER / "static", FOLDER / "templates"
ONCE_MORE = "once-more"


@dataclass(frozen=True)
class Trying:
    """One try-out as it is shown: the script, a child's age in years, and the turn it is at."""

    script: Script
    age: int
    turn: Turn
    look: str = NOW


class Tryout:
    """The list of scripts, and the try-out of each."""

    def __init__(self, runtime: Runtime, desk: Desk) -> None:
        self._runtime = runtime
        self._desk = desk
        self._phone = Phone(runtime, desk)

    def router(self) -> APIRouter:
        """Give the addresses, closed to all but officers."""
        router = staff_router(*OFFICER_ROLES)
        router.add_api_route("/scripts", self.listed, methods=["GET"])
        router.add_api_route("/scripts/{script_id}/try", self.begin, methods=["GET"])
        router.add_api_route("/scripts/{script_id}/try", self.post, methods=["POST"])
        router.add_api_route("/scripts/{script_id}/try/{where}", self.look, methods=["POST"])
        return router

    def listed(self, visit: AnyOfficer) -> Response:
        """Show every script there is: for whom, how hard its words are, and what to do with it."""
        return visit.page(
            "scripts.html",
            all=self._desk.scripts,
            scripts=sorted(self._desk.scripts.versions.values(), key=_place_in_list),
            levels=LEVELS,
            languages=self._phone.languages,
            with_pdf=pdf_available(),
        )

    def begin(
        self,
        visit: AnyOfficer,
        script_id: str,
        version: str = "",
        language: str = "",
        age: str = "",
    ) -> Response:
        """Begin a try-out of a version, else the newest, in a language and for a child's age."""
        script = find_script(self._desk.scripts, script_id, version)
        turn = Turn(start(script, self._offered(language)).state)
        return self._page(visit, Trying(script, _age(script, age), turn))

    def post(self, visit: AnyOfficer, script_id: str, form: Form) -> Response:
        """Take one thing that happened, and show where that leads."""
        trying = self._read(script_id, form)
        if not trying.turn.note:
            turn = take(
                trying.script,
                trying.turn.state,
                to_posted(form),
                self._desk.cues,
                self._phone.offered,
            )
            # After Send only what somebody means to add can be refused, and is shown again.
            adding = turn.wrong and turn.state.status == "sent"
            trying = replace(trying, turn=turn, look=ADD if adding else NOW)
        return self._page(visit, trying)

    def look(self, visit: AnyOfficer, script_id: str, where: str, form: Form) -> Response:
        """Show what the chat shows beside the conversation: said so far, add, take back."""
        if where not in {SAID, ADD, TAKE_BACK, ONCE_MORE}:
            raise NotFound
        trying = self._read(script_id, form)
        turn, sent = trying.turn, trying.turn.state.status == "sent"
        if turn.note or (where == SAID) is sent:
            return self._page(visit, trying)
        if where == ONCE_MORE:
            begun = Turn(start(trying.script, turn.state.language).state)
            return self._page(visit, replace(trying, turn=begun))
        if where == TAKE_BACK and form.get("code"):
            return self._page(visit, replace(trying, look=TAKING_BACK))
        note = words.CODE if where == TAKE_BACK else ""
        return self._page(visit, replace(trying, turn=replace(turn, note=note), look=where))

    def _begun(self, script_id: str, version: str) -> Script:
        """Give the version a page was begun with, the newest where that is none there is."""
        scripts = self._desk.scripts
        try:
            return find_script(scripts, script_id, version)
        except NotFound:
            return find_script(scripts, script_id, "")

    def _offered(self, language: str) -> str:
        known = self._runtime.settings.languages
        return language if language in self._phone.offered else known[0]

    def _read(self, script_id: str, form: FormData) -> Trying:
        """Read what the page carried; what cannot be read begins again and says so."""
        script = self._begun(script_id, str(form.get("version", "")))
        age = _age(script, str(form.get("age", "")))
        state = carried.read(str(form.get("state", "")), script, self._phone.offered)
        if state is None:
            begun = start(script, self._offered("")).state
            return Trying(script, age, Turn(begun, note=words.BEGUN_AGAIN))
        return Trying(script, age, Turn(state))

    def _page(self, visit: Visit, trying: Trying) -> Response:
        script, turn = trying.script, trying.turn
        action = f"/scripts/{script.id}/try"
        hands_on = (("version", str(script.version)), ("age", str(trying.age)))
        youngest, oldest = script.ages
        return visit.page(
            "try.html",
            script=script,
            phone=self._phone.page(script, turn, action, hands_on, trying.look),
            begun=bool(trying.look or turn.posted or turn.outputs or turn.note),
            duty=words.duty(turn),
            note=words.NOTES.get(turn.note, ""),
            iro=player(script).iro,
            ages=range(youngest, oldest + 1) if script.audience == "child" else (),
            age=trying.age,
            languages=self._phone.languages,
            spoken=turn.state.language,
            **self._beside(visit, trying),
        )

    def _beside(self, visit: Visit, trying: Trying) -> dict[str, Any]:
        from_age = self._runtime.settings.telegram_min_age
        shown = messages(
            self._desk,
            trying.script,
            trying.turn,
            self._phone.names(trying.script, trying.turn.state),
            age=trying.age,
            from_age=from_age,
            today=visit.today,
        )
        return {"telegram": shown, "from_age": from_age}


def _place_in_list(script: Script) -> tuple[object, ...]:
    """Put children first, and those before a review first, youngest first; the newest first."""
    grown, other = script.audience != "child", script.purpose != "review"
    return grown, other, script.by_choice, script.ages, script.id, -script.version


def _age(script: Script, asked: str) -> int:
    """Read a child's age, the youngest a script is for where it is none of its ages."""
    youngest, oldest = script.ages
    age = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else youngest
    return age if youngest <= age <= oldest else youngest

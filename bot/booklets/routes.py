"""A script as a booklet, for every officer: it holds questions and nobody's answers."""

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.people.rules import OFFICER_ROLES
from backend.platform.documents import pdf_available
from backend.platform.errors import NotFound, Unavailable
from backend.web.visits import AnyOfficer, staff_router
from bot.booklets.rendering import Press


class BookletPages:
    """The address of each booklet, over the desk that knows the scripts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._press = Press(desk.translations, desk.childline)

    def router(self) -> APIRouter:
        """Give the address, closed to all but officers."""
        router = staff_router(*OFFICER_ROLES)
        router.add_api_route("/scripts/{script_id}/booklet.pdf", self.booklet, methods=["GET"])
        return router

    def booklet(self, visit: AnyOfficer, script_id: str, language: str = "") -> Response:
        """Give the newest version of a script as a tagged PDF, in a language that is offered."""
        scripts, offered = self._desk.scripts, self._desk.translations.languages
        if script_id not in scripts.ids or (language and language not in offered):
            raise NotFound
        if not pdf_available():
            raise Unavailable
        script = scripts.newest(script_id)
        spoken = language or visit.runtime.settings.languages[0]
        # A name of a script can say that somebody is in care; a file lies about for long.
        headers = {"Content-Disposition": 'inline; filename="questions.pdf"'}
        made = self._press.pdf(script, spoken)
        return Response(made, media_type="application/pdf", headers=headers)

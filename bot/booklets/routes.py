"""A script as a booklet, for every officer: it holds questions and nobody's answers."""

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.people.rules import OFFICER_ROLES
from backend.platform.documents import pdf_available
from backend.platform.errors import NotFound, Unavailable, or_not_found
from backend.web.visits import AnyOfficer, staff_router
from bot.booklets.rendering import Press
from dialogs.script import Script, Scripts


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

    def booklet(
        self, visit: AnyOfficer, script_id: str, version: str = "", language: str = ""
    ) -> Response:
        """Give a version of a script, else the newest, as a tagged PDF in a language we offer."""
        script = find_script(self._desk.scripts, script_id, version)
        if language and language not in self._desk.translations.languages:
            raise NotFound
        if not pdf_available():
            raise Unavailable
        spoken = language or visit.runtime.settings.languages[0]
        # A name of a script can say that somebody is in care; a file lies about for long.
        headers = {"Content-Disposition": 'inline; filename="questions.pdf"'}
        made = self._press.pdf(script, spoken)
        return Response(made, media_type="application/pdf", headers=headers)


def find_script(scripts: Scripts, script_id: str, version: str) -> Script:
    """Give a version of a script by its number, the newest where none is named.

    Raises NotFound.
    """
    every = {str(each.version): each for each in scripts.versions.values() if each.id == script_id}
    if not version and every:
        return scripts.newest(script_id)
    return or_not_found(every.get(version))

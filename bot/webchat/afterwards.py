"""The chat once it is sent: add something, take something back, and begin again on any day."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from backend.consultations.rules import Consultation
from backend.invitations import service as invitations
from backend.invitations.rules import Bound, Entered
from backend.platform.database import Transaction, new_id
from backend.platform.runtime import Runtime
from bot.webchat import words
from bot.webchat.forms import Form
from bot.webchat.pages import Row, screen, sent_rows
from bot.webchat.rendering import Page, Pages, to
from bot.webchat.talks import Talks
from bot.webchat.visits import Visits


class Afterwards:
    """Pages that show nothing of what was said, but to whoever types the code again."""

    def __init__(self, runtime: Runtime, talks: Talks, pages: Pages, visits: Visits) -> None:
        self._runtime = runtime
        self._talks = talks
        self._pages = pages
        self._visits = visits

    def router(self) -> APIRouter:
        """Give the addresses."""
        router = APIRouter(redirect_slashes=False)
        router.add_api_route("/chat/{invitation_id}/add", self.add, methods=["GET"])
        router.add_api_route("/chat/{invitation_id}/take-back", self.ask_code, methods=["GET"])
        router.add_api_route("/chat/{invitation_id}/take-back", self.take_back, methods=["POST"])
        router.add_api_route("/chat/{invitation_id}/once-more", self.once_more, methods=["POST"])
        return router

    def add(self, request: Request, invitation_id: str) -> Response:
        """Let them write something more."""
        found = self._sent(request, invitation_id)
        return self._page("add.html", found) if found else to(invitation_id)

    def ask_code(self, request: Request, invitation_id: str) -> Response:
        """Ask for the code, since what comes next shows what was said."""
        found = self._sent(request, invitation_id)
        return self._page("take_back.html", found) if found else to(invitation_id)

    def take_back(self, request: Request, invitation_id: str, form: Form) -> Response:
        """Show what was sent to whoever has the code, to take some of it back."""
        found = self._sent(request, invitation_id)
        if found is None:
            return to(invitation_id)
        ring, at, code = self._runtime.ring, self._runtime.clock(), str(form.get("code", ""))

        def attempt(transaction: Transaction, device: str) -> Entered:
            return invitations.confirm_browser(transaction, ring, invitation_id, code, device, at)

        entered = self._visits.enter(request, Response(), attempt)
        if entered.outcome != "open":
            wrong = words.LOCKED if entered.outcome == "locked" else words.WRONG_CODE
            said = self._pages.words(found.state.language, wrong)
            return self._page("take_back.html", found, wrong=said)
        script, names = self._talks.script(found), self._talks.names(found)
        rows = sent_rows(self._talks.desk, script, found, names)
        return self._page("taking_back.html", found, rows=rows)

    def once_more(self, request: Request, invitation_id: str) -> Response:
        """Begin another conversation on an invitation that is for any day."""
        bound = self._visits.one(request, invitation_id)
        if not bound.needs_code:
            held = self._talks.held(bound)
            self._talks.once_more(held, bound.invitation, self._runtime.clock())
        return to(invitation_id)

    def _sent(self, request: Request, invitation_id: str) -> Consultation | None:
        """Give the conversation if it is sent and this browser may go on, else None."""
        bound: Bound = self._visits.one(request, invitation_id)
        if bound.needs_code:
            return None
        held = self._talks.held(bound)
        return held if held.status == "sent" else None

    def _page(
        self, template: str, held: Consultation, *, rows: tuple[Row, ...] = (), wrong: str = ""
    ) -> Response:
        script, names = self._talks.script(held), self._talks.names(held)
        shown = screen(self._talks.desk, script, held, names)
        action = f"/chat/{held.invitation_id}"
        page = Page(screen=shown, action=action, message=new_id(), wrong=wrong, rows=rows)
        status = 403 if wrong else 200
        return self._pages.render(held.state.language, template, status, page=page)

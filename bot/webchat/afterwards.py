"""The chat once it is sent: add something, take something back, and begin again on any day."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from backend.consultations.rules import Consultation
from backend.invitations import service as invitations
from backend.invitations.rules import Bound, Entered
from backend.platform.database import Transaction, new_id
from backend.platform.runtime import Runtime
from bot.webchat import words
from bot.webchat.forms import Form, Posted, Refused
from bot.webchat.pages import screen, sent_rows
from bot.webchat.proofs import proof, proves
from bot.webchat.rendering import Page, Pages, to
from bot.webchat.talks import Talks
from bot.webchat.visits import Visits

ASKED, TAKING = "asked for the code", "taking back"


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
        return self._page(request, "add.html", found) if found else to(invitation_id)

    def refused(
        self, request: Request, held: Consultation, posted: Posted, refused: Refused
    ) -> Response:
        """Show what they meant to add, and why it was not taken: also to a browser left alone.

        The page holds nothing but what was posted just now.
        """
        if held.status != "sent" or refused.reason == "stale":
            return to(held.invitation_id)
        wrong = words.WRONG[refused.reason]
        return self._page(request, "add.html", held, wrong=wrong, typed=posted.words, status=422)

    def ask_code(self, request: Request, invitation_id: str) -> Response:
        """Ask for the code, since what comes next shows what was said."""
        found = self._sent(request, invitation_id)
        return self._ask_code(request, found) if found else to(invitation_id)

    def take_back(self, request: Request, invitation_id: str, form: Form) -> Response:
        """Show what was sent to whoever has the code, to take some of it back."""
        found = self._sent(request, invitation_id)
        if found is None:
            return to(invitation_id)
        if not self._proves(request, found, ASKED, form):
            return self._ask_code(request, found)
        ring, at, code = self._runtime.ring, self._runtime.clock(), str(form.get("code", ""))

        def attempt(transaction: Transaction, device: str) -> Entered:
            return invitations.confirm_browser(transaction, ring, invitation_id, code, device, at)

        entered = self._visits.enter(request, Response(), attempt)
        if entered.outcome != "open":
            wrong = words.LOCKED if entered.outcome == "locked" else words.WRONG_NUMBERS
            return self._ask_code(request, found, wrong)
        return self._page(request, "taking_back.html", found, shows=TAKING)

    def may_take(self, request: Request, held: Consultation, form: Form) -> bool:
        """Say whether this comes from the page that only the code opens, and not long ago.

        Before Send what is asked no more is on the page of answers, like the others.
        """
        return held.status != "sent" or self._proves(request, held, TAKING, form)

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

    def _proves(self, request: Request, held: Consultation, shown: str, form: Form) -> bool:
        mark = str(form.get("proof", ""))
        ring, at = self._runtime.ring, self._runtime.clock()
        return proves(ring, mark, self._shown(request, held, shown), at)

    def _shown(self, request: Request, held: Consultation, shown: str) -> str:
        device = request.cookies.get(self._visits.cookie, "")
        return f"{shown}:{held.id}:{device}"

    def _ask_code(self, request: Request, held: Consultation, wrong: str = "") -> Response:
        status = 403 if wrong else 200
        page = "take_back.html"
        return self._page(request, page, held, shows=ASKED, wrong=wrong, status=status)

    def _page(
        self,
        request: Request,
        template: str,
        held: Consultation,
        *,
        shows: str = "",
        wrong: str = "",
        typed: str = "",
        status: int = 200,
    ) -> Response:
        """Give one of these pages; ``shows`` is what its proof will prove that it was."""
        talks, language = self._talks, held.state.language
        script = talks.script(held)
        shown = screen(talks.desk, script, held, talks.names(held))
        said = talks.names_said(held)
        rows = sent_rows(talks.desk, script, held, said) if shows == TAKING else ()
        ring, at = self._runtime.ring, self._runtime.clock()
        page = Page(
            screen=shown,
            action=f"/chat/{held.invitation_id}",
            message=new_id(),
            words=typed,
            wrong=self._pages.words(language, wrong) if wrong else "",
            about=shown.word["about"] if self._visits.several(request) else "",
            rows=rows,
            proof=proof(ring, self._shown(request, held, shows), at) if shows else "",
        )
        return self._pages.render(language, template, status, page=page)

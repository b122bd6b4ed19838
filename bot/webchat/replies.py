"""What a child was answered: shown to whoever types the code, and on no other page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from backend.consultations.rules import Consultation
from backend.invitations import service as invitations
from backend.invitations.rules import AFTER_REVIEW, ANY_DAY, Entered
from backend.platform.database import Transaction, new_id
from backend.platform.runtime import Runtime
from backend.replies import service as replies
from bot.webchat import words
from bot.webchat.forms import Form
from bot.webchat.pages import screen
from bot.webchat.rendering import Page, Pages, to
from bot.webchat.talks import Talks
from bot.webchat.visits import Visits


class Answers:
    """The page of answers, for a child who has been sent one."""

    def __init__(self, runtime: Runtime, talks: Talks, pages: Pages, visits: Visits) -> None:
        self._runtime = runtime
        self._talks = talks
        self._pages = pages
        self._visits = visits

    def router(self) -> APIRouter:
        """Give the addresses."""
        router = APIRouter(redirect_slashes=False)
        router.add_api_route("/chat/{invitation_id}/answers", self.ask_code, methods=["GET"])
        router.add_api_route("/chat/{invitation_id}/answers", self.read, methods=["POST"])
        return router

    def ask_code(self, request: Request, invitation_id: str) -> Response:
        """Ask for the code, since what comes next may be about what was said."""
        held = self._talks.held(self._visits.one(request, invitation_id))
        if not self._talks.answers(held):
            return to(invitation_id)
        return self._page(request, held, "reply_code.html")

    def read(self, request: Request, invitation_id: str, form: Form) -> Response:
        """Show what was answered, newest first, and note that it has been seen."""
        held = self._talks.held(self._visits.one(request, invitation_id))
        ring, at, code = self._runtime.ring, self._runtime.clock(), str(form.get("code", ""))

        def attempt(transaction: Transaction, device: str) -> Entered:
            return invitations.confirm_browser(transaction, ring, invitation_id, code, device, at)

        entered = self._visits.enter(request, Response(), attempt)
        if entered.outcome != "open":
            wrong = words.LOCKED if entered.outcome == "locked" else words.WRONG_NUMBERS
            return self._page(request, held, "reply_code.html", wrong=wrong)
        return self._shown(request, held)

    def _shown(self, request: Request, held: Consultation) -> Response:
        key, at = self._talks.key(held.child_id), self._runtime.clock()
        every = self._runtime.database.read(
            lambda t: replies.for_child(t, key, held.participant_id)
        )
        language = held.state.language
        date = self._runtime.translations.date
        shown = [
            (date(language, each.sent_at or each.made_at, "date"), each.seen_in(language))
            for each in every
        ]
        answer = self._page(
            request, held, "reply.html", answers=shown, after=self._after(request, held)
        )
        self._runtime.database.write(lambda t: replies.note_read(t, held.participant_id, at))
        return answer

    def _after(self, request: Request, held: Consultation) -> str:
        """Give where they can say what they think of it, "" where they cannot or have said it."""
        for bound in self._visits.every(request):
            one = bound.invitation
            if (one.purpose, one.participant_id) == (AFTER_REVIEW, held.participant_id):
                return "" if self._talks.held(bound).status == "sent" else f"/chat/{one.id}"
        return ""

    def _page(
        self,
        request: Request,
        held: Consultation,
        template: str,
        *,
        wrong: str = "",
        answers: list[tuple[str, str]] | None = None,
        after: str = "",
    ) -> Response:
        talks, language = self._talks, held.state.language
        shown = screen(talks.desk, talks.script(held), held, talks.names(held))
        page = Page(
            screen=shown,
            action=f"/chat/{held.invitation_id}",
            message=new_id(),
            wrong=self._pages.words(language, wrong) if wrong else "",
            about=shown.word["about"] if self._visits.several(request) else "",
            once_more=(held.purpose, held.status) == (ANY_DAY, "sent"),
        )
        status = 403 if wrong else 200
        return self._pages.render(
            language, template, status, page=page, answers=answers or [], after=after
        )

"""The web chat's addresses: parse, one unit of work, a page. Every page works without a script."""

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from backend.concerns.rules import NoDutyRoute
from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk
from backend.invitations import service as invitations
from backend.invitations.rules import ANY_DAY, Entered
from backend.platform.database import Transaction
from backend.platform.errors import NotFound, SaysoError
from backend.platform.runtime import Runtime
from bot.webchat import words
from bot.webchat.afterwards import Afterwards
from bot.webchat.forms import Form, Posted, Refused, to_event, to_posted, typed_beside
from bot.webchat.pages import address, earlier, screen, shown_again
from bot.webchat.rendering import SEE_OTHER, Pages, to
from bot.webchat.talks import Talks
from bot.webchat.visits import Visits
from dialogs import events
from dialogs.routing import Place, place

WITHOUT_CODE = (events.Said, events.Picked, events.Drew, events.Added, events.AskedForHelp)
Attempt = Callable[[Transaction, str], Entered]
AWAY = '<!DOCTYPE html><html lang="en"><head><title>-</title></head><body></body></html>'
FORGET = '"cache", "cookies", "storage"'


class Chat:
    """The pages of one conversation, for whoever holds the bound browser."""

    def __init__(self, runtime: Runtime, desk: Desk) -> None:
        self._runtime = runtime
        self._desk = desk
        self._pages = Pages(runtime, desk.childline)
        self._visits = Visits(runtime)
        self._talks = Talks(runtime, desk)
        self._afterwards = Afterwards(runtime, self._talks, self._pages, self._visits)

    def router(self) -> APIRouter:
        """Give the addresses of the chat."""
        router = APIRouter(redirect_slashes=False)
        router.add_api_route("/c/{token}", self.arrive, methods=["GET"])
        router.add_api_route("/c/{token}", self.enter, methods=["POST"])
        router.add_api_route("/chat", self.about_whom, methods=["GET"])
        router.add_api_route("/chat/leave", self.leave, methods=["POST"])
        router.add_api_route("/chat/{invitation_id}", self.now, methods=["GET"])
        router.add_api_route("/chat/{invitation_id}", self.post, methods=["POST"])
        router.add_api_route("/chat/{invitation_id}/code", self.confirm, methods=["POST"])
        router.add_api_route("/chat/{invitation_id}/said", self.said, methods=["GET"])
        router.include_router(self._afterwards.router())
        router.add_api_route("/chat/{invitation_id}/{where}", self.show, methods=["GET"])
        return router

    def error(self, request: Request, error: SaysoError) -> Response:
        """Say kindly what went wrong; the page says nothing of whose it is."""
        title, lines = words.sorry(error)
        language = self._runtime.settings.languages[0]
        said = [self._pages.words(language, line) for line in lines]
        heading = self._pages.words(language, title)
        helplines = isinstance(error, NoDutyRoute)
        return self._pages.render(
            language, "sorry.html", error.status, title=heading, lines=said, helplines=helplines
        )

    def arrive(self, token: str) -> Response:
        """Ask for the code. Looking never uses a link up, and says the same of every link."""
        return self._code_page(f"/c/{token}", token)

    def enter(self, request: Request, token: str, form: Form) -> Response:
        """Take the code: bind this browser, begin the conversation, and lead to it."""
        at = self._runtime.clock()
        ring = self._runtime.ring
        code = str(form.get("code", ""))
        found = self._runtime.database.read(
            lambda transaction: invitations.find_by_token(transaction, ring, token, at)
        )
        key = self._talks.key(found.child_id) if found else None
        language = self._language(form)

        def attempt(transaction: Transaction, device: str) -> Entered:
            entered = invitations.bind_browser(transaction, ring, token, code, device, at)
            if entered.outcome == "open" and entered.invitation and key:
                consultations.begin(
                    transaction, self._desk, key, entered.invitation, language=language, at=at
                )
            return entered

        return self._entered(request, f"/c/{token}", attempt, token)

    def confirm(self, request: Request, invitation_id: str, form: Form) -> Response:
        """Take the code of a conversation that was left alone, and lead back to it."""
        at = self._runtime.clock()
        code = str(form.get("code", ""))

        def attempt(transaction: Transaction, device: str) -> Entered:
            ring = self._runtime.ring
            return invitations.confirm_browser(transaction, ring, invitation_id, code, device, at)

        about = self._about(request, invitation_id)
        return self._entered(request, f"/chat/{invitation_id}/code", attempt, about=about)

    def about_whom(self, request: Request) -> Response:
        """Ask about whom, where one browser holds several; there is no default."""
        held = self._visits.every(request)
        if not held:
            raise NotFound
        if len(held) == 1:
            return to(held[0].invitation.id)
        language = self._runtime.settings.languages[0]
        people = [(f"/chat/{name}", label) for name, label in self._talks.labels(held, language)]
        return self._pages.render(language, "whom.html", people=people)

    def leave(self, request: Request) -> Response:
        """Leave at once: the browser forgets, and the code is asked for next time."""
        self._visits.leave(request)
        # Not a redirect: the policy that lets our forms lead nowhere else would stop it, and they
        # would still be on the page. An empty page that goes on by itself is gone at once.
        response = HTMLResponse(AWAY)
        response.headers["Refresh"] = f"0; url={self._runtime.settings.leave_url}"
        response.headers["Clear-Site-Data"] = FORGET
        self._visits.forget(response)
        return response

    def now(self, request: Request, invitation_id: str) -> Response:
        """Lead to the screen the conversation is at."""
        bound = self._visits.one(request, invitation_id)
        if bound.needs_code:
            about = self._about(request, invitation_id)
            return self._code_page(f"/chat/{invitation_id}/code", about=about)
        held = self._talks.held(bound)
        script = self._talks.script(held)
        return to(invitation_id, address(script, place(script, held.state)))

    def show(self, request: Request, invitation_id: str, where: str) -> Response:
        """Show one screen: the one they are at, or an earlier step by its number."""
        bound = self._visits.one(request, invitation_id)
        if bound.needs_code:
            return to(invitation_id)
        held = self._talks.held(bound)
        script = self._talks.script(held)
        current = where == address(script, place(script, held.state))
        number = int(where) if where.isascii() and where.isdigit() else 0
        looking_at = None if current else earlier(script, held, number)
        if not current and looking_at is None:
            return to(invitation_id)
        self._visits.touch(request, bound)
        return self._page(request, held, looking_at)

    def said(self, request: Request, invitation_id: str) -> Response:
        """Show what they have said so far, to change any of it; nothing once it is sent."""
        bound = self._visits.one(request, invitation_id)
        held = self._talks.held(bound)
        if bound.needs_code or held.status == "sent":
            return to(invitation_id)
        return self._page(request, held, Place("check"), early=True)

    def post(self, request: Request, invitation_id: str, form: Form) -> Response:
        """Take one thing that happened, then lead to where that leaves them.

        A browser that has been left alone may still hand in what was typed, and ask for help:
        that shows nothing to anyone. For the rest, such as Send, it is asked for the code first.
        """
        bound = self._visits.one(request, invitation_id)
        held = self._talks.held(bound)
        posted = to_posted(form)
        earlier = held.state.by_step.get(posted.place)
        emptied = earlier is not None and earlier.again and bool(earlier.words)
        event = to_event(posted, self._talks.shown(held, posted.seen), emptied)
        if isinstance(event, events.Started) and event.language not in self._pages.offered:
            event = Refused("stale")
        if isinstance(event, Refused) and posted.move == "add":
            return self._afterwards.refused(request, held, posted, event)
        if isinstance(event, events.TookBack) and not self._afterwards.may_take(
            request, held, form
        ):
            return to(invitation_id, "take-back")
        if bound.needs_code and not isinstance(event, WITHOUT_CODE):
            return to(invitation_id)
        if isinstance(event, Refused):
            return self._refused(request, held, posted, event)
        typed = typed_beside(posted, held.state)
        if typed is not None:
            held = self._talks.take(held, typed)
        after = self._talks.take(held, event)
        if bound.needs_code:
            return to(invitation_id)
        self._visits.touch(request, bound)
        script = self._talks.script(after)
        return to(invitation_id, address(script, place(script, after.state)))

    def _refused(
        self, request: Request, held: Consultation, posted: Posted, refused: Refused
    ) -> Response:
        """Show the same screen with what was typed and why it was not taken."""
        if held.status == "sent" or refused.reason == "stale":
            return to(held.invitation_id)
        wrong = self._pages.words(held.state.language, words.WRONG[refused.reason])
        script = self._talks.script(held)
        held, here = shown_again(script, held, posted)
        return self._page(request, held, here, posted=posted, wrong=wrong)

    def _page(
        self,
        request: Request,
        held: Consultation,
        looking_at: Place | None,
        *,
        early: bool = False,
        posted: Posted | None = None,
        wrong: str = "",
    ) -> Response:
        script, names = self._talks.script(held), self._talks.names(held)
        shown = screen(self._desk, script, held, names, looking_at)
        shown = replace(shown, told=(*self._talks.who_reads(held), *shown.told))
        action = f"/chat/{held.invitation_id}"
        page = replace(
            self._pages.page(script, held.state, shown, action, posted=posted, wrong=wrong),
            no_alarm=held.state.language not in self._desk.cues,
            early=early,
            about=shown.word["about"] if self._visits.several(request) else "",
            people=self._talks.people(held) if shown.stage in {"share", "send"} else (),
            read=shown.stage == "sent" and self._talks.was_read(held),
            once_more=held.purpose == ANY_DAY,
        )
        status = 422 if wrong else 200
        return self._pages.render(held.state.language, words.template(shown), status, page=page)

    def _entered(
        self, request: Request, action: str, attempt: Attempt, token: str = "", about: str = ""
    ) -> Response:
        """Lead on where the code was right, else ask again; the same words for every bad link."""
        leading = RedirectResponse("/chat", SEE_OTHER)
        entered = self._visits.enter(request, leading, attempt)
        if entered.outcome == "open" and entered.invitation is not None:
            leading.headers["Location"] = f"/chat/{entered.invitation.id}"
            return leading
        # A link that was never one is answered like a wrong code, so that guessing learns nothing.
        wrong = words.LOCKED if entered.outcome == "locked" else words.WRONG_CODE
        return self._code_page(action, token, wrong, about)

    def _about(self, request: Request, invitation_id: str) -> str:
        """Say about whom the code is asked, where this browser holds several; else ""."""
        held = {bound.invitation.id: bound for bound in self._visits.every(request)}
        if len(held) < 2 or invitation_id not in held:
            return ""
        return self._talks.about(held[invitation_id], self._runtime.settings.languages[0])

    def _code_page(
        self, action: str, token: str = "", wrong: str = "", about: str = ""
    ) -> Response:
        """Ask for the code; who comes by a link, whichever, may also go on in Telegram."""
        language = self._runtime.settings.languages[0]
        said = self._pages.words(language, wrong) if wrong else ""
        telegram = self._runtime.bot.link(token) if token else ""
        shown = {"action": action, "again": not token, "wrong": said, "telegram": telegram}
        shown |= {"about": about}
        return self._pages.render(language, "code.html", 403 if wrong else 200, **shown)

    def _language(self, form: FormData) -> str:
        asked = str(form.get("language", ""))
        return asked if asked in self._pages.offered else self._runtime.settings.languages[0]

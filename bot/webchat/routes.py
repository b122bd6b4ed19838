"""The web chat's addresses: parse, one unit of work, a page. Every page works without a script."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk, Received
from backend.invitations.rules import Bound
from backend.platform.database import Transaction, new_id
from backend.platform.errors import NotFound
from backend.platform.runtime import Runtime
from bot.webchat.forms import Posted, Refused, read_form, to_event, to_posted
from bot.webchat.pages import address, earlier, screen
from bot.webchat.rendering import Pages
from bot.webchat.visits import Visits
from dialogs.routing import Place, place

Form = Annotated[FormData, Depends(read_form)]


class Chat:
    """The pages of one conversation, for whoever holds the bound browser."""

    def __init__(self, runtime: Runtime, desk: Desk) -> None:
        self._runtime = runtime
        self._desk = desk
        self._pages = Pages(runtime)
        self._visits = Visits(runtime)

    def about_whom(self, request: Request) -> Response:
        """Ask about whom, where one browser holds several; there is no default."""
        held = self._visits.every(request)
        if not held:
            raise NotFound
        if len(held) == 1:
            return _to(held[0].invitation.id)
        return self._pages.about_whom(held, self._runtime.database.read(self._visits.named(held)))

    def now(self, request: Request, invitation_id: str) -> Response:
        """Lead to the screen the conversation is at."""
        bound = self._visits.one(request, invitation_id)
        if bound.needs_code:
            return self._pages.code(f"/chat/{invitation_id}/code", again=True)
        held = self._held(bound)
        return _to(invitation_id, address(self._script(held), place(*self._where(held))))

    def show(self, request: Request, invitation_id: str, where: str) -> Response:
        """Show one screen: the one they are at, or an earlier step by its number."""
        bound = self._visits.one(request, invitation_id)
        if bound.needs_code:
            return _to(invitation_id)
        held = self._held(bound)
        script = self._script(held)
        here = place(script, held.state)
        looking_at = earlier(script, held, int(where)) if where.isascii() and where.isdigit() else None
        if where != address(script, here) and looking_at is None:
            return _to(invitation_id)
        self._visits.touch(bound, request)
        return self._page(bound, held, None if where == address(script, here) else looking_at)

    def post(self, request: Request, invitation_id: str, form: Form) -> Response:
        """Take one thing that happened, then lead to where that leaves them.

        A browser that has been left alone may still hand in what was typed: that shows nothing
        to anyone. It is asked for the code before it sees more.
        """
        bound = self._visits.one(request, invitation_id)
        held = self._held(bound)
        script = self._script(held)
        posted = to_posted(form)
        event = to_event(posted, script)
        if isinstance(event, Refused):
            return self._refused(bound, held, posted, event)
        received = self._receive(bound, request, posted, event)
        after = received.consultation
        return _to(invitation_id, address(script, place(script, after.state)))

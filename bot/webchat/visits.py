"""Who holds this browser: a random device cookie, bound to invitations by link and code."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from backend.invitations import service as invitations
from backend.invitations.rules import Bound, Entered
from backend.platform.database import Transaction
from backend.platform.errors import or_not_found
from backend.platform.runtime import Runtime
from backend.web.visits import cookie_name, set_cookie

LASTS = timedelta(days=400)
"""As long as browsers keep any cookie."""


class Visits:
    """The browser's side of invitations: what it holds, and whether the code is needed."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.cookie = cookie_name(runtime, "sayso-chat")

    def every(self, request: Request) -> tuple[Bound, ...]:
        """Give every invitation this browser holds, in the order they were bound."""
        device = request.cookies.get(self.cookie, "")
        if not device:
            return ()
        runtime = self._runtime
        return runtime.database.read(
            lambda transaction: invitations.browser_holds(
                transaction, runtime.ring, device, runtime.clock()
            )
        )

    def one(self, request: Request, invitation_id: str) -> Bound:
        """Give the binding to one invitation. Raises NotFound where this browser has none."""
        held = {bound.invitation.id: bound for bound in self.every(request)}
        return or_not_found(held.get(invitation_id))

    def several(self, request: Request) -> bool:
        """Say whether this browser holds more than one, so that each page says about whom."""
        return len(self.every(request)) > 1

    def enter(
        self, request: Request, response: Response, attempt: Callable[[Transaction, str], Entered]
    ) -> Entered:
        """Try a code for this browser, giving it a device cookie if it has none."""
        device = request.cookies.get(self.cookie, "") or secrets.token_urlsafe(32)
        entered = self._runtime.database.write(lambda transaction: attempt(transaction, device))
        if entered.outcome == "open":
            set_cookie(response, self._runtime, self.cookie, device, int(LASTS.total_seconds()))
        return entered

    def touch(self, request: Request, bound: Bound) -> None:
        """Begin the quarter of an hour anew; at most one write a minute for looking."""
        at = self._runtime.clock()
        if (at - bound.seen_at).total_seconds() < 60:
            return
        device = request.cookies[self.cookie]
        self._runtime.database.write(
            lambda transaction: invitations.touch_browser(
                transaction, self._runtime.ring, device, bound.invitation.id, at
            )
        )

    def leave(self, request: Request) -> None:
        """Ask this browser for the code next time, whatever it holds."""
        device = request.cookies.get(self.cookie, "")
        if device:
            self._runtime.database.write(
                lambda transaction: invitations.leave_browser(
                    transaction, self._runtime.ring, device
                )
            )

    def forget(self, response: Response) -> None:
        """Let the browser lose its cookie, with the marks it was given: else it keeps it."""
        set_cookie(response, self._runtime, self.cookie, "", 0)

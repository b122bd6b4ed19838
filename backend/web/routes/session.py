"""Signing in and out, choosing a password, and where somebody begins."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.people import service as people
from backend.people.rules import SYSTEM, Officer
from backend.platform.accounts import service as accounts
from backend.platform.database import Transaction
from backend.platform.errors import BadInput, NotFound, TooManyTries
from backend.platform.msgids import _
from backend.platform.runtime import Runtime
from backend.web.forms import Form, Typed
from backend.web.kept import open_typed
from backend.web.navigation import navigation_for
from backend.web.next_page import HOME, SIGN_IN, ours
from backend.web.once import once_cookie
from backend.web.pages import pages_of
from backend.web.visits import AnyOfficer, cookie_name, note_officer, set_cookie, staff_router

open_router = APIRouter()
router = staff_router("iro", "duty", "manager", "support", "owner")

KEPT = "kept"
"""The field with what somebody had typed elsewhere before they were signed out, sealed for them."""
WRONG = _("The e-mail address or the password is not right.")
NOT_THE_SAME = _("The two passwords are not the same.")
LINK_ENDED = _(
    "This link has been used or is too old. Ask the person who looks after Sayso for a new one."
)


class LinkEnded(NotFound):
    """The one-time link does not work, or not any more."""

    code = "link-ended"
    message = LINK_ENDED


@open_router.get(SIGN_IN)
def sign_in_page(request: Request) -> Response:
    """Ask who it is, unless they are signed in and followed a link here.

    A browser keeps our cookie back on the way from another site, such as web mail, so it is asked
    to come here once more, this time from a page of ours: whoever is signed in need not again.
    """
    wanted = ours(request.query_params.get("next", ""))
    if wanted != HOME and note_officer(request) is not None:
        return RedirectResponse(wanted, 303)
    page = _sign_in(request, Form({"next": [wanted]}))
    if request.headers.get("sec-fetch-site") == "cross-site" and wanted != HOME:
        page.headers["Refresh"] = f"0; url={SIGN_IN}?{urlencode({'next': wanted})}"
    return page


@open_router.post(SIGN_IN)
def sign_in(request: Request, form: Typed) -> Response:
    """Sign somebody in and take them where they were going."""
    runtime: Runtime = request.app.state.runtime
    tried = accounts.sign_in(
        runtime.database,
        runtime.ring,
        runtime.clock,
        _active_officer,
        form.value("email"),
        form.value("password"),
    )
    if tried.outcome == "too-many":
        raise TooManyTries(wait=tried.wait)
    if tried.outcome != "signed-in":
        form.errors = {"email": WRONG}
        return _sign_in(request, form, BadInput.status)
    response = _go_on(request, tried.officer_id, form)
    set_cookie(response, runtime, cookie_name(runtime), tried.secret)
    return response


@open_router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session and leave nothing of it in the browser."""
    runtime: Runtime = request.app.state.runtime
    secret = request.cookies.get(cookie_name(runtime), "")
    runtime.database.write(lambda t: accounts.sign_out(t, runtime.ring, secret))
    response = RedirectResponse(f"{SIGN_IN}?done=signed-out", 303)
    for name in (cookie_name(runtime), once_cookie(runtime)):
        set_cookie(response, runtime, name, "", 0)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@open_router.get("/password/{token}")
def password_page(request: Request, token: str) -> Response:
    """Show whose link this is, which uses nothing up."""
    return _password(request, _holder(request, token), Form({}))


@open_router.post("/password/{token}")
def choose_password(request: Request, token: str, form: Typed) -> Response:
    """Set the password and use the link up."""
    runtime: Runtime = request.app.state.runtime
    officer, password = _holder(request, token), form.value("password")
    try:
        if password != form.value("again"):
            raise BadInput({"again": NOT_THE_SAME})
        accounts.choose_password(
            runtime.database,
            runtime.ring,
            runtime.clock,
            token=token,
            email=officer.email,
            password=password,
        )
    except BadInput as wrong:
        form.errors = wrong.fields
        return _password(request, officer, form, wrong.status)
    return RedirectResponse(f"{SIGN_IN}?done=password-chosen", 303)


@router.get(HOME)
def home(visit: AnyOfficer) -> Response:
    """Take somebody to where their work begins."""
    return visit.go(navigation_for(visit.officer.roles)[0].path)


def _go_on(request: Request, officer_id: str, form: Form) -> Response:
    """Take somebody on, by way of what they had typed if it was they who had."""
    runtime: Runtime = request.app.state.runtime
    wanted, sealed = ours(form.value("next")), form.value(KEPT)
    if not sealed:
        return RedirectResponse(wanted, 303)
    kept = open_typed(runtime.ring, officer_id, wanted, sealed)
    if not kept:
        # Where it was to be sent is no page to look at, and it is not for them to know where.
        return RedirectResponse(HOME, 303)
    return pages_of(request).render(request, "kept.html", wanted=wanted, kept=kept)


def _sign_in(request: Request, form: Form, status: int = 200) -> Response:
    kept = form.value(KEPT)
    return pages_of(request).render(request, "sign_in.html", status, form=form, kept=kept)


def _password(request: Request, officer: Officer, form: Form, status: int = 200) -> Response:
    return pages_of(request).render(request, "password.html", status, form=form, holder=officer)


def _holder(request: Request, token: str) -> Officer:
    runtime: Runtime = request.app.state.runtime

    def unit(transaction: Transaction) -> Officer:
        officer_id = accounts.link_holder(transaction, runtime.ring, token, runtime.clock())
        if officer_id is None:
            raise LinkEnded
        return people.get_officer(transaction, SYSTEM, officer_id)

    officer = runtime.database.read(unit)
    if not officer.active:
        raise LinkEnded
    return officer


def _active_officer(transaction: Transaction, email: str) -> str | None:
    officer = people.find_officer(transaction, email)
    return officer.id if officer and officer.active else None

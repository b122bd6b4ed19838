"""Who is calling: nobody gets to a staff page without being signed in and having the role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.covers import service as covers
from backend.duty.rules import MAY_CHANGE_ROTA
from backend.people import service as people
from backend.people.rules import OFFICER_ROLES, SYSTEM, Officer, Viewer
from backend.platform.accounts import service as accounts
from backend.platform.audit.service import read_for
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.documents import pdf, pdf_available
from backend.platform.errors import BadInput, NotFound, SignInNeeded, Unavailable
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.web.forms import Form, Typed
from backend.web.kept import seal_typed
from backend.web.pages import pages_of

AGAIN = "again"
"""In the address of a page that asked for itself: nobody did anything, so they are signed out."""

T = TypeVar("T")
Work = Callable[[Transaction], T]
# An id in an address; whatever does not look like one leads nowhere.
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


@dataclass(frozen=True)
class Visit:
    """One request of an officer who is signed in: what a route needs to do its work."""

    request: Request
    runtime: Runtime
    officer: Officer
    at: datetime
    viewer: Viewer
    """The officer's eyes, for every service that shows a child's rows: who they cover for, too."""

    @property
    def today(self) -> date:
        """Give the day it is in England."""
        return day_in_england(self.at)

    def read(self, work: Work[T]) -> T:
        """Look where nothing can be changed."""
        return self.runtime.database.read(work)

    def look(self, child_id: str, what: str, work: Work[T]) -> T:
        """Look at what concerns one child, after writing down that this officer does.

        Whoever may not know of the child is told so first, and nothing is written.
        """
        self.read(lambda transaction: people.get_child(transaction, self.viewer, child_id))
        return read_for(
            self.runtime.database,
            at=self.at,
            officer_id=self.officer.id,
            child_id=child_id,
            what=what,
            work=work,
        )

    def open_key(self, child_id: str) -> ChildKey:
        """Open the key of a child whose words this officer may read. Raises NotFound."""

        def work(transaction: Transaction) -> ChildKey:
            people.require_words(transaction, self.viewer, child_id)
            return open_child_key(transaction, self.runtime.ring, child_id)

        return self.read(work)

    def open_key_of_review(self, review_id: str) -> ChildKey:
        """Open the key of a review's child, as ``open_key`` does. Raises NotFound."""
        return self.open_key(self.read(lambda t: reviews.get(t, self.viewer, review_id)).child_id)

    def write(self, work: Work[T]) -> T:
        """Do a unit of work."""
        return self.runtime.database.write(work)

    def keep(self, form: Form, work: Work[T]) -> T:
        """Do a unit of work with what was typed; raise `BadInput` with all that is wrong at once.

        Nothing is kept if anything in the form could not be read.
        """

        def unit(transaction: Transaction) -> T:
            try:
                done = work(transaction)
            except BadInput as wrong:
                raise BadInput({**wrong.fields, **form.errors}) from None
            if form.errors:
                raise BadInput(form.errors)
            return done

        return self.write(unit)

    def page(self, name: str, status: int = 200, **context: Any) -> Response:
        """Answer with a page."""
        return pages_of(self.request).render(self.request, name, status, **context)

    def pdf(self, name: str, file: str, **context: Any) -> Response:
        """Answer with a print as a tagged PDF. Raises Unavailable where none can be made."""
        html = pages_of(self.request).text(
            name,
            made_up=self.runtime.settings.demo,
            **context,
        )
        if not pdf_available():
            raise Unavailable
        headers = {"Content-Disposition": f'inline; filename="{file}"'}
        return Response(pdf(html), media_type="application/pdf", headers=headers)

    def form_page(
        self, name: str, form: Form, wrong: BadInput | None = None, **context: Any
    ) -> Response:
        """Answer with a form: empty, filled in, or as it was typed with what is wrong with it."""
        form.errors = dict(wrong.fields) if wrong else {}
        return self.page(name, wrong.status if wrong else 200, form=form, **context)

    def go(self, path: str, done: str = "") -> Response:
        """Answer a form that was taken: go to a page, which says what was done."""
        return RedirectResponse(f"{path}?done={done}" if done else path, 303)


@dataclass(frozen=True)
class SignedIn:
    """Lets in whoever is signed in and has one of the roles; without roles, nobody.

    For anybody else a page does not exist; only those who are not signed in are told to.
    """

    roles: frozenset[str]

    def __call__(self, request: Request) -> Visit:
        """Say who is calling, or raise `SignInNeeded` or `NotFound`."""
        runtime: Runtime = request.app.state.runtime
        officer = note_officer(request)
        if officer is None:
            raise SignInNeeded
        if not self.roles & officer.roles:
            raise NotFound
        at = runtime.clock()
        viewer = runtime.database.read(lambda t: covers.viewer_of(t, officer, at))
        return Visit(request, runtime, officer, at, viewer)


class SignInToKeep(SignInNeeded):
    """Nobody is signed in any more; ``kept`` is what they had typed, sealed for them, or ""."""

    def __init__(self, kept: str) -> None:
        super().__init__()
        self.kept = kept


@dataclass(frozen=True)
class SignedInTyping:
    """Lets in whom `SignedIn` does; who was signed out while they typed loses nothing of it.

    Where nobody knows any more whose session it was, nothing of it is kept.
    """

    roles: frozenset[str]

    def __call__(self, request: Request, form: Typed) -> Visit:
        """Say who is calling, or raise `SignInToKeep` or `NotFound`."""
        try:
            return SignedIn(self.roles)(request)
        except SignInNeeded:
            raise SignInToKeep(_sealed(request, form)) from None


def signed_in(*roles: str) -> Any:
    """Give the dependency that lets in officers with one of these roles, and is their visit."""
    return Depends(SignedIn(frozenset(roles)))


def typing_router(*roles: str) -> APIRouter:
    """Make a router of forms for these roles, who may type for long: nothing of it is lost."""
    return APIRouter(dependencies=[_signed_in_typing(*roles)])


def _signed_in_typing(*roles: str) -> Any:
    return Depends(SignedInTyping(frozenset(roles)))


def staff_router(*roles: str) -> APIRouter:
    """Make a router whose every route is closed to all but these roles, whatever it asks itself."""
    return APIRouter(dependencies=[signed_in(*roles)])


# What a route asks for: the visit of somebody who may be there.
AnyOfficer = Annotated[Visit, signed_in(*OFFICER_ROLES)]
Keeper = Annotated[Visit, signed_in("support", "owner")]
KeeperOrDuty = Annotated[Visit, signed_in("support", "owner", "duty", "manager")]
Owner = Annotated[Visit, signed_in("owner")]
Iro = Annotated[Visit, signed_in("iro")]
CaseHolder = Annotated[Visit, signed_in("iro", "manager")]
Duty = Annotated[Visit, signed_in("duty", "manager")]
RotaKeeper = Annotated[Visit, signed_in(*MAY_CHANGE_ROTA)]
DutyOrIro = Annotated[Visit, signed_in("duty", "manager", "iro")]
DutyOrIroTyping = Annotated[Visit, _signed_in_typing("duty", "manager", "iro")]
IroTyping = Annotated[Visit, _signed_in_typing("iro")]


def cookie_name(runtime: Runtime, plain: str = "sayso") -> str:
    """Name a cookie of ours: where the way is encrypted, nobody else can set one like it."""
    return f"__Host-{plain}" if _is_encrypted(runtime) else plain


def set_cookie(
    response: Response, runtime: Runtime, name: str, value: str, seconds: int | None = None
) -> None:
    """Give the browser a cookie that no script reads and no other site's page sends along."""
    secure = _is_encrypted(runtime)
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict"
    )


def _is_encrypted(runtime: Runtime) -> bool:
    return runtime.settings.public_url.startswith("https:")


def _sealed(request: Request, form: Form) -> str:
    runtime: Runtime = request.app.state.runtime
    secret = request.cookies.get(cookie_name(runtime), "")
    officer_id = runtime.database.read(lambda t: accounts.whose_session(t, runtime.ring, secret))
    return seal_typed(runtime.ring, officer_id, request.scope["path"], form) if officer_id else ""


def note_officer(request: Request) -> Officer | None:
    """Say whose browser this is, None where nobody is signed in; the page's bar then shows it."""
    runtime: Runtime = request.app.state.runtime
    request.state.officer = None
    secret = request.cookies.get(cookie_name(runtime), "")
    if not secret:
        return None
    officer_id = accounts.signed_in(
        runtime.database,
        runtime.ring,
        runtime.clock,
        secret,
        counts=AGAIN not in request.query_params,
    )
    if officer_id is None:
        return None
    officer = runtime.database.read(lambda t: people.get_officer(t, SYSTEM, officer_id))
    request.state.officer = officer if officer.active else None
    return officer if officer.active else None

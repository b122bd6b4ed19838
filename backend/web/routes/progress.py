"""Where whoever has to do what was decided says how it is going: no account, a link and a code.

Whoever holds the link alone learns that somebody was asked, and nothing of whom or what.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.owners import service as owners
from backend.owners.rules import Door, Task
from backend.platform.audit.service import record_read
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, NotFound, TooManyTries
from backend.platform.keys.service import open_child_key
from backend.platform.msgids import _
from backend.platform.runtime import Runtime
from backend.progress.rules import BY_OWNER, Update
from backend.web.forms import Form, Typed
from backend.web.kept import open_typed, seal_typed
from backend.web.pages import pages_of
from backend.web.visits import Id, cookie_name, set_cookie

open_router = APIRouter()

KEPT = "kept"
"""The field with what somebody had typed when their half hour was over, sealed for them."""
WRONG_CODE = _("That is not the code we sent last. Look again, or send a new one.")
CODE_ENDED = _("This code works no more. Send a new one.")


class ProgressLinkEnded(NotFound):
    """The link does not work, or not any more: the two look alike."""

    code = "progress-link-ended"
    message = _("This link does not work any more. You get a new one when you are next asked.")


@dataclass(frozen=True)
class Guest:
    """Somebody who came with a link that works; ``inside`` once its code was typed here."""

    request: Request
    runtime: Runtime
    token: str
    door: Door
    inside: bool
    at: datetime

    @property
    def path(self) -> str:
        """Give the address of their page."""
        return f"/progress/{self.token}"

    def page(self, name: str, status: int = 200, **context: object) -> Response:
        """Answer with a page, without the bar of officers."""
        return pages_of(self.request).render(
            self.request, f"progress/{name}.html", status, guest=self, **context
        )

    def go(self, done: str = "") -> Response:
        """Answer a form that was taken with their page."""
        return RedirectResponse(f"{self.path}?done={done}" if done else self.path, 303)


@open_router.get("/progress/{token}")
def own_page(request: Request, token: str) -> Response:
    """Show what they have to do, or say that a code is sent first; looking uses nothing up."""
    guest = _guest(request, token)
    if not guest.inside:
        return guest.page("door", kept="")
    return guest.page("tasks", tasks=_tasks(guest))


@open_router.post("/progress/{token}/code")
def send_code(request: Request, token: str, form: Typed) -> Response:
    """Send a code to the address that the link went to, and ask for it."""
    guest, code = _guest(request, token), f"{secrets.randbelow(10**6):06}"
    runtime = guest.runtime
    sent = runtime.database.write(
        lambda t: owners.send_code(t, runtime.ring, token, code, guest.at)
    )
    if sent == "unknown":
        raise ProgressLinkEnded
    if sent == "too_many":
        raise TooManyTries
    return _ask_for_code(guest, Form({KEPT: [form.value(KEPT)]}))


@open_router.post("/progress/{token}/enter")
def enter(request: Request, token: str, form: Typed) -> Response:
    """Let this browser in if the code is right, and show again what was typed before."""
    guest, browser = _guest(request, token), secrets.token_urlsafe(32)
    runtime, typed = guest.runtime, form.value("code")
    outcome = runtime.database.write(
        lambda t: owners.enter(t, runtime.ring, token, typed, browser, guest.at)
    )
    if outcome == "unknown":
        raise ProgressLinkEnded
    if outcome != "open":
        form.errors = {"code": WRONG_CODE if outcome == "wrong_code" else CODE_ENDED}
        return _ask_for_code(guest, form, BadInput.status)
    guest = replace(guest, inside=True)
    fields = open_typed(runtime.ring, guest.door.id, KEPT, form.value(KEPT))
    before = Form({name: [value] for name, value in fields})
    task = next((it for it in _tasks(guest) if _is(it, before.value("decision"))), None)
    response = guest.page("say", form=before, task=task, kept=True) if task else guest.go()
    set_cookie(response, runtime, _cookie(runtime), browser)
    return response


@open_router.get("/progress/{token}/decisions/{decision_id}")
def ask(request: Request, token: str, decision_id: Id) -> Response:
    """Ask how one of the things they have to do is going."""
    guest = _guest(request, token)
    if not guest.inside:
        return guest.go()
    return guest.page("say", form=Form({}), task=_task(guest, decision_id), kept=False)


@open_router.post("/progress/{token}/decisions/{decision_id}")
def say(request: Request, token: str, decision_id: Id, form: Typed) -> Response:
    """Keep what they say; where a code is needed first, nothing they typed is lost."""
    guest = _guest(request, token)
    runtime = guest.runtime
    if not guest.inside:
        kept = seal_typed(runtime.ring, guest.door.id, KEPT, form)
        return guest.page("door", kept=kept)
    task = _task(guest, decision_id)
    update = read_update(form, decision_id, guest.at, BY_OWNER)
    child_id = task.owned.decision.child_id
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, child_id))

    def unit(transaction: Transaction) -> None:
        owners.say(transaction, runtime.ring, key, guest.door, update, guest.at)

    try:
        if form.errors:
            raise BadInput(form.errors)
        runtime.database.write(unit)
    except BadInput as wrong:
        form.errors = dict(wrong.fields)
        return guest.page("say", wrong.status, form=form, task=task, kept=False)
    return guest.go("progress-said")


@open_router.post("/progress/{token}/leave")
def leave(request: Request, token: str) -> Response:
    """Shut the page: a code is needed again."""
    guest = _guest(request, token)
    if guest.inside:
        guest.runtime.database.write(lambda t: owners.leave(t, guest.door))
    response = guest.go()
    set_cookie(response, guest.runtime, _cookie(guest.runtime), "", 0)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def read_update(form: Form, decision_id: str, at: datetime, offered: tuple[str, ...]) -> Update:
    """Read what was said of a decision, by whoever says it."""
    kind = form.one_of("kind", offered)
    return Update(
        id=new_id(),
        decision_id=decision_id,
        child_id="",
        at=at,
        by_kind="owner",
        by_id="",
        kind=kind,
        done_on=form.day("done_on") if kind == "done" else None,
        words=form.lines("words"),
        effect=form.lines("effect") if kind in {"done", "effect"} else "",
    )


def _guest(request: Request, token: str) -> Guest:
    """Say who comes with a link, and let their half hour begin anew. Raises ProgressLinkEnded."""
    runtime: Runtime = request.app.state.runtime
    at, browser = runtime.clock(), request.cookies.get(_cookie(runtime), "")

    def look(transaction: Transaction) -> tuple[Door | None, Door | None]:
        known = owners.find(transaction, runtime.ring, token, at)
        return known, owners.let_in(transaction, runtime.ring, token, browser, at)

    known, let_in = runtime.database.read(look)
    if known is None:
        raise ProgressLinkEnded
    if let_in is not None:
        runtime.database.write(lambda t: owners.touch(t, let_in, at))
    return Guest(request, runtime, token, known, let_in is not None, at)


def _tasks(guest: Guest) -> tuple[Task, ...]:
    """Give what they have to do, after writing down of which children they are shown something."""
    runtime, ring, door, at = guest.runtime, guest.runtime.ring, guest.door, guest.at
    owned = runtime.database.read(lambda t: owners.owned_by(t, ring, door, at))
    reads = {each.decision.child_id: new_id() for each in owned}

    def note(transaction: Transaction) -> None:
        for child_id, read_id in reads.items():
            record_read(
                transaction,
                id=read_id,
                at=at,
                officer_id=door.id,
                child_id=child_id,
                what="decisions of an owner",
            )

    if reads:
        runtime.database.write(note)
    return runtime.database.read(lambda t: owners.tasks(t, ring, door, at))


def _task(guest: Guest, decision_id: str) -> Task:
    found = next((it for it in _tasks(guest) if _is(it, decision_id)), None)
    if found is None:
        raise NotFound
    return found


def _is(task: Task, decision_id: str) -> bool:
    return task.owned.decision.id == decision_id


def _ask_for_code(guest: Guest, form: Form, status: int = 200) -> Response:
    return guest.page("code", status, form=form, kept=form.value(KEPT))


def _cookie(runtime: Runtime) -> str:
    return cookie_name(runtime, "sayso-progress")

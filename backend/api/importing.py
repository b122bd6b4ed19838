"""What a case system sends us by itself: rows in JSON or CSV, each answered.

An answer says which fields changed and never from what to what: a key that may write here reads
nothing.
"""

import json
import math
import threading
import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.intake import service as intake
from backend.intake.rules import FIELDS, KINDS, Outcome
from backend.platform.errors import BadInput, SaysoError, SignInNeeded, TooManyTries
from backend.platform.machine_keys import service as machine_keys
from backend.platform.machine_keys.rules import MachineKey
from backend.platform.msgids import _
from backend.platform.pacing import Rate, turn
from backend.platform.runtime import Runtime
from backend.sheets import rules as sheets
from backend.sheets.rules import Problem, Row

PATHS = tuple(f"/api/import/{kind}" for kind in KINDS)
RATE = Rate(per_second=1.0, burst=30)

NO_KEY = _("This needs a key that works: Authorization: Bearer, and the key.")
NOT_ROWS = _("Send a list of rows in JSON, each with texts by field, or CSV with a heading.")
YES_OR_NO = _("dry_run is true or false.")


class Imports:
    """The addresses for rows of each kind, and how often each key may come."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._turns: dict[str, float] = {}

    def router(self) -> APIRouter:
        """Give the addresses."""
        router = APIRouter()
        for kind, path in zip(KINDS, PATHS, strict=True):
            router.add_api_route(path, self._taker(kind), methods=["POST"])
        return router

    def _taker(self, kind: str) -> Callable[..., Response]:
        def take(
            request: Request,
            _key: Annotated[MachineKey, Depends(self._holder)],
            body: Annotated[bytes, Depends(_body)],
        ) -> Response:
            return _take(request, kind, body)

        return take

    def _holder(self, request: Request) -> MachineKey:
        """Know the key of a request again. Raises SignInNeeded, TooManyTries."""
        runtime: Runtime = request.app.state.runtime
        scheme, _space, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not secret.strip():
            raise SignInNeeded(NO_KEY)
        at, ring = runtime.clock(), runtime.ring
        key = runtime.database.read(lambda t: machine_keys.holder(t, ring, secret.strip()))
        if key is None:
            raise SignInNeeded(NO_KEY)
        self._wait(key.id)
        if key.to_be_noted(at):
            runtime.database.write(lambda t: machine_keys.note_use(t, key, at))
        return key

    def _wait(self, key_id: str) -> None:
        now = self._monotonic()
        with self._lock:
            due, kept = turn(self._turns.get(key_id, 0.0), now, RATE)
            if due > now:
                raise TooManyTries(wait=math.ceil(due - now))
            self._turns[key_id] = kept


def error(request: Request, told: SaysoError) -> Response:
    """Say in JSON what went wrong, and nothing of what was sent."""
    answer = JSONResponse({"error": told.code, "message": told.message}, told.status)
    if told.status == SignInNeeded.status:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


async def _body(request: Request) -> bytes:
    return await request.body()


def _take(request: Request, kind: str, body: bytes) -> Response:
    runtime: Runtime = request.app.state.runtime
    wanted = request.query_params.get("dry_run", "false")
    if wanted not in {"true", "false"}:
        raise BadInput({"dry_run": YES_OR_NO}, YES_OR_NO)
    rows, problems = _rows(request.headers.get("content-type", ""), kind, body)
    dry_run = wanted == "true"
    outcomes = intake.take(
        runtime.database,
        runtime.ring,
        runtime.clock,
        rows,
        dry_run=dry_run,
    )
    counts = intake.counted(outcomes)
    lost = {each.line for each in problems}
    counts["bad"] += len(lost)
    told = [*map(_outcome, outcomes), *map(_problem, problems)]
    told.sort(key=lambda each: int(each["row"]))
    return JSONResponse({"dry_run": dry_run, "summary": counts, "rows": told})


def _rows(content_type: str, kind: str, body: bytes) -> tuple[list[Row], list[Problem]]:
    """Read rows; those of JSON are counted from 1, and of CSV by the line they begin on."""
    if content_type.partition(";")[0].strip().casefold() == "text/csv":
        layout = sheets.plain([kind])
        return sheets.rows_of(body, "", layout, layout.reports[0], FIELDS[kind])
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise BadInput({}, NOT_ROWS) from None
    if not isinstance(sent, list):
        raise BadInput({}, NOT_ROWS)
    rows = []
    for number, each in enumerate(sent, start=1):
        if not isinstance(each, dict):
            raise BadInput({}, NOT_ROWS)
        rows.append(Row(kind, "", number, {name: _text(value) for name, value in each.items()}))
    return rows, []


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    raise BadInput({}, NOT_ROWS)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"row": outcome.row.line, "state": outcome.state}
    if outcome.changes:
        told["changed"] = [change.name for change in outcome.changes]
    if outcome.problems:
        told["problems"] = [
            {"field": name, "reason": reason} for name, reason in outcome.problems.items()
        ]
    return told


def _problem(problem: Problem) -> dict[str, Any]:
    # A column that is none of ours is theirs, and is not said back.
    name = "" if problem.reason == sheets.NOT_OURS else problem.column
    told = [{"field": name, "reason": problem.reason}]
    return {"row": problem.line, "state": "bad", "problems": told}

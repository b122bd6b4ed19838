"""Whether worries reach the people on duty, for a machine that watches from elsewhere.

Anybody may ask, so it says nothing of any child, and no count that changes with what they say.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.canary import service as canary
from backend.duty import service as duty
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.delivery import service as delivery
from backend.platform.runs import service as runs
from backend.platform.runs.rules import alive
from backend.platform.runtime import Runtime

# A call goes out within seconds. One that takes less is not told of: its time would say when a
# child worried somebody.
SHOWN_AFTER, LATE_AFTER = timedelta(minutes=1), timedelta(minutes=5)


class HealthPages:
    """What is said of health, over how often each timed job runs, by name."""

    def __init__(self, jobs: Mapping[str, timedelta]) -> None:
        self._jobs = jobs

    def router(self) -> APIRouter:
        """Give the addresses."""
        router = APIRouter()
        router.add_api_route("/health/duty", self.duty, methods=["GET"])
        return router

    def duty(self, request: Request) -> Response:
        """Say with 200 that the way to the people on duty holds, or with 503 that it may not."""
        runtime: Runtime = request.app.state.runtime
        at = runtime.clock()
        ok, said = runtime.database.read(lambda t: self._state(t, runtime, at))
        return JSONResponse({"ok": ok, "at": at.isoformat(), **said}, 200 if ok else 503)

    def _state(
        self, transaction: Transaction, runtime: Runtime, at: datetime
    ) -> tuple[bool, dict[str, Any]]:
        tried = canary.standing(transaction, on=runtime.settings.has_canary, at=at)
        waits = delivery.oldest_call(transaction, at - SHOWN_AFTER)
        waited = at - waits if waits else timedelta()
        runs_on = alive(runs.last(transaction), self._jobs, at)
        tested = duty.last_tested(transaction)
        ok = runs_on and not tried.silent and waited < LATE_AFTER
        return ok, {
            "canary": "on" if tried.on else "off",
            "last_proven": tried.last_proven.isoformat() if tried.last_proven else None,
            "rounds_missing": tried.missing,
            "oldest_waiting_page": waits.isoformat() if waits else None,
            "timetable": "alive" if runs_on else "dead",
            "duty_route_tested_on": day_in_england(tested).isoformat() if tested else None,
        }

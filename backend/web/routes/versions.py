"""Versions of the questions: who is in the middle of which, and carrying them over to a new one."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.platform.audit.service import record_read
from backend.platform.database import new_id
from backend.platform.errors import NotFound
from backend.releases import service
from backend.releases.rules import Tally, Version, behind, versions
from backend.web.visits import Owner, Visit, staff_router
from dialogs.carrying import Differences, differences


@dataclass(frozen=True)
class ScriptLine:
    """One script with its versions; `left` counts who is in the middle of an older one."""

    script: str
    versions: tuple[Version, ...]
    left: int


class VersionPages:
    """The pages of versions, over the desk that holds the scripts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Give the addresses, closed to all but the system owner."""
        router = staff_router("owner")
        router.add_api_route("/versions", self.listed, methods=["GET"])
        router.add_api_route("/versions/{script_id}", self.ask, methods=["GET"])
        router.add_api_route("/versions/{script_id}", self.carry_over, methods=["POST"])
        return router

    def listed(self, visit: Owner) -> Response:
        """Show each script and its versions, and how many people are in the middle of each."""
        every = self._versions(visit)
        lines = [
            ScriptLine(
                script,
                tuple(each for each in every if each.script == script),
                sum(each.people for each in behind(every, script)),
            )
            for script in self._desk.scripts.ids
        ]
        return visit.page("versions.html", lines=lines)

    def ask(self, script_id: str, visit: Owner) -> Response:
        """Show what would change for whom, before anybody is carried over."""
        return self._page(visit, script_id)

    def carry_over(self, script_id: str, visit: Owner) -> Response:
        """Carry everybody over, after writing down who said so; pressing it twice does no more."""
        self._require(script_id)
        version = self._desk.scripts.current(script_id).version
        note_id = new_id()
        visit.write(
            lambda transaction: record_read(
                transaction,
                id=note_id,
                at=visit.at,
                officer_id=visit.officer.id,
                child_id=None,
                what=f"carry over to {version} of {script_id}"[:64],
            )
        )
        tally = service.carry_everyone(
            visit.runtime.database, self._desk, script_id, visit.runtime.clock
        )
        return self._page(visit, script_id, tally)

    def _page(self, visit: Visit, script_id: str, tally: Tally | None = None) -> Response:
        self._require(script_id)
        left = behind(self._versions(visit), script_id)
        current = self._desk.scripts.current(script_id)
        return visit.page(
            "carry_over.html",
            script=script_id,
            current=current,
            left=[(each, self._changes(each)) for each in left],
            people=sum(each.people for each in left),
            tally=tally,
            again=[(step, tally.again[step.id]) for step in current.steps if step.id in tally.again]
            if tally
            else [],
        )

    def _changes(self, left: Version) -> Differences | None:
        """Give what a newer version does to one of those; None where its file is gone."""
        old = self._desk.scripts.find(left.script, left.number)
        return differences(old, self._desk.scripts.current(left.script)) if old else None

    def _versions(self, visit: Visit) -> tuple[Version, ...]:
        middle = visit.read(lambda transaction: service.in_the_middle(transaction, visit.at))
        return versions(self._desk.scripts, middle)

    def _require(self, script_id: str) -> None:
        if script_id not in self._desk.scripts.ids:
            raise NotFound

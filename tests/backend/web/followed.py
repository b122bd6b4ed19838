"""Whose the pages are that follow what was decided, and how they are clicked through."""

from starlette.testclient import TestClient

from tests.backend.progress.tracked import Tracked

PROGRESS_ROUTES = {
    "GET /cases/{child_id}/decisions": frozenset({"iro"}),
    "GET /decisions": frozenset({"iro", "other_iro"}),
    "GET /decisions/counts": frozenset({"manager"}),
    "GET /decisions/{decision_id}/progress": frozenset({"iro"}),
    "POST /decisions/{decision_id}/progress": frozenset({"iro"}),
    "POST /decisions/{decision_id}/answer": frozenset({"iro"}),
    "POST /decisions/{decision_id}/asking": frozenset({"iro"}),
    "GET /reviews/{review_id}/midway": frozenset({"iro"}),
    "POST /reviews/{review_id}/midway": frozenset({"iro"}),
    "GET /progress/{token}": frozenset({"anybody"}),
    "POST /progress/{token}/code": frozenset({"anybody"}),
    "POST /progress/{token}/enter": frozenset({"anybody"}),
    "POST /progress/{token}/leave": frozenset({"anybody"}),
    "GET /progress/{token}/decisions/{decision_id}": frozenset({"anybody"}),
    "POST /progress/{token}/decisions/{decision_id}": frozenset({"anybody"}),
}


class Followed(Tracked):
    """What was decided, and a browser in which its IRO clicks."""

    def answer(self, client: TestClient, decision_id: str, kind: str, came_from: str = "") -> str:
        """Press one of the buttons beside a decision; give where it leads."""
        typed = {"kind": kind, "from": came_from}
        answer = client.post(f"/decisions/{decision_id}/answer", data=typed)
        assert answer.status_code == 303
        return answer.headers["location"]

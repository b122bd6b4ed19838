"""Whose the pages about caseloads and cover are; part of the table of routes."""

IRO = frozenset({"iro"})
MANAGER = frozenset({"manager"})
CASELOAD_ROUTES = {
    "GET /caseload": IRO | MANAGER | {"other_iro"},
    "GET /caseload/{iro_id}": IRO | MANAGER,
    "POST /caseload/{iro_id}/cover": IRO | MANAGER,
    "POST /caseload/covers/{cover_id}/stop": MANAGER,
    "POST /caseload/{iro_id}/move": MANAGER,
    "POST /caseload/{iro_id}/share": MANAGER,
}

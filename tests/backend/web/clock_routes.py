"""Whose the pages about dates, care and when a review is are; part of the table of routes."""

CHILD = "/children/{child_id}"
KEEPERS = frozenset({"support", "owner"})
IRO = frozenset({"iro"})
MANAGER = frozenset({"manager"})
DATES = IRO | MANAGER | {"other_iro"}
CLOCK_ROUTES = {
    f"GET {CHILD}/reviews/new": KEEPERS,
    f"POST {CHILD}/reviews/new": KEEPERS,
    f"GET {CHILD}/reviews/{{review_id}}/edit": KEEPERS,
    f"POST {CHILD}/reviews/{{review_id}}/edit": KEEPERS,
    "GET /cases/{child_id}": IRO | MANAGER,
    "GET /cases/{child_id}/care": IRO | MANAGER,
    f"GET {CHILD}/care": KEEPERS,
    f"GET {CHILD}/care/new": KEEPERS,
    f"POST {CHILD}/care/new": KEEPERS,
    f"GET {CHILD}/care/{{period_id}}/edit": KEEPERS,
    f"POST {CHILD}/care/{{period_id}}/edit": KEEPERS,
    "GET /dates": DATES,
    "GET /dates/month": DATES,
    "POST /dates/done": DATES,
    "POST /dates/done/{mark_id}/remove": DATES,
    "GET /dates/feed": DATES,
    "POST /dates/feed": DATES,
    "POST /dates/feed/stop": DATES,
    "GET /feeds/{token}.ics": frozenset({"anybody"}),
    "GET /reviews/{review_id}/held": IRO,
    "POST /reviews/{review_id}/held": IRO,
}

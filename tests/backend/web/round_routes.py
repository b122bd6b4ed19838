"""Whose the pages of rounds, links and cards are: part of the table of every route."""

KEEPERS = frozenset({"support", "owner"})
IRO = frozenset({"iro"})
REVIEW = "/children/{child_id}/reviews/{review_id}"
FOR_KEEPERS = f"{REVIEW}/round"
FOR_THE_IRO = "/reviews/{review_id}/round"

ROUND_ROUTES = {
    f"GET {REVIEW}/asking": KEEPERS,
    f"POST {REVIEW}/asking": KEEPERS,
    f"GET {REVIEW}/cards": KEEPERS,
    f"GET {FOR_KEEPERS}": KEEPERS,
    f"POST {FOR_KEEPERS}": KEEPERS,
    f"GET {FOR_THE_IRO}": IRO,
    f"POST {FOR_THE_IRO}": IRO,
    "GET /rounds": KEEPERS,
    "GET /rounds/settings": frozenset({"owner"}),
    "POST /rounds/settings": frozenset({"owner"}),
}

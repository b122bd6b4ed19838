import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from backend.invitations import store as invitations_store
from backend.people import store as people_store
from backend.reviews import store as reviews_store

STORES = (people_store, reviews_store, invitations_store)
OF_A_CHILD = (
    "Child", "ChosenQuestions", "Placement", "Participant", "Review", "Invitation", "Bound",
)  # fmt: skip
# Whoever holds the secret of a link, a device or a chat is let in by that and by nothing else.
BY_A_SECRET = {"by_token", "held_by"}


def _queries(store: ModuleType) -> list[tuple[str, Callable[..., Any]]]:
    own = inspect.getmembers(store, inspect.isfunction)
    return [(name, each) for name, each in own if each.__module__ == store.__name__]


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.__name__)
def test_every_query_asks_who_looks(store: ModuleType) -> None:
    """Each query that gives rows of a child takes the viewer, except where a secret is the key."""
    unasked = [
        name
        for name, query in _queries(store)
        if not name.startswith("_")
        and any(word in str(inspect.signature(query).return_annotation) for word in OF_A_CHILD)
        and "viewer" not in inspect.signature(query).parameters
    ]
    assert set(unasked) <= BY_A_SECRET


def test_the_test_sees_queries() -> None:
    """The check above finds what it is about."""
    found = [name for store in STORES for name, _query in _queries(store)]
    assert {"child", "chosen", "participants_of", "of_review", "planned"} <= set(found)

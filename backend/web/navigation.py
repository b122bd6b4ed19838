"""The bar at the top: which places there are, and for whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.platform.msgids import _


@dataclass(frozen=True)
class Link:
    """A place in the bar at the top, and whose work it is; ``also`` are other pages of it."""

    path: str
    words: str
    roles: frozenset[str]
    also: tuple[str, ...] = ()


# In this order the first that is somebody's own is also where they begin.
NAVIGATION = (
    Link("/reviews", _("My reviews"), frozenset({"iro"})),
    Link("/between", _("Between reviews"), frozenset({"iro"})),
    Link("/decisions", _("Decisions"), frozenset({"iro"})),
    Link("/duty", _("On duty"), frozenset({"duty", "manager"})),
    Link("/concerns", _("Concerns"), frozenset({"duty", "manager"})),
    Link("/challenges", _("Challenges"), frozenset({"iro", "manager"})),
    Link("/decisions/counts", _("Decisions by officer"), frozenset({"manager"})),
    Link("/dates", _("Dates"), frozenset({"iro", "manager"})),
    Link("/caseload", _("Caseloads"), frozenset({"iro", "manager"})),
    Link("/children", _("Children"), frozenset({"support", "owner"})),
    Link("/rounds", _("Rounds"), frozenset({"support", "owner"})),
    Link("/messages", _("Not delivered"), frozenset({"support", "owner", "duty", "manager"})),
    Link(
        "/duty/rota",
        _("Rota"),
        frozenset({"duty", "manager", "support", "owner"}),
        also=("/duty/tests", "/duty/numbers"),
    ),
    Link("/officers", _("Officers"), frozenset({"owner"})),
    Link("/scripts", _("Questions"), frozenset({"iro", "duty", "manager", "support", "owner"})),
    Link("/versions", _("Versions"), frozenset({"owner"})),
)


def place_of(navigation: Iterable[Link], path: str) -> str:
    """Give the place in the bar that a page belongs to, the nearest above it, or "" for none."""
    above = {
        place: link.path
        for link in navigation
        for place in (link.path, *link.also)
        if f"{path}/".startswith(f"{place}/")
    }
    return above[max(above, key=len)] if above else ""


def navigation_for(roles: Iterable[str]) -> tuple[Link, ...]:
    """Give the places in the bar of somebody with these roles."""
    held = frozenset(roles)
    return tuple(link for link in NAVIGATION if link.roles & held)

"""Who may see what, as a line of `sayso play` says it: read from the line, and put in words. Pure.

Typed are the numbers of topics, and behind them the people by name: ``1 3 / 2 Jo``.
"""

import re
from collections.abc import Iterator, Mapping

from bot.play_screens import Screen, same
from dialogs.routing import SCOPES, named, topics_said

_TOPICS = re.compile(r"(\d+(?:[\s,;+]+\d+)*)[\s,;:]*(.*)")
_BETWEEN = " / "
_BESIDE = "; "

Scopes = Mapping[str, str]


def read(screen: Screen, line: str) -> Scopes | None:
    """Give the scope of each topic that a line names, the others left out; None if it says none."""
    said = topics_said(screen.script, screen.state)
    whole = {"none": "iro", same(screen.scope("iro")): "iro"}
    whole |= {"all": "review", same(screen.scope("review")): "review"}
    if scope := whole.get(same(line)):
        return dict.fromkeys(said, scope)
    found: dict[str, str] = {}
    for part in line.split("/"):
        some = _typed(screen, part) or _in_words(screen, part)
        if not some:
            return None
        found |= some
    return found


def _typed(screen: Screen, part: str) -> dict[str, str]:
    """Read numbers of topics: everyone may see them, or the people named behind."""
    matched = _TOPICS.fullmatch(part.strip())
    if not matched:
        return {}
    topics = {str(number): each.code for number, each in enumerate(screen.options, start=1)}
    numbers = re.findall(r"\d+", matched[1])
    scope = _by_name(screen, matched[2])
    fits = scope and all(number in topics for number in numbers)
    return dict.fromkeys((topics[number] for number in numbers), scope) if fits else {}


def _in_words(screen: Screen, part: str) -> dict[str, str]:
    """Read what a recording holds: who, and the topics by their names."""
    who, _, topics = part.strip().partition(": ")
    people = re.fullmatch(re.escape(screen.word("scope_people")) + r" \((.+)\)", who)
    scope = _by_name(screen, people[1]) if people else "review"
    about = topics if people or same(who) == same(screen.scope("review")) else part
    labels = {same(option.label): option.code for option in screen.options}
    parts = [same(each) for each in about.split(";")]
    return {labels[each]: scope for each in parts} if scope and set(parts) <= set(labels) else {}


def _by_name(screen: Screen, names: str) -> str:
    """Give the scope of people typed one behind the other; everyone if none is; "" if unknown."""
    left, found = same(names), list[str]()
    while left := left.strip(" ,;"):
        beside = (each for each, name in screen.beside.items() if left.startswith(same(name)))
        person = next(beside, None)
        if person is None:
            return ""
        found.append(person)
        left = left.removeprefix(same(screen.beside[person]))
    return f"people:{','.join(dict.fromkeys(found))}" if found else "review"


def as_it_is(screen: Screen) -> tuple[tuple[str, str], ...]:
    """Give the scopes chosen before; what was taken out of the answers since has none."""
    sharing = dict(screen.state.sharing)
    said = topics_said(screen.script, screen.state)
    return tuple((topic, sharing.get(topic, SCOPES[0])) for topic in said)


def written(screen: Screen, scopes: Scopes) -> str:
    """Put who may see what in words that ``read`` reads again."""
    opened = {topic: scope for topic, scope in scopes.items() if scope != "iro"}
    everyone = len(opened) == len(screen.options) and set(opened.values()) == {"review"}
    if everyone or not opened:
        return screen.scope("review" if opened else "iro")
    return _BETWEEN.join(
        f"{screen.scope(scope)}: {_BESIDE.join(_names(screen, opened, scope))}"
        for scope in sorted(set(opened.values()), key=named)
    )


def _names(screen: Screen, scopes: Scopes, scope: str) -> Iterator[str]:
    for option in screen.options:
        if scopes.get(option.code) == scope:
            yield option.label

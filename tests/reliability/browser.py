"""A browser as far as a form needs one: a cookie, the page's form, and posts that may be cut."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx2 as httpx

from tests.reliability.server import PATIENCE

Fields = dict[str, str | list[str]]
# The form for a code has no moves; what one posts there is a proof that it was asked for.
FORMS = {"screen", "screen young", "code-form"}
Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """The form of one screen, as it stands on the page."""

    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    several: bool = False
    has_words: bool = False
    moves: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The screen it is about."""
        return self.hidden["place"]

    @property
    def message(self) -> str:
        """The id that the page was given."""
        return self.hidden["message"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self._in_it = False

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._in_it = has.get("class") in FORMS
            self.form.action = has["action"] if self._in_it else self.form.action
        if self._in_it and tag == "input":
            self._input(has)
        if self._in_it and tag == "textarea":
            self.form.has_words = True
        if self._in_it and tag == "button" and has.get("name") == "move":
            self.form.moves.append(has["value"])

    def handle_endtag(self, tag: str) -> None:
        self._in_it = self._in_it and tag != "form"

    def _input(self, has: dict[str, str]) -> None:
        if has.get("type") == "hidden":
            self.form.hidden[has["name"]] = has["value"]
        elif "value" in has:
            self.form.options.setdefault(has["name"], []).append(has["value"])
            self.form.several |= has.get("type") == "checkbox"


def read_form(page: str) -> Form:
    """Give the form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.form


class Traffic:
    """Counts the posts that are on their way, and those that a kill has cut off."""

    def __init__(self) -> None:
        self.kills = 0
        self.on_their_way = 0
        self.cut: Counter[int] = Counter()
        self.refused: Counter[int] = Counter()
        self._counting = threading.Lock()

    def begin(self) -> int:
        """Count a post as on its way; give the number of kills before it."""
        with self._counting:
            self.on_their_way += 1
            return self.kills

    def end(self, began: int, *, cut: bool) -> None:
        """Count a post as over; it was cut by a kill if it had reached a server that was killed."""
        with self._counting:
            self.on_their_way -= 1
            if cut and self.kills > began:
                self.cut[self.kills] += 1


class Browser:
    """One browser; `post` and `page` may be called from several threads."""

    def __init__(self, url: str, traffic: Traffic) -> None:
        self._traffic = traffic
        self._http = httpx.Client(base_url=url, headers={"Origin": url}, timeout=PATIENCE)

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def page(self, path: str) -> httpx.Response | None:
        """Give a page, wherever it leads; None if nobody answered."""
        try:
            return self._noted(self._http.get(path, follow_redirects=True))
        except httpx.TransportError:
            return None

    def post(self, path: str, fields: Fields) -> httpx.Response | None:
        """Post a form; None if no answer came."""
        began, cut = self._traffic.begin(), False
        try:
            return self._noted(self._http.post(path, data=fields))
        except httpx.TransportError as error:
            cut = not isinstance(error, httpx.ConnectError)
            return None
        finally:
            self._traffic.end(began, cut=cut)

    def _noted(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_error:
            self._traffic.refused[answer.status_code] += 1
        return answer

"""A browser without a script: it opens pages, fills in the form it is shown, and sends it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx2
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.backend.consultations.household import CODE, Household

Fields = list[tuple[str, str]]


class Form(HTMLParser):
    """The form of a screen: what it sends, what can be picked, and which buttons it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.hidden: Fields = []
        self._text: str | None = None
        self.choices: list[str] = []
        self.picked: list[str] = []
        self.moves: list[str] = []
        self._typing = False
        self.feed(html)

    @property
    def words(self) -> str | None:
        """Give what the text field holds: a line end right at its start is no part of that."""
        return None if self._text is None else self._text.removeprefix("\n")

    @property
    def draws(self) -> bool:
        """Say whether one can draw here."""
        return any(name == "strokes" for name, _ in self.hidden)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one element."""
        held = {name: value or "" for name, value in attrs}
        name, value = held.get("name", ""), held.get("value", "")
        if tag == "form" and held.get("class") != "leave-form":
            self.action = self.action or held["action"]
        elif tag == "textarea":
            self._typing, self._text = True, ""
        elif tag == "button" and name == "move":
            self.moves.append(value)
        elif tag == "input" and held.get("type") == "hidden":
            self.hidden.append((name, value))
        elif tag == "input" and name == "choice":
            self.choices.append(value)
            if "checked" in held:
                self.picked.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Stop typing where the text field ends."""
        if tag == "textarea":
            self._typing = False

    def handle_data(self, data: str) -> None:
        """Take in what stands in the text field."""
        if self._typing:
            self._text = (self._text or "") + data


@dataclass
class Browser:
    """One browser with its cookies; ``page`` is what it shows."""

    app: FastAPI
    household: Household
    page: httpx2.Response = field(init=False)

    def __post_init__(self) -> None:
        url = self.household.runtime.settings.public_url
        headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
        self.client = TestClient(self.app, base_url=url, headers=headers, follow_redirects=False)

    def get(self, path: str) -> httpx2.Response:
        """Open a page, following where it leads."""
        return self._follow(self.client.get(path))

    def send(self, path: str, fields: Sequence[tuple[str, str]] = ()) -> httpx2.Response:
        """Post fields as a form does, following where that leads."""
        body = urlencode(list(fields), errors="surrogatepass")
        return self.send_raw(path, body.encode())

    def send_raw(
        self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded"
    ) -> httpx2.Response:
        """Post a body of any kind, following where that leads."""
        headers = {"Content-Type": kind}
        return self._follow(self.client.post(path, content=body, headers=headers))

    def _follow(self, answer: httpx2.Response) -> httpx2.Response:
        for _ in range(5):
            if answer.status_code != 303:
                break
            answer = self.client.get(answer.headers["location"])
        self.page = answer
        return answer

    def enter(self, who: str = "amara", code: str = CODE, language: str = "en") -> "Browser":
        """Open somebody's link and give a code."""
        path = f"/c/{self.household.token(who)}"
        self.client.get(path)
        self.send(path, [("code", code), ("language", language)])
        return self

    @property
    def form(self) -> Form:
        """The form of the page that is shown."""
        return Form(self.page.text)

    @property
    def place(self) -> str:
        """Which screen is shown."""
        return dict(self.form.hidden).get("place", "")

    def fill(
        self, words: str | None = None, *choices: str, move: str = "answer"
    ) -> list[tuple[str, str]]:
        """Fill in the form that is shown, and give what it would send."""
        form = self.form
        fields = [*form.hidden, *[("choice", choice) for choice in choices]]
        if form.words is not None:
            fields.append(("words", as_sent(form.words if words is None else words)))
        return [*fields, ("move", move)]

    def press(
        self, words: str | None = None, *choices: str, move: str = "answer"
    ) -> httpx2.Response:
        """Fill in the form that is shown, and send it."""
        return self.send(self.form.action, self.fill(words, *choices, move=move))

    def draw(self, strokes: str, words: str | None = None) -> httpx2.Response:
        """Draw on the sheet that is shown, write beside it, and go on."""
        drawn = [
            (name, as_sent(strokes) if name == "strokes" else value)
            for name, value in self.fill(words)
        ]
        return self.send(self.form.action, drawn)

    def give_code(self, code: str) -> httpx2.Response:
        """Type a code into the form that asks for it."""
        return self.send(self.form.action, [*self.form.hidden, ("code", code)])

    def go_to(self, place: str) -> "Browser":
        """Skip on until this screen is shown."""
        while self.place != place:
            self.press(move="skip" if "skip" in self.form.moves else "answer")
        return self

    def to_the_end(self) -> "Browser":
        """Skip the rest, check, share nothing and send."""
        self.go_to("check")
        for _ in range(3):
            if self.place != "sent":
                self.press(move=self.place)
        assert self.place == "sent"
        return self


def as_sent(words: str) -> str:
    """Turn every line end into the one that forms send, as a browser does."""
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")

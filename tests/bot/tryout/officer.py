"""An officer's browser without a script: it looks at a try-out and fills in the phone's form."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx2
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.people.rules import Officer as Somebody
from backend.platform.runtime import Runtime
from tests.backend.web.people import sign_in
from tests.bot.elements import Attributes, Elements
from tests.bot.webchat.browser import Fields, as_sent


class PhoneForm(HTMLParser):
    """The form of the screen in the phone, and the small one for leaving."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.hidden: Fields = []
        self.ticked: Fields = []
        self.boxes: Fields = []
        self.moves: list[str] = []
        self.leads: list[str] = []
        self._leaving = False
        self._typing: list[str] | None = None
        self.words: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one element."""
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._leaving = held.get("class") == "leave-form"
            self.action = self.action if self._leaving else held["action"]
        elif self._leaving:
            return
        elif tag == "textarea":
            self._typing = []
        elif tag == "button" and held.get("name") == "move":
            self.moves.append(held["value"])
        elif tag == "button" and "formaction" in held:
            self.leads.append(held["formaction"])
        elif tag == "input":
            self._input(held)

    def _input(self, held: Attributes) -> None:
        pair = (held.get("name", ""), held.get("value", ""))
        if held.get("type") == "hidden":
            self.hidden.append(pair)
        elif held.get("type") in {"radio", "checkbox"}:
            self.boxes.append(pair)
            if "checked" in held:
                self.ticked.append(pair)

    def handle_endtag(self, tag: str) -> None:
        """Stop typing where the text field ends."""
        if tag == "textarea" and self._typing is not None:
            self.words, self._typing = "".join(self._typing).removeprefix("\n"), None

    def handle_data(self, data: str) -> None:
        """Take in what stands in the text field."""
        if self._typing is not None:
            self._typing.append(data)


@dataclass
class Officer:
    """One officer's browser; ``page`` is what it shows."""

    app: FastAPI
    runtime: Runtime
    somebody: Somebody
    page: httpx2.Response = field(init=False)

    def __post_init__(self) -> None:
        url = self.runtime.settings.public_url
        headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
        self.client = TestClient(self.app, base_url=url, headers=headers, follow_redirects=False)
        sign_in(self.client, self.runtime, self.somebody)

    def begin(self, script: str, query: str = "") -> "Officer":
        """Begin the try-out of a script."""
        self.page = self.client.get(f"/scripts/{script}/try{query}")
        assert self.page.status_code == 200, self.page.text
        return self

    @property
    def beside(self) -> Elements:
        """The page around the phone."""
        return Elements(self.page.text)

    @property
    def phone(self) -> str:
        """The page in the phone, as HTML."""
        (frame,) = self.beside.named("iframe")
        return frame["srcdoc"]

    @property
    def screen(self) -> str:
        """What can be read on the phone."""
        return Elements(self.phone).text

    @property
    def form(self) -> PhoneForm:
        """The form in the phone."""
        return PhoneForm(self.phone)

    @property
    def place(self) -> str:
        """Which screen the phone shows."""
        return dict(self.form.hidden).get("place", "")

    def fill(self, words: str | None = None, *boxes: tuple[str, str]) -> Fields:
        """Fill in the phone's form, leaving what is ticked already where no box is named."""
        form = self.form
        fields = [*form.hidden, *(boxes or form.ticked)]
        if form.words is not None:
            fields.append(("words", as_sent(form.words if words is None else words)))
        return fields

    def press(self, move: str, words: str | None = None, *boxes: tuple[str, str]) -> "Officer":
        """Press one button of the phone."""
        return self.post(self.form.action, [*self.fill(words, *boxes), ("move", move)])

    def lead(self, where: str) -> "Officer":
        """Press what leads to another screen."""
        (address,) = {each for each in self.form.leads if each.endswith(where)}
        return self.post(address, self.fill())

    def post(self, path: str, fields: Fields) -> "Officer":
        """Send a form."""
        body = urlencode(fields, errors="surrogatepass").encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.page = self.client.post(path, content=body, headers=headers)
        assert self.page.status_code == 200, self.page.text
        return self

    def go_to(self, place: str) -> "Officer":
        """Skip on until the phone shows this screen."""
        for _ in range(80):
            if self.place == place:
                return self
            moves = self.form.moves
            self.press("skip" if "skip" in moves else "answer")
        raise AssertionError(f"{place} was never reached; the last screen was {self.place}")

"""Somebody who types a new sentence wherever anything can be typed, rightly and wrongly."""

import re
from collections.abc import Callable
from types import TracebackType
from typing import Self

import httpx2 as httpx

from backend.platform.database import new_id
from tests.reliability.authority import Asked
from tests.reliability.browser import Form, read_form
from tests.reliability.server import PATIENCE
from tests.reliability.traces import Sentences, in_an_address

# A page that was refused shows its own browser again what was typed, and nowhere but here; the
# form for a code leads to the very address it is on, and from there to Telegram.
_TYPED = re.compile(
    rb'<textarea[^>]*>.*?</textarea>|<input type="hidden" name="strokes"[^>]*>'
    rb'|action="/c/[^"]*"|href="https://t.me/[^"]*"',
    re.DOTALL,
)
ONWARD = ("answer", "check", "share", "send", "resume")
MISUSED = ("answer", "skip", "back", "change", "help", "share", "language", "decline", "add", "no")
A_LINE = "blue 10,10 500,500"


class Typist:
    """One person's browser; `pages` holds what every answer gave away beyond the typed field."""

    def __init__(self, url: str, asked: Asked, sentences: Sentences) -> None:
        self.pages: list[bytes] = []
        self._asked = asked
        self._sentences = sentences
        self._names: list[bytes] = []
        self.failed = 0
        self._path = f"/chat/{asked.conversation}"
        self._http = httpx.Client(
            base_url=url, headers={"Origin": url}, timeout=PATIENCE, follow_redirects=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def arrive(self, language: str = "en") -> None:
        """Come in by link and code, after a sentence in the place of each."""
        link = self._asked.link
        self._post("a wrong code", f"/c/{link.token}", lambda typed: {"code": typed})
        self._get("a wrong link", lambda typed: f"/c/{in_an_address(typed)}")
        self._post("a wrong link", lambda typed: f"/c/{in_an_address(typed)}", lambda _: {})
        self._http.post(f"/c/{link.token}", data={"code": link.code, "language": language})

    def name_themselves(self) -> None:
        """Say what they and those they live with are called, which is then used on each screen."""
        while (form := self.form()).place != "home_feel":
            move = next(each for each in ("skip", *ONWARD) if each in form.moves)
            fields = {**form.hidden, "move": move}
            if form.place in {"call_me", "home_who"}:
                name = self._sentences.next("a name", short=True)
                self._names.append(name.encode())
                fields |= {"move": "answer", "words": name, "choice": "one"}
            self._http.post(self._path, data=fields)
        assert self._names[0] in self._http.get(f"{self._path}/1").content, "a name that is used"

    def answer(self, turns: int) -> None:
        """Answer so many screens with words wherever there is room for them, and twice each."""
        for _ in range(turns):
            form = self.form()
            if form.place == "check":
                return
            tiles = [each for each in form.moves if each.startswith("pick:")]
            move = next(each for each in (*tiles, *ONWARD) if each in form.moves)
            fields = {**form.hidden, "move": move}
            choices = form.options.get("choice", [])
            if choices:
                fields["choice"] = choices[0]
            if "strokes" in form.hidden:
                self._draw(form)
                fields["strokes"] = A_LINE
            asked = move == "answer" and form.has_words
            self._say("an answer" if asked else "words for nothing", fields, again=True)
            if choices and form.has_words:
                alone = {**form.hidden, "move": "answer", "message": new_id()}
                self._say("words without a choice", alone)
            self._say("the same page with other words", fields)

    def _draw(self, form: Form) -> None:
        """Write where a drawing belongs, alone and on lines of its own, and beside too much."""
        fields = {**self._fresh(form), "move": "answer"}
        for before in ("", f"{A_LINE}\n"):
            self._post(
                "a drawing of words",
                self._path,
                lambda typed, before=before: {**fields, "strokes": f"{before}{typed}"},  # type: ignore[misc]
            )
        self._say("words beside a bad drawing", {**fields, "strokes": "blue"})
        self._say("words beside too large a drawing", {**fields, "strokes": f"{A_LINE}\n" * 4_000})

    def misuse(self) -> None:
        """Post the form of this screen in every wrong way, with words in every field."""
        form = self.form()
        for move in MISUSED:
            self._say(f"words with {move}", {**self._fresh(form), "move": move})
        for field in (
            "place",
            "message",
            "choice",
            "scope.home",
            "people.home",
            "strokes",
            "proof",
        ):
            for move in ("answer", "skip", "back", "share"):
                self._misuse_field(form, field, move)
        self._misuse_field(form, "unheard_of", "answer")
        for move in ("change", "language", "skip", "answer", "pick", "take"):
            self._post(
                f"a word after {move}",
                self._path,
                lambda typed, move=move: {**self._fresh(form), "move": f"{move}:{typed}"},  # type: ignore[misc]
            )
        self._say("too much", {**self._fresh(form), "move": "answer"}, times=800)
        self._say("far too much", {**self._fresh(form), "move": "answer"}, times=20_000)

    def _misuse_field(self, form: Form, field: str, move: str) -> None:
        self._post(
            f"{field} with {move}",
            self._path,
            lambda typed: {**self._fresh(form), "move": move, field: typed},
        )

    def _share_wrongly(self, form: Form) -> None:
        """Name people in words, where they are ticked, and as the scope itself."""
        for topic in ("home", "agenda"):
            named = {**self._fresh(form), "move": "share", f"scope.{topic}": "people"}
            self._post(
                "a person",
                self._path,
                lambda typed, named=named, topic=topic: {**named, f"people.{topic}": typed},  # type: ignore[misc]
            )
        self._misuse_field(form, "scope.home", "share")

    def get_lost(self) -> None:
        """Ask for pages that there are not, and send what is no form."""
        for path in ("/", "/chat/", f"{self._path}/", "/static/", "/nowhere/", "/c/"):
            self._get("a wrong address", lambda typed, path=path: f"{path}{in_an_address(typed)}")  # type: ignore[misc]
        self._get("a question", lambda typed: f"{self._path}?q={in_an_address(typed)}")
        self._post("another's page", f"/chat/{new_id()}", lambda typed: {"words": typed})
        self._post("no such post", "/nowhere", lambda typed: {"words": typed})
        self._post("the code page", f"{self._path}/code", lambda typed: {"code": typed})
        self._raw("a file", lambda typed: {"files": {"words": ("a.txt", typed.encode())}})
        self._raw("JSON", lambda typed: {"json": {"words": typed}})
        broken = {"Content-Type": "multipart/form-data; boundary=x"}
        self._raw("a broken form", lambda it: {"content": it.encode(), "headers": broken})
        self._raw("half a form", lambda it: {"content": _half(it), "headers": broken})
        elsewhere = {"Origin": "https://elsewhere.example"}
        self._raw("from elsewhere", lambda it: {"data": {"words": it}, "headers": elsewhere})

    def send(self) -> None:
        """Skip to the end, send, and then type on the pages from before."""
        old = self.form()
        while (form := self.form()).place != "sent":
            if form.place == "share":
                self._share_wrongly(form)
            move = next(each for each in ("skip", *ONWARD) if each in form.moves)
            self._http.post(self._path, data={**form.hidden, "move": move})
        for move in ("answer", "skip", "back", "send", "help", "change:home_feel", "decline"):
            self._say("after sending", {**self._fresh(old), "move": move})
        self._afterwards()
        for where in ("", "/said", "/check", "/5", "/add", "/take-back"):
            self.pages.append(self._http.get(f"{self._path}{where}").content)

    def _afterwards(self) -> None:
        """Add something, rightly and wrongly; take it back, with words for the code and with it."""
        for times in (1, 800):
            form = read_form(self._http.get(f"{self._path}/add").text)
            fields = {**form.hidden, "move": "add"}
            self._say("an addition" if times == 1 else "too much of one", fields, times=times)
        asked = f"{self._path}/take-back"
        form = read_form(self._http.get(asked).text)
        self._post("a code to take back", asked, lambda typed: {**form.hidden, "code": typed})
        self._post("a proof", asked, lambda typed: {"proof": typed, "code": self._asked.link.code})
        right = {**form.hidden, "code": self._asked.link.code}
        shown = read_form(self._http.post(asked, data=right).text)
        taking = next(each for each in shown.moves if each.startswith("take:added"))
        self._say("words with what is taken back", {**shown.hidden, "move": taking})
        self._say("words with once more", {}, to="/once-more")

    def form(self) -> Form:
        """Give the form of the screen the conversation is at."""
        return read_form(self._http.get(self._path).text)

    def _fresh(self, form: Form) -> dict[str, str]:
        return {**form.hidden, "message": new_id()}

    def _say(
        self,
        path: str,
        fields: dict[str, str],
        again: bool = False,
        times: int = 1,
        to: str = "",
    ) -> None:
        typed = " ".join([self._sentences.next(path)] * times)
        for _ in range(1 + again):
            self._note(self._http.post(f"{self._path}{to}", data={**fields, "words": typed}))

    def _post(
        self,
        path: str,
        address: str | Callable[[str], str],
        fields: Callable[[str], dict[str, str]],
    ) -> None:
        typed = self._sentences.next(path)
        to = address if isinstance(address, str) else address(typed)
        self._note(self._http.post(to, data=fields(typed)))

    def _get(self, path: str, address: Callable[[str], str]) -> None:
        self._note(self._http.get(address(self._sentences.next(path))))

    def _raw(self, path: str, request: Callable[[str], dict[str, object]]) -> None:
        typed = self._sentences.next(path)
        self._note(self._http.post(self._path, **request(typed)))  # type: ignore[arg-type]

    def _note(self, answer: httpx.Response) -> None:
        """Keep what must not show words: every header, every error but for the field itself.

        Until it is sent their own pages call them, and those they live with, what they said.
        """
        for each in (*answer.history, answer):
            self.pages.append(repr(each.headers.multi_items()).encode())
        self.failed += answer.is_server_error
        if answer.is_error:
            content = _TYPED.sub(b"", answer.content)
            for name in self._names:
                content = content.replace(name, b"")
            self.pages.append(content)


def _half(typed: str) -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n{typed}'.encode()

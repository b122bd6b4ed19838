"""A person who answers on the web, and who tries again until they are told it was taken."""

import random
import threading
import time
from typing import Any

from tests.reliability.authority import Asked
from tests.reliability.browser import Browser, Fields, Form, Traffic, read_form
from tests.reliability.client_log import ClientLog, Entry
from tests.reliability.server import PATIENCE
from tests.reliability.words import CUE, Words

TRY_AGAIN_SECONDS = 0.1
# What a person picks here has to be looked at; kept apart from the scripts, which say so too.
RAISES = {("safe_feel", "not_good"), ("safe_view", "not_good")}
MOVES = {
    "pause": "paused",
    "resume": "resumed",
    "help": "asked_for_help",
    "check": "checked",
    "send": "submitted",
}


class WebPerson:
    """Answers, changes, goes back, stops, asks for help, taps twice; once `closing`, sends."""

    def __init__(
        self,
        url: str,
        asked: Asked,
        traffic: Traffic,
        log: ClientLog,
        closing: threading.Event,
        seed: str,
    ) -> None:
        self._asked = asked
        self._browser = Browser(url, traffic)
        self._log = log
        self._closing = closing
        self._random = random.Random(seed)
        self._words = Words(asked.link.name, seed)
        self._path = f"/chat/{asked.conversation}"
        self._at = self._path

    def run(self) -> None:
        """Go the whole way, from the link to the last page."""
        try:
            self._arrive()
            while (form := self._screen()).place != "sent":
                self._do(form)
        finally:
            self._browser.close()

    def _arrive(self) -> None:
        link = self._asked.link
        self._keep_trying(f"/c/{link.token}", {"code": link.code})

    def _screen(self) -> Form:
        """Give the form of the screen the conversation is at."""
        until = time.monotonic() + PATIENCE
        while True:
            answer = self._browser.page(self._at)
            if answer is not None and answer.status_code == 200:
                return read_form(answer.text)
            if answer is not None and answer.status_code == 404:
                self._arrive()  # as the page says: open your link again, and type your code
            assert time.monotonic() < until, f"no page for {self._asked.link.name}: {answer}"
            time.sleep(TRY_AGAIN_SECONDS)

    def _do(self, form: Form) -> None:
        move = self._chosen(form)
        fields, gave, worry = self._filled(form, move)
        entry = Entry("offered", self._asked.conversation, f"web:{form.message}", gave, worry)
        self._say(entry, {**form.hidden, "move": move, **fields})
        if gave.get("words") and self._random.random() < 0.05:
            self._edit_afterwards(entry, {**form.hidden, "move": move, **fields})

    def _chosen(self, form: Form) -> str:
        """Choose among the moves that the page offers; nothing but onward once it is closing."""
        onward = [each for each in form.moves if each in {"answer", "resume", "share"}]
        ends = [each for each in form.moves if each in {"check", "send"}]
        if self._closing.is_set():
            return (onward or ends)[0]
        if ends:
            changes = [each for each in form.moves if each.startswith("change:")]
            return self._random.choice(changes or ["back"])
        others = [each for each in form.moves if each not in onward and ":" not in each]
        return self._random.choice(others) if self._random.random() < 0.2 else onward[0]

    def _filled(self, form: Form, move: str) -> tuple[Fields, dict[str, Any], str]:
        """Give the fields of a move, what has to be found again, and why to look at it."""
        if move == "answer":
            return self._answer(form)
        if move == "share":
            scopes = {name: self._random.choice(given) for name, given in form.options.items()}
            pairs = [[name.removeprefix("scope."), scope] for name, scope in scopes.items()]
            filled: Fields = dict(scopes.items())
            return filled, {"event": "shared", "scopes": pairs}, ""
        name, _, step = move.partition(":")
        gave: dict[str, dict[str, Any]] = {
            "skip": {"event": "skipped", "step": form.place},
            "back": {"event": "went_back", "place": form.place},
            "change": {"event": "changed", "step": step},
        }
        worry = "help" if move == "help" else ""
        return {}, gave.get(name) or {"event": MOVES[name]}, worry

    def _answer(self, form: Form) -> tuple[Fields, dict[str, Any], str]:
        place, given = form.place, form.options.get("choice", [])
        if not given and not form.has_words:
            return {}, {"event": "picked", "step": place, "choices": ["ok"]}, ""
        words = self._words.next() if form.has_words and self._random.random() < 0.9 else ""
        if not given or (words and not self._closing.is_set() and self._random.random() < 0.05):
            words = words or self._words.next()
            said = {"event": "said", "step": place, "words": words}
            return {"words": _typed(words)}, said, _cue(words)
        picked = [self._random.choice(given)]
        worry = "choice" if (place, picked[0]) in RAISES else _cue(words)
        kept = {"event": "picked", "step": place, "choices": picked, "words": words}
        return {"choice": picked, "words": _typed(words)}, kept, worry

    def _edit_afterwards(self, entry: Entry, fields: Fields) -> None:
        """Go back in the browser, write something else on the old page and post that."""
        words = self._words.next()
        gave = {**entry.gave, "words": words}
        changed = Entry("offered", entry.conversation, entry.message, gave, _cue(words))
        self._say(changed, {**fields, "words": _typed(words)})

    def _say(self, entry: Entry, fields: Fields) -> None:
        self._log.add(entry)
        twins: list[threading.Thread] = []
        if self._random.random() < 0.1:
            twins.append(threading.Thread(target=self._browser.post, args=(self._path, fields)))
            twins[0].start()
        self._keep_trying(self._path, fields)
        self._log.add(Entry("taken", entry.conversation, entry.message, entry.gave, entry.worry))
        for twin in twins:
            twin.join()
        if self._random.random() < 0.1:
            self._browser.post(self._path, fields)

    def _keep_trying(self, path: str, fields: Fields) -> None:
        """Post the same thing until we are led on, which is how a page says that it was taken."""
        until = time.monotonic() + PATIENCE
        while True:
            answer = self._browser.post(path, fields)
            if answer is not None and answer.status_code == 303:
                self._at = answer.headers["Location"]
                return
            assert time.monotonic() < until, f"not taken from {self._asked.link.name}: {answer}"
            time.sleep(TRY_AGAIN_SECONDS)


def _typed(words: str) -> str:
    """Give words as a browser sends them: with the line ends of a form."""
    return words.replace("\n", "\r\n")


def _cue(words: str) -> str:
    return "cue" if CUE in words else ""

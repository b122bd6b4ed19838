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
RAISES = {("safe_feel", "not_good"), ("safe_view", "not_good"), ("missing", "now")}
MOVES = {
    "pause": "paused",
    "resume": "resumed",
    "help": "asked_for_help",
    "check": "checked",
    "send": "submitted",
}


class WebPerson:
    """Answers, draws, changes, goes back, stops, asks for help, taps twice; once `closing`, sends.

    Some send before that, and go on adding and taking back.
    """

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
        self._is_early = self._random.random() < 0.4

    def run(self) -> None:
        """Go the whole way, from the link to the last page."""
        try:
            self._arrive()
            while (form := self._screen()).place != "sent":
                self._do(form)
            self._afterwards()
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

    def _afterwards(self) -> None:
        """Add things until it is closing and once more, and take one back."""
        while True:
            self._add()
            if self._closing.is_set():
                return
            if self._random.random() < 0.1:
                self._take_back()
            time.sleep(self._random.random() / 10)

    def _add(self) -> None:
        self._at = f"{self._path}/add"
        form, words = self._screen(), self._words.next()
        gave = {"event": "added", "words": words}
        entry = Entry("offered", self._asked.conversation, f"web:{form.message}", gave, _cue(words))
        fields: Fields = {**form.hidden, "move": "add", "words": _typed(words)}
        self._say(entry, fields)
        if self._random.random() < 0.1:
            self._edit_afterwards(entry, fields)

    def _take_back(self) -> None:
        """Type the code, and take back one of the answers that are then shown."""
        asked = f"{self._path}/take-back"
        self._at = asked
        code = {**self._screen().hidden, "code": self._asked.link.code}
        answer = self._browser.post(asked, {**code})
        form = read_form(answer.text) if answer is not None else Form()
        steps = [each for each in form.moves if each.startswith("take:")]
        if not steps:  # a kill was faster, or all is taken back
            return
        move = self._random.choice(steps)
        gave = {"event": "took_back", "step": move.removeprefix("take:")}
        entry = Entry("offered", self._asked.conversation, f"web:{form.message}", gave, "")
        self._say(entry, {**form.hidden, "move": move})

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
        tiles = [each for each in form.moves if each.startswith("pick:")]
        ends = [each for each in form.moves if each in {"check", "send"}]
        if tiles:
            onward.append(self._random.choice(tiles))
        if self._closing.is_set() or (ends and self._is_early):
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
            return self._shared(form)
        name, _, step = move.partition(":")
        if name == "pick":
            worry = "choice" if (form.place, step) in RAISES else ""
            return {}, {"event": "picked", "step": form.place, "choices": [step]}, worry
        gave: dict[str, dict[str, Any]] = {
            "skip": {"event": "skipped", "step": form.place},
            "decline": {"event": "declined", "step": form.place},
            "back": {"event": "went_back", "place": form.place},
            "change": {"event": "changed", "step": step},
        }
        worry = "help" if move == "help" else ""
        return {}, gave.get(name) or {"event": MOVES[name]}, worry

    def _shared(self, form: Form) -> tuple[Fields, dict[str, Any], str]:
        """Choose who may see each topic, some of it by name."""
        filled, pairs = Fields(), []
        for name, given in form.options.items():
            topic = name.removeprefix("scope.")
            if name == topic:
                continue
            scope = filled[name] = self._random.choice(given)
            people = form.options.get(f"people.{topic}", [])
            if scope == "people":
                named = self._random.sample(people, self._random.randint(1, len(people)))
                filled[f"people.{topic}"] = named
                scope = f"people:{','.join(named)}"
            pairs.append([topic, scope])
        return filled, {"event": "shared", "scopes": pairs}, ""

    def _drawn(self, form: Form) -> tuple[Fields, dict[str, Any], str]:
        """Draw a few lines, write beside them, or both."""
        strokes = "\n".join(self._stroke() for _ in range(self._random.randint(0, 5)))
        words = self._words.next() if not strokes or self._random.random() < 0.5 else ""
        gave = {"event": "drew", "step": form.place, "strokes": strokes}
        gave |= {"words": words} if words else {}
        return {"strokes": _typed(strokes), "words": _typed(words)}, gave, _cue(words)

    def _stroke(self) -> str:
        """Give a line of some points, in a colour."""
        points = (
            f"{self._random.randint(0, 1000)},{self._random.randint(0, 1000)}"
            for _ in range(self._random.randint(1, 60))
        )
        return " ".join((self._random.choice(["ink", "blue", "red"]), *points))

    def _answer(self, form: Form) -> tuple[Fields, dict[str, Any], str]:
        if "strokes" in form.hidden:
            return self._drawn(form)
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

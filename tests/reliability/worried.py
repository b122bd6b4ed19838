"""Children who write that somebody hurts them, and the officer who says "I have this"."""

import re
import threading
import time

import httpx2 as httpx

from backend.platform.database import new_id
from bot.demo_links import SignIn
from tests.reliability.authority import Asked
from tests.reliability.browser import Browser, Fields, Traffic, read_form
from tests.reliability.client_log import ClientLog, Entry
from tests.reliability.server import PATIENCE

AGAIN_SECONDS = 0.02
# What each is a worry about is written down here by hand, apart from the tables of cues.
LINES = {
    "harm": "he hits me",
    "self_harm": "I want to die",
    "missing": "I am going to run away tonight",
    "sexual": "he touches me in bed",
    "neglect": "there is no food",
}
WORRIES = (*LINES, "help")
_TIMES = re.compile(r'name="times" value="(\d+)"')


class Worried:
    """A child at the first question about home, who writes there again and again."""

    def __init__(self, url: str, asked: Asked, log: ClientLog, traffic: Traffic) -> None:
        self.asked = asked
        self._log = log
        self._browser = Browser(url, traffic)
        self._path = f"/chat/{asked.conversation}"
        self._hidden: dict[str, str] = {}
        self._said = 0

    def close(self) -> None:
        """Go away."""
        self._browser.close()

    def arrive(self) -> None:
        """Come by link and code, and go on as far as the first question about home, once."""
        if not self._hidden:
            self._enter()
        while not self._hidden:
            answer = self._browser.page(self._path)
            assert answer is not None
            form = read_form(answer.text)
            if form.place == "home_feel":
                self._hidden = form.hidden
                break
            move = "skip" if "skip" in form.moves else "answer"
            self._browser.post(self._path, {**form.hidden, "move": move})

    def say(self, worry: str, tries: int | None = None) -> bool:
        """Write a line, or press the button, until it is taken; give up after so many tries."""
        self._said += 1
        message = new_id()
        fields: Fields = {**self._hidden, "message": message, "move": "answer"}
        gave = {"event": "said", "words": f"{LINES.get(worry, '')} {self._said}"}
        if worry == "help":
            fields, gave = {**fields, "move": "help"}, {"event": "asked_for_help"}
        else:
            fields["words"] = gave["words"]
        entry = Entry("offered", self.asked.conversation, f"web:{message}", gave, worry)
        self._log.add(entry)
        if not self._keep_trying(fields, tries):
            return False
        self._log.add(Entry("taken", entry.conversation, entry.message, gave, worry))
        return True

    def _keep_trying(self, fields: Fields, tries: int | None) -> bool:
        until, tried = time.monotonic() + PATIENCE, 0
        while tried != tries:
            answer, tried = self._browser.post(self._path, fields), tried + 1
            if answer is not None and answer.status_code == 303:
                return True
            assert time.monotonic() < until, f"not taken from {self.asked.link.name}: {answer}"
            time.sleep(AGAIN_SECONDS)
        return False

    def _enter(self) -> None:
        link = self.asked.link
        answer = self._browser.post(f"/c/{link.token}", {"code": link.code})
        assert answer is not None
        assert answer.status_code == 303


class OnDuty:
    """The duty officer, who signs in whenever that is asked, and tries until something is taken.

    ``has`` are the concerns of which they were told that they have them.
    """

    def __init__(self, url: str, sign_in: SignIn) -> None:
        self.has: set[str] = set()
        self._sign_in = sign_in
        self._http = httpx.Client(base_url=url, headers={"Origin": url}, timeout=PATIENCE)

    def close(self) -> None:
        """Go away."""
        self._http.close()

    def sign_in(self) -> None:
        """Sign in."""
        fields = {"email": self._sign_in.email, "password": self._sign_in.password}
        self._http.post("/sign-in", data={**fields, "next": "/concerns"})

    def take(self, concern_id: str, closing: threading.Event | None = None) -> None:
        """Read a concern and press "I have this", until that is taken or it is closing time."""
        until = time.monotonic() + PATIENCE
        while not self._tries(concern_id):
            assert time.monotonic() < until, f"{concern_id} could not be taken"
            if closing is not None and closing.is_set():
                return
            time.sleep(AGAIN_SECONDS)
        self.has.add(concern_id)

    def _tries(self, concern_id: str) -> bool:
        page = f"/concerns/{concern_id}"
        try:
            shown = self._http.get(page)
            if shown.status_code == 303:
                self.sign_in()
                return False
            if shown.status_code != 200:
                return False
            asked = _TIMES.search(shown.text)
            if asked is None:  # somebody has it, and that can only be this officer
                return True
            return self._http.post(page, data={"times": asked[1]}).status_code == 303
        except httpx.TransportError:
            return False

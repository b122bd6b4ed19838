"""What a phone would show: the chat's own screens, with a state that travels along."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from backend.consultations.rules import Consultation, Desk, Names, filled
from backend.platform.runtime import Runtime
from bot.play_people import player
from bot.tryout.turns import Turn
from bot.webchat import words
from bot.webchat.pages import screen, sent_rows, shown_again
from bot.webchat.rendering import TEMPLATES, Pages
from dialogs.routing import Place
from dialogs.script import Script
from dialogs.state import State

_CHAT = FileSystemLoader(TEMPLATES)
# Every screen of the chat extends "base.html", and finds ours; ours extends the chat's own.
_LOADER = ChoiceLoader(
    [
        FileSystemLoader(Path(__file__).parent / "templates" / "phone"),
        _CHAT,
        PrefixLoader({"chat": _CHAT}),
    ]
)
# A try-out has no time of its own: nothing in it is ever kept.
_ONCE = datetime(2026, 1, 1, tzinfo=UTC)

NOW, SAID, ADD, TAKE_BACK, TAKING_BACK = "", "said", "add", "take-back", "taking-back"
_TEMPLATES = {
    ADD: "add.html",
    TAKE_BACK: "take_back.html",
    TAKING_BACK: "taking_back.html",
}
"""Screens that are looked at beside the one a conversation is at, all but one after Send."""


class Phone:
    """Shows where a try-out stands as a whole page of the chat."""

    def __init__(self, runtime: Runtime, desk: Desk) -> None:
        self._runtime = runtime
        self._desk = desk
        self._pages = Pages(runtime, desk.childline, _LOADER)
        self.languages = self._pages.languages
        self.offered = self._pages.offered

    def names(self, script: Script, state: State) -> Names:
        """Give the made-up names, and what the person has said that they are called."""
        made_up, desk = player(script), self._desk
        known = {
            "child": made_up.child,
            "iro": made_up.iro,
            "authority": desk.authority,
            "childline": desk.childline,
            "decided": made_up.decided,
        }
        return filled(desk, script, state, known)

    def page(
        self,
        script: Script,
        turn: Turn,
        action: str,
        carried: tuple[tuple[str, str], ...],
        look: str = NOW,
    ) -> str:
        """Give the page; ``carried`` is what its form hands on beside where it stands."""
        state, held, posted = turn.state, _held(script, turn), turn.posted
        looking_at = Place("check") if look == SAID else None
        if posted is not None and held.status != "sent":
            held, looking_at = shown_again(script, held, posted)
        names = self.names(script, state)
        shown = screen(self._desk, script, held, names, looking_at)
        wrong = self._pages.words(state.language, words.WRONG.get(turn.wrong, ""))
        page = replace(
            self._pages.page(script, state, shown, action, posted=posted, wrong=wrong),
            no_alarm=state.language not in self._desk.cues,
            early=look == SAID,
            people=tuple(player(script).beside.items()),
            once_more=script.purpose == "any_day",
            rows=sent_rows(self._desk, script, held, names) if look == TAKING_BACK else (),
            carried=(("state", state.to_json()), *carried),
        )
        template = _TEMPLATES.get(look) or words.template(shown)
        return self._pages.text(state.language, template, page=page)


def _held(script: Script, turn: Turn) -> Consultation:
    """Make a consultation that nobody has, for the screens that are made of one."""
    state = turn.state
    return Consultation(
        id="",
        invitation_id="",
        number=1,
        participant_id="",
        child_id="",
        review_id=None,
        purpose=script.purpose,
        script=script.id,
        version=script.version,
        digest=script.digest,
        language=state.language,
        status=state.status,
        events=0,
        started_at=_ONCE,
        changed_at=_ONCE,
        sent_at=_ONCE if state.status == "sent" else None,
        state=state,
        says=turn.says,
    )

"""What a consultation is to the rest of the house, and what is worked out about one. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from backend.answers.rules import Kept, Revision
from backend.concerns.rules import Raised
from backend.platform.keys.rules import ChildKey, KeyRing, open_sealed, seal
from backend.platform.translations import Translations
from dialogs import events
from dialogs.engine import Turn, advance
from dialogs.outputs import Keep, Output, Raise, Say
from dialogs.questions import QuestionTable
from dialogs.routing import answered
from dialogs.screening import CueTable, Finding, screen
from dialogs.script import Script, Scripts, Step, Wording
from dialogs.state import Answer, State

Names = Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """What a conversation needs beside the transaction; made once by the composition root.

    ``mail_works`` says whether a message to the people on duty can leave the house.
    """

    ring: KeyRing
    scripts: Scripts
    questions: QuestionTable
    cues: Mapping[str, CueTable]
    translations: Translations
    authority: str
    childline: str
    public_url: str
    mail_works: bool

    def speak(self, wording: Wording, language: str, names: Names) -> str:
        """Give words in a language with the names filled in."""
        return self.translations.text(language, wording.english, wording.context, **names)


@dataclass(frozen=True)
class Message:
    """One event as it is taken: ``id`` is its row, ``message_id`` the channel's name for it.

    ``content`` is a keyed digest of what it holds.
    """

    id: str
    message_id: str
    content: str
    event: events.Event = field(repr=False)
    channel: str
    at: datetime


@dataclass(frozen=True)
class Consultation:
    """One person's consultation; ``says`` are the universal words last said beside the question.

    ``state`` and ``says`` come out of the sealed column.
    """

    id: str
    invitation_id: str
    participant_id: str
    child_id: str
    review_id: str | None
    script: str
    version: int
    digest: str
    language: str
    status: str
    events: int
    started_at: datetime
    changed_at: datetime
    sent_at: datetime | None
    state: State = field(repr=False)
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """What came of a message: where the conversation stands, and what to say now.

    ``repeated`` means this message had been taken before and nothing was done again.
    """

    consultation: Consultation
    outputs: tuple[Output, ...] = field(repr=False)
    repeated: bool = False


@dataclass(frozen=True)
class Said:
    """One answer for the officer's page: what stands now, on the route, in a sent consultation."""

    revision: Revision
    scope: str
    raised_concern: bool


@dataclass(frozen=True)
class Excerpt:
    """The words that raised a concern, and the newest answers beside them in that topic."""

    at: datetime
    words: str
    kept: Kept | None
    beside: tuple[Kept, ...]


@dataclass(frozen=True)
class Views:
    """One participant's consultation as an officer may see it; unsent ones hold no answers."""

    consultation: Consultation
    channels: tuple[str, ...]
    answers: tuple[Said, ...]


@dataclass(frozen=True)
class Stepped:
    """An engine turn together with what the screening of its text found."""

    turn: Turn = field(repr=False)
    reasons: tuple[Raised, ...]

    @property
    def says(self) -> tuple[str, ...]:
        """The universal words to say beside the question."""
        return tuple(output.key for output in self.turn.outputs if isinstance(output, Say))

    @property
    def kept(self) -> Answer | None:
        """The answer to keep, if the event was one."""
        return next((each.answer for each in self.turn.outputs if isinstance(each, Keep)), None)


def step_forward(
    script: Script, state: State, event: events.Event, cues: Mapping[str, CueTable]
) -> Stepped:
    """Advance the conversation and gather every reason to tell a person.

    A failing screener never loses the answer: the reason is then ``unscreened``.
    """
    turn = advance(script, state, event)
    reasons = [_reason(each) for each in turn.outputs if isinstance(each, Raise)]
    reasons += screened(cues, events.words_of(event))
    told = {output.key for output in turn.outputs if isinstance(output, Say)}
    if reasons and not told & {"raised", "helped"}:
        turn = replace(turn, outputs=(Say("raised"), *turn.outputs))
    return Stepped(turn, tuple(reasons))


def _reason(raised: Raise) -> Raised:
    return Raised(raised.source, "help" if raised.source == "help" else "safety")


def screened(cues: Mapping[str, CueTable], text: str) -> list[Raised]:
    """Give each reason a text holds to tell a person, with the tables of every language.

    Who chose one language may still write in another.
    """
    if not text.strip():
        return []
    try:
        found: list[Finding] = [each for table in cues.values() for each in screen(table, text)]
    except Exception:  # whatever the screener does, the answer is kept
        return [Raised("unscreened", "unscreened")]
    return [Raised("cue", category) for category in dict.fromkeys(each.category for each in found)]


def replay(script: Script, language: str, happened: tuple[events.Event, ...]) -> State:
    """Make the state again from nothing but what happened."""
    state = State(script.id, script.version, script.digest, language)
    for event in happened:
        state = advance(script, state, event).state
    return state


def what_stands(
    script: Script, state: State, revisions: tuple[Revision, ...], raised: set[str]
) -> tuple[Said, ...]:
    """Give the newest revision of each answer that counts, with who may see its topic."""
    newest = {revision.kept.step: revision for revision in revisions}
    sharing = dict(state.sharing)
    return tuple(
        Said(
            newest[step.id],
            sharing.get(step.topic, "iro"),
            _is_a_worry(step, newest[step.id], revisions, raised),
        )
        for step, _ in answered(script, state)
        if step.id in newest
    )


def _is_a_worry(
    step: Step, newest: Revision, revisions: tuple[Revision, ...], raised: set[str]
) -> bool:
    """Choice and words may come one by one: what raised a concern may stand in it still."""
    kept = newest.kept
    if any(choice.raises for choice in step.picked(kept.choices)):
        return True

    def still_said(each: Revision) -> bool:
        same = (each.kept.step, each.kept.words) == (kept.step, kept.words)
        return each is newest or (same and bool(kept.words))

    return any(each.event_id in raised and still_said(each) for each in revisions)


def asked_as(desk: Desk, script: Script, answer: Answer, language: str, names: Names) -> Kept:
    """Put an answer beside the words that were asked, in the language they were asked in."""
    step = script.step(answer.step)
    if step is None:
        raise KeyError(answer.step)
    return Kept(
        step=step.id,
        topic=step.topic,
        question=step.question,
        choices=answer.choices,
        labels=tuple(
            desk.speak(choice.label, language, names) for choice in step.picked(answer.choices)
        ),
        words=answer.words,
        skipped=answer.skipped,
        asked=desk.speak(step.ask, language, names),
        language=language,
        script=script.id,
        version=script.version,
        digest=script.digest,
    )


def opened(key: ChildKey, row: Mapping[str, Any]) -> Consultation:
    """Make a consultation of its row, opening the sealed state."""
    held = json.loads(open_sealed(key, f"consultations.state:{row['id']}", row["state"]))
    state = State.from_json(json.dumps(held["state"]))
    return Consultation(**{**row, "state": state, "says": tuple(held["says"])})


def sealed_state(
    key: ChildKey, consultation_id: str, state: State, says: tuple[str, ...] = ()
) -> bytes:
    """Seal where a conversation stands and what was last said beside the question."""
    held = {"state": json.loads(state.to_json()), "says": says}
    plain = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(key, f"consultations.state:{consultation_id}", plain)

"""What a consultation is to the rest of the house, and what is worked out about one. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from backend.answers.rules import Kept
from backend.concerns.rules import Raised, screened
from backend.duty.rules import OnCall
from backend.invitations.rules import Invitation
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, KeyRing, open_sealed, seal
from backend.platform.translations import Translations
from dialogs import events
from dialogs.carrying import take
from dialogs.cues import CueTable
from dialogs.engine import Turn, advance, start
from dialogs.outputs import Keep, Output, Raise, Say
from dialogs.questions import QuestionTable
from dialogs.routing import called
from dialogs.script import Script, Scripts, Wording
from dialogs.state import Answer, State

Names = Mapping[str, str]
_OF_THE_INVITATION = ("participant_id", "child_id", "review_id", "purpose")


@dataclass(frozen=True)
class Desk:
    """What a conversation needs beside the transaction; ``mail_works``: duty can be told.

    ``routes`` are those messages leave by, and ``on_call`` how the people on duty are reached.
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
    routes: frozenset[str] = frozenset()
    on_call: OnCall = field(default_factory=OnCall)

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

    ``number`` counts those of one invitation: between reviews there is one after the other.
    ``state`` and ``says`` come out of the sealed column.
    """

    id: str
    invitation_id: str
    number: int
    participant_id: str
    child_id: str
    review_id: str | None
    purpose: str
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
class Open:
    """One conversation that somebody is in the middle of, and the version it is on."""

    id: str
    child_id: str
    script: str
    version: int


@dataclass(frozen=True)
class Happened:
    """What somebody wrote in one event, wherever it stands."""

    event_id: str
    consultation_id: str
    position: int
    at: datetime
    words: str = field(repr=False)


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
    """Advance the conversation and gather every reason to tell a person; see ``heard``."""
    return heard(advance(script, state, event), event, cues, script.audience)


def heard(turn: Turn, event: events.Event, cues: Mapping[str, CueTable], audience: str) -> Stepped:
    """Put a turn beside every reason to tell a person of what was said in it.

    Whoever said it hears at once whether somebody is called now, or reads it in office hours. A
    failing screener never loses the answer: the reason is then ``unscreened``.
    """
    sources = [each.source for each in turn.outputs if isinstance(each, Raise)]
    reasons = [Raised(each, "help" if each == "help" else "safety") for each in sources]
    reasons += screened(cues, events.words_of(event), turn.state.language, audience)
    told = {output.key for output in turn.outputs if isinstance(output, Say)}
    if reasons and not told & {"raised", "helped"}:
        now = any(reason.level == "urgent" for reason in reasons)
        turn = replace(turn, outputs=(Say("raised" if now else "noticed"), *turn.outputs))
    return Stepped(turn, tuple(reasons))


def replay(
    scripts: Scripts, begun: tuple[str, int], language: str, happened: tuple[events.Event, ...]
) -> State:
    """Make the state again from nothing but what happened; ``begun`` is script and version now."""
    moves = [event for event in happened if isinstance(event, events.CarriedOver)]
    script = scripts.get(begun[0], moves[0].before if moves else begun[1])
    state = State(script.id, script.version, script.digest, language)
    for event in happened:
        state = take(scripts, state, event).state
    return state


def filled(desk: Desk, script: Script, state: State, names: Names) -> Names:
    """Give the names to fill in: those known, and what they said people are called."""
    defaults = {key: desk.speak(each, state.language, names) for key, each in script.called.items()}
    return {**defaults, **names, **called(script, state)}


def asked_as(desk: Desk, script: Script, answer: Answer, language: str, names: Names) -> Kept:
    """Put an answer beside the words that were asked, in the language they were asked in."""
    script = desk.scripts.get(script.id, answer.version or script.version)
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
        declined=answer.declined,
        drawing=answer.drawing,
        taken_back=answer.taken_back,
    )


def begun(
    invitation: Invitation, script: Script, language: str, number: int, at: datetime
) -> Consultation:
    """Give a consultation that begins; the first of an invitation bears its id."""
    state = start(script, language).state
    return Consultation(
        id=derived_id(invitation.id, str(number)) if number > 1 else invitation.id,
        invitation_id=invitation.id,
        number=number,
        **{name: getattr(invitation, name) for name in _OF_THE_INVITATION},
        script=script.id,
        version=script.version,
        digest=script.digest,
        language=language,
        status=state.status,
        events=0,
        started_at=at,
        changed_at=at,
        sent_at=None,
        state=state,
    )


def moved_on(before: Consultation, stepped: Stepped, at: datetime) -> Consultation:
    """Give where it stands after a turn; after Send what changes nothing is no news to anybody."""
    state = stepped.turn.state
    return replace(
        before,
        version=state.version,
        digest=state.digest,
        status=state.status,
        events=before.events + 1,
        changed_at=before.changed_at if (before.status, state) == ("sent", before.state) else at,
        sent_at=before.sent_at or (at if state.status == "sent" else None),
        state=state,
        says=stepped.says,
    )


def event_row(
    key: ChildKey, before: Consultation, message: Message, script: Script
) -> dict[str, Any]:
    """Give the row of an event, what happened sealed in it."""
    step = script.step(getattr(message.event, "step", ""))
    plain = events.to_json(message.event).encode()
    return {
        "id": message.id,
        "consultation_id": before.id,
        "child_id": before.child_id,
        "message_id": message.message_id,
        "position": before.events + 1,
        "content": message.content,
        "channel": message.channel,
        "step": step.id if step else "",
        "event": seal(key, f"consultation_events.event:{message.id}", plain),
        "at": message.at,
    }


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


def event_of(key: ChildKey, row: Mapping[str, Any]) -> events.Event:
    """Make an event of its row, opening what is sealed in it."""
    plain = open_sealed(key, f"consultation_events.event:{row['id']}", row["event"])
    return events.from_json(plain.decode(), row["message_id"])


def happened(key: ChildKey, row: Mapping[str, Any]) -> Happened:
    """Give what somebody wrote in the event of a row."""
    place = (row["id"], row["consultation_id"], row["position"], row["at"])
    return Happened(*place, events.words_of(event_of(key, row)))

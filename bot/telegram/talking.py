"""One message in a conversation that has begun: what it means there, and what is said to it."""

from dataclasses import replace
from typing import Any

from backend.consultations import service as consultations
from backend.consultations.rules import Received
from backend.covers import service as covers
from backend.inbox.rules import can_answer, is_echo
from backend.platform.delivery.service import status_of
from bot.telegram import words
from bot.telegram.rendering import Button, Screen, changes, known, screen, speech
from bot.telegram.updates import ANYWHERE, aside, pressed, to_event
from bot.telegram.visits import Reply, Talk, Visit, with_screen
from dialogs import events
from dialogs.carrying import as_seen
from dialogs.outputs import Output

UNSENT = ("waiting", "sending")

_COMMANDS = {"start": "resume", "stop": "pause"}


def talk(visit: Visit, begun: Talk) -> Reply:
    """Take a message of somebody who is in the middle of a conversation."""
    visit = replace(visit, standing=replace(visit.standing, about=begun.invitation.id))
    letter = visit.letter
    # A command stands alone; with words behind it, it is words, which are heard like any.
    command = "" if letter.argument else letter.command
    if command in words.EXPLAINED:
        return _note(visit, begun, *words.EXPLAINED[command])
    if letter.kind == "photo":
        return _no_words(visit, begun)
    if letter.kind == "edited" and not _is_sent(begun):
        change = begun.voice.speak(begun.script.word("change"))
        return _kept(visit, begun, words.EDITED, change=change)
    if is_echo(visit.standing, visit.incoming):
        keep_aside(visit, begun)
        return Reply(visit.standing)
    move = _COMMANDS.get(command)
    if move is not None:
        return _act(visit, begun, Button("", move))
    return _text(visit, begun)


def _text(visit: Visit, begun: Talk) -> Reply:
    button = pressed(_buttons(visit, begun), visit.letter.text)
    move = button.move if button else ""
    if button is None and _is_sent(begun):
        return take(visit, begun, events.Added(visit.message_id, visit.letter.text))
    if _too_early(visit) and move not in ANYWHERE:
        if button is not None:  # a second tap on a button that had its effect
            keep_aside(visit, begun)
            return Reply(visit.remembering())
        return _kept(visit, begun, words.TOO_EARLY)
    if move == "changes":
        return _changes(visit, begun)
    return _act(visit, begun, button)


def _is_sent(begun: Talk) -> bool:
    return begun.consultation.status == "sent"


def _too_early(visit: Visit) -> bool:
    asked = visit.standing.asked
    unsent = asked is not None and status_of(visit.transaction, asked.key) in UNSENT
    return not can_answer(asked, visit.incoming, unsent)


def _act(visit: Visit, begun: Talk, button: Button | None) -> Reply:
    buttons = _buttons(visit, begun)
    event = to_event(buttons, button, visit.letter.text, visit.message_id)
    return take(visit, begun, replace(event, seen=begun.consultation.state.seen))


def _buttons(visit: Visit, begun: Talk) -> Screen:
    """Give what means something in this chat now: it still shows what it was last asked.

    Who was carried over to a newer version has not been told yet, and answers the older one.
    """
    script, state = begun.script, begun.consultation.state
    shown = visit.desk.scripts.find(script.id, state.seen) if state.seen else None
    if shown is not None:
        script, state = shown, as_seen(shown, state)
    return known(script, state, begun.voice)


def show(visit: Visit, begun: Talk, outputs: tuple[Output, ...], first: str = "") -> Reply:
    """Say what a turn came to, and the question it leads to; ``first`` stands before that."""
    shown = screen(begun.script, begun.consultation.state, begun.voice)
    shown = replace(shown, text=f"{first}\n\n{shown.text}" if first else shown.text)
    said = speech(begun.script, outputs, shown, begun.voice)
    return with_screen(Reply(visit.remembering(), (said,)), begun, shown)


def take(visit: Visit, begun: Talk, event: events.Event, before: tuple[Output, ...] = ()) -> Reply:
    """Take something that happened without any words of theirs, such as coming back."""
    visit = replace(visit, standing=replace(visit.standing, about=begun.invitation.id))
    received = receive(visit, begun, event)
    after = replace(begun, consultation=received.consultation)
    return show(visit, after, (*before, *received.outputs), who_reads(visit, begun))


def who_reads(visit: Visit, begun: Talk) -> str:
    """Say that another reads now than was said before this message, or give ""."""
    before = begun.consultation
    return covers.said_of_reader(
        visit.transaction,
        visit.desk.translations,
        before.state.language,
        before.participant_id,
        since=before.changed_at,
        begins=before.events == 0,
        at=visit.at,
    )


def keep_aside(visit: Visit, begun: Talk) -> tuple[Output, ...]:
    """Keep and screen a text that answers nothing; give what screening asks to be said."""
    return receive(visit, begun, aside(visit.letter.text, visit.message_id)).outputs


def receive(visit: Visit, begun: Talk, event: events.Event) -> Received:
    """Hand one event to the conversation."""
    return consultations.receive(
        visit.transaction,
        visit.desk,
        visit.key(begun.invitation.child_id),
        consultation_id=begun.consultation.id,
        event=event,
        channel="telegram",
        at=visit.at,
    )


def _changes(visit: Visit, begun: Talk) -> Reply:
    listed = changes(begun.script, begun.consultation.state, begun.voice)
    said = speech(begun.script, (), listed, begun.voice)
    return Reply(visit.remembering(), (said,), begun.invitation)


def _no_words(visit: Visit, begun: Talk) -> Reply:
    if visit.letter.text.strip():
        return _kept(visit, begun, words.ONLY_THE_WORDS)
    return _note(visit, begun, words.ONLY_WORDS)


def _kept(visit: Visit, begun: Talk, note: str, **values: Any) -> Reply:
    """Keep and screen a text that answers nothing, and say so; after Send it is added."""
    if _is_sent(begun):
        outputs = receive(visit, begun, events.Added(visit.message_id, visit.letter.text)).outputs
    else:
        outputs = keep_aside(visit, begun)
    return _note(visit, begun, note, outputs=outputs, **values)


def _note(
    visit: Visit,
    begun: Talk,
    note: str,
    more: str = "",
    outputs: tuple[Output, ...] = (),
    **values: Any,
) -> Reply:
    """Say something beside the question, whose buttons stay where they are."""
    shown = screen(begun.script, begun.consultation.state, begun.voice)
    said = [begun.voice.say(each, **values) for each in (note, more) if each]
    said = [each for each in (who_reads(visit, begun), *said) if each]
    noted = replace(shown, text="\n\n".join(said))
    return Reply(
        visit.remembering(),
        (speech(begun.script, outputs, noted, begun.voice),),
        begun.invitation,
    )

"""From where a conversation stands to what one screen shows. Pure: the templates lay it out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from backend.consultations.rules import Consultation, Desk, Names
from bot.webchat.forms import Posted
from dialogs.carrying import as_asked
from dialogs.drawing import Stroke, strokes
from dialogs.levels import LEVELS
from dialogs.routing import SCOPES, Place, answered, left_over, named, place, route, topics_said
from dialogs.script import Script, Step, Wording
from dialogs.state import Answer

Speak = Callable[[Wording], str]
# Words said beside a question that belong above it; the others have a screen of their own.
BESIDE = ("carried_over", "raised", "noticed", "words_kept", "added", "taken_back")


@dataclass(frozen=True)
class Option:
    """One choice as a child sees it."""

    code: str
    label: str
    picture: str
    picked: bool


@dataclass(frozen=True)
class Row:
    """One answer on the check page, in their exact words."""

    step: str
    asked: str
    labels: tuple[str, ...]
    pictures: tuple[str, ...]
    words: str
    drawing: tuple[Stroke, ...]
    skipped: bool
    declined: bool


@dataclass(frozen=True)
class Part:
    """One topic with its rows, and who may see it: ``people`` holds ids where it is "people".

    Of a topic in which nothing can be shared ``scope`` is "". What is ``gone`` is asked no more:
    it stays with the IRO, and can be taken back but not changed.
    """

    topic: str
    name: str
    picture: str
    rows: tuple[Row, ...]
    scope: str
    people: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True)
class Question:
    """One step to a screen; ``number`` is its place in the script and names its address.

    ``before`` is what they picked when a version before this one asked.
    """

    step: str
    kind: str
    number: int
    ask: str
    body: tuple[str, ...]
    options: tuple[Option, ...]
    more: str
    words: str
    gloss: str
    topic: str
    picture: str
    first: bool
    tiles: bool
    strokes: str
    declines: bool
    before: tuple[str, ...]


@dataclass(frozen=True)
class Screen:
    """Everything a template needs: which page, and the words on it."""

    stage: str
    place: str
    paused: bool
    told: tuple[str, ...]
    helped: tuple[str, ...]
    progress: tuple[str, ...]
    question: Question | None
    parts: tuple[Part, ...]
    word: dict[str, str]
    version: int
    young: bool = False


def address(script: Script, here: Place) -> str:
    """Give the last part of a screen's address: a number, which says nothing."""
    if here.stage == "step":
        return str([step.id for step in script.steps].index(here.step) + 1)
    return here.stage


def screen(
    desk: Desk,
    script: Script,
    held: Consultation,
    names: Names,
    looking_at: Place | None = None,
) -> Screen:
    """Make the screen of a consultation: of the place it is at, or of an earlier step."""

    def speak(wording: Wording) -> str:
        return desk.speak(wording, held.state.language, names)

    here = looking_at or place(script, held.state)
    sent = here.stage == "sent"
    step = script.step(here.step)
    told = tuple(key for key in held.says if key in BESIDE)
    return Screen(
        stage=here.stage,
        place=here.key,
        paused=held.state.status == "paused",
        told=tuple(line for key in told for line in _lines(speak(script.word(key)))),
        helped=tuple(_lines(speak(script.word("helped")))) if "helped" in held.says else (),
        progress=() if sent else _progress(script, held, here),
        question=_question(desk, script, held, here, speak) if here.stage == "step" else None,
        parts=() if sent or here.stage == "step" else _parts(desk, script, held, speak),
        word={key: speak(wording) for key, wording in script.words.items()},
        version=script.version,
        young=LEVELS[step.level if step else script.level].tiles,
    )


def earlier(script: Script, held: Consultation, number: int) -> Place | None:
    """Give the place of a step they have answered, by its number; None if it is not one.

    Once it is sent there is none: nobody who finds the browser is shown what was said.
    """
    steps = route(script, held.state.by_step)
    if held.status == "sent" or not 1 <= number <= len(script.steps):
        return None
    step = script.steps[number - 1]
    was_here = step in steps and step.id in held.state.by_step
    return Place("step", step.id, "choice") if was_here else None


def shown_again(script: Script, held: Consultation, posted: Posted) -> tuple[Consultation, Place]:
    """Give where a form that was not taken is shown again, and with what was ticked on it."""
    here = place(script, held.state)
    step = script.step(posted.place)
    if step is not None and step.id in held.state.by_step:
        here = Place("step", step.id, "choice")
    if here.stage == "share":
        held = replace(held, state=replace(held.state, sharing=posted.scopes))
    return held, here


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _progress(script: Script, held: Consultation, here: Place) -> tuple[str, ...]:
    """One mark to a topic: done, now or ahead."""
    step = script.step(here.step)
    now = step.topic if step else ""
    topics = [topic.id for topic in script.topics]
    index = topics.index(now) if now else len(topics)
    return tuple(
        "now" if number == index else "done" if number < index else "ahead"
        for number in range(len(topics))
    )


def _question(
    desk: Desk, script: Script, held: Consultation, here: Place, speak: Speak
) -> Question:
    step = script.step(here.step)
    topic = script.topic(step.topic) if step else None
    if step is None or topic is None:
        raise KeyError(here.step)
    answer = held.state.by_step.get(step.id, Answer(step.id))
    return Question(
        step=step.id,
        kind=step.kind,
        number=script.steps.index(step) + 1,
        ask=speak(step.ask),
        body=tuple(line for wording in step.body if (line := speak(wording)).strip()),
        options=tuple(_options(step, answer, speak)),
        more=speak(step.more) if step.more else "",
        words=answer.words or "",
        gloss=speak(step.gloss) if step.gloss else "",
        topic=speak(topic.name),
        picture=topic.picture,
        first=step is script.steps[0],
        tiles=step.tiles,
        strokes=answer.drawing,
        declines=script.may_decline(step),
        before=_row(desk, script, answer, speak).labels if answer.again else (),
    )


def _options(step: Step, answer: Answer, speak: Speak) -> list[Option]:
    return [
        Option(choice.code, speak(choice.label), choice.picture, choice.code in answer.choices)
        for choice in step.choices
    ]


def _parts(desk: Desk, script: Script, held: Consultation, speak: Speak) -> tuple[Part, ...]:
    """The topics in order, each with what was answered in it on the route."""
    every = answered(script, held.state)
    said = topics_said(script, held.state)
    sharing = dict(held.state.sharing)
    parts = []
    for topic in script.topics:
        rows = tuple(
            _row(desk, script, answer, speak) for step, answer in every if step.topic == topic.id
        )
        if rows:
            scope = sharing.get(topic.id, SCOPES[0]) if topic.id in said else ""
            kind = "people" if named(scope) else scope
            people = tuple(each for each in named(scope) if each)
            parts.append(Part(topic.id, speak(topic.name), topic.picture, rows, kind, people))
    return (*parts, *_gone(desk, script, held, speak))


def _gone(desk: Desk, script: Script, held: Consultation, speak: Speak) -> Iterator[Part]:
    """What they said to questions that are asked no more: it is told all the same."""
    for answer in left_over(script, held.state):
        then = desk.scripts.find(script.id, answer.version) or script
        step = then.step(answer.step)
        topic = then.topic(step.topic) if step else None
        if topic is not None and not answer.silent:
            row = _row(desk, script, answer, speak)
            yield Part(topic.id, speak(topic.name), topic.picture, (row,), SCOPES[0], gone=True)


def _row(desk: Desk, script: Script, answer: Answer, speak: Speak) -> Row:
    """Give an answer beside the words it answers, which an older version may have asked."""
    step = as_asked(desk.scripts, script, answer)
    if step is None:
        raise KeyError(answer.step)
    picked = step.picked(answer.choices)
    labels = tuple(speak(choice.label) for choice in picked)
    pictures = tuple(choice.picture for choice in picked)
    drawn, words = strokes(answer.drawing), answer.words or ""
    passed = answer.silent and not answer.declined
    return Row(step.id, speak(step.ask), labels, pictures, words, drawn, passed, answer.declined)


def sent_rows(desk: Desk, script: Script, held: Consultation, names: Names) -> tuple[Row, ...]:
    """Give what was sent and said something, to take some of it back."""

    def speak(wording: Wording) -> str:
        return desk.speak(wording, held.state.language, names)

    every = [answer for _, answer in answered(script, held.state)]
    every += left_over(script, held.state)
    return tuple(_row(desk, script, answer, speak) for answer in every if not answer.silent)

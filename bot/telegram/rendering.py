"""From where a conversation stands to what one chat shows: words and buttons. Pure.

An answer is never repeated here. Steps marked sensitive, looking over the answers, sharing and
sending are on the person's own page, which this only leads to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bot.telegram import words
from bot.telegram.speech import Speech
from dialogs.outputs import Explain, Output, Say
from dialogs.routing import Place, answered, place
from dialogs.script import Script, Step, Wording
from dialogs.state import State

WIDEST_ROW = 30
"""Characters: the labels of one row together; more is cut on the keyboard of a small phone."""
MOST_IN_A_ROW = 3
LONGEST_TITLE = 36

# What is said beside a question; the words for stopping and sending have screens of their own.
_BESIDE = ("carried_over", "raised", "noticed", "helped", "words_kept", "welcome_back", "added")


@dataclass(frozen=True)
class Button:
    """What stands on it and what pressing it does; ``argument`` is a choice or a step."""

    label: str
    move: str
    argument: str = ""


@dataclass(frozen=True)
class Screen:
    """What a chat shows at one place, and what can be done there.

    ``place`` names the question as in `dialogs.routing.Place.spot`, ``step`` the step to answer
    or "". ``several`` are the codes that may be picked together by their numbers, in order.
    """

    place: str
    step: str
    text: str = field(repr=False)
    rows: tuple[tuple[Button, ...], ...]
    takes_words: bool = False
    several: tuple[str, ...] = ()


@dataclass(frozen=True)
class Voice:
    """How words are said to one person: the script's wording, and our own msgids.

    ``link`` leads to their own page, "" where it is not known; ``others`` says whether this
    chat is about other children as well.
    """

    speak: Callable[[Wording], str]
    say: Callable[..., str]
    link: str = field(repr=False)
    others: bool = False


Rows = tuple[tuple[Button, ...], ...]


def screen(script: Script, state: State, voice: Voice) -> Screen:
    """Give the screen of where a conversation stands."""
    here = place(script, state)
    if state.status == "paused":
        resume = voice.speak(script.word("resume"))
        rows = ((Button(resume, "resume"),), *_help(script, voice))
        return Screen("paused", "", voice.say(words.PAUSED, resume=resume), rows)
    step = script.step(here.step)
    if step is not None and not step.private:
        return _asking(script, state, step, here, voice)
    if here.stage == "sent":
        told = [voice.speak(script.word(key)).strip() for key in ("finished_title", "finished")]
        told += [voice.say(words.AFTER_SEND), own_page(voice)]
        return Screen(here.key, "", "\n\n".join(told), _help(script, voice))
    return _elsewhere(script, state, here, voice)


def changes(script: Script, state: State, voice: Voice) -> Screen:
    """Give the list of questions that were answered, to answer one again."""
    here = place(script, state)
    buttons = tuple((each,) for each in _changes(script, state, voice))
    resume = Button(voice.speak(script.word("resume")), "resume")
    text = voice.say(words.WHICH if buttons else words.NOTHING_YET)
    return Screen(here.key, "", text, (*buttons, (resume,), *_help(script, voice)))


def known(script: Script, state: State, voice: Voice) -> Screen:
    """Give the screen with every button that means something now, in sight or not."""
    shown = screen(script, state, voice)
    listed = changes(script, state, voice)
    return replace(shown, rows=(*shown.rows, *listed.rows))


def speech(script: Script, outputs: tuple[Output, ...], shown: Screen, voice: Voice) -> Speech:
    """Give one message for all that a turn came to, ending with the screen it leads to."""
    about = [voice.speak(script.word("about"))] * voice.others
    said = [*about, *_beside(script, outputs, voice), shown.text]
    return Speech("\n\n".join(said), tuple(tuple(b.label for b in row) for row in shown.rows))


def _beside(script: Script, outputs: tuple[Output, ...], voice: Voice) -> Iterator[str]:
    for output in outputs:
        if isinstance(output, Say) and output.key in _BESIDE:
            yield voice.speak(script.word(output.key)).strip()
        if isinstance(output, Explain):
            step = script.step(output.step)
            if step is not None and step.gloss is not None and not step.private:
                yield voice.speak(step.gloss)


def _asking(script: Script, state: State, step: Step, here: Place, voice: Voice) -> Screen:
    wants_words = here.part == "words" and step.more is not None
    if wants_words and step.more is not None:
        text = voice.speak(step.more)
    else:
        spoken = (voice.speak(each) for each in (step.ask, *step.body))
        text = "\n\n".join(each for each in spoken if each.strip())
    choices = () if wants_words else _choices(script, step, voice)
    several = step.kind == "several" and not wants_words
    if several:
        lines = (f"{n}. {row[0].label}" for n, row in enumerate(choices, start=1))
        text = "\n".join((text, "", *lines, "", voice.say(words.SEVERAL)))
    rows = choices if several else _packed(tuple(b for row in choices for b in row))
    return Screen(
        place=here.spot,
        step=step.id,
        text=text,
        rows=(*rows, *_moves(script, state, step, voice)),
        takes_words=step.kind != "tell",
        several=tuple(choice.code for choice in step.choices) if several else (),
    )


def _choices(script: Script, step: Step, voice: Voice) -> Rows:
    if step.kind == "tell":
        return ((Button(voice.speak(script.word("ok")), "pick", "ok"),),)
    return tuple(
        (Button(voice.speak(choice.label), "pick", choice.code),) for choice in step.choices
    )


def _elsewhere(script: Script, state: State, here: Place, voice: Voice) -> Screen:
    """Lead to the person's own page, for what is too private to be asked in Telegram."""
    resume = voice.speak(script.word("resume"))
    lines = [
        voice.say(words.PRIVATE_STEP if here.stage == "step" else words.PRIVATE_CHECK),
        own_page(voice),
        voice.say(words.THEN_GO_ON, resume=resume),
    ]
    step = script.step(here.step)
    rows = ((Button(resume, "resume"),), *_moves(script, state, step, voice))
    return Screen(here.spot, here.step, "\n\n".join(lines), rows)


def own_page(voice: Voice) -> str:
    """Say how to get to one's own page."""
    if not voice.link:
        return voice.say(words.WITHOUT_LINK)
    return voice.say(words.WITH_CODE, link=voice.link)


def _moves(script: Script, state: State, step: Step | None, voice: Voice) -> Rows:
    """Give the buttons below a question: what can be done at every step."""
    first = step is not None and step.id == script.steps[0].id
    offered = {
        "back": not first,
        "skip": step is not None and step.kind != "tell",
        "decline": step is not None and script.may_decline(step),
        "again": True,
        "meaning": step is not None and step.gloss is not None and not step.private,
        "changes": any(True for _ in _changes(script, state, voice)),
        "pause": True,
    }
    keys = {"changes": "change"}
    buttons = tuple(
        Button(voice.speak(script.word(keys.get(move, move))), move)
        for move, wanted in offered.items()
        if wanted
    )
    return (*_packed(buttons), *_help(script, voice))


def _help(script: Script, voice: Voice) -> Rows:
    """Give the row that lies below every screen."""
    help_now = Button(voice.speak(script.word("help")), "help")
    if not voice.others:
        return ((help_now,),)
    return ((Button(voice.say(words.SOMEONE_ELSE), "whom"), help_now),)


def _changes(script: Script, state: State, voice: Voice) -> Iterator[Button]:
    """Give a button for each question on the route that has an answer; numbers tell them apart."""
    if state.status == "sent":
        return
    for step, _ in answered(script, state):
        number = script.steps.index(step) + 1
        yield Button(f"{number}. {_short(voice.speak(step.ask))}", "change", step.id)


def _short(text: str) -> str:
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,.:;") + "…"


def _packed(buttons: tuple[Button, ...]) -> Rows:
    """Lay buttons in rows, so many in one as can be read."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        row = (*rows[-1], button) if rows else (button,)
        fits = len(row) <= MOST_IN_A_ROW and sum(len(b.label) for b in row) <= WIDEST_ROW
        if rows and fits:
            rows[-1] = row
        else:
            rows.append((button,))
    return tuple(rows)

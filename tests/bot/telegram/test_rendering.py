"""What a chat shows: every move on every screen, no label twice, nothing private, no answer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.telegram import words
from bot.telegram.rendering import Button, Screen, Voice, changes, known, screen, speech
from bot.telegram.speech import LONGEST, Speech, split
from bot.telegram.updates import pressed, to_event
from dialogs import events
from dialogs.engine import advance, start
from dialogs.loading import load_all
from dialogs.outputs import Ask, Explain, Say
from dialogs.routing import Place, answered, place
from dialogs.script import Script
from dialogs.state import State

SCRIPTS = load_all()
NAMES = {"child": "Amara", "iro": "Priya Shah", "authority": "Northshire", "childline": "0800 1111"}
NAMES |= {"carers": "the people you live with", "decided": "Swimming, from January."}
VOICE = Voice(
    speak=lambda wording: wording.english.format(**NAMES),
    say=lambda msgid, **values: msgid.format(childline="0800 1111", **values),
    link="https://sayso.example/c/token",
    others=True,
)
SECRET = "the dog is called Biscuit"


def walked(script: Script) -> Iterator[State]:
    """Every place of one way through a script and past Send, saying a secret wherever one can."""
    state = start(script, "en").state
    for number in range(200):
        yield state
        here = place(script, state)
        if here.stage == "sent":
            return
        state = advance(script, state, _next(script, here, str(number))).state


def _next(script: Script, here: Place, name: str) -> events.Event:
    step = script.step(here.step)
    if step is None:
        ends = {"check": events.Checked(name), "share": events.Shared(name, ())}
        return ends.get(here.stage, events.Submitted(name))
    if step.kind == "tell":
        return events.Picked(name, step.id, ("ok",))
    if here.part == "choice" and step.choices:
        return events.Picked(name, step.id, (step.choices[-1].code,))
    return events.Said(name, step.id, SECRET)


PLACES = [
    pytest.param(script, state, id=f"{script.id}-{place(script, state).spot}")
    for script in (SCRIPTS.newest(name) for name in SCRIPTS.ids)
    for state in walked(script)
]
every_place = pytest.mark.parametrize(("script", "state"), PLACES)


def buttons(shown: Screen) -> list[Button]:
    return [button for row in shown.rows for button in row]


@every_place
def test_labels_are_short_and_each_its_own(script: Script, state: State) -> None:
    """No two buttons that mean different things look alike, and none is too long for a phone."""
    everything = buttons(known(script, state, VOICE))
    meanings = {button.label.casefold(): (button.move, button.argument) for button in everything}
    assert all(
        meanings[button.label.casefold()] == (button.move, button.argument) for button in everything
    )
    assert all(1 <= len(button.label) <= 42 for button in everything)
    assert all(button.label == button.label.strip() for button in everything)


@every_place
def test_every_move_is_on_every_screen(script: Script, state: State) -> None:
    """Help, pause, back, skip, again and change are there wherever they can do something."""
    moves = {button.move for button in buttons(screen(script, state, VOICE))}
    here = place(script, state)
    step = script.step(here.step)
    if here.stage == "sent":
        assert moves == {"help", "whom"}
        return
    assert {"help", "pause", "again", "whom"} <= moves
    assert ("skip" in moves) == (step is not None and step.kind != "tell")
    assert ("back" in moves) == (here.step != script.steps[0].id)
    assert ("changes" in moves) == bool(answered(script, state))
    if step is not None and not step.private:
        assert ("meaning" in moves) == (step.gloss is not None)


@every_place
def test_a_child_may_decline_wherever_it_is_about_them(script: Script, state: State) -> None:
    """ "Don't ask me about this" is there for a child at each question, and for no grown-up."""
    here = place(script, state)
    step, topic = script.step(here.step), None
    if step is not None:
        topic = script.topic(step.topic)
    moves = {button.move for button in buttons(screen(script, state, VOICE))}
    asks = step is not None and step.kind != "tell" and topic is not None and topic.shared
    assert ("decline" in moves) == (script.audience == "child" and asks)


@every_place
def test_every_message_says_about_whom(script: Script, state: State) -> None:
    """A chat that is about two children begins each message with one, and no other chat does."""
    about = f"This is about {NAMES['child']}."
    if script.audience == "child":
        about = f"This is for {NAMES['child']}."
    for shown in (screen(script, state, VOICE), changes(script, state, VOICE)):
        assert speech(script, (Say("raised"),), shown, VOICE).text.startswith(about)
        alone = replace(VOICE, others=False)
        assert about not in speech(script, (Say("raised"),), shown, alone).text


@every_place
def test_no_answer_is_repeated(script: Script, state: State) -> None:
    """Nothing that was said is shown again, neither as words nor on a button."""
    for shown in (screen(script, state, VOICE), changes(script, state, VOICE)):
        assert SECRET not in shown.text
        assert not any(SECRET in button.label for button in buttons(shown))


@every_place
def test_what_is_private_is_not_asked_here(script: Script, state: State) -> None:
    """A sensitive question, a sheet to draw on, pictures to tap, and the end are only led to."""
    here = place(script, state)
    step = script.step(here.step)
    shown = screen(script, state, VOICE)
    by_picture = step is not None and (step.kind == "drawing" or step.tiles)
    elsewhere = here.stage != "step" or by_picture or (step is not None and step.sensitive)
    assert (VOICE.link in shown.text) == elsewhere
    assert not (elsewhere and shown.takes_words)
    if step is not None:
        assert (VOICE.speak(step.ask) in shown.text) == (
            not elsewhere and not (here.part == "words" and step.more)
        )


@every_place
def test_every_button_means_what_it_says(script: Script, state: State) -> None:
    """Pressing any button on any screen is an event that the engine takes."""
    shown = known(script, state, VOICE)
    for button in buttons(shown):
        if button.move in {"changes", "whom"}:
            continue
        found = pressed(shown, f" {button.label.upper()} ")
        assert found == button
        event = to_event(shown, found, button.label, "m")
        after = advance(script, state, event)
        if button.move in {"pick", "skip", "back", "change", "pause"}:
            assert after.state != state or button.move == "back"


@every_place
def test_a_message_fits(script: Script, state: State) -> None:
    """Every screen fits in one message, with whatever is said beside it."""
    beside = (Say("helped"), Say("raised"), Say("words_kept"))
    said = speech(script, beside, screen(script, state, VOICE), VOICE)
    assert len(said.text) < LONGEST
    assert [len(row) <= 3 for row in said.rows] == [True] * len(said.rows)


def test_of_two_like_labels_the_choice_is_meant() -> None:
    """Where a translation gives a move the words of a choice, pressing them answers."""
    script = SCRIPTS.newest("foster_carer")
    state = start(script, "en").state
    same = Voice(lambda _wording: "Yes", VOICE.say, "")
    found = pressed(screen(script, state, same), "yes")
    assert found is not None
    assert found.move == "pick"


def at(script_id: str, step: str) -> tuple[Script, State]:
    script = SCRIPTS.newest(script_id)
    return script, next(s for s in walked(script) if place(script, s).step == step)


def several() -> tuple[Script, State, list[str]]:
    """A place where several may be picked."""
    for name in SCRIPTS.ids:
        script = SCRIPTS.newest(name)
        for step in script.steps:
            if step.kind == "several":
                return *at(name, step.id), [choice.code for choice in step.choices]
    raise AssertionError("no script lets one pick several")


@pytest.mark.parametrize(
    ("text", "picked"),
    [("1 3", (0, 2)), ("1,2.", (0, 1)), ("2, 2", (1,)), ("99", None), ("0", None), ("1 dog", None)],
)
def test_several_are_picked_by_number(text: str, picked: tuple[int, ...] | None) -> None:
    """Where several fit, numbers pick them; what is no list of numbers is words."""
    script, state, codes = several()
    shown = screen(script, state, VOICE)
    assert f"1. {buttons(shown)[0].label}" in shown.text
    event = to_event(shown, pressed(shown, text), text, "m")
    if picked is None:
        assert event == events.Said("m", shown.step, text)
    else:
        assert event == events.Picked("m", shown.step, tuple(codes[each] for each in picked))


def test_a_number_is_words_where_words_are_asked() -> None:
    """Numbers mean choices only where several may be picked."""
    script, state = at("foster_carer", "changes_since")
    shown = screen(script, state, VOICE)
    assert to_event(shown, None, "1 3", "m") == events.Said("m", "changes_since", "1 3")


@every_place
def test_back_from_words_is_to_their_choice(script: Script, state: State) -> None:
    """Back names the very screen it lies on, so that from words it leads to their choice."""
    shown = screen(script, state, VOICE)
    if shown.place.endswith(".words"):
        back = next(button for button in buttons(shown) if button.move == "back")
        turn = advance(script, state, to_event(shown, back, "", "m"))
        assert turn.outputs == (Ask(shown.step, "choice"),)


def test_a_meaning_is_explained() -> None:
    """What a question means is said above it; of a private question nothing is said."""
    script, state = at("foster_carer", "mood_view")
    said = speech(
        script,
        (Explain("mood_view"), Ask("mood_view", "choice")),
        screen(script, state, VOICE),
        replace(VOICE, others=False),
    )
    step = script.step("mood_view")
    assert step is not None
    assert step.gloss is not None
    assert said.text.startswith(VOICE.speak(step.gloss))


def test_without_a_link_the_way_is_told() -> None:
    """Where we do not have their link, they are told to open the one they were given."""
    script, state = at("foster_carer", "safe_view")
    shown = screen(script, state, Voice(VOICE.speak, VOICE.say, ""))
    assert words.WITHOUT_LINK in shown.text


def test_a_speech_comes_back_as_it_was() -> None:
    """What the outbox keeps says the same afterwards."""
    said = Speech("words\n\u05e9 \U0001f600", (("Yes", "No"), ("Help",)))
    assert Speech.from_values(said.values()) == said


@pytest.mark.parametrize("unit", ["a", "word ", "\U0001f600", "line\n", "\U0001f600 "])
def test_a_cut_loses_nothing(unit: str) -> None:
    """A long text is cut into parts that fit, and together they are the text."""
    text = (unit * 9000).strip()
    parts = split(Speech(text, (("Yes",),)))
    assert all(0 < len(part.text.encode("utf-16-le")) // 2 <= LONGEST for part in parts)
    assert "".join("".join(part.text.split()) for part in parts) == "".join(text.split())
    assert [part.rows for part in parts] == [()] * (len(parts) - 1) + [(("Yes",),)]

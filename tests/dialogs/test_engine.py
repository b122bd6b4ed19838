"""The engine takes anything, in any order, and what does not fit changes nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import events
from dialogs.engine import Turn, advance, show, start
from dialogs.loading import load_all
from dialogs.outputs import Ask, Check, Explain, Finish, Keep, OfferSend, Raise, Say
from dialogs.routing import finished, place, route, topics_said
from dialogs.script import Script
from dialogs.state import Answer, State
from tests.dialogs.wandering import NOBODY, NUMBERS, anything, fitting, unfitting, wander

EVERY = load_all()
CHILD = EVERY.newest("child_8_11")
ANY = st.sampled_from([EVERY.newest(name) for name in EVERY.ids])


def at(script: Script, spot: str) -> State:
    """Give the state in which a step, or "check", is asked and all before it was skipped."""
    state = start(script, "en").state
    while place(script, state).key != spot:
        assert place(script, state).stage == "step", f"{script.id} never comes to {spot}"
        state = advance(script, state, events.Skipped("", place(script, state).step)).state
    return state


def after(script: Script, state: State, *happened: events.Event) -> Turn:
    """Give the last turn of several events."""
    turn = Turn(state, show(script, state))
    for event in happened:
        turn = advance(script, turn.state, event)
    return turn


@settings(max_examples=60, deadline=None)
@given(ANY.flatmap(lambda script: st.tuples(st.just(script), st.lists(anything(script)))))
def test_anything_may_happen(drawn: tuple[Script, list[events.Event]]) -> None:
    """No event in any order raises, and every turn but a stop ends by saying what is asked."""
    script, happened = drawn
    state = start(script, "en").state
    for event in happened:
        turn = advance(script, state, event)
        state = turn.state
        stopped = Say("paused") in turn.outputs
        assert stopped or turn.outputs[-len(show(script, state)) :] == show(script, state)


@settings(max_examples=60, deadline=None)
@given(ANY, NUMBERS, st.booleans())
def test_a_state_is_the_same_through_json(script: Script, numbers: list[int], end: bool) -> None:
    """A state written as JSON and read back is equal, and is written the same again."""
    state = wander(script, numbers, end)
    again = State.from_json(state.to_json())
    assert again == state
    assert again.to_json() == state.to_json()


@settings(max_examples=30, deadline=None)
@given(ANY, NUMBERS, st.booleans())
def test_what_does_not_fit_changes_nothing(script: Script, numbers: list[int], end: bool) -> None:
    """An event that does not fit leaves the state equal, keeps nothing and asks again."""
    state = wander(script, numbers, end)
    for event in unfitting(script, state):
        turn = advance(script, state, event)
        assert turn == Turn(state, show(script, state)), event


@settings(max_examples=60, deadline=None)
@given(ANY, NUMBERS, st.booleans())
def test_what_fits_is_never_asked_again(script: Script, numbers: list[int], end: bool) -> None:
    """Wherever somebody is, what is asked is open, unless they went back to it themselves."""
    state = wander(script, numbers, end)
    for event in fitting(script, state):
        turn = advance(script, state, event)
        here = place(script, turn.state)
        step = script.step(here.step)
        if step and not turn.state.at:
            assert not finished(step, turn.state.by_step.get(step.id)), event


@settings(max_examples=60, deadline=None)
@given(ANY, NUMBERS, st.booleans())
def test_two_taps_on_back_are_one(script: Script, numbers: list[int], end: bool) -> None:
    """The same press of Back, arriving twice, moves once."""
    state = wander(script, numbers, end)
    here = place(script, state)
    for named in {here.spot, here.key}:
        back = events.WentBack("", named)
        once = advance(script, state, back).state
        assert advance(script, once, back).state == once


def ready_to_send(script: Script) -> State:
    """Give the state in which all is answered, looked over and shared with nobody else."""
    state = wander(script, [], to_the_end=True)
    while place(script, state).key != "send":
        state = advance(script, state, fitting(script, state)[0]).state
    return state


def sent(script: Script) -> State:
    """Give the state in which all is answered and sent."""
    return advance(script, ready_to_send(script), events.Submitted("")).state


def test_back_goes_through_every_screen(script: Script) -> None:
    """From sending, Back leads past every screen to the first, and there it stays."""
    state = ready_to_send(script)
    seen = []
    while (spot := place(script, state).spot) not in seen:
        seen.append(spot)
        state = advance(script, state, events.WentBack("", spot)).state
    steps = [step.id for step in route(script, state.by_step)]
    share = ["share"] if topics_said(script, state) else []
    assert seen == ["send", *share, "check", *reversed(steps)]


def test_back_from_words_of_their_own_screen_is_to_the_choice() -> None:
    """A chat that asked for words by themselves is led back to the choice they belong to."""
    asked = after(CHILD, at(CHILD, "home_feel"), events.Picked("", "home_feel", ("good",)))
    assert asked.outputs[-1] == Ask("home_feel", "words")
    back = after(CHILD, asked.state, events.WentBack("", "home_feel.words"))
    assert back.outputs == (Ask("home_feel", "choice"),)


def test_back_from_a_screen_with_both_is_past_it() -> None:
    """A page that shows choice and words together is led to the screen before it."""
    asked = after(CHILD, at(CHILD, "home_feel"), events.Picked("", "home_feel", ("good",)))
    back = after(CHILD, asked.state, events.WentBack("", "home_feel"))
    assert back.outputs == (Ask("home_who", "choice"),)


def test_a_closed_branch_stays_on_file() -> None:
    """An answer whose branch is closed is kept, off the route, and not asked for if it opens."""
    state = after(
        CHILD,
        at(CHILD, "family_time"),
        events.Picked("", "family_time", ("more",)),
        events.Said("", "family_wish", "my brother"),
    ).state
    assert "family" in topics_said(CHILD, state)
    closed = after(
        CHILD,
        state,
        events.Changed("", "family_time"),
        events.Skipped("", "family_time"),
    ).state
    assert closed.by_step["family_wish"].words == "my brother"
    assert "family_wish" not in {step.id for step in route(CHILD, closed.by_step)}
    assert "family" not in topics_said(CHILD, closed)
    again = after(
        CHILD,
        closed,
        events.Changed("", "family_time"),
        events.Picked("", "family_time", ("less",)),
    )
    assert "family_wish" in {step.id for step in route(CHILD, again.state.by_step)}
    assert again.outputs[-1] == Ask("worker_listens", "choice")


def test_a_pause_ends_with_the_next_thing_done() -> None:
    """Stopping says so and asks nothing; whatever fits afterwards opens the conversation."""
    stopped = after(CHILD, at(CHILD, "safe_feel"), events.Paused(""))
    assert stopped.outputs == (Say("paused"),)
    assert stopped.state.status == "paused"
    for event in fitting(CHILD, stopped.state):
        paused = isinstance(event, events.Paused)
        assert after(CHILD, stopped.state, event).state.status == ("paused" if paused else "open")


def test_help_is_heard_everywhere(script: Script) -> None:
    """At every screen, and after sending, a cry for help is raised and the question asked again."""
    for state in (*_states(script), ready_to_send(script), sent(script)):
        turn = advance(script, state, events.AskedForHelp(""))
        assert turn.state == state
        raised = Raise("help", place(script, state).step)
        assert turn.outputs == (raised, Say("helped"), *show(script, state))


def _states(script: Script) -> list[State]:
    state = start(script, "en").state
    states = [state]
    while place(script, state).stage == "step":
        state = advance(script, state, fitting(script, state)[0]).state
        states.append(state)
    return states


def test_after_sending_little_is_taken(script: Script) -> None:
    """Once it is sent, help, adding and taking back are heard; all else is only thanked."""
    before, state = ready_to_send(script), sent(script)
    assert state.status == "sent"
    for event in (*fitting(script, before), *fitting(script, state), *unfitting(script, before)):
        if not isinstance(event, events.AskedForHelp | events.Added | events.TookBack):
            assert advance(script, state, event) == Turn(state, (Finish(),)), event


def test_a_step_is_explained_where_it_can_be(script: Script) -> None:
    """What a step means is told where it has a gloss, and the question is asked again."""
    for step in script.steps:
        state = replace(start(script, "en").state, at=step.id)
        if not step.when:
            turn = advance(script, state, events.AskedMeaning(""))
            asked = Ask(step.id, "choice")
            assert turn.outputs == ((Explain(step.id), asked) if step.gloss else (asked,))


def test_sharing_is_chosen_for_each_topic() -> None:
    """A topic that nobody chose for is the officer's alone; one that is no topic is refused."""
    state = wander(CHILD, [0], to_the_end=True)
    turn = after(CHILD, state, events.Shared("", (("home", "review"),)))
    assert dict(turn.state.sharing)["home"] == "review"
    assert {scope for topic, scope in turn.state.sharing if topic != "home"} == {"iro"}
    by_name = after(CHILD, state, events.Shared("", (("home", "people:jo,mum"),)))
    assert dict(by_name.state.sharing)["home"] == "people:jo,mum"
    for scopes in ((("start", "review"),), *((("home", scope),) for scope in NOBODY)):
        assert after(CHILD, state, events.Shared("", scopes)).state == state


def test_nobody_is_asked_who_may_see_nothing(script: Script) -> None:
    """Where nothing was said that others could be shown, the answers lead straight to Send."""
    skipped = advance(script, at(script, "check"), events.Checked(""))
    assert skipped.outputs == (OfferSend(),)
    back = advance(script, skipped.state, events.WentBack("", "send"))
    assert back.outputs == (Check(),)


@pytest.mark.parametrize("language", ["cy", "en"])
def test_another_language_is_taken_up(language: str) -> None:
    """Choosing a language changes that and nothing else."""
    state = at(CHILD, "home_feel")
    turn = after(CHILD, state, events.Started("", language))
    assert turn == Turn(replace(state, language=language), show(CHILD, state))


def test_an_answer_is_kept_once() -> None:
    """Each answer asks for exactly one keeping, of the answer that the state then holds."""
    turn = after(CHILD, at(CHILD, "home_feel"), events.Picked("", "home_feel", ("good",), "a dog"))
    answer = Answer("home_feel", ("good",), "a dog")
    assert turn.outputs == (Keep(answer), Ask("safe_feel", "choice"))
    assert turn.state.by_step["home_feel"] == answer

"""Whatever a person does, in whatever order, a replay of it makes the state that is kept."""

import random

import pytest

from backend.platform.database import new_id
from dialogs import events
from dialogs.routing import topics_said
from dialogs.script import Step
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk

WORDS = ("", " ", "the dog", "he hits me", "line\nline\r\n", "\x00", "👩‍👩‍👧", "שלום", "{iro}")
TURNS = 60


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("who", ["amara", "amara_carer"])
def test_a_wandering_conversation_is_rebuilt(household: Household, who: str, seed: int) -> None:
    """Sixty things done at random leave a state that a replay makes again."""
    chance = random.Random(f"{who} {seed}")
    talk = Talk(household, who).begin()
    script = talk.script
    for _ in range(TURNS):
        talk.take(something(chance, talk, chance.choice(script.steps)))
    assert talk.events == TURNS
    assert talk.rebuilds()


def something(chance: random.Random, talk: Talk, anywhere: Step) -> events.Event:
    """Give something a person may do now: mostly what fits the screen, at times what does not."""
    here = talk.place
    step = talk.script.step(here.step) or anywhere
    if chance.random() < 0.1:
        step = anywhere
    name = new_id()
    fitting = {
        "check": events.Checked(name),
        "share": events.Shared(
            name,
            tuple(
                (topic, chance.choice(("iro", "review")))
                for topic in topics_said(talk.script, talk.now.state)
            ),
        ),
        "send": events.Submitted(name),
    }
    if here.stage in fitting and chance.random() < 0.5:
        return fitting[here.stage]
    moves: list[events.Event] = [
        events.Skipped(name, step.id),
        events.WentBack(name, here.key),
        events.Changed(name, anywhere.id),
        events.Paused(name),
        events.Resumed(name),
        events.AskedForHelp(name),
        events.AskedMeaning(name),
        events.Started(name, chance.choice(("en", "cy"))),
    ]
    if chance.random() < 0.25:
        return chance.choice(moves)
    words = chance.choice(WORDS)
    if step.kind == "tell":
        return events.Picked(name, step.id, ("ok",))
    if step.choices and chance.random() < 0.8:
        return events.Picked(name, step.id, (chance.choice(step.choices).code,), words)
    return events.Said(name, step.id, words)


def test_every_branch_answered_and_sent_is_rebuilt(household: Household) -> None:
    """A whole conversation with every question answered and sent is rebuilt from its events."""
    for who in ("amara", "amara_carer"):
        talk = Talk(household, who).begin()
        while (here := talk.place).stage == "step":
            answer(talk, here.step)
        talk.send()
        assert talk.rebuilds()
        assert talk.now.state.status == "sent"


def answer(talk: Talk, step_id: str) -> None:
    """Answer a step with its last choice but one, or with its own name as words."""
    step = talk.script.step(step_id)
    assert step is not None
    if step.kind == "tell":
        talk.pick(step.id, "ok", words=None)
    elif step.choices:
        talk.pick(step.id, step.choices[-2].code, words=f"about {step.id}")
    else:
        talk.say(step.id, f"about {step.id}")

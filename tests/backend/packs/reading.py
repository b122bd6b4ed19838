"""Whole consultations in a few lines, and the pack that an officer then reads."""

from collections.abc import Iterable, Mapping

from starlette.testclient import TestClient

from backend.packs import service
from backend.packs.rules import Pack, Spoken
from backend.platform.database import new_id
from backend.views.rules import Line
from backend.web.app import create_app
from backend.web.routes.packs import PackPages
from dialogs import events
from dialogs.script import Step
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.backend.web.conftest import browser
from tests.backend.web.people import sign_in

FIRST = {"with_you": "helping", "family_time": "more", "family_view": "mixed"}
"""Choices that open the branches; elsewhere the first one is picked, and of several all."""
A_LINE = "red 0,0 1000,1000"


def answer_all(talk: Talk, **given: tuple[str, str]) -> Talk:
    """Answer every question: (choice, words) as given, else the first choice and words of ours."""
    while (here := talk.place).stage == "step":
        step = talk.script.step(here.step)
        assert step is not None
        answer(talk, step, given)
    return talk


def answer(talk: Talk, step: Step, given: Mapping[str, tuple[str, str]]) -> None:
    """Answer the step that is on the screen."""
    words = f"{step.id}: what {talk.who} says"
    choice = FIRST.get(step.id, step.choices[0].code if step.choices else "")
    choice, words = given.get(step.id, (choice, words if step.more or not step.choices else ""))
    if step.kind == "tell":
        talk.pick(step.id, "ok", words=None)
    elif step.kind == "drawing":
        talk.take(events.Drew(new_id(), step.id, A_LINE, words))
    elif step.kind == "several" and step.id not in given:
        talk.pick(step.id, *(each.code for each in step.choices if not each.alone), words=words)
    elif step.choices:
        talk.pick(step.id, choice, words=words)
    else:
        talk.say(step.id, words)


def pack_of(household: Household, child: str = "amara", who: str = "iro") -> Pack:
    """Read the pack of a child's review as somebody."""
    viewer, review_id = household.viewer(who), household.reviews[child].id
    return household.runtime.database.read(
        lambda t: service.read(t, household.desk, viewer, review_id)
    )


def note_opening(household: Household, what: str, who: str = "iro") -> None:
    """Note that an officer opens the pack of a review, or a child's page between reviews."""
    viewer, at = household.viewer(who), household.runtime.clock()
    household.runtime.database.write(lambda t: service.note_opening(t, viewer, what, at))


def officer(household: Household, who: str = "iro") -> TestClient:
    """Open a browser in which an officer is signed in to the pages of packs."""
    runtime = household.runtime
    client = browser(create_app(runtime, [PackPages(household.desk).router()]), runtime)
    sign_in(client, runtime, household.officers[who])
    return client


def words(lines: Iterable[Line]) -> list[str]:
    """Give the words of some lines, those that have none left out."""
    return [line.words for line in lines if line.words]


def by_child(spoken: Iterable[Spoken]) -> list[Line]:
    """Give the child's lines among what several people said."""
    return [line for each in spoken if each.voice.is_child for line in each.lines]


def by_others(spoken: Iterable[Spoken]) -> list[Line]:
    """Give the lines of the others among what several people said."""
    return [line for each in spoken if not each.voice.is_child for line in each.lines]


def own(pack: Pack) -> dict[str, list[str]]:
    """Give the child's own words by topic, agenda and requests left out."""
    return {row.topic: words(row.child) for row in pack.topics if row.spoken}


def theirs(pack: Pack) -> dict[str, list[str]]:
    """Give the words of the others by topic, agenda and requests left out."""
    return {row.topic: words(by_others(row.others)) for row in pack.topics if row.others}

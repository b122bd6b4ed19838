"""What an officer may see of consultations: what stands, whose it is, and who may be shown it."""

from dataclasses import dataclass
from datetime import datetime

from backend.answers.rules import Kept, Revision
from backend.consultations.rules import Consultation
from dialogs.routing import answered
from dialogs.script import Script, Step
from dialogs.state import State


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
    """One participant's consultation as an officer may see it; unsent ones hold no answers.

    ``taken_back`` counts the answers that were taken back after Send.
    """

    consultation: Consultation
    channels: tuple[str, ...]
    answers: tuple[Said, ...]
    taken_back: int = 0


def what_stands(
    script: Script, state: State, revisions: tuple[Revision, ...], raised: set[str]
) -> tuple[Said, ...]:
    """Give the newest revision of each answer that counts, with who may see its topic."""
    newest = {revision.kept.step: revision for revision in revisions}
    sharing = dict(state.sharing)
    counts = [step.id for step, _ in answered(script, state) if step.id in newest]
    # A question that a newer version no longer asks was answered all the same.
    counts += [step_id for step_id in newest if script.step(step_id) is None]
    return tuple(
        Said(
            newest[step_id],
            sharing.get(newest[step_id].kept.topic, "iro"),
            _is_a_worry(script.step(step_id), newest[step_id], revisions, raised),
        )
        for step_id in counts
    )


def _is_a_worry(
    step: Step | None, newest: Revision, revisions: tuple[Revision, ...], raised: set[str]
) -> bool:
    """Choice and words may come one by one: what raised a concern may stand in it still."""
    kept = newest.kept
    if step and any(choice.raises for choice in step.picked(kept.choices)):
        return True

    def still_said(each: Revision) -> bool:
        same = (each.kept.step, each.kept.words) == (kept.step, kept.words)
        return each is newest or (same and bool(kept.words))

    return any(each.event_id in raised and still_said(each) for each in revisions)

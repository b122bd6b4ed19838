"""The print for the meeting holds what was shared with everyone, all of it, and nothing else."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.answers.rules import Kept, Revision
from backend.consultations.rules import Consultation
from backend.packs import rules
from backend.packs.rules import Pack
from backend.people.rules import Child, Participant
from backend.platform.runtime import Runtime
from backend.reviews.rules import Review
from backend.views.rules import Said, Views
from backend.web.pages import Pages
from backend.web.pictures import face_data
from dialogs.loading import load_questions
from dialogs.questions import QuestionTable
from dialogs.state import State

QUESTIONS = load_questions()
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """One made-up answer; every text in it holds a mark of its own, found nowhere else."""

    mark: str
    question: str
    shared: bool
    raised: bool
    skipped: bool

    @property
    def may_be_shown(self) -> bool:
        """Say whether everyone at the review may see it, worked out here and not there."""
        use = QUESTIONS.questions[self.question].use
        return self.shared and not self.raised and not self.skipped and use in {"topic", "agenda"}


ANSWERS = st.lists(
    st.builds(
        lambda question, shared, raised, skipped: (question, shared, raised, skipped),
        st.sampled_from(sorted(QUESTIONS.questions)),
        st.booleans(),
        st.sampled_from([False, False, True]),
        st.sampled_from([False, False, True]),
    ),
    unique_by=lambda each: each[0],
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Only to have a runtime: nothing here is read from a database."""
    return sqlite_url


def test_nothing_unshared_is_on_the_print(runtime: Runtime) -> None:
    """Whatever is said and however it is shared, the print shows what was shared and only that."""
    pages = Pages(runtime)

    @given(child=ANSWERS, carer=ANSWERS, last_time=ANSWERS)
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def check(
        child: list[tuple[str, bool, bool, bool]],
        carer: list[tuple[str, bool, bool, bool]],
        last_time: list[tuple[str, bool, bool, bool]],
    ) -> None:
        marks = (f"mark{number}end" for number in count())
        told = [[Given(next(marks), *each) for each in whose] for whose in (child, carer)]
        before = [Given(next(marks), *each) for each in last_time]
        pack = rules.for_meeting(a_pack(told[0], told[1], before))
        html, held = printed(pages, pack), repr(pack)
        for each in (*told[0], *told[1]):
            assert (f"{each.mark}-words" in html) == each.may_be_shown, each
            assert (each.mark in html + held) == each.may_be_shown, each
        assert not any(each.mark in html + held for each in before)

    check()


def test_the_officers_own_print_holds_everything(runtime: Runtime) -> None:
    """The other print shows every word that was said, and says that it is not to be handed out."""
    pages = Pages(runtime)

    @given(child=ANSWERS, carer=ANSWERS)
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def check(
        child: list[tuple[str, bool, bool, bool]], carer: list[tuple[str, bool, bool, bool]]
    ) -> None:
        marks = (f"mark{number}end" for number in count())
        told = [[Given(next(marks), *each) for each in whose] for whose in (child, carer)]
        html = printed(pages, a_pack(told[0], told[1], []), own=True)
        assert all(
            f"{each.mark}-words" in html for each in (*told[0], *told[1]) if not each.skipped
        )
        assert "Not to hand out" in html

    check()


def printed(pages: Pages, pack: Pack, *, own: bool = False) -> str:
    """Give the print as the page that becomes the PDF."""
    return pages.text(
        "pack/print.html",
        pack=pack,
        own=own,
        questions=QUESTIONS,
        face_data=face_data(),
        printed_at=NOW,
        printed_by="Priya Shah",
        made_up=False,
    )


def a_pack(child: list[Given], carer: list[Given], before: list[Given]) -> Pack:
    """Lay out what two people said, and what the child said last time, as the service does."""
    table: QuestionTable = QUESTIONS
    people = {"child": views("child", child), "foster_carer": views("foster_carer", carer)}
    earlier = views("child", before)
    voices = tuple(rules.voice(person(role), view, NOW) for role, view in people.items())
    said = {
        role: rules.lines_by_topic(table, view, earlier if role == "child" else None)
        for role, view in people.items()
    }
    return Pack(
        child=Child("c" * 32, "Amara", "Cole", "", date(2017, 3, 9), "en", "i" * 32),
        review=Review("r" * 32, "c" * 32, 2, NOW, "", None),
        age=9,
        home="Jo and Sam",
        voices=voices,
        agenda=rules.used_as(table, voices, said, "agenda"),
        topics=rules.rows(table, voices, said),
        requests=rules.used_as(table, voices, said, "request"),
        skipped=rules.passed_over(table, voices, said),
        uncovered=rules.uncovered(table, said, 9),
        last_sent_at=NOW,
        earlier_on=NOW.date(),
    )


def person(role: str) -> Participant:
    """Give a participant whose id is their role."""
    return Participant(role, "c" * 32, role, role, None, NOW.date(), None, "", "", "en")


def views(role: str, told: list[Given]) -> Views:
    """Give a sent consultation with these answers."""
    state = State("child_8_11", 1, "", "en", status="sent")
    held = Consultation(
        id=role,
        invitation_id=role,
        number=1,
        participant_id=role,
        child_id="c" * 32,
        review_id="r" * 32,
        purpose="review",
        script="child_8_11",
        version=1,
        digest="",
        language="en",
        status="sent",
        events=len(told),
        started_at=NOW,
        changed_at=NOW,
        sent_at=NOW,
        state=state,
    )
    return Views(held, ("web",), tuple(said(each) for each in told))


def said(each: Given) -> Said:
    """Give one answer as the consultation hands it out."""
    question = QUESTIONS.questions[each.question]
    scale = QUESTIONS.scales.get(question.scale, ())
    code = scale[len(each.mark) % len(scale)][0] if scale else "any"
    kept = Kept(
        step=each.question,
        topic=question.topic,
        question=each.question,
        choices=() if each.skipped else (code,),
        labels=() if each.skipped else (f"{each.mark}-label",),
        words=None if each.skipped else f"{each.mark}-words",
        skipped=each.skipped,
        asked=f"{each.mark}-asked",
        language="en",
        script="child_8_11",
        version=1,
        digest="",
    )
    revision = Revision("x" * 32, "c" * 32, each.mark, 1, NOW, kept)
    return Said(revision, "review" if each.shared else "iro", each.raised)

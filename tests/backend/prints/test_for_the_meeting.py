"""A print that is handed out holds what was opened to whom it is for, all of it, and nothing else.

Whatever is said, and however it is shared: answers are made up, each with a mark of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.answers.rules import Kept, Revision
from backend.consultations.rules import Consultation
from backend.packs import rules
from backend.packs.rules import Between, Pack
from backend.people.rules import Child, Participant
from backend.platform.runtime import Runtime
from backend.prints import rules as prints
from backend.reviews.rules import Review
from backend.views import rules as shown
from backend.views.rules import Said, Views
from backend.web.pages import Pages
from dialogs.state import State
from tests.backend.prints.printing import NOW, QUESTIONS, printed

NAMES = {"child": "Amara", "foster_carer": "Jo", "una": "Una Day", "other_una": "Una Day"}
"""Two of those around the child bear one name."""
SCOPES = ("iro", "review", "people:una", "people:other_una,una", "people:stranger", "people:child")
HANDED_OUT = {"topic", "agenda", "added"}
THE_OFFICERS = {*HANDED_OUT, "request", "observer"}
WHERE = "mark-of-the-home"
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Given:
    """One made-up answer; every text in it holds a mark of its own, found nowhere else."""

    mark: str
    question: str
    scope: str
    raised: bool
    silent: str

    @property
    def use(self) -> str:
        """What the officer's page does with it."""
        return QUESTIONS.questions[self.question].use

    def may_be_shown(self, who: str = "") -> bool:
        """Say whether it may be in a print for somebody, worked out here and not there."""
        named = self.scope.removeprefix("people:").split(",") if "people" in self.scope else []
        is_open = self.scope == "review" or who in named
        return is_open and not self.raised and not self.silent and self.use in HANDED_OUT


Drawn = list[tuple[str, str, bool, str]]
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(sorted(QUESTIONS.questions)),
        st.sampled_from(SCOPES),
        st.sampled_from([False, False, True]),
        st.sampled_from(["", "", "skipped", "declined"]),
    ),
    unique_by=lambda each: each[0],
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Only to have a runtime: nothing here is read from a database."""
    return sqlite_url


@pytest.mark.parametrize("who", ["", "una", "other_una", "foster_carer"])
def test_nothing_unshared_is_on_a_print(runtime: Runtime, who: str) -> None:
    """The print for the meeting, or for one person, shows what was opened to them and only that."""
    pages = Pages(runtime)

    @given(child=ANSWERS, carer=ANSWERS, last_time=ANSWERS, any_day=ANSWERS)
    @QUICK
    def check(child: Drawn, carer: Drawn, last_time: Drawn, any_day: Drawn) -> None:
        own, theirs, before, between = marked(child, carer, last_time, any_day)
        whole = a_pack(own, theirs, before, between)
        pack = prints.for_person(whole, who) if who else prints.for_meeting(whole)
        html, held = printed(pages, pack, whose=NAMES.get(who, "")), repr(pack)
        for each in (*own, *theirs):
            assert (f"{each.mark}-words" in html) == each.may_be_shown(who), each
            assert (each.mark in html + held) == each.may_be_shown(who), each
        assert not any(each.mark in html + held for each in (*before, *between))
        assert WHERE not in html

    check()


def test_the_officers_own_print_holds_everything(runtime: Runtime) -> None:
    """The other print shows every word that was said, and says that it is not to be handed out."""
    pages = Pages(runtime)

    @given(child=ANSWERS, carer=ANSWERS, any_day=ANSWERS)
    @QUICK
    def check(child: Drawn, carer: Drawn, any_day: Drawn) -> None:
        own, theirs, between = marked(child, carer, any_day)
        html = printed(pages, a_pack(own, theirs, [], between), own=True)
        for each in (*own, *theirs):
            is_there = not each.silent and each.use in THE_OFFICERS
            assert f"{each.mark}-words" in html or not is_there, each
        for each in between:
            is_there = not each.silent and each.use in {*THE_OFFICERS, "between"}
            assert f"{each.mark}-words" in html or not is_there, each
        assert "Not to hand out" in html

    check()


def marked(*drawn: Drawn) -> Iterator[list[Given]]:
    """Give each answer a mark of its own."""
    marks = (f"mark{number}end" for number in count())
    return ([Given(next(marks), *each) for each in whose] for whose in drawn)


def a_pack(
    child: list[Given], carer: list[Given], before: list[Given], between: list[Given]
) -> Pack:
    """Lay out what two people said, and the child last time and since, as the service does."""
    told = {"child": views("child", child), "foster_carer": views("foster_carer", carer)}
    earlier = {"child": views("child", before)}
    voices = tuple(rules.voice(person(role), told.get(role), NOW) for role in NAMES)
    said = {
        role: shown.lines_by_topic(QUESTIONS, view, earlier.get(role), NAMES)
        for role, view in told.items()
    }
    skipped, declined = rules.passed_over(QUESTIONS, voices, said)
    return Pack(
        child=Child("c" * 32, "Amara", "Cole", "", date(2017, 3, 9), "en", "i" * 32),
        review=Review("r" * 32, "c" * 32, 2, NOW, "", None),
        age=9,
        home=WHERE,
        home_withheld=False,
        voices=voices,
        agenda=rules.used_as(QUESTIONS, voices, said, "agenda", "added"),
        topics=rules.rows(QUESTIONS, voices, said),
        requests=rules.used_as(QUESTIONS, voices, said, "request"),
        observed=rules.used_as(QUESTIONS, voices, said, "observer"),
        between=(Between(NOW, shown.lines(QUESTIONS, views("child", between), {})),),
        skipped=skipped,
        declined=declined,
        uncovered=rules.uncovered(QUESTIONS, said, 9),
        earlier_on=NOW.date(),
    )


def person(role: str) -> Participant:
    """Give a participant whose id is their role, or a name of ours."""
    return Participant(role, "c" * 32, role, NAMES[role], None, NOW.date(), None, "", "", "en")


def views(role: str, told: list[Given]) -> Views:
    """Give a sent consultation with these answers."""
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
        state=State("child_8_11", 1, "", "en", status="sent"),
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
        choices=() if each.silent else (code,),
        labels=() if each.silent else (f"{each.mark}-label",),
        words=None if each.silent else f"{each.mark}-words",
        skipped=each.silent == "skipped",
        declined=each.silent == "declined",
        asked=f"{each.mark}-asked",
        language="en",
        script="child_8_11",
        version=1,
        digest="",
    )
    return Said(Revision("x" * 32, "c" * 32, each.mark, 1, NOW, kept), each.scope, each.raised)

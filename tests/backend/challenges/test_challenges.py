"""Raising a challenge and what is done about it, and whose that is; on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select
from sqlalchemy.exc import DatabaseError

from backend.challenges.rules import GOOD_PRACTICE, OUTCOMES
from backend.challenges.tables import challenge_steps, challenges
from backend.people.rules import Viewer, participant_viewer
from backend.platform.delivery.tables import outbox
from backend.platform.errors import BadInput, NotFound
from tests.backend.challenges.raising import BEFORE_CHRISTMAS, HEAD, WORDS, Case

DUE = date(2027, 1, 6)
A_DAY = timedelta(days=1)


def written_to(case: Case) -> list[str]:
    """Give the kind of each e-mail that is to go out."""
    rows = case.database.read(lambda t: t.execute(select(outbox.c.template)).scalars().all())
    return sorted(rows)


def test_what_was_raised_is_read_by_its_iro_and_managers(case: Case) -> None:
    """Priya and Mo read it word for word; Mo is told where to sign in, and nothing else."""
    raised = case.raise_it()
    for who in ("iro", "manager"):
        read = case.get(raised, who)
        assert (read.words, read.team, read.is_open) == (WORDS, "North", True)
    assert read.now_at.due_on == DUE
    assert written_to(case) == ["challenge"]


def test_nobody_else_knows_of_it(case: Case) -> None:
    """Another IRO, the duty officer, support, the owner and the family find nothing."""
    raised = case.raise_it()
    strangers = [case.eyes(who) for who in ("other_iro", "duty", "support", "owner")]
    family = [participant_viewer(each) for each in (case.family.own, case.family.carer)]
    for viewer in (*strangers, *family, Viewer("officer", case.mo.id)):
        with pytest.raises(NotFound):
            case.read_as(viewer, raised)
        assert case.listed(viewer) == ()
        with pytest.raises(NotFound):
            case.take(raised, "responded", BEFORE_CHRISTMAS, viewer=viewer)


def test_whoever_covers_leads_it_too(case: Case) -> None:
    """Tom, who covers for Priya, reads it and takes it on; he cannot once that is over."""
    raised = case.raise_it()
    priya = case.amara.iro_id
    covering = replace(case.eyes("other_iro"), covers=frozenset({priya}))
    assert case.read_as(covering, raised).words == WORDS
    case.move(raised, BEFORE_CHRISTMAS, "formal_2", viewer=covering)
    with pytest.raises(NotFound):
        case.move(raised, BEFORE_CHRISTMAS, "formal_3", viewer=case.eyes("other_iro"))


def test_a_manager_answers_and_does_nothing_else(case: Case) -> None:
    """Mo writes down an answer, of which Priya is told; the stages are Priya's own."""
    raised, mo = case.raise_it(), case.eyes("manager")
    case.take(raised, "responded", DUE, viewer=mo, words="A visit is on Monday.", who="Mo Ellis")
    spell = case.get(raised).spells[-1]
    assert (spell.answered_on, spell.steps[-1].words) == (DUE, "A visit is on Monday.")
    assert written_to(case) == ["challenge", "challenge"]
    with pytest.raises(NotFound):
        case.raise_it(who="manager")
    with pytest.raises(NotFound):
        case.move(raised, DUE, "formal_1", viewer=mo)
    for kind in ("outcome", "closed", "cafcass_considered", "cafcass_referred"):
        with pytest.raises(NotFound):
            case.take(raised, kind, DUE, viewer=mo, outcome="changed")


def test_stages_may_be_left_out_and_gone_back_to(case: Case) -> None:
    """From the informal talk it goes straight to the last formal stage, and back."""
    raised = case.raise_it(stage="informal")
    case.move(raised, BEFORE_CHRISTMAS, "formal_3", **HEAD)
    read = case.get(raised)
    assert (read.now_at.stage, read.now_at.owner_name) == ("formal_3", "Ray Cole")
    case.move(raised, BEFORE_CHRISTMAS, "alert")
    assert [each.begun.stage for each in case.get(raised).spells] == [
        "informal",
        "formal_3",
        "alert",
    ]
    with pytest.raises(BadInput, match="look again") as wrong:
        case.move(raised, BEFORE_CHRISTMAS, "alert")
    assert set(wrong.value.fields) == {"stage"}


def test_a_late_answer_is_told_of_once_a_stage(case: Case) -> None:
    """On the last day nobody is; the next day Mo and Priya are, once; so at the next stage."""
    raised = case.raise_it()
    assert case.tell(DUE) == 0
    before = written_to(case)
    assert case.tell(DUE + A_DAY) == 1
    assert written_to(case) == sorted([*before, "challenge_late", "challenge_late"])
    assert case.tell(DUE + 9 * A_DAY) == 0
    read = case.get(raised)
    assert read.now_at.stage == "alert", "the clock moves no stage by itself"
    assert read.steps[-1].kind == "overdue"
    assert read.steps[-1].by is None
    case.move(raised, DUE + 9 * A_DAY, "formal_1", **HEAD)
    before = written_to(case)
    assert case.tell(date(2027, 1, 22)) == 0
    assert case.tell(date(2027, 1, 23)) == 1
    late = ["challenge_late", "challenge_late", "challenge_late_outside"]
    assert written_to(case) == sorted([*before, *late])


def test_what_was_answered_or_closed_is_not_late(case: Case) -> None:
    """An answer in time, an outcome that closes it, and a withdrawal stop the clock."""
    answered, withdrawn, praised = (
        case.raise_it(),
        case.raise_it(),
        case.raise_it(kind=GOOD_PRACTICE),
    )
    case.take(answered, "responded", DUE)
    case.take(withdrawn, "outcome", DUE, outcome="withdrawn")
    assert case.tell(date(2027, 6, 1)) == 0
    assert [case.get(each).is_open for each in (answered, withdrawn, praised)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_puts_it_right_closes_it(case: Case, outcome: str) -> None:
    """Resolved or withdrawn is the end of it; partly or not put right is not."""
    raised = case.raise_it()
    case.take(raised, "outcome", BEFORE_CHRISTMAS, outcome=outcome, words="She sees Kim weekly.")
    read = case.get(raised)
    assert (read.outcome, read.is_open) == (outcome, outcome in {"partly", "not_resolved"})
    assert any(step.words == "She sees Kim weekly." for step in read.steps)


def test_cafcass_at_any_stage_and_after(case: Case) -> None:
    """A referral is written down in the informal talk, beside a formal stage, and after."""
    raised = case.raise_it(stage="informal")
    case.take(raised, "cafcass_referred", BEFORE_CHRISTMAS, words="It cannot wait.")
    case.move(raised, BEFORE_CHRISTMAS, "formal_1")
    case.take(raised, "cafcass_considered", BEFORE_CHRISTMAS)
    case.take(raised, "outcome", BEFORE_CHRISTMAS, outcome="changed")
    case.take(raised, "cafcass_considered", BEFORE_CHRISTMAS)
    kinds = [step.kind for step in case.get(raised).steps]
    assert [kind for kind in kinds if kind.startswith("cafcass")] == [
        "cafcass_referred",
        "cafcass_considered",
        "cafcass_considered",
    ]


def test_good_practice_has_no_clock(case: Case) -> None:
    """It is recorded with no stage and no due day, may be answered, and takes no other step."""
    praised = case.raise_it(kind=GOOD_PRACTICE, words="Kim came on Christmas Eve.")
    read = case.get(praised, "manager")
    assert (read.now_at.stage, read.now_at.due_on, read.is_open) == ("", None, False)
    case.take(praised, "responded", DUE, viewer=case.eyes("manager"), words="I told Kim.")
    for refused in ("outcome", "closed"):
        with pytest.raises(BadInput):
            case.take(praised, refused, DUE, outcome="changed")
    with pytest.raises(BadInput):
        case.move(praised, DUE, "alert")


def test_a_closed_one_is_opened_again_first(case: Case) -> None:
    """Nothing but an answer and Cafcass is added to a closed one; opened again, its clock runs."""
    raised = case.raise_it()
    with pytest.raises(BadInput):
        case.move(raised, BEFORE_CHRISTMAS, "alert", kind="reopened")
    case.take(raised, "outcome", BEFORE_CHRISTMAS, outcome="explained")
    with pytest.raises(BadInput):
        case.move(raised, DUE, "formal_1")
    with pytest.raises(BadInput):
        case.take(raised, "closed", DUE)
    case.move(raised, DUE, "formal_1", kind="reopened")
    read = case.get(raised)
    assert (read.is_open, read.outcome, read.now_at.due_on) == (True, "", date(2027, 1, 13))


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"words": " "}, {"words"}),
        ({"words": "a\x00b"}, {"words"}),
        ({"kind": "anything"}, {"kind"}),
        ({"stage": "court"}, {"stage"}),
        ({"owner_id": "0" * 32}, {"owner_id"}),
        ({"owner_id": ""}, {"owner_id"}),
        ({"owner_id": "", **HEAD, "owner_email": "ray"}, {"owner_email"}),
        ({"owner_id": "", **HEAD, "owner_role": "", "words": ""}, {"owner_role", "words"}),
    ],
)
def test_all_that_is_wrong_is_said_at_once(
    case: Case, typed: dict[str, Any], fields: set[str]
) -> None:
    """What is raised, the stage and who is to answer are looked at together; nothing is kept."""
    with pytest.raises(BadInput) as wrong:
        case.raise_it(**typed)
    assert set(wrong.value.fields) == fields
    assert case.listed(case.eyes("iro")) == ()


def test_a_manager_and_somebody_else_are_not_both_asked(case: Case) -> None:
    """One person is to answer: a manager or somebody by name."""
    both: dict[str, Any] = {"owner_id": case.mo.id, **HEAD}
    with pytest.raises(BadInput) as wrong:
        case.raise_it(**both)
    assert set(wrong.value.fields) == {"owner_id"}


def test_a_day_that_cannot_be(case: Case) -> None:
    """An answer is neither from before it was raised nor from a day to come."""
    raised = case.raise_it()
    for day in (BEFORE_CHRISTMAS - A_DAY, DUE + A_DAY):
        with pytest.raises(BadInput) as wrong:
            case.take(raised, "responded", DUE, happened_on=day)
        assert set(wrong.value.fields) == {"happened_on"}


def test_the_words_are_sealed_and_nothing_is_changed_afterwards(case: Case) -> None:
    """No row holds what was written, and the database refuses to change or remove one."""
    raised = case.raise_it()
    case.take(raised, "responded", DUE, words="A visit is on Monday.")
    for table in (challenges, challenge_steps):
        cells = _cells(case, table)
        assert cells
        assert not any(b"visit" in bytes(cell) for cell in cells if _is_bytes(cell))
        assert "visit is" not in repr([cell for cell in cells if not _is_bytes(cell)])
        with pytest.raises(DatabaseError):
            _empty(case, table)


def _cells(case: Case, table: Table) -> list[Any]:
    rows = case.database.read(lambda t: t.execute(select(table)).all())
    return [cell for row in rows for cell in row]


def _empty(case: Case, table: Table) -> None:
    case.database.write(lambda t: t.execute(table.delete()))


def _is_bytes(cell: Any) -> bool:
    return isinstance(cell, bytes | memoryview)

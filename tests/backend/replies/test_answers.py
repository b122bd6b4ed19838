"""Answers are the own officer's alone, sealed, kept as they were sent, and told of neutrally."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text as sql

from backend.concerns import service as concerns
from backend.consultations import service as consultations
from backend.decisions import service as decisions
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.service import fates
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ErasedChild
from backend.platform.keys.service import erase_child_key
from backend.replies import service
from backend.replies.rules import Part
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.consultations.household import REVIEW, Household, join, with_any_day
from tests.backend.consultations.talk import Talk
from tests.backend.replies.answering import ASKED, BECAUSE, DECIDED, Answering


def test_a_draft_is_seen_by_nobody_until_it_is_sent(answering: Answering) -> None:
    """The draft takes the place of the one before; once sent, the child sees it and it stays."""
    answering.asks()
    for words in ("one", "two"):
        answering.keeps(answering.reply(also=words))
    assert answering.shown() == ()
    ids = (answering.key, answering.iro, answering.review_id)
    held = answering.look(lambda t: service.draft_of(t, *ids))
    assert held is not None
    assert held.text.also == "two"
    sent = answering.answers()
    assert answering.shown() == (sent,)
    assert answering.look(lambda t: service.draft_of(t, *ids)) is None


def test_a_corrected_answer_takes_the_place_of_the_earlier(answering: Answering) -> None:
    """The child sees the newer one; the officer has both."""
    first = answering.asks().answers()
    second = answering.answers(ending="Sorry, that was wrong before.")
    assert answering.shown() == (second,)
    ids = (answering.key, answering.iro, answering.child_id)
    assert set(answering.look(lambda t: service.sent_to(t, *ids))) == {first, second}


@pytest.mark.parametrize("who", ["other_iro", "duty", "support", "owner", "amara", "amara_carer"])
def test_nobody_else_writes_or_reads(answering: Answering, household: Household, who: str) -> None:
    """For anybody but the child's own officer it is not there, and cannot be written."""
    answering.asks().answers()
    viewer, key = household.viewer(who), answering.key
    with pytest.raises(NotFound):
        answering.keeps(answering.reply(also="x"), viewer)
    with pytest.raises(NotFound):
        answering.do(lambda t: service.answer(t, key, viewer, answering.reply("between", also="x")))
    child_id = answering.child_id
    seen = answering.look(lambda t: service.sent_to(t, key, viewer, child_id))
    assert len(seen) == (1 if who == "amara" else 0), "she reads her own"


def test_an_answer_is_about_one_child_throughout(
    answering: Answering, household: Household
) -> None:
    """Neither her sister's page nor her sister's review takes an answer to Amara."""
    mia, review = household.people["mia"].id, household.reviews["mia"].id
    for wrong in ({"participant_id": mia}, {"review_id": review}):
        reply = replace(answering.reply(also="x"), **wrong)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            answering.keeps(reply)
    carer = replace(answering.reply(also="x"), participant_id=household.people["amara_carer"].id)
    with pytest.raises(NotFound):
        answering.keeps(carer)


def test_the_words_are_sealed_and_go_with_the_key(answering: Answering) -> None:
    """Nothing of an answer stands in the database to be read, and it is gone with the key."""
    answering.asks().answers(also="Zebra crossing")
    rows = answering.look(lambda t: t.execute(sql("SELECT * FROM replies")).all())
    for secret in ("swimming", DECIDED, BECAUSE, "Zebra"):
        assert secret not in repr(rows)
    at = answering.household.runtime.clock()
    answering.do(lambda t: erase_child_key(t, answering.child_id, at))
    with pytest.raises(ErasedChild):
        answering.answers()


def test_before_anything_is_decided_nothing_is_sent(answering: Answering) -> None:
    """An answer in the wrong order is refused: none is written, or a wish has none."""
    answering.asks()
    at, ids = answering.household.runtime.clock(), (answering.key, answering.iro)
    with pytest.raises(BadInput):
        answering.do(lambda t: service.send_draft(t, *ids, answering.review_id, at))
    with pytest.raises(BadInput) as wrong:
        answering.answers(parts=(Part(answering.wish, ASKED),))
    assert set(wrong.value.fields) == {f"decided-{answering.wish}"}
    assert answering.shown() == ()


def test_not_before_the_review(answering: Answering, clock: SettableClock) -> None:
    """A draft may be written beforehand, and is not sent until the review has begun."""
    answering.asks()
    clock.set(REVIEW - timedelta(seconds=1))
    with pytest.raises(BadInput) as refused:
        answering.answers()
    assert refused.value.fields == {"also": service.NOT_HELD}
    clock.set(REVIEW)
    assert answering.shown() == ()
    answering.answers()
    assert answering.shown() != ()


def test_what_is_done_is_told_once(answering: Answering) -> None:
    """A decision that was carried out, with what it changed, waits to be told until it is."""
    made = answering.asks().decides()
    ids = (answering.key, answering.iro, answering.child_id)
    assert answering.look(lambda t: service.not_told(t, *ids)) == ()
    with pytest.raises(BadInput):
        answering.tells(answering.reply("done", made.id, also="Done."))
    done = replace(made, state="done", effect="You swim on Fridays.")
    answering.do(lambda t: decisions.correct(t, answering.key, answering.iro, done))
    assert answering.look(lambda t: service.not_told(t, *ids)) == (done,)
    answering.tells(answering.reply("done", made.id, also="It is done."))
    with pytest.raises(BadInput):
        answering.tells(answering.reply("done", made.id, also="It is done."))
    assert [each.text.also for each in answering.shown()] == ["It is done."]
    assert answering.look(lambda t: service.not_told(t, *ids)) == ()


def test_words_with_an_open_concern_are_not_answered(household: Household) -> None:
    """What raised a concern is answered on its own page; once that is closed it may be."""
    answering = Answering(with_any_day(household))
    talk = Talk(answering.household, "amara_any_day").begin().go_to("what")
    talk.pick("what", "other")
    talk.say("other_words", "he hits me")
    talk.send()
    assert talk.concerns
    reply = answering.reply("between", talk.id, also="Thank you.")
    with pytest.raises(BadInput) as refused:
        answering.do(lambda t: service.answer(t, answering.key, answering.iro, reply))
    assert refused.value.fields == {"also": service.WITH_A_CONCERN}
    answering.do(lambda t: close_all(t, answering.child_id, household.runtime.clock()))
    answering.do(lambda t: service.answer(t, answering.key, answering.iro, reply))
    assert [each.text.also for each in answering.shown()] == ["Thank you."]


def close_all(transaction: Transaction, child_id: str, at: datetime) -> None:
    """Let every concern about a child be closed."""
    for each in concerns.of_child(transaction, child_id):
        concerns.place(transaction, concerns.hold(transaction, SYSTEM, each.id), closed_at=at)


def test_a_notice_holds_nothing_of_the_answer(answering: Answering, household: Household) -> None:
    """A message says that an answer is there; without an address nobody is told."""
    sent = answering.asks().answers()
    runtime, words = household.runtime, household.desk.translations

    def told() -> bool:
        at = runtime.clock()
        return answering.do(lambda t: service.tell(t, runtime.ring, words, {"email"}, 18, sent, at))

    assert not told()
    own = replace(household.people["amara"], email="amara@home.example")
    answering.do(lambda t: people.correct_participant(t, SYSTEM, own))
    assert told()
    assert not told(), "the same answer is told of once"
    rows = answering.look(
        lambda t: t.execute(
            sql("SELECT template, due_at FROM outbox WHERE participant_id = :p"), {"p": own.id}
        ).all()
    )
    assert [row.template for row in rows] == ["answer_ready"]


def test_a_notice_waits_for_the_morning(
    answering: Answering, household: Household, clock: SettableClock
) -> None:
    """A child of nine who is answered in the evening hears of it at eight the next day."""
    own = replace(household.people["amara"], email="amara@home.example")
    answering.do(lambda t: people.correct_participant(t, SYSTEM, own))
    clock.set(REVIEW.replace(hour=19))
    sent, runtime = answering.answers(), household.runtime
    answering.do(
        lambda t: service.tell(t, runtime.ring, runtime.translations, {"email"}, 18, sent, clock())
    )
    key = f"answer:{sent.id}"
    fate = answering.look(lambda t: fates(t, (key,)))[key]
    assert fate.due_at == REVIEW.replace(day=11, hour=8)


def test_the_social_worker_reads_the_last_decisions(
    household: Household,
) -> None:
    """Who is asked about the last review sees its decisions and how far each of them is."""
    household = join(household, "worker", "social_worker", "Ngozi")
    answering = Answering(household)
    worker = Talk(household, "worker").begin()

    first = household.reviews["amara"]
    day = first.starts_at

    def body() -> str:
        held = worker.now
        names = answering.look(lambda t: consultations.names_in(t, worker.desk, held, day))
        return names["decided"]

    assert body() == ""
    early = Review(new_id(), first.child_id, 1, first.starts_at.replace(month=6), "", None)
    answering.do(lambda t: reviews.add(t, SYSTEM, early, first.day))
    answering.review_id = early.id
    made = answering.decides(wishes=())
    answering.decides(kind="not_agreed", what="A dog", wishes=())
    assert body() == "Jo Marsh will arrange swimming lessons, by 31 January 2027. (to be done)"
    done = replace(made, state="done", effect="Amara swims")
    answering.do(lambda t: decisions.correct(t, answering.key, answering.iro, done))
    assert body().endswith("(done)")

"""The conversation after a review tells the very answer, and what is said in it is heard."""

from backend.consultations import service as consultations
from backend.invitations import service as invitations
from backend.invitations.rules import AFTER_REVIEW, Secrets
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.views import service as views
from tests.backend.consultations.household import CODE
from tests.backend.consultations.talk import Talk
from tests.backend.replies.answering import ASKED, DECIDED, Answering


def afterwards(answering: Answering, language: str = "en") -> Talk:
    """Give the conversation in which Amara hears what was decided, just begun."""
    household = answering.household
    invitation_id, own = new_id(), household.people["amara"].id
    made = answering.do(
        lambda t: invitations.invite(
            t,
            household.runtime.ring,
            SYSTEM,
            participant_id=own,
            review_id=answering.review_id,
            invitation_id=invitation_id,
            secrets=Secrets("z" * 22, CODE),
            at=household.runtime.clock(),
            purpose=AFTER_REVIEW,
        )
    )
    talk = Talk(household)
    talk.invitation, talk.id = made, made.id
    return talk.begin(language)


def told(talk: Talk) -> str:
    """Give what the step tells that tells what was decided."""
    held = talk.now
    names = talk.database.read(
        lambda t: consultations.names_in(t, talk.desk, held, talk.household.runtime.clock())
    )
    step = talk.script.step("decided")
    assert step is not None
    return talk.desk.speak(step.body[0], talk.now.state.language, names)


def test_it_tells_the_answer_that_was_sent(answering: Answering) -> None:
    """Before there is one nothing is told; then the newest, word for word."""
    answering.asks()
    talk = afterwards(answering)
    assert talk.script.id == "after_review"
    assert told(talk) == ""
    answering.answers()
    assert f"You said: “{ASKED}”\nWe decided: {DECIDED}" in told(talk)
    answering.answers(also="And a dog {iro}.")
    assert "And a dog {iro}." in told(talk), "what an officer writes is no template"
    assert talk.rebuilds()


def test_in_the_language_that_it_was_put_into(answering: Answering) -> None:
    """Who goes on in that language reads it alone; in another they see it beside the English."""
    answering.asks(language="cy").answers("cy", translation="Pwll nofio", translated_by="Siân")
    talk = afterwards(answering, "cy")
    assert told(talk) == "Pwll nofio"
    other = answering.shown()[0].seen_in("en")
    assert DECIDED in other
    assert other.endswith("Pwll nofio")


def test_what_is_said_of_it_is_apart_and_screened(answering: Answering) -> None:
    """Her views before the review stay as they were, and a worry is raised from here as well."""
    answering.asks().answers()
    talk = afterwards(answering).go_to("understood")
    talk.pick("understood", "yes")
    talk.go_to("more_words").say("more_words", "he hits me")
    assert [each.source for each in talk.concerns] != []
    talk.send()
    ids = (answering.talk.desk, answering.key, answering.iro, answering.review_id)
    (before,) = answering.look(lambda t: views.of_review(t, *ids))
    (after,) = answering.look(lambda t: views.of_review(t, *ids, AFTER_REVIEW))
    assert before.consultation.id == answering.talk.id
    assert after.consultation.id == talk.id
    assert answering.shown()[0].read_at is not None

"""A young person old enough for a chat hears there that an answer is ready, and no more of it."""

from dataclasses import replace
from datetime import date

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from backend.replies import service
from tests.backend.replies.answering import AFTER, ASKED, DECIDED, Answering
from tests.backend.replies.test_conversations import afterwards
from tests.bot.telegram.chatting import chatting
from tests.telegram.fake_bot_api import FakeBotApi

NUDGE = "There is an answer for you. It is on your own page."


def test_a_chat_hears_that_an_answer_is_there(
    runtime: Runtime, telegram: FakeBotApi, clock: SettableClock
) -> None:
    """The nudge holds nothing of the answer; the conversation they then pick tells it."""
    with chatting(runtime, telegram, clock, telegram_min_age=16) as chats:
        clock.set(AFTER)
        child = replace(chats.household.children["amara"], date_of_birth=date(2009, 3, 9))
        runtime.database.write(lambda t: people.correct_child(t, SYSTEM, child, date(2026, 11, 24)))
        amara = chats.joined("amara")
        amara.hear("Hello, Amara.")
        answering = Answering(chats.household)
        sent = answering.answers()
        talk = afterwards(answering)
        answering.do(lambda t: invitations.follow(t, runtime.ring, talk.invitation, clock()))
        told = answering.do(
            lambda t: service.tell(
                t, runtime.ring, runtime.translations, {"telegram"}, 16, sent, clock()
            )
        )
        assert told
        amara.hear(NUDGE)
        amara.send("hello")
        amara.hear("This is for Amara.")
        assert not any(DECIDED in heard or ASKED in heard for heard in amara.person.heard)
        amara.says("About someone else", "About whom do you want to talk?")
        assert "Amara, what was decided" in amara.person.keyboard
        amara.says("Amara, what was decided", "Your review has been held.")
        amara.at(f"We decided: {DECIDED}")

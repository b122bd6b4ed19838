"""What an officer is given of a consultation: what stands when it was sent, and no more."""

import pytest

from backend.consultations import service
from backend.platform.database import new_id
from backend.views import service as reading
from backend.views.rules import Excerpt, Views
from dialogs import events
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk


def views(talk: Talk, who: str = "iro") -> tuple[Views, ...]:
    """Give the consultations of the child's review as this viewer sees them."""
    review_id = talk.invitation.review_id or ""
    viewer = talk.household.viewer(who)
    return talk.database.read(
        lambda t: reading.of_review(t, talk.desk, talk.key, viewer, review_id)
    )


def said(talk: Talk) -> dict[str, str]:
    """Give step and words of what the officer is shown."""
    (view,) = views(talk)
    return {each.revision.kept.step: each.revision.kept.words or "" for each in view.answers}


def excerpts(talk: Talk, who: str = "duty") -> tuple[Excerpt, ...]:
    """Give what somebody on duty sees of this conversation's concerns."""
    ids = tuple(row[0] for row in talk.rows("SELECT event_id FROM concern_events"))
    viewer = talk.household.viewer(who)
    return talk.database.read(lambda t: reading.excerpt(t, talk.key, viewer, ids))


def test_what_is_not_sent_is_not_shown(talk: Talk) -> None:
    """Before Send an officer learns that it began, and through which channel, and no answer."""
    talk.go_to("proud").say("proud", "swimming")
    (view,) = views(talk)
    assert (view.consultation.status, view.answers) == ("open", ())
    assert view.channels == ("web",)
    talk.send()
    assert said(talk)["proud"] == "swimming"


def test_a_paused_consultation_is_not_shown(talk: Talk) -> None:
    """Stopping for now is not sending."""
    talk.go_to("proud").say("proud", "swimming")
    talk.take(events.Paused(new_id()))
    assert views(talk)[0].answers == ()


def test_the_newest_answer_stands(talk: Talk) -> None:
    """An officer is shown what was said last, and the earlier words are on file."""
    talk.go_to("home_feel").pick("home_feel", "not_good", words="first")
    talk.pick("home_feel", "good", words="second")
    talk.send()
    assert said(talk)["home_feel"] == "second"
    assert talk.words_at("home_feel") == ["first", "second"]


def test_a_closed_branch_is_kept_and_not_shown(talk: Talk) -> None:
    """When a changed answer closes a branch its answers stay on file and are shown to nobody."""
    talk.go_to("family_time").pick("family_time", "more")
    talk.say("family_wish", "Tobi every week")
    talk.pick("family_time", "enough")
    talk.send()
    assert talk.words_at("family_wish") == ["Tobi every week"]
    assert "family_wish" not in said(talk)
    assert said(talk)["family_time"] == ""


def test_a_branch_that_opens_again_is_shown_again(talk: Talk) -> None:
    """An answer that was closed off counts again once the branch is open again."""
    talk.go_to("family_time").pick("family_time", "more")
    talk.say("family_wish", "Tobi every week")
    for choice in ("enough", "less"):
        talk.pick("family_time", choice)
    talk.send()
    assert said(talk)["family_wish"] == "Tobi every week"


def test_each_topic_has_its_own_scope(talk: Talk) -> None:
    """What is shared is shared by topic, and everything else is for the officer alone."""
    talk.go_to("home_feel").pick("home_feel", "good", words="a")
    talk.go_to("proud").say("proud", "b")
    talk.send(proud="review")
    (view,) = views(talk)
    scopes = {each.revision.kept.step: each.scope for each in view.answers}
    assert scopes["proud"] == "review"
    assert {scope for step, scope in scopes.items() if step != "proud"} == {"iro"}
    assert not {"hello", "who_reads", "private"} & set(scopes)


def test_a_change_after_sharing_asks_again(talk: Talk) -> None:
    """Whoever changes an answer after choosing who may see it checks and chooses once more."""
    talk.go_to("proud").say("proud", "b")
    talk.go_to("check")
    talk.take(events.Checked(new_id()))
    talk.take(events.Shared(new_id(), (("proud", "review"),)))
    talk.say("proud", "something else")
    assert talk.place.key == "check"
    talk.send()
    (view,) = views(talk)
    assert {each.scope for each in view.answers} == {"iro"}


def test_what_raised_a_concern_is_marked(talk: Talk) -> None:
    """An answer that raised a concern says so, whatever else is said in its topic."""
    talk.go_to("home_feel").pick("home_feel", "good", words="he hits me")
    talk.pick("safe_feel", "good", words="fine")
    talk.send(home="review", safe="review")
    (view,) = views(talk)
    marked = {each.revision.kept.step for each in view.answers if each.raised_concern}
    assert marked == {"home_feel"}


@pytest.mark.parametrize("choice_first", [True, False])
def test_what_raised_a_concern_stays_marked(household: Household, choice_first: bool) -> None:
    """Where choice and words come one after the other, either of them marks the answer."""
    carer = Talk(household, "amara_carer", channel="telegram").begin()
    carer.go_to("home_settled")
    if choice_first:
        carer.go_to("safe_view").pick("safe_view", "not_good", words=None)
        carer.say("safe_view", "only a feeling")
        expected = "safe_view"
    else:
        carer.say("home_settled", "bruises on the arm")
        carer.pick("home_settled", "good", words=None)
        expected = "home_settled"
    carer.send(home="review", safe="review")
    (view,) = views(carer)
    marked = {each.revision.kept.step for each in view.answers if each.raised_concern}
    assert marked == {expected}


def test_words_that_were_taken_back_mark_nothing(talk: Talk) -> None:
    """Once neither the words nor the choice that raised it stand, the new answer is not marked."""
    talk.go_to("safe_feel").pick("safe_feel", "not_good", words="he hits me")
    talk.pick("safe_feel", "good", words="a bit cold")
    talk.send(safe="review")
    (view,) = views(talk)
    assert not any(each.raised_concern for each in view.answers)
    assert len(talk.concerns) == 2


def test_other_words_beside_the_same_choice_are_not_marked(talk: Talk) -> None:
    """A choice that raises nothing by itself may stand beside new words and be shared."""
    talk.go_to("home_feel").pick("home_feel", "mixed", words="he hits me")
    talk.pick("home_feel", "mixed", words="")
    talk.send(home="review")
    (view,) = views(talk)
    assert not any(each.raised_concern for each in view.answers)


def test_an_excerpt_holds_the_topic_and_no_other(talk: Talk) -> None:
    """People on duty are given the words, and what was said beside them in that topic."""
    talk.go_to("talk_about").say("talk_about", "he hits me")
    talk.say("not_talk", "school")
    talk.go_to("meeting_people").say("meeting_people", "not my teacher")
    (found,) = excerpts(talk)
    assert found.words == "he hits me"
    assert found.kept is not None
    assert found.kept.step == "talk_about"
    assert [each.words for each in found.beside] == ["school"]


def test_an_excerpt_is_given_before_send_whatever_is_shared(talk: Talk) -> None:
    """Safety goes before sharing: the words are there unsent, and stay there after Send."""
    talk.go_to("home_feel").say("home_feel", "he hits me")
    assert [each.words for each in excerpts(talk)] == ["he hits me"]
    talk.send()
    assert [each.words for each in excerpts(talk)] == ["he hits me"]


def test_an_excerpt_of_words_that_answered_nothing(talk: Talk) -> None:
    """Words that came out of place or after Send are in the excerpt by themselves."""
    talk.send()
    talk.say("proud", "he hits me")
    (found,) = excerpts(talk)
    assert (found.words, found.kept, found.beside) == ("he hits me", None, ())


def test_an_excerpt_of_help_holds_no_words(talk: Talk) -> None:
    """The help button has no words, and nothing said elsewhere is shown with it."""
    talk.go_to("proud").say("proud", "swimming")
    talk.help()
    (found,) = excerpts(talk)
    assert (found.words, found.kept, found.beside) == ("", None, ())


def test_only_events_of_a_concern_are_shown(talk: Talk) -> None:
    """Asking for an event that raised nothing gives nothing, even to somebody on duty."""
    talk.go_to("proud").say("proud", "swimming")
    talk.help()
    ids = tuple(row[0] for row in talk.rows("SELECT id FROM consultation_events"))
    viewer = talk.household.viewer("duty")
    found = talk.database.read(lambda t: reading.excerpt(t, talk.key, viewer, ids))
    assert [each.words for each in found] == [""]


def test_who_has_answered_holds_no_words(household: Household) -> None:
    """The list of who has answered gives status and time for those who began, and no others."""
    talk = Talk(household).begin().send()
    carer = Talk(household, "amara_carer").begin()
    asked = tuple(each.id for each in household.asked.values())
    found = talk.database.read(lambda t: service.sent_or_begun(t, asked))
    assert found == {talk.id: ("sent", talk.now.sent_at), carer.id: ("open", None)}


def test_what_was_taken_back_is_not_beside_a_worry(talk: Talk) -> None:
    """An answer that was taken back after Send is shown to nobody, not beside a worry either."""
    talk.go_to("home_who").pick("home_who", "one", words="Jo and Sam")
    talk.pick("home_feel", "mixed", words="he hits me")
    talk.send()
    before = excerpts(talk)
    assert [each.words for each in before[0].beside] == ["Jo and Sam"]
    talk.take_back("home_who")
    assert excerpts(talk)[0].beside == ()

"""Who may know what of a consultation: the child's officer what was sent, duty an excerpt."""

import pytest

from backend.consultations import service, store
from backend.views import service as reading
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk

NOT_THEIRS = ("other_iro", "support", "owner", "nobody", "amara_carer", "mia", "leo")


@pytest.fixture
def sent(household: Household) -> Talk:
    """Amara's consultation, sent, with a worry in it."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.say("home_feel", "he hits me")
    return talk.send()


def views(talk: Talk, who: str) -> list[str]:
    """Give the words that a viewer is given of the child's review."""
    viewer, review_id = talk.household.viewer(who), talk.invitation.review_id or ""
    found = talk.database.read(
        lambda t: reading.of_review(t, talk.desk, talk.key, viewer, review_id)
    )
    return [each.revision.kept.words or "" for view in found for each in view.answers]


def excerpt(talk: Talk, who: str) -> list[str]:
    """Give the words of concerns that a viewer is given."""
    ids = tuple(row[0] for row in talk.rows("SELECT id FROM consultation_events"))
    viewer = talk.household.viewer(who)
    return [
        each.words
        for each in talk.database.read(lambda t: reading.excerpt(t, talk.key, viewer, ids))
    ]


def test_the_childs_officer_reads_what_was_sent(sent: Talk) -> None:
    """The reviewing officer reads the answers, and what raised a concern."""
    assert "he hits me" in views(sent, "iro")
    assert excerpt(sent, "iro") == ["he hits me"]


def found(talk: Talk, who: str) -> bool:
    """Say whether a viewer finds anything of the consultation itself."""
    viewer = talk.household.viewer(who)
    held = talk.database.read(lambda t: service.find(t, talk.key, viewer, talk.id))
    return held is not None or bool(
        talk.database.read(lambda t: store.events_of(t, viewer, talk.id))
    )


def test_nobody_else_reads_a_word(sent: Talk) -> None:
    """Any other officer and any other person is given nothing, and not that it is there."""
    for who in NOT_THEIRS:
        assert views(sent, who) == [], who
        assert excerpt(sent, who) == [], who
        assert not found(sent, who), who


def test_duty_reads_the_excerpt_alone(sent: Talk) -> None:
    """A duty officer is given the words of the concern and no other word of the consultation."""
    assert excerpt(sent, "duty") == ["he hits me"]
    assert views(sent, "duty") == []
    assert not found(sent, "duty")


def test_a_person_finds_their_own(sent: Talk) -> None:
    """Whoever said it finds their own consultation, and nobody else's of the same child."""
    household = sent.household
    carer = Talk(household, "amara_carer").begin()
    own = household.viewer("amara")
    mine = sent.database.read(lambda t: service.find(t, sent.key, own, sent.id))
    assert mine is not None
    assert sent.database.read(lambda t: service.find(t, sent.key, own, carer.id)) is None


def test_sisters_are_kept_apart(sent: Talk) -> None:
    """The officer of two sisters finds nothing of the one under the other's review."""
    sister = Talk(sent.household, "mia").begin().go_to("home_feel")
    sister.pick("home_feel", "good", words="of Mia")
    sister.send()
    assert "he hits me" not in views(sister, "iro")
    assert "of Mia" in views(sister, "iro")
    assert "of Mia" not in views(sent, "iro")

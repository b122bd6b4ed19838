"""Who may see it, topic by topic: the IRO alone, everyone at the review, or people by name."""

import re

import pytest

from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.around import with_person
from tests.bot.webchat.browser import Browser

NOBODY_NAMED = "Tick at least one person, or pick another answer."


@pytest.fixture
def household(household: Household) -> Household:
    """Amara, who has her carer Jo, her mother Ada and a school beside her."""
    household = with_person(household, "mother", "parent", "Ada <Cole>")
    return with_person(household, "school", "education", "Mrs Lloyd")


@pytest.fixture
def talk(household: Household) -> Talk:
    """What is on file of Amara's conversation."""
    return Talk(household)


@pytest.fixture
def share(browser: Browser) -> Browser:
    """A browser at the question who may see it, with three topics in which she said something."""
    browser.enter().go_to("home_feel").press("a", "good")
    browser.press("b", "good")
    browser.press("c", "good")
    browser.go_to("check").press(move="check")
    assert browser.place == "share"
    return browser


def choose(browser: Browser, **scopes: tuple[str, ...]) -> None:
    """Choose for each topic: a scope, and behind it the people who are ticked."""
    fields = browser.fill(move="share")
    for topic, (scope, *ticked) in scopes.items():
        fields += [(f"scope.{topic}", scope), *((f"people.{topic}", each) for each in ticked)]
    browser.send(browser.form.action, fields)


def chosen(browser: Browser) -> set[tuple[str, str]]:
    """Give the fields that are picked or ticked on the page, by name and value."""
    picked = re.findall(r'name="([^"]+)" value="([^"]+)" checked', browser.page.text)
    return {(name, value) for name, value in picked}


def test_people_are_offered_by_name(share: Browser, household: Household) -> None:
    """Everybody around a child is offered but the child; each topic begins with the IRO alone."""
    others = [household.people[who] for who in ("amara_carer", "mother", "school")]
    for topic in ("home", "safe", "school"):
        for each in others:
            assert f'name="people.{topic}" value="{each.id}"' in share.page.text
    assert "Ada &lt;Cole&gt;" in share.page.text
    assert household.people["amara"].id not in share.page.text
    assert household.people["mia"].id not in share.page.text
    assert chosen(share) == {(f"scope.{topic}", "iro") for topic in ("home", "safe", "school")}


def test_nobody_ticked_is_said_and_nothing_is_lost(
    share: Browser, talk: Talk, household: Household
) -> None:
    """ "Only some people" with nobody ticked is asked again; all other picks are still there."""
    jo = household.people["amara_carer"].id
    choose(share, home=("people",), safe=("review",), school=("people", jo))
    assert share.page.status_code == 422
    assert NOBODY_NAMED in share.page.text
    assert 'role="alert"' in share.page.text
    assert share.place == "share"
    assert talk.now.state.sharing == ()
    assert chosen(share) == {
        ("scope.home", "people"),
        ("scope.safe", "review"),
        ("scope.school", "people"),
        ("people.school", jo),
    }
    choose(share, home=("people", jo), safe=("review",), school=("people", jo))
    assert share.place == "send"


def test_who_was_ticked_is_shown_before_send(
    share: Browser, talk: Talk, household: Household
) -> None:
    """The last look names each person beside the topic they may see, and back keeps the ticks."""
    jo, ada = household.people["amara_carer"].id, household.people["mother"].id
    choose(share, home=("people", jo, ada), safe=("iro",), school=("review", jo))
    assert dict(talk.now.state.sharing) == {
        "home": f"people:{jo},{ada}",
        "safe": "iro",
        "school": "review",
    }
    page = " ".join(share.page.text.split())
    _, by_name = page.split("Only some people", 1)
    assert "Home: <bdi>Jo Marsh</bdi>, <bdi>Ada &lt;Cole&gt;</bdi></span></li>" in by_name
    assert page.count("<bdi>") == 2
    share.press(move="back")
    assert {("scope.home", "people"), ("people.home", jo), ("people.home", ada)} <= chosen(share)
    choose(share, home=("people", jo), safe=("iro",), school=("iro",))
    share.press(move="send")
    assert dict(talk.now.state.sharing)["home"] == f"people:{jo}"
    assert talk.rebuilds()


@pytest.mark.parametrize(
    "ticked", [("",), ("no such id!",), ("<b>",), tuple(str(n) for n in range(21))]
)
def test_who_cannot_be_named_is_not(share: Browser, talk: Talk, ticked: tuple[str, ...]) -> None:
    """A forged name, or more than there can be, shares nothing and is asked again."""
    choose(share, home=("people", *ticked))
    assert share.place == "share"
    assert talk.now.state.sharing == ()
    assert "<b>" not in share.page.text.partition("<main>")[2]


def test_where_nothing_was_said_nobody_is_asked_who_may_see_it(
    browser: Browser, talk: Talk
) -> None:
    """Somebody who skipped everything goes from the check straight to Send, and back again."""
    browser.enter().go_to("check").press(move="check")
    assert browser.place == "send"
    assert "You skipped everything. That is OK." in browser.page.text
    browser.press(move="back")
    assert browser.place == "check"
    browser.press(move="check")
    browser.press(move="send")
    assert talk.now.status == "sent"


def test_whoever_has_nobody_else_is_offered_none(browser: Browser, household: Household) -> None:
    """The choice "only some people" is not there for somebody who has nobody to name."""
    browser.enter("leo").go_to("home_feel").press("a", "good")
    browser.go_to("check").press(move="check")
    assert 'value="people"' in browser.page.text
    browser.enter("leo_carer").go_to("changes_since").press("a")
    browser.go_to("check").press(move="check")
    assert browser.place == "share"
    assert 'value="people"' not in browser.page.text

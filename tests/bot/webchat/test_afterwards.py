"""After Send: something more, whether it was read, and once more on any day."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from backend.consultations import service as consultations
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from bot.webchat.forms import LONGEST
from tests.backend.consultations.household import CODE, Household
from tests.backend.consultations.talk import Talk
from tests.backend.web.people import sign_in
from tests.bot.webchat.around import ANY_DAY, on_any_day
from tests.bot.webchat.browser import Browser
from tests.bot.webchat.sending import SAID, say_and_send, shows, with_code

QUARTER = timedelta(minutes=15)
NOT_READ, READ = "Priya has not read it yet.", "Priya has read it."


@pytest.fixture
def talk(household: Household) -> Talk:
    """What is on file of Amara's conversation."""
    return Talk(household)


@pytest.fixture
def path(talk: Talk) -> str:
    """The address of her conversation."""
    return f"/chat/{talk.id}"


@pytest.fixture
def sent(browser: Browser) -> Browser:
    """A browser in which Amara has said three things and sent them."""
    return say_and_send(browser)


def test_something_is_added(sent: Browser, talk: Talk, path: str) -> None:
    """What is added after Send is kept as it is typed, said to be kept, and shown to nobody."""
    sent.get(f"{path}/add")
    assert "What do you want to add?" in sent.page.text
    sent.press("one more\nthing ", move="add")
    assert talk.words_at("added1") == ["one more\nthing "]
    assert sent.place == "sent"
    assert "That is kept. Priya will read it." in sent.page.text
    assert "one more" not in sent.page.text
    sent.get(f"{path}/add")
    sent.press("he hits me", move="add")
    assert talk.words_at("added2") == ["he hits me"]
    assert [each.category for each in talk.concerns] == ["harm"]
    assert "I have told the people on duty." in sent.page.text
    assert talk.rebuilds()


@pytest.mark.parametrize("words", ["", " ", " \n\t ", "\u2003"])
def test_nothing_is_no_addition(sent: Browser, talk: Talk, path: str, words: str) -> None:
    """An empty field is said kindly, on the same page, and nothing is kept for it."""
    sent.get(f"{path}/add")
    before = talk.now
    answer = sent.press(words, move="add")
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert 'role="alert"' in answer.text
    assert sent.form.words == words
    assert talk.now == before


def test_too_much_to_add_is_refused_with_the_words_still_there(
    sent: Browser, talk: Talk, path: str
) -> None:
    """One character more than fits is not taken: the page says so and holds what was typed."""
    sent.get(f"{path}/add")
    answer = sent.press("é" * LONGEST + "!", move="add")
    assert answer.status_code == 422
    assert "That is more than fits in one answer." in answer.text
    assert sent.form.words == "é" * LONGEST + "!"
    sent.press("é" * LONGEST, move="add")
    assert talk.words_at("added1") == ["é" * LONGEST]


def test_a_double_tap_adds_once(sent: Browser, talk: Talk, path: str) -> None:
    """The same addition sent twice is one; edited on the same page it is another."""
    sent.get(f"{path}/add")
    fields, other = sent.fill("one", move="add"), sent.fill("two", move="add")
    for each in (fields, fields, other):
        sent.send(path, each)
    assert [talk.words_at(f"added{n}") for n in (1, 2, 3)] == [["one"], ["two"], []]


def test_before_send_nothing_is_added_or_taken_back(browser: Browser, talk: Talk) -> None:
    """Both pages lead back to the question before it is sent, and a forged post does nothing."""
    browser.enter().go_to("home_feel").press(SAID[0], "good")
    path, before = browser.form.action, talk.now.state
    for where in ("add", "take-back"):
        assert browser.get(f"{path}/{where}").status_code == 200
        assert browser.place == "safe_feel"
    for move in ("add", "take:home_feel"):
        browser.press("more", move=move)
        assert browser.place == "safe_feel"
    browser.send(f"{path}/take-back", [("code", CODE)])
    assert browser.place == "safe_feel"
    assert talk.now.state == before


def test_an_addition_from_a_page_left_alone_is_taken(
    sent: Browser, talk: Talk, path: str, clock: SettableClock
) -> None:
    """What was typed is kept hours later, then the code is asked for; a bad one loses nothing."""
    sent.get(f"{path}/add")
    fields, nothing = sent.fill("one more thing", move="add"), sent.fill(" ", move="add")
    too_much = sent.fill("x" * (LONGEST + 1), move="add")
    clock.advance(timedelta(hours=3))
    sent.send(path, nothing)
    assert "Write something first." in sent.page.text
    assert sent.send(path, too_much).status_code == 422
    assert sent.form.words == "x" * (LONGEST + 1)
    assert shows(sent) == []
    sent.send(path, fields)
    assert talk.words_at("added1") == ["one more thing"]
    assert 'name="code"' in sent.page.text
    for where in ("/add", "/take-back"):
        sent.get(path + where)
        assert "Hello again" in sent.page.text
        assert shows(sent) == []


def open_pack(household: Household, app: FastAPI) -> None:
    """Let Amara's reviewing officer open her pack, as she does before the meeting."""
    officer = Browser(app, household)
    sign_in(officer.client, household.runtime, household.officers["iro"])
    page = officer.get(f"/reviews/{household.reviews['amara'].id}")
    assert page.status_code == 200
    assert SAID[0] in page.text


def test_the_child_sees_whether_it_was_read(
    sent: Browser, path: str, app: FastAPI, household: Household, clock: SettableClock
) -> None:
    """It says so from the moment the officer opens it, until there is something new to read."""
    assert NOT_READ in sent.get(path).text
    clock.advance(timedelta(minutes=1))
    open_pack(household, app)
    assert READ in sent.get(path).text
    assert NOT_READ not in sent.page.text
    clock.advance(timedelta(minutes=1))
    sent.press(move="help")
    sent.press(move="resume")
    assert READ in sent.page.text, "pressing help gives the officer nothing new to read"
    sent.get(f"{path}/add")
    clock.advance(timedelta(minutes=1))
    sent.press("one more thing", move="add")
    assert NOT_READ in sent.page.text
    clock.advance(timedelta(minutes=1))
    open_pack(household, app)
    assert READ in sent.get(path).text


def test_what_is_taken_back_is_not_in_the_pack(
    sent: Browser, path: str, app: FastAPI, household: Household
) -> None:
    """The officer reads what stands, what was added, and that something was taken back."""
    sent.get(f"{path}/add")
    sent.press("one more thing", move="add")
    with_code(sent, path).press(move="take:home_feel")
    officer = Browser(app, household)
    sign_in(officer.client, household.runtime, household.officers["iro"])
    page = officer.get(f"/reviews/{household.reviews['amara'].id}").text
    assert SAID[0] not in page
    assert SAID[1] in page
    assert "one more thing" in page


@pytest.fixture
def any_day(browser: Browser, household: Household) -> Talk:
    """Amara's way in for any day, opened in her browser."""
    browser.household = on_any_day(household)
    browser.enter(ANY_DAY)
    return Talk(browser.household, ANY_DAY)


def say(browser: Browser, words: str) -> None:
    """Say one thing on any day, and send it."""
    browser.go_to("what").press("", "good_news")
    browser.press(words)
    browser.go_to("check").press(move="check")
    assert browser.place == "send", "nobody else is shown it, so nobody is asked who may see it"
    browser.press(move="send")
    assert browser.place == "sent"


def test_on_any_day_one_follows_the_other(
    browser: Browser, any_day: Talk, clock: SettableClock
) -> None:
    """Once something is sent another thing can be said, which begins anew and shows nothing old."""
    say(browser, SAID[0])
    key, child = any_day.key, any_day.now.child_id
    path = browser.form.action
    clock.advance(timedelta(minutes=1))
    for _ in range(2):  # a double tap
        browser.send(f"{path}/once-more")
        assert browser.place == "hello"
        assert shows(browser) == []
    browser.get(f"{path}/said")
    assert shows(browser) == []
    browser.get(path)
    say(browser, SAID[1])
    held = any_day.database.read(lambda t: consultations.between_reviews(t, key, SYSTEM, child))
    assert [(each.number, each.status) for each in held] == [(2, "sent"), (1, "sent")]
    assert "Say something else" in browser.page.text
    assert shows(with_code(browser, path)) == [SAID[1]]


def test_in_the_middle_there_is_no_once_more(
    browser: Browser, any_day: Talk, clock: SettableClock
) -> None:
    """What is not sent goes on where it was; a browser left alone begins nothing new."""
    browser.go_to("what").press("", "good_news")
    path = browser.form.action
    browser.send(f"{path}/once-more")
    assert browser.place == "good_words"
    browser.to_the_end()
    clock.advance(QUARTER)
    browser.send(f"{path}/once-more")
    assert 'name="code"' in browser.page.text
    assert any_day.now.number == 1


def test_before_a_review_there_is_one_conversation(sent: Browser, talk: Talk, path: str) -> None:
    """What was sent before a review is added to; another one cannot be begun."""
    assert "once-more" not in sent.page.text
    sent.send(f"{path}/once-more")
    assert sent.place == "sent"
    assert talk.now.number == 1

"""One screen sent twice, sent late, sent edited: the right thing is kept, once."""

import pytest

from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.browser import Browser, Fields


@pytest.fixture
def talk(household: Household) -> Talk:
    """What is on file of Amara's conversation."""
    return Talk(household)


@pytest.fixture
def home(browser: Browser) -> Browser:
    """A browser at the question about home."""
    return browser.enter().go_to("home_feel")


def with_field(fields: Fields, name: str, value: str) -> Fields:
    """Give the fields of a form with one of them changed, as nobody's browser would."""
    return [(each, value if each == name else held) for each, held in fields]


def test_a_double_tap_is_one_answer(home: Browser, talk: Talk) -> None:
    """The same form sent twice is taken once and leads to the same screen."""
    action, fields = home.form.action, home.fill("the dog", "good")
    pages = [home.send(action, fields).url.path for _ in range(2)]
    assert pages[0] == pages[1]
    assert home.place == "safe_feel"
    assert talk.words_at("home_feel") == ["the dog"]


@pytest.mark.parametrize("move", ["skip", "back", "help", "pause", "again"])
def test_a_double_tap_on_any_button_is_one(home: Browser, talk: Talk, move: str) -> None:
    """Each button pressed twice does one thing."""
    action, fields = home.form.action, home.fill(move=move)
    home.send(action, fields)
    once = talk.now
    home.send(action, fields)
    assert talk.now == once


def test_a_reload_changes_nothing(home: Browser, talk: Talk) -> None:
    """Every screen can be fetched again: it shows the same, and nothing is kept for it."""
    home.press("the dog", "good")
    before = talk.now
    for _ in range(3):
        home.get(home.page.url.path)
        assert home.place == "safe_feel"
    assert talk.now == before


def test_a_screen_is_an_address_one_can_go_back_to(home: Browser) -> None:
    """Every question has an address of its own that says nothing of what it asks."""
    path = home.page.url.path
    home.press("the dog", "good")
    assert home.page.url.path != path
    assert path.rpartition("/")[2].isdigit()
    home.get(path)
    assert (home.place, home.form.words, home.form.picked) == ("home_feel", "the dog", ["good"])


def test_back_and_edit_on_the_old_page_is_a_change(home: Browser, talk: Talk) -> None:
    """The old page, edited and sent again under its old name, changes the answer."""
    action, fields = home.form.action, home.fill("the dog", "good")
    edited = with_field(home.fill("the dog bites", "good"), "choice", "not_good")
    home.send(action, fields)
    home.send(action, edited)
    assert talk.words_at("home_feel") == ["the dog", "the dog bites"]
    assert talk.now.state.by_step["home_feel"].choices == ("not_good",)
    assert home.place == "safe_feel"


def test_back_and_edit_on_a_fresh_page_is_a_change(home: Browser, talk: Talk) -> None:
    """The address opened again, edited and sent changes the answer and leads on."""
    path = home.page.url.path
    home.press("the dog", "good")
    home.get(path)
    home.press("the dog bites", "mixed")
    assert talk.words_at("home_feel") == ["the dog", "the dog bites"]
    assert home.place == "safe_feel"


def test_an_old_form_sent_later_changes_that_answer_alone(home: Browser, talk: Talk) -> None:
    """A form replayed from further back changes its own step, wherever they are by now."""
    action, old = home.form.action, home.fill("later", "good")
    home.press("the dog", "good")
    home.press("quite", "good").raise_for_status()
    home.send(action, with_field(old, "message", "b" * 32))
    assert talk.words_at("home_feel") == ["the dog", "later"]
    assert talk.words_at("safe_feel") == ["quite"]
    assert home.place == "school_feel"


def test_a_replay_of_everything_does_nothing(browser: Browser, talk: Talk) -> None:
    """All forms of a whole conversation sent again leave it as it was."""
    sent = []
    browser.enter()
    while browser.place != "check":
        fields = browser.fill(move="skip" if "skip" in browser.form.moves else "answer")
        sent.append((browser.form.action, fields))
        browser.send(*sent[-1])
    before = talk.now
    for action, fields in sent:
        browser.send(action, fields)
    assert talk.now == before


@pytest.mark.parametrize("move", ["answer", "skip", "back"])
def test_a_step_that_is_not_asked_leads_back(home: Browser, talk: Talk, move: str) -> None:
    """A post for a step that is not theirs to answer changes nothing and shows where they are."""
    before = talk.now.state
    for place in ("school_feel", "talk_about", "with_who", "no_such", "", "\x00", "x" * 5000):
        fields = with_field(home.fill("the dog", "good", move=move), "place", place)
        assert home.send(home.form.action, fields).status_code == 200
        assert home.place == "home_feel"
        assert talk.now.state == before


def test_an_unknown_move_leads_back(home: Browser, talk: Talk) -> None:
    """A button that there is not changes nothing, and shows where they are."""
    before = talk.now.state
    for move in ("", "fly", "change:", "change:proud", "change:x", "ANSWER", "\x00"):
        assert home.press("the dog", "good", move=move).status_code == 200
        assert home.place == "home_feel"
        assert talk.now.state == before


def test_a_language_that_is_not_offered_is_not_taken(home: Browser, talk: Talk) -> None:
    """Only a language of this house can be chosen."""
    for language in ("cy", "xx", "", "en' OR 1=1", "../en"):
        assert home.press(move=f"language:{language}").status_code == 200
        assert talk.now.state.language == "en"
        assert 'lang="en"' in home.page.text


def test_a_form_without_its_name_is_not_taken(home: Browser, talk: Talk) -> None:
    """A form under a name that no page of ours gave is left aside."""
    before = talk.now
    for message in ("", "a" * 31, "a" * 33, "A" * 32, "\x00" * 32, "x" * 5000):
        fields = with_field(home.fill("the dog", "good"), "message", message)
        assert home.send(home.form.action, fields).status_code == 200
        assert talk.now == before


def test_a_choice_that_is_not_offered_is_not_taken(home: Browser, talk: Talk) -> None:
    """What the screen does not offer cannot be picked, and the question is asked again."""
    for choices in (("no_such",), ("good", "mixed"), ("",), ("\x00",)):
        home.press("the dog", *choices)
        assert home.place == "home_feel"
        assert "home_feel" not in talk.now.state.by_step


def test_nothing_picked_is_said_kindly(home: Browser, talk: Talk) -> None:
    """Next without a pick says what is missing, and keeps nothing."""
    before = talk.now
    answer = home.press("")
    assert answer.status_code == 422
    assert "Pick one of these first, or press Skip." in answer.text
    assert 'role="alert"' in answer.text
    assert home.place == "home_feel"
    assert talk.now == before


def test_words_without_a_pick_are_kept(home: Browser, talk: Talk) -> None:
    """Words written before the pick are kept at once and stay on the screen."""
    home.press("the dog bites")
    assert talk.words_at("home_feel") == ["the dog bites"]
    assert "I have kept what you wrote." in home.page.text
    assert (home.place, home.form.words) == ("home_feel", "the dog bites")
    home.press(None, "mixed")
    assert talk.now.state.by_step["home_feel"].words == "the dog bites"


def test_the_list_of_what_was_said_leads_to_a_change(home: Browser, talk: Talk) -> None:
    """Any earlier answer can be changed from the list, which shows their exact words."""
    home.press("the dog", "good")
    home.get(f"/chat/{talk.id}/said")
    assert "the dog" in home.page.text
    home.press(move="change:home_feel")
    assert home.place == "home_feel"
    home.press("the cat", "mixed")
    assert talk.words_at("home_feel")[-1] == "the cat"


def test_sharing_is_by_topic(browser: Browser, talk: Talk) -> None:
    """Each topic is shared as it was chosen; one that was not chosen stays with the officer."""
    browser.enter().go_to("home_feel").press("a", "good")
    browser.press("b", "good")
    browser.go_to("check").press(move="check")
    fields = [*browser.fill(move="share"), ("scope.home", "review")]
    browser.send(browser.form.action, fields)
    assert dict(talk.now.state.sharing) == {"home": "review", "safe": "iro"}
    browser.press(move="send")
    assert talk.now.status == "sent"


def test_a_scope_that_is_not_offered_shares_nothing(browser: Browser, talk: Talk) -> None:
    """Sharing with somebody who was not offered, or of a topic there is not, is not taken."""
    browser.enter().go_to("home_feel").press("a", "good")
    browser.go_to("check").press(move="check")
    for name, value in (("home", "everyone"), ("no_such", "review"), ("start", "review"), ("", "")):
        fields = [*browser.fill(move="share"), (f"scope.{name}", value)]
        assert browser.send(browser.form.action, fields).status_code == 200
        assert browser.place == "share"
        assert talk.now.state.sharing == ()


def test_send_comes_last(home: Browser, talk: Talk) -> None:
    """Send, check and share pressed out of their place do nothing."""
    for move in ("send", "check", "share"):
        home.press(move=move)
        assert home.place == "home_feel"
    assert talk.now.status == "open"


@pytest.mark.parametrize("header", ["none", "cross-site", "other-origin", "null"])
def test_another_sites_page_cannot_post(home: Browser, talk: Talk, header: str) -> None:
    """A form on somebody else's page changes nothing, and the answer is kind."""
    told = {
        "none": {},
        "cross-site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        "other-origin": {"Origin": "https://evil.example"},
        "null": {"Origin": "null"},
    }[header]
    for name in ("Origin", "Sec-Fetch-Site"):
        del home.client.headers[name]
    before, fields = talk.now, home.fill(move="help")
    answer = home.client.post(home.form.action, data=dict(fields), headers=told)
    assert answer.status_code == 403
    assert "did not come from one of our own pages" in answer.text
    assert talk.now == before
    left = home.client.post("/chat/leave", headers=told)
    assert left.status_code == 403
    assert home.client.post(f"/c/{'z' * 22}", headers=told).status_code == 403


@pytest.mark.parametrize("move", ["help", "pause"])
def test_what_was_typed_is_kept_when_they_stop_or_ask_for_help(
    home: Browser, talk: Talk, move: str
) -> None:
    """Words in the field are not lost with the button that leaves it: they may tell what is up."""
    home.press("he hits me", move=move)
    assert talk.words_at("home_feel") == ["he hits me"]
    assert {each.category for each in talk.concerns} >= {"harm"}


def test_what_they_had_said_already_is_not_said_again_by_stopping(
    home: Browser, talk: Talk
) -> None:
    """A field that shows an earlier answer adds nothing to it."""
    home.press("the dog", "good")
    home.go_to("safe_feel").press(move="back")
    home.press("the dog", move="pause")
    assert talk.words_at("home_feel") == ["the dog"]

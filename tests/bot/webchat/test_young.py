"""Pictures that answer when they are tapped, a sheet to draw on, and "don't ask me this"."""

import pytest

from dialogs.drawing import LONGEST
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.around import aged, asked_by
from tests.bot.webchat.browser import Browser

DRAWN = "blue 10,10 500,900\nred 300,300"
BAD = {
    "no strokes": "me and the dog",
    "markup": '"><script>alert(1)</script>',
    "off the sheet": "blue 10000,10",
    "a colour as code": "#ff0000 1,1",
    "an empty line": "blue 1,1\n\nblue 2,2",
    "a space too many": "blue  1,1",
    "too many points": "blue" + " 1,1" * 401,
    "too many strokes": "\n".join(["blue 1,1"] * 301),
    "too long": "\n".join(["blue" + " 999,999" * 400] * 20),
}


@pytest.fixture
def household(household: Household) -> Household:
    """Amara is five years old."""
    return aged(household, 5)


@pytest.fixture
def talk(household: Household) -> Talk:
    """What is on file of Amara's conversation."""
    return Talk(household)


@pytest.fixture
def home(browser: Browser) -> Browser:
    """A browser at the first question with pictures about the child's life."""
    return browser.enter().go_to("home_feel")


@pytest.fixture
def sheet(browser: Browser) -> Browser:
    """A browser at the sheet to draw on."""
    return browser.enter().go_to("drawing")


def test_a_tap_on_a_picture_answers(home: Browser, talk: Talk) -> None:
    """Without a script each picture is the button: one tap keeps the answer and leads on."""
    assert home.form.moves[:3] == ["pick:good", "pick:mixed", "pick:not_good"]
    assert home.form.choices == []
    assert "answer" not in home.form.moves
    path = home.page.url.path
    home.press(move="pick:mixed")
    assert talk.now.state.by_step["home_feel"].choices == ("mixed",)
    assert home.place == "safe_feel"
    home.get(path)
    pressed = [line for line in home.page.text.splitlines() if 'aria-pressed="true"' in line]
    assert len(pressed) == 1
    assert 'value="pick:mixed"' in pressed[0]


def test_each_question_of_the_youngest_is_one_tap(browser: Browser, talk: Talk) -> None:
    """Every question with choices is answered by a picture, never by a list and a button."""
    browser.enter()
    met = set()
    while browser.place != "check":
        step = talk.script.step(browser.place)
        assert step is not None
        codes = [move for move in browser.form.moves if move.startswith("pick:")]
        assert codes == [f"pick:{choice.code}" for choice in step.choices]
        assert browser.page.text.count('class="tile"') == len(codes) <= 4
        met.add(step.kind)
        browser.press(move=(codes or ["answer"])[0])
        assert browser.page.status_code in {200, 422}
        if browser.page.status_code == 422:
            browser.press(move="skip")
    assert met == {"tell", "one", "words", "drawing"}


@pytest.mark.parametrize(
    "code", ["", "no_such", "good,mixed", "GOOD", "good ", "\x00", "x" * 5000, "'; --"]
)
def test_a_picture_that_is_not_there_leaves_all_as_it_is(
    home: Browser, talk: Talk, code: str
) -> None:
    """A forged picture answers nothing, and the question is shown again."""
    before = talk.now.state
    assert home.press(move=f"pick:{code}").status_code == 200
    assert home.place == "home_feel"
    assert talk.now.state == before


def test_a_picture_of_another_question_answers_none(browser: Browser, talk: Talk) -> None:
    """A picture that is offered elsewhere answers no question that does not offer it."""
    browser.enter().go_to("call_me")
    browser.press(move="pick:good")
    assert browser.place == "call_me"
    browser.go_to("drawing").press(move="pick:good")
    assert browser.place == "drawing"
    assert not talk.now.state.by_step["call_me"].choices
    assert "drawing" not in talk.now.state.by_step


def test_a_second_tap_is_no_second_answer(home: Browser, talk: Talk) -> None:
    """The same page tapped twice answers once; another picture on it changes the answer."""
    action, once, other = (
        home.form.action,
        home.fill(move="pick:good"),
        home.fill(move="pick:mixed"),
    )
    for _ in range(2):
        home.send(action, once)
        assert home.place == "safe_feel"
    home.send(action, other)
    assert home.place == "safe_feel"
    kept = [each.kept.choices for each in talk.revisions if each.kept.step == "home_feel"]
    assert kept == [("good",), ("mixed",)]


def test_a_tap_can_raise_a_worry(home: Browser, talk: Talk) -> None:
    """ "I don't feel safe" is brought to a person by the tap alone, and the child is told so."""
    home.go_to("safe_feel").press(move="pick:not_good")
    assert [each.source for each in talk.concerns] == ["choice"]
    assert home.place == "school_feel"
    assert "Thank you for telling me. That sounds important." in home.page.text
    assert "999" in home.page.text


def test_a_drawing_is_kept_and_shown(sheet: Browser, talk: Talk) -> None:
    """What was drawn is kept stroke for stroke, shown on the check page, and there on the sheet."""
    path = sheet.page.url.path
    sheet.draw(DRAWN, "me & the dog")
    kept = talk.now.state.by_step["drawing"]
    assert (kept.drawing, kept.words) == (DRAWN, "me & the dog")
    sheet.get(path)
    assert (dict(sheet.form.hidden)["strokes"], sheet.form.words) == (DRAWN, "me & the dog")
    sheet.get(sheet.form.action)
    page = sheet.go_to("check").page.text
    assert (
        '<svg class="drawn" viewBox="0 0 1000 1000" role="img" aria-label="You drew this.">' in page
    )
    assert '<polyline points="10,10 500,900" stroke="#1d5fbf"/>' in page
    assert '<polyline points="300,300 300,300" stroke="#b3261e"/>' in page
    assert "me &amp; the dog" in page
    assert talk.rebuilds()


@pytest.mark.parametrize("strokes", BAD.values(), ids=BAD)
def test_a_bad_drawing_is_refused_and_nothing_is_lost(
    sheet: Browser, talk: Talk, strokes: str
) -> None:
    """What is no drawing, or too much of one, is not taken: page and words stay as they were."""
    before = talk.now
    assert len(BAD["too long"]) > LONGEST
    refused = sheet.draw(strokes, "me & the dog")
    assert refused.status_code == 422
    assert "That is more than one drawing can hold." in refused.text
    assert 'role="alert"' in refused.text
    assert (sheet.place, sheet.form.words) == ("drawing", "me & the dog")
    assert dict(sheet.form.hidden)["strokes"] == strokes
    assert refused.text.count("<script") == refused.text.count('<script src="/static/chat/')
    assert talk.now == before
    sheet.draw(DRAWN, None)
    kept = talk.now.state.by_step["drawing"]
    assert (kept.drawing, kept.words) == (DRAWN, "me & the dog")


def test_too_many_words_beside_a_drawing_lose_neither(sheet: Browser, talk: Talk) -> None:
    """Where the words are too long the drawing is still there, too."""
    words = "x" * 20_001
    assert sheet.draw(DRAWN, words).status_code == 422
    assert sheet.form.words == words
    assert dict(sheet.form.hidden)["strokes"] == DRAWN
    sheet.draw(DRAWN, "x")
    assert talk.now.state.by_step["drawing"].drawing == DRAWN


def test_words_alone_will_do(sheet: Browser, talk: Talk) -> None:
    """Who cannot draw, or has no script, writes instead; nothing at all is said kindly."""
    assert "data-draw hidden" in sheet.page.text
    nothing = sheet.press(" ")
    assert nothing.status_code == 422
    assert "Draw or write something first, or press Skip." in nothing.text
    sheet.press("a house with a blue door")
    kept = talk.now.state.by_step["drawing"]
    assert (kept.drawing, kept.words) == ("", "a house with a blue door")
    assert sheet.place == "meeting_come"


def test_a_drawing_that_was_wiped_away_is_gone(sheet: Browser, talk: Talk) -> None:
    """Who goes back, wipes the sheet and writes instead has no drawing any more."""
    path = sheet.page.url.path
    sheet.draw(DRAWN, "me")
    sheet.get(path)
    sheet.draw("", "no, a house")
    kept = talk.now.state.by_step["drawing"]
    assert (kept.drawing, kept.words) == ("", "no, a house")
    assert "<svg" not in sheet.go_to("check").page.text


def test_a_child_may_decline(home: Browser, talk: Talk) -> None:
    """ "Don't ask me this" passes the whole topic by and is shown as what they said."""
    home.press(move="pick:good")
    home.press(move="decline")
    assert talk.now.state.by_step["safe_feel"].declined
    assert home.place == "school_feel"
    page = home.go_to("check").page.text
    assert "You said “don\u2019t ask me this”." in page
    home.press(move="change:safe_feel").raise_for_status()
    home.press(move="pick:good")
    assert talk.now.state.by_step["safe_feel"].choices == ("good",)


def test_what_is_asked_about_the_talk_itself_cannot_be_declined(
    browser: Browser, household: Household
) -> None:
    """Who is there is no part of a child's life, and a grown-up is not asked to decline at all."""
    browser.enter()
    while browser.place != "home_feel":
        assert "decline" not in browser.form.moves
        browser.press(move="skip" if "skip" in browser.form.moves else "answer")
    browser.press(move="pick:good")
    browser.enter("amara_carer")
    while browser.place != "check":
        assert "decline" not in browser.form.moves
        before = Talk(household, "amara_carer").now.state
        browser.press(move="skip" if "skip" in browser.form.moves else "answer")
        assert Talk(household, "amara_carer").now.state != before


def test_who_helps_by_symbols_is_asked_apart(browser: Browser, household: Household) -> None:
    """The helper's own record comes last, as one speaks to a grown-up, and is shared with none."""
    asked_by(household, "child_symbols")
    browser.enter().go_to("with_you").press(move="pick:helping")
    browser.press(move="pick:me")
    assert 'class="screen young"' in browser.page.text
    browser.go_to("home_feel").press(move="pick:good")
    browser.go_to("observer_saw")
    assert 'class="screen young"' not in browser.page.text
    assert "decline" not in browser.form.moves
    browser.press("She leans in when the dog comes.")
    browser.go_to("check").press(move="check")
    assert browser.place == "share"
    assert 'name="scope.home"' in browser.page.text
    assert "scope.observer" not in browser.page.text


def test_a_name_they_gave_is_used(browser: Browser, household: Household) -> None:
    """What they like to be called is used from then on, by the child's own screens alone."""
    browser.enter().go_to("call_me").press("Mimi")
    browser.go_to("check")
    browser.get(f"{browser.form.action}/1")
    assert "Hello, Mimi." in browser.page.text
    browser.enter("amara_carer")
    assert "Mimi" not in browser.page.text

"""The main job, end to end: asked, answered, read before the meeting."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# Every kind of text a child may type: lines, quotes, markup, emoji, right-to-left, odd spaces.
HOME = 'I like my room & the dog. "Sam" makes good jollof <b>yes</b>\n\n  really 🐶👩‍👧'
SAFE = "the big boys on the bus say stuff about care kids"
SCHOOL = "Can I stay at this school even if we move   ?"
FAMILY = "I want to see Tobi more than once a month.\nHe is my brother. أخي"
AGENDA = "Seeing Tobi! Und ich möchte schwimmen — ŵ ŷ"
SAID = {
    "call_me": ((), "Ammi"),
    "with_you": (("alone",), ""),
    "home_who": (("one",), "Jo and Sam"),
    "home_feel": (("good",), HOME),
    "safe_feel": (("mixed",), SAFE),
    "school_feel": (("good",), SCHOOL),
    "friends_feel": (("mixed",), ""),
    "health_feel": (("good",), ""),
    "family_time": (("more",), ""),
    "family_wish": ((), FAMILY),
    "worker_listens": (("partly",), ""),
    "plan_know": (("no",), "why cant i go home"),
    "last_done": (("partly",), ""),
    "proud": ((), "my swimming badge"),
    "talk_about": ((), AGENDA),
    "not_talk": ((), "my dad"),
    "meeting_come": (("part",), ""),
    "meeting_people": ((), "Nan please. Not my teacher"),
    "meeting_ways": (("alone", "advocate"), ""),
}


def walk(child: FamilyBrowser) -> None:
    """Answer everything, with every detour a child makes on the way."""
    child.enter()
    child.answer_until("home_feel", SAID)
    assert child.heading == "How do you feel about living with Jo and Sam?"
    child.answer(SAID)
    child.press("back")
    assert child.place == "home_feel"
    assert child.page.locator("#words").input_value() == HOME
    child.answer(SAID)
    assert child.place == "safe_feel"
    child.press("pause")
    child.page.goto(child.link["url"])
    child.give_code()
    child.press("resume")
    child.answer_until("worker_listens", SAID)
    child.press("back")
    child.press("back")
    assert child.place == "family_time"
    child.page.check('input[value="enough"]')
    child.press("answer")
    assert child.place == "worker_listens", "the question about a wish is closed"
    child.press("skip")
    child.answer_until("check", SAID)
    assert FAMILY not in child.page.content()
    child.press("change:family_time")
    child.page.check('input[value="more"]')
    child.press("answer")
    child.answer_until("check", SAID)
    child.press("change:worker_listens")
    child.answer(SAID)
    child.share_and_send(everyone=("home", "safe", "school", "agenda"))


def shows_nothing_of_it(child: FamilyBrowser) -> None:
    """After Send, neither the page, nor the link again, nor going back shows a word of it."""
    for address in (child.page.url, child.link["url"], f"{child.page.url.rsplit('/', 1)[0]}/5"):
        child.page.goto(address)
        for words in (HOME[:20], SAFE, SCHOOL, AGENDA[:10], "Ammi", "Jo and Sam"):
            assert words not in child.page.content()


@pytest.mark.parametrize(("name", "scripts"), [("Amara", True), ("Leo", False)])
def test_a_child_answers_and_their_own_iro_reads_it(
    browser: Browser, running: Running, name: str, scripts: bool
) -> None:
    """A child answers with all detours, with and without JavaScript; their IRO reads every word."""
    child = FamilyBrowser(browser, running.link(name, name), scripts=scripts)
    walk(child)
    shows_nothing_of_it(child)
    assert child.complaints == []
    officer_name = {"Amara": "Priya Shah", "Leo": "Daniel Osei"}[name]
    officer = OfficerBrowser(browser, running, officer_name)
    officer.sign_in()
    officer.open_pack(name)
    assert officer.page.get_by_text("Likes to be called Ammi.").is_visible()
    assert officer.words_in("Home") == ["Jo and Sam", HOME]
    assert officer.words_in("Feeling safe") == [SAFE]
    assert officer.words_in("School") == [SCHOOL]
    assert officer.words_in("Family time") == [FAMILY]
    assert officer.words_in("The plan") == ["why cant i go home"]
    assert officer.page.locator(".wants q").all_text_contents() == [AGENDA]
    asked = officer.page.locator("aside section", has_text=f"{name} asks")
    assert asked.locator("q").all_text_contents() == ["my dad", "Nan please. Not my teacher"]
    address = officer.page.url
    for which in ("own", "meeting"):
        answer = officer.context.request.get(f"{address}/{which}.pdf")
        assert answer.status == 200
        assert answer.body().startswith(b"%PDF")
    other = "Daniel Osei" if officer_name == "Priya Shah" else "Priya Shah"
    stranger = OfficerBrowser(browser, running, other)
    stranger.sign_in()
    for path in (address, f"{address}/own.pdf", f"{address}/meeting.pdf"):
        assert stranger.context.request.get(path).status == 404

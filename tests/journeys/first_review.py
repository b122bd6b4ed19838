"""A child's first review on the pages, from coming into care to hearing that something is done."""

import re
from datetime import date

from playwright.sync_api import Browser, expect

from tests.journeys.night import link_in
from tests.journeys.places import FamilyBrowser, Said
from tests.journeys.year import Desk, Guest, Year, card_on

JO, ALI = "jo@home.example", "r.ali@school.example"
WISH = "I want to see Tobi every week. He is my brother"
MORE = "and I want a dog"
WHAT = "Ms Ali will drive Amara to see Tobi every Saturday."
WHY = "It matters to Amara that she sees her brother often."
WHY_NOT = "Sam is allergic to dogs, so no dog can live with you."
EFFECT = "Amara sees Tobi every Saturday and talks about it all week."
LISTENED = "you did what I said"
SAID: Said = {
    "with_you": (("alone",), ""),
    "home_feel": (("good",), "I like my room"),
    "safe_feel": (("good",), ""),
    "family_time": (("more",), ""),
    "talk_about": ((), WISH),
}


def comes_into_care(sam: Desk, year: Year) -> None:
    """Business support records it and plans the first review, whose last day the clock knows."""
    sam.open(f"{year.child_page}/care/new")
    sam.day("began_on", date(2026, 3, 16))
    sam.choose("legal_status", "accommodated")
    sam.day("iro_named_on", date(2026, 3, 16))
    sam.press("Save")
    # Good Friday and Easter Monday lie in between.
    plan(sam, year, date(2026, 4, 14), due=date(2026, 4, 15))


def plan(sam: Desk, year: Year, day: date, due: date) -> None:
    """Add a review without saying by when it is due, and see that the clock says it."""
    sam.open(f"{year.child_page}/reviews/new")
    sam.day("starts_at", day)
    sam.fill(time="4.00 pm", place="at home with Jo and Sam")
    sam.press("Save")
    edit = sam.page.get_by_role("link", name="Change the next review")
    year.reviews.append(str(edit.get_attribute("href")).split("/")[-2])
    edit.click()
    assert sam.day_in("due_on") == due


def is_asked(browser: Browser, sam: Desk, year: Year) -> FamilyBrowser:
    """The round is approved and opens by itself; the child, who has no e-mail, gets a card."""
    here = f"{year.child_page}{year.review}/round"
    sam.open(here)
    sam.press("Approve it")
    year.timed("rounds")
    assert year.mail.taken == []
    year.it_is(date(2026, 3, 17), 9, 30)
    year.timed("rounds")
    assert "Amara" not in year.mail_to(JO, "/c/")
    sam.open(here)
    sam.press("Make the card")
    assert sam.page.locator(".card").count() == 1
    return FamilyBrowser(browser, dict(card_on(sam.page)))


def answers(child: FamilyBrowser, year: Year) -> None:
    """The child answers in the chat, sends it, and adds one thing more."""
    year.it_is(date(2026, 3, 17), 17)
    child.enter()
    child.answer_until("check", SAID)
    child.share_and_send(everyone=("agenda",))
    child.add(MORE)


def is_read_and_heard(priya: Desk, year: Year) -> None:
    """The IRO finds what the child wants first of all, and writes down the talk in private."""
    year.it_is(date(2026, 4, 10), 16)
    priya.open(year.review)
    sections = priya.page.locator(".grid section")
    assert sections.first.get_attribute("aria-labelledby") == "wants"
    assert sections.first.locator("q").all_text_contents() == [WISH, MORE]
    priya.open(f"{year.review}/talk")
    priya.pick("state", "held")
    priya.day("held_on", date(2026, 4, 10))
    priya.choose("way", "visit")
    priya.pick("alone", "yes")
    priya.fill(words="She showed me photos of Tobi.")
    priya.press("Write it down")
    talk = priya.page.locator(".voices li", has_text="Talk alone")
    expect(talk).to_contain_text("10 April 2026")


def hold(priya: Desk, year: Year, day: date) -> None:
    """Say that the newest review was held, late in the afternoon of its day."""
    year.it_is(day, 17, 30)
    priya.open(f"{year.review}/held")
    priya.day("completed_on", day)
    priya.press("Save that it was held")
    assert priya.page.url.endswith(f"{year.review}?done=review-held")


def is_held(priya: Desk, year: Year) -> None:
    """The first review is held; the child was there and spoke, and the IRO confirms the code."""
    hold(priya, year, date(2026, 4, 14))
    priya.open(f"{year.review}/attendance")
    priya.pick("attended", "room")
    priya.pick("spoke", "self")
    priya.press("Write down who was there")
    assert priya.page.locator('input[name="code"][value="PN1"]').is_checked()
    priya.press("Confirm the code")
    priya.says("You confirmed PN1 on 14 April 2026.")


def is_decided(priya: Desk, year: Year) -> None:
    """One wish gets a decision whose owner has an e-mail, the other a reason why not."""
    priya.open(f"{year.review}/decisions")
    assert priya.page.locator(".wish--open").count() == 2
    priya.page.locator(".wish", has_text=WISH).get_by_role("link", name="Decide").click()
    assert priya.page.locator('input[name="wishes"]:checked').count() == 1
    priya.pick("kind", "decided")
    priya.pick("owner", "other")
    priya.fill(what=WHAT, owner_name="Ms Ali", owner_email=ALI, why=WHY)
    priya.day("due_on", date(2026, 5, 29))
    priya.choose("part", "family")
    priya.press("Save")
    other = priya.page.locator(".wish", has_text=MORE)
    other.locator("summary").click()
    other.get_by_role("textbox").fill(WHY_NOT)
    priya.press("Save why not")
    assert priya.page.locator(".wish--open").count() == 0
    priya.says("Every wish has an answer.")


def is_told(priya: Desk, child: FamilyBrowser, year: Year) -> None:
    """The IRO sends the answer as it is drafted; the child reads it behind their code."""
    priya.open(f"{year.review}/reply")
    drafts = [each.input_value() for each in priya.page.locator("textarea").all()]
    assert any("Ms Ali" in each and "29 May 2026" in each for each in drafts)
    assert WHY_NOT in drafts
    priya.press("Send it to Amara")
    assert priya.page.url.endswith("/reply?done=reply-sent")
    told = read_answers(child)
    ways = (f"You said: “{WISH}”", "We decided: ", f"Because: {WHY}", f"You said: “{MORE}”")
    places = [told.index(each) for each in (*ways, f"Because: {WHY_NOT}")]
    assert places == sorted(places)


def read_answers(child: FamilyBrowser) -> str:
    """Come back with the card, follow the news, and give what is to be read behind the code."""
    child.page.goto(child.link["url"])
    child.give_code()
    news = child.page.get_by_role("link", name="There is an answer for you.")
    news.click()
    child.page.fill("#code", child.link["code"])
    child.page.get_by_role("button", name="Read it").click()
    expect(child.page.get_by_role("heading", name="What you were told")).to_be_visible()
    return child.page.locator("main").inner_text()


def says_if_listened(priya: Desk, child: FamilyBrowser, year: Year) -> None:
    """The child says whether people listened, and the IRO reads it beside the answer."""
    child.page.get_by_role("link", name="Say what you think of it").click()
    child.page.wait_for_load_state()
    if child.page.locator("form.code-form").count():
        child.give_code()
    child.answer_until("check", {"listened": (("yes",), LISTENED)})
    child.share_and_send()
    priya.open(f"{year.review}/reply")
    heard = priya.page.locator('section[aria-labelledby="heard"]')
    expect(heard).to_contain_text("Did people listen to you?")
    expect(heard).to_contain_text(LISTENED)


def owner_says_done(browser: Browser, year: Year) -> None:
    """A week before its day the owner is asked by e-mail; the link alone shows nothing."""
    year.it_is(date(2026, 5, 22), 11)
    year.timed("progress")
    asked = year.mail_to(ALI, "/progress/")
    guest = Guest(browser)
    guest.page.goto(link_in(asked))
    for words in ("Amara", "Tobi", "Saturday", "review"):
        assert words not in asked
        assert words not in guest.text
    guest.press("Send me the code")
    guest.fill(code=re.findall(r"\b\d{6}\b", year.mail_to(ALI, r"\b\d{6}\b"))[0])
    guest.press("Go on")
    assert WHAT in guest.text
    assert WISH not in guest.page.content()
    guest.press("Say how it is going")
    guest.pick("kind", "done")
    guest.day("done_on", date(2026, 5, 20))
    guest.fill(effect=EFFECT)
    guest.press("Send")
    year.timed("progress")
    assert sum("/progress/" in m.get_content() for _, to, m in year.mail.taken if to == [ALI]) == 1


def is_confirmed(browser: Browser, priya: Desk, child: FamilyBrowser, year: Year) -> None:
    """The IRO confirms it with what it changed; the child hears it, on another phone by now."""
    year.it_is(date(2026, 5, 26), 10)
    priya.open("/decisions")
    expect(priya.page.locator('section[aria-labelledby="said"]')).to_contain_text(EFFECT)
    priya.press("Yes, it is done")
    priya.says("Nothing is open.")
    priya.open(f"{year.case}/decisions")
    priya.says("done on 20 May 2026")
    priya.says(EFFECT)
    priya.open(f"{year.review}/reply")
    priya.press("Tell Amara")
    assert priya.page.locator("#news").count() == 0
    year.it_is(date(2026, 5, 26), 17)
    assert EFFECT in read_answers(FamilyBrowser(browser, child.link))


def is_seen_to(priya: Desk, year: Year) -> None:
    """What is due after a review shows as late until somebody says that it is done."""
    priya.open("/dates")
    assert priya.late().count() == 4
    for _ in range(4):
        priya.press("It is done")
    assert priya.late().count() == 0

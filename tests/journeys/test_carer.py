"""A carer on Telegram, the private parts on the web, and the IRO who reads it all together."""

import time

import pytest
from playwright.sync_api import Browser

from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SETTLED = "Settled since the summer; sleeps through most nights 😴"
FAMILY = "Upset for a day after each visit that is cancelled.\n“Why?” she asks."
SAFE = "No worries about safety."
LATER = "One thing more: she asked for a night light."
# What is asked, in the order it is asked, and what is tapped and written. Two equal texts
# within two seconds count as one, so a pause lies between them.
SAYS: tuple[tuple[str, str, str], ...] = (
    ("What has changed", "", "She has started swimming club."),
    ("How settled", "Settled", SETTLED),
    ("What is going well", "", "She read a whole book by herself."),
)
AFTERWARDS: tuple[tuple[str, str, str], ...] = (
    ("health?", "Good", "None"),
    ("in themselves", "Mixed", "Talking in the car"),
    ("How is school", "Mixed", "Maths is hard"),
    ("friends and free time", "Good", "Two new ones"),
    ("identity", "Partly", "Somebody to do her hair"),
    ("family time work", "Mixed", FAMILY),
    ("visit often enough", "No", "Twice since June"),
    ("Do you know the plan", "Partly", "Who explains it to her?"),
    ("last review carried out", "Some of them", "Life story book"),
    ("support and training", "Yes", "Fine"),
    ("everyday decisions", "", "Sleepovers"),
    ("until they are grown up", "Yes", "A bigger car"),
    ("most want talked about", "", "Who will explain why she cannot go home"),
    ("Will you come", "I\u2019m not sure", "After four"),
)


class Carer:
    """Jo, who answers in the evening, a few seconds over each question."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def answer(self, asked: str, choice: str, words: str) -> None:
        self.person.hear(asked)
        if choice:
            self._slowly()
            self.person.wait_for(lambda: choice in self.person.keyboard)
            before = len(self.person.heard)
            self.person.tap(choice)
            self.person.wait_for(lambda: len(self.person.heard) > before)
        self._slowly()
        self.person.send(words)

    def _slowly(self) -> None:
        # Telegram dates a text to the second: one sent in the second of its question is too early.
        time.sleep(1.1)


def begin(running: Running, carer: Carer) -> dict[str, str]:
    """Come with the link, give the code, and read what is said first."""
    link = running.link("Jo Taylor", "Amara")
    carer.person.send(f"/start {link['token']}")
    carer.person.hear("six numbers")
    carer.person.send(link["code"])
    for heading in ("This is about Amara", "Who will read this?", "What can\u2019t stay"):
        carer.person.hear(heading)
        time.sleep(3.1)
        carer.person.tap("OK")
    carer.person.hear("Which questions would suit Amara best?")
    time.sleep(1.1)
    carer.person.tap("The ones for their age")
    return link


def test_a_carer_answers_on_telegram_and_sends_on_the_web(
    browser: Browser, running: Running, telegram: FakeBotApi
) -> None:
    """Begun on Telegram, the private question and Send on the web; the IRO reads every word."""
    carer = Carer(telegram.user(7, "Jo"))
    link = begin(running, carer)
    for each in SAYS:
        carer.answer(*each)
    carer.person.hear("more private")
    web = FamilyBrowser(browser, link)
    web.enter()
    web.answer_until("safe_view", {})
    web.answer({"safe_view": (("good",), SAFE)})
    web.answer_until("health_view", {})
    time.sleep(1.1)
    carer.person.tap("Carry on")
    for each in AFTERWARDS:
        carer.answer(*each)
    carer.person.hear("look over what you said")
    web.page.goto(f"{running.url}/chat")
    web.answer_until("check", {})
    assert web.page.locator(".verbatim").first.text_content() == SAYS[0][2]
    web.share_and_send()
    time.sleep(1.1)
    carer.person.send(LATER)
    carer.person.hear("That is kept. Priya Shah will read it.")
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    officer.open_pack("Amara Okoye")
    assert officer.others_in("Home") == [SETTLED]
    assert officer.others_in("Feeling safe") == [SAFE]
    assert officer.others_in("Family time") == [FAMILY]
    wants = officer.page.locator(".others-want q").all_text_contents()
    assert wants == ["Who will explain why she cannot go home", LATER]
    held = (SETTLED, FAMILY, LATER)
    said = [text for text in telegram.user(7, "Jo").heard if any(each in text for each in held)]
    assert said == [], "the bot never repeats an answer"

"""Takes the pictures in docs/pictures anew: `python -m tests.journeys.pictures LINKS.json`.

LINKS.json is what `sayso demo --links` wrote for one that runs now and nobody has answered in.
"""

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.conftest import CHROMIUM, QUIET
from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CARER = {
    "changes_since": ((), "She has started swimming club and has two new friends there."),
    "home_settled": (("good",), "Settled since the summer; sleeps through most nights."),
    "going_well": ((), "She read a whole book by herself. Very proud!"),
    "safe_view": (("good",), "No worries about safety."),
    "school_view": (("mixed",), "Maths is hard; no help has been arranged."),
    "family_view": (("mixed",), "Upset for a day after each visit that is cancelled."),
    "family_change": ((), "A fixed day, and somebody to ring her when it changes."),
    "talk_about": ((), "Who will explain to her why she cannot go home."),
    "attend": (("yes",), ""),
}
CHILD = {
    "with_you": (("alone",), ""),
    "home_feel": (("good",), "I like my room and the dog. Sam makes good jollof"),
    "safe_feel": (("mixed",), "the big boys on the bus say stuff about care kids"),
    "school_feel": (("good",), "Can I stay at this school even if we move"),
    "family_time": (("more",), ""),
    "family_wish": ((), "I want to see Tobi more than once a month. He is my brother."),
    "talk_about": ((), "Seeing Tobi. And can I stay at my school?"),
    "meeting_come": (("part",), ""),
    "meeting_people": ((), "Nan please. Not my teacher"),
    "meeting_ways": (("alone",), ""),
}


def main() -> None:
    """Answer as Jo and Amara, read as Priya, and keep what is seen."""
    running = Running(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        _carer(browser, running)
        _child(browser, running)
        _officer(browser, running)
        browser.close()


def _carer(browser: Browser, running: Running) -> None:
    carer = FamilyBrowser(browser, running.link("Jo Taylor", "Amara"))
    carer.enter()
    carer.answer_until("check", CARER)
    carer.press("check")
    for each in carer.page.locator("input[value=review]").all():
        each.check()
    carer.press("share")
    carer.press("send")


def _child(browser: Browser, running: Running) -> None:
    child = FamilyBrowser(browser, running.link("Amara", "Amara"))
    child.enter()
    child.answer_until("home_feel", CHILD)
    child.page.check('input[value="good"]')
    child.page.screenshot(path=FOLDER / "child.png")
    child.answer_until("check", CHILD)
    child.page.screenshot(path=FOLDER / "check.png")
    child.press("check")
    for topic in ("safe", "school", "family", "agenda"):
        child.page.check(f'input[name="scope.{topic}"][value="review"]')
    child.page.screenshot(path=FOLDER / "share.png")
    child.press("share")
    child.press("send")


def _officer(browser: Browser, running: Running) -> None:
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    officer.page.screenshot(path=FOLDER / "list.png")
    officer.page.get_by_role("link", name="Amara Okoye").first.click()
    officer.page.screenshot(path=FOLDER / "pack.png", full_page=True)
    for which in ("own", "meeting"):
        answer = officer.context.request.get(f"{officer.page.url}/{which}.pdf")
        paper = FOLDER / f"print-{which}"
        command = ["pdftoppm", "-r", "80", "-png", "-f", "1", "-singlefile", "-", str(paper)]
        subprocess.run(command, input=answer.body(), check=True)


if __name__ == "__main__":
    main()

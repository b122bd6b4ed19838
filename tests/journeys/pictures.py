"""Takes the pictures in docs/pictures anew: `python -m tests.journeys.pictures LINKS.json`.

LINKS.json is what `sayso demo --links` wrote for one that runs now and nobody has answered in.
"""

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.conftest import CHROMIUM, QUIET
from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running, Said

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
YOUNGEST: Said = {
    "call_me": ((), "Elly"),
    "with_you": (("alone",), ""),
    "home_feel": (("good",), ""),
    "safe_feel": (("good",), ""),
    "play_with": (("pet",), ""),
}
HOUSE = (
    ("blue", ((0.18, 0.92), (0.18, 0.5), (0.62, 0.5), (0.62, 0.92), (0.18, 0.92))),
    ("red", ((0.12, 0.5), (0.4, 0.22), (0.68, 0.5), (0.12, 0.5))),
    ("purple", ((0.32, 0.92), (0.32, 0.68), (0.44, 0.68), (0.44, 0.92))),
    ("orange", ((0.82, 0.14), (0.9, 0.18), (0.92, 0.26), (0.86, 0.32), (0.77, 0.3), (0.74, 0.2))),
    ("green", ((0.02, 0.93), (0.98, 0.93))),
    ("ink", ((0.76, 0.9), (0.76, 0.76), (0.88, 0.76), (0.88, 0.9))),
    ("ink", ((0.88, 0.76), (0.94, 0.7), (0.94, 0.62))),
    ("ink", ((0.78, 0.7),)),
)
CHILD: Said = {
    "with_you": (("alone",), ""),
    "home_who": (("one",), "Jo and Sam"),
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
    """Answer as Ella, Kai and Amara, read about Mia as Priya, and keep what is seen."""
    running = Running(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        _youngest(browser, running)
        _symbols(browser, running)
        _child(browser, running)
        _officer(browser, running)
        browser.close()


def _youngest(browser: Browser, running: Running) -> None:
    child = FamilyBrowser(browser, running.link("Ella", "Ella"))
    child.enter()
    child.answer_until("most_days", YOUNGEST)
    child.page.mouse.move(0, 0)
    child.page.screenshot(path=FOLDER / "youngest.png")
    child.answer_until("drawing", {})
    for colour, stroke in HOUSE:
        child.draw(stroke, colour=colour)
    child.page.mouse.move(0, 0)
    child.page.evaluate("window.scrollTo(0, 0)")
    child.page.screenshot(path=FOLDER / "drawing.png")


def _symbols(browser: Browser, running: Running) -> None:
    child = FamilyBrowser(browser, running.link("Kai", "Kai"))
    child.enter()
    child.answer_until("worker_comes", {"with_you": (("alone",), "")})
    child.page.screenshot(path=FOLDER / "symbols.png")


def _child(browser: Browser, running: Running) -> None:
    child = FamilyBrowser(browser, running.link("Amara", "Amara"))
    child.enter()
    child.answer_until("home_feel", CHILD)
    child.page.check('input[value="good"]')
    child.page.screenshot(path=FOLDER / "child.png")
    child.answer_until("check", CHILD)
    child.page.screenshot(path=FOLDER / "check.png")
    child.press("check")
    child.page.check('input[name="scope.safe"][value="review"]')
    child.page.check('input[name="scope.home"][value="people"]')
    child.page.get_by_label("Jo Taylor").first.check()
    child.page.screenshot(path=FOLDER / "share.png")
    child.press("share")
    child.press("send")
    child.page.screenshot(path=FOLDER / "sent.png")


def _officer(browser: Browser, running: Running) -> None:
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    officer.page.screenshot(path=FOLDER / "list.png")
    officer.open_pack("Mia Evans")
    officer.page.set_viewport_size({"width": 1280, "height": 1560})
    officer.page.screenshot(path=FOLDER / "pack.png")
    for which in ("own", "meeting"):
        answer = officer.context.request.get(f"{officer.page.url}/{which}.pdf")
        paper = FOLDER / f"print-{which}"
        command = ["pdftoppm", "-r", "80", "-png", "-f", "1", "-singlefile", "-", str(paper)]
        subprocess.run(command, input=answer.body(), check=True)


if __name__ == "__main__":
    main()

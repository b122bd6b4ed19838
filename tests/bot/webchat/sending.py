"""What Amara says before she sends it, and how to look for it on a page afterwards."""

from tests.backend.consultations.household import CODE
from tests.bot.webchat.browser import Browser

SAID = ("Xylophones keep me awake", "Zebras are kind", "Mimi")


def say_and_send(browser: Browser) -> Browser:
    """Say how she feels at home and about safety, and what she is called, and send it."""
    browser.enter().go_to("call_me").press(SAID[2])
    browser.go_to("home_feel").press(SAID[0], "good")
    browser.press(SAID[1], "good")
    return browser.to_the_end()


def shows(browser: Browser) -> list[str]:
    """Give which of what was said stands on the page that is shown."""
    return [words for words in SAID if words in browser.page.text]


def with_code(browser: Browser, path: str, code: str = CODE) -> Browser:
    """Ask to take something back, and give a code."""
    browser.get(f"{path}/take-back")
    browser.give_code(code)
    return browser

"""Where a journey leads: the running house, a child's browser, an officer's browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

Said = Mapping[str, tuple[tuple[str, ...], str]]
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Running:
    """The ways into a running Sayso, as `--links` wrote them."""

    ways: dict[str, Any]
    folder: Path

    @property
    def url(self) -> str:
        return str(self.ways["url"])

    def link(self, name: str, about: str) -> dict[str, str]:
        """The link of one person about one child."""
        return next(
            link for link in self.ways["links"] if (link["name"], link["child"]) == (name, about)
        )

    def is_up(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/health", timeout=2).is_success
        except httpx2.HTTPError:
            return False


class FamilyBrowser:
    """Somebody answering on a phone-sized screen, with or without JavaScript."""

    def __init__(self, browser: Browser, link: dict[str, str], *, scripts: bool = True) -> None:
        self.context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.link = link
        self.complaints: list[str] = []
        self.page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    @property
    def place(self) -> str:
        """The name of the screen they are on."""
        return str(self.page.locator("input[name=place]").get_attribute("value"))

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    def enter(self) -> None:
        """Open the link and type the code."""
        self.page.goto(self.link["url"])
        self.give_code()

    def give_code(self) -> None:
        self.page.fill("#code", self.link["code"])
        self.page.click(".go")
        self.page.wait_for_selector("form.screen")

    def press(self, move: str) -> None:
        """Press a button of the screen and wait for the next one."""
        before = self.page.locator("input[name=message]").get_attribute("value")
        self.page.click(f'button[name=move][value="{move}"]:not([aria-hidden])')
        expect(self.page.locator("input[name=message]")).not_to_have_value(str(before))

    def answer(self, said: Said) -> None:
        """Answer the screen they are on from `said`; skip what is not in it."""
        here = self.place
        choices, words = said.get(here, ((), ""))
        if self.page.locator('button[name=move][value="skip"]').count() == 0:
            self.press("answer")
        elif not choices and not words:
            self.press("skip")
        elif self.page.locator(".tile").count():
            self.press(f"pick:{choices[0]}")
        else:
            for code in choices:
                self.page.check(f'input[name=choice][value="{code}"]')
            if words:
                self.page.fill("#words", words)
            self.press("answer")

    def draw(self, *strokes: tuple[tuple[float, float], ...], colour: str = "ink") -> None:
        """Draw with the mouse, each point a share of the sheet from its upper left corner."""
        self.page.click(f'[data-pencil="{colour}"]')
        self.page.locator("canvas").scroll_into_view_if_needed()
        sheet = self.page.locator("canvas").bounding_box()
        assert sheet is not None
        for stroke in strokes:
            places = [
                (sheet["x"] + x * sheet["width"], sheet["y"] + y * sheet["height"])
                for x, y in stroke
            ]
            self.page.mouse.move(*places[0])
            self.page.mouse.down()
            for place in places[1:]:
                self.page.mouse.move(*place, steps=6)
            self.page.mouse.up()

    @property
    def drawn(self) -> list[str]:
        """The strokes that the sheet would send."""
        held = self.page.locator("input[name=strokes]").input_value()
        return held.split("\n") if held else []

    def answer_until(self, place: str, said: Said) -> None:
        """Go on answering until a screen is reached."""
        for _ in range(60):
            if self.place == place:
                return
            self.answer(said)
        raise AssertionError(f"{place} was never reached; the last screen was {self.place}")

    def share_and_send(self, everyone: tuple[str, ...] = ()) -> None:
        """Find the answers right, let everyone see these topics, and send."""
        self.press("check")
        for topic in everyone:
            self.page.check(f'input[name="scope.{topic}"][value="review"]')
        if self.place == "share":
            self.press("share")
        self.press("send")
        assert self.place == "sent"

    def open(self, where: str) -> None:
        """Follow the way from the last page to "add" or "take-back"."""
        self.page.click(f'a[href$="/{where}"]')
        self.page.wait_for_selector("#words" if where == "add" else "#code")

    def add(self, words: str) -> None:
        """Add something after Send."""
        self.open("add")
        self.page.fill("#words", words)
        self.press("add")

    def take_back(self, step: str) -> None:
        """Take an answer back after Send, with the code."""
        self.open("take-back")
        self.page.fill("#code", self.link["code"])
        self.page.click(".go")
        self.page.wait_for_selector(".take")
        self.press(f"take:{step}")


class OfficerBrowser:
    """An officer at a desk."""

    def __init__(self, browser: Browser, running: Running, name: str) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()
        self.running = running
        self.who = next(each for each in running.ways["staff"] if each["name"] == name)

    def sign_in(self) -> None:
        self.page.goto(self.running.ways["sign_in"])
        self.page.fill("input[name=email]", self.who["email"])
        self.page.fill("input[name=password]", self.who["password"])
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_selector("text=Sign out")

    def open_pack(self, child: str) -> None:
        """Open the pack of a child's next review, from the list."""
        self.page.goto(f"{self.running.url}/reviews")
        self.page.locator('a[href^="/reviews/"]', has_text=child).first.click()
        self.page.wait_for_selector(".voices")

    def choose_questions(self, child: str, script: str) -> None:
        """Choose which questions suit a child, from their pack."""
        self.open_pack(child)
        self.page.click('a[href$="/questions"]')
        self.page.check(f'input[value="{script}"]')
        self.page.get_by_role("button", name="Choose these").click()
        self.page.wait_for_selector(".voices")

    def on(self, topic: str) -> Locator:
        """What was said on a topic, by whomever."""
        named = self.page.locator("th", has_text=re.compile(rf"^\s*{topic}\b"))
        return self.page.locator(".topics tbody", has=named)

    def words_in(self, topic: str) -> list[str]:
        """The child's own words on a topic, byte for byte as the page holds them."""
        return self.on(topic).locator(".own q").all_text_contents()

    def others_in(self, topic: str) -> list[str]:
        """What others said on a topic."""
        return self.on(topic).locator(".other q").all_text_contents()

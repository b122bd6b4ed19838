"""Every script on paper: all of its words, and a page that anybody can read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.booklets.pages import Question, booklet
from bot.booklets.rendering import Press, css
from bot.booklets.speaking import Speaker
from bot.webchat.rendering import STATIC
from dialogs.loading import load_pictures
from dialogs.script import Script, Scripts
from tests.bot.booklets.reading import Paper
from tests.bot.elements import Elements

# What nobody should read on a page that lies about: it says something of whoever it is for.
TELLING = re.compile(r"(?i)\b(care|carers?|foster\w*|social|looked after|placement|in care)\b")
SMALLEST_FOR_CHILDREN = 14.0
SHEETS, COVER = 2, 2
"""Pages for whoever hands it out, and the place of the cover, from 0."""


def questions(press: Press, script: Script, language: str = "en") -> Iterator[Question]:
    """Give every question of a booklet."""
    made = booklet(script, Speaker(press.translations, language, script, press.childline))
    for part in made.parts:
        yield from part.questions


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_booklet_holds_every_word(press: Press, script: Script, language: str) -> None:
    """Every question, choice and invitation to say more is there, and no brace of a placeholder."""
    words = body_of(press.html(script, language))
    asking = [step for step in script.steps if step.kind != "tell"]
    found = [one for one in questions(press, script, language) if one.number]
    assert len(found) == len(asking)
    for step, one in zip(asking, found, strict=True):
        assert len(one.choices) == len(step.choices)
        for line in (one.ask, *one.body, one.more, one.gloss, one.only):
            assert " ".join(line.split()) in words
        assert all(choice.label in words for choice in one.choices)
    assert re.search(r"[{}]", words) is None


def body_of(html: str) -> str:
    """Give what can be read of a page."""
    return Elements(html.partition("<body")[2]).text


def test_a_booklet_needs_nothing_beside_it(press: Press, script: Script) -> None:
    """Pictures are in it, each with what it shows, and it names no address at all."""
    page = Elements(press.html(script, "en"))
    shown = set(load_pictures().values())
    for image in page.named("img"):
        assert image["src"].startswith("data:image/svg+xml;base64,")
        assert image["alt"] in shown
    pictures = {choice.picture for step in script.steps for choice in step.choices} - {""}
    assert {load_pictures()[each] for each in pictures} <= {i["alt"] for i in page.named("img")}
    assert "://" not in press.html(script, "en").replace("data:", "")


def test_every_picture_says_what_it_shows() -> None:
    """What is said of a picture is read for each picture in the folder but the button's."""
    files = {path.stem for path in (STATIC / "pictures").iterdir()} - {"say"}
    assert set(load_pictures()) == files
    assert load_pictures()["house"] == "a house with a red roof"


def test_words_in_a_style_sheet_cannot_end_it() -> None:
    """Whatever a translator writes into the foot line stays words."""
    assert css('a"b}\\') == "a\\22 b\\7d \\5c "
    assert css("ŵy 1") == "ŵy\\20 1"


def test_the_youngest_read_one_question_to_a_page(
    press: Press, paper: Paper, scripts: Scripts
) -> None:
    """No page for 4 to 7 asks two things, and all choices stand with their question."""
    script = scripts.newest("child_4_7")
    pages = paper(script).pages
    asked = [one for one in questions(press, script) if one.number]
    for one in asked:
        (page,) = (each for each in pages[COVER + 2 :] if one.ask in each)
        assert all(choice.label in page for choice in one.choices)
    for page in pages[COVER + 2 :]:
        assert sum(one.ask in page for one in asked) <= 1


def test_a_booklet_in_welsh_names_its_language(paper: Paper, scripts: Scripts) -> None:
    """The language of the words is that of the document, and a draft says that it is one."""
    made = paper(scripts.newest("after_review"), "cy")
    root: Any = made.reader.root_object
    assert root["/Lang"] == "cy"
    assert "Drafft" in made.pages[SHEETS - 1]


@pytest.mark.slow
def test_a_booklet_is_for_everyone(paper: Paper, script: Script) -> None:
    """It is a tagged PDF/UA of A4 with a title, and no page of it is empty."""
    made = paper(script)
    root: Any = made.reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en"
    assert made.reader.metadata
    assert made.reader.metadata.title == "A few questions for you"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    sides = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in
             made.reader.pages}  # fmt: skip
    assert sides == {(595, 842)}
    assert all(len(page) > 20 for page in made.pages)
    assert not any(re.search(r"[{}]", page) for page in made.pages)


@pytest.mark.slow
def test_the_foot_says_which_page_of_what(paper: Paper, script: Script) -> None:
    """Every page but the first and the cover bears script, version and page; those say nothing."""
    pages = paper(script).pages
    for number, page in enumerate(pages, start=1):
        foot = f"{script.id} · version {script.version} · {number} / {len(pages)}"
        assert page.endswith(foot) is (number not in {1, COVER + 1})
    for number in (0, COVER):
        assert TELLING.search(pages[number]) is None
        assert script.id not in pages[number]


@pytest.mark.slow
def test_no_question_is_split(press: Press, paper: Paper, script: Script) -> None:
    """A question stands on one page with all its choices and the words it invites."""
    pages = paper(script).pages[COVER + 1 :]
    for one in questions(press, script):
        if one.number:
            whole = [f"{one.number} {one.ask}", *(choice.label for choice in one.choices), one.more]
            held = [page for page in pages if all(" ".join(each.split()) in page for each in whole)]
            assert len(held) >= 1, whole


@pytest.mark.slow
def test_children_read_large_letters(paper: Paper, script: Script) -> None:
    """Whatever a child reads is at least 14 points high; only the foot's number is smaller."""
    if script.audience != "child":
        return
    made = paper(script)
    for number, page in enumerate(made.pages):
        if number < SHEETS or "For the person helping" in page:
            continue
        small = {
            text: size
            for text, size in made.sizes(number).items()
            if size < SMALLEST_FOR_CHILDREN and script.id not in text
        }
        assert small == {}

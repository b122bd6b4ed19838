"""What is typed: kept as it was typed, or refused kindly with every word still there."""

from collections.abc import Iterator

import pytest

from bot.webchat.forms import LONGEST
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.browser import Browser

MULTIPART = "multipart/form-data; boundary=limit"
ODD = {
    "emoji": "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 👍🏽",
    "right to left": "שלום \u202ehello\u202c مرحبا",
    "nothing in it": "a\x00b\x00",
    "control": "\x01\x07\x08\x0b\x0c\x1b[31m\x7f\x85",
    "accents": "e\u0301 é ﬁ ① Ⅳ",
    "spaces": "  two  \t\u00a0\u2003 trailing   ",
    "blank": " \t\n ",
    "markup": "</textarea><script>alert(1)</script> &amp; {{ 7*7 }} {iro} %s ${x}",
    "quotes": 'it\'s "so" `much` \u2019 \\ \\n',
    "lines": "\n\nfirst\n\n\n  last\n\n",
    "separators": "a\u2028b\u2029c\ufeffd\ufffe",
}


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """What is typed goes into the tables, so it is tried on both engines."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def talk(household: Household) -> Talk:
    """What is on file of Amara's conversation."""
    return Talk(household)


@pytest.fixture
def home(browser: Browser) -> Browser:
    """A browser at the question about home."""
    return browser.enter().go_to("home_feel")


def test_whatever_is_typed_is_kept_and_shown_as_it_is(home: Browser, talk: Talk) -> None:
    """Every kind of character is kept byte for byte, and stands in the field when they go back."""
    path = home.page.url.path
    for words in ODD.values():
        home.get(path)
        home.press(words, "good")
        assert talk.words_at("home_feel")[-1] == words
        assert home.get(path).status_code == 200
        assert home.form.words == words
    assert talk.words_at("home_feel") == list(ODD.values())
    assert talk.rebuilds()


def test_the_check_page_shows_words_as_words(home: Browser) -> None:
    """What was typed is text on every page: nothing in it becomes a part of the page."""
    home.press(ODD["markup"], "good")
    page = home.go_to("check").page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; {{ 7*7 }} {iro} %s ${x}" in page
    assert page.count("<script") == page.count('<script src="/static/chat/')
    assert '<blockquote class="said verbatim" dir="auto">' in page


def test_ten_thousand_characters_are_kept(home: Browser, talk: Talk) -> None:
    """A very long answer is kept to the last character, also where each takes four bytes."""
    path = home.page.url.path
    for words in ("x" * 10_000, "👍" * 10_000, "line\n" * 2_000, "x" * LONGEST, "👍" * LONGEST):
        home.get(path)
        home.press(words, "good")
        assert talk.words_at("home_feel")[-1] == words


def test_too_much_is_refused_with_the_words_still_there(home: Browser, talk: Talk) -> None:
    """One character more than fits is not taken: the page says so and holds what was typed."""
    before = talk.now
    words = "é" * LONGEST + "!"
    answer = home.press(words, "mixed")
    assert answer.status_code == 422
    assert "That is more than fits in one answer." in answer.text
    assert (home.place, home.form.words, home.form.picked) == ("home_feel", words, ["mixed"])
    assert talk.now == before
    home.press(words[:-1], "mixed")
    assert talk.words_at("home_feel") == [words[:-1]]


def test_more_than_a_page_can_hold_is_refused_kindly(home: Browser, talk: Talk) -> None:
    """Three hundred kilobytes are refused before they are read, in words a child may see."""
    before = talk.now
    answer = home.press("x" * 300_000, "good")
    assert answer.status_code == 413
    assert "That is more than we can take at once, so nothing was saved." in answer.text
    assert 'data-leave="' in answer.text
    assert "xxxx" not in answer.text
    assert talk.now == before


def test_more_than_announced_is_refused_too(home: Browser, talk: Talk) -> None:
    """A body whose length nobody announced is refused once it is too long, and nothing is kept."""
    before = talk.now

    def pieces() -> Iterator[bytes]:
        yield b"move=answer&words="
        for _ in range(40):
            yield b"x" * 10_000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = home.client.post(home.form.action, content=pieces(), headers=kind)
    assert answer.status_code == 413
    assert "That is more than we can take at once" in answer.text
    assert talk.now == before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a%0D%0Ab", "a\nb"),
        ("a%0Ab", "a\nb"),
        ("a%0Db", "a\rb"),
        ("a%0D%0D%0Ab%0A%0D", "a\r\nb\n\r"),
        ("%0D%0A%0D%0A", "\n\n"),
    ],
)
def test_line_ends_are_what_a_form_made_of_them(
    home: Browser, talk: Talk, sent: str, kept: str
) -> None:
    """Carriage return and line feed together are one line end; either alone stays what it is."""
    fields = dict(home.form.hidden)
    body = f"message={fields['message']}&place=home_feel&move=answer&choice=good&words={sent}"
    home.send_raw(home.form.action, body.encode())
    assert talk.words_at("home_feel") == [kept]


@pytest.mark.parametrize("odd", [b"%FF%FE", b"\xff\xfe", b"%C3", b"%ED%A0%80", b"%zz%", b"%u0041"])
def test_bytes_that_are_no_text_lose_no_words(home: Browser, talk: Talk, odd: bytes) -> None:
    """What is not UTF-8 is kept as well as it can be read, with the words around it."""
    message = dict(home.form.hidden)["message"].encode()
    body = b"message=" + message + b"&place=home_feel&move=answer&choice=good&words=dog+" + odd
    home.send_raw(home.form.action, body + b"+cat")
    (words,) = talk.words_at("home_feel")
    assert words is not None
    assert words.startswith("dog ")
    assert words.endswith(" cat")
    assert home.get(f"/chat/{talk.id}/said").status_code == 200


def part(name: str, value: bytes, more: str = "") -> bytes:
    """Give one part of a form that can hold files."""
    head = f'--limit\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def parts(home: Browser, *more: bytes) -> bytes:
    """Give the form that is shown as one that can hold files."""
    fields = [*home.form.hidden, ("choice", "good"), ("move", "answer")]
    body = b"".join(part(name, value.encode()) for name, value in fields)
    return body + b"".join(more) + b"--limit--\r\n"


def test_a_file_is_not_taken_for_words(home: Browser, talk: Talk) -> None:
    """A file in the place of words is refused kindly, and the words beside it are still there."""
    before = talk.now
    file = part("words", b"\x89PNG\r\n", '; filename="me.png"')
    for body in (parts(home, file), parts(home, part("words", b"the dog"), file)):
        answer = home.send_raw(home.form.action, body, MULTIPART)
        assert answer.status_code == 422
        assert "Only words can be sent here, not a file." in answer.text
        assert home.place == "home_feel"
        assert "me.png" not in answer.text
    assert home.form.words == "the dog"
    assert talk.now == before


def test_a_form_made_for_files_works_without_one(home: Browser, talk: Talk) -> None:
    """The same form sent in parts, as some browsers and programs do, is taken as it is."""
    words = ODD["emoji"] + "\r\nand"
    home.send_raw(home.form.action, parts(home, part("words", words.encode())), MULTIPART)
    assert talk.words_at("home_feel") == [words.replace("\r\n", "\n")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"the dog", "text/plain"),
        (b"", "application/x-www-form-urlencoded"),
        (b"--limit\r\nbroken", MULTIPART),
        (b"nothing of the kind", "multipart/form-data"),
        (b"&" * 5_000, "application/x-www-form-urlencoded"),
        (b"a=1&" * 1_000, "application/x-www-form-urlencoded"),
        (b"\x00\xff" * 500, "application/octet-stream"),
    ],
    ids=["json", "text", "empty", "broken", "no boundary", "ampersands", "many", "bytes"],
)
def test_what_is_no_form_leads_back(home: Browser, talk: Talk, body: bytes, kind: str) -> None:
    """A body that is no form of ours changes nothing and shows where they are."""
    before = talk.now
    assert home.send_raw(home.form.action, body, kind).status_code == 200
    assert home.place == "home_feel"
    assert talk.now == before


def test_half_characters_are_kept_as_well_as_can_be(home: Browser, talk: Talk) -> None:
    """Half a character, which an odd way of writing lets through, loses no word around it."""
    words = part("words", b"dog +2AA- cat")
    kind = f"{MULTIPART}; charset=utf-7"
    answer = home.send_raw(home.form.action, parts(home, words), kind)
    assert answer.status_code == 200
    (kept,) = talk.words_at("home_feel")
    assert kept is not None
    assert kept.startswith("dog ")
    assert home.get(f"/chat/{talk.id}/said").status_code == 200


def test_a_step_of_words_left_blank_is_skipped(home: Browser, talk: Talk) -> None:
    """Nothing but spaces where only words are asked for is passing over the question."""
    home.go_to("proud").press(" \n ")
    assert talk.now.state.by_step["proud"].skipped
    assert home.place == "talk_about"

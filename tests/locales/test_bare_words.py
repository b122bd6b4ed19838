"""Words in a template that nobody could translate."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path for top in ("backend", "bot") for path in (ROOT / top).glob("**/templates/**/*.html")
)
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description"}
# A name is the same in every language.
NAMES = {"Sayso", "sayso"}
WORD = re.compile(r"[^\W\d_]{2,}")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES:
                self._look_at(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._look_at(data)

    def _look_at(self, text: str) -> None:
        if set(WORD.findall(text)) - NAMES:
            self.found.append(" ".join(text.split()))


def _markup(source: str) -> Iterator[str]:
    """Give what a template writes as it stands: nothing of expressions, comments, or `trans`."""
    inside = translating = False
    for _line, kind, value in Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).lex(
        source
    ):
        inside = inside or kind == "block_begin"
        if inside and kind == "name" and value in {"trans", "endtrans"}:
            translating = value == "trans"
        inside = inside and kind != "block_end"
        if kind == "data" and not translating:
            yield value


def bare_words(source: str) -> list[str]:
    """Find the words of a template that are written into it untranslated."""
    words = _Words()
    # What stands for an expression must be no word, and may be an attribute's value.
    words.feed("0".join(_markup(source)))
    words.close()
    return words.found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>{{ _('Hello') }}</p>", []),
        ("<p>Hello {{ name }}</p>", ["Hello 0"]),
        ("<p>{% trans %}Hello <b>you</b>{% endtrans %} &middot; 12</p>", []),
        ("<img alt='A house'><img alt=\"{{ _('A house') }}\"><i class='house'></i>", ["A house"]),
        (
            "{# a note #}<!-- a note --><style>p { color: red }</style>{% if x %}Yes{% endif %}",
            ["0Yes"],
        ),
        ("<title>Sayso</title>", []),
    ],
)
def test_how_bare_words_are_found(source: str, expected: list[str]) -> None:
    """A word is bare if a reader sees or hears it and no catalogue holds it."""
    assert bare_words(source) == expected


def test_there_are_templates() -> None:
    """The templates are where this test looks for them."""
    assert TEMPLATES


def test_no_template_holds_bare_words() -> None:
    """Every word of every template goes through the catalogues."""
    found = {str(path.relative_to(ROOT)): bare_words(path.read_text("utf-8")) for path in TEMPLATES}
    assert {path: words for path, words in found.items() if words} == {}

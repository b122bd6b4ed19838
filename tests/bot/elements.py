"""The elements of a page, for tests that look at all of them."""

from html.parser import HTMLParser

Attributes = dict[str, str]


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text without any."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []
        self._text: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """What can be read, with single spaces."""
        return " ".join(" ".join(self._text).split())

    def named(self, tag: str) -> list[Attributes]:
        """The attributes of every element of a kind."""
        return [attributes for each, attributes in self.found if each == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Take in what can be read."""
        self._text.append(data)

"""What a reader finds on a printed booklet."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class Printed:
    """A booklet as a PDF: ``pages`` are the words of each page with single spaces."""

    reader: PdfReader
    pages: tuple[str, ...]

    def sizes(self, number: int) -> dict[str, float]:
        """Give each run of words of a page and how large it is, in points."""
        found: dict[str, float] = {}

        def note(text: str, outer: list[float], inner: list[float], font: Any, size: float) -> None:
            if text.strip():
                found[text.strip()] = round(abs(size * inner[3] * outer[3]), 1)

        self.reader.pages[number].extract_text(visitor_text=note)
        return found


Paper = Callable[..., Printed]
"""Gives a script in print, in English or in the language that is named."""


def printed(made: bytes) -> Printed:
    """Read a PDF."""
    reader = PdfReader(io.BytesIO(made))
    pages = tuple(" ".join(page.extract_text().split()) for page in reader.pages)
    return Printed(reader, pages)

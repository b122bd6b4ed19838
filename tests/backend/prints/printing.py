"""A pack laid out as the page that becomes the PDF."""

from datetime import UTC, datetime

from backend.packs.rules import Pack
from backend.web.pages import Pages
from backend.web.pictures import face_data
from dialogs.loading import load_questions

QUESTIONS = load_questions()
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def printed(pages: Pages, pack: Pack, *, own: bool = False, whose: str = "") -> str:
    """Give the print as HTML, as the route makes it."""
    return pages.text(
        "pack/print.html",
        pack=pack,
        own=own,
        whose=whose,
        questions=QUESTIONS,
        face_data=face_data(),
        printed_at=NOW,
        printed_by="Priya Shah",
        made_up=False,
    )

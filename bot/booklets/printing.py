"""`sayso scripts print`: the booklet of one script, without a database or a server."""

from pathlib import Path
from typing import TextIO

from backend.concerns.service import helplines
from backend.platform import translations
from backend.platform.documents import NoPdf
from bot.booklets.rendering import Press
from dialogs.loading import load_all

NO_PDF = "No PDF could be made. If Pango is missing: install libpango-1.0-0, libpangoft2-1.0-0.\n"


def run(script_id: str, language: str, to: Path, stdout: TextIO) -> int:
    """Write the newest version of a script to a file as a booklet.

    Gives 2 where there is no such script or language, 1 where the file can't be made.
    """
    scripts = load_all()
    if script_id not in scripts.ids:
        stdout.write(f"There is no script {script_id!r}. There are: {', '.join(scripts.ids)}.\n")
        return 2
    try:
        spoken = translations.load((language,), include_drafts=True)
    except FileNotFoundError:
        stdout.write(f"There are no words for the language {language!r} yet.\n")
        return 2
    press = Press(spoken, helplines()["childline"].number)
    try:
        to.write_bytes(press.pdf(scripts.newest(script_id), language))
    except NoPdf:
        stdout.write(NO_PDF)
        return 1
    except OSError as error:
        stdout.write(f"The booklet can't be written to {to}: {error.strerror}.\n")
        return 1
    return 0

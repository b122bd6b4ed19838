"""Pages as PDF, made in a process of their own: laying out text in this one would hold up everyone.

The process gets the page by a pipe and opens nothing: no network, no file, no settings.
"""

import os
import re
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

from backend.platform.errors import Unavailable
from backend.platform.msgids import _

TIMEOUT_SECONDS = 30.0

_ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-m", "backend.platform.documents")
# What fonts need to be found; settings and secrets stay behind.
_ENVIRONMENT = {"PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "TMPDIR"}
_ROOM = threading.BoundedSemaphore(2)
_HAS_LANGUAGE = re.compile(r"<html[^>]*\slang=[\"']?\w", re.IGNORECASE)
_HAS_TITLE = re.compile(r"<title>\s*[^<\s]", re.IGNORECASE)


class NoPdf(Unavailable):
    """A PDF could not be made; the page itself is still there to be printed."""

    code = "no-pdf"
    message = _("The PDF could not be made just now. You can print the page instead.")


def pdf(html: str) -> bytes:
    """Turn a whole page into a tagged PDF (PDF/UA-1).

    The page names its language and has a title; what it shows is in it or in `data:` addresses,
    for nothing else is fetched. Raises `NoPdf` if it takes over 30 seconds or cannot be done.
    """
    if not _HAS_LANGUAGE.search(html) or not _HAS_TITLE.search(html):
        raise ValueError("a document names its language and has a title")
    made = _run((), html.encode("utf-8", "replace"))
    if not made.startswith(b"%PDF"):
        raise NoPdf
    return made


def pdf_available() -> bool:
    """Say whether this machine can make PDFs; asked once, which takes a second."""
    with _asking:
        return _can_make_one()


# A cache alone lets several ask at once.
_asking = threading.Lock()


@cache
def _can_make_one() -> bool:
    try:
        return _run(("--check",), b"") == b"yes"
    except NoPdf:
        return False


def _run(arguments: tuple[str, ...], given: bytes) -> bytes:
    environment = {name: value for name, value in os.environ.items() if name in _ENVIRONMENT}
    with _ROOM:
        try:
            ended = subprocess.run(  # noqa: S603  # our own program, no shell
                (*_COMMAND, *arguments),
                input=given,
                stdout=subprocess.PIPE,
                # It may quote the page, which holds what a child said.
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=environment,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            raise NoPdf from None
    if ended.returncode:
        raise NoPdf
    return ended.stdout


def _main(arguments: list[str]) -> None:
    # These load Pango and its kin, which some machines lack: only here may that end a process.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    if arguments == ["--check"]:
        sys.stdout.write("yes")
        return
    # Whoever is talking to us goes before whoever prints.
    os.nice(5)
    nothing_outside = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=nothing_outside)
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    _main(sys.argv[1:])

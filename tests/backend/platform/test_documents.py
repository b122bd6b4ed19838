import io
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from backend.platform import documents
from backend.platform.documents import NoPdf, pdf, pdf_available

PAGE = """<!doctype html><html lang="cy"><head><title>Cyn y cyfarfod</title>
<style>{style}</style></head><body><h1>Cartref</h1><p>{body}</p></body></html>"""


def _page(body: str, style: str = "") -> str:
    return PAGE.format(body=body, style=style)


def _read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def test_a_pdf_is_tagged_and_says_what_it_is() -> None:
    """The PDF is tagged, names its language and title, claims PDF/UA and holds the text."""
    reader = _read(pdf(_page("Dw i'n hoffi fy ŵy. I like my egg.")))
    catalogue: Any = reader.root_object
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/StructTreeRoot"]
    assert catalogue["/Lang"] == "cy"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Cyn y cyfarfod"
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert "Dw i'n hoffi fy ŵy. I like my egg." in reader.pages[0].extract_text()


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """A page that points to a network or a file gets neither, and is still made."""
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        body = f"""Here<img src="{address}" alt=""><img src="{secret.as_uri()}" alt="">
            <link rel="attachment" href="{secret.as_uri()}"><object data="{secret.as_uri()}">"""
        made = pdf(_page(body, f'@import "{address}"; p {{ background: url({address}) }}'))
        with pytest.raises(TimeoutError):
            server.accept()
    assert "Here" in _read(made).pages[0].extract_text()
    assert list(_read(made).attachments) == []


def test_a_picture_in_the_page_is_shown() -> None:
    """A picture carried in the page itself is drawn."""
    dot = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwAD"
        "hgGAWjR9awAAAABJRU5ErkJggg=="
    )
    made = pdf(_page(f'<img src="{dot}" alt="a dot">'))
    assert len(_read(made).pages[0].images) == 1


@pytest.fixture
def unasked() -> Iterator[None]:
    """Nobody has asked yet whether there can be PDFs, and nobody later hears what is said here."""
    documents._can_make_one.cache_clear()
    yield
    documents._can_make_one.cache_clear()


@pytest.mark.parametrize(
    "html",
    ["<html><title>x</title>", '<html lang="en"><title> </title>', "<p>Hello</p>"],
)
def test_a_page_without_language_or_title(html: str) -> None:
    """A page that a screen reader could not announce is a mistake in the program."""
    with pytest.raises(ValueError, match="language"):
        pdf(html)


def test_text_that_is_hard_to_write() -> None:
    """Control characters, lone surrogates and right-to-left text lose nobody the PDF."""
    made = pdf(_page("bell\x07 \ud800 مرحبا 👋 end"))
    assert "Cartref" in _read(made).pages[0].extract_text()


def test_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that takes too long is given up, in words that say what to do instead."""
    monkeypatch.setattr(documents, "TIMEOUT_SECONDS", 0.05)
    with pytest.raises(NoPdf, match="print the page"):
        pdf(_page("Hello"))


def test_what_goes_wrong_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A process that fails and talks is not listened to: no words reach error, log or screen."""
    talker = ("/bin/sh", "-c", "cat >&2; exit 1")
    monkeypatch.setattr(documents, "_COMMAND", talker)
    with pytest.raises(NoPdf) as refusal:
        pdf(_page("I am afraid of Bob"))
    assert "Bob" not in repr(refusal.value.__dict__) + str(refusal.value)
    assert "Bob" not in str(capfd.readouterr())


def test_secrets_stay_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that makes the PDF sees no setting of ours."""
    monkeypatch.setenv("SAYSO_SMTP_PASSWORD", "hunter2")
    monkeypatch.setattr(documents, "_COMMAND", ("/usr/bin/env",))
    assert b"hunter2" not in documents._run((), b"")


def test_available_is_asked_once(unasked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether there can be PDFs is found out once, even by many at the same time."""
    asked = []
    real = subprocess.run

    def counting(*arguments: object, **options: object) -> object:
        asked.append(arguments)
        return real(*arguments, **options)  # type: ignore[call-overload]  # passed on as it came

    monkeypatch.setattr(subprocess, "run", counting)
    threads = [threading.Thread(target=pdf_available) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pdf_available()
    assert len(asked) == 1


def test_not_available(unasked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the libraries are missing, the answer is no, and no error."""
    monkeypatch.setattr(documents, "_COMMAND", ("/bin/false",))
    assert not pdf_available()

"""`sayso screen`: lines of JSON in, what the screening of worries makes of each out, in order.

It is the very screening a conversation uses, for whoever wants to try a table or measure it.
"""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from io import BufferedReader
from select import select
from typing import TextIO, cast

from dialogs.loading_cues import languages, load_table
from dialogs.screening import level_of, screen_in_all

_READ_BYTES = 1 << 23
_WORTH_HELP = 3_000
"""Lines at hand from which on it pays to use more than one processor."""
_SHARE = 1_000
AUDIENCES = ("child", "adult")

_table = cache(load_table)
_languages = cache(languages)


def run(source: BufferedReader, target: TextIO) -> int:
    """Screen every line of ``source``; what came in together is answered at once."""
    workers: ProcessPoolExecutor | None = None
    _table("en")  # before there are workers, who then have it too
    try:
        for lines in _at_hand(source):
            if len(lines) < _WORTH_HELP or (os.cpu_count() or 1) == 1:
                target.writelines(screen_lines(lines))
            else:
                workers = workers or ProcessPoolExecutor(os.cpu_count())
                shares = [lines[at : at + _SHARE] for at in range(0, len(lines), _SHARE)]
                for answers in workers.map(screen_lines, shares):
                    target.writelines(answers)
            target.flush()
    finally:
        if workers is not None:
            workers.shutdown()
    return 0


def screen_lines(lines: list[bytes]) -> list[str]:
    """Give one line of JSON for each: `level`, `categories` and `cues`, or `error`."""
    write = json.dumps
    return [write(_answer(line), ensure_ascii=False) + "\n" for line in lines]


def _at_hand(source: BufferedReader) -> Iterator[list[bytes]]:
    """Give whole lines as they come in, so that whoever writes one may wait for its answer."""
    rest = b""
    while piece := source.read1(_READ_BYTES):
        while len(piece) < _READ_BYTES and select([source], [], [], 0)[0]:
            if not (more := source.read1(_READ_BYTES)):
                break
            piece += more
        *lines, rest = (rest + piece).split(b"\n")
        yield [line for line in lines if line.strip()]
    if rest.strip():
        yield [rest]


def _answer(line: bytes) -> dict[str, object]:
    """Answer one line; what cannot be screened is an error and never "none"."""
    try:
        said = json.loads(line)
    except ValueError:
        return {"error": "this line is not JSON"}
    if not isinstance(said, dict) or not isinstance(said.get("text"), str):
        return {"error": "a line needs a text"}
    language, audience = said.get("language", "en"), said.get("audience", "")
    if not isinstance(language, str) or language.split("-")[0] not in _languages():
        return {"error": "there is no table for this language", "language": language}
    if audience not in ("", *AUDIENCES):
        return {"error": "the audience is child or adult"}
    return _found(said["text"], language.split("-")[0], audience)


def _found(text: str, language: str, audience: str) -> dict[str, object]:
    tables = {name: _table(name) for name in dict.fromkeys((language, "en"))}
    findings = screen_in_all(tables, text, language, audience)
    return {
        "level": level_of(findings),
        "categories": list(dict.fromkeys(finding.category for finding in findings)),
        "cues": [finding.cue for finding in findings],
    }


def main() -> int:
    """Screen standard input."""
    return run(cast(BufferedReader, sys.stdin.buffer), sys.stdout)

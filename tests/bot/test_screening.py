"""`sayso screen`: lines of JSON in, what the screening makes of each out."""

import json
import subprocess
import sys
from collections.abc import Iterable

import pytest

CHILD = {"language": "en", "audience": "child"}


def screened(lines: Iterable[object]) -> list[dict[str, object]]:
    """Run the command over these lines; each that is no text becomes JSON."""
    given = "".join(
        (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n"
        for line in lines
    )
    done = subprocess.run(
        [sys.executable, "-m", "bot", "screen"],
        input=given.encode(),
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_each_line_is_answered_in_its_place() -> None:
    """A worry has its level, categories and cues; an ordinary line has none of them."""
    worry, ordinary = screened(
        [{"text": "he hits me", **CHILD}, {"text": "I like the dog", **CHILD}]
    )
    assert worry["level"] == "urgent"
    assert worry["categories"] == ["harm"]
    assert len(worry["cues"]) == 1  # type: ignore[arg-type]
    assert ordinary == {"level": "none", "categories": [], "cues": []}


@pytest.mark.parametrize(
    "line",
    [
        {"text": "he hits me", "language": "xx"},
        {"text": "he hits me", "language": ["en"]},
        {"text": "he hits me", "language": "en", "audience": "everybody"},
        {"language": "en"},
        {"text": 7, "language": "en"},
        ["he hits me"],
        "he hits me",
        "{",
    ],
)
def test_what_cannot_be_screened_is_an_error(line: object) -> None:
    """A line that cannot be screened is never "none", and holds up no other."""
    wrong, right = screened([line, {"text": "he hits me", **CHILD}])
    assert wrong.keys() - {"language"} == {"error"}
    assert right["level"] == "urgent"


def test_many_lines_keep_their_order() -> None:
    """More lines than one processor is given are answered in the order they came."""
    texts = ["he hits me", "I like the dog", "maths is killing me", "I want to die"]
    answers = screened({"text": texts[at % 4], **CHILD} for at in range(9_000))
    levels = ["urgent", "none", "none", "urgent"]
    assert [answer["level"] for answer in answers] == [levels[at % 4] for at in range(9_000)]


def test_an_answer_comes_before_the_next_line() -> None:
    """Whoever writes one line may wait for its answer before writing the next."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "screen"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text, level in (("he hits me", "urgent"), ("I like the dog", "none")):
            running.stdin.write(json.dumps({"text": text, **CHILD}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["level"] == level
        running.stdin.close()
    assert running.returncode == 0

"""`sayso clock`: bad lines are answered in their place, and the rest is answered all the same."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from backend.clock.service import rulebook
from backend.clock_commands import LONGEST_LINE, answer
from tests.backend.clock.test_cases import ask

GOOD = '{"became_looked_after": "2025-12-01", "reviews": [{"date": "2025-12-29"}]}'
CARE = '"became_looked_after": "2025-12-01"'


def _reviews(*given: str) -> str:
    return f'{{{CARE}, "reviews": [{", ".join(given)}]}}'


BAD = {
    "Amara said": "the line is not JSON",
    '{"became_looked_after": NaN': "the line is not JSON",
    "[" * 20_000: "the line is not JSON",
    "[]": "the line is not a JSON object",
    '"2025-12-01"': "the line is not a JSON object",
    "null": "the line is not a JSON object",
    "{}": "became_looked_after is missing: give a date such as 2025-12-01",
    f"{{{CARE}, {CARE}}}": "a key is there twice",
    '{"became_looked_after": true}': "became_looked_after is not a real date such as 2025-12-01",
    '{"became_looked_after": 20251201}': (
        "became_looked_after is not a real date such as 2025-12-01"
    ),
    '{"became_looked_after": "2025-02-29"}': (
        "became_looked_after is not a real date such as 2025-12-01"
    ),
    '{"became_looked_after": "20251201"}': (
        "became_looked_after is not a real date such as 2025-12-01"
    ),
    '{"became_looked_after": "2025-W49-1"}': (
        "became_looked_after is not a real date such as 2025-12-01"
    ),
    '{"became_looked_after": "\u0662\u0660\u0662\u0665-\u0661\u0662-\u0660\u0661"}': (
        "became_looked_after is not a real date such as 2025-12-01"
    ),
    '{"became_looked_after": "1025-12-01"}': "became_looked_after is not from 1990 to 2099",
    '{"became_looked_after": "9999-12-01"}': "became_looked_after is not from 1990 to 2099",
    f'{{{CARE}, "name": "Amara"}}': (
        "the line has a key that is not known; there are became_looked_after, date_of_birth, "
        "long_term_foster, needed_by, reviews, short_breaks"
    ),
    f'{{{CARE}, "reviews": "2025-12-29"}}': "reviews is not a list",
    f'{{{CARE}, "short_breaks": "yes"}}': "short_breaks is neither true nor false",
    f'{{{CARE}, "short_breaks": 1}}': "short_breaks is neither true nor false",
    f'{{{CARE}, "needed_by": "2025-11-30"}}': "needed_by is before became_looked_after",
    f'{{{CARE}, "long_term_foster": "2025-11-30"}}': (
        "long_term_foster is before became_looked_after"
    ),
    f'{{{CARE}, "date_of_birth": "2025-12-02"}}': "became_looked_after is before date_of_birth",
    _reviews('"2025-12-29"'): "a review is not a JSON object",
    _reviews("{}"): "a review has no date: give one such as 2025-12-29",
    _reviews('{"date": false}'): "date is not a real date such as 2025-12-01",
    _reviews('{"date": "2025-11-30"}'): "a review is before became_looked_after",
    _reviews('{"date": "2025-12-29"}', '{"date": "2025-12-29"}'): (
        "two reviews have the same date"
    ),
    _reviews('{"date": "2025-12-29", "completed": "2025-12-28"}'): (
        "a review was completed before its date"
    ),
    _reviews('{"date": "2025-12-29", "completed": "2026-01-20"}', '{"date": "2026-01-10"}'): (
        "a review is before the one before it was completed"
    ),
    _reviews('{"date": "2025-12-29", "adjourned": "true"}'): "adjourned is neither true nor false",
    _reviews('{"date": "2025-12-29", "where": "home"}'): (
        "a review has a key that is not known; there are adjourned, completed, date, meeting"
    ),
}


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_a_bad_line_is_answered_in_its_place(line: str) -> None:
    """What is wrong is said with the line's number, and the lines around it are answered."""
    status, answers = ask(GOOD, line, GOOD)
    assert status == 1
    assert answers[1] == {"error": BAD[line], "line": 2}
    assert [each["due"] for each in (answers[0], answers[2])] == ["2026-03-29"] * 2


def test_nothing_of_the_input_is_repeated() -> None:
    """An error names what we know of, and never what stood there."""
    for line in BAD:
        _status, [said] = ask(line)
        assert "Amara" not in str(said)
        assert "2025-11" not in str(said)


def test_what_is_left_empty_is_not_given() -> None:
    """A key with null is like one that is not there, as spreadsheets write what is empty."""
    empty = f'{{{CARE}, "reviews": null, "needed_by": null, "short_breaks": null}}'
    assert ask(empty) == ask(f"{{{CARE}}}")


def test_blank_lines_are_passed_over() -> None:
    """They are not answered, and count where lines are numbered."""
    status, answers = ask("", GOOD, "  ", "no")
    assert (status, len(answers)) == (1, 2)
    assert answers[1]["line"] == 4


def test_the_last_line_may_have_no_end() -> None:
    """The end of the input ends its last line, a Windows line end and a byte order mark too."""
    out = io.StringIO()
    given = b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n" + GOOD.encode()
    assert answer(io.BytesIO(given), out, rulebook()) == 0
    assert len(out.getvalue().splitlines()) == 2


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    """What is not UTF-8 is told of like any other bad line, and so is a line without an end."""
    out = io.StringIO()
    long = b" " * LONGEST_LINE
    given = b"\xff\xfe{}\n" + long + b"{}" + long + b"\n" + GOOD.encode() + b"\n" + long * 2
    assert answer(io.BytesIO(given), out, rulebook()) == 1
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [each.get("error") for each in said] == [
        "the line is not JSON",
        f"the line is longer than {LONGEST_LINE} bytes",
        None,
        f"the line is longer than {LONGEST_LINE} bytes",
    ]


def test_each_line_is_answered_as_it_comes(tmp_path: Path) -> None:
    """It needs no data folder, and a program that waits for an answer gets it before it goes on."""
    command = [sys.executable, "-m", "bot", "clock"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as clock:
        assert clock.stdin is not None
        assert clock.stdout is not None
        for _time in range(2):
            clock.stdin.write(GOOD + "\n")
            clock.stdin.flush()
            assert json.loads(clock.stdout.readline())["kind"] == "second"
        clock.stdin.close()
        assert clock.wait() == 0


def test_the_authoritys_own_periods(tmp_path: Path) -> None:
    """With a data folder its own periods and bank holidays count; a bad file is said, and 2."""
    (tmp_path / "periods.toml").write_text("[short_breaks_first]\nvalue = 2\nsource = 'ours'\n")
    (tmp_path / "settings.env").write_text("SAYSO_BANK_HOLIDAYS=2025-12-30\n")
    (tmp_path / "settings.env").chmod(0o600)
    given = f'{{{CARE}}}\n{{{CARE}, "short_breaks": true}}\n'

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", "clock", "--data", str(tmp_path)]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=False)

    done = run()
    assert done.returncode == 0
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["due"], each["rule"]) for each in said] == [
        ("2026-01-02", "SI 2010/959 reg 33(1)"),
        ("2026-02-01", "ours"),
    ]
    (tmp_path / "periods.toml").write_text("[first_review]\nvalue = 40\n")
    refused = run()
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "not a period that an authority may change" in refused.stderr
    check = [sys.executable, "-m", "bot", "check", "--data", str(tmp_path)]
    missing = subprocess.run(check, capture_output=True, text=True, check=False).stdout
    assert "missing  periods.toml: a section is not a period" in missing

"""Reading what was typed."""

from datetime import UTC, date, datetime

import pytest

from backend.web.forms import UNREADABLE_DAY, Form, filled, filled_moment


def day(*parts: str) -> dict[str, list[str]]:
    """The three fields of a day."""
    return {
        f"on-{name}": [part] for name, part in zip(("day", "month", "year"), parts, strict=True)
    }


@pytest.mark.parametrize(
    ("parts", "read"),
    [(("27", "3", "2017"), date(2017, 3, 27)), ((" 1 ", "01", "2027 "), date(2027, 1, 1))],
)
def test_a_day_is_read(parts: tuple[str, str, str], read: date) -> None:
    """A day is read from three numbers, whatever blanks are around them."""
    form = Form(day(*parts))
    assert form.day("on") == read
    assert form.errors == {}


@pytest.mark.parametrize(
    "parts",
    [
        ("31", "2", "2027"),
        ("1", "13", "2027"),
        ("1", "1", "27"),
        ("1", "", "2027"),
        ("x", "1", "2027"),
        ("0", "1", "2027"),
        ("1", "1", "0000"),
        ("-1", "1", "2027"),
    ],
)
def test_a_day_that_is_none_is_said(parts: tuple[str, str, str]) -> None:
    """What is no day becomes a message beside the field, and a day that is never kept."""
    form = Form(day(*parts))
    assert form.day("on") == UNREADABLE_DAY
    assert form.errors == {"on": "Enter a real date, such as 27 3 2027."}


def test_a_day_may_be_left_out_where_it_may() -> None:
    """An empty day is nothing where it may be, and a message where it is needed."""
    form = Form(day("", " ", ""))
    assert form.day_or_none("on") is None
    assert form.errors == {}
    form.day("on")
    assert form.errors == {"on": "Enter a date."}


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("16:00", 16, 0),
        ("4.00 pm", 16, 0),
        ("4pm", 16, 0),
        ("4 P.M.", 16, 0),
        ("12 am", 0, 0),
        ("12.30pm", 12, 30),
        ("9", 9, 0),
        ("0:05", 0, 5),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, hour: int, minute: int) -> None:
    """A time of day is read with a colon or a point, with am or pm or neither; winter is UTC."""
    form = Form({**day("10", "12", "2026"), "time": [typed]})
    assert form.moment("on", "time") == datetime(2026, 12, 10, hour, minute, tzinfo=UTC)
    assert form.errors == {}


def test_a_time_in_summer_is_summer_time() -> None:
    """Four in the afternoon in July is three in UTC."""
    form = Form({**day("10", "7", "2026"), "time": ["16:00"]})
    assert form.moment("on", "time") == datetime(2026, 7, 10, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "25:00", "13 pm", "0 am", "4:60", "four", "4:0", "16:00:00"])
def test_a_time_that_is_none_is_said(typed: str) -> None:
    """What is no time of day becomes a message beside its own field."""
    form = Form({**day("10", "12", "2026"), "time": [typed]})
    form.moment("on", "time")
    assert form.errors == {"time": "Enter a time, such as 4.00 pm or 16:00."}


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\n", "\u202e", "\u2066"])
def test_a_line_with_a_sign_that_misleads_is_not_taken(sign: str) -> None:
    """A control character, or one that turns the order of what follows, is refused in a name."""
    form = Form({"name": [f"A{sign}B"]})
    assert form.text("name") == ""
    assert "name" in form.errors
    assert form.value("name") == f"A{sign}B", "what was typed is shown again"


@pytest.mark.parametrize("name", ["Siân", "O'Brien", "محمد", "می‌خواهم", "Zoë-Ann 🙂"])
def test_any_name_is_taken_as_it_is(name: str) -> None:
    """Names of any script are kept as they were typed, but for blanks around them."""
    form = Form({"name": [f"  {name} "]})
    assert form.text("name") == name
    assert form.errors == {}


def test_an_address_keeps_its_lines() -> None:
    """Several lines come out as typed, each ending in one newline."""
    form = Form({"address": ["12 Mill Lane\r\nEastmarch \r\n"]})
    assert form.lines("address") == "12 Mill Lane\nEastmarch"
    assert form.errors == {}


def test_what_was_not_offered_is_not_taken() -> None:
    """A choice that the page did not offer becomes a message."""
    form = Form({"kind": ["castle"]})
    form.one_of("kind", ("foster", "other"))
    assert form.errors == {"kind": "Pick one of the choices."}


def test_a_form_shows_what_is_known() -> None:
    """Known values fill a form so that reading it gives them back."""
    at = datetime(2026, 7, 10, 15, 0, tzinfo=UTC)
    form = filled(
        name="Jo",
        yes=True,
        no=False,
        roles=frozenset({"b", "a"}),
        none=None,
        **filled_moment(at, "on", "time"),
    )
    assert (form.text("name"), form.has("yes"), form.has("no")) == ("Jo", True, False)
    assert form.values("roles") == ["a", "b"]
    assert form.value("time") == "16:00"
    assert form.moment("on", "time") == at
    assert form.day_or_none("none") is None


def test_what_cannot_be_an_id_was_not_picked() -> None:
    """PostgreSQL fails on a text with a null in it: nobody who made such a form gets that far."""
    form = Form({"who": ["a" * 32, "a\x00", "\x00", "b"]})
    assert form.picked("who") == ["a" * 32, "b"]

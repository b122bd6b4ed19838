"""The pictures that a script may name, and the table that says what each of them shows."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "bot" / "webchat" / "static" / "pictures"
BUTTONS = {"say"}  # drawn by us for a button of the page: no script may name it
LARGEST = 12_000
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {SVG + tag for tag in ("svg", "g", "path", "circle", "ellipse", "rect")}


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, Any]]:
    """What the table says of each picture, by its name."""
    path = ROOT / "dialogs" / "pictures.yaml"
    raw = YAML(typ="rt").load(path.read_text("utf-8"))
    return {name: dict(entry) for name, entry in raw.items()}


def test_every_picture_is_in_the_table_and_in_the_folder(table: dict[str, dict[str, Any]]) -> None:
    """Each picture in the table has its file, and each file but the button's is in the table."""
    assert set(table) == {path.stem for path in FOLDER.iterdir()} - BUTTONS
    assert {path.suffix for path in FOLDER.iterdir()} == {".svg"}


def test_the_set_is_neither_thin_nor_too_large(table: dict[str, dict[str, Any]]) -> None:
    """There are between 60 and 100 pictures: enough to ask with, and few enough to know."""
    assert 60 <= len(table) <= 100


def test_every_picture_says_what_it_shows(table: dict[str, dict[str, Any]]) -> None:
    """What a picture shows is said in two to eight words, and of no other in the same ones."""
    shown = [entry["shows"] for entry in table.values()]
    assert [text for text in shown if not 2 <= len(text.split()) <= 8] == []
    assert sorted(shown) == sorted(set(shown))


def test_every_picture_says_where_it_is_from(table: dict[str, dict[str, Any]]) -> None:
    """Each picture is of the one family, by the names that its package gives."""
    for name, entry in table.items():
        assert set(entry) == {"shows", "from"}, name
        sources = [entry["from"]] if isinstance(entry["from"], str) else entry["from"]
        assert sources, name
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", source) for source in sources), name


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_a_picture_is_small_and_only_a_drawing(path: Path) -> None:
    """A picture can be scaled, is light to fetch, runs nothing and asks nobody for anything."""
    assert path.stat().st_size < LARGEST
    drawing = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  # it is ours
    box = [float(side) for side in drawing.attrib["viewBox"].split()]
    assert box[:2] == [0, 0]
    assert box[2] == box[3] > 0
    for element in drawing.iter():
        assert element.tag in DRAWN
        for key, value in element.attrib.items():
            assert not key.startswith("on")
            assert key.split("}")[-1] not in {"href", "src", "style", "id"}
            assert "url(" not in value

"""A drawing as an answer: strokes on a sheet of 1000 by 1000, so that nothing has to be decoded."""

import re
from dataclasses import dataclass

LONGEST = 60_000
"""Characters: some five minutes of a busy pencil."""
COLOURS = {
    "ink": "#1d2a33",
    "red": "#b3261e",
    "orange": "#b85c00",
    "green": "#1b7a3d",
    "blue": "#1d5fbf",
    "purple": "#6b3fa0",
}
"""Each reaches 4.5:1 on white, so that what is drawn can be seen by whoever reads it."""
_POINT = r"[0-9]{1,4},[0-9]{1,4}"
_STROKE = rf"[a-z]{{3,9}}( {_POINT}){{1,400}}"
_DRAWING = re.compile(rf"{_STROKE}(\n{_STROKE}){{0,299}}")


@dataclass(frozen=True)
class Stroke:
    """One line of a drawing: a colour as #rrggbb, and points as SVG writes them."""

    colour: str
    points: str


def is_drawing(text: str) -> bool:
    """Say whether this is a drawing as ``events.Drew`` describes it."""
    return len(text) <= LONGEST and bool(_DRAWING.fullmatch(text))


def strokes(text: str) -> tuple[Stroke, ...]:
    """Give the strokes of a drawing; a dot is drawn as a line to itself."""
    return tuple(map(_stroke, text.split("\n"))) if is_drawing(text) else ()


def _stroke(line: str) -> Stroke:
    colour, *points = line.split(" ")
    dot = points if len(points) > 1 else points * 2
    return Stroke(COLOURS.get(colour, COLOURS["ink"]), " ".join(dot))

"""Nothing grows past what one reads in a sitting."""

from tests.house.tree import EVERYTHING, files, functions, name

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40


def test_files_are_short() -> None:
    """A file of Python or HTML has at most 300 lines."""
    lines = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(".py", ".html", folders=EVERYTHING)
    }
    assert {at: count for at, count in lines.items() if count > LINES_OF_A_FILE} == {}


def test_functions_are_short() -> None:
    """A function has at most 40 lines, its docstring counted."""
    lines = {
        f"{name(path)}:{function.lineno} {function.name}": function.end_lineno - function.lineno + 1
        for path in files(".py", folders=EVERYTHING)
        for function in functions(path)
        if function.end_lineno
    }
    assert {at: count for at, count in lines.items() if count > LINES_OF_A_FUNCTION} == {}

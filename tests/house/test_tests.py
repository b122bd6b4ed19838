"""A test tells its reader what is expected before it shows how."""

import re
from ast import get_docstring

from tests.house.tree import files, functions, name

A_SENTENCE = re.compile(r"[^a-z\s].*[.]$", re.DOTALL)


def test_every_test_begins_with_a_sentence() -> None:
    """A test's docstring opens with a sentence: a capital letter first, a full stop last."""
    opening = {
        f"{name(path)}:{function.lineno} {function.name}": get_docstring(function) or ""
        for path in files(".py", folders=("tests",))
        for function in functions(path)
        if path.name.startswith("test_") and function.name.startswith("test_")
    }
    unsaid = [at for at, said in opening.items() if not A_SENTENCE.match(said.split("\n\n")[0])]
    assert unsaid == []

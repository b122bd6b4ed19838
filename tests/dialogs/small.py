"""A small script that is right, for tests to spoil."""

from pathlib import Path

SMALL = """\
script: small
version: 1
audience: child
level: child
ages: [8, 11]
scales:
  feeling:
    - {code: good, label: Good}
    - {code: not_good, label: Not good}
topics:
  - topic: start
    name: Start
    shared: false
    steps:
      - step: hello
        kind: tell
        ask: Hello, {child}.
        body: [I am a computer.]
      - {step: who_reads, kind: tell, ask: Who will read this?}
      - {step: private, kind: tell, ask: What goes further?}
  - topic: family
    name: Family
    steps:
      - step: home
        kind: one
        question: home.feeling
        ask: How is home?
        scale: feeling
        more: Want to say more?
      - step: time
        kind: one
        question: family.time
        ask: How is family time?
        choices:
          - {code: "yes", label: Yes}
          - {code: no, label: No, raises: true}
      - step: wish
        kind: words
        question: family.wish
        ask: What do you wish?
        when: {step: time, any_of: [no]}
"""


def write(folder: Path, text: str = SMALL, name: str = "small", version: int = 1) -> Path:
    """Write a script where scripts are, and give its file."""
    path = folder / name / f"{version}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def spoilt(old: str, new: str) -> str:
    """Give the small script with one thing changed, which has to be in it."""
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    """Give the line, from 1, in which a part of a text first stands."""
    return text[: text.index(part)].count("\n") + 1

"""The words there are to translate, taken from the source, and whether every language has them.

    python -m locales.catalogue extract       write sayso.pot anew from the source
    python -m locales.catalogue update [cy]   extract, then bring the languages (or a new one) along
    python -m locales.catalogue check         say how catalogues and source differ

A fuzzy entry is a draft: somebody who speaks the language has still to look at it.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent

# `translations.text(language, "...")` and `translations.plural(language, "...", "...", n)`.
_KEYWORDS = {**DEFAULT_KEYWORDS, "text": (2,), "plural": (2, 3)}
_COMMENT = "Translators:"
# Dates that make every extraction differ from the last, and places nobody filled in.
_BOILERPLATE = re.compile(
    r'^"(POT-Creation-Date|Generated-By|Report-Msgid-Bugs-To): .*\\n"\n'
    r"|^\"[\w-]+: (FULL NAME <EMAIL@ADDRESS>|YEAR-MO-DA HO:MI\+ZONE|LANGUAGE <LL@li\.org>)\\n\"\n",
    re.MULTILINE,
)
_PERCENT = re.compile(r"%\((\w+)\)[a-z]")

Key = tuple[str | None, str | tuple[str, ...]]


def extract(root: Path = ROOT) -> Catalog:
    """Read every marked word of the source."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]  # Babel's
    catalog = Catalog(
        project="Sayso", version="1", header_comment="# Taken from the source.", fuzzy=False
    )
    found = extract_from_dir(root, methods, options, _KEYWORDS, (_COMMENT,), None, True)
    for path, line, msgid, comments, context in found:
        catalog.add(msgid, None, [(path, line)], auto_comments=comments, context=context)
    return catalog


def template(folder: Path = FOLDER) -> Path:
    """Say where the words of the source are kept."""
    return folder / "sayso.pot"


def languages(folder: Path = FOLDER) -> dict[str, Path]:
    """Find each language there is a catalogue of; English is the source and needs none."""
    return {path.parts[-3]: path for path in sorted(folder.glob("*/LC_MESSAGES/sayso.po"))}


def update(names: list[str], folder: Path = FOLDER, root: Path = ROOT) -> None:
    """Write the words of the source, and bring these languages (all, if none is named) along.

    What a translator wrote is kept under its English; words that are gone are left out.
    """
    source = extract(root)
    _write(template(folder), source)
    for name in names or languages(folder):
        path = folder / name / "LC_MESSAGES" / "sayso.po"
        if path.exists():
            catalog = _read(path, name)
        else:
            catalog = Catalog(
                locale=name, project="Sayso", version="1", header_comment="#", fuzzy=False
            )
        # Nothing is guessed from words that look alike: a guess would pass for a draft.
        catalog.update(source, no_fuzzy_matching=True)
        _write(path, catalog)


def problems(folder: Path = FOLDER, root: Path = ROOT) -> Iterator[str]:
    """Say in a line each how source, template and languages differ."""
    source = _messages(extract(root))
    kept = _messages(_read(template(folder), None)) if template(folder).exists() else {}
    yield from _differences("sayso.pot", source, kept)
    for name, path in languages(folder).items():
        catalog = _read(path, name)
        translated = _messages(catalog)
        yield from _differences(f"{name}/sayso.po", source, translated)
        for message in translated.values():
            yield from (f"{name}: {problem}" for problem in _of_message(message, catalog))
        yield from _of_msgfmt(path)


def _read(path: Path, language: str | None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(
        written, catalog, width=98, ignore_obsolete=True, sort_by_file=True, include_lineno=False
    )
    path.write_text(_BOILERPLATE.sub("", written.getvalue().decode()), encoding="utf-8")


def _messages(catalog: Catalog) -> dict[Key, Message]:
    return {(message.context, _as_key(message.id)): message for message in catalog if message.id}


def _as_key(msgid: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return msgid if isinstance(msgid, str) else tuple(msgid)


def _differences(name: str, source: dict[Key, Message], kept: dict[Key, Message]) -> Iterator[str]:
    for key, message in source.items():
        if key not in kept:
            yield f"{name}: lacks {_shown(message)}"
    for key, message in kept.items():
        if key not in source:
            yield f"{name}: has {_shown(message)}, which nobody says any more"


def _of_message(message: Message, catalog: Catalog) -> Iterator[str]:
    forms = _forms(message.string)
    expected = catalog.num_plurals if message.pluralizable else 1
    if len(forms) != expected or not all(form.strip() for form in forms):
        yield f"no words yet for {_shown(message)}"
        return
    # A form for "one" or "two" may say the number in words.
    free = {"n"} if message.pluralizable else set()
    wanted = set().union(*(_names(form) for form in _forms(message.id))) - free
    if any(_names(form) - free != wanted for form in forms):
        yield f"other names in braces than {_shown(message)}"


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else [form or "" for form in text]


def _names(text: str) -> set[str]:
    try:
        fields = {field for _text, field, _spec, _conversion in Formatter().parse(text)}
    except ValueError:
        return {"a brace that is not closed"}
    return {field for field in fields if field is not None} | set(_PERCENT.findall(text))


def _of_msgfmt(path: Path) -> Iterator[str]:
    program = shutil.which("msgfmt")
    if program is None:
        yield "msgfmt is not installed (apt-get install gettext)"
        return
    line = [program, "--check", "--output-file=/dev/null", str(path)]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        yield from ended.stderr.splitlines()


def _shown(message: Message) -> str:
    where = message.context or (message.locations[0][0] if message.locations else "")
    return f"{_forms(message.id)[0]!r} ({where})"


def main(arguments: list[str]) -> int:
    """Run one of the three commands; 1 where the check found something."""
    parser = argparse.ArgumentParser(prog="python -m locales.catalogue")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="write sayso.pot anew from the source")
    updating = commands.add_parser("update", help="extract, then bring the languages along")
    updating.add_argument("languages", nargs="*")
    commands.add_parser("check", help="say how catalogues and source differ")
    chosen = parser.parse_args(arguments)
    if chosen.command == "extract":
        _write(template(), extract())
    elif chosen.command == "update":
        update(chosen.languages)
    else:
        found = list(problems())
        sys.stdout.write("".join(f"{problem}\n" for problem in found))
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

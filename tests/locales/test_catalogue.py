import shutil
from pathlib import Path

import pytest

from locales import catalogue

SOURCE = {
    "backend/page.py": """
        def _(msgid): return msgid
        HELLO = _("Hello {name}")
        def page(translations, n):
            translations.text("cy", "Read this")
            return translations.plural("cy", "{n} answer", "{n} answers", n)
    """,
    "bot/webchat/templates/page.html": """
        <h1>{{ _("Your page") }}</h1>
        <p>{% trans %}All of it{% endtrans %}</p>
        {# Translators: on a button #}<button>{{ pgettext("move", "Back") }}</button>
    """,
}
WELSH = {
    "Hello {name}": "Helo {name}",
    "Read this": "Darllenwch hwn",
    "Your page": "Eich tudalen",
    "All of it": "Y cyfan",
    "Back": "Yn ôl",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small source in which every way of marking words is used once."""
    for name, text in SOURCE.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return tmp_path / "source"


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Its catalogues: the template, and a Welsh one that is complete."""
    folder = tmp_path / "catalogues"
    catalogue.update(["cy"], folder, root)
    for english, welsh in WELSH.items():
        _fill(folder, f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{welsh}"')
    for form in range(5):
        _fill(folder, f'msgstr[{form}] ""', f'msgstr[{form}] "{{n}} ateb"')
    return folder


def _fill(folder: Path, old: str, new: str) -> None:
    path = folder / "cy" / "LC_MESSAGES" / "sayso.po"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def _problems(folder: Path, root: Path) -> list[str]:
    return list(catalogue.problems(folder, root))


def test_source_and_catalogues_agree() -> None:
    """Every word of the source is in every catalogue, complete; none is left over.

    Mend it with `python -m locales.catalogue update`, and a translation where one is missing.
    """
    assert "\n".join(catalogue.problems()) == ""


def test_the_template_is_what_extraction_writes(tmp_path: Path) -> None:
    """Extracting again writes the very same file."""
    catalogue.update([], tmp_path)
    kept = catalogue.template().read_text("utf-8")
    assert catalogue.template(tmp_path).read_text("utf-8") == kept


def test_every_way_of_marking_is_found(folder: Path, root: Path) -> None:
    """Words in code, templates and plurals are found; a complete catalogue has no problem."""
    template = catalogue.template(folder).read_text("utf-8")
    for english in (*WELSH, "{n} answer", "{n} answers"):
        assert f'"{english}"' in template
    assert 'msgctxt "move"' in template
    assert "#. on a button" in template
    assert _problems(folder, root) == []


def test_every_wording_of_the_scripts_is_found() -> None:
    """A script's words are there with their context, and with a note for the translator."""
    template = catalogue.template().read_text("utf-8")
    assert 'msgctxt "child_8_11.' in template
    assert 'msgctxt "foster_carer.' in template
    assert 'msgctxt "child.skip"' in template
    assert "#. Said to: child, ages 8 to 11." in template


def test_a_new_word_is_noticed(folder: Path, root: Path) -> None:
    """A word added to the source turns the check red for the template and every language."""
    page = root / "backend/page.py"
    page.write_text(page.read_text("utf-8") + '\nMORE = _("More")\n', "utf-8")
    found = _problems(folder, root)
    assert found == [
        "sayso.pot: lacks 'More' (backend/page.py)",
        "cy/sayso.po: lacks 'More' (backend/page.py)",
    ]


def test_a_word_that_went_is_noticed(folder: Path, root: Path) -> None:
    """A word taken out of the source turns the check red until the catalogues are brought along."""
    (root / "backend/page.py").unlink()
    assert any("which nobody says any more" in problem for problem in _problems(folder, root))
    catalogue.update([], folder, root)
    assert _problems(folder, root) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Helo {name}", "Helo {enw}", "other names in braces"),
        ("Helo {name}", "Helo {name.x}", "other names in braces"),
        ("Helo {name}", "Helo {name", "other names in braces"),
        ("Helo {name}", "Helo", "other names in braces"),
        ("Darllenwch hwn", "Darllenwch {hwn}", "other names in braces"),
        ("Darllenwch hwn", "", "no words yet for"),
        ('msgstr[2] "{n} ateb"', 'msgstr[2] ""', "no words yet for"),
        ('msgstr[4] "{n} ateb"\n', "", "no words yet for"),
    ],
)
def test_a_translation_that_will_not_do(
    folder: Path, root: Path, old: str, new: str, problem: str
) -> None:
    """A name changed, lost, or added in braces, and words or plural forms left out, are noticed."""
    _fill(folder, old, new)
    assert any(problem in found for found in _problems(folder, root))


def test_a_plural_may_leave_out_its_number(folder: Path, root: Path) -> None:
    """A form that is said of one thing only need not repeat the number."""
    _fill(folder, 'msgstr[1] "{n} ateb"', 'msgstr[1] "un ateb"')
    assert _problems(folder, root) == []


def test_what_was_translated_is_kept(folder: Path, root: Path) -> None:
    """Bringing a catalogue along keeps words and draft marks, and guesses nothing."""
    path = folder / "cy" / "LC_MESSAGES" / "sayso.po"
    text = path.read_text("utf-8").replace(
        '#: backend/page.py\nmsgid "Read', '#: backend/page.py\n#, fuzzy\nmsgid "Read'
    )
    path.write_text(text, "utf-8")
    page = root / "backend/page.py"
    page.write_text(page.read_text("utf-8").replace("Hello {name}", "Hello, {name}"), "utf-8")
    catalogue.update([], folder, root)
    after = path.read_text("utf-8")
    assert '#, fuzzy\nmsgid "Read this"\nmsgstr "Darllenwch hwn"' in after
    assert 'msgid "Hello, {name}"\nmsgstr ""' in after
    assert "Helo {name}" not in after


def test_msgfmt_is_asked(folder: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What gettext itself refuses is a problem, and so is not having gettext to ask."""
    assert shutil.which("msgfmt"), "apt-get install gettext"
    _fill(folder, "Helo {name}", "Helo {name}\\\\n")
    _fill(folder, 'msgstr "Darllenwch hwn"', 'msgstr "\\nDarllenwch hwn"')
    assert any("begin with '\\n'" in found for found in _problems(folder, root))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert any("gettext" in found for found in _problems(folder, root))


def test_the_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The check prints what it found, a line each, and ends with 1; with nothing found, 0."""
    monkeypatch.setattr(catalogue, "problems", lambda: iter(["cy: no words"]))
    assert catalogue.main(["check"]) == 1
    assert capsys.readouterr().out == "cy: no words\n"
    monkeypatch.setattr(catalogue, "problems", lambda: iter([]))
    assert catalogue.main(["check"]) == 0

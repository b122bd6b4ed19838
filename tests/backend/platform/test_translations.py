from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from backend.platform.translations import Translations, load

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Hello {name}"
msgstr "Helo {name}"

msgctxt "child.home.ask"
msgid "Home"
msgstr "Cartref"

#, fuzzy
msgid "Goodbye"
msgstr "Hwyl"

msgid "{n} answer"
msgid_plural "{n} answers"
msgstr[0] "{n} ateb"
msgstr[1] "{n} o atebion"

msgid "Not done yet"
msgstr ""
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "cy" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "sayso.po").write_text(CATALOGUE, "utf-8")
    return tmp_path


@pytest.fixture
def translations(folder: Path) -> Translations:
    return load(("en", "cy"), include_drafts=False, folder=folder)


def test_words_and_values(translations: Translations) -> None:
    """Words come in the language asked for, with the values put in after translating."""
    assert translations.text("cy", "Hello {name}", name="Mali") == "Helo Mali"
    assert translations.text("en", "Hello {name}", name="Mali") == "Hello Mali"


def test_values_are_never_read_as_patterns(translations: Translations) -> None:
    """Braces in a value stay as they are."""
    assert translations.text("cy", "Hello {name}", name="{name} {0}") == "Helo {name} {0}"


def test_context(translations: Translations) -> None:
    """A context picks its own translation, and none leaks to another context."""
    assert translations.text("cy", "Home", "child.home.ask") == "Cartref"
    assert translations.text("cy", "Home", "carer.home.ask") == "Home"
    assert translations.text("cy", "Home") == "Home"


def test_missing_words_are_english(translations: Translations) -> None:
    """What nobody has translated, in any known or unknown language, is said in English."""
    assert translations.text("cy", "Not done yet") == "Not done yet"
    assert translations.text("cy", "Unheard of") == "Unheard of"
    assert translations.text("pl", "Hello {name}", name="Ola") == "Hello Ola"
    assert translations.text("cy", "") == ""


def test_drafts_only_when_asked_for(folder: Path) -> None:
    """Fuzzy words are a draft: used only where drafts are wanted, and named either way."""
    for wanted, expected in ((False, "Goodbye"), (True, "Hwyl")):
        translations = load(("en", "cy"), include_drafts=wanted, folder=folder)
        assert translations.text("cy", "Goodbye") == expected
        assert translations.drafts == {"cy"}


def test_plurals(translations: Translations) -> None:
    """The form follows the number, in the language's own rule or in English."""
    assert translations.plural("cy", "{n} answer", "{n} answers", 1) == "1 ateb"
    assert translations.plural("cy", "{n} answer", "{n} answers", 3) == "3 o atebion"
    assert translations.plural("en", "{n} answer", "{n} answers", 1) == "1 answer"
    assert translations.plural("en", "{n} answer", "{n} answers", 0) == "0 answers"


def test_a_missing_catalogue_stops_the_start(folder: Path) -> None:
    """A language without a catalogue is an error at start, not English in silence."""
    with pytest.raises(FileNotFoundError):
        load(("en", "pl"), include_drafts=False, folder=folder)


def test_direction(translations: Translations) -> None:
    """Arabic runs right to left, Welsh left to right."""
    assert translations.direction("ar") == "rtl"
    assert translations.direction("cy") == "ltr"


def test_dates_are_said_in_london_time(translations: Translations) -> None:
    """A moment is told in London time, summer and winter, in the wording of the language."""
    winter = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)
    assert translations.date("en", winter, "day_time") == "Thursday 10 December 2026, 4.00 pm"
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert translations.date("en", summer, "day_time") == "Wednesday 1 July 2026, 12.30 am"
    assert translations.date("cy", winter) == "Dydd Iau 10 Rhagfyr 2026"
    assert translations.date("en", date(2016, 2, 3), "date") == "3 February 2016"
    assert translations.date("pl", winter) == "czwartek, 10 grudnia 2026"


def test_a_time_without_a_zone_is_refused(translations: Translations) -> None:
    """Nobody can say what time in London a datetime without a zone is."""
    with pytest.raises(ValueError, match="zone"):
        translations.date("en", datetime(2026, 12, 10, 16, 0))  # noqa: DTZ001  # that is the point


def test_templates_speak_and_stay_safe(translations: Translations) -> None:
    """A template of one language translates, also in an imported macro, and escapes values."""
    sources = {
        "page": "{% from 'macro' import greet %}{{ greet(who) }}"
        "|{% trans %}Goodbye{% endtrans %}|{{ ngettext('{n} answer', '{n} answers', 2) }}"
        "|{{ pgettext('child.home.ask', 'Home') }}|{{ language }} {{ direction }}",
        "macro": "{% macro greet(who) %}{{ _('Hello {name}', name=who) }}{% endmacro %}",
    }
    environment = Environment(
        loader=DictLoader(sources), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    welsh = environment.overlay()
    welsh.globals = {**environment.globals, **translations.environment_globals("cy")}
    page = welsh.get_template("page").render(who="<b>")
    assert page == "Helo &lt;b&gt;|Goodbye|2 o atebion|Cartref|cy ltr"

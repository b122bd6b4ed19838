"""Every word a person reads, in their language: catalogues read straight from `locales/`.

English is the msgid and needs no catalogue. Whatever a catalogue lacks is said in English.
"""

import gettext
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from babel import Locale, dates
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from backend.platform.clock import LONDON

ENGLISH = "en"
FOLDER = Path(__file__).parents[2] / "locales"

# How a day and a time of day are written; languages not named here follow the CLDR.
_PATTERNS = {
    "en": {"day": "EEEE d MMMM y", "date": "d MMMM y", "time": "h.mm a", "month": "LLLL y"},
    "cy": {"day": "EEEE d MMMM y", "date": "d MMMM y", "time": "h.mm a", "month": "LLLL y"},
}
_CLDR = {"day": "full", "date": "long", "time": "short", "month": "LLLL y"}
_REGIONS = {"en": "en_GB"}


@dataclass(frozen=True)
class Translations:
    """The catalogues of one process. `drafts` names the languages nobody has checked yet."""

    languages: tuple[str, ...]
    drafts: frozenset[str] = frozenset()
    _catalogues: Mapping[str, gettext.NullTranslations] = field(default_factory=dict, repr=False)

    def text(self, language: str, msgid: str, context: str | None = None, **values: object) -> str:
        """Give the words in this language, `{names}` in them replaced by `values`."""
        if not msgid:
            return ""  # gettext keeps the catalogue's header under the empty msgid
        catalogue = self._catalogue(language)
        found = catalogue.pgettext(context, msgid) if context else catalogue.gettext(msgid)
        return found.format(**values) if values else found

    def plural(self, language: str, singular: str, plural: str, n: int, **values: object) -> str:
        """Give the form that goes with `n` in this language; `{n}` in it is the number."""
        found = self._catalogue(language).ngettext(singular, plural, n)
        return found.format(n=n, **values)

    def direction(self, language: str) -> str:
        """Say which way the language is written: "ltr" or "rtl"."""
        return Locale.parse(language).text_direction

    def date(self, language: str, at: date | datetime, style: str = "day") -> str:
        """Write a moment as people in England say it, such as "Thursday 10 December 2026".

        `style` is "day", "date" (no weekday), "month", "time" ("4.00 pm") or "day_time". A datetime
        has to be aware and is told in London time; a date has no time of day.
        """
        if style == "day_time":
            return f"{self.date(language, at, 'day')}, {self.date(language, at, 'time')}"
        pattern = _PATTERNS.get(language, _CLDR)[style]
        locale = _REGIONS.get(language, language)
        if not isinstance(at, datetime):
            return dates.format_date(at, pattern, locale)
        if at.tzinfo is None:
            raise ValueError("a time needs its zone")
        local = at.astimezone(LONDON)
        if style == "time":
            return dates.format_time(local, pattern, LONDON, locale)
        return dates.format_date(local, pattern, locale)

    def environment_globals(self, language: str) -> dict[str, Callable[..., str] | str]:
        """Give what a Jinja environment of one language takes into its `globals`.

        One environment a language (`overlay()` shares the rest), with `jinja2.ext.i18n` added
        first: macros imported without context see an environment's globals and nothing else.
        What these return is plain text, so that autoescaping covers the values as well.
        """
        return {
            "_": lambda msgid, **values: self.text(language, msgid, **values),
            "gettext": lambda msgid, **values: self.text(language, msgid, **values),
            "ngettext": lambda one, many, n, **values: self.plural(
                language, one, many, n, **values
            ),
            "pgettext": lambda context, msgid, **values: self.text(
                language, msgid, context, **values
            ),
            "date": lambda at, style="day": self.date(language, at, style),
            "language": language,
            "direction": self.direction(language),
        }

    def _catalogue(self, language: str) -> gettext.NullTranslations:
        return self._catalogues.get(language) or _UNTRANSLATED


def load(languages: Iterable[str], include_drafts: bool, folder: Path = FOLDER) -> Translations:
    """Read the catalogues of these languages; fuzzy words count only with `include_drafts`.

    Raises FileNotFoundError where a language other than English has no catalogue.
    """
    wanted = tuple(dict.fromkeys(languages))
    sources = {language: _read(folder, language) for language in wanted if language != ENGLISH}
    return Translations(
        wanted,
        frozenset(name for name, source in sources.items() if _has_draft(source)),
        {name: _compile(source, include_drafts) for name, source in sources.items()},
    )


_UNTRANSLATED = gettext.NullTranslations()


def _read(folder: Path, language: str) -> Catalog:
    with (folder / language / "LC_MESSAGES" / "sayso.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _has_draft(source: Catalog) -> bool:
    return any(message.fuzzy for message in source if message.id)


def _compile(source: Catalog, include_drafts: bool) -> gettext.NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, source, use_fuzzy=include_drafts)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

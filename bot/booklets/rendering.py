"""A booklet as a page that holds all it shows, and as a tagged PDF made of it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from backend.platform.documents import pdf
from backend.platform.translations import Translations
from backend.web.words import for_whom
from bot.booklets import words
from bot.booklets.pages import booklet
from bot.booklets.speaking import Speaker
from bot.webchat.rendering import STATIC
from dialogs.loading import load_pictures
from dialogs.script import Script

FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Press:
    """Prints scripts. ``childline`` is the number to ring; ``pictures`` says what each shows."""

    translations: Translations
    childline: str
    pictures: Mapping[str, str] = field(default_factory=load_pictures)

    def html(self, script: Script, language: str) -> str:
        """Give the booklet of a script as one page that needs nothing beside it."""
        speaker = Speaker(self.translations, language, script, self.childline)
        youngest, oldest = script.ages
        return (
            self._environment(language)
            .get_template("booklet.html")
            .render(
                script=script,
                booklet=booklet(script, speaker),
                word=speaker.word,
                own=lambda key: speaker.own(script.word(key)),
                words=words,
                whom=speaker.say(for_whom(script), youngest=youngest, oldest=oldest),
                draft=language in self.translations.drafts,
            )
        )

    def pdf(self, script: Script, language: str) -> bytes:
        """Give the booklet of a script as a tagged PDF. Raises NoPdf where none can be made."""
        return pdf(self.html(script, language))

    def _environment(self, language: str) -> Environment:
        environment = Environment(
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            loader=FileSystemLoader(FOLDER),
        )
        environment.globals.update(self.translations.environment_globals(language))
        environment.globals.update(picture_of=picture, font=font, shows=self._shows(language))
        environment.filters["css"] = css
        return environment

    def _shows(self, language: str) -> Mapping[str, str]:
        text = self.translations.text
        return {name: text(language, shows) for name, shows in self.pictures.items()}


def css(text: str) -> str:
    """Write words so that they may stand within quotes in a style sheet."""
    return "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text)


@cache
def picture(name: str) -> str:
    """Give a picture as a data address: a print may fetch nothing."""
    return _data("image/svg+xml", STATIC / "pictures" / f"{name}.svg")


@cache
def font(name: str) -> str:
    """Give a font of the chat as a data address."""
    return _data("font/woff2", STATIC / "fonts" / f"{name}.woff2")


def _data(kind: str, path: Path) -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"

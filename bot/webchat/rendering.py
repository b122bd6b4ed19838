"""The chat's templates, one environment a language."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader
from starlette.responses import HTMLResponse, RedirectResponse, Response

from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from bot.webchat.forms import Posted
from bot.webchat.pages import Row, Screen
from dialogs.routing import answered
from dialogs.script import Script
from dialogs.state import State

SEE_OTHER = 303
FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
TEMPLATES = FOLDER / "templates"
LANGUAGE_NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True)
class Page:
    """What the template of one screen is given beside the screen itself.

    ``carried`` are fields that every form hands on, for a screen that is kept nowhere.
    """

    screen: Screen
    action: str
    message: str
    words: str = ""
    strokes: str = ""
    picked: tuple[str, ...] = ()
    wrong: str = ""
    no_alarm: bool = False
    answered: bool = False
    said: bool = False
    early: bool = False
    languages: tuple[tuple[str, str], ...] = ()
    about: str = ""
    people: tuple[tuple[str, str], ...] = ()
    read: bool = False
    once_more: bool = False
    rows: tuple[Row, ...] = ()
    proof: str = ""
    answers: str = ""
    carried: tuple[tuple[str, str], ...] = ()


class Pages:
    """Renders every page of the chat, from its own templates unless others are given."""

    def __init__(
        self, runtime: Runtime, childline: str, templates: BaseLoader | None = None
    ) -> None:
        self._runtime = runtime
        self._childline = childline
        self._templates = templates or FileSystemLoader(TEMPLATES)
        self.languages = tuple(
            (code, LANGUAGE_NAMES.get(code, code)) for code in runtime.translations.languages
        )
        self.offered = frozenset(code for code, _ in self.languages)
        codes = {"en", *runtime.translations.languages}
        self._environments = {code: self._environment(code) for code in codes}

    def render(self, language: str, name: str, status: int = 200, **context: Any) -> Response:
        """Answer with a page in a language."""
        return HTMLResponse(self.text(language, name, **context), status)

    def text(self, language: str, name: str, **context: Any) -> str:
        """Give a page in a language as text."""
        environment = self._environments.get(language) or self._environments["en"]
        return environment.get_template(name).render(context)

    def page(
        self,
        script: Script,
        state: State,
        shown: Screen,
        action: str,
        *,
        posted: Posted | None = None,
        wrong: str = "",
    ) -> Page:
        """Give a screen with what was posted just now, else with what was said there before."""
        question, every = shown.question, answered(script, state)
        return Page(
            screen=shown,
            action=action,
            message=new_id(),
            words=posted.words if posted else question.words if question else "",
            strokes=posted.strokes if posted else question.strokes if question else "",
            picked=posted.choices if posted else (),
            wrong=wrong,
            answered=bool(every),
            said=any(not answer.silent for _, answer in every),
            languages=self.languages,
        )

    def words(self, language: str, msgid: str, **values: str) -> str:
        """Give words outside a template."""
        return self._runtime.translations.text(language, msgid, **values)

    def _environment(self, language: str) -> Environment:
        environment = Environment(
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            loader=self._templates,
        )
        settings = self._runtime.settings
        environment.globals.update(self._runtime.translations.environment_globals(language))
        environment.globals.update(
            leave_url=settings.leave_url,
            draft=language in self._runtime.translations.drafts,
            made_up=settings.demo,
            childline=self._childline,
            languages=self.languages,
        )
        return environment


def to(invitation_id: str, where: str = "") -> Response:
    """Lead to a screen of a conversation, or to the one it is at."""
    path = f"/chat/{invitation_id}/{where}" if where else f"/chat/{invitation_id}"
    return RedirectResponse(path, SEE_OTHER)

"""Staff pages: templates with GOV.UK components, and what every one of them is given."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from backend.people.rules import Officer, age_on
from backend.platform.clock import day_in_england
from backend.platform.errors import SaysoError, SignInNeeded
from backend.platform.runtime import Runtime
from backend.web import navigation as bar
from backend.web import words
from backend.web.banners import banners_for
from backend.web.forms import Form
from backend.web.next_page import sign_in_first
from backend.web.notices import NOTICES

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


class Pages:
    """The templates of one process, in the language of the authority: the first one it named.

    `folders` hold more templates than those of our own.
    """

    def __init__(self, runtime: Runtime, folders: Sequence[Path] = ()) -> None:
        self._runtime = runtime
        self._environment = _environment(runtime, runtime.settings.languages[0], folders)

    def render(self, request: Request, name: str, status: int = 200, **context: Any) -> Response:
        """Answer with a page; `officer` is whoever is signed in, None on pages for anybody."""
        officer: Officer | None = getattr(request.state, "officer", None)
        now, path = self._runtime.clock(), str(context.get("path", request.scope["path"]))
        navigation = bar.navigation_for(officer.roles) if officer else ()
        given = {
            "officer": officer,
            "navigation": navigation,
            "place": bar.place_of(navigation, path),
            "path": path,
            # Where something is broken, the page that says so asks for nothing more.
            "banners": banners_for(self._runtime, officer, now) if status < 500 else None,
            "now": now,
            "notice": NOTICES.get(request.query_params.get("done", ""), ""),
            "settings": self._runtime.settings,
            "today": day_in_england(now),
        }
        html = self._environment.get_template(name).render(given | context)
        return HTMLResponse(html, status)

    def text(self, name: str, **context: Any) -> str:
        """Give a page as text, for a print that nobody is shown as a page."""
        return self._environment.get_template(name).render(context)

    def error(self, request: Request, error: SaysoError) -> Response:
        """Say kindly what went wrong; whoever has to sign in first is taken there."""
        kept = getattr(error, "kept", "")
        if isinstance(error, SignInNeeded) and kept:
            form = Form({"next": [request.scope["path"]]})
            return self.render(request, "sign_in.html", error.status, form=form, kept=kept)
        if isinstance(error, SignInNeeded):
            return RedirectResponse(sign_in_first(request), 303)
        title = words.ERROR_TITLES.get(error.status, words.ERROR_TITLES[500])
        # Of no path: what is not somebody's looks like what is not there.
        return self.render(request, "error.html", error.status, error=error, title=title, path="")


def pages_of(request: Request) -> Pages:
    """Give the templates of the process that serves this request."""
    pages: Pages = request.app.state.pages
    return pages


def _environment(runtime: Runtime, language: str, folders: Sequence[Path]) -> Environment:
    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        loader=ChoiceLoader(
            [
                FileSystemLoader([FOLDER / "templates", *folders]),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
    )
    environment.globals.update(runtime.translations.environment_globals(language))
    environment.globals["is_draft"] = language in runtime.translations.drafts
    environment.globals["words"] = words
    environment.globals["say"] = runtime.translations.text
    environment.filters["age_on"] = age_on
    environment.filters["local_day"] = day_in_england
    return environment

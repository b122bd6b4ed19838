"""The web application: staff pages, and whatever other routers it is given."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI
from sqlalchemy import text
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from backend.platform.errors import SaysoError
from backend.platform.runtime import Runtime
from backend.web.errors import ErrorPage, KindErrors, say_as_ours
from backend.web.pages import STATIC, Pages, pages_of
from backend.web.routes import (
    any_day,
    asking,
    attendance,
    cases,
    children,
    homes,
    messages,
    officers,
    participants,
    planning,
    rounds,
    session,
)
from backend.web.security import BodyLimit, FromOurPages, SecurityHeaders
from backend.web.visits import note_officer

STAFF = (
    session.open_router,
    session.router,
    children.router,
    cases.router,
    attendance.router,
    homes.router,
    participants.router,
    planning.router,
    asking.router,
    rounds.router,
    rounds.iro_router,
    any_day.router,
    messages.router,
    officers.router,
)
HERE = ("localhost", "127.0.0.1", "[::1]")

_anybody = APIRouter()


class Files(StaticFiles):
    """Files of our own, the same for everybody, which a browser may keep for an hour."""

    def file_response(self, *given: object, **more: object) -> Response:
        """Give the file, or say that it has not changed."""
        response = super().file_response(*given, **more)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def create_app(
    runtime: Runtime,
    extra_routers: Sequence[APIRouter] = (),
    *,
    extra_files: Mapping[str, Path] | None = None,
    extra_templates: Sequence[Path] = (),
    error_pages: Mapping[str, ErrorPage] | None = None,
    machines: Collection[str] = (),
) -> FastAPI:
    """Make the application; nothing is fetched from elsewhere and no request is written down.

    `extra_files` are folders that anybody may read, by path; `extra_templates` are folders of
    staff pages. `error_pages` are by how a path
    begins. `machines` are exact paths whose callers are machines: they show a secret, and no
    page of ours they came from.
    """
    looks = {"": _staff_error, **(error_pages or {})}
    app = FastAPI(
        title="Sayso",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=_middleware(runtime.settings.public_url, looks, machines),
    )
    app.state.runtime = runtime
    app.state.pages = Pages(runtime, extra_templates)
    say_as_ours(app)
    for router in (_anybody, *STAFF, *extra_routers):
        app.include_router(router)
    for path, folder in {"/static/staff": STATIC, **(extra_files or {})}.items():
        app.mount(path, Files(directory=folder))
    return app


def _middleware(
    public_url: str, looks: Mapping[str, ErrorPage], machines: Collection[str]
) -> list[Middleware]:
    """Outermost first: whatever an inner one refuses still gets the headers and a kind page."""
    hosts = [urlsplit(public_url).hostname or "", *HERE]
    return [
        Middleware(SecurityHeaders, public_url),
        Middleware(KindErrors, looks),
        Middleware(TrustedHostMiddleware, hosts, www_redirect=False),
        Middleware(FromOurPages, public_url, machines),
        Middleware(BodyLimit),
    ]


def _staff_error(request: Request, error: SaysoError) -> Response:
    """Say it with the bar of whoever is signed in, so that they can go on from there."""
    # Whatever else is broken, there is a page.
    with suppress(Exception):
        note_officer(request)
    return pages_of(request).error(request, error)


@_anybody.get("/health")
def health(request: Request) -> Response:
    """Say whether we are up and can reach what is kept; an error page says that we cannot."""
    runtime: Runtime = request.app.state.runtime
    runtime.database.read(
        lambda transaction: transaction.execute(text("SELECT 1 FROM officers LIMIT 1"))
    )
    return PlainTextResponse("ok")


@_anybody.get("/favicon.ico")
def icon() -> Response:
    """Give the icon to browsers that ask for it by its oldest name."""
    return FileResponse(STATIC / "icon.svg", headers={"Cache-Control": "public, max-age=3600"})

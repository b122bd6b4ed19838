"""What people are told when something goes wrong, and what is written down about it."""

import logging
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.testclient import TestClient

from backend.platform.errors import SaysoError
from backend.platform.runtime import Runtime
from backend.web.app import create_app
from backend.web.errors import AnswerCutShort
from backend.web.security import HEADERS
from tests.backend.web.conftest import browser

SAID = "the big boys on the bus"


def breaks() -> Response:
    """Go wrong while holding something that was said."""
    raise RuntimeError(SAID)


def breaks_late() -> Response:
    """Go wrong when half of the answer is on its way."""

    def parts() -> Iterator[str]:
        yield "half"
        raise RuntimeError(SAID)

    return StreamingResponse(parts())


def typed(number: int) -> Response:
    """Want a number."""
    return PlainTextResponse(str(number))


def machine() -> Response:
    """Be a door for machines."""
    return PlainTextResponse("taken")


def look(request: Request, error: SaysoError) -> Response:
    """Show an error as one part of the site does."""
    return PlainTextResponse("sorry, in the chat's own look", error.status)


@pytest.fixture
def broken(runtime: Runtime) -> TestClient:
    """The application with routes that go wrong in every way there is."""
    router = APIRouter()
    router.add_api_route("/breaks", breaks)
    router.add_api_route("/breaks-late", breaks_late)
    router.add_api_route("/chat/breaks", breaks)
    router.add_api_route("/typed", typed)
    router.add_api_route("/machine", machine, methods=["POST"])
    app = create_app(runtime, [router], error_pages={"/chat": look}, machines=["/machine"])
    return browser(app, runtime)


def test_a_mistake_of_ours_is_admitted_without_details(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The page says that it is us; the log says where it was, and nothing that was said."""
    with caplog.at_level(logging.DEBUG):
        answer = broken.get("/breaks")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "RuntimeError" in caplog.text
    assert "test_errors.py:" in caplog.text
    assert SAID not in answer.text + caplog.text
    assert "RuntimeError" not in answer.text


def test_an_answer_that_breaks_half_way_ends_without_details(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the answer had begun, the server is told that it broke and not what it was about."""
    with caplog.at_level(logging.DEBUG), pytest.raises(AnswerCutShort) as raised:
        broken.get("/breaks-late")
    assert raised.value.__suppress_context__
    assert SAID not in caplog.text


def test_what_was_sent_wrongly_is_not_repeated(broken: TestClient) -> None:
    """The page about input that cannot be used holds none of it."""
    answer = broken.get("/typed", params={"number": SAID})
    assert answer.status_code == 422
    assert "Please look again at what you entered." in answer.text
    assert SAID not in answer.text


def test_each_part_of_the_site_says_it_in_its_own_look(broken: TestClient) -> None:
    """A part of the site with an error page of its own shows that one."""
    assert broken.get("/chat/breaks").text == "sorry, in the chat's own look"


def test_a_machine_needs_no_page_to_come_from(broken: TestClient) -> None:
    """A door for machines is open without an origin, and only at its exact path."""
    silent = {"Origin": "", "Sec-Fetch-Site": ""}
    assert broken.post("/machine", headers=silent).text == "taken"
    assert broken.post("/machine/", headers=silent).status_code == 403


@pytest.mark.parametrize("path", ["/no-such-page", "/CHILDREN", "/children/", "/static/staff/../x"])
def test_a_page_that_is_not_there_is_not_found(broken: TestClient, path: str) -> None:
    """An unknown address gets a page that says so, with a way on."""
    answer = broken.get(path)
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_a_strange_host_is_turned_away(broken: TestClient) -> None:
    """A request for another name than ours is not answered with a page."""
    assert broken.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_a_file_in_a_form_is_refused(broken: TestClient) -> None:
    """A file where text is expected gets a kind page and is not looked at."""
    answer = broken.post("/sign-in", files={"email": ("a.exe", b"MZ")})
    assert answer.status_code == 422
    assert "That could not be used" in answer.text


def test_a_database_that_is_gone_is_said(anybody: TestClient, runtime: Runtime) -> None:
    """Where nothing can be kept, health says so and a page asks for patience."""
    assert anybody.get("/health").text == "ok"
    runtime.database.close()
    answer = anybody.post("/sign-in", data={"email": "a@b.example", "password": "x"})
    assert answer.status_code == 503
    assert "try again in a moment" in answer.text

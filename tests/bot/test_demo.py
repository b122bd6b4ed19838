"""The made-up authority: whole, open to whoever tries it, and kept away from everything real."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from backend.packs import service as packs
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, age_on, officer_viewer
from backend.platform.clock import LONDON, SettableClock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.reviews import service as reviews
from bot import demo, demo_families, serving
from bot.demo_answers import LAST_TIME
from bot.demo_links import Link, MadeUp, SignIn
from bot.serving import House
from tests.bot.demonstration import URL, made, settings_in

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SCHEMA = Path(__file__).parents[2] / "docs" / "demo-links.schema.json"
BANNER = "ade-up families"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, MadeUp]]:
    """One made-up authority for all the tests here, which change nothing they share."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    house, made_up = demo.open_demo(settings_in(folder), SettableClock(NOW))
    yield house, made_up
    house.runtime.database.close()


@pytest.fixture(scope="module")
def house(opened: tuple[House, MadeUp]) -> House:
    """The house it runs in."""
    return opened[0]


@pytest.fixture(scope="module")
def made_up(opened: tuple[House, MadeUp]) -> MadeUp:
    """The ways in."""
    return opened[1]


@pytest.fixture
def visitor(house: House) -> TestClient:
    """A browser that knows nothing yet."""
    headers = {"Origin": URL, "Sec-Fetch-Site": "same-origin"}
    return TestClient(serving.application(house), base_url=URL, headers=headers)


def officer(house: House, name: str) -> Officer:
    """Give a member of staff by name."""
    every = house.runtime.database.read(lambda t: people.list_officers(t, SYSTEM))
    return next(each for each in every if each.name == name)


def test_the_ways_in_are_as_published(made_up: MadeUp) -> None:
    """What is written for others to read is as its published description says."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(made_up.to_json()), schema)


def test_the_description_leaves_nothing_open(made_up: MadeUp) -> None:
    """Every field that is written is described, required, and no other one is allowed."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    written = json.loads(made_up.to_json())
    for described, held in (
        (schema, written),
        (schema["$defs"]["sign_in"], written["staff"][0]),
        (schema["$defs"]["link"], written["links"][0]),
    ):
        assert set(described["required"]) == set(described["properties"]) == set(held)
        assert described["additionalProperties"] is False


def test_everybody_there_are_words_for_has_a_link(made_up: MadeUp) -> None:
    """Six children of mixed ages: each one's carer is asked, and the child from eight to eleven."""
    asked = [(link.child, link.role) for link in made_up.links]
    carers = {child for child, role in asked if role == "foster_carer"}
    assert carers == {"Amara", "Leo", "Mia", "Noah", "Ella", "Tyler"}
    assert {child for child, role in asked if role == "child"} == {"Amara", "Leo", "Mia"}
    assert len(asked) == len(set(asked)) == 9
    assert len({link.token for link in made_up.links}) == 9


def test_every_link_opens(made_up: MadeUp, visitor: TestClient) -> None:
    """Each link and its code lead to a first question, by the name of the child."""
    for link in made_up.links:
        assert link.url.startswith(URL)
        first = visitor.post(link.url, data={"code": link.code})
        assert first.status_code == 200
        assert link.child in first.text
        assert first.url.path.endswith("/1")


def test_every_member_of_staff_can_sign_in(made_up: MadeUp, house: House) -> None:
    """Two reviewing officers, duty, support and owner each sign in to where their work begins."""
    roles = sorted(each.role for each in made_up.staff)
    assert roles == ["IRO", "IRO", "business support", "duty officer", "system owner"]
    headers = {"Origin": URL, "Sec-Fetch-Site": "same-origin"}
    app = serving.application(house)
    for each in made_up.staff:
        client = TestClient(app, base_url=URL, headers=headers)
        page = client.post("/sign-in", data={"email": each.email, "password": each.password})
        assert page.status_code == 200
        assert page.url.path in {"/reviews", "/concerns", "/children"}
        assert BANNER in page.text


def test_a_banner_is_on_every_page(made_up: MadeUp, visitor: TestClient) -> None:
    """Nobody can take it for real: chat, staff pages and error pages all say so."""
    link = made_up.links[0]
    paths = (f"/c/{link.token}", "/c/nothing", "/chat/nothing", "/sign-in", "/nothing", "/reviews")
    for path in paths:
        assert BANNER in visitor.get(path).text, path
    assert BANNER in visitor.post(link.url, data={"code": link.code}).text


def test_reviews_are_in_the_coming_weeks(house: House) -> None:
    """Each child has a review planned, on a weekday at four, within six weeks."""
    for name in ("Priya Shah", "Daniel Osei"):
        viewer = officer_viewer(officer(house, name))
        planned = house.runtime.database.read(lambda t, viewer=viewer: packs.my_reviews(t, viewer))  # type: ignore[misc]
        assert len(planned) == 3
        for line in planned:
            starts = line.review.starts_at.astimezone(LONDON)
            assert (starts.hour, starts.minute) == (16, 0)
            assert starts.weekday() < 5
            assert timedelta() < line.review.starts_at - NOW < timedelta(days=42)


def test_last_time_was_answered(house: House) -> None:
    """Amara's answers of half a year ago are in the pack of that review, word for word."""
    database, viewer = house.runtime.database, officer_viewer(officer(house, "Priya Shah"))
    amara = next(
        each
        for each in database.read(lambda t: people.list_children(t, viewer))
        if each.first_name == "Amara"
    )
    past = database.read(lambda t: reviews.of_child(t, viewer, amara.id))[-1]
    pack = database.read(lambda t: packs.read(t, house.desk, viewer, past.id))
    assert past.status == "held"
    assert pack.child_voice is not None
    assert pack.child_voice.state == "sent"
    said = {line.words for row in pack.topics for line in row.child if line.words}
    said |= {line.words for spoken in pack.agenda for line in spoken.lines}
    assert said == {words for _, words in LAST_TIME.values() if words}


def test_nothing_of_the_past_is_sent_now(house: House) -> None:
    """What officers were told half a year ago is over, and waits for nobody at the start."""
    runtime, sent = house.runtime, list[OpenedMessage]()
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    assert "views_ready" not in [each.template for each in sent]


def test_telegram_is_said_to_be_on(made_up: MadeUp) -> None:
    """Whoever set a token is told where Telegram is; without one nothing is said of it."""
    with_it = demo._welcome(replace(made_up, telegram="http://127.0.0.1:9"), with_pdf=True)
    assert "Telegram on, at http://127.0.0.1:9\n" in with_it
    assert "Telegram" not in demo._welcome(made_up, with_pdf=True)


def test_the_same_folder_opens_the_same_families(tmp_path: Path) -> None:
    """Started again over the folder it kept, it has the same ways in, at a new address."""
    few = demo_families.FAMILIES[1:2]
    house = serving.open_house(made(tmp_path), SettableClock(NOW), {})
    first = demo_families.make(house, NOW, few)
    (tmp_path / "made-up.json").write_text(first.to_json(), "utf-8")
    house.runtime.database.close()
    again, second = demo.open_demo(
        replace(settings_in(tmp_path), public_url="http://127.0.0.1:9000"), SettableClock(NOW)
    )
    again.runtime.database.close()
    assert second.staff == first.staff
    assert second.links == tuple(
        replace(link, url=f"http://127.0.0.1:9000/c/{link.token}") for link in first.links
    )


def test_what_is_kept_is_for_its_owner_alone(house: House) -> None:
    """The folder, the key and the list of ways in can be read by whoever started it only."""
    folder = house.runtime.settings.data
    assert folder.stat().st_mode & 0o077 == 0
    for name in ("key", "made-up.json"):
        assert (folder / name).stat().st_mode & 0o077 == 0


def test_mail_goes_no_further_than_the_screen(
    house: House, made_up: MadeUp, visitor: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """An e-mail that would go out is one line with its kind: no address, no name, no link."""
    link = next(each for each in made_up.links if each.child == "Leo" and each.role == "child")
    first = visitor.post(link.url, data={"code": link.code})
    message = first.text.partition('name="message" value="')[2][:32]
    visitor.post(first.url.path.rpartition("/")[0], data={"message": message, "move": "help"})
    runtime = house.runtime
    capsys.readouterr()
    deliver_due(runtime.database, runtime.ring, house.routes, runtime.clock)
    told = capsys.readouterr().out.splitlines()
    assert "An e-mail would go out now: concern" in told
    assert not any("Leo" in line or "@" in line or "http" in line for line in told)


def test_running_it_prints_and_writes_every_way_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints every way in, writes them as JSON, and serves this machine."""
    served: list[str] = []

    def serve(house: House, host: str, port: int) -> None:
        house.runtime.database.close()
        served.append(f"http://{host}:{port}")

    def few(house: House, now: datetime) -> MadeUp:
        sign_in = SignIn("Priya Shah", "IRO", "priya@eastmarch.example", "p" * 16)
        url = house.runtime.settings.public_url
        link = Link("Amara", "child", "Amara", f"{url}/c/{'t' * 22}", "012345", "t" * 22)
        return MadeUp(url, (sign_in,), (link,), "")

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr(demo_families, "make", few)
    links = tmp_path / "links.json"
    assert demo.run({}, port=0, data=tmp_path / "d", links=links, open_browser=False) == 0
    written = json.loads(links.read_text("utf-8"))
    jsonschema.validate(written, json.loads(SCHEMA.read_text("utf-8")))
    printed = capsys.readouterr().out
    for shown in ("012345", written["links"][0]["url"], written["sign_in"], "p" * 16, "PDF o"):
        assert shown in printed
    assert served == [written["url"]]


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_ages_hold_on_any_day(today: date) -> None:
    """On whatever day it is started the children are as old as they are meant to be."""
    ages = {family.first: age_on(family.born_on(today), today) for family in demo_families.FAMILIES}
    assert ages == {"Amara": 9, "Leo": 10, "Mia": 8, "Noah": 13, "Ella": 5, "Tyler": 16}

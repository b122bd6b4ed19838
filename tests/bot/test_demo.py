"""The made-up authority: whole, open to whoever tries it, and kept away from everything real."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from starlette.testclient import TestClient

from backend.people.rules import PARTICIPANT_ROLES
from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from bot import demo, demo_families, demo_people, serving
from bot.demo_links import Link, MadeUp, SignIn
from bot.serving import House
from tests.bot.demonstration import NOW, URL, made, settings_in

SCHEMA = Path(__file__).parents[2] / "docs" / "demo-links.schema.json"
BANNER = "ade-up families"


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
    roles = schema["$defs"]["link"]["properties"]["role"]["enum"]
    assert sorted(roles) == sorted(PARTICIPANT_ROLES)


def test_every_member_of_staff_can_sign_in(made_up: MadeUp, house: House) -> None:
    """Everybody of the staff signs in to where their work begins, with one manager among them."""
    roles = sorted(each.role for each in made_up.staff)
    assert roles[:2] == ["IRO", "IRO"]
    assert roles[2:] == ["business support", "duty officer", "manager", "system owner"]
    headers = {"Origin": URL, "Sec-Fetch-Site": "same-origin"}
    app = serving.application(house)
    for each in made_up.staff:
        client = TestClient(app, base_url=URL, headers=headers)
        page = client.post("/sign-in", data={"email": each.email, "password": each.password})
        assert page.status_code == 200
        assert page.url.path in {"/reviews", "/duty", "/children"}
        assert BANNER in page.text


def test_a_banner_is_on_every_page(made_up: MadeUp, visitor: TestClient) -> None:
    """Nobody can take it for real: chat, staff pages and error pages all say so."""
    link = made_up.links[0]
    paths = (f"/c/{link.token}", "/c/nothing", "/chat/nothing", "/sign-in", "/nothing", "/reviews")
    for path in paths:
        assert BANNER in visitor.get(path).text, path
    assert BANNER in visitor.post(link.url, data={"code": link.code}).text


def test_nothing_of_the_past_is_sent_now(house: House) -> None:
    """What officers were told in the past is over, and waits for nobody at the start."""
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
    few = demo_people.FAMILIES[1:2]
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

"""The made-up authority keeps away from real people, and from what is kept of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.people import service as people
from backend.people.rules import Officer
from backend.platform.keys.service import make_key_file
from backend.platform.settings import load
from bot import demo, serving
from tests.bot.demonstration import URL, made, settings_in
from tests.notify.fake_notify import EMAIL_TEMPLATE, SERVICE, SMS_TEMPLATE


@pytest.mark.parametrize(
    "environ",
    [
        {"SAYSO_SMTP_HOST": "mail.northshire.example", "SAYSO_SMTP_SENDER": "a@b.example"},
        {
            "SAYSO_NOTIFY_API_KEY": f"x-{SERVICE}-{SERVICE}",
            "SAYSO_NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE,
            "SAYSO_NOTIFY_SMS_TEMPLATE": SMS_TEMPLATE,
        },
        {"SAYSO_TELEGRAM_TOKEN": "1:a"},
        {"SAYSO_TELEGRAM_TOKEN": "1:a", "SAYSO_TELEGRAM_API_URL": "https://api.telegram.org"},
        {"SAYSO_TELEGRAM_TOKEN": "1:a", "SAYSO_TELEGRAM_API_URL": "https://127.0.0.1.example"},
    ],
    ids=["mail", "notify", "telegram", "telegram by name", "telegram in disguise"],
)
def test_a_real_route_is_refused(
    tmp_path: Path, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With a server that could reach somebody real it says what to take away, and ends."""
    ended = demo.run(environ, port=8123, data=tmp_path / "d", links=None, open_browser=False)
    assert ended == 2
    assert "take SAYSO_" in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


def test_a_telegram_on_this_machine_is_taken(tmp_path: Path) -> None:
    """A Telegram of our own, on this machine, is nobody real."""
    local = {"SAYSO_TELEGRAM_TOKEN": "1:a", "SAYSO_TELEGRAM_API_URL": "http://127.0.0.1:9"}
    assert settings_in(tmp_path, **local).telegram_api_url == "http://127.0.0.1:9"


@pytest.mark.parametrize("what", ["key", "officer"])
def test_a_real_authority_is_left_alone(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a key or an officer is already, the families are not made beside them."""
    folder = tmp_path / "real"
    environ = {"SAYSO_DATABASE_URL": f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"}
    if what == "key":
        make_key_file(folder / "key")
    else:
        apart = made(tmp_path / "other")
        real = serving.open_house(replace(apart, database_url=environ["SAYSO_DATABASE_URL"]))
        ann = Officer("a" * 32, "Ann", "ann@northshire.example", frozenset({"owner"}))
        real.runtime.database.write(lambda t: people.add_officer(t, ann))
        real.runtime.database.close()
    ended = demo.run(environ, port=8123, data=folder, links=None, open_browser=False)
    assert ended == 2
    assert "give the demo an empty folder" in capsys.readouterr().err
    assert not (folder / "made-up.json").exists()


def test_a_demonstration_says_so(tmp_path: Path) -> None:
    """It offers Welsh as a draft, on this machine only, whatever else is set."""
    settings = settings_in(tmp_path, SAYSO_PUBLIC_URL="https://sayso.northshire.example")
    assert (settings.demo, settings.draft_languages) == (True, True)
    assert settings.languages == ("en", "cy")
    assert settings.public_url == URL
    assert not load({}, tmp_path).demo

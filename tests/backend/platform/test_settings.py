"""Settings are all explained, and what is wrong with them is all said, without a value."""

import dataclasses
import re
import stat
from pathlib import Path

import pytest

from backend.platform.settings import NOT_IN_THE_FILE, BadSettings, Settings, load, make_data_folder

_DOCUMENT = Path(__file__).parents[3] / "docs" / "settings.md"
_SECRET = "Zq81-never-to-be-seen"


def _documented() -> dict[str, str]:
    rows = re.findall(r"^\| `SAYSO_(\w+)` \| ([^|]*) \|", _DOCUMENT.read_text(), flags=re.MULTILINE)
    return {name.lower(): default.strip() for name, default in rows}


def _problems(environ: dict[str, str], data: Path) -> list[str]:
    with pytest.raises(BadSettings) as refused:
        load(environ, data)
    return refused.value.problems


def test_every_setting_is_explained() -> None:
    """Every setting has its row in docs/settings.md, and every row its setting."""
    assert set(_documented()) == {it.name for it in dataclasses.fields(Settings)} - {"demo"}


def test_every_default_is_the_one_explained(tmp_path: Path) -> None:
    """The document tells the default that is really taken."""
    settings = load({}, tmp_path)
    for name, told in _documented().items():
        value = getattr(settings, name)
        if told.startswith("`") and name not in {"data", "database_url", "key_file"}:
            listed = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
            shown = {True: "yes", False: "no"}.get(value, listed)
            assert told == f"`{shown}`", name


def test_without_anything_it_is_kept_in_the_data_folder(tmp_path: Path) -> None:
    """Without a setting, everything is in the data folder, nothing is sent and nobody is told."""
    settings = load({}, tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'sayso.sqlite'}"
    assert settings.key_file == tmp_path / "key"
    assert (settings.telegram_token, settings.smtp_host, settings.demo) == ("", "", False)


def test_no_secret_has_a_default(tmp_path: Path) -> None:
    """What is secret is empty unless set."""
    settings = load({}, tmp_path)
    secrets = ("telegram_token", "telegram_webhook_secret", "smtp_password", "notify_api_key")
    assert [getattr(settings, name) for name in secrets] == ["", "", "", ""]


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """Settings come from the file in the data folder and, before it, from the environment."""
    _write(tmp_path, "# ours\n\nSAYSO_AUTHORITY_NAME = 'Fictown'\nSAYSO_LANGUAGES=en, cy\n")
    settings = load({"SAYSO_AUTHORITY_NAME": "Otherton", "HOME": "/"}, tmp_path)
    assert settings.authority_name == "Otherton"
    assert settings.languages == ("en", "cy")


def test_the_environment_may_say_where_the_data_is(tmp_path: Path) -> None:
    """SAYSO_DATA names the data folder, unless the command line did."""
    environ = {"SAYSO_DATA": str(tmp_path)}
    assert load(environ, None).data == tmp_path
    assert load(environ, tmp_path / "other").data == tmp_path / "other"
    assert load({}, None).data == Path.cwd() / "data"


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A settings file that other accounts can read is refused: it holds secrets."""
    _write(tmp_path, f"SAYSO_SMTP_PASSWORD={_SECRET}\n").chmod(0o640)
    [first, *_rest] = _problems({}, tmp_path)
    assert "chmod 600" in first
    assert _SECRET not in first


def test_a_line_that_says_nothing_is_refused(tmp_path: Path) -> None:
    """A line without a value, and a name given twice, are told by their number."""
    _write(tmp_path, f"{_SECRET}\nSAYSO_SMTP_HOST=a\nSAYSO_SMTP_HOST=b\n")
    problems = _problems({}, tmp_path)
    assert [it.split("line ")[1][:1] for it in problems if "line" in it] == ["1", "3"]
    assert _SECRET not in "".join(problems)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_MIN_AGE", "15"),
        ("TELEGRAM_MIN_AGE", "-18"),
        ("TELEGRAM_MIN_AGE", "grown up"),
        ("TELEGRAM_WEBHOOK_SECRET", "short"),
        ("PUBLIC_URL", "http://sayso.example"),
        ("PUBLIC_URL", "https://?"),
        ("PUBLIC_URL", "https://a\u2100b.example"),
        ("PUBLIC_URL", "https://[oh"),
        ("PUBLIC_URL", "https://someone:word@sayso.example"),
        ("LEAVE_URL", "javascript:alert(1)"),
        ("TELEGRAM_API_URL", "ftp://telegram.example"),
        ("DATABASE_URL", "mysql://here"),
        ("LANGUAGES", ""),
        ("LANGUAGES", "cy"),
        ("LANGUAGES", "en,../secrets"),
        ("DRAFT_LANGUAGES", "maybe"),
        ("SMTP_PORT", "0"),
        ("SMTP_PORT", "99999"),
        ("SMTP_HOST", "mail.example"),
        ("NOTIFY_API_KEY", _SECRET),
        ("NOTIFY_API_URL", "http://notify.example"),
        ("NOTIFY_EMAIL_TEMPLATE", "welcome"),
        ("SMTP_USERNAME", "someone"),
        ("NO_SUCH_THING", "1"),
        ("DEMO", "yes"),
    ],
)
def test_a_bad_setting_is_refused_by_its_name(tmp_path: Path, name: str, value: str) -> None:
    """A setting that cannot be used is refused, by its name and without its value."""
    [problem] = _problems({f"SAYSO_{name}": value}, tmp_path)
    assert problem.startswith("SAYSO_")
    assert name in problem
    assert len(value) < 5 or value not in problem


def test_a_password_does_not_travel_in_the_clear(tmp_path: Path) -> None:
    """A mail password without encryption is refused, except to this machine itself."""
    mail = {
        "SAYSO_SMTP_HOST": "mail.example",
        "SAYSO_SMTP_SENDER": "sayso@fictown.example",
        "SAYSO_SMTP_USERNAME": "sayso",
        "SAYSO_SMTP_PASSWORD": _SECRET,
        "SAYSO_SMTP_STARTTLS": "no",
    }
    [problem] = _problems(mail, tmp_path)
    assert "unencrypted" in problem
    assert not load(mail | {"SAYSO_SMTP_HOST": "localhost"}, tmp_path).smtp_starttls


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """All that is wrong is said at once."""
    wrong = {"SAYSO_SMTP_PORT": "x", "SAYSO_TYPO": "1", "SAYSO_SMTP_STARTTLS": "perhaps"}
    assert len(_problems(wrong, tmp_path)) == 3


def test_settings_show_no_secret(tmp_path: Path) -> None:
    """Settings that are printed by mistake show no secret."""
    environ = {
        "SAYSO_TELEGRAM_TOKEN": _SECRET,
        "SAYSO_TELEGRAM_WEBHOOK_SECRET": _SECRET * 2,
        "SAYSO_DATABASE_URL": f"postgresql+psycopg://sayso:{_SECRET}@db.example/sayso",
        "SAYSO_SMTP_USERNAME": "sayso",
        "SAYSO_SMTP_PASSWORD": _SECRET,
    }
    assert _SECRET not in repr(load(environ, tmp_path))


def test_only_the_two_are_not_in_the_file() -> None:
    """Only the folder itself and the demonstration cannot be set in the file."""
    assert {"data", "demo"} == NOT_IN_THE_FILE


def test_the_data_folder_is_its_owners_only(tmp_path: Path) -> None:
    """A data folder that is new or empty is made private; one in use that is not is refused."""
    for folder in (tmp_path / "deep" / "new", tmp_path / "empty"):
        if folder.name == "empty":
            folder.mkdir(mode=0o755)
        make_data_folder(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    in_use = tmp_path / "deep" / "new"
    (in_use / "key").touch()
    make_data_folder(in_use)
    in_use.chmod(0o750)
    with pytest.raises(BadSettings, match="chmod 700"):
        make_data_folder(in_use)
    assert stat.S_IMODE(in_use.stat().st_mode) == 0o750


def _write(folder: Path, text: str) -> Path:
    path = folder / "settings.env"
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_notify_wants_key_and_templates(tmp_path: Path) -> None:
    """Half of what GOV.UK Notify needs is refused, and the whole is taken and not shown."""
    one = "6f2c1a9e-4b1d-4c8e-9a57-2d8f0c3b7e11"
    given = {
        "SAYSO_NOTIFY_API_KEY": f"sayso-{one}-{one}",
        "SAYSO_NOTIFY_EMAIL_TEMPLATE": one,
        "SAYSO_NOTIFY_SMS_TEMPLATE": one,
    }
    for left_out in given:
        half = {name: value for name, value in given.items() if name != left_out}
        [problem] = _problems(half, tmp_path)
        assert "give all three or none" in problem
    settings = load(given, tmp_path)
    assert settings.sends_email
    assert f"{one}-{one}" not in repr(settings)
    assert not load({}, tmp_path).sends_email

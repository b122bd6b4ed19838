"""The one place where settings come in; docs/settings.md explains every one of them.

A setting `name` is the environment variable SAYSO_NAME, or a line of `settings.env` in the data
folder; the environment wins. No secret has a default.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from backend.platform.calendar import OfficeHours, read_days, read_office_hours
from backend.platform.contacts import is_phone, plain_phone

PREFIX = "SAYSO_"
FILE = "settings.env"
TELEGRAM_NEVER_UNDER = 16
"""Years. Telegram's terms have named 16 and 18 for these countries; no setting goes below this."""
# `data` says where the others are; the demonstration sets `demo` by itself.
NOT_IN_THE_FILE = frozenset({"data", "demo"})

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSettings(Exception):
    """The settings cannot be used: `problems` says all that is wrong and repeats no value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """What one authority has set."""

    data: Path
    database_url: str = field(repr=False)
    key_file: Path
    public_url: str = "http://127.0.0.1:8000"
    authority_name: str = ""
    languages: tuple[str, ...] = ("en",)
    draft_languages: bool = False
    leave_url: str = "https://www.bbc.co.uk/weather"
    telegram_token: str = field(default="", repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: str = field(default="", repr=False)
    telegram_min_age: int = 18
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_username: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_sender: str = ""
    smtp_starttls: bool = True
    notify_api_key: str = field(default="", repr=False)
    notify_api_url: str = "https://api.notifications.service.gov.uk"
    notify_email_template: str = ""
    notify_sms_template: str = ""
    escalate_after: tuple[int, ...] = (15, 60, 240)
    repeat_every: int = 30
    office_hours: OfficeHours = field(default_factory=OfficeHours)
    bank_holidays: frozenset[date] = frozenset()
    edt_email: str = field(default="", repr=False)
    edt_phone: str = field(default="", repr=False)
    canary_email: str = field(default="", repr=False)
    canary_phone: str = field(default="", repr=False)
    demo: bool = False

    @property
    def has_canary(self) -> bool:
        """Say whether there is an address for trials of the way to the people on duty."""
        return bool(self.canary_email or self.canary_phone)

    @property
    def sends_email(self) -> bool:
        """Say whether an e-mail can leave the house, by a server of our own or by Notify."""
        return bool(self.smtp_host or self.notify_api_key)


def load(environ: Mapping[str, str], data: Path | None) -> Settings:
    """Read the settings, or raise `BadSettings` with everything that is wrong with them.

    The data folder is `data`, else SAYSO_DATA, else "data" in the folder we were started in.
    """
    folder = (data or Path(environ.get(f"{PREFIX}DATA") or "data")).absolute()
    in_environment = {name: text for name, text in environ.items() if name.startswith(PREFIX)}
    in_environment.pop(f"{PREFIX}DATA", None)
    in_file, problems = _from_file(folder / FILE)
    given = {name: text.strip() for name, text in (in_file | in_environment).items()}
    values: dict[str, Any] = {
        "data": folder,
        "database_url": f"sqlite:///{folder / 'sayso.sqlite'}",
        "key_file": folder / "key",
    }
    for name, text in given.items():
        try:
            values[_field(name)] = _PARSERS[_field(name)](text)
        except KeyError:
            problems.append(f"{name}: there is no such setting.")
        except ValueError as error:
            problems.append(f"{name}: {error}")
    if problems:
        raise BadSettings(problems)
    settings = Settings(**values)
    if disagreements := _disagreements(settings):
        raise BadSettings(disagreements)
    return settings


def make_data_folder(folder: Path) -> None:
    """Make the data folder its owner's only; refuse one in use that others can look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not folder.stat().st_mode & 0o077:
        return
    if any(folder.iterdir()):
        raise BadSettings([f"{folder}: other accounts can look into it; run chmod 700 on it."])
    folder.chmod(0o700)


def _from_file(path: Path) -> tuple[dict[str, str], list[str]]:
    """Read `NAME=value` a line, with # for remarks; return it with what is wrong."""
    if not path.exists():
        return {}, []
    problems = []
    if path.stat().st_mode & 0o077:
        problems.append(f"{path}: other accounts can read or change it; run chmod 600 on it.")
    given: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, text = (part.strip() for part in line.partition("="))
        if not equals or name in given or not re.fullmatch(rf"{PREFIX}[A-Z_]+", name):
            problems.append(f"{path}, line {number}: expected SAYSO_NAME=value, each name once.")
        else:
            given[name] = text.strip("\"'")
    return given, problems


def _field(name: str) -> str:
    return name.removeprefix(PREFIX).lower()


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise ValueError("give a whole number, such as 18.")
    return int(text)


def _yes_or_no(text: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in answers:
        raise ValueError("say yes or no.")
    return answers[text.lower()]


def _languages(text: str) -> tuple[str, ...]:
    languages = tuple(part.strip() for part in text.split(",") if part.strip())
    if not languages or not all(re.fullmatch(r"[A-Za-z]{2,3}([_-]\w+)*", it) for it in languages):
        raise ValueError("give language codes separated by commas, such as en,cy.")
    return tuple(dict.fromkeys(languages))


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("begin it with sqlite:/// or postgresql+psycopg://")
    return text


def _web_address(text: str) -> str:
    """Take an address whose way is encrypted, or that does not leave this machine."""
    try:
        parts = urlsplit(text)
    except ValueError:  # which would repeat the address
        parts = urlsplit("")
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not safe or not parts.hostname or parts.username or parts.fragment:
        raise ValueError("give an address that begins with https://")
    return text.rstrip("/")


def _minutes(text: str) -> tuple[int, ...]:
    steps = tuple(_whole_number(part.strip()) for part in text.split(","))
    if not 0 < len(steps) < 10 or not steps[0] > 0 or list(steps) != sorted(set(steps)):
        raise ValueError("give minutes, each later than the one before, such as 15,60,240.")
    return steps


def _phone(text: str) -> str:
    if text and not is_phone(plain_phone(text)):
        raise ValueError("give a phone number, such as +44 7700 900123.")
    return plain_phone(text)


def _webhook_secret(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", text):
        raise ValueError("give 32 to 256 letters, digits, - and _ chosen at random.")
    return text


_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _notify_key(text: str) -> str:
    if not re.fullmatch(rf".*{_UUID}-{_UUID}", text, re.IGNORECASE):
        raise ValueError("give the whole key as Notify shows it, name and two ids.")
    return text


def _template_id(text: str) -> str:
    if not re.fullmatch(_UUID, text, re.IGNORECASE):
        raise ValueError("give the template's id as Notify shows it.")
    return text


_KINDS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: _whole_number,
    bool: _yes_or_no,
    Path: lambda text: Path(text).absolute(),
}
_PARSERS: dict[str, Callable[[str], Any]] = {
    each.name: _KINDS[each.type]
    for each in fields(Settings)
    if each.name not in NOT_IN_THE_FILE and each.type in _KINDS
} | {
    "database_url": _database_url,
    "public_url": _web_address,
    "leave_url": _web_address,
    "telegram_api_url": _web_address,
    "telegram_webhook_secret": _webhook_secret,
    "notify_api_key": _notify_key,
    "notify_api_url": _web_address,
    "notify_email_template": _template_id,
    "notify_sms_template": _template_id,
    "languages": _languages,
    "escalate_after": _minutes,
    "office_hours": read_office_hours,
    "bank_holidays": read_days,
    "edt_phone": _phone,
    "canary_phone": _phone,
}


def _disagreements(settings: Settings) -> list[str]:
    """Say what is wrong between settings that are each well formed."""
    notify = {
        bool(settings.notify_api_key),
        bool(settings.notify_email_template),
        bool(settings.notify_sms_template),
    }
    in_the_clear = not settings.smtp_starttls and settings.smtp_host not in _HERE
    wrong = {
        f"TELEGRAM_MIN_AGE: it is never under {TELEGRAM_NEVER_UNDER}.": (
            settings.telegram_min_age < TELEGRAM_NEVER_UNDER
        ),
        "SMTP_PORT: give a port from 1 to 65535.": not 0 < settings.smtp_port < 65536,
        "SMTP_SENDER: needed as soon as SMTP_HOST is set.": (
            bool(settings.smtp_host) and not settings.smtp_sender
        ),
        "SMTP_USERNAME, SMTP_PASSWORD: give both or neither.": (
            bool(settings.smtp_username) != bool(settings.smtp_password)
        ),
        "SMTP_STARTTLS: the password would travel unencrypted.": (
            bool(settings.smtp_password) and in_the_clear
        ),
        "NOTIFY_API_KEY, NOTIFY_EMAIL_TEMPLATE, NOTIFY_SMS_TEMPLATE: give all three or none.": (
            len(notify) > 1
        ),
        "REPEAT_EVERY: give at least one minute.": settings.repeat_every < 1,
        "EDT_EMAIL: give an e-mail address.": (
            bool(settings.edt_email) and "@" not in settings.edt_email
        ),
        "CANARY_EMAIL: give an e-mail address.": (
            bool(settings.canary_email) and "@" not in settings.canary_email
        ),
        "CANARY_PHONE: needs GOV.UK Notify, which sends text messages.": (
            bool(settings.canary_phone) and not settings.notify_api_key
        ),
        "LANGUAGES: English is always among them.": "en" not in settings.languages,
    }
    return [PREFIX + problem for problem, is_so in wrong.items() if is_so]

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.platform.clock import system_clock
from backend.platform.settings import load
from backend.readiness import findings
from backend.readiness_mail import Finding
from tests.notify.fake_notify import SMS_TEMPLATE, FakeNotify, settings_of
from tests.reliability.outside import Mailbox, settings_for


@pytest.fixture
def provider() -> Iterator[FakeNotify]:
    """A Notify of our own on a real port."""
    with FakeNotify() as running:
        yield running


def _found(environ: dict[str, str], data: Path) -> list[Finding]:
    return findings(load(environ, data), system_clock)


def _levels(found: list[Finding], words: str) -> list[str]:
    return [each.level for each in found if words in each.words]


def test_no_way_at_all(tmp_path: Path) -> None:
    """With neither a mail server nor Notify nobody could be told, and that is missing."""
    assert _levels(_found({}, tmp_path), "nobody on duty could be told") == ["missing"]


def test_both_ways(provider: FakeNotify, tmp_path: Path) -> None:
    """With both, each is found ready and nothing is said of one provider."""
    with Mailbox() as mailbox:
        found = _found({**settings_for(mailbox, 8000), **settings_of(provider)}, tmp_path)
    assert _levels(found, "GOV.UK Notify lets us in") == ["ready"]
    assert _levels(found, "The mail server lets us in") == ["ready"]
    assert _levels(found, "one provider only") == []


def test_notify_alone(provider: FakeNotify, tmp_path: Path) -> None:
    """Notify alone is enough to begin with, and it is said that it is one provider only."""
    found = _found(settings_of(provider), tmp_path)
    assert _levels(found, "nobody on duty") == ["advice"]
    assert _levels(found, "one provider only") == ["advice"]


def test_mail_alone(tmp_path: Path) -> None:
    """So is a mail server alone."""
    with Mailbox() as mailbox:
        found = _found(settings_for(mailbox, 8000), tmp_path)
    assert _levels(found, "one provider only") == ["advice"]


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("403", "does not know SAYSO_NOTIFY_API_KEY"),
        ("clock", "the clock of this machine is wrong"),
        ("500", "does not take us (provider-down)"),
        ("429", "does not take us (too-fast)"),
    ],
)
def test_notify_in_trouble(provider: FakeNotify, tmp_path: Path, trouble: str, words: str) -> None:
    """What is wrong with Notify is missing, each in words that say what to mend."""
    provider.trouble = trouble
    assert _levels(_found(settings_of(provider), tmp_path), words) == ["missing"]


def test_a_template_that_lacks_a_field(provider: FakeNotify, tmp_path: Path) -> None:
    """A template in which the words have no place is missing."""
    provider.templates[SMS_TEMPLATE]["body"] = "Hello ((name))"
    assert _levels(_found(settings_of(provider), tmp_path), "((body))") == ["missing"]


def test_notify_is_away(provider: FakeNotify, tmp_path: Path) -> None:
    """A Notify that cannot be reached is missing."""
    environ = settings_of(provider)
    provider.stop()
    assert _levels(_found(environ, tmp_path), "no-connection") == ["missing"]


def test_stages_that_cannot_be_used(tmp_path: Path) -> None:
    """A file of stages with a mistake is missing for live use, and ours needs no word."""
    assert _levels(_found({}, tmp_path), "challenges.toml") == []
    (tmp_path / "challenges.toml").write_text("[formal]")
    assert _levels(_found({}, tmp_path), "challenges.toml") == ["missing"]

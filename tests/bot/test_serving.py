from pathlib import Path

import pytest

from backend.platform.delivery.rules import OpenedMessage
from backend.platform.settings import load
from backend.platform.translations import load as load_translations
from bot.serving import outgoing
from tests.notify.fake_notify import FakeNotify, settings_of
from tests.reliability.outside import Mailbox, settings_for

MESSAGE = OpenedMessage("a1" * 16, "duty@council.example", "concern", {"url": "u"}, "en", 1)


@pytest.mark.parametrize("with_mail", [True, False])
@pytest.mark.parametrize("with_notify", [True, False])
def test_every_email_has_its_way(with_mail: bool, with_notify: bool, tmp_path: Path) -> None:
    """An e-mail goes by our own server, else by Notify; with both, Notify is the second way."""
    with Mailbox() as mailbox, FakeNotify() as notify:
        environ = {**(settings_for(mailbox, 8000) if with_mail else {})}
        environ |= settings_of(notify) if with_notify else {}
        english = load_translations(("en",), include_drafts=False)
        routes, enquiries = outgoing(load(environ, tmp_path), english)
        for name in ("email", "notify_email"):
            if name in routes:
                routes[name](MESSAGE)
        by_mail, by_notify = len(mailbox.taken), len(notify.taken)
    assert ("email" in routes) == (with_mail or with_notify)
    assert ("notify_email" in routes) == (with_mail and with_notify)
    assert ("notify_sms" in routes) == with_notify
    assert (by_mail, by_notify) == (int(with_mail), int(with_notify))
    # Only Notify can be asked what became of a message.
    asked = {name for name in routes if with_notify and not (with_mail and name == "email")}
    assert set(enquiries) == asked

"""Where GOV.UK Notify carries the trials, only its "delivered" is proof."""

from dataclasses import replace

from backend.duty.rules import OnCall
from backend.platform.delivery.service import ask_one
from backend.platform.messages import SMS_ROUTE
from backend.platform.notify import Notify
from backend.platform.settings import load
from tests.backend.canary.trying import CANARY, House
from tests.notify.fake_notify import FakeNotify, settings_of

PHONE = "+447700900123"


def test_a_text_is_proven_once_it_is_delivered(house: House) -> None:
    """Both ways have to arrive: the server's 250 is not enough while a text is only on its way."""
    both = frozenset({"email", SMS_ROUTE})
    on_call = OnCall(canary_email=CANARY, canary_phone=PHONE, routes=both)
    house.desk = replace(house.desk, on_call=on_call)
    with FakeNotify() as provider:
        settings = load(settings_of(provider), house.runtime.settings.data)
        notify = Notify(settings, house.runtime.translations, house.clock)
        house.routes[SMS_ROUTE] = notify.sms
        house.look()
        house.go(1)
        [waits] = house.rounds()
        assert (waits.proven_at, waits.missing) == (None, SMS_ROUTE)
        for each in provider.to(PHONE):
            each.status = "delivered"
        while ask_one(house.database, {SMS_ROUTE: notify.enquire}, house.clock):
            pass
        house.go(1)
    [proven] = house.rounds()
    assert (proven.proven_at, proven.missing) == (house.clock(), "")

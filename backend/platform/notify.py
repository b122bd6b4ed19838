"""GOV.UK Notify as routes of delivery: e-mail and text messages, and what became of them.

Each message has our id as its `reference`. Before a second try Notify is asked for it, so that
one whose answer was lost is not sent again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import ConnectTimeout, Response
from urllib3.exceptions import MaxRetryError

from backend.platform.clock import Clock, system_clock
from backend.platform.delivery.rules import Ambiguous, OpenedMessage, RetryLater, Undeliverable
from backend.platform.messages import EMAILS, SMS
from backend.platform.pacing import Stop
from backend.platform.receipts import AWAITED, DELIVERED, TAKEN
from backend.platform.settings import Settings
from backend.platform.translations import Translations

# To be let in, and for each answer: together under ten seconds, so that a call about a concern
# that vanishes in a hole is tried again soon.
CONNECT_SECONDS, ANSWER_SECONDS = 3.05, 6.0

# What became of a message, in Notify's words ("Status descriptions" in its API documentation). A
# text abroad ends as "sent", of which no provider says more.
_UNDER_WAY = frozenset({"created", "sending", "pending"})
_ARRIVED = {"delivered": DELIVERED, "sent": TAKEN, "received": DELIVERED}
_FAILED = {
    "permanent-failure": "no-such-address",
    "temporary-failure": "not-reachable",
    "technical-failure": "provider-failed",
}
# Seconds to be silent where a 429 does not say how many: so many calls a minute, or a day.
_SILENCE = {"RateLimitError": 10.0, "TooManyRequestsError": 900.0}
_SILENCE_ELSE = 60.0

# It logs what Notify answers, which may quote an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)

# Its own functions have no types.
_Call = Callable[[Any], Any]


class Notify:
    """One service at GOV.UK Notify; hand `email`, `sms` and `enquire` to delivery."""

    def __init__(
        self,
        settings: Settings,
        translations: Translations,
        clock: Clock = system_clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._translations = translations
        self._clock = clock
        # A key's limit is for e-mail and text together.
        self._stop = Stop(monotonic)

    def email(self, message: OpenedMessage) -> str:
        """Send one e-mail; give its receipt, or raise what became of it."""
        words = EMAILS[message.template]
        subject = self._worded(message, words.subject)
        personalisation = {"subject": " ".join(subject.split())}
        personalisation["body"] = self._worded(message, words.body)
        template = self._settings.notify_email_template
        return self._once(
            message,
            lambda client: client.send_email_notification(
                message.recipient, template, personalisation, message.id
            ),
        )

    def sms(self, message: OpenedMessage) -> str:
        """Send one text message; give its receipt, or raise what became of it."""
        personalisation = {"body": self._worded(message, SMS[message.template])}
        template = self._settings.notify_sms_template
        return self._once(
            message,
            lambda client: client.send_sms_notification(
                message.recipient, template, personalisation, message.id
            ),
        )

    def enquire(self, message_id: str) -> str:
        """Ask what became of a message; raise Undeliverable if it failed, RetryLater if unheard."""
        states = self._states(message_id)
        receipt = _receipt(states)
        if receipt is None and states:
            raise Undeliverable(_FAILED.get(states[0], "provider-failed"))
        return receipt or AWAITED

    def why_unusable(self) -> str:
        """Say by a code why Notify would not take our messages just now, or "" if it would."""
        wanted = {
            self._settings.notify_email_template: ("((subject))", "((body))"),
            self._settings.notify_sms_template: ("((body))",),
        }
        try:
            for template, fields in wanted.items():
                told = self._template(template)
                if not all(field in told for field in fields):
                    return "bad-template"
        except RetryLater as error:
            return error.code
        return ""

    def _template(self, template: str) -> str:
        kept = self._ask(lambda client: client.get_template(template), asking=True)
        return f"{kept.get('subject')} {kept.get('body')}"

    def _worded(self, message: OpenedMessage, english: str) -> str:
        return self._translations.text(message.language, english, **message.values)

    def _once(self, message: OpenedMessage, send: _Call) -> str:
        if message.tries > 1:
            states = self._states(message.id)
            if receipt := _receipt(states):
                return receipt
            if "permanent-failure" in states:
                raise Undeliverable(_FAILED["permanent-failure"])
        answer = self._ask(send, asking=False)
        if not answer.get("id"):
            raise Ambiguous("no-answer")
        return AWAITED

    def _states(self, message_id: str) -> list[str]:
        """List what became of each message that went out under this id, newest first."""
        told = self._ask(
            lambda client: client.get_all_notifications(reference=message_id), asking=True
        )
        return [str(each.get("status")) for each in told.get("notifications", [])]

    def _ask(self, call: _Call, *, asking: bool) -> Mapping[str, Any]:
        """Call Notify once; `asking` where the call changes nothing."""
        if self._stop.seconds:
            raise RetryLater(self._stop.seconds, "too-fast", all_wait=True)
        client = NotificationsAPIClient(
            self._settings.notify_api_key,
            self._settings.notify_api_url,
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
        )
        answer: Any = None
        fate: Exception = Ambiguous("no-answer")
        try:
            answer = call(client)
        except APIError as error:
            fate = self._fate(error)
        finally:
            client.request_session.close()
        if isinstance(answer, dict):
            return answer
        if asking and not isinstance(fate, RetryLater):
            # Nothing was asked of it but what it knows.
            raise RetryLater(code=getattr(fate, "code", "no-answer"))
        raise fate  # outside the except: Notify's own words may quote an address

    def _fate(self, error: APIError) -> Exception:
        if error.response is None:
            return _unheard(error.__cause__)
        status = error.response.status_code
        if status == 429:
            return self._silence(error.response)
        if status in (401, 403):
            clock_is_wrong = "clock" in _said(error.response)
            return RetryLater(code="bad-clock" if clock_is_wrong else "bad-key")
        if status == 400:
            return _bad_request(_said(error.response))
        if status == 404:
            return RetryLater(code="bad-template")
        # It may have done its work and then failed; the next try asks.
        return Ambiguous("provider-down" if status >= 500 else "no-answer")

    def _silence(self, response: Response) -> RetryLater:
        seconds = self._asked_for(response.headers.get("Retry-After", ""))
        if seconds is None:
            kinds = [each.get("error") for each in _errors(response)]
            seconds = max((_SILENCE.get(str(kind), 0.0) for kind in kinds), default=0.0)
            seconds = seconds or _SILENCE_ELSE
        self._stop.ask_for(seconds)
        return RetryLater(seconds, "too-fast", all_wait=True)

    def _asked_for(self, header: str) -> float | None:
        """Read a Retry-After, in seconds or as a date (RFC 9110, 10.2.3)."""
        if header.isdecimal():
            return float(header)
        try:
            until = parsedate_to_datetime(header)
        except ValueError:
            return None
        return max(0.0, (_in_utc(until) - self._clock()).total_seconds())


def _in_utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _receipt(states: list[str]) -> str | None:
    """Give the receipt of whatever went out and did not fail, the best there is."""
    arrived = [_ARRIVED[state] for state in states if state in _ARRIVED]
    if arrived:
        return DELIVERED if DELIVERED in arrived else arrived[0]
    return AWAITED if any(state in _UNDER_WAY for state in states) else None


def _unheard(cause: BaseException | None) -> Exception:
    """Tell a connection that never was from one that was lost before the answer."""
    reason = next(iter(cause.args), None) if cause else None
    if isinstance(cause, ConnectTimeout) or isinstance(reason, MaxRetryError):
        return RetryLater(code="no-connection")
    return Ambiguous("no-answer")


def _bad_request(said: str) -> Exception:
    """Tell their address, which nobody here can mend, from our own templates and rights."""
    if "email_address" in said or "phone_number" in said:
        return Undeliverable("refused")
    if "trial mode" in said or "team-only" in said:
        return RetryLater(code="trial-mode")
    if "emplate" in said or "personalisation" in said:
        return RetryLater(code="bad-template")
    return Undeliverable("rejected")


def _said(response: Response) -> str:
    return " ".join(str(each.get("message")) for each in _errors(response))


def _errors(response: Response) -> list[dict[str, Any]]:
    try:
        errors = response.json()["errors"]
    except (ValueError, TypeError, KeyError):
        return []
    return [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []

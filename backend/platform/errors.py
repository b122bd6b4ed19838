"""What can go wrong, whose doing it is, and the status it is answered with.

One handler in the web layer renders all of these. A message is a msgid of the catalogue and
never repeats what a person typed.
"""

from collections.abc import Mapping
from typing import TypeVar

from backend.platform.msgids import _

T = TypeVar("T")


class SaysoError(Exception):
    """Something a person is told about, in words of the catalogue."""

    status = 500
    code = "error"
    message = _("Something went wrong on our side. Please try again in a little while.")

    def __init__(self, message: str | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)


class NotFound(SaysoError):
    """There is no such thing, or this person may not know of it: the two look alike."""

    status = 404
    code = "not-found"
    message = _("We could not find that page.")


class Refused(SaysoError):
    """This person is known and may not do this."""

    status = 403
    code = "refused"
    message = _("You are not able to do that.")


class SignInNeeded(SaysoError):
    """Nobody is signed in, or not any more."""

    status = 401
    code = "sign-in-needed"
    message = _("Please sign in to carry on.")


class BadInput(SaysoError):
    """What was sent cannot be used: `fields` says all that is wrong, by field, in msgids.

    It holds our words about the input and never the input.
    """

    status = 422
    code = "bad-input"
    message = _("Please look again at what you entered.")

    def __init__(self, fields: Mapping[str, str], message: str | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields)


class TooManyTries(SaysoError):
    """Too often in too short a time; `wait` is in seconds, 0 where it is not known."""

    status = 429
    code = "too-many-tries"
    message = _("That was tried too many times. Please wait a few minutes and try again.")

    def __init__(self, message: str | None = None, wait: int = 0) -> None:
        super().__init__(message)
        self.wait = wait


class Unavailable(SaysoError):
    """It could not be done just now; trying the same again is safe and may well work."""

    status = 503
    code = "unavailable"
    message = _("We could not save that just now. Please try again in a moment.")


class DatabaseStopped(Unavailable):
    """The database takes nothing more: it is closing, or its writer has died.

    What was under way may or may not have been kept.
    """

    code = "database-stopped"


class NestedWrite(RuntimeError):
    """A unit of work asked the database for another one: a mistake in the program."""


def or_not_found(thing: T | None) -> T:
    """Give what was looked for. Raises NotFound where there is none, or none for this person."""
    if thing is None:
        raise NotFound
    return thing

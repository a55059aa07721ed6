"""What a provider's interface answered, put into the same few outcomes as a mail server's answer.

django-anymail is an extra: where it is not installed no error is one of its.
"""

from __future__ import annotations

import re

from alerts.outcomes import Outcome, Result, ServerUnavailable

# A provider has words of its own for an address it will not write to. They are noted with the code
# of RFC 3463 that says the same, by which mail to the address stops as after any other bounce.
_BAD_ADDRESS = {
    "invalid": "5.1.3 The provider says that the address is none",
    "rejected": "5.2.1 The provider does not write to the address",
}
_NOT_LET_IN = {401, 402, 403}
_TOO_BUSY = 429
_TOO_LARGE = 413
_GAVE_UP_WAITING = {408, 504}
_ABOUT_RECIPIENT = re.compile(
    r"\brecipients?\b|[\"'`]to[\"'`]|\bto[.\[]\d|\bin to\b", re.IGNORECASE
)
_ABOUT_US = re.compile(r"\b(?:from|senders?|domain|account|quota|limit)\b", re.IGNORECASE)


def judge(error: Exception) -> Result | None:
    """Decide what a failed try through a provider means; None if the error is not a provider's.

    A refusal is final where the provider names the recipient or the size. One that may be about
    the sender, the account or the request is our own fault: the mail waits until it is mended.

    Raises:
        ServerUnavailable: it cannot be reached, has no time, or does not let us in.
    """
    try:
        from anymail.exceptions import (
            AnymailAPIError,
            AnymailInvalidAddress,
            AnymailRecipientsRefused,
        )
    except ImportError:
        return None
    said = " ".join(str(error).split())
    if isinstance(error, AnymailRecipientsRefused):
        return Result(Outcome.REFUSED, f"{_refusal(error)}: {said}")
    if isinstance(error, AnymailInvalidAddress):
        about_us = _ABOUT_US.search(said)
        return None if about_us else Result(Outcome.REFUSED, f"{_BAD_ADDRESS['invalid']}: {said}")
    if not isinstance(error, AnymailAPIError):
        return None
    if error.status_code is None:
        return _no_answer(error, said)
    return _by_status(int(error.status_code), _body(error), said)


def _by_status(status: int, body: str, said: str) -> Result:
    if status in _NOT_LET_IN or status == _TOO_BUSY:
        raise ServerUnavailable(said)
    if status < 300 or status in _GAVE_UP_WAITING:  # an answer nobody can read, or none in time
        return Result(Outcome.UNCLEAR, said)
    if status >= 500:
        return Result(Outcome.LATER, said)
    if status == _TOO_LARGE:
        return Result(Outcome.REFUSED, said)
    if _ABOUT_RECIPIENT.search(body) and not _ABOUT_US.search(body):
        return Result(Outcome.REFUSED, f"{_BAD_ADDRESS['invalid']}: {said}")
    return Result(Outcome.NOT_US, said)


def _no_answer(error: Exception, said: str) -> Result:
    """Whether the request can have arrived: not if no connection was made."""
    from requests.exceptions import ConnectionError as NotConnected
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    cause = error.__cause__
    inner = cause.args[0] if isinstance(cause, NotConnected) and cause.args else None
    never = isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)
    if never or isinstance(cause, ConnectTimeout):
        raise ServerUnavailable(said)
    return Result(Outcome.UNCLEAR, said)


def _refusal(error: Exception) -> str:
    """Why it refused the one recipient, in the words kept for that."""
    message = getattr(error, "email_message", None)
    told = getattr(getattr(message, "anymail_status", None), "status", None) or {"rejected"}
    return _BAD_ADDRESS["invalid" if "invalid" in told else "rejected"]


def _body(error: Exception) -> str:
    response = getattr(error, "response", None)
    return str(getattr(response, "text", ""))

"""What counts as an address, and as the same address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LONGEST = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets


def clean_address(text: str) -> str:
    """Return the address as it is kept: the name as typed, the domain in lower-case ASCII.

    Raises:
        ValidationError: it is no address we can write to; the message says what to do.
    """
    name, at, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        at = ""
    address = f"{name}@{domain}"
    if not at or len(address) > LONGEST:
        raise ValidationError(_("Enter an e-mail address, such as name@example.org."))
    if not name.isascii():
        raise ValidationError(
            _(
                "We cannot write to addresses with letters such as é or ü before the @. "
                "Enter another address."
            )
        )
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("Enter an e-mail address, such as name@example.org.")) from None
    return address

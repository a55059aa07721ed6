"""Making and changing webhooks: only to addresses on the public internet, always with a secret."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from alerts.calls import new_secret
from alerts.interests import search_of
from alerts.models import Webhook
from moratoriums.filters import read_choice
from outbound.addresses import ClosedAddress, take_apart


def check_url(url: str) -> None:
    """Refuse an address that could not, or should not, be called.

    Its name is looked up, and all its addresses are checked, at each call anew.

    Raises:
        ValidationError: says what to write instead.
    """
    try:
        target = take_apart(url)
    except ClosedAddress as error:
        raise ValidationError(f"It cannot be called: {error}.") from error
    if target.scheme != "https":
        raise ValidationError("Write an https address: a signature does not hide what is said.")


def clean_search(text: str) -> str:
    """A search of the list of records as it is kept; from an address what follows the "?".

    Raises:
        ValidationError: a filter is not known, or cannot have that value.
    """
    choice = read_choice(QueryDict(text.strip().rpartition("?")[2]))
    if choice.problems:
        raise ValidationError(list(choice.problems))
    return search_of(choice)


@transaction.atomic
def save_webhook(webhook: Webhook, *, by: str, at: datetime) -> None:
    """Save one; a new one gets its secret, and one switched on again starts with a clean slate."""
    if webhook._state.adding:
        webhook.made_at, webhook.made_by, webhook.secret = at, by, new_secret()
    if webhook.active:
        webhook.failing_since = None
    webhook.save()


def change_secret(webhook: Webhook) -> None:
    """Sign with another secret from now on; the receiver must be given it."""
    Webhook.objects.filter(pk=webhook.pk).update(secret=new_secret())

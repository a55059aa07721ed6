"""Tells senders of requests apart without keeping who they are."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from staff.visitors import network_of


def sender_of(request: HttpRequest) -> str:
    """A keyed hash of the sender's network that is another one every day.

    Of IPv6 the first 64 bits count: a household has so many addresses that each would be new.
    """
    key = f"{settings.SECRET_KEY}/sender/{timezone.localdate().isoformat()}"
    network = network_of(request) or "unknown"
    return hmac.new(key.encode(), network.encode(), sha256).hexdigest()

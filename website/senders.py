"""Tells senders of requests apart without keeping who they are."""

from __future__ import annotations

import hmac
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def sender_of(request: HttpRequest) -> str:
    """A keyed hash of the sender's network that is another one every day.

    Of IPv6 the first 64 bits count: a household has so many addresses that each would be new.
    """
    key = f"{settings.SECRET_KEY}/sender/{timezone.localdate().isoformat()}"
    return hmac.new(key.encode(), _network(_address(request)).encode(), sha256).hexdigest()


def _address(request: HttpRequest) -> str:
    """The address of the visitor: behind a proxy, what that proxy wrote last."""
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if forwarded:
            return str(forwarded)
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address):
        mapped = ip.ipv4_mapped
        return str(mapped or ip_network((ip, 64), strict=False))
    return str(ip)

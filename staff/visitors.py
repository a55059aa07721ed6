"""The address that a request came from, as far as it can be believed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# A home or an office has a whole network of this size in IPv6.
IPV6_PREFIX = 64


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address as text, empty if there is none that can be read.

    Behind a proxy it is what the proxy itself added last: all before that, a visitor can make up.
    Without a proxy no header is believed at all.
    """
    found = _read(request)
    return str(found) if found else ""


def network_of(request: HttpRequest) -> str:
    """Return what visitors are told apart by: the address, or in IPv6 the first of its network."""
    found = _read(request)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, IPV6_PREFIX), strict=False).network_address)
    return str(found) if found else ""


def _read(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    said = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        last = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        said = last or said
    try:
        found = ip_address(said)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found

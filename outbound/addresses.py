"""Which addresses may be fetched: public ones only, by a list of our own."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

PORTS = frozenset({80, 443, 8080, 8443})
LONGEST_URL = 2000

# Everything that is not the public internet: this host, private and shared networks, link-local
# (cloud metadata), protocol assignments, documentation, benchmarking, multicast, reserved.
# Python's is_global passes several of them and differs between versions.
_CLOSED_4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
# Of IPv6 only global unicast is open, without the parts that carry an IPv4 address (Teredo, 6to4)
# or are set aside. NAT64, mapped, local, multicast and discard prefixes lie outside it anyway.
_OPEN_6 = ip_network("2000::/3")
_CLOSED_6 = tuple(
    map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"))
)
_LOCAL_DOMAINS = (
    "localhost local internal intranet home lan corp private test invalid example onion arpa"
)
_LOCAL_NAMES = frozenset(_LOCAL_DOMAINS.split())
_IPV4 = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}")
_NO_ADDRESS = re.compile(r"[\x00-\x20\\\x7f]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


class ClosedAddress(ValueError):
    """The address may not be fetched; the message says why."""


@dataclass(frozen=True)
class Target:
    """A checked address, taken apart. ``host`` is in small ASCII letters, without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address already and not a name."""
        return ":" in self.host or _IPV4.fullmatch(self.host) is not None


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _CLOSED_4)
    return ip.scope_id is None and _is_public_6(ip)


def _is_public_6(ip: IPv6Address) -> bool:
    if ip not in _OPEN_6 or any(ip in network for network in _CLOSED_6):
        return False
    # ISATAP hides an IPv4 address in the lower half of any prefix.
    return (int(ip) >> 32) & 0xFFFFFFFF not in (0x00005EFE, 0x02005EFE)


def take_apart(url: str, *, ports: frozenset[int] = PORTS) -> Target:
    """Check the form of an address; names are not looked up here.

    Raises:
        ClosedAddress: the scheme, port, host or a character in it is not allowed.
    """
    if len(url) > LONGEST_URL or _NO_ADDRESS.search(url):
        raise ClosedAddress("the address is too long or holds characters that no address has")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ClosedAddress("it is no web address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ClosedAddress("only http and https addresses are fetched")
    if "@" in parts.netloc:
        raise ClosedAddress("the address carries a user name or password")
    port = (443 if parts.scheme == "https" else 80) if port is None else port
    if port not in ports:
        raise ClosedAddress(f"port {port} is not fetched")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, _host(parts.hostname), port, path)


def take_public(url: str) -> Target:
    """Check an address as far as that goes without looking its name up.

    Raises:
        ClosedAddress: as ``take_apart``, or its host is an IP address that is not public.
    """
    target = take_apart(url)
    if target.is_address and not is_public(target.host):
        raise ClosedAddress("its host is not on the public internet")
    return target


@functools.lru_cache(maxsize=1024)  # many feeds share a host
def _host(name: str) -> str:
    if ":" in name:  # IPv6 in brackets
        if "%" in name:
            raise ClosedAddress("an address with a zone is never public")
        try:
            return str(ip_address(name))
        except ValueError as error:
            raise ClosedAddress("it is no web address") from error
    try:
        host = (
            name if name.isascii() else unicodedata.normalize("NFKC", name).encode("idna").decode()
        )
    except UnicodeError as error:
        raise ClosedAddress("the name of the host cannot be read") from error
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if _IPV4.fullmatch(host):
        return host
    if re.fullmatch(r"(?:0x[0-9a-f]*|\d+)", labels[-1]):
        raise ClosedAddress("that way of writing a number as an address is not fetched")
    if len(labels) < 2 or labels[-1] in _LOCAL_NAMES or len(host) > 253:
        raise ClosedAddress("the name of the host belongs to a private network")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise ClosedAddress("the name of the host cannot be read")
    return host

"""Which addresses may be fetched."""

import pytest

from outbound.addresses import ClosedAddress, is_public, take_apart


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::",
        "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1", "5f00::1",
        "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "100::1",
        "2606:4700::5efe:7f00:1", "not an address", "",
    ],
)  # fmt: skip
def test_what_is_not_the_public_internet_is_closed(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "192.169.0.1", "2606:4700::1111"],
)
def test_the_public_internet_is_open_right_up_to_its_borders(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "/etc/passwd", "//news.example.org/", "file:///etc/passwd", "ftp://news.example.org/",
        "gopher://news.example.org/_", "javascript:alert(1)", "http://", "http://[::1",
        "http://user:secret@news.example.org/", "http://news.example.org@127.0.0.1/",
        "http://127.0.0.1\\@news.example.org/", "http://news.example.org:22/",
        "http://news.example.org:0/", "http://news.example.org:99999/", "http://localhost/",
        "http://a.localhost/", "http://router.local/", "http://db.internal/", "http://intranet/",
        "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://2130706433/",
        "http://0x7f.1/", "http://news.example.org/\r\nX: y", "http://news example.org/",
        "http://[fe80::1%25lo]/", f"http://{'a' * 64}.example.org/", "http://a..example.org/",
        "http://" + "a" * 3000,
    ],
)  # fmt: skip
def test_an_address_of_the_wrong_form_is_closed(url):
    with pytest.raises(ClosedAddress):
        take_apart(url)


def test_full_width_digits_are_read_as_the_address_they_stand_for():
    assert not is_public(take_apart("http://１２７.0.0.1/").host)
    with pytest.raises(ClosedAddress):
        take_apart("http://127。0。0。1.local/")


def test_an_address_is_taken_apart():
    target = take_apart("https://News.Example.org:8443/a/b?c=d#e")
    assert (target.scheme, target.host, target.port, target.path) == (
        "https", "news.example.org", 8443, "/a/b?c=d",
    )  # fmt: skip
    assert take_apart("http://bücher.example.org/").host == "xn--bcher-kva.example.org"
    assert take_apart("http://[2606:4700::1111]/").host == "2606:4700::1111"

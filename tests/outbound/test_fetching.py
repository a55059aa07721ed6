"""The one way out to the web: where it goes, and how much and how long it takes in."""

import gzip
import socket
import time
import zlib

import pytest

from outbound.fetching import Blocked, FetchFailed, TooLarge, TooSlow, fetch
from tests.outbound.web_server import WebServer


@pytest.fixture
def server():
    server = WebServer()
    yield server
    server.close()


@pytest.fixture
def get(server):
    """Fetch from the server, which the guard lets through for the test."""

    def get(path, **options):
        return fetch(server.url(path), also=frozenset({("127.0.0.1", server.port)}), **options)

    return get


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: list[str]) -> None:
    """Let every name resolve to these addresses; each call takes the next list."""
    answers = list(addresses)

    def getaddrinfo(host, port, **_):
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_page_is_fetched_with_its_type_and_we_say_who_we_are(get, server, settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://watch.example", "desk@watch.example"
    server.say("/a", b"<p>hello</p>", Content_Type="text/HTML; charset=utf-8")
    fetched = get("/a")
    assert (fetched.status, fetched.body) == (200, b"<p>hello</p>")
    assert fetched.content_type == "text/html; charset=utf-8"
    assert "MoratoriumWatch (+https://watch.example; desk@watch.example)" in server.seen[0]
    assert f"Host: 127.0.0.1:{server.port}" in server.seen[0]


def test_the_loopback_is_blocked_and_not_even_asked(server):
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0"):
        with pytest.raises(Blocked):
            fetch(f"http://{host}:{server.port}/")
        with pytest.raises(Blocked):
            fetch(f"http://{host}/")
    assert server.seen == []


def test_a_public_name_with_one_private_address_is_blocked(monkeypatch):
    resolve_to(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Blocked):
        fetch("http://mixed.example.org/")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    resolve_to(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    asked = []

    def connect(sock, address):
        asked.append(address)
        raise OSError("no way out in a test")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(FetchFailed):
        fetch("http://rebinding.example.org/")
    assert asked == [("93.184.216.34", 80)]


def test_no_proxy_of_the_environment_is_used(get, server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    server.say("/a", b"direct")
    assert get("/a").body == b"direct"


def test_redirects_are_followed_and_the_last_address_is_told(get, server):
    server.say("/a", status="301 Moved", Location="/b?c=d")
    server.say("/b?c=d", b"here")
    fetched = get("/a", headers={"If-None-Match": "secret"})
    assert (fetched.body, fetched.url) == (b"here", server.url("/b?c=d"))
    assert "secret" in server.seen[0]
    assert "secret" not in server.seen[1]


def test_a_redirect_into_the_private_network_is_blocked(get, server):
    for number, place in enumerate(
        ("http://127.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", "//localhost/")
    ):
        server.say(f"/{number}", status="302 Found", Location=place)
        with pytest.raises(Blocked):
            get(f"/{number}")


def test_a_ring_of_redirects_ends(get, server):
    server.say("/a", status="302 Found", Location="/a")
    with pytest.raises(FetchFailed, match="redirects more than 9"):
        get("/a")
    assert len(server.seen) == 10


def test_only_permanent_redirects_all_the_way_count_as_a_move(get, server):
    server.say("/a", status="301 Moved", Location="/b")
    server.say("/b", status="308 Moved", Location="/c")
    server.say("/c", b"here")
    server.say("/d", status="302 Found", Location="/a")
    assert get("/a").moved_for_good
    assert not get("/d").moved_for_good
    assert not get("/c").moved_for_good


def test_a_redirect_to_nowhere_fails(get, server):
    server.say("/a", status="302 Found")
    with pytest.raises(FetchFailed, match="nowhere"):
        get("/a")


def test_a_post_carries_its_body_and_follows_no_redirect(get, server):
    bodies = []

    def take(line, text):
        bodies.append(text)
        line.sendall(b"HTTP/1.1 307 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")

    server.answers["/hook"] = take
    headers = {"Content-Type": "application/json"}
    assert get("/hook", method="POST", body=b'{"a": 1}', headers=headers).status == 307
    assert "Content-Length: 8\r\n" in bodies[0]
    assert len(server.seen) == 1


def test_a_header_with_a_line_end_is_never_sent(get, server):
    with pytest.raises(ValueError, match="line end"):
        get("/a", headers={"If-None-Match": "x\r\nHost: elsewhere"})
    assert server.seen == []


def test_no_cookie_comes_back(get, server):
    server.say("/a", b"hello", Set_Cookie="sid=1")
    get("/a")
    get("/a")
    assert "sid" not in "".join(server.seen)


def test_a_packed_page_is_unpacked_and_other_packings_are_refused(get, server):
    server.say("/gzip", gzip.compress(b"hello"), Content_Encoding="gzip")
    assert get("/gzip").body == b"hello"
    server.say("/br", b"x", Content_Encoding="br")
    with pytest.raises(FetchFailed, match="packed as br"):
        get("/br")


def test_a_bomb_is_stopped_at_the_limit_of_what_it_unpacks_to(get, server):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"0" * 1_000_000) for _ in range(50)) + packer.flush()
    server.say("/bomb", bomb, Content_Encoding="gzip")
    with pytest.raises(TooLarge):
        get("/bomb", most_bytes=1_000_000)


def test_an_endless_body_is_stopped_at_the_limit(get, server):
    def endless(line, _):
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    server.answers["/endless"] = endless
    with pytest.raises(TooLarge):
        get("/endless", most_bytes=1_000_000)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_drip_is_cut_when_the_deadline_passes(get, server, head):
    def drip(line, _):
        line.sendall(head)
        while True:
            line.sendall(b"H")
            time.sleep(0.05)

    server.answers["/drip"] = drip
    started = time.monotonic()
    with pytest.raises(TooSlow):
        get("/drip", deadline_seconds=0.6)
    assert time.monotonic() - started < 3


def test_a_name_that_takes_too_long_to_look_up_is_given_up(monkeypatch):
    def getaddrinfo(*_, **__):
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(TooSlow):
        fetch("http://slow.example.org/", deadline_seconds=0.3)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nab\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello")[:-4],
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
)
def test_a_broken_answer_fails_in_words(get, server, answer):
    server.answers["/broken"] = lambda line, _: line.sendall(answer)
    with pytest.raises(FetchFailed, match=r"connection failed"):
        get("/broken")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200\r\ncONTENT-length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n\r\nmore",
        b"HTTP/1.0 200 OK\r\n\r\nhello",
        b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
        b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3;x=y\r\nhel\r\n02\r\nlo\r\n0\r\nTrailer: z\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + zlib.compress(b"hello"),
        b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + zlib.compress(b"hello")[2:-4],
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(b"hel") + gzip.compress(b"lo"),
    ],
)  # fmt: skip
def test_an_odd_but_honest_answer_is_read(get, server, answer):
    server.answers["/odd"] = lambda line, _: line.sendall(answer)
    found = get("/odd")
    assert found.body == b"hello"
    assert not found.packed or zlib.decompress(found.packed, 47) == b"hello"


def test_a_name_that_does_not_exist_fails_in_words(monkeypatch):
    def getaddrinfo(*_, **__):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(FetchFailed, match="name cannot be found"):
        fetch("http://nowhere.example.org/")

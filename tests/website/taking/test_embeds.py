"""Cards and badges on other websites: no script, no cookie, always with their day and a link."""

from __future__ import annotations

import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from tests import factories
from tests.website.reading import read
from website.embeds.badge import Badge, width_of

SITE = "http://127.0.0.1:8000"
CARDS = ["/p/amazon-police-2020/card", "/c/amazon/card"]


@pytest.mark.parametrize("address", CARDS)
def test_a_card_may_be_framed_by_anybody_and_does_nothing(client, register, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    page = read(client, address)
    assert not page.tree.css("script, form, style, [style], iframe")
    assert "As of 23 November 2026" in page.text(".card-foot")
    assert page.links(".card-foot a") == [SITE + address.removesuffix("/card")]
    for link in page.tree.css(".card-title a, .card-foot a"):
        assert link.attributes["target"] == "_blank"
        assert link.attributes["rel"] == "noopener"


def test_nothing_else_may_be_framed(client, register):
    for address in ("/", "/p/amazon-police-2020", "/p/amazon-police-2020/embed", "/data/"):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], address
        assert answer["X-Frame-Options"] == "DENY"


def test_a_card_says_where_the_pledge_stands_on_its_day(client, register):
    assert "In force until further notice." in read(client, CARDS[0]).text(".card-text")
    past = read(client, f"{CARDS[0]}?as_of=2020-06-11")
    assert "In force until 10 June 2021." in past.text(".card-text")
    assert past.links(".card-foot a") == [f"{SITE}/p/amazon-police-2020?as_of=2020-06-11"]
    assert "Not on record by" in read(client, f"{CARDS[0]}?as_of=2019-01-01").text(".card-text")


def test_a_company_s_card_draws_its_records(client, register):
    page = read(client, CARDS[1])
    assert page.links(".bars-title a") == ["/p/amazon-police-2020"]
    assert page.attribute("base", "target") == "_blank"


def test_old_embeds_of_merged_records_keep_working(client, register):
    factories.make_pledge(slug="old", merged_into=register.pause)
    factories.make_company("Old Name", merged_into=register.amazon)
    for old, new in (
        ("/p/old/card?as_of=2021-06-11", "/p/amazon-police-2020/card?as_of=2021-06-11"),
        ("/p/old/badge.svg", "/p/amazon-police-2020/badge.svg"),
        ("/c/old-name/card", "/c/amazon/card"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
    told = client.get("/oembed", {"url": f"{SITE}/p/old"}).json()
    assert f"{SITE}/p/amazon-police-2020/card" in told["html"]


def test_a_badge_says_status_and_day(client, register):
    answer = client.get("/p/amazon-police-2020/badge.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    drawing = ElementTree.fromstring(answer.content)
    words = [node.text for node in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["Moratorium Watch", "in force · checked 22 November 2026"]
    title = drawing.findtext("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.startswith("Amazon: pause on police use of Rekognition: in force · checked 22")
    assert drawing.get("aria-label") == title
    past = client.get("/p/amazon-police-2020/badge.svg?as_of=2021-06-11").content.decode()
    assert "in force · as of 11 June 2021" in past


def test_the_boxes_of_a_badge_are_as_wide_as_their_words():
    short = ElementTree.fromstring(Badge("A", "in force", "in_force", "t").svg())
    long = ElementTree.fromstring(Badge("A", "in force" * 5, "in_force", "t").svg())
    assert int(long.get("width", 0)) - int(short.get("width", 0)) == (
        width_of("in force" * 5) - width_of("in force")
    )
    for node in long.iter("{http://www.w3.org/2000/svg}text"):
        assert int(node.get("x", 0)) + int(node.get("textLength", 0)) < int(long.get("width", 0))


def test_a_badge_escapes_what_it_is_told():
    drawing = ElementTree.fromstring(Badge("<a>", '"&"', "", "</svg><script>").svg())
    assert [node.tag.rpartition("}")[2] for node in drawing] == ["title", "rect", "path", "g"]


def test_the_page_of_snippets_hands_out_what_it_shows(client, register):
    page = read(client, "/p/amazon-police-2020/embed")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.attribute("iframe", "src") == CARDS[0]
    snippet = page.text("#card-html")
    assert f'src="{SITE}{CARDS[0]}"' in snippet
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in snippet
    assert f"{SITE}/p/amazon-police-2020/badge.svg" in page.text("#badge-markdown")
    assert read(client, "/c/amazon/embed").attribute("iframe", "src") == CARDS[1]


def test_a_title_cannot_leave_a_snippet(client, register):
    factories.make_pledge(slug="odd", title='A "quoted" <b> ](x) title')
    page = read(client, "/p/odd/embed")
    assert 'title="A &quot;quoted&quot; &lt;b&gt; ](x) title (Moratorium Watch)"' in page.text(
        "#card-html"
    )
    assert r"[![A \"quoted\" \<b\> \](x) title]" in page.text("#badge-markdown").replace('"', r"\"")


def test_oembed_finds_the_card_by_the_page(client, register):
    page = read(client, "/p/amazon-police-2020")
    link = page.attribute('link[type="application/json+oembed"]', "href")
    told = client.get(link.removeprefix(SITE)).json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert f'src="{SITE}{CARDS[0]}"' in told["html"]
    xml = page.attribute('link[type="text/xml+oembed"]', "href")
    parsed = ElementTree.fromstring(client.get(xml.removeprefix(SITE)).content)
    assert parsed.findtext("html") == told["html"]


def test_oembed_keeps_to_a_consumer_s_limits(client, register):
    asked = {"url": f"{SITE}/c/amazon", "maxwidth": "400", "maxheight": "200"}
    told = client.get("/oembed", asked).json()
    assert (told["width"], told["height"]) == (400, 200)
    assert 'width="400" height="200"' in told["html"]
    assert "height:" not in told["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        (f"url={quote('https://evil.example/p/amazon-police-2020')}", 404),
        (f"url={SITE}/p/nothing", 404),
        (f"url={SITE}/status", 404),
        (f"url={SITE}/p/amazon-police-2020%3Fas_of=never", 404),
        (f"url={SITE}/p/amazon-police-2020&format=yaml", 501),
        (f"url={SITE}/p/amazon-police-2020&maxwidth=-1", 400),
        (f"url={SITE}/p/amazon-police-2020&maxwidth=99999999999999999999", 400),
        ("url=http://[broken", 404),
    ],
)
def test_oembed_says_what_is_wrong(client, register, query, status):
    answer = client.get(f"/oembed?{query}")
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/plain")


def test_a_draft_has_no_card(client, register):
    factories.make_pledge(slug="draft", published=False)
    for what in ("card", "badge.svg", "embed", "certificate", "cite.txt"):
        assert client.get(f"/p/draft/{what}").status_code == 404, what
    assert client.get("/oembed", {"url": f"{SITE}/p/draft"}).status_code == 404


def test_a_page_s_description_for_machines_cannot_break_out(client, register):
    factories.make_pledge(slug="odd", title="</script><script>alert(1)</script> & more")
    page = read(client, "/p/odd")
    blocks = page.tree.css("script")
    assert [block.attributes.get("type") for block in blocks] == ["application/ld+json"]
    told = json.loads(blocks[0].text())
    assert told["@graph"][0]["headline"] == "</script><script>alert(1)</script> & more"

"""What search engines and other websites are told: site map, JSON-LD, Open Graph."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import URLPattern, resolve

from moratoriums.models import Jurisdiction
from tests import factories
from tests.website.reading import read
from website.datasets.services import freeze_dataset
from website.taking import sitemap
from website.urls import in_both_languages

SITE = "http://127.0.0.1:8000"
NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINKS = "{http://www.w3.org/1999/xhtml}"
# Pages that lead on, that one person was sent, that stand in other pages, or that repeat one.
UNLISTED = {
    "events", "event", "this_week", "follow_sent", "follow_confirm", "follow_leave", "follow_act",
    "follow_data", "follow_erase", "tip_receipt", "certificate", "badge", "pledge_card",
    "pledge_embed", "company_card", "company_embed", "version",
}  # fmt: skip


def locations(client, address: str) -> list[str]:
    """Return the addresses that a part of the site map names."""
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/xml")
    return [node.text or "" for node in ElementTree.fromstring(answer.content).iter(f"{NAMES}loc")]


def test_the_site_map_names_every_page_of_the_record(client, register):
    factories.make_pledge(slug="draft", published=False)
    factories.make_pledge(slug="old", merged_into=register.pause)
    parts = [one.removeprefix(SITE) for one in locations(client, "/sitemap.xml")]
    assert "/sitemap-pledges-1.xml" in parts
    found = [one for part in parts for one in locations(client, part)]
    assert len(found) == len(set(found))
    for address in ("/", "/p/amazon-police-2020", "/c/amazon", "/x/thorn", "/s/amazon-post"):
        assert f"{SITE}{address}" in found
        assert f"{SITE}/es{address}" in found
    assert not [one for one in found if "draft" in one or "old" in one or "never-read" in one]
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_no_kind_of_page_is_missing_in_the_site_map(client, register, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    at = datetime(2026, 11, 23, tzinfo=UTC)
    Jurisdiction.objects.create(pledge=register.pause, code="US")
    for name in ("2026-11-23", "2026-11-23.2"):
        freeze_dataset(day=at.date(), at=at, name=name)
    parts = [one.removeprefix(SITE) for one in locations(client, "/sitemap.xml")]
    found = [one.removeprefix(SITE) for part in parts for one in locations(client, part)]
    named = {resolve(address).url_name for address in found if not address.startswith("/es/")}
    assert {
        one.name for one in in_both_languages if isinstance(one, URLPattern)
    } - named == UNLISTED


def test_the_site_map_names_each_page_s_twin_as_the_page_does(client, register):
    root = ElementTree.fromstring(client.get("/sitemap-pledges-1.xml").content)
    told = {
        entry.findtext(f"{NAMES}loc", ""): {
            link.attrib["hreflang"]: link.attrib["href"] for link in entry.iter(f"{LINKS}link")
        }
        for entry in root
    }
    assert list(told) == [f"{SITE}/p/amazon-police-2020", f"{SITE}/es/p/amazon-police-2020"]
    for address, twins in told.items():
        page = read(client, address.removeprefix(SITE))
        assert page.attribute("link[rel=canonical]", "href") == address
        assert twins == {
            node.attributes["hreflang"]: node.attributes["href"]
            for node in page.tree.css("link[rel=alternate][hreflang]")
        }


def test_the_site_map_comes_in_parts(client, register, monkeypatch):
    monkeypatch.setattr(sitemap, "PER_PART", 2)
    for number in range(4):
        factories.make_pledge(register.amazon, slug=f"more-{number}")
    parts = [one for one in locations(client, "/sitemap.xml") if "-pledges-" in one]
    assert [one.rpartition("-")[2] for one in parts] == ["1.xml", "2.xml", "3.xml"]
    assert locations(client, "/sitemap-pledges-3.xml") == [
        f"{SITE}/p/more-3",
        f"{SITE}/es/p/more-3",
    ]
    for absent in ("/sitemap-pledges-4.xml", "/sitemap-pledges-0.xml", "/sitemap-secrets-1.xml"):
        assert client.get(absent).status_code == 404


def test_the_site_map_says_when_a_record_changed(client, register):
    root = ElementTree.fromstring(client.get("/sitemap-pledges-1.xml").content)
    told = [node.text for node in root.iter(f"{NAMES}lastmod")]
    assert told == ["2026-11-22T12:00:00+00:00"] * 2


def test_crawlers_are_shown_the_site_map(client, db):
    assert f"Sitemap: {SITE}/sitemap.xml" in client.get("/robots.txt").content.decode()


def described(page) -> list[dict[str, Any]]:
    """Return the schema.org nodes of a page."""
    (block,) = page.tree.css('script[type="application/ld+json"]')
    told = json.loads(block.text())
    assert told["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = told["@graph"]
    return nodes


def test_a_record_is_described_as_an_article_of_ours(client, register):
    article, crumbs = described(read(client, "/p/amazon-police-2020"))
    assert article["@type"] == "Article"
    assert article["about"] == {"@type": "Organization", "name": "Amazon"}
    assert article["url"] == f"{SITE}/p/amazon-police-2020"
    assert [step["item"] for step in crumbs["itemListElement"]] == [
        f"{SITE}/",
        f"{SITE}/c/amazon",
        f"{SITE}/p/amazon-police-2020",
    ]


def test_a_company_s_page_is_about_it(client, register):
    page, _ = described(read(client, "/c/amazon"))
    assert (page["@type"], page["about"]["name"]) == ("CollectionPage", "Amazon")


def test_the_data_are_described_as_a_data_set(client, register, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    at = datetime(2026, 11, 23, tzinfo=UTC)
    version = freeze_dataset(day=at.date(), at=at)
    for address in ("/data/", "/data/2026-11-23/"):
        data, _ = described(read(client, address))
        assert data["@type"] == "Dataset"
        assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert data["distribution"][0]["sha256"] == version.sha256


def test_another_day_is_described_to_nobody(client, register):
    page = read(client, "/p/amazon-police-2020?as_of=2021-06-11")
    assert not page.tree.css("script")
    assert page.attribute("meta[name=robots]", "content") == "noindex"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/p/amazon-police-2020", "Amazon: pause on police use of Rekognition"),
        ("/c/amazon", "Amazon"),
        ("/x/thorn", "Thorn"),
    ],
)
def test_a_shared_link_shows_what_the_page_says(client, register, address, title):
    page = read(client, address)
    assert page.attribute('meta[property="og:title"]', "content") == title
    assert page.attribute('meta[property="og:url"]', "content") == f"{SITE}{address}"
    picture = page.attribute('meta[property="og:image"]', "content")
    assert picture == f"{SITE}/static/social.png"
    told = page.attribute('meta[property="og:description"]', "content")
    assert told
    assert told in page.attribute("meta[name=description]", "content")

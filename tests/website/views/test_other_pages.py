"""Companies, exempt parties, sources, counter-cases, methodology and freshness."""

from __future__ import annotations

import re

import pytest

from companies.models import Membership
from companies.vocabulary import NameKind
from moratoriums.models import Refusal
from moratoriums.vocabulary import Conduct, EventKind, Lifecycle
from tests import factories
from tests.website.reading import read


def test_a_company_s_page_counts_its_records_and_exemptions(client, register):
    page = read(client, "/c/amazon")
    assert page.text(".lede") == (
        "On 23 November 2026, the one record is in force. "
        "Conduct is in question in 1 of 1. 2 exemptions on record. "
        "Last checked 22 November 2026."
    )
    assert "/p/amazon-police-2020" in page.links(".bars-title a")


def test_a_family_is_shown_when_asked_for(client, register):
    ring = factories.make_company("Ring", parent=register.amazon)
    factories.make_pledge(ring, slug="ring-statement")
    assert "/p/ring-statement" not in read(client, "/c/amazon").links()
    family = read(client, "/c/amazon?family=1")
    assert "/p/ring-statement" in family.links()
    assert "all 2 records" in family.text(".lede")
    assert "/c/amazon" in read(client, "/c/ring").links(".record-side a")


def test_a_member_shows_the_records_of_its_group(client, register):
    group = factories.make_company("Signatories", kind="group")
    Membership.objects.create(group=group, member=register.amazon)
    factories.make_pledge(group, slug="together")
    assert "/p/together" in read(client, "/c/amazon").links(".entries a")
    assert "/c/amazon" in read(client, "/c/signatories").links(".record-side a")


def test_a_company_s_other_names_stand_beside_it(client, register):
    factories.make_company_name(register.amazon, "Rekognition", NameKind.PRODUCT)
    assert "Rekognition Product" in read(client, "/c/amazon").text(".record-side")


def test_a_merged_company_leads_on_for_good(client, register):
    factories.make_company("Amazon Inc", slug="amazon-inc", merged_into=register.amazon)
    answer = client.get("/c/amazon-inc")
    assert (answer.status_code, answer["Location"]) == (301, "/c/amazon?merged=amazon-inc")
    page = read(client, answer["Location"])
    assert "“Amazon Inc” was merged into this one" in page.text(".notice")


def test_the_list_of_companies_names_only_those_with_a_public_record(client, register):
    factories.make_company("Bystander")
    factories.make_pledge(factories.make_company("Drafted"), published=False)
    page = read(client, "/companies/")
    assert "Amazon 1" in page.text()
    assert "Bystander" not in page.text()
    assert "Drafted" not in page.text()


def test_who_exempts_somebody_since_when_and_in_which_words(client, register):
    page = read(client, "/x/thorn")
    assert page.text(".lede") == "On 23 November 2026, 1 record exempts Thorn."
    assert "since 10 June 2020" in page.text(".entries")
    assert "“We will continue to allow Thorn.”" in page.text(".entries")
    assert "/p/amazon-police-2020#x-thorn" in page.links(".entries a")


def test_an_exemption_added_later_is_absent_before(client, register):
    assert "0 records exempt Missing persons" in read(
        client, "/x/missing-persons?as_of=2023-12-31"
    ).text(".lede")
    assert "Missing persons" not in read(client, "/x/?as_of=2023-12-31").text()
    assert "Missing persons 1" in read(client, "/x/").text()


def test_a_merged_beneficiary_leads_on_for_good(client, register):
    factories.make_beneficiary("Thorne", merged_into=register.thorn)
    assert client.get("/x/thorne")["Location"] == "/x/thorn?merged=thorne"


def test_a_source_says_what_it_supports(client, register):
    page = read(client, "/s/amazon-post")
    assert page.texts(".entries > li p")[0].endswith(": The record as a whole")
    assert "Exemption of Thorn" in page.text(".entries")
    assert page.attribute(f'a[href="{register.source.url}"]', "rel") == "noopener"


def test_a_source_shows_of_an_older_day_what_stood_on_it_then(client, register):
    factories.make_event(register.pause, EventKind.NARROWED, "2024-01-26", source=register.source)
    assert "Narrowed" in read(client, "/s/amazon-post").text(".entries")
    older = read(client, "/s/amazon-post?as_of=2020-06-11")
    assert "Exemption of Thorn" in older.text(".entries")
    assert "Narrowed" not in older.text()
    before = read(client, "/s/amazon-post?as_of=2020-06-09")
    assert "Nothing on record stood on it by 9 June 2020." in before.text("main")
    assert register.pause.title not in before.text()
    assert "/s/amazon-post" in before.links("#main a")


def test_a_source_nobody_has_seen_or_only_drafts_cite_has_no_page(client, register):
    assert client.get("/s/never-read").status_code == 404
    hidden = factories.make_source(slug="hidden")
    factories.make_pledge(published=False, source=hidden)
    factories.make_event(
        register.pause, EventKind.WITHDRAWN, "2026", confirmed=False, source=hidden
    )
    assert client.get("/s/hidden").status_code == 404


def test_counter_cases_are_listed_with_their_sources(client, register):
    one = Refusal.objects.create(slug="macys", who="Macy's", stance="would not commit to stop")
    one.sources.add(register.source, register.unseen)
    page = read(client, "/refusals")
    assert "Macy's: would not commit to stop" in page.text()
    assert "Never Read Weekly" not in page.html


@pytest.mark.parametrize("word", [*Lifecycle, *Conduct])
def test_every_status_has_a_definition_at_its_own_address(client, register, word):
    page = read(client, "/methodology")
    text = page.text(f"[id='{word.value}']")
    assert word.label in text
    assert word.definition in text


def test_every_methodology_link_on_any_page_leads_somewhere(client, register):
    anchors = {node.attributes["id"] for node in read(client, "/methodology").tree.css("[id]")}
    for address in ("/", "/pledges/", "/p/amazon-police-2020", "/c/amazon", "/x/thorn",
                    "/s/amazon-post", "/status"):  # fmt: skip
        for link in read(client, address).links():
            if found := re.fullmatch(r"/methodology#(.+)", link):
                assert found[1] in anchors, (address, link)


def test_anchors_of_the_methodology_are_unique(client, register):
    ids = [node.attributes["id"] for node in read(client, "/methodology").tree.css("[id]")]
    assert len(ids) == len(set(ids))


def test_freshness_is_told_in_figures(client, register):
    factories.make_pledge(checked_on=None)
    page = read(client, "/status")
    figures = dict(zip(page.texts(".facts dt"), page.texts(".facts dd"), strict=True))
    assert figures["Not checked for 180 days"] == "1 of 2"
    assert figures["Conduct not assessed"] == "1 of 2"


def test_the_page_about_the_site_leads_on_to_what_it_tells_of(client, register, settings):
    settings.DEFAULT_FROM_EMAIL = "The Watch <watch@example.org>"
    page = read(client, "/about")
    assert page.links(".address a") == ["mailto:watch@example.org"] * 3
    for address in ("/tips", "/data/", "/follow/ways", "/corrections/"):
        assert address in page.links(".prose a"), address
    assert "erased 30 days after our answer" in page.section("What is kept about readers")

"""Sources, exempt parties and counter-cases in the admin."""

import pytest

from moratoriums.models import Beneficiary, Refusal, Source
from moratoriums.register.rows.directory import read_beneficiary
from moratoriums.vocabulary import WhoseUse
from tests.factories import make_beneficiary, make_exemption, make_pledge, make_source
from tests.moratoriums.forms import shown, typed

pytestmark = pytest.mark.django_db
ADD = "/admin/moratoriums/source/add/"
REPORT = {
    "url": "https://news.example/amazon-pause",
    "title": "Amazon pauses police use",
    "publisher": "Example News",
    "published_on": "10 June 2020",
    "seen_on": "22 November 2026",
}


def test_a_source_gets_a_key_and_its_dates_as_they_were_typed(browser):
    browser.post(ADD, typed(shown(browser, ADD), **REPORT))
    source = Source.objects.get()
    assert source.slug == "example-news-amazon-pauses-police-use"
    assert (source.published_on, str(source.seen_on)) == ("2020-06-10", "2026-11-22")


def test_two_sources_of_one_title_get_two_keys(browser):
    make_source(slug="example-news-amazon-pauses-police-use")
    browser.post(ADD, typed(shown(browser, ADD), **REPORT))
    assert Source.objects.filter(slug="example-news-amazon-pauses-police-use-2").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://news.example/a?utm_source=x", "tracking"),
        ("https://user@news.example/a", "user name"),
        ("ftp://news.example/a", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_address_the_register_would_not_take_is_refused_beside_its_box(browser, url, said):
    response = browser.post(ADD, typed(shown(browser, ADD), **REPORT | {"url": url}))
    errors = response.context["adminform"].form.errors["url"]
    assert said in " ".join(errors)
    assert not Source.objects.exists()


def test_the_same_address_is_not_entered_twice(browser):
    make_source(url=REPORT["url"])
    response = browser.post(ADD, typed(shown(browser, ADD), **REPORT))
    assert response.status_code == 200
    assert Source.objects.count() == 1


def test_sources_are_found_by_publisher_title_address_and_key(browser):
    make_source("The Gazette", title="A pause", url="https://g.example/1", slug="gazette-1")
    make_source("Another", title="Nothing")
    for words in ("Gazette", "pause", "g.example", "gazette-1"):
        page = shown(browser, f"/admin/moratoriums/source/?q={words}")
        assert "1 result" in page


def test_a_key_once_given_stays(browser):
    source = make_source(slug="first-report")
    address = f"/admin/moratoriums/source/{source.pk}/change/"
    data = typed(shown(browser, address), title="A better title")
    browser.post(address, data | {"slug": ["another-key"]})
    source.refresh_from_db()
    assert (source.slug, source.title) == ("first-report", "A better title")


def test_a_source_in_use_cannot_be_deleted(browser):
    source = make_source()
    make_pledge(source=source)
    browser.post(f"/admin/moratoriums/source/{source.pk}/delete/", {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_an_exempt_party_shows_who_exempts_it(browser):
    party = make_beneficiary("Thorn")
    make_exemption(make_pledge(title="Amazon: pause"), party)
    page = shown(browser, f"/admin/moratoriums/beneficiary/{party.pk}/change/")
    assert "Amazon: pause" in page


def test_an_exempt_party_has_its_other_names_one_a_line(browser):
    address = "/admin/moratoriums/beneficiary/add/"
    names = "NCMEC\nNational Center"
    data = {"name": "N", "slug": "n", "kind": "organisation", "also_known_as": names}
    browser.post(address, typed(shown(browser, address), **data))
    assert Beneficiary.objects.get().also_known_as == ["NCMEC", "National Center"]


def test_an_exempt_class_of_users_names_whose_use_it_is(browser):
    address = "/admin/moratoriums/beneficiary/add/"
    data = {"name": "N", "slug": "n", "kind": "customer_class", "whose_use": "police"}
    browser.post(address, typed(shown(browser, address), **data))
    party = Beneficiary.objects.get()
    assert party.whose_use == ["police"]
    assert read_beneficiary(party).whose_use == (WhoseUse.POLICE,)


def test_a_counter_case_names_its_sources_by_key(browser):
    make_source(slug="first-report")
    address = "/admin/moratoriums/refusal/add/"
    data = {"slug": "other", "who": "Other", "stance": "Sells on.", "sources": "first-report"}
    browser.post(address, typed(shown(browser, address), **data))
    assert Refusal.objects.get().sources.get().slug == "first-report"

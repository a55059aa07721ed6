"""Addresses made from an address: they carry what pages read, and nothing a stranger added."""

import pytest
from django.test import RequestFactory

from tests.factories import make_pledge
from website.serving.parameters import carried, same_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/pledges/", "/timeline/", "/companies/", "/ending/", "/coverage/", "/about"]
)
def test_no_page_carries_an_unknown_parameter_on(client, path):
    make_pledge()
    text = client.get(path, {"callback": "alert(1)", "x[]": "alert(1)"}).content.decode()
    assert "alert(1)" not in text
    assert "alert%281%29" not in text


def test_the_other_language_and_another_day_keep_the_filters(client):
    make_pledge()
    text = client.get("/pledges/", {"use": "police", "q": "face", "junk": "1"}).content.decode()
    assert 'href="/es/pledges/?use=police&amp;q=face"' in text
    assert '<input type="hidden" name="q" value="face">' in text
    assert text.count("junk") == 1, "named where it is said that no such filter exists"


def test_a_parameter_that_is_given_several_times_is_carried_as_often():
    request = RequestFactory().get("/compare/?company=a&company=b&as_of=2021-01-01&evil=1")
    assert carried(request, "as_of") == [("company", "a"), ("company", "b")]
    assert same_page(request, "as_of", page="2") == "/compare/?company=a&company=b&page=2"

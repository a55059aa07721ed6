"""No page asks more of the database because there are more records."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moratoriums import search
from moratoriums.models import Check, Condition
from moratoriums.vocabulary import EventKind, TermKind
from tests import factories
from website.lists.catalogue import catalogue_of

ADDRESSES = [
    "/",
    "/pledges/",
    "/pledges/?q=shop&use=police&order=end",
    "/timeline/",
    "/timeline/2021/",
    "/p/first",
    "/companies/",
    "/c/shop",
    "/c/shop?family=1",
    "/x/",
    "/x/thorn",
    "/s/shared",
    "/j/",
    "/j/US",
    "/coverage/",
    "/compare/?company=shop&company=other",
    "/week/2021-W09/",
    "/ending/",
    "/silence/",
    "/conditions/",
    "/corrections/",
    "/about",
    "/refusals",
    "/methodology",
    "/status",
    "/data/",
    "/p/first/certificate",
    "/p/first/card",
    "/p/first/badge.svg",
    "/c/shop/card",
    "/c/shop/embed",
]


def fill(number: int, company, thorn, source) -> None:
    """Enter records that touch every table a page reads."""
    for _ in range(number):
        pledge = factories.make_pledge(
            company, source=source, term=TermKind.FIXED, end="2026-12-24", announced="2021-01-05"
        )
        factories.make_exemption(pledge, thorn, source=source)
        factories.make_statement(pledge, "We stop.", source=source)
        factories.make_event(pledge, EventKind.NARROWED, "2021-03-01")
        factories.make_event(pledge, EventKind.CORRECTED, "2021-03-02")
        Condition.objects.create(pledge=pledge, what="Congress legislates")
        other = factories.make_pledge(
            source=source, term=TermKind.FIXED, end="2026-01-01", places=["US", "US-IL"]
        )
        other.related.add(pledge)
        for place in ("newsroom", "company_asked"):
            Check.objects.create(pledge=other, place=place, looked_on="2026-10-01")
            Check.objects.create(pledge=pledge, place=place, looked_on="2026-10-01")


def questions(client) -> dict[str, int]:
    """Return how many questions each page asks of the database, and the catalogue before them."""
    with CaptureQueriesContext(connection) as asked:
        catalogue_of(timezone.localdate())
    counts = {"catalogue": len(asked)}
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts[address] = len(asked)
    return counts


def test_twenty_records_take_as_many_questions_as_five(client, db, today):
    company, source = factories.make_company("Shop"), factories.make_source(slug="shared")
    factories.make_pledge(factories.make_company("Other"), source=source)
    thorn = factories.make_beneficiary("Thorn")
    first = factories.make_pledge(company, slug="first", source=source)
    factories.make_exemption(first, thorn, source=source)
    fill(5, company, thorn, source)
    search.rebuild()
    few = questions(client)
    fill(15, company, thorn, source)
    search.rebuild()
    assert questions(client) == few
    assert max(few.values()) <= 25

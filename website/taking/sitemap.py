"""The site map: an index of parts, each with addresses of one kind and when they last changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from moratoriums.models import Beneficiary, Jurisdiction, Pledge, Source
from website.across.weeks import week_of
from website.datasets.models import DatasetVersion
from website.records.happenings import days_with_events, years_with_events
from website.serving.days import FIRST_DAY
from website.wording.languages import SPANISH
from website.wording.places import is_place

# The protocol allows 50,000 addresses and 50 MB in a part, and each page has two addresses.
PER_PART = 20_000
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FIXED = (
    "front",
    "bars",
    "pledges",
    "companies",
    "beneficiaries",
    "jurisdictions",
    "coverage",
    "compare",
    "ending",
    "silence",
    "conditions",
    "corrections",
    "refusals",
    "methodology",
    "about",
    "status",
    "alert_log",
    "ways",
    "follow",
    "tip",
    "data",
    "api_docs",
)

Entry = tuple[str, date | datetime | None]


@dataclass(frozen=True)
class Section:
    """One kind of page: how many there are, and some of them with the day of the last change."""

    count: Callable[[], int]
    entries: Callable[[int, int], Iterator[Entry]]


def _pages(start: int, stop: int) -> Iterator[Entry]:
    return ((reverse(name), None) for name in _FIXED[start:stop])


def _pledges(start: int, stop: int) -> Iterator[Entry]:
    saved = Coalesce(Max("revisions__saved_at"), "published_at")
    found = Pledge.objects.published().order_by("pk").values_list("slug").annotate(at=saved)
    return ((reverse("pledge", args=[slug]), at) for slug, at in found[start:stop])


def _companies_shown() -> Q:
    theirs = Pledge.objects.published().filter(company=OuterRef("pk"))
    return Q(Exists(theirs), merged_into=None)


def _companies(start: int, stop: int) -> Iterator[Entry]:
    found = Company.objects.filter(_companies_shown()).order_by("pk").values_list("slug", flat=True)
    return ((reverse("company", args=[slug]), None) for slug in found[start:stop])


def _beneficiaries_shown() -> Q:
    exempting = Pledge.objects.published().filter(exemptions__beneficiary=OuterRef("pk"))
    return Q(Exists(exempting), merged_into=None)


def _beneficiaries(start: int, stop: int) -> Iterator[Entry]:
    shown = Beneficiary.objects.filter(_beneficiaries_shown()).order_by("pk")
    found = shown.values_list("slug", flat=True)
    return ((reverse("beneficiary", args=[slug]), None) for slug in found[start:stop])


def _sources_shown() -> Q:
    """Sources that were read and that a published record stands on."""
    public = Pledge.objects.published()
    source = OuterRef("pk")
    ways = (
        public.filter(citations__source=source),
        public.filter(events__citations__source=source, events__confirmed_at__isnull=False),
        public.filter(exemptions__citations__source=source),
        public.filter(statements__source=source),
    )
    return Q(*(Exists(way) for way in ways), _connector=Q.OR) & Q(seen_on__isnull=False)


def _sources(start: int, stop: int) -> Iterator[Entry]:
    shown = Source.objects.filter(_sources_shown()).order_by("pk")
    found = shown.values_list("slug", "seen_on")
    return ((reverse("source", args=[slug]), seen) for slug, seen in found[start:stop])


def _years(start: int, stop: int) -> Iterator[Entry]:
    years = years_with_events(timezone.localdate())
    return ((reverse("timeline", args=[year]), None) for year, _ in years[start:stop])


def _places_shown() -> list[str]:
    """Places that a published record names."""
    naming = Jurisdiction.objects.filter(pledge__in=Pledge.objects.published())
    codes = naming.order_by("code").values_list("code", flat=True).distinct()
    return [code for code in codes if is_place(code)]


def _places(start: int, stop: int) -> Iterator[Entry]:
    return ((reverse("jurisdiction", args=[code]), None) for code in _places_shown()[start:stop])


def _weeks_shown() -> list[str]:
    """Weeks in which something happened, the newest first."""
    days = days_with_events(timezone.localdate())
    return list(dict.fromkeys(week_of(moment).label for moment, _ in days if moment >= FIRST_DAY))


def _weeks(start: int, stop: int) -> Iterator[Entry]:
    return ((reverse("week", args=[label]), None) for label in _weeks_shown()[start:stop])


def _versions(start: int, stop: int) -> Iterator[Entry]:
    found = DatasetVersion.objects.order_by("pk").values_list("name", "frozen_at")
    return ((reverse("dataset", args=[name]), at) for name, at in found[start:stop])


def _changes(start: int, stop: int) -> Iterator[Entry]:
    """What each version but the first changed."""
    found = DatasetVersion.objects.order_by("pk").values_list("name", "frozen_at")
    later = found[start + 1 : stop + 1]
    return ((reverse("dataset_changes", args=[name]), at) for name, at in later)


SECTIONS = {
    "pages": Section(lambda: len(_FIXED), _pages),
    "pledges": Section(lambda: Pledge.objects.published().count(), _pledges),
    "companies": Section(lambda: Company.objects.filter(_companies_shown()).count(), _companies),
    "beneficiaries": Section(
        lambda: Beneficiary.objects.filter(_beneficiaries_shown()).count(), _beneficiaries
    ),
    "sources": Section(lambda: Source.objects.filter(_sources_shown()).count(), _sources),
    "years": Section(lambda: len(years_with_events(timezone.localdate())), _years),
    "weeks": Section(lambda: len(_weeks_shown()), _weeks),
    "places": Section(lambda: len(_places_shown()), _places),
    "data": Section(lambda: DatasetVersion.objects.count(), _versions),
    "changes": Section(lambda: max(0, DatasetVersion.objects.count() - 1), _changes),
}


def parts_of(section: str) -> int:
    """Return how many parts a kind of page takes; none when there is no such page."""
    return -(-SECTIONS[section].count() // PER_PART)


def index() -> str:
    """Return the index of all parts."""
    parts = "".join(
        f"<sitemap><loc>{_absolute(reverse('sitemap_part', args=[name, number]))}</loc></sitemap>\n"
        for name in SECTIONS
        for number in range(1, parts_of(name) + 1)
    )
    return f"{_DECLARATION}<sitemapindex {_SPACE}>\n{parts}</sitemapindex>\n"


def part(section: str, number: int) -> str:
    """Return one part, counted from 1: each page in both languages, each naming its twin."""
    start = (number - 1) * PER_PART
    entries = "".join(
        _entry(address, changed)
        for address, changed in SECTIONS[section].entries(start, start + PER_PART)
    )
    return f"{_DECLARATION}<urlset {_SPACE} {_LINKS}>\n{entries}</urlset>\n"


def _entry(address: str, changed: date | datetime | None) -> str:
    english, spanish = _absolute(address), _absolute(f"/{SPANISH}{address}")
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{at}"/>'
        for language, at in (("en", english), (SPANISH, spanish), ("x-default", english))
    )
    rest = f"{_changed(changed)}{links}</url>\n"
    return f"<url><loc>{english}</loc>{rest}<url><loc>{spanish}</loc>{rest}"


def _absolute(address: str) -> str:
    return escape(f"{settings.SITE_URL}{address}")


def _changed(at: date | datetime | None) -> str:
    if at is None:
        return ""
    told = at.isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()
    return f"<lastmod>{told}</lastmod>"

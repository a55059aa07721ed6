"""What stands on a company's page beside its records: words, questions, watched pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from moratoriums.models import Check, Exemption, Pledge, PledgeEvent, Source, Statement
from moratoriums.queries import exempt_since
from moratoriums.vocabulary import CheckPlace, EventKind, SourceClass, StatementRole
from website.records.happenings import Happening, happenings_of, public_events, seen_citations
from website.records.searching import Look, Search, search_of
from website.records.sources import ReadSource
from website.records.versions import Spoken

# More of any of these would be no page; each list says how many it leaves out.
SHOWN = 50
_WATCHED = (SourceClass.COMPANY, SourceClass.TERMS, SourceClass.FILING)
_BINDING = (EventKind.COURT_RULING, EventKind.REGULATOR_FINDING)


@dataclass(frozen=True)
class Contact:
    """What the company was asked about one record, and how many days it took to answer."""

    pledge: Pledge
    search: Search

    @property
    def days(self) -> int | None:
        """Days from the first question to the answer; None without one."""
        if not self.search.answered_on or not self.search.asked:
            return None
        return (self.search.answered_on - self.search.asked[0].on).days


def statements_of(companies: Sequence[int], day: date) -> list[Spoken]:
    """Return what the companies said by a day, the newest first, from sources that were seen."""
    rows = (
        Statement.objects.filter(Q(said_earliest=None) | Q(said_earliest__lte=day))
        .filter(
            pledge__in=Pledge.objects.published().filter(company__in=companies),
            source__seen_on__isnull=False,
        )
        .select_related("pledge", "source")
        .order_by("-said_earliest", "-id")
    )
    return [Spoken(one) for one in rows[: SHOWN + 1]]


def contacts_of(companies: Sequence[int], day: date) -> list[Contact]:
    """Return what the companies were asked by a day, record by record, the latest first."""
    asked = (
        Check.objects.filter(
            place=CheckPlace.COMPANY_ASKED,
            looked_on__lte=day,
            pledge__in=Pledge.objects.published().filter(company__in=companies),
        )
        .select_related("pledge")
        .order_by("-looked_on", "-id")[: SHOWN + 1]
    )
    looks: dict[Pledge, list[Look]] = defaultdict(list)
    for one in asked:
        looks[one.pledge].append(Look(CheckPlace(one.place), one.looked_on, one.found))
    replies: dict[int, list[date]] = defaultdict(list)
    said = Statement.objects.filter(
        role=StatementRole.REPLY, pledge__in=[one.pk for one in looks], said_earliest__lte=day
    )
    for pledge, on in said.values_list("pledge_id", "said_earliest"):
        if on is not None:
            replies[pledge].append(on)
    return [Contact(one, search_of(its, replies[one.pk])) for one, its in looks.items()]


def rulings_of(companies: Sequence[int], day: date) -> list[Happening]:
    """Return what courts and regulators said of the companies' records by a day, newest first."""
    events = (
        public_events(day)
        .filter(kind__in=[kind.value for kind in _BINDING], pledge__company__in=companies)
        .select_related("pledge__company")
        .prefetch_related(seen_citations())
    )
    return happenings_of(events[:SHOWN])


def watched_pages(companies: Sequence[int]) -> list[ReadSource]:
    """Return the companies' own pages, terms and filings that their records cite, by title."""
    pledges = Pledge.objects.published().filter(company__in=companies).values("pk")
    events = PledgeEvent.objects.public().filter(pledge__in=pledges).values("pk")
    cited = (
        Q(citations__pledge__in=pledges)
        | Q(citations__event__in=events)
        | Q(citations__exemption__pledge__in=pledges)
        | Q(statements__pledge__in=pledges)
    )
    rows = Source.objects.filter(
        cited, seen_on__isnull=False, source_class__in=[kind.value for kind in _WATCHED]
    )
    return [ReadSource(one) for one in rows.distinct().order_by("title")[: SHOWN + 1]]


def exemptions_of(companies: Sequence[int], day: date) -> int:
    """Return how many exemptions the companies' records name by a day."""
    pledges = Pledge.objects.published().as_of(day).filter(company__in=companies).values("pk")
    return Exemption.objects.filter(exempt_since(day), pledge__in=pledges).count()

"""What the filters ask the database, and the other way round: which values each record has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from companies.models import Company
from moratoriums import search, status
from moratoriums.models import (
    BarredUse,
    Check,
    Exemption,
    Jurisdiction,
    PledgeEvent,
)
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import CONDUCT_KINDS, EventKind

ANY, NONE = "any", "none"


def known_by(day: date | None) -> date | None:
    """Return the day by which a text must have been known to count; None for today and later."""
    return day if day and day < timezone.localdate() else None


def words(value: str, day: date | None) -> Q:
    return Q(pk__in=search.keys_found(value, known_by=known_by(day)))


def place(value: str, day: date | None) -> Q:
    within = Q(code=value) | Q(code__startswith=f"{value}-")
    return Q(Exists(Jurisdiction.objects.filter(within, pledge=OuterRef("pk"))))


def places(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """Each place of each record, and the country it lies in."""
    for key, code in Jurisdiction.objects.values_list("pledge", "code").iterator():
        yield key, code
        if "-" in code:
            yield key, code.partition("-")[0]


def exempts(value: str, day: date | None) -> Q:
    rows = Exemption.objects.filter(_exempt_on(day), pledge=OuterRef("pk"))
    if value == NONE:
        return ~Q(Exists(rows))
    return Q(Exists(rows if value == ANY else rows.filter(beneficiary__slug=value)))


def exempt_parties(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """Each exempt party of each record, and whether there is any."""
    rows = Exemption.objects.filter(_exempt_on(records.day))
    some = set()
    for key, slug in rows.values_list("pledge", "beneficiary__slug").iterator():
        some.add(key)
        yield key, slug
        yield key, ANY
    for key in records.order_by().values_list("pk", flat=True).iterator():
        if key not in some:
            yield key, NONE


def _exempt_on(day: date | None) -> Q:
    """Exemptions that counted on a day: begun, as far as is known, and not over."""
    if day is None:
        return Q()
    begun = Q(since_earliest=None) | Q(since_earliest__lte=day)
    return begun & (Q(until_earliest=None) | Q(until_earliest__gt=day))


def whose_use(value: str, day: date | None) -> Q:
    return Q(Exists(BarredUse.objects.filter(pledge=OuterRef("pk"), whose_use=value)))


def whose_uses(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    yield from BarredUse.objects.values_list("pledge", "whose_use").iterator()


def family(value: str, day: date | None) -> Q:
    return Q(company__in=Company.objects.all().family(value).values("pk"))


def families(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """The company of each record, and every company above it."""
    above = {
        key: (slug, parent)
        for key, slug, parent in Company.objects.values_list("pk", "slug", "parent")
    }
    for key, company in records.order_by().values_list("pk", "company").iterator():
        seen: set[int] = set()
        at: int | None = company
        while at is not None and at not in seen:
            seen.add(at)
            slug, at = above[at]
            yield key, slug


def conducts(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """What is on record about each record's conduct: few have anything, so they are looked up."""
    events = PledgeEvent.objects.filter(
        kind__in=[kind.value for kind in CONDUCT_KINDS],
        confirmed_at__isnull=False,
        happened_earliest__lte=records.day,
    )
    looks = Check.objects.filter(looked_on__lte=records.day)
    kinds: dict[int, list[EventKind]] = defaultdict(list)
    for key, kind in events.values_list("pledge", "kind"):
        kinds[key].append(EventKind(kind))
    looked = set(looks.values_list("pledge", flat=True))
    contrary = set(looks.filter(contrary_found=True).values_list("pledge", flat=True))
    for key in records.order_by().values_list("pk", flat=True).iterator():
        told = status.conduct(
            kinds.get(key, ()), looked=key in looked, contrary_found=key in contrary
        )
        yield key, told.value


def from_day(value: str, day: date | None) -> Q:
    return Q(announced_latest__gte=value) | Q(announced_on="", first_seen_on__gte=value)


def to_day(value: str, day: date | None) -> Q:
    return Q(announced_earliest__lte=value) | Q(announced_on="", first_seen_on__lte=value)

"""Made-up registers put straight into the database: the rows that a load would have written.

Reading a hundred thousand files takes many minutes; what the pages cost does not depend on it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moratoriums.models import Pledge, PledgeEvent

WORDS = re.findall(
    r"\w+",
    """
access agency airport algorithm amendment analysis apply arrest assembly audit ban biased body
border bureau camera campaign city civil client cloud coalition commerce community company
condition congress consent contract council county court customer data deploy detect device
district doorbell election ethics evidence federal filing finance force gallery government
guidance harm health hospital housing identity image inquiry insurer investor judge jury
landlord law ledger letter licence limit market match memo minister model moderation month
motion municipal nation notice officer office oversight partner patent patrol pause permit
petition photo pilot plaza police policy port prison privacy product promise protest public
quarter query race rail recognition record region regulator release report research retail
review right risk rule sale school search sector security senate service settlement shop
software stadium state statement statute store street subway supplier surveillance system
technology tenant terms test ticket tool trade training transit treaty tribunal trial union
university update vendor venue verdict video vote warrant watch welfare worker
""",
)
SECTORS = ["retail", "cloud", "policing", "transport", "housing", "health", "finance", "events"]
PLACES = ["worldwide", "US", "US-CA", "US-IL", "GB", "DE", "FR", "AU", "CA", "JP"]
FIRST_DAY, LAST_DAY = date(2017, 1, 1), date(2026, 11, 1)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
_BATCH = 2000


@dataclass(frozen=True)
class Made:
    """One made-up pledge, as plain values; the same for the same number."""

    number: int
    company: int
    title: str
    summary: str
    quote: str
    kind: str
    force: str
    use: str
    place: str
    announced: date
    end: date | None
    exempt: int | None
    questioned: bool
    withdrawn: date | None

    @property
    def slug(self) -> str:
        """Its short name."""
        return f"pledge-{self.number}"


def company_name(number: int) -> str:
    """The name of a made-up company."""
    chance = random.Random(number + 1_000_000)
    return f"{chance.choice(WORDS).title()}{chance.choice(WORDS)} {number}"


def make(number: int, companies: int) -> Made:
    """Make up the pledge with a number."""
    from moratoriums.vocabulary import Force, Kind, WhoseUse

    chance = random.Random(number)
    company = chance.randrange(companies) + 1
    announced = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days))
    withdrawn = announced + timedelta(days=chance.randrange(30, 900))
    return Made(
        number=number,
        company=company,
        title=f"{company_name(company)}: no {' '.join(chance.choices(WORDS, k=4))}",
        summary=_sentence(chance, 28),
        quote=_sentence(chance, 20),
        kind=chance.choice(Kind.values()),
        force=chance.choice(Force.values()),
        use=chance.choice(WhoseUse.values()),
        place=chance.choice(PLACES),
        announced=announced,
        end=announced + timedelta(days=chance.randrange(200, 2500))
        if chance.random() < 0.3
        else None,
        exempt=chance.randrange(40) if chance.random() < 0.2 else None,
        questioned=chance.random() < 0.05,
        withdrawn=withdrawn if withdrawn < LAST_DAY and chance.random() < 0.08 else None,
    )


def made(pledges: int) -> Iterator[Made]:
    """Yield as many made-up pledges."""
    companies = companies_for(pledges)
    return (make(number, companies) for number in range(1, pledges + 1))


def companies_for(pledges: int) -> int:
    """How many companies make as many pledges."""
    return max(10, pledges // 10)


def fill(pledges: int) -> None:
    """Write a made-up register into an empty database, with its search index."""
    from django.db import connection, transaction

    from moratoriums import search
    from moratoriums.services import restamp

    with transaction.atomic():
        _fill_directory(companies_for(pledges))
        batch: list[Made] = []
        for one in made(pledges):
            batch.append(one)
            if len(batch) == _BATCH:
                _fill_pledges(batch)
                batch = []
        _fill_pledges(batch)
        search.rebuild()
        restamp()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sentence(chance: random.Random, words: int) -> str:
    text = " ".join(chance.choices(WORDS, k=words))
    return f"{text[0].upper()}{text[1:]}."


def _fill_directory(companies: int) -> None:
    from companies.models import Company
    from moratoriums.models import Beneficiary

    Company.objects.bulk_create(
        (
            Company(pk=key, slug=f"company-{key}", name=company_name(key), sector=SECTORS[key % 8])
            for key in range(1, companies + 1)
        ),
        batch_size=_BATCH,
    )
    Beneficiary.objects.bulk_create(
        Beneficiary(pk=key, slug=f"party-{key}", name=f"Party {key}", kind="organisation")
        for key in range(1, 41)
    )


def _fill_pledges(batch: Sequence[Made]) -> None:
    from moratoriums import models

    models.Pledge.objects.bulk_create([_pledge(one) for one in batch])
    models.BarredUse.objects.bulk_create(
        models.BarredUse(pledge_id=one.number, whose_use=one.use) for one in batch
    )
    models.Jurisdiction.objects.bulk_create(
        models.Jurisdiction(pledge_id=one.number, code=one.place) for one in batch
    )
    models.PledgeEvent.objects.bulk_create([row for one in batch for row in _events(one)])
    models.Exemption.objects.bulk_create(
        models.Exemption(pledge_id=one.number, beneficiary_id=one.exempt + 1)
        for one in batch
        if one.exempt is not None
    )
    models.Source.objects.bulk_create(
        models.Source(
            pk=one.number,
            slug=f"source-{one.number}",
            url=f"https://example.org/{one.number}",
            title=f"Report {one.number}",
            publisher="Example",
            seen_on=AT.date(),
        )
        for one in batch
    )
    models.Statement.objects.bulk_create(
        models.Statement(pledge_id=one.number, source_id=one.number, quote=one.quote)
        for one in batch
    )
    models.Citation.objects.bulk_create(
        models.Citation(pledge_id=one.number, source_id=one.number, supports=["announced"])
        for one in batch
    )


def _pledge(one: Made) -> Pledge:
    from moratoriums.models import Pledge

    return Pledge(
        pk=one.number,
        slug=one.slug,
        company_id=one.company,
        title=one.title,
        summary=one.summary,
        kind=one.kind,
        force=one.force,
        announced_on=one.announced.isoformat(),
        checked_on=AT.date(),
        published_at=AT,
    )


def _events(one: Made) -> Iterator[PledgeEvent]:
    from moratoriums.models import PledgeEvent
    from moratoriums.vocabulary import EndBasis, EventKind, Stance, TermKind

    common = {"pledge_id": one.number, "recorded_at": AT, "confirmed_at": AT}
    term = {
        "term": TermKind.FIXED if one.end else TermKind.UNSTATED,
        "end_on": one.end.isoformat() if one.end else "",
        "end_basis": EndBasis.STATED if one.end else EndBasis.NONE,
    }
    yield PledgeEvent(
        kind=EventKind.ANNOUNCED,
        key="announcement",
        happened_on=one.announced.isoformat(),
        stance=Stance.STANDS,
        holds_from=one.announced,
        holds_until=one.withdrawn,
        **common,
        **term,
    )
    if one.questioned:
        day = min(one.announced + timedelta(days=100), LAST_DAY)
        yield PledgeEvent(kind=EventKind.ALLEGED, key="1", happened_on=day.isoformat(), **common)
    if one.withdrawn:
        yield PledgeEvent(
            kind=EventKind.WITHDRAWN,
            key="1",
            happened_on=one.withdrawn.isoformat(),
            stance=Stance.WITHDRAWN,
            holds_from=one.withdrawn,
            recorded_by="one",
            confirmed_by="two",
            **common,
            **term,
        )

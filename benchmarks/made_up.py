"""Made-up registers of any size, the same bytes for the same size."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from moratoriums.register.files import to_text
from moratoriums.register.schema import CompanyRecord, PledgeRecord

_KINDS = ["moratorium", "exit", "sales_ban", "use_ban", "never_use"]
_USES = ["police", "government", "business", "own", "customers"]
_FIRST_DAY = date(2018, 1, 1)


def write_register(directory: Path, pledges: int) -> None:
    """Write ``pledges`` pledge files, and one company file for every ten of them."""
    for folder in ("companies", "pledges", "beneficiaries", "refusals"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    for number in range(max(1, pledges // 10)):
        slug = f"company-{number}"
        company = CompanyRecord(slug=slug, name=f"Company {number}", sector="made up")
        (directory / "companies" / f"{slug}.yaml").write_text(to_text(company))
    for number in range(pledges):
        record = _pledge(number, max(1, pledges // 10))
        (directory / "pledges" / f"{record.slug}.yaml").write_text(to_text(record))


def _pledge(number: int, companies: int) -> PledgeRecord:
    chance = random.Random(number)
    announced = _FIRST_DAY + timedelta(days=chance.randrange(3200))
    term = {"kind": "unstated"}
    if chance.random() < 0.3:
        end = announced + timedelta(days=chance.randrange(200, 2500))
        term = {"kind": "fixed", "words": "until a day", "end": str(end), "basis": "stated"}
    source = {
        "key": f"source-{number}",
        "url": f"https://example.org/{number}",
        "title": f"Report {number}",
        "publisher": "Example",
        "seen": "2026-11-22",
    }
    return PledgeRecord.model_validate(
        {
            "slug": f"pledge-{number}",
            "company": f"company-{number % companies}",
            "title": f"Company {number % companies}: made-up pledge {number}",
            "summary": f"A made-up pledge, number {number}, that stands for no real one.",
            "kind": chance.choice(_KINDS),
            "force": "statement",
            "covers": {"whose_use": [chance.choice(_USES)], "places": ["worldwide"]},
            "announced": str(announced),
            "term": term,
            "evidence": [{"source": source["key"], "supports": ["announced"]}],
            "checked": "2026-11-22",
            "published": "2026-11-22",
            "recorded": "2026-11-22",
            "sources": [source],
        }
    )


def make_people(number: int, at: datetime) -> None:
    """Write ``number`` subscribers who follow everything since ``at``."""
    from alerts.models import Subscriber, Subscription

    address = "'reader' || i || '@example.org'"
    series(Subscriber, number, {"id": "i", "email": address}, asked_at=at, confirmed_at=at)
    columns = {"id": "i", "subscriber_id": "i"}
    series(Subscription, number, columns, asked_at=at, confirmed_at=at)


def series(model: Any, number: int, columns: dict[str, str], **values: object) -> None:
    """Write ``number`` rows inside the database.

    Args:
        columns: an SQL expression of ``i``, which counts from 1, for each column of this sort.
        values: the same value in every row; fields named nowhere get their defaults.
    """
    from django.core.management.color import no_style
    from django.db import connection

    parameters, selected = [], []
    fields = [field for field in model._meta.concrete_fields if field.column in columns]
    others = [field for field in model._meta.concrete_fields if field.column not in columns]
    for field in fields:
        selected.append(columns[field.column])
    for field in others:
        if field.primary_key:
            continue
        value = values.get(field.name, field.get_default())
        parameters.append(field.get_db_prep_save(value, connection))
        selected.append("%s")
        fields.append(field)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) {count} SELECT {', '.join(selected)} FROM n",
            [number, *parameters],
        )
        # Else the next row would get a number that is taken, and be left out as one that is there.
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def make_news(at: datetime, slug: str = "pledge", number: int = 1) -> None:
    """Write a published pledge with ``number`` events that readers are to be told of at ``at``."""
    from companies.models import Company
    from moratoriums.models import Pledge, PledgeEvent

    company, _ = Company.objects.get_or_create(slug="company", defaults={"name": "Company"})
    day = at.date().isoformat()
    pledge = Pledge.objects.create(
        slug=slug,
        company=company,
        title="Company: made-up pledge",
        summary="A made-up pledge that stands for no real one.",
        announced_on=day,
        published_at=at,
        kind="moratorium",
        force="2",
        grounds="press",
        confidence="high",
        technology="facial_recognition",
    )
    PledgeEvent.objects.bulk_create(
        PledgeEvent(
            pledge=pledge,
            kind="reaffirmed",
            key=f"{day}-{position}",
            position=position,
            happened_on=day,
            recorded_at=at,
            confirmed_at=at,
        )
        for position in range(number)
    )
    PledgeEvent.objects.filter(pledge=pledge).update(entered_at=at)

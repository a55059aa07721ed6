"""Who belongs to a company: everything below it, and who stands above."""

from __future__ import annotations

from collections import defaultdict

from companies.models import Company


def below(company: Company) -> list[Company]:
    """Return the companies that belong to a company, at any depth, by name; one question."""
    children: dict[int, list[Company]] = defaultdict(list)
    for one in Company.objects.current().exclude(parent=None).order_by("name"):
        if one.parent_id is not None:
            children[one.parent_id].append(one)
    found: dict[int, Company] = {}
    waiting = list(children[company.pk])
    while waiting:
        one = waiting.pop(0)
        if one.pk not in found and one.pk != company.pk:
            found[one.pk] = one
            waiting += children[one.pk]
    return list(found.values())

"""What drafts and forms look up in the register: each question is asked once for a whole page."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from companies.models import Company
from moratoriums.models import Beneficiary, Pledge


class Shelf:
    """The register as one page needs it, read when it is first asked for."""

    @cached_property
    def companies(self) -> dict[str, Company]:
        """Every company that is not merged into another, by slug, in the order of names."""
        return {row.slug: row for row in Company.objects.current()}

    @cached_property
    def pledges(self) -> dict[str, list[Pledge]]:
        """The pledges on record by the slug of their company, the newest first."""
        found: dict[str, list[Pledge]] = defaultdict(list)
        rows = Pledge.objects.filter(merged_into=None).select_related("company")
        for row in rows.order_by("-announced_earliest", "slug"):
            found[row.company.slug].append(row)
        return found

    @cached_property
    def slugs(self) -> frozenset[str]:
        """The permanent addresses that are taken."""
        return frozenset(Pledge.objects.values_list("slug", flat=True))

    @cached_property
    def beneficiaries(self) -> dict[str, Beneficiary]:
        """Every exempt party under each of its names, as ``spelled`` writes them."""
        found: dict[str, Beneficiary] = {}
        for row in Beneficiary.objects.filter(merged_into=None):
            for name in (row.name, *row.also_known_as):
                found.setdefault(spelled(name), row)
        return found


def spelled(name: str) -> str:
    """A name without what is spelled in two ways: case, "&", "centre", "the"."""
    words = name.casefold().replace("&", " and ").replace("centre", "center").split()
    return " ".join(word for word in words if word != "the")

"""Who belongs together: what following a company takes in, and whom a record of a company concerns.

Both ways rest on two steps between companies: from one to those that belong to it, and from a group
to its named members. Groups are records of companies that pledged together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q

from companies.models import Company, Membership

_Step = Callable[[Collection[int]], set[int]]


def taken_in(company: Company) -> set[int]:
    """The companies whose records somebody hears of who follows one; of a merged one, its heir's.

    They are the company and all that belong to it, of a group also its named members and what
    belongs to them, and the groups of which the company or one that belongs to it is a member: what
    these pledged together, it pledged too. The other members of such a group are not among them.
    """
    start = {company.merged_into_id or company.pk}
    own = _spread(start, _below)
    return _spread(start, _below, _members) | _groups(own)


def following(company: Company) -> set[int]:
    """The companies whose followers hear of a record of one: ``taken_in`` the other way round.

    Records that were merged into any of them are among them.
    """
    start = {company.pk}
    family = _spread(start, _above, _groups) | _spread(_members(start), _above)
    merged = Company.objects.filter(merged_into__in=family).values_list("pk", flat=True)
    return family | set(merged)


def _spread(start: Collection[int], *steps: _Step) -> set[int]:
    """All that can be reached by some steps, in any order; a circle ends."""
    reached: set[int] = set()
    level = set(start)
    while level:
        reached |= level
        level = {key for step in steps for key in step(level)} - reached
    return reached


def _below(companies: Collection[int]) -> set[int]:
    return set(Company.objects.filter(parent__in=companies).values_list("pk", flat=True))


def _above(companies: Collection[int]) -> set[int]:
    above = Company.objects.filter(pk__in=companies, parent__isnull=False)
    return {key for key in above.values_list("parent", flat=True) if key is not None}


def _members(groups: Collection[int]) -> set[int]:
    """The named members; of one whose record was merged, the one it became."""
    named = Membership.objects.filter(group__in=groups)
    rows = named.values_list("member", "member__merged_into")
    return {heir or member for member, heir in rows}


def _groups(companies: Collection[int]) -> set[int]:
    """The groups of which they are named members, also under a record that was merged into them."""
    theirs = Q(member__in=companies) | Q(member__merged_into__in=companies)
    return set(Membership.objects.filter(theirs).values_list("group", flat=True))

"""What the database would write into the register's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import OuterRef, QuerySet, Subquery

from companies.models import Company
from moratoriums.models import Beneficiary, Pledge, Refusal, Revision
from moratoriums.register import rows
from moratoriums.register.files import to_text
from moratoriums.register.rows.upserts import in_batches


def stored_texts(folder: str) -> dict[str, str]:
    """Return the text of each public record of a folder by slug.

    Pledges are told by their last revision, which costs one query however many there are.
    """
    return dict(_TEXTS[folder]())


def _companies() -> Iterator[tuple[str, str]]:
    companies = Company.objects.select_related("parent", "merged_into").prefetch_related(
        "names", "memberships__member"
    )
    for company in companies.order_by("slug"):
        yield company.slug, to_text(rows.read_company(company))


def _beneficiaries() -> Iterator[tuple[str, str]]:
    for beneficiary in Beneficiary.objects.select_related("merged_into").order_by("slug"):
        yield beneficiary.slug, to_text(rows.read_beneficiary(beneficiary))


def _refusals() -> Iterator[tuple[str, str]]:
    for refusal in Refusal.objects.prefetch_related("sources").order_by("slug"):
        yield refusal.slug, to_text(rows.read_refusal(refusal))


def _public_pledges() -> QuerySet[Pledge]:
    return Pledge.objects.filter(published_at__isnull=False)


def _pledges() -> Iterator[tuple[str, str]]:
    latest = Revision.objects.filter(pledge=OuterRef("pk")).order_by("-version")
    texts = _public_pledges().annotate(text=Subquery(latest.values("text")[:1]))
    yield from ((slug, text or "") for slug, text in texts.values_list("slug", "text"))


_TEXTS: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {
    "companies": _companies,
    "beneficiaries": _beneficiaries,
    "pledges": _pledges,
    "refusals": _refusals,
}


def public_texts(folder: str) -> Iterator[tuple[str, str]]:
    """Yield slug and text of each record that readers may see, from the rows themselves.

    Raises:
        ValueError: the rows of a pledge say what no record may say.
    """
    if folder != "pledges":
        yield from _TEXTS[folder]()
        return
    for batch in in_batches(_public_pledges().order_by("slug").values_list("pk", flat=True)):
        for pledge in rows.with_parts(Pledge.objects.filter(pk__in=batch).order_by("slug")):
            yield pledge.slug, to_text(rows.read_pledge(pledge, public_only=True))

"""From the form of a new pledge to the record that the register takes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from pydantic import ValidationError as RecordRefused

from moratoriums.register import schema
from moratoriums.register.wording import problems_of
from moratoriums.vocabulary import Force, Grounds, Kind
from news import drafting

if TYPE_CHECKING:
    from news.forms.pledges import PledgeForm

REVIEW_MONTHS = 12
# Which field of the form a field of the record is asked in.
_ASKED_IN = {
    "slug": "slug",
    "title": "title",
    "summary": "summary",
    "kind": "kind",
    "force": "force",
    "grounds": "grounds",
    "announced": "announced",
    "in_force_from": "in_force_from",
    "term": "term_words",
    "conditions": "condition",
    "statements": "said",
}
_COVERS = {"whose_use": "whose_use", "places": "places", "products": "products"}


def record_from(
    form: PledgeForm, source: schema.Source, *, at: datetime, publish: bool
) -> schema.PledgeRecord | None:
    """The record of a clean form; None where the register refuses it, with errors in the form."""
    given = form.cleaned_data
    try:
        return schema.PledgeRecord(
            slug=given["slug"],
            company=_slug_of(given),
            title=given["title"],
            summary=given["summary"],
            kind=Kind(given["kind"]),
            force=Force(given["force"]),
            grounds=Grounds(given["grounds"]),
            covers=schema.Covers(
                whose_use=tuple(given["whose_use"]),
                who=given["who"],
                what=given["what"],
                products=tuple(given["products"]),
                places=tuple(given["places"]),
            ),
            announced=given["announced"],
            announced_note=form.announced_note(),
            first_seen=None if given["announced"] else timezone.localdate(at),
            in_force_from=given["in_force_from"],
            term=drafting.record_term(form.lasting),
            conditions=_conditions(given),
            exemptions=_exemptions(form, source.key),
            statements=_statements(given, source.key),
            evidence=(drafting.evidence(form.proposal, source.key),),
            review=None if form.lasting.end_on else _review_day(at),
            checked=timezone.localdate(at),
            published=at if publish else None,
            sources=(source,),
        )
    except RecordRefused as refused:
        for problem in problems_of(refused, schema.PledgeRecord):
            last = problem.path[-1] if problem.path else ""
            name = f"{last.replace('_', ' ')} " if isinstance(last, str) else ""
            form.add_error(_field_for(problem.path), f"{name}{problem.message}")
        return None


def _conditions(given: dict[str, Any]) -> tuple[schema.Condition, ...]:
    return (schema.Condition(what=given["condition"]),) if given["condition"] else ()


def _exemptions(form: PledgeForm, source: str) -> tuple[schema.Exemption, ...]:
    return tuple(
        schema.Exemption(
            beneficiary=line.slug,
            purpose=form.cleaned_data["exempt_purpose"],
            since=form.cleaned_data["announced"],
            sources=(schema.Citation(source=source, quote=line.quote),),
        )
        for line in form.exempt
    )


def _statements(given: dict[str, Any], source: str) -> tuple[schema.Statement, ...]:
    if not given["said"]:
        return ()
    return (
        schema.Statement(
            quote=given["said"],
            speaker=given["said_by"],
            channel=given["said_where"],
            said=given["announced"],
            source=source,
        ),
    )


def _slug_of(given: dict[str, Any]) -> str:
    company = given.get("company")
    return company.slug if company else drafting.company_slug(given["new_company"])


def _review_day(at: datetime) -> date:
    """A pledge without an end is looked at again after a year, so that nothing is forgotten."""
    return timezone.localdate(at) + relativedelta(months=REVIEW_MONTHS)


def _field_for(path: tuple[str | int, ...]) -> str | None:
    where = str(path[1] if path[0] == "covers" and len(path) > 1 else path[0]) if path else ""
    return _COVERS.get(where) or _ASKED_IN.get(where)

"""A proposal as a new pledge: every fact in a field of its own, checked as the register checks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from pydantic import ValidationError as RecordRefused

from companies.models import Company
from moratoriums.lasting import Lasting, NeedsPerson, read_lasting
from moratoriums.models import Pledge
from moratoriums.partial_dates import PartialDate
from moratoriums.register import schema
from moratoriums.register.wording import problems_of
from moratoriums.vocabulary import (
    BeneficiaryKind,
    EndBasis,
    Force,
    Grounds,
    Kind,
    TermKind,
    WhoseUse,
)
from news import drafting
from news.drafting import ExemptLine, exempt_line, known_beneficiaries, value_of
from news.forms.fields import LinesField, RoughDateField
from news.models import Proposal

REVIEW_MONTHS = 12
_KIND_WORDS = {
    "use": BeneficiaryKind.USE,
    "class": BeneficiaryKind.CUSTOMER_CLASS,
    "place": BeneficiaryKind.PLACE,
}
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
    "exemptions": "exemptions",
}
_COVERS = {"whose_use": "whose_use", "places": "places", "products": "products"}


def _blank(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "- choose -"), *words]


class PledgeForm(forms.Form):
    """The fields of a new pledge. Facts of the text are filled in, all else is left open."""

    company = forms.ModelChoiceField(
        label="Company", queryset=Company.objects.current(), required=False
    )
    new_company = forms.CharField(
        label="or a new company", required=False, max_length=200,
        help_text="Only if the register does not have it.",
    )  # fmt: skip
    slug = forms.SlugField(label="Permanent address", max_length=80, help_text="Never changes.")
    title = forms.CharField(label="Title", max_length=200)
    summary = forms.CharField(
        label="In our words", max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    kind = forms.ChoiceField(label="Kind", choices=_blank(Kind.choices()))
    force = forms.ChoiceField(label="Force", choices=_blank(Force.choices()))
    grounds = forms.ChoiceField(label="Known through", choices=Grounds.choices())
    whose_use = forms.MultipleChoiceField(
        label="Whose use", choices=WhoseUse.choices(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    who = forms.CharField(label="Who is barred", required=False, max_length=200)
    what = forms.CharField(label="From what", required=False, max_length=200)
    products = LinesField(label="Products, one a line", required=False)
    places = forms.CharField(
        label="Places", required=False,
        help_text="Codes with commas: US, US-IL; or worldwide if the words set no limit.",
    )  # fmt: skip
    announced = RoughDateField(label="Announced", required=False)
    in_force_from = RoughDateField(label="In force from, if later", required=False)
    term_words = forms.CharField(
        label="How long, in the source's words", required=False, max_length=200
    )
    term_kind = forms.ChoiceField(
        label="Term, if the words do not settle it", required=False,
        choices=[("", "as the words say"), *TermKind.choices()],
    )  # fmt: skip
    term_end = RoughDateField(label="End, if you set the term yourself", required=False)
    condition = forms.CharField(label="Condition", required=False, max_length=300)
    exemptions = LinesField(
        label="Exempt, one a line", required=False,
        help_text="A name is an organisation; begin with use:, class: or place: for those.",
    )  # fmt: skip
    exempt_purpose = forms.CharField(label="Exempt for what", required=False, max_length=300)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        self.proposal = proposal
        kwargs["initial"] = initial_of(proposal)
        super().__init__(*args, **kwargs)
        self.lasting = drafting.term_of(proposal)
        self.record: schema.PledgeRecord | None = None
        self.exempt: list[ExemptLine] = []

    @property
    def new_company_name(self) -> str:
        """The name of the company to add, empty if the register has it."""
        return "" if self.cleaned_data.get("company") else self.cleaned_data["new_company"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Pledge.objects.filter(slug=slug).exists():
            raise ValidationError("There is a pledge of this address. Choose another.")
        return slug

    def clean_places(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["places"].split(",") if part.strip()]

    def clean_exemptions(self) -> list[ExemptLine]:
        known = known_beneficiaries()
        lines = [_read_line(line, known) for line in self.cleaned_data["exemptions"]]
        slugs = [line.slug for line in lines]
        if len(set(slugs)) < len(slugs):
            raise ValidationError("Somebody stands here twice.")
        quotes = {line.slug: line.quote for line in drafting.exempt_lines(self.proposal)}
        everything = drafting.evidence(self.proposal, "article").quote
        self.exempt = [
            ExemptLine(x.name, x.slug, x.kind, x.known, quotes.get(x.slug, everything))
            for x in lines
        ]
        return self.exempt

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("company") and not given.get("new_company"):
            self.add_error("company", "Choose the company, or name a new one.")
        if not given.get("company") and _company_slug(given.get("new_company", "")):
            taken = Company.objects.filter(slug=_company_slug(given["new_company"]))
            if taken.exists():
                self.add_error("new_company", "The register has this company: choose it above.")
        if "announced" in given and "term_words" in given:
            self._read_term(given)
        return given

    def _read_term(self, given: dict[str, Any]) -> None:
        if given.get("term_kind"):
            end = given.get("term_end", "")
            self.lasting = Lasting(
                term=TermKind(given["term_kind"]),
                term_words=given["term_words"],
                end_on=end,
                end_basis=EndBasis.STATED if end else EndBasis.NONE,
            )
            return
        if given.get("term_end"):
            self.add_error("term_end", "Choose the term as well, or leave the end to the words.")
        try:
            self.lasting = read_lasting(
                given["term_words"],
                _date(given["announced"]),
                _date(given.get("in_force_from", "")),
            )
        except NeedsPerson as error:
            self.add_error(
                "term_words", f"These words do not settle the term: {error}. Set it below."
            )

    def build_record(self, source: schema.Source, *, at: datetime, publish: bool) -> bool:
        """Build the record; what the register refuses becomes an error beside its field."""
        given = self.cleaned_data
        try:
            self.record = schema.PledgeRecord(
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
                first_seen=None if given["announced"] else timezone.localdate(at),
                in_force_from=given["in_force_from"],
                term=drafting.record_term(self.lasting),
                conditions=self._conditions(),
                exemptions=self._exemptions(source.key),
                evidence=(drafting.evidence(self.proposal, source.key),),
                review=None if self.lasting.end_on else _review_day(at),
                checked=timezone.localdate(at),
                published=at if publish else None,
                sources=(source,),
            )
        except RecordRefused as refused:
            for problem in problems_of(refused, schema.PledgeRecord):
                self.add_error(_field_for(problem.path), f"{problem.path[-1]} {problem.message}")
            return False
        return True

    def _conditions(self) -> tuple[schema.Condition, ...]:
        what = self.cleaned_data["condition"]
        return (schema.Condition(what=what),) if what else ()

    def _exemptions(self, source: str) -> tuple[schema.Exemption, ...]:
        given = self.cleaned_data
        return tuple(
            schema.Exemption(
                beneficiary=line.slug,
                purpose=given["exempt_purpose"],
                since=given["announced"],
                sources=(schema.Citation(source=source, quote=line.quote),),
            )
            for line in self.exempt
        )


def initial_of(proposal: Proposal) -> dict[str, Any]:
    """What the text says, for the fields of the form; what it does not say stays empty."""
    term = next((f for f in proposal.facts if f["name"] in ("term", "term_unread")), None)
    kinds = {kind: word for word, kind in _KIND_WORDS.items()}
    lines = drafting.exempt_lines(proposal)
    return {
        "company": Company.objects.filter(slug=proposal.company_slug or None).first(),
        "new_company": "" if proposal.company_slug else proposal.company_name,
        "slug": drafting.draft_slug(proposal),
        "title": drafting.draft_title(proposal),
        "summary": drafting.draft_summary(proposal),
        "kind": value_of(proposal, "kind"),
        "force": value_of(proposal, "force"),
        "grounds": Grounds.PRESS.value,
        "whose_use": [f["value"] for f in drafting.facts_named(proposal, "whose_use")],
        "products": "\n".join(f["value"] for f in drafting.facts_named(proposal, "product")),
        "places": ", ".join(f["value"] for f in drafting.facts_named(proposal, "place")),
        "announced": value_of(proposal, "announced"),
        "term_words": term["quote"] if term else "",
        "condition": value_of(proposal, "condition"),
        "exemptions": "\n".join(
            f"{kinds[line.kind]}: {line.name}" if line.kind in kinds else line.name
            for line in lines
        ),
        "exempt_purpose": value_of(proposal, "exempt_purpose"),
    }


def _read_line(line: str, known: dict[str, Any]) -> ExemptLine:
    word, colon, name = line.partition(":")
    kind = _KIND_WORDS.get(word.strip().lower()) if colon else None
    if kind:
        return exempt_line(name.strip(), kind, known)
    return exempt_line(line, BeneficiaryKind.ORGANISATION, known)


def _date(edtf: str) -> PartialDate | None:
    return PartialDate.parse(edtf) if edtf else None


def _company_slug(name: str) -> str:
    return slugify(name)[:80].strip("-")


def _slug_of(given: dict[str, Any]) -> str:
    company = given.get("company")
    return company.slug if company else _company_slug(given["new_company"])


def _review_day(at: datetime) -> Any:
    """A pledge without an end is looked at again after a year, so that nothing is forgotten."""
    return timezone.localdate(at) + relativedelta(months=REVIEW_MONTHS)


def _field_for(path: tuple[str | int, ...]) -> str | None:
    if path and path[0] == "covers" and len(path) > 1:
        return _COVERS.get(str(path[1]))
    return _ASKED_IN.get(str(path[0])) if path else None

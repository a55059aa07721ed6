"""A proposal as a new pledge: every fact in a field of its own, beside the words that say so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from companies.models import Company
from moratoriums.lasting import Lasting, NeedsPerson, read_lasting
from moratoriums.models import Pledge
from moratoriums.partial_dates import PartialDate, display
from moratoriums.register import schema
from moratoriums.vocabulary import EndBasis, Force, Grounds, Kind, TermKind, WhoseUse
from news import binding, drafting
from news.drafting import ExemptLine, company_slug
from news.forms.exemptions import exemption_rows
from news.forms.fields import LinesField, RoughDateField, WordsField
from news.forms.filling import WORDS, initial_of
from news.forms.records import record_from
from news.models import Proposal
from news.shelf import Shelf

_EXACT_DAY = "day.date"  # the rule of a date written out: nothing to confirm


def _blank(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "- choose -"), *words]


class PledgeForm(forms.Form):
    """The fields of a new pledge. Facts of the text are filled in, all else is left open.

    Args:
        publishing: ask for what a publication needs and a draft does not.
    """

    company = forms.ModelChoiceField(
        label="Company", queryset=Company.objects.current(), required=False
    )
    new_company = forms.CharField(
        label="or a new company", required=False, max_length=200,
        help_text="Only if the register does not have it.",
    )  # fmt: skip
    title = forms.CharField(label="Title", max_length=200)
    slug = forms.SlugField(label="Permanent address", max_length=80, help_text="Never changes.")
    summary = forms.CharField(
        label="In our words", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    said = WordsField(
        label="The company's own words", required=False, max_length=1500,
        help_text="As they stand in the article, without the quotation marks.",
    )  # fmt: skip
    said_by = forms.CharField(label="Who said them", required=False, max_length=200)
    said_where = forms.CharField(label="Where", required=False, max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=_blank(Kind.choices()))
    words_kind = WordsField(label="Words: kind", required=False)
    force = forms.ChoiceField(label="Force", choices=_blank(Force.choices()))
    grounds = forms.ChoiceField(label="Known through", choices=Grounds.choices())
    whose_use = forms.MultipleChoiceField(
        label="Whose use", choices=WhoseUse.choices(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    words_whose_use = WordsField(label="Words: whose use", required=False)
    who = forms.CharField(label="Who is barred", required=False, max_length=200)
    what = forms.CharField(label="From what", required=False, max_length=200)
    products = LinesField(label="Products, one a line", required=False)
    words_products = WordsField(label="Words: products", required=False)
    places = forms.CharField(
        label="Places", required=False,
        help_text="Codes with commas: US, US-IL; or worldwide if the words set no limit.",
    )  # fmt: skip
    words_places = WordsField(label="Words: places", required=False)
    announced = RoughDateField(label="Announced", required=False)
    words_announced = WordsField(label="Words: announced", required=False)
    confirm_day = forms.BooleanField(label="Yes, that day is meant", required=False)
    holds_because = forms.CharField(
        label="We hold another day than the source says, because", required=False, max_length=150
    )
    in_force_from = RoughDateField(label="In force from, if later", required=False)
    term_words = WordsField(label="How long, in the source's words", required=False, max_length=200)
    term_kind = forms.ChoiceField(
        label="Term, if the words do not settle it", required=False,
        choices=[("", "as the words say"), *TermKind.choices()],
    )  # fmt: skip
    term_end = RoughDateField(label="End, if you set the term yourself", required=False)
    term_note = forms.CharField(
        label="Why you set the term yourself", required=False, max_length=300
    )
    condition = forms.CharField(label="Condition", required=False, max_length=300)
    words_condition = WordsField(label="Words: condition", required=False)
    exempt_purpose = forms.CharField(label="Exempt for what", required=False, max_length=300)

    def __init__(
        self,
        data: Any = None,
        *,
        proposal: Proposal,
        shelf: Shelf,
        prefix: str | None = None,
        publishing: bool = False,
    ) -> None:
        self.proposal, self.publishing = proposal, publishing
        super().__init__(data, prefix=prefix, initial=initial_of(proposal, shelf))
        company = self.fields["company"]
        assert isinstance(company, forms.ModelChoiceField)  # noqa: S101
        company.choices = [("", "- choose -"), *((c.pk, c.name) for c in shelf.companies.values())]
        self.exemptions = exemption_rows(
            data, proposal=proposal, shelf=shelf, prefix=self.add_prefix("x")
        )
        self.lasting = drafting.term_of(proposal)
        self.record: schema.PledgeRecord | None = None

    @property
    def exempt(self) -> list[ExemptLine]:
        """The exempt parties, once the form is clean."""
        return self.exemptions.lines

    @property
    def new_company_name(self) -> str:
        """The name of the company to add, empty if the register has it."""
        return "" if self.cleaned_data.get("company") else self.cleaned_data["new_company"]

    @property
    def read_day(self) -> dict[str, Any] | None:
        """The day as read from words that are no whole date, which a person has to confirm."""
        fact = next((f for f in self.proposal.facts if f["name"] == "announced"), None)
        if fact is None or fact["rule"] in (_EXACT_DAY, binding.BY_EDITOR):
            return None
        return {**fact, "day": PartialDate.parse(str(fact["value"])).earliest}

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Pledge.objects.filter(slug=slug).exists():
            raise ValidationError("There is a pledge of this address. Choose another.")
        return slug

    def clean_places(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["places"].split(",") if part.strip()]

    def clean_said(self) -> str:
        said: str = self.cleaned_data["said"]
        if said:
            try:
                start, end = binding.find_words(self.proposal.entry.whole, said)
            except binding.NotInText as error:
                raise ValidationError(str(error)) from error
            return self.proposal.entry.whole[start:end]
        return said

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("company") and not given.get("new_company"):
            self.add_error("company", "Choose the company, or name a new one.")
        if not given.get("company") and company_slug(given.get("new_company", "")):
            taken = Company.objects.filter(slug=company_slug(given["new_company"]))
            if taken.exists():
                self.add_error("new_company", "The register has this company: choose it above.")
        for name in ("whose_use", "places") if self.publishing else ():
            if name in given and not given[name]:
                self.add_error(name, "Say at least one.")
        if "announced" in given:
            self._weigh_day(given)
            if "term_words" in given:
                self._read_term(given)
        self._bind(given)
        if not self.exemptions.is_valid():
            self.add_error(None, "Something is wrong in the rows of those who stay allowed.")
        return given

    def _weigh_day(self, given: dict[str, Any]) -> None:
        """Ask for a confirmation of a day read from a weekday, and a reason to hold another one."""
        fact = next((f for f in self.proposal.facts if f["name"] == "announced"), None)
        if fact is None or given.get("words_announced", "").split() != fact["quote"].split():
            return
        if given["announced"] != fact["value"]:
            if given["announced"] and not given.get("holds_because"):
                self.add_error(
                    "holds_because",
                    f"“{fact['quote']}” is read as {_prose(fact['value'])}: say why we hold "
                    f"{_prose(given['announced'])}, or bind the day to other words.",
                )
        elif self.publishing and self.read_day and not given.get("confirm_day"):
            self.add_error(
                "confirm_day",
                f"Confirm that “{fact['quote']}” means {_prose(fact['value'])}.",
            )

    def announced_note(self) -> str:
        """What the source says, where we hold another day, and why; for the record's own note."""
        fact = next((f for f in self.proposal.facts if f["name"] == "announced"), None)
        given = self.cleaned_data
        if not fact or not given["holds_because"]:
            return ""
        quote = str(fact["quote"])[:80]
        return f"The source says “{quote}”. We hold another day: {given['holds_because']}"[:300]

    def _read_term(self, given: dict[str, Any]) -> None:
        if given.get("term_kind"):
            end = given.get("term_end", "")
            if not given.get("term_note"):
                self.add_error("term_note", "Say how you read it: readers see the reason.")
            self.lasting = Lasting(
                term=TermKind(given["term_kind"]),
                term_words=given["term_words"],
                end_on=end,
                end_basis=EndBasis.STATED if end else EndBasis.NONE,
                end_note=given.get("term_note", ""),
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

    def _bind(self, given: dict[str, Any]) -> None:
        """Bind the facts to the words that stand beside them now."""
        text = self.proposal.entry.whole
        for box, (name, field) in WORDS.items():
            if box not in given:
                continue
            value = given.get(field, "")
            value = ", ".join(value) if isinstance(value, list) else str(value)
            try:
                self.proposal.facts = binding.rebind(
                    self.proposal.facts, name, value, given[box], text
                )
            except binding.NotInText as error:
                self.add_error(box, str(error))

    def build_record(self, source: schema.Source, *, at: datetime, publish: bool) -> bool:
        """Build the record; what the register refuses becomes an error beside its field."""
        self.record = record_from(self, source, at=at, publish=publish)
        return self.record is not None


def _date(edtf: str) -> PartialDate | None:
    return PartialDate.parse(edtf) if edtf else None


def _prose(edtf: str) -> str:
    return display(PartialDate.parse(edtf)) if edtf else "no day"

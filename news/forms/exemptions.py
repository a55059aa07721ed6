"""Who stays allowed: one row for each exempt party, each with its words in the article."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from moratoriums.vocabulary import BeneficiaryKind
from news import binding, drafting
from news.drafting import ExemptLine, exempt_line
from news.models import Proposal
from news.shelf import Shelf

MOST = 40
_FACTS = {
    BeneficiaryKind.ORGANISATION: "exempt",
    BeneficiaryKind.USE: "exempt_use",
    BeneficiaryKind.CUSTOMER_CLASS: "exempt_customer_class",
    BeneficiaryKind.PLACE: "exempt_place",
}


class ExemptionForm(forms.Form):
    """One exempt party; a row without a name does not count."""

    name = forms.CharField(label="Exempt", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="Sort", choices=BeneficiaryKind.choices(), required=False,
        initial=BeneficiaryKind.ORGANISATION.value,
    )  # fmt: skip
    words = forms.CharField(
        label="Words", required=False, max_length=1500,
        widget=forms.TextInput({"data-words": "exempt"}),
    )  # fmt: skip


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The exempt parties of one pledge."""

    def __init__(self, *args: Any, proposal: Proposal, shelf: Shelf, **kwargs: Any) -> None:
        self.proposal, self.shelf = proposal, shelf
        kwargs["initial"] = [_row_of(fact) for fact in exempt_facts(proposal)]
        super().__init__(*args, **kwargs)
        self.lines: list[ExemptLine] = []

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Read every row as it was sent.

        Django skips a row beyond those it was shown with if it says what its initial values say.
        A row that an editor typed is bound to the article with the first save, and would be
        skipped, and so lost, with the second.
        """
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def clean(self) -> None:
        """Match names with the register, and words with the article; nobody stands here twice."""
        text = self.proposal.entry.whole
        facts = [f for f in self.proposal.facts if f["name"] not in _FACTS.values()]
        for form in self.forms:
            given = form.cleaned_data if form.is_valid() else {}
            if not given.get("name"):
                continue
            kind = BeneficiaryKind(given["kind"] or BeneficiaryKind.ORGANISATION)
            words = given["words"] or given["name"]
            try:
                facts.append(self._fact(kind, given["name"], words, text))
            except binding.NotInText as error:
                form.add_error("words", str(error))
                continue
            quote = drafting.sentences_around(self.proposal.entry, facts[-1:]) or words
            line = exempt_line(given["name"].strip(), kind, self.shelf, quote)
            if any(line.slug == other.slug for other in self.lines):
                form.add_error("name", "This party stands here twice.")
            self.lines.append(line)
        self.proposal.facts = facts

    def _fact(self, kind: BeneficiaryKind, name: str, words: str, text: str) -> dict[str, Any]:
        """The fact as it was read if nothing of it was changed, else the editor's own."""
        fact_name = _FACTS[kind]
        for old in self.proposal.facts:
            same = (old["name"], old["value"]) == (fact_name, name)
            if same and words.split() in (str(old["quote"]).split(), name.split()):
                return dict(old)
        return binding.fact(fact_name, name, text, binding.find_words(text, words))


def exemption_rows(data: Any, *, proposal: Proposal, shelf: Shelf, prefix: str) -> _Rows:
    """The rows of a pledge's exempt parties, with an empty one for more."""
    rows = forms.formset_factory(ExemptionForm, formset=_Rows, extra=1, max_num=MOST)
    made: Any = rows  # the factory's type does not know the class it was given
    return cast(_Rows, made(data, proposal=proposal, shelf=shelf, prefix=prefix))


def exempt_facts(proposal: Proposal) -> list[dict[str, Any]]:
    """The facts that name an exempt party."""
    return [fact for fact in proposal.facts if fact["name"] in _FACTS.values()]


def _row_of(fact: dict[str, Any]) -> dict[str, str]:
    kinds = {name: kind for kind, name in _FACTS.items()}
    return {
        "name": str(fact["value"]),
        "kind": kinds[fact["name"]].value,
        "words": str(fact["quote"]),
    }

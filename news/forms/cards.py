"""What becomes of one card of facts, and what holds for everything on the page of an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from moratoriums.models import Pledge
from news.vocabulary import CardChoice, DismissReason

SMALL, SIGNIFICANT = "small", "significant"


class CardForm(forms.Form):
    """What becomes of one card: nothing is chosen until an editor chooses."""

    choice = forms.ChoiceField(
        label="What becomes of it", choices=CardChoice.choices(), widget=forms.RadioSelect,
        initial=CardChoice.LATER.value, required=False,
    )  # fmt: skip
    pledge = forms.ModelChoiceField(
        label="Pledge on record", queryset=Pledge.objects.none(), required=False
    )
    pledge_slug = forms.CharField(
        label="or its permanent address", required=False, max_length=80,
        help_text="For a pledge of another company: what stands behind /p/.",
    )  # fmt: skip
    reason = forms.ChoiceField(
        label="Why it is not for the register", required=False,
        choices=[("", "- choose -"), *DismissReason.choices()],
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, pledges: Sequence[Pledge], near: int | None = None, prefix: str
    ) -> None:
        super().__init__(data, prefix=prefix, initial={"pledge": near})
        field = self.fields["pledge"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = Pledge.objects.filter(pk__in=[row.pk for row in pledges])
        field.choices = [("", "- choose -"), *((row.pk, str(row)) for row in pledges)]

    def clean_choice(self) -> str:
        return self.cleaned_data["choice"] or CardChoice.LATER.value

    def clean_pledge_slug(self) -> str:
        slug: str = self.cleaned_data["pledge_slug"].strip().removeprefix("/p/")
        if slug and not Pledge.objects.filter(slug=slug, merged_into=None).exists():
            raise ValidationError(f"There is no pledge at /p/{slug}.")
        return slug

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        choice = given.get("choice")
        if choice in (CardChoice.EVENT, CardChoice.SOURCE) and not self.target():
            self.add_error("pledge", "Choose the pledge that this is about.")
        if choice == CardChoice.DISMISS and not given.get("reason"):
            self.add_error("reason", "Say why: the reason stays with the card.")
        return given

    def target(self) -> Pledge | None:
        """The pledge on record that was chosen; the address typed goes first."""
        slug = self.cleaned_data.get("pledge_slug")
        if slug:
            return Pledge.objects.select_related("company").get(slug=slug)
        chosen: Pledge | None = self.cleaned_data.get("pledge")
        return chosen


class ChangeForm(forms.Form):
    """Whether readers are told of what is published, and the public note that goes with it."""

    change = forms.ChoiceField(
        label="This change is", required=False, widget=forms.RadioSelect,
        choices=[
            (SMALL, "small: history or a small fix, nobody is told"),
            (SIGNIFICANT, "significant: those who follow are told"),
        ],
    )  # fmt: skip
    change_note = forms.CharField(
        label="Public note", required=False, max_length=500,
        help_text="What changed and why. Needed for a significant change.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("change"):
            self.add_error("change", "Choose one: small or significant.")
        elif given["change"] == SIGNIFICANT and not given.get("change_note"):
            self.add_error("change_note", "A significant change needs a public note.")
        return given

    @property
    def significant(self) -> bool:
        """Whether readers are told."""
        return bool(self.cleaned_data["change"] == SIGNIFICANT)

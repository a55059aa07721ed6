"""An article that an editor brings: its address, to be fetched, or its text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from news.door import web_address

_MOST = 400_000  # characters; the door keeps the first 100,000 of them


class ArticleForm(forms.Form):
    """Address or text; the rest completes what the page does not say."""

    url = forms.CharField(label="Address of the article", required=False, max_length=1000)
    text = forms.CharField(
        label="or its text", required=False, max_length=_MOST,
        widget=forms.Textarea({"rows": 12}),
        help_text="Pasted text is taken as it is; nothing is fetched then.",
    )  # fmt: skip
    title = forms.CharField(label="Headline", required=False, max_length=400)
    publisher = forms.CharField(label="Publisher", required=False, max_length=200)
    published = forms.DateField(
        label="Published on", required=False, input_formats=["%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
        error_messages={"invalid": "Write the day as 10 June 2020 or 2020-06-10."},
        help_text="10 June 2020. Weekdays in the text are read against it.",
    )  # fmt: skip

    def clean_url(self) -> str:
        typed = self.cleaned_data["url"].strip()
        url = web_address(typed)
        if typed and not url:
            raise ValidationError("Write the whole address, as in https://news.example/article.")
        return url

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("url") and not given.get("text") and "url" not in self.errors:
            self.add_error("url", "Give the address of the article, or paste its text below.")
        if given.get("text") and not given.get("published") and "published" not in self.errors:
            self.add_error("published", "Give the day of publication of the pasted text.")
        return given

"""The article as a source: asked once, whatever a proposal becomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from moratoriums.models import Source
from moratoriums.register import schema
from moratoriums.register.rows.sources import read_source
from moratoriums.vocabulary import SourceClass
from news.door import web_address
from news.drafting import source_of
from news.models import Entry


class SourceForm(forms.Form):
    """Fields of the article; all but the address are fixed once the register knows the page."""

    source_url = forms.CharField(label="Address", max_length=1000)
    source_title = forms.CharField(label="Headline", max_length=400)
    source_publisher = forms.CharField(label="Publisher", max_length=200)
    source_class = forms.ChoiceField(label="Class", choices=SourceClass.choices())

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        self.entry = entry
        self.known = Source.objects.filter(url=entry.url).first() if entry.url else None
        kwargs["initial"] = {
            "source_url": entry.url,
            "source_title": self.known.title if self.known else entry.title,
            "source_publisher": self.known.publisher if self.known else entry.publisher,
            "source_class": self.known.source_class if self.known else SourceClass.NEWS.value,
        }
        super().__init__(*args, **kwargs)
        if self.known:
            for field in self.fields.values():
                field.disabled = True

    def clean_source_url(self) -> str:
        url = web_address(self.cleaned_data["source_url"])
        if not url:
            raise ValidationError("Write the whole address, as in https://news.example/article.")
        return url

    def source(self) -> schema.Source:
        """The source as a record holds it; an address the register knows gives its own source."""
        given = self.cleaned_data
        known = Source.objects.filter(url=given["source_url"]).first()
        if known:
            return read_source(known)
        return source_of(
            self.entry,
            url=given["source_url"],
            title=given["source_title"],
            publisher=given["source_publisher"],
            source_class=SourceClass(given["source_class"]),
        )

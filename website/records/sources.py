"""The numbered sources of a page, what each is cited for, and whether its words still stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from moratoriums.models import Citation, Source
from moratoriums.partial_dates import PartialDate
from moratoriums.register.schema import Fact
from moratoriums.vocabulary import Quality, SourceClass, SourceHealth
from website.records.quality import quality
from website.records.quotes import Quote
from website.wording.facts import read_date
from website.wording.languages import word
from website.wording.phrases import Phrase, day, fill

HASH_SHOWN = 12


@dataclass(frozen=True)
class Support:
    """One thing that a source is cited for, and where it stands on the page."""

    label: str
    anchor: str = ""


@dataclass
class ReadSource:
    """A source that somebody has seen, with the coded values in words."""

    source: Source

    @property
    def kind(self) -> SourceClass:
        """What sort of source it is."""
        return SourceClass(self.source.source_class)

    @property
    def published(self) -> PartialDate | None:
        """When it was published, as far as a date was seen."""
        return read_date(self.source.published_on)

    @property
    def health(self) -> SourceHealth:
        """Whether it can still be read."""
        return SourceHealth(self.source.health)

    @property
    def captured_on(self) -> date | None:
        """The day of the stored copy, in the site's time zone."""
        return localdate(self.source.captured_at)

    @property
    def short_hash(self) -> str:
        """The beginning of the stored copy's SHA-256."""
        return self.source.sha256[:HASH_SHOWN]

    @property
    def standing(self) -> Phrase:
        """Whether the quoted words are still on the page."""
        return words_standing(self.health, localdate(self.source.health_checked_at))


@dataclass
class NumberedSource(ReadSource):
    """A source as the page's list numbers it, with what it is cited for and the words quoted."""

    number: int
    supports: list[Support] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)

    def add(self, support: Support) -> None:
        """Say one more thing that it is cited for."""
        if support not in self.supports:
            self.supports.append(support)

    @property
    def left_quotes(self) -> list[Quote]:
        """The words that no other part of the page prints."""
        return [quote for quote in self.quotes if not quote.home]


@dataclass(frozen=True)
class Ref:
    """A source as a sentence points to it: at its quoted words if there are any."""

    entry: NumberedSource
    quote: Quote | None = None

    @property
    def number(self) -> int:
        """The source's number on the page."""
        return self.entry.number

    @property
    def anchor(self) -> str:
        """Where on the page it leads."""
        return self.quote.anchor if self.quote else f"source-{self.entry.number}"

    @property
    def label(self) -> str:
        """What a screen reader says of it."""
        told = _("Words of source {number}: {publisher}") if self.quote else ""
        told = told or _("Source {number}: {publisher}")
        return told.format(number=self.entry.number, publisher=self.entry.source.publisher)


class SourceList:
    """Numbers sources, and the quotes taken from them, in the order in which they are cited."""

    def __init__(self) -> None:
        self._found: dict[int, NumberedSource] = {}
        self.quotes: list[Quote] = []

    def cite(self, source: Source, *supports: Support, words: str = "") -> Ref:
        """Return a reference to a source, entered at its first citation, with the words quoted."""
        entry = self._found.setdefault(source.pk, NumberedSource(source, len(self._found) + 1))
        for support in supports:
            entry.add(support)
        return Ref(entry, self._quote(words, entry) if words else None)

    def cite_for(self, citations: Sequence[Citation], support: Support) -> list[Ref]:
        """Return references for the citations of one event or exemption."""
        return [self.cite(one.source, support, words=one.quote) for one in citations]

    def _quote(self, words: str, entry: NumberedSource) -> Quote:
        """The quote's entry: words of one source that are quoted twice stand once."""
        for quote in entry.quotes:
            if quote.text == words:
                return quote
        quote = Quote(f"q{len(self.quotes) + 1}", words, language=entry.source.language)
        self.quotes.append(quote)
        entry.quotes.append(quote)
        return quote

    def all(self) -> list[NumberedSource]:
        """Return every entry by its number."""
        return list(self._found.values())

    def quality(self) -> Quality:
        """Return how well these sources support the record."""
        return quality((entry.source.source_class, entry.source.publisher) for entry in self.all())


def quotes_of(refs: Iterable[Ref]) -> list[Quote]:
    """Return the quoted words that some references lead to, each once."""
    return list({ref.quote.anchor: ref.quote for ref in refs if ref.quote}.values())


def words_standing(health: SourceHealth, looked_on: date | None) -> Phrase:
    """Say whether a source's words still stand where they stood, and when that was looked at."""
    if looked_on is None or health == SourceHealth.NEVER_CHECKED:
        return (_("Not looked at again since it was read."),)
    told = {
        SourceHealth.LIVE: _("Still on the page (looked {when})."),
        SourceHealth.MOVED: _("On the page it moved to (looked {when})."),
        SourceHealth.TEXT_CHANGED: _("The page's text has changed (looked {when})."),
        SourceHealth.QUOTE_GONE: _("No longer on the page (looked {when})."),
        SourceHealth.PAYWALLED: _(
            "Behind a paywall, so it could not be looked for (looked {when})."
        ),
        SourceHealth.GONE: _("The page is gone (looked {when})."),
    }
    return fill(told[health], when=day(looked_on))


def localdate(at: datetime | None) -> date | None:
    """Return the day of a moment in the site's time zone."""
    return timezone.localdate(at) if at else None


FACT_LABELS = {fact.value: fact.label for fact in Fact}


def fact_support(fact: str, shown: frozenset[str]) -> Support:
    """What a citation of the record as a whole supports, with its place if the page has one."""
    label = word(FACT_LABELS.get(fact, fact.replace("_", " ")))
    return Support(label, f"f-{fact}" if fact in shown else "")

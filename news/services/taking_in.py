"""An article becomes an entry, and an entry proposals."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from news.articles import Article
from news.binding import BY_EDITOR
from news.door import fingerprint, one_line, plain_text, web_address
from news.extraction import NameBook, Reading, read_text
from news.models import Entry, Proposal
from news.names import register_names
from news.relevance import judge
from news.services.completing import ask_for_page
from news.services.folding import fold_entry


@transaction.atomic
def take_in_article(article: Article, *, at: datetime) -> Entry:
    """Keep an article as an entry, once for its address (or, without one, for its text).

    Taking in the same article again gives the entry that is there; its text is not replaced.

    Raises:
        ValueError: it has no text, or was published more than a day ahead of ``at``.
    """
    title, text = one_line(article.title), plain_text(article.text)
    if not text and not title:
        raise ValueError("There is no text in this article.")
    if article.published_on and article.published_on > timezone.localdate(at) + timedelta(days=1):
        raise ValueError(
            f"{article.published_on} lies in the future: give the day the article was published."
        )
    if title and text.startswith(title):
        text = text[len(title) :].lstrip()
    url = web_address(article.url)
    sha256 = fingerprint(f"{title}\n\n{text}")
    entry, _ = Entry.objects.get_or_create(
        feed=None,
        identity=(url or f"sha256:{sha256}")[:500],
        defaults={
            "url": url,
            "title": title,
            "text": text,
            "publisher": one_line(article.publisher, 200),
            "published_on": article.published_on,
            "sha256": sha256,
        },
    )
    return entry


@transaction.atomic
def read_entry(entry: Entry, names: NameBook | None = None) -> list[Proposal]:
    """Read an entry and put one proposal for each company and act before the editors.

    Reading again renews the facts of pending proposals; decided ones, and those on which an editor
    has bound a fact to other words, are left alone. Why the
    entry matched, or was skipped, is kept with it.
    """
    names = names or register_names()
    judgement = judge(entry.whole, names)
    entry.why_matched = [str(reason) for reason in judgement.reasons]
    entry.why_skipped = judgement.skipped
    readings: list[Reading] = []
    if judgement.matched:
        readings = read_text(
            entry.whole, names, entry.published_on, headline_length=len(entry.title)
        )
        if not readings:
            entry.why_skipped = "No company's own act was found in it."
    entry.read_at = timezone.now()
    entry.save(update_fields=["why_matched", "why_skipped", "read_at"])
    proposals = [_propose(entry, reading) for reading in readings]
    fold_entry(entry)
    if judgement.on_subject:
        ask_for_page(entry, at=entry.read_at)
    return proposals


def _propose(entry: Entry, reading: Reading) -> Proposal:
    proposal, made = Proposal.objects.get_or_create(
        entry=entry,
        key=reading.key,
        defaults={
            "company_name": reading.company[:200],
            "company_slug": reading.slug,
            "act": reading.act,
            "facts": [asdict(fact) for fact in reading.facts],
        },
    )
    if not made and proposal.state == Proposal.State.PENDING and not _touched(proposal):
        proposal.facts = [asdict(fact) for fact in reading.facts]
        proposal.company_name, proposal.company_slug = reading.company[:200], reading.slug
        proposal.save(update_fields=["facts", "company_name", "company_slug"])
    return proposal


def _touched(proposal: Proposal) -> bool:
    """Whether an editor has bound a fact to words that still stand where they stood.

    A new reading leaves their work alone; after a change of the wording it would point at others.
    """
    text = proposal.entry.whole
    bound = any(fact["rule"] == BY_EDITOR for fact in proposal.facts)
    return bound and all(text[f["start"] : f["end"]] == f["quote"] for f in proposal.facts)

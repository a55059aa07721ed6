"""A page whose cited words have gone becomes a proposal for each pledge that cites them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rapidfuzz import fuzz, process

from moratoriums.services import citing_pledges
from news.door import one_line
from news.extraction import Act, Fact
from news.extraction.sentences import split_sentences
from news.models import Capture, Entry, Proposal
from news.watching import missing_quotes

# Of rapidfuzz's ratio (0 to 100): below it no sentence of the page has much to do with the one
# that held the quote, and the proposal says only that the words are gone.
LIKE_IT = 60


def propose_rewording(
    capture: Capture, *, before: Capture, quotes: Sequence[str]
) -> list[Proposal]:
    """Put the new wording of a page before the editors, once.

    The entry holds the page as it now reads. Each lost quote is a fact whose value is the quote
    and whose place is the sentence that stands there instead, if one is much like it.
    """
    lost = [
        quote
        for quote in quotes
        if missing_quotes([quote], capture.text) and not missing_quotes([quote], before.text)
    ]
    source = capture.source
    entry, _ = Entry.objects.get_or_create(
        feed=None,
        identity=f"capture:{capture.pk}",
        defaults={
            "url": source.url,
            "title": one_line(f"Page changed: {source.title}"),
            "text": capture.text,
            "publisher": source.publisher,
            "sha256": capture.sha256,
            "why_matched": [f"No longer there: “{one_line(quote, 120)}”" for quote in lost],
        },
    )
    facts = [asdict(_fact(entry.whole, before.text, quote)) for quote in lost]
    proposals = []
    for pledge in citing_pledges(source):
        if pledge.published_at:
            proposal, _ = Proposal.objects.get_or_create(
                entry=entry,
                key=f"{pledge.company.slug}/{Act.REWORD}/{pledge.slug}"[:200],
                defaults={
                    "company_name": pledge.company.name[:200],
                    "company_slug": pledge.company.slug,
                    "act": Act.REWORD,
                    "facts": facts,
                },
            )
            proposals.append(proposal)
    return proposals


def _fact(whole: str, before: str, quote: str) -> Fact:
    """The sentence that stands now where the quote stood, judged by the sentence it stood in."""
    stood_in = max(
        (sentence.text for sentence in split_sentences(before)),
        key=lambda text: fuzz.partial_ratio(quote, text),
        default=quote,
    )
    now = split_sentences(whole)
    found = process.extractOne(
        stood_in, [one.text for one in now], scorer=fuzz.ratio, score_cutoff=LIKE_IT
    )
    sentence = now[found[2]] if found else None
    return Fact(
        name="wording",
        value=quote,
        quote=sentence.text if sentence else "",
        start=sentence.start if sentence else 0,
        end=sentence.end if sentence else 0,
        rule="wording.changed" if sentence else "wording.lost",
        confidence=round(found[1] / 100, 2) if found else 0.5,
    )

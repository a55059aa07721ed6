"""Which words of a quote say a thing that a page claims, so that each leads to the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from moratoriums.vocabulary import WhoseUse

# The words by which sources name the classes of users that records know; English only, so a
# quote in another language is cited whole.
_USES = {
    WhoseUse.POLICE: r"police|law[- ]enforcement|sheriffs?",
    WhoseUse.GOVERNMENT: r"governments?|public (?:bodies|authorities|sector)|agenc(?:y|ies)",
    WhoseUse.BUSINESS: r"private (?:compan(?:y|ies)|entit(?:y|ies)|sector)|business(?:es)?"
    r"|retailers?",
    WhoseUse.PUBLIC: r"individuals|consumers|members of the public",
    WhoseUse.OWN: r"our (?:own )?(?:stores?|shops?|venues?|events?|campus(?:es)?|systems?)"
    r"|we (?:do not|don['’]t|no longer|never) use",
    WhoseUse.CUSTOMERS: r"(?:all |any )?customers?",
}


@dataclass(frozen=True)
class Claim:
    """Something a page says at ``anchor`` that a quote may say in the words of ``pattern``."""

    anchor: str
    pattern: str


@dataclass(frozen=True)
class Segment:
    """A part of a quote; one with an anchor says what the page claims at ``claimed``."""

    text: str
    anchor: str = ""
    claimed: str = ""


@dataclass
class Quote:
    """Words of a source that stand on a page at ``anchor``, with what they are found to say.

    ``home`` names the part of the page that prints them; the list of sources prints the others.
    ``language`` is that of the source (BCP 47).
    """

    anchor: str
    text: str
    home: str = ""
    language: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def says(self, claim: Claim) -> bool:
        """Mark the first free place where the quote says it; False when it does not."""
        for found in re.finditer(rf"(?<!\w)(?:{claim.pattern})(?!\w)", self.text, re.IGNORECASE):
            start, stop = found.span()
            if all(stop <= first or start >= last for first, last, _ in self.spans):
                self.spans.append((start, stop, claim.anchor))
                return True
        return False

    @property
    def segments(self) -> list[Segment]:
        """The quote in parts, the marked ones at addresses of their own."""
        parts, place = [], 0
        for start, stop, claimed in sorted(self.spans):
            if start > place:
                parts.append(Segment(self.text[place:start]))
            parts.append(Segment(self.text[start:stop], span_anchor(claimed), claimed))
            place = stop
        return [*parts, Segment(self.text[place:])] if place < len(self.text) else parts


def span_anchor(claimed: str) -> str:
    """The address of the words that say what is claimed at another address."""
    return f"said-{claimed}"


def find_words(claims: Iterable[Claim], quotes: Sequence[Quote]) -> dict[str, str]:
    """Mark in the quotes what each claim rests on; return claim by claim where its words stand.

    The first quote that says a thing is taken. Claims that no quote makes are left out.
    """
    found = {}
    for claim in claims:
        if any(quote.says(claim) for quote in quotes):
            found[claim.anchor] = span_anchor(claim.anchor)
    return found


def use_pattern(use: WhoseUse) -> str:
    """The words that name a class of users."""
    return _USES[use]


def literal(*names: str) -> str:
    """Any of these names as they are written, whatever the spacing; nothing matches no name."""
    written = [r"\s+".join(map(re.escape, name.split())) for name in names if name.strip()]
    return "|".join(sorted(written, key=len, reverse=True)) or r"(?!)"

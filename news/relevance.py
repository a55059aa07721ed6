"""Says why a text may be about a corporate pledge, or why it is skipped; pure and quick."""

from __future__ import annotations

from dataclasses import dataclass

from news.extraction import NameBook
from news.extraction.acts import find_cues
from news.extraction.topic import find_topics

_LONGEST_SEARCH = 20_000  # characters: what a text is about shows long before
_MOST_REASONS = 12
_MOST_ACTS = 6  # enough to show why; the reading looks for all


@dataclass(frozen=True)
class Reason:
    """One thing that made a text match, with the words and their offsets."""

    what: str
    words: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.what}: {self.words}"


@dataclass(frozen=True)
class Judgement:
    """Whether a text is worth reading closely; ``skipped`` says why not, in words."""

    reasons: tuple[Reason, ...] = ()
    skipped: str = ""
    on_subject: bool = False  # facial recognition is named, whatever else is missing

    @property
    def matched(self) -> bool:
        """Whether it is worth reading closely."""
        return not self.skipped


def judge(text: str, names: NameBook) -> Judgement:
    """Look for facial recognition, for a word of stopping or resuming, and for companies.

    The first two are needed. A company need not be in the register: its name may be new.
    """
    text = text[:_LONGEST_SEARCH]
    mentions = names.find(text)
    topics = [Reason("topic", text[start:end], start, end) for start, end in find_topics(text)]
    topics += [
        Reason("product", one.text, one.start, one.end) for one in mentions if one.role == "product"
    ]
    if not topics:
        return Judgement(skipped="It does not speak of facial recognition.")
    acts = [
        Reason("act", text[cue.start : cue.end], cue.start, cue.end)
        for cue in find_cues(text, most=_MOST_ACTS)
    ]
    if not acts:
        return Judgement(
            skipped="Nothing in it is stopped, limited, extended or resumed.", on_subject=True
        )
    companies = [
        Reason("company", one.text, one.start, one.end)
        for one in mentions
        if one.role not in ("product", "public_body")
    ]
    reasons = _different([*companies, *topics, *acts])[:_MOST_REASONS]
    return Judgement(tuple(reasons), on_subject=True)


def _different(reasons: list[Reason]) -> list[Reason]:
    """Each word once, at its first place."""
    seen: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        seen.setdefault((reason.what, reason.words.casefold()), reason)
    return list(seen.values())

"""Gives the names of each sentence: the register's, and new ones under one form for a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from news.extraction.companies import Mention
from news.extraction.newcomers import find_newcomers, is_shouting, same_company
from news.extraction.sentences import Sentence

_MOST_NAMES = 60  # different ones of a text that are compared; more than any honest text has


class Namer:
    """Knows which names a text has used so far."""

    def __init__(self, text: str, headline_length: int, known: Sequence[Mention]) -> None:
        self._headline, self._body = text[:headline_length], text[headline_length:]
        companies = [one for one in known if one.role in ("name", "alias", "former")]
        self._known = list({one.text: one for one in companies}.values())[:_MOST_NAMES]
        self._new: list[str] = []
        self._settled: dict[str, Mention] = {}

    def names_in(self, sentence: Sentence, known: Sequence[Mention]) -> list[Mention]:
        """The sentence's names with those that the register does not know, in their order."""
        found = find_newcomers(
            sentence.text,
            known,
            shouting=sentence.headline and is_shouting(sentence.text),
            elsewhere=self._body if sentence.headline else self._headline,
        )
        named = [self._under_one_form(one) for one in found]
        return sorted([*known, *named], key=lambda one: one.start)

    def _under_one_form(self, mention: Mention) -> Mention:
        if mention.role != "new":
            return mention
        if mention.text not in self._settled:
            self._settled[mention.text] = self._settle(mention)
        form = self._settled[mention.text]
        return Mention(form.owner, form.slug, form.role, mention.text, mention.start, mention.end)

    def _settle(self, mention: Mention) -> Mention:
        """A new name as the text first gave it, or the known company whose short form it is."""
        for known in self._known:
            if same_company(known.text, mention.text):
                return replace(mention, owner=known.owner, slug=known.slug, role="alias")
        for name in self._new:
            if same_company(name, mention.text):
                return replace(mention, owner=name)
        if len(self._new) < _MOST_NAMES:
            self._new.append(mention.text)
        return mention

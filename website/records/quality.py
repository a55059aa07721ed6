"""How well a record is supported, from the sources that somebody has seen."""

from __future__ import annotations

from collections.abc import Iterable

from moratoriums.vocabulary import Quality, SourceClass

PRIMARY = frozenset(
    {SourceClass.COMPANY, SourceClass.FILING, SourceClass.TERMS, SourceClass.AUTHORITY}
)
CORROBORATING = 2


def quality(sources: Iterable[tuple[str, str]]) -> Quality:
    """Return the quality from pairs of a source's class and its publisher.

    Copies of another outlet's report add nothing to the number of independent sources.
    """
    seen = [(SourceClass(kind), publisher) for kind, publisher in sources]
    if not seen:
        return Quality.TIP
    if any(kind in PRIMARY for kind, _ in seen):
        return Quality.PRIMARY
    independent = {publisher for kind, publisher in seen if kind != SourceClass.WIRE_COPY}
    return Quality.CORROBORATED if len(independent) >= CORROBORATING else Quality.ONE_REPORT

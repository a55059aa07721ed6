"""What the files of a register must agree on among themselves; no Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from moratoriums.register import consistency, schema
from moratoriums.register.entries import Entry, Register


def disagreements(register: Register) -> Iterator[str]:
    """Yield every mistake that shows only when the files are seen together."""
    for entry in register.entries():
        if entry.path.stem != entry.record.slug:
            yield _at(
                entry,
                ("slug",),
                f"is {entry.record.slug!r} but the file is named {entry.path.name}. A slug "
                "belongs to one file: give both the same name.",
            )
    yield from _companies(register)
    yield from _beneficiaries(register)
    yield from _pledges(register)
    yield from _sources(register)


def _at(entry: Entry[schema.AnyRecord], path: consistency.Path, message: str) -> str:
    return entry.told(entry.tree.mistake(consistency.Problem(path, message)))


def _companies(register: Register) -> Iterator[str]:
    for entry in register.companies.values():
        record = entry.record
        named: list[tuple[consistency.Path, str | None]] = [
            (("parent",), record.parent),
            (("merged_into",), record.merged_into),
            *((("members", index), slug) for index, slug in enumerate(record.members)),
        ]
        yield from _unknown(entry, named, register.companies, "company")
    for field in ("parent", "merged_into"):
        yield from _circles(register.companies, field)


def _beneficiaries(register: Register) -> Iterator[str]:
    for entry in register.beneficiaries.values():
        named: list[tuple[consistency.Path, str | None]] = [
            (("merged_into",), entry.record.merged_into)
        ]
        yield from _unknown(entry, named, register.beneficiaries, "beneficiary")
    yield from _circles(register.beneficiaries, "merged_into")


def _pledges(register: Register) -> Iterator[str]:
    for entry in register.pledges.values():
        record = entry.record
        companies: list[tuple[consistency.Path, str | None]] = [
            (("company",), record.company),
            *((("related_companies", i), slug) for i, slug in enumerate(record.related_companies)),
        ]
        parties: list[tuple[consistency.Path, str | None]] = [
            (("exemptions", i, "beneficiary"), part.beneficiary)
            for i, part in enumerate(record.exemptions)
        ]
        pledges: list[tuple[consistency.Path, str | None]] = [
            (("superseded_by",), record.superseded_by),
            (("merged_into",), record.merged_into),
            *((("related", index), slug) for index, slug in enumerate(record.related)),
        ]
        yield from _unknown(entry, companies, register.companies, "company")
        yield from _unknown(entry, parties, register.beneficiaries, "beneficiary")
        yield from _unknown(entry, pledges, register.pledges, "pledge")
        if not record.published:
            yield _at(
                entry, ("published",), "is missing. Give the day from which readers may see it."
            )
    for field in ("superseded_by", "merged_into"):
        yield from _circles(register.pledges, field)


def _unknown(
    entry: Entry[schema.AnyRecord],
    named: list[tuple[consistency.Path, str | None]],
    known: Mapping[str, Entry[schema.AnyRecord]],
    noun: str,
) -> Iterator[str]:
    for path, slug in named:
        if slug and slug not in known:
            yield _at(
                entry, path, f"there is no {noun} {slug!r}. Add its file, or correct the slug."
            )


def _circles(entries: Mapping[str, Entry[schema.AnyRecord]], field: str) -> Iterator[str]:
    """Find records that lead to themselves through a field such as ``parent``."""
    settled: set[str] = set()
    for start in entries:
        trail: list[str] = []
        slug: str | None = start
        while slug and slug in entries and slug not in settled and slug not in trail:
            trail.append(slug)
            slug = getattr(entries[slug].record, field)
        if slug in trail:
            circle = " -> ".join([*trail[trail.index(slug) :], slug])
            yield _at(entries[slug], (field,), f"leads in a circle: {circle}. Break it.")
        settled.update(trail)


def _sources(register: Register) -> Iterator[str]:
    """A page has one key and one description, in however many files it stands."""
    by_key: dict[str, tuple[Entry[schema.AnyRecord], schema.Source]] = {}
    key_of: dict[str, str] = {}
    citing: chain[Entry[schema.PledgeRecord] | Entry[schema.RefusalRecord]] = chain(
        register.pledges.values(), register.refusals.values()
    )
    for entry in citing:
        for index, source in enumerate(entry.record.sources):
            path = ("sources", index)
            first_entry, first = by_key.setdefault(source.key, (entry, source))
            if first != source:
                yield _at(
                    entry,
                    path,
                    f"{source.key!r} is described differently in {first_entry.path} "
                    f"({_difference(first, source)}). Make both the same.",
                )
            if (key := key_of.setdefault(source.url, source.key)) != source.key:
                yield _at(
                    entry,
                    path,
                    f"this address has the key {key!r} elsewhere. Use the same key.",
                )


def _difference(one: schema.Source, other: schema.Source) -> str:
    names = [name for name in type(one).model_fields if getattr(one, name) != getattr(other, name)]
    return ", ".join(names)

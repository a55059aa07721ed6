"""Loads the register's folder into the database: everything or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from moratoriums import search
from moratoriums.models import Pledge, PledgeEvent, Revision
from moratoriums.register import rows, schema
from moratoriums.register.directory import files_in, read_raw, read_register
from moratoriums.register.entries import Entry, Register
from moratoriums.register.files import to_text
from moratoriums.register.rows.upserts import in_batches
from moratoriums.register.stored import stored_texts
from moratoriums.services.showing import restamp
from moratoriums.services.states import retell_states_of

# Who saved a revision that came from the files.
LOADER = "register files"

Kind = TypeVar("Kind", bound=schema.AnyRecord)


@dataclass
class Summary:
    """What a load did, by slug or by count."""

    files: int = 0
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    newer_here: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    only_here: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = [f"{self.files} files: {len(self.new)} new, {len(self.changed)} changed."]
        left = {
            "Kept as edited here since they were dumped": self.newer_here,
            "Kept as unpublished drafts": self.drafts,
            "Published here and in no file (left as they are; dump_register writes them)": (
                self.only_here
            ),
        }
        told += [f"{why}: {', '.join(slugs)}." for why, slugs in left.items() if slugs]
        return "\n".join(told)


def load_register(directory: Path, *, at: datetime) -> Summary:
    """Make the database say what the files say.

    All files are read and checked first; then all changes are written in one transaction. A file
    that says what the database says already is not written. A pledge that was edited here since
    its file was last loaded or dumped is left alone, unless the file was edited too: then the file
    wins, and the revisions keep the other text. Records without a file, drafts, and verdicts that
    wait for a second editor are never touched. Events of earlier days are told to nobody.

    Raises:
        BadRegister: with every mistake; nothing was written.
    """
    files = files_in(directory)
    known = {folder: stored_texts(folder) for folder in files}
    summary = Summary(files=sum(map(len, files.values())))
    summary.only_here = sorted(
        f"{folder}/{slug}" for folder in files for slug in known[folder].keys() - files[folder]
    )
    if _nothing_new(files, known):
        return summary
    register = read_register(directory)
    with transaction.atomic():
        companies = _to_write(register.companies, known["companies"], summary)
        rows.write_companies([entry.record for entry in companies])
        beneficiaries = _to_write(register.beneficiaries, known["beneficiaries"], summary)
        rows.write_beneficiaries([entry.record for entry in beneficiaries])
        _write_pledges(register, known["pledges"], summary, at)
        refusals = _to_write(register.refusals, known["refusals"], summary)
        rows.write_refusals([entry.record for entry in refusals])
        if summary.new or summary.changed:
            # A company or source of one file is named by the pledges of others.
            search.index_pledges(Pledge.objects.published().values_list("pk", flat=True))
            restamp()
    return summary


def _nothing_new(
    files: Mapping[str, Mapping[str, Path]], known: Mapping[str, Mapping[str, str]]
) -> bool:
    """Whether every file is, byte for byte, what the database would write."""
    return all(
        slug in known[folder] and read_raw(path) == known[folder][slug].encode()
        for folder, paths in files.items()
        for slug, path in paths.items()
    )


def _to_write(
    entries: Mapping[str, Entry[Kind]], known: Mapping[str, str], summary: Summary
) -> list[Entry[Kind]]:
    wanted = []
    for slug, entry in entries.items():
        if known.get(slug) != entry.text:
            (summary.changed if slug in known else summary.new).append(slug)
            wanted.append(entry)
    return wanted


def _write_pledges(
    register: Register, known: Mapping[str, str], summary: Summary, at: datetime
) -> None:
    drafts = set(Pledge.objects.filter(published_at=None).values_list("slug", flat=True))
    summary.drafts = sorted(drafts & register.pledges.keys())
    candidates = {slug: e for slug, e in register.pledges.items() if slug not in drafts}
    wanted = _to_write(candidates, known, summary)
    edited = _edited_here([entry for entry in wanted if entry.record.slug in known])
    summary.newer_here = sorted(edited)
    wanted = [entry for entry in wanted if entry.record.slug not in edited]
    summary.changed = [slug for slug in summary.changed if slug not in edited]
    records = [entry.record for entry in wanted]
    pledges = rows.write_pledges(records, at=at, by=LOADER, quiet_before=timezone.localdate(at))
    retell_states_of(pledges)
    _keep_revisions(pledges, {e.record.slug: e.text for e in wanted}, known, at)


def _edited_here(entries: Iterable[Entry[schema.PledgeRecord]]) -> set[str]:
    """Name the pledges whose files say what was said here before an editor changed it."""
    edited = set()
    for entry in entries:
        slug = entry.record.slug
        later: list[str] = []
        revisions = Revision.objects.filter(pledge__slug=slug).order_by("-version")
        for saved_by, told in revisions.values_list("saved_by", "text"):
            if told == entry.text:
                if LOADER not in later:
                    edited.add(slug)
                break
            later.append(saved_by)
    return edited


def _keep_revisions(
    pledges: Sequence[Pledge],
    texts: dict[str, str],
    known: Mapping[str, str],
    at: datetime,
) -> None:
    changed = [pledge for pledge in pledges if pledge.slug in known]
    for batch in in_batches(changed):
        Pledge.objects.filter(pk__in=[row.pk for row in batch]).update(version=F("version") + 1)
    versions: dict[int, int] = {}
    for batch in in_batches([pledge.pk for pledge in pledges]):
        versions.update(Pledge.objects.filter(pk__in=batch).values_list("pk", "version"))
    waiting = set(
        PledgeEvent.objects.filter(confirmed_at=None).values_list("pledge__slug", flat=True)
    )
    for pledge in rows.with_parts(Pledge.objects.filter(slug__in=waiting & texts.keys())):
        texts[pledge.slug] = to_text(rows.read_pledge(pledge))
    Revision.objects.bulk_create(
        Revision(
            pledge=pledge,
            version=versions[pledge.pk],
            text=texts[pledge.slug],
            saved_at=at,
            saved_by=LOADER,
            note="Loaded from the register's files.",
        )
        for pledge in pledges
    )

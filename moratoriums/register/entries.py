"""The files of a register as they were read: what each says, and on which line; no Django."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from moratoriums.register import schema
from moratoriums.register.files import to_text
from moratoriums.register.reading import Mistake, Tree

Kind_co = TypeVar("Kind_co", bound=schema.AnyRecord, covariant=True)


@dataclass(frozen=True)
class Entry(Generic[Kind_co]):
    """One file: where it is, what it says, and the lines on which it says so."""

    path: Path
    raw: bytes
    record: Kind_co
    tree: Tree

    @cached_property
    def text(self) -> str:
        """What the file says, in the usual form."""
        return to_text(self.record)

    @property
    def is_in_usual_form(self) -> bool:
        """Whether the file is written as ``dump_register`` would write it."""
        return self.raw == self.text.encode()

    def told(self, mistake: Mistake) -> str:
        """Say a mistake with the file and line to go to."""
        return f"{self.path}:{mistake.line}: {mistake.message}"


@dataclass
class Register:
    """Every record of a folder, by slug."""

    companies: dict[str, Entry[schema.CompanyRecord]] = field(default_factory=dict)
    beneficiaries: dict[str, Entry[schema.BeneficiaryRecord]] = field(default_factory=dict)
    pledges: dict[str, Entry[schema.PledgeRecord]] = field(default_factory=dict)
    refusals: dict[str, Entry[schema.RefusalRecord]] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry[schema.AnyRecord]]:
        """Yield the files, folder by folder, in the order of their names."""
        yield from chain[Entry[schema.AnyRecord]](
            self.companies.values(),
            self.beneficiaries.values(),
            self.pledges.values(),
            self.refusals.values(),
        )

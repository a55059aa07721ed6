"""Everything a phrase says about time, found and told apart before anything is concluded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from moratoriums.terms.conditions import Condition, find_conditions
from moratoriums.terms.ends import UNTIL, End, read_end, read_range_end
from moratoriums.terms.lengths import Length, find_lengths
from moratoriums.terms.periods import Period, find_periods
from moratoriums.terms.roles import Role, judge
from moratoriums.terms.starts import Start, find_starts
from moratoriums.terms.text import Plain, clause_at, clauses


@dataclass
class Facts:
    """What was found in a phrase, in the order of the words."""

    plain: Plain
    announced: date
    effective: date | None
    starts: list[Start] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    lengths: list[tuple[Length, Role]] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    strays: list[Period] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain text that all positions refer to."""
        return self.plain.text

    def left_of(self, position: int) -> str:
        """The words before a position in its clause, without those that name a start."""
        begin, _ = clause_at(self.cuts, position)
        for start in self.starts:
            if begin <= start.start < position:
                position = start.start
        return self.text[begin:position].lstrip()

    def condition_words(self) -> str:
        """The conditions in the phrase's own characters, joined by semicolons; often empty."""
        found = [self.plain.written(each.start, each.end) for each in self.conditions]
        return "; ".join(condition.strip(" ,") for condition in found)


def find_facts(plain: Plain, announced: date, effective: date | None) -> Facts:
    """Find the starts, ends, lengths, conditions and stray dates of a phrase."""
    facts, text = Facts(plain, announced, effective), plain.text
    lengths = find_lengths(text)
    facts.starts = find_starts(text, announced, effective, lengths)
    facts.ends = _find_ends(text, facts.starts, announced)
    lengths = [each for each in lengths if not _touches(each.start, each.end, facts.ends)]
    whole = [(each.start, each.end) for each in lengths]
    whole += [(each.start, each.end) for each in facts.ends]
    whole += [(each.start, each.end) for each in facts.starts]
    facts.cuts = clauses(text, whole)
    facts.lengths = [(each, _role(facts, each)) for each in lengths]
    taken = whole + [(role.start, role.end) for _, role in facts.lengths]
    facts.conditions = find_conditions(text, taken)
    facts.strays = [
        period
        for period in find_periods(text, announced)
        if not any(start < period.end and period.start < end for start, end in taken)
    ]
    return facts


def _find_ends(text: str, starts: list[Start], announced: date) -> list[End]:
    found: list[End] = []
    for word in UNTIL.finditer(text):
        end = read_end(text, word, announced)
        if end is not None and not _touches(end.start, end.end, found):
            found.append(end)
    for start in starts:
        end = read_range_end(text, start.end, announced) if start.fixed else None
        if end is not None and not _touches(end.start, end.end, found):
            found.append(end)
    return sorted(found, key=lambda each: each.start)


def _touches(start: int, end: int, others: list[End]) -> bool:
    return any(other.start < end and start < other.end for other in others)


def _role(facts: Facts, length: Length) -> Role:
    """The length's role; what names a start is cut out of the clause before it is judged."""
    begin, end = clause_at(facts.cuts, length.start)
    started = False
    for start in facts.starts:
        if length.end <= start.start <= length.end + 2:
            started = started or not start.problem
        elif begin <= start.start < length.start:
            begin = min(start.end + 1, length.start)
    gap = re.compile(r"(?:and )?").match(facts.text, begin, length.start)
    begin = gap.end() if gap and begin else begin
    return judge(facts.text, length, (begin, end), started)

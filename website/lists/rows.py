"""Pledges as pages list them: one row each, with its words and its bar, from rows already read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext, gettext_noop

from companies.models import Company
from moratoriums import status
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.queries import PledgeQuerySet
from moratoriums.status import Flag
from moratoriums.vocabulary import Conduct, EndBasis, EventKind, Force, Lifecycle, Stance, TermKind
from website.lists import bars
from website.wording import endings
from website.wording.facts import Facts, read_date
from website.wording.languages import word
from website.wording.phrases import Phrase, short_title

FLAG_WORDS = {
    Flag.ENDS_SOON: gettext_noop("Ends soon"),
    Flag.MAY_HAVE_ENDED: gettext_noop("May have ended"),
    Flag.UNDECIDED: gettext_noop("Undecided"),
    Flag.REVIEW_DUE: gettext_noop("Review due"),
    Flag.STALE: gettext_noop("Not checked for six months"),
}


# Events after which the words cover something else than before.
REWORDING = (
    EventKind.AMENDED,
    EventKind.NARROWED,
    EventKind.WIDENED,
    EventKind.EXEMPTION_ADDED,
    EventKind.EXEMPTION_REMOVED,
    EventKind.PARTLY_WITHDRAWN,
)


@dataclass(frozen=True)
class PledgeRow:
    """One pledge in a list; templates print it and decide nothing."""

    pledge: Pledge
    facts: Facts
    short_title: str
    status: Lifecycle
    conduct: Conduct
    shows_conduct: bool
    ends: Phrase
    distance: str
    bar: bars.Bar | None = None
    versions: int = 1

    @property
    def address(self) -> str:
        """Where the record stands."""
        return self.pledge.get_absolute_url()

    @property
    def tells_end(self) -> bool:
        """Whether a figure needs words for the end; a fading bar says that none was stated."""
        return self.facts.term != TermKind.UNSTATED or self.status != Lifecycle.IN_FORCE

    @property
    def force(self) -> Force:
        """How strongly the pledge binds."""
        return Force(self.pledge.force)

    @property
    def uses(self) -> str:
        """Whose use is stopped or limited; wants ``barred_uses`` fetched."""
        return "; ".join(word(str(use)) for use in self.pledge.barred_uses.all()) or gettext(
            "not named"
        )

    @property
    def flags(self) -> list[tuple[str, str]]:
        """The flags worth a word in a list, with their anchors."""
        return [
            (flag.value.replace("_", "-"), word(FLAG_WORDS[flag]))
            for flag in Flag
            if flag in self.facts.flags and flag != Flag.STALE
        ]


@dataclass(frozen=True)
class Group:
    """One company's rows in a figure."""

    company: Company
    rows: Sequence[PledgeRow]


@dataclass(frozen=True)
class Figure:
    """Bars with their axis, drawn from the rows that the page lists."""

    groups: Sequence[Group]
    span: bars.Span
    years: Sequence[bars.Year] = field(default_factory=tuple)


def listed(day: date) -> PledgeQuerySet:
    """Return the published pledges on record by a day, with all that a row needs."""
    return Pledge.objects.published().as_of(day).with_conduct(day).select_related("company")


def facts_of(pledge: Pledge, day: date) -> Facts:
    """Return the plain facts of a pledge that came from ``listed``."""
    return state_facts(pledge, day, Conduct(pledge.conduct), disputed=bool(pledge.disputed))


def state_facts(
    pledge: Pledge,
    day: date,
    conduct: Conduct = Conduct.NOT_ASSESSED,
    *,
    disputed: bool = False,
) -> Facts:
    """Return the plain facts of a pledge that carries its state on a day, or of such a row."""
    state = status.State(
        Stance(pledge.state_stance),
        pledge.effective_earliest,
        pledge.state_end_earliest,
        pledge.state_end_latest,
        pledge.state_end_is_minimum,
    )
    flags = status.flags(state, day, review_on=pledge.review_on, checked_on=pledge.checked_on)
    return Facts(
        day=day,
        lifecycle=Lifecycle(pledge.lifecycle),
        term=TermKind(pledge.state_term),
        began=read_date(pledge.announced_on),
        flags=flags,
        first_seen_on=pledge.first_seen_on,
        effective=read_date(pledge.effective_on),
        turned=read_date(pledge.state_happened_on),
        turned_by=EventKind(pledge.state_kind),
        reason=pledge.state_reason,
        term_words=pledge.state_term_words,
        end=read_date(pledge.state_end_on),
        end_likely_on=pledge.state_end_likely_on,
        end_is_minimum=pledge.state_end_is_minimum,
        end_basis=EndBasis(pledge.state_end_basis),
        end_rule=pledge.state_end_rule,
        end_note=pledge.state_end_note,
        review_on=pledge.review_on,
        checked_on=pledge.checked_on,
        conduct=conduct,
        disputed=disputed,
        current=pledge.checked_on is None or pledge.checked_on <= day,
    )


def row_of(pledge: Pledge, day: date) -> PledgeRow:
    """Return one pledge as a list shows it."""
    facts = facts_of(pledge, day)
    return PledgeRow(
        pledge=pledge,
        facts=facts,
        short_title=short_title(pledge.title, pledge.company.name),
        status=facts.lifecycle,
        conduct=facts.conduct,
        shows_conduct=facts.conduct not in (Conduct.NOT_ASSESSED, Conduct.NONE_FOUND),
        ends=endings.end_words(facts),
        distance=endings.distance(facts),
    )


def rows_of(pledges: Iterable[Pledge], day: date) -> list[PledgeRow]:
    """Return many pledges as a list shows them."""
    return [row_of(pledge, day) for pledge in pledges]


def drawn(rows: Sequence[PledgeRow], span: bars.Span) -> list[PledgeRow]:
    """Return rows with their bars; their pledges come from ``prefetch_related("exemptions")``."""
    reworded = reworded_on([row.pledge.pk for row in rows], span.day)
    return [
        replace(
            row,
            bar=bars.draw(row.facts, span, _exempt_since(row), reworded.get(row.pledge.pk, ())),
            versions=len(reworded.get(row.pledge.pk, ())) + 1,
        )
        for row in rows
    ]


def figure_of(pledges: Sequence[Pledge], day: date, span: bars.Span | None = None) -> Figure:
    """Draw pledges as bars, company by company, in the order of each company's first pledge.

    The pledges come from ``listed(day).prefetch_related("exemptions")``. Without a span the
    figure begins with the first of them.
    """
    rows = rows_of(pledges, day)
    rows.sort(key=lambda row: (bars.start(row.facts), row.pledge.slug))
    span = span or bars.span_of((row.facts for row in rows), day)
    together: dict[int, list[PledgeRow]] = {}
    for row in drawn(rows, span):
        together.setdefault(row.pledge.company_id, []).append(row)
    groups = [Group(members[0].pledge.company, members) for members in together.values()]
    return Figure(groups, span, span.years())


def _exempt_since(row: PledgeRow) -> list[date]:
    """The days since when somebody is exempt; without one, from the start of the pledge."""
    begun = bars.start(row.facts).earliest
    since = (exemption.since_earliest or begun for exemption in row.pledge.exemptions.all())
    return [moment for moment in since if moment <= row.facts.day]


def reworded_on(keys: Sequence[int], day: date) -> dict[int, set[date]]:
    """Return the days, up to a day, on which what each of these pledges covers became another."""
    changes = (
        PledgeEvent.objects.filter(
            pledge__in=keys,
            kind__in=[kind.value for kind in REWORDING],
            confirmed_at__isnull=False,
            happened_earliest__lte=day,
        )
        .order_by()
        .values_list("pledge", "happened_earliest")
    )
    found: dict[int, set[date]] = {}
    for key, moment in changes:
        if moment:
            found.setdefault(key, set()).add(moment)
    return found

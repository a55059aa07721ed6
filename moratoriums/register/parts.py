"""The blocks of a register file: terms, events, exemptions, sources; no Django."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from companies.vocabulary import NameKind, Word
from moratoriums.register.values import (
    Day,
    Edtf,
    EventKey,
    Flag,
    Instant,
    Language,
    Line,
    Line40,
    Line80,
    Line150,
    Line200,
    Line300,
    Line400,
    Place,
    Slug,
    Text,
    Url,
)
from moratoriums.vocabulary import (
    CheckPlace,
    ConditionHealth,
    EndBasis,
    EventKind,
    ExemptionOrigin,
    ExemptionState,
    SourceClass,
    StatementRole,
    Technology,
    TermKind,
    WhoseUse,
)

Filled = Field(min_length=1)


class Fact(Word):
    """Which part of a pledge's record a source supports."""

    ANNOUNCED = "announced", "The announcement and its day"
    IN_FORCE_FROM = "in_force_from", "The day from which it applies"
    SUMMARY = "summary", "The summary"
    KIND = "kind", "What sort of promise it is"
    COVERS = "covers", "Whom, what and where it covers"
    TERM = "term", "How long it lasts"
    CONDITIONS = "conditions", "What it waits for"
    EXEMPTIONS = "exemptions", "Who stays allowed"
    ORDER = "order", "The order and its case"
    EVENTS = "events", "What happened later"
    CAUTIONS = "cautions", "What a reader may get wrong"
    EVENT = "event", "The event"
    EXEMPTION = "exemption", "The exemption"
    STATEMENT = "statement", "The company's words"


class Part(BaseModel):
    """A block of a record: nothing unknown in it, nothing changed after it was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _from_key(value: Any) -> Any:
    return {"source": value} if isinstance(value, str) else value


class Citation(Part):
    """A source of the file, cited: its key alone, or with the facts it supports and its words."""

    source: Slug
    supports: tuple[Fact, ...] = ()
    quote: Text = ""


Citations = tuple[Annotated[Citation, BeforeValidator(_from_key)], ...]


class Term(Part):
    """How long a pledge lasts, in whose reading, and when it ends if that is known."""

    kind: TermKind = TermKind.UNSTATED
    words: Line200 = ""
    end: Edtf = ""
    likely_end: Day | None = None
    at_least: Flag = False
    basis: EndBasis = EndBasis.NONE
    rule: Line40 = ""
    note: Line300 = ""


class Covers(Part):
    """What is promised away: the technology, whose use of it, and where."""

    technology: Technology = Technology.FACIAL_RECOGNITION
    whose_use: tuple[WhoseUse, ...] = ()
    who: Line200 = ""
    what: Line200 = ""
    purpose: Line200 = ""
    products: tuple[Annotated[Line, Filled], ...] = ()
    places: tuple[Place, ...] = ()


class Order(Part):
    """The instrument that binds, when it is not the company's own word."""

    instrument: Line200 = ""
    case: Line200 = ""
    issuer: Line200 = ""


class Condition(Part):
    """Something the pledge waits for, or a day worth watching."""

    what: Annotated[Line300, Filled]
    would_count: Text = ""
    ends_pledge: Flag = True
    health: ConditionHealth = ConditionHealth.NOT_WATCHED
    expected: Edtf = ""
    last_movement: Day | None = None
    checked: Day | None = None
    note: Text = ""


class Exemption(Part):
    """One party or use that stays allowed."""

    beneficiary: Slug
    purpose: Line300 = ""
    origin: ExemptionOrigin = ExemptionOrigin.STATED
    state: ExemptionState = ExemptionState.ACTIVE
    since: Edtf = ""
    until: Edtf = ""
    note: Text = ""
    sources: Citations = ()


class Statement(Part):
    """The company's own words, short and exact."""

    quote: Annotated[Text, Filled]
    speaker: Line200 = ""
    channel: Line200 = ""
    said: Edtf = ""
    language: Language = "en"
    role: StatementRole = StatementRole.ANNOUNCEMENT
    source: Slug


class Event(Part):
    """One thing that happened to the pledge after its announcement.

    ``recorded`` and ``recorded_by`` default to the pledge's own. ``confirmed`` defaults to
    ``recorded``; ``waiting`` marks a verdict that no second editor has confirmed.
    """

    kind: EventKind
    key: EventKey
    happened: Edtf = ""
    happened_note: Line300 = ""
    what: Text = ""
    note: Text = ""
    reason: Line300 = ""
    clause: Line300 = ""
    wrong_since: Day | None = None
    reported: Day | None = None
    term: Term | None = None
    significant: Flag = True
    recorded: Instant | None = None
    recorded_by: Line150 = ""
    waiting: Flag = False
    confirmed: Instant | None = None
    confirmed_by: Line150 = ""
    sources: Citations = ()


class Check(Part):
    """One look for news: where, on which day, by whom, and what was found."""

    place: CheckPlace
    looked: Day
    looked_by: Line150 = ""
    contrary_found: Flag = False
    found: Text = ""


class Unconfirmed(Part):
    """A fact without a source that anybody has seen: kept for editors, never shown."""

    field: Annotated[Line80, Filled]
    value: Annotated[Line300, Filled]
    why: Line300 = ""


class Source(Part):
    """A page or document; without ``seen`` nobody has read it and no page shows it."""

    key: Slug
    url: Annotated[Url, Filled]
    title: Annotated[Line400, Filled]
    title_is_ours: Flag = False
    publisher: Annotated[Line200, Filled]
    published: Edtf = ""
    source_class: SourceClass = SourceClass.NEWS
    language: Language = "en"
    seen: Day | None = None
    archived: Url = ""
    captured: Instant | None = None
    sha256: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    note: Text = ""


class CompanyName(Part):
    """Another name under which a company is found."""

    name: Annotated[Line200, Filled]
    kind: NameKind = NameKind.ALIAS
    until: Edtf = ""

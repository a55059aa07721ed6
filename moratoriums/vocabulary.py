"""The register's words: every coded value with its label and its published definition."""

from __future__ import annotations

from companies.vocabulary import Word


class Lifecycle(Word):
    """What the record says of a pledge on a day; computed, never typed in."""

    ANNOUNCED = (
        "announced",
        "Announced, not yet in force",
        "The pledge was announced and the day from which it applies has not come.",
    )
    IN_FORCE = (
        "in_force",
        "In force",
        "The pledge was announced, applies, and nothing on record says that it ended. "
        "This says what was promised, not that anybody has checked the conduct.",
    )
    PAST_END = (
        "past_end",
        "Past its end, checking",
        "The earliest reading of the end date has passed and nothing on record says what "
        "happened. Only the calendar sets this; a person then looks for what came of it.",
    )
    LAPSED = (
        "lapsed",
        "Lapsed in silence",
        "The end has passed, at least five places were searched, the company was asked, and "
        "no statement was found. Set by an editor and confirmed by a second one.",
    )
    ENDED = (
        "ended",
        "Ended as stated",
        "The pledge came to the end it had stated, and a source says so.",
    )
    WITHDRAWN = (
        "withdrawn",
        "Withdrawn early",
        "The company took the pledge back, or resumed what it had given up, before any stated "
        "end. Set by an editor and confirmed by a second one.",
    )
    CONDITION_MET = (
        "condition_met",
        "Condition met, outcome pending",
        "What the pledge was waiting for has happened; what the company does next is open.",
    )
    SUPERSEDED = (
        "superseded",
        "Replaced",
        "Another record has taken this one's place: a newer pledge, or an order that binds.",
    )
    UNCLEAR = (
        "unclear",
        "Unclear",
        "The sources do not let us say whether the pledge stands; the reason is given.",
    )


class Stance(Word):
    """The state an event leaves behind, before the calendar is asked."""

    STANDS = "stands", "Stands"
    LAPSED = "lapsed", "Lapsed in silence"
    ENDED = "ended", "Ended as stated"
    WITHDRAWN = "withdrawn", "Withdrawn early"
    CONDITION_MET = "condition_met", "Condition met"
    SUPERSEDED = "superseded", "Replaced"
    UNCLEAR = "unclear", "Unclear"


class TermKind(Word):
    """How long the pledge says it lasts."""

    FIXED = "fixed", "Fixed term", "An end day or a length is stated."
    UNTIL_CONDITION = (
        "until_condition",
        "Until a condition is met",
        "It lasts until something named happens; there is no end date, so a review day is set.",
    )
    FIXED_OR_CONDITION = (
        "fixed_or_condition",
        "Fixed term or a condition",
        "It ends on a day, or earlier when something named happens.",
    )
    UNTIL_FURTHER_NOTICE = (
        "until_further_notice",
        "Until further notice",
        "Open-ended by its own words; there is no end date, so a review day is set.",
    )
    PERMANENT = "permanent", "Permanent", "The words say for good."
    UNSTATED = "unstated", "No end stated", "The words say nothing about how long it lasts."


class EndBasis(Word):
    """Where an end date comes from."""

    NONE = "", "No end date"
    STATED = "stated", "Stated", "The source names the day, month or year."
    COMPUTED = "computed", "Computed", "We counted the stated length from its start."


class Force(Word):
    """How strongly the pledge binds, weakest first."""

    SAID = "1", "Said", "Told to a reporter or a campaign, and known through them."
    STATEMENT = "2", "Public statement", "Published by the company in its own name."
    POLICY = "3", "Company policy", "Part of a policy or code that the company publishes."
    TERMS = "4", "Terms or contract", "Part of terms that customers or the company agree to."
    SETTLEMENT = "5", "Settlement or consent order", "Agreed to end a case. Not an admission."
    LAW = "6", "Law or regulation", "Ordered by a court, a regulator or a law."


class Kind(Word):
    """What sort of promise it is."""

    MORATORIUM = "moratorium", "Moratorium", "A pause that is meant to end."
    EXIT = "exit", "Exit", "Leaves the business or stops the use for good."
    SALES_BAN = "sales_ban", "No-sale pledge", "Does not sell to a class of customers."
    USE_BAN = "use_ban", "Use restriction", "Terms or policy that forbid a use."
    NEVER_USE = "never_use", "Never-use statement", "Says that it does not use it."
    LIMITED_ACCESS = "limited_access", "Limited access", "Only approved customers or uses."
    FEATURE_RETIREMENT = "feature_retirement", "Feature retirement", "A feature is withdrawn."
    INVESTMENT_BAN = "investment_ban", "No-investment pledge", "Does not fund makers of it."
    OPT_OUT = "opt_out", "Opt-out", "People may decline it."
    ENGAGEMENT = "engagement", "Investor engagement", "Investors press companies over it."
    ORDER = "order", "Order", "A court, regulator or settlement binds the company."


class WhoseUse(Word):
    """Whose use of the technology the pledge stops or limits."""

    POLICE = "police", "Police"
    GOVERNMENT = "government", "Other public bodies"
    BUSINESS = "business", "Private companies"
    PUBLIC = "public", "Individuals"
    OWN = "own", "The organisation itself"
    CUSTOMERS = "customers", "All customers"


class Technology(Word):
    """What is promised away; facial recognition unless the record says otherwise."""

    FACIAL_RECOGNITION = "facial_recognition", "Facial recognition"
    INFERENCE = "inference", "Emotion or attribute inference"
    OTHER_BIOMETRIC = "other_biometric", "Other biometrics"
    MARKETING_CLAIMS = "marketing_claims", "Claims in marketing"
    ENGAGEMENT = "investor_engagement", "Investor engagement"


class Grounds(Word):
    """In whose words the pledge is known to us."""

    COMPANY = "company", "The company's own words", "A page or document of the company was seen."
    PRESS = "press", "Press reports", "Reported by the press; the company's page was not seen."
    CAMPAIGN = (
        "campaign",
        "A campaign's words only",
        "Known through a campaign's list or summary; the company's own words may be weaker.",
    )
    AUTHORITY = "authority", "A court's or regulator's document or announcement"


class Confidence(Word):
    """How sure the editors are of the record as a whole."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class EventKind(Word):
    """What can happen to a pledge."""

    ANNOUNCED = "announced", "Announced"
    TOOK_EFFECT = "took_effect", "Took effect"
    EXTENDED = "extended", "Extended"
    SHORTENED = "shortened", "Shortened"
    MADE_PERMANENT = "made_permanent", "Made permanent"
    REAFFIRMED = "reaffirmed", "Reaffirmed"
    CLARIFIED = "clarified", "Clarified"
    AMENDED = "amended", "Reworded"
    NARROWED = "narrowed", "Narrowed"
    WIDENED = "widened", "Widened"
    EXEMPTION_ADDED = "exemption_added", "Exemption added"
    EXEMPTION_REMOVED = "exemption_removed", "Exemption removed"
    PARTLY_WITHDRAWN = "partly_withdrawn", "Partly withdrawn"
    WITHDRAWN = "withdrawn", "Withdrawn early"
    REINSTATED = "reinstated", "Reinstated"
    ENDED = "ended", "Ended as stated"
    CONDITION_MET = "condition_met", "Condition met"
    SUPERSEDED = "superseded", "Replaced"
    LAPSED = "lapsed", "Lapsed in silence"
    MARKED_UNCLEAR = "marked_unclear", "Marked unclear"
    ALLEGED = "alleged", "Questioned"
    ALLEGATION_WITHDRAWN = "allegation_withdrawn", "Question withdrawn"
    DISPUTED = "disputed", "Disputed by the company"
    AGAINST_SPIRIT = "against_spirit", "Found against its spirit"
    CONTRADICTED = "contradicted", "Found contradicted"
    REGULATOR_FINDING = "regulator_finding", "Regulator's finding"
    COURT_RULING = "court_ruling", "Court ruling"
    COMPANY_CHANGED = "company_changed", "Change at the company"
    RELATED_LAUNCH = "related_launch", "Related launch"
    RELATED_WITHDRAWAL = "related_withdrawal", "Related withdrawal"
    INTENT = "intent", "Intent announced"
    MEMBER_ADDED = "member_added", "Member added"
    DEADLINE = "deadline", "Deadline"
    REVIEW_PENDING = "review_pending", "Review pending"
    SOURCE_REMOVED = "source_removed", "Source removed"
    END_FLAGGED = "end_flagged", "End date flagged"
    REVIEW_FLAGGED = "review_flagged", "Review date flagged"
    CONDITION_FLAGGED = "condition_flagged", "Condition check flagged"
    CORRECTED = "corrected", "Corrected"


# A pledge that stands as far as the record knows, so that its days are still worth a reminder.
STANDING = (Lifecycle.ANNOUNCED, Lifecycle.IN_FORCE, Lifecycle.PAST_END)


class Conduct(Word):
    """What is on record about conduct beside the promise; computed from events and checks."""

    NOT_ASSESSED = "not_assessed", "Not assessed", "Nobody has looked yet, or nothing was logged."
    NONE_FOUND = (
        "none_found",
        "No contrary evidence found",
        "We looked, on the day given, and found no evidence against it. Not a clean bill.",
    )
    QUESTIONED = (
        "questioned",
        "Questioned",
        "A named source says that conduct does not match the words. A report is not a finding.",
    )
    AGAINST_SPIRIT = (
        "against_spirit",
        "Against its spirit",
        "Two editors find that conduct fits the letter and not the evident aim of the words.",
    )
    CONTRADICTED = (
        "contradicted",
        "Contradicted",
        "Two editors find that conduct is the opposite of the words, with evidence shown.",
    )


class ExemptionOrigin(Word):
    """How somebody came to be exempt."""

    STATED = "stated", "Stated in the announcement"
    ADDED = "added", "Added later"
    NEVER_COVERED = "never_covered", "Never covered by the words"


class ExemptionState(Word):
    """What has become of an exemption."""

    ACTIVE = "active", "Active"
    WIDENED = "widened", "Widened"
    NARROWED = "narrowed", "Narrowed"
    REMOVED = "removed", "Removed"


class BeneficiaryKind(Word):
    """What sort of exempt party it is."""

    ORGANISATION = "organisation", "Organisation"
    USE = "use", "Use"
    CUSTOMER_CLASS = "customer_class", "Class of customers"
    PLACE = "place", "Place"


class SourceClass(Word):
    """What sort of source a page is."""

    COMPANY = "company", "Company's own"
    FILING = "filing", "Filing"
    TERMS = "terms", "Terms"
    AUTHORITY = "authority", "Court or regulator"
    NEWS = "news", "News"
    WIRE_COPY = "wire_copy", "Copy of another outlet's report"
    NGO = "ngo", "Non-governmental organisation"
    OTHER = "other", "Other"


class SourceHealth(Word):
    """Whether a source can still be read where it was."""

    NEVER_CHECKED = "never_checked", "Not checked yet"
    LIVE = "live", "Live"
    MOVED = "moved", "Moved"
    TEXT_CHANGED = "text_changed", "Text changed"
    QUOTE_GONE = "quote_gone", "Quote gone"
    PAYWALLED = "paywalled", "Behind a paywall"
    GONE = "gone", "Gone"


class StatementRole(Word):
    """What a company's words did."""

    ANNOUNCEMENT = "announcement", "Announcement"
    REVISION = "revision", "Revision"
    RESTATEMENT = "restatement", "Restatement"
    REPLY = "reply", "Reply"


class ConditionHealth(Word):
    """How far the thing that a pledge waits for has come."""

    NOT_WATCHED = "not_watched", "Not watched yet"
    WAITING = "waiting", "Waiting"
    MOVING = "moving", "Moving"
    STALLED = "stalled", "Stalled"
    IMPOSSIBLE = "impossible", "Cannot be met now"
    MET = "met", "Met"
    MET_UNDECIDED = "met_undecided", "Met, decision needed"
    DISPUTED = "disputed", "Disputed"


# Conditions of which nothing more is awaited: their expected day is told to nobody.
SETTLED_HEALTH = (ConditionHealth.MET, ConditionHealth.IMPOSSIBLE)


class CheckPlace(Word):
    """Where an editor looked."""

    NEWSROOM = "newsroom", "Newsroom"
    POLICY_PAGE = "policy_page", "Policy page"
    TERMS = "terms", "Terms"
    FILINGS = "filings", "Filings"
    NEWS_SEARCH = "news_search", "News search"
    COMPANY_ASKED = "company_asked", "Company asked"
    STORED_PAGES = "stored_pages", "Stored pages"


class Quality(Word):
    """How well the record is supported; computed from its sources."""

    TIP = "tip", "Tip", "No source seen yet."
    ONE_REPORT = "one_report", "One report", "A single source supports it."
    CORROBORATED = "corroborated", "Corroborated", "Two or more independent sources support it."
    PRIMARY = "primary", "Primary source seen", "The company's, court's or regulator's own page."
    CONFIRMED = "confirmed", "Confirmed by the company", "The company answered our question."


# An editor alone may not publish these: a second editor confirms.
NEEDS_SECOND_EDITOR = frozenset(
    {
        EventKind.LAPSED,
        EventKind.WITHDRAWN,
        EventKind.PARTLY_WITHDRAWN,
        EventKind.AGAINST_SPIRIT,
        EventKind.CONTRADICTED,
    }
)

# Events that say something about conduct.
CONDUCT_KINDS = frozenset(
    {
        EventKind.ALLEGED,
        EventKind.ALLEGATION_WITHDRAWN,
        EventKind.AGAINST_SPIRIT,
        EventKind.CONTRADICTED,
    }
)

# What the calendar writes by itself: working records, no part of the published files.
CLOCK_KINDS = frozenset(
    {EventKind.END_FLAGGED, EventKind.REVIEW_FLAGGED, EventKind.CONDITION_FLAGGED}
)

# What moves the end of a pledge that goes on standing, when the event carries a state: of several
# such changes in a row the last one says where things are.
TERM_KINDS = frozenset(
    {EventKind.EXTENDED, EventKind.SHORTENED, EventKind.MADE_PERMANENT, EventKind.CORRECTED}
)

# Events that always leave a state behind, and which stance they leave.
STANCE_AFTER: dict[EventKind, Stance] = {
    EventKind.ANNOUNCED: Stance.STANDS,
    EventKind.EXTENDED: Stance.STANDS,
    EventKind.SHORTENED: Stance.STANDS,
    EventKind.MADE_PERMANENT: Stance.STANDS,
    EventKind.REINSTATED: Stance.STANDS,
    EventKind.WITHDRAWN: Stance.WITHDRAWN,
    EventKind.ENDED: Stance.ENDED,
    EventKind.CONDITION_MET: Stance.CONDITION_MET,
    EventKind.SUPERSEDED: Stance.SUPERSEDED,
    EventKind.LAPSED: Stance.LAPSED,
    EventKind.MARKED_UNCLEAR: Stance.UNCLEAR,
}

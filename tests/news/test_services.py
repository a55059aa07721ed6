"""The steps of the intake: once only, all or nothing, and only what the text says."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from companies.models import Company
from companies.vocabulary import CompanyKind, NameKind
from moratoriums.models import Beneficiary, Pledge, PledgeEvent, Source
from moratoriums.register.schema import PledgeRecord
from moratoriums.services import EventFacts
from moratoriums.vocabulary import EndBasis, EventKind, Force, Kind, TermKind, WhoseUse
from news import services
from news.articles import Article
from news.drafting import draft_source, exempt_lines
from news.models import Entry, Proposal
from news.names import register_names
from news.shelf import Shelf
from tests.factories import make_beneficiary, make_company, make_company_name, make_pledge
from tests.news.records import draft_record
from tests.news.samples import BODY, HEADLINE, PUBLISHED_ON

pytestmark = pytest.mark.django_db

AT = datetime(2020, 6, 11, 9, 0, tzinfo=UTC)
ARTICLE = Article(
    HEADLINE, BODY, PUBLISHED_ON, "https://news.example/a?utm_source=x", "Example News"
)


@pytest.fixture
def amazon():
    company = make_company("Amazon")
    make_company_name(company, "Rekognition", NameKind.PRODUCT)
    return company


@pytest.fixture
def entry(amazon):
    make_company("IBM")
    return services.take_in_article(ARTICLE, at=AT)


@pytest.fixture
def proposal(entry):
    return next(one for one in services.read_entry(entry) if one.company_slug == "amazon")


def whole(record: PledgeRecord) -> PledgeRecord:
    """The drafted record with what the text does not say and an editor adds."""
    return record.model_copy(
        update={"covers": record.covers.model_copy(update={"places": ("US",)})}
    )


def accept(proposal: Proposal, record: PledgeRecord | None = None, **options) -> Pledge:
    return services.accept_proposal(
        proposal,
        record or whole(draft_record(proposal)),
        by="editor",
        at=AT,
        exempt=exempt_lines(proposal, Shelf()),
        **options,
    )


# --- taking in -----------------------------------------------------------------------------------
def test_an_article_is_kept_once_for_its_address(amazon):
    first = services.take_in_article(ARTICLE, at=AT)
    again = services.take_in_article(
        replace(ARTICLE, text="changed", url="https://news.example/a"), at=AT
    )
    assert first.pk == again.pk
    assert first.url == "https://news.example/a"
    assert again.text == BODY.strip()
    assert Entry.objects.count() == 1


def test_an_article_without_an_address_is_kept_once_for_its_text(db):
    bare = replace(ARTICLE, url="")
    assert services.take_in_article(bare, at=AT).pk == services.take_in_article(bare, at=AT).pk
    other = services.take_in_article(replace(bare, text=BODY + " More."), at=AT)
    assert other.identity.startswith("sha256:")
    assert Entry.objects.count() == 2


def test_a_headline_that_opens_the_text_is_kept_once(db):
    entry = services.take_in_article(replace(ARTICLE, text=f"{HEADLINE}\n\n{BODY}"), at=AT)
    assert entry.text == BODY.strip()
    assert entry.whole == f"{HEADLINE}\n\n{BODY.strip()}"


def test_an_article_from_the_future_or_without_text_is_refused(db):
    with pytest.raises(ValueError, match="future"):
        services.take_in_article(replace(ARTICLE, published_on=date(2020, 6, 13)), at=AT)
    with pytest.raises(ValueError, match="no text"):
        services.take_in_article(Article("", " \u200b "), at=AT)
    assert not Entry.objects.exists()


# --- reading -------------------------------------------------------------------------------------
def test_reading_twice_gives_the_same_two_proposals(entry):
    first = {one.pk: one.facts for one in services.read_entry(entry)}
    second = {one.pk: one.facts for one in services.read_entry(entry)}
    assert first == second
    assert Proposal.objects.count() == 2
    entry.refresh_from_db()
    assert "company: Amazon" in entry.why_matched
    assert entry.why_skipped == ""


def test_reading_again_leaves_decided_proposals_alone(proposal):
    services.dismiss_proposal(proposal, reason="Old news", by="editor", at=AT)
    Proposal.objects.filter(pk=proposal.pk).update(facts=[])
    services.read_entry(proposal.entry)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.facts) == ("dismissed", [])


def test_reading_again_renews_pending_ones_when_the_register_learns_a_name(db):
    entry = services.take_in_article(ARTICLE, at=AT)
    make_company("IBM")
    assert {one.company_slug for one in services.read_entry(entry)} == {"ibm", ""}
    make_company("Amazon")
    assert {one.company_slug for one in services.read_entry(entry)} == {"ibm", "amazon"}
    assert Proposal.objects.count() == 2


def test_why_an_entry_was_skipped_is_kept(db):
    entry = services.take_in_article(replace(ARTICLE, title="Rain", text="It rained."), at=AT)
    assert services.read_entry(entry) == []
    entry.refresh_from_db()
    assert entry.why_skipped == "It does not speak of facial recognition."


def test_the_decision_of_a_public_body_in_the_register_is_no_proposal(db):
    make_company("Internal Revenue Service", kind=CompanyKind.PUBLIC_BODY)
    text = "The Internal Revenue Service will stop using facial recognition for its accounts."
    entry = services.take_in_article(replace(ARTICLE, title="", text=text), at=AT)
    assert services.read_entry(entry) == []
    assert entry.why_skipped == "No company's own act was found in it."


# --- drafting ------------------------------------------------------------------------------------
def test_the_draft_says_what_the_text_says_and_never_more(proposal):
    record = draft_record(proposal)
    assert record.slug == "amazon-rekognition-police-2020"
    assert (record.company, record.kind, record.force) == (
        "amazon",
        Kind.MORATORIUM,
        Force.STATEMENT,
    )
    assert record.title == "Amazon: moratorium on police use of Amazon Rekognition"
    assert record.announced == "2020-06-10"
    assert (record.term.kind, record.term.end) == (TermKind.FIXED, "2021-06-10")
    assert (record.term.basis, record.term.rule) == (EndBasis.COMPUTED, "length")
    assert record.covers.whose_use == (WhoseUse.POLICE,)
    assert record.covers.products == ("Amazon Rekognition",)
    assert record.covers.places == ()
    assert [one.beneficiary for one in record.exemptions] == [
        "thorn",
        "national-center-for-missing-and-exploited-children",
        "marinus-analytics",
    ]
    assert record.conditions[0].what == "pending federal rules on the technology"
    assert "Thorn, National Center for Missing and Exploited Children and Marinus Analytics" in (
        record.summary
    )


def test_the_draft_of_the_second_company_has_no_end_and_no_exemptions(entry):
    (ibm,) = [one for one in services.read_entry(entry) if one.company_slug == "ibm"]
    record = draft_record(ibm)
    assert (record.kind, record.announced) == (Kind.EXIT, "2020-06-08")
    assert record.term.kind == TermKind.UNSTATED
    assert record.term.end == ""
    assert (record.exemptions, record.conditions) == ((), ())
    assert record.title == "IBM: exit from facial recognition"


def test_an_exempt_party_is_matched_by_name_with_the_register(proposal):
    make_beneficiary("National Center for Missing & Exploited Children", slug="ncmec")
    make_beneficiary("International Centre for Missing & Exploited Children", slug="icmec")
    known = {line.slug: line.known for line in exempt_lines(proposal, Shelf())}
    assert known == {"thorn": False, "ncmec": True, "marinus-analytics": False}


def test_a_source_the_register_knows_is_used_as_it_is(proposal):
    Source.objects.create(
        slug="known", url="https://news.example/a", title="Its own", publisher="P"
    )
    assert draft_source(proposal.entry).key == "known"


# --- deciding ------------------------------------------------------------------------------------
def test_accepting_writes_pledge_exemptions_source_citations_and_event(proposal):
    pledge = accept(proposal)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.pledge) == ("accepted", "editor", pledge)
    assert pledge.published_at == AT
    assert set(pledge.exemptions.values_list("beneficiary__name", flat=True)) == {
        "Thorn",
        "National Center for Missing and Exploited Children",
        "Marinus Analytics",
    }
    cited = pledge.citations.get()
    assert cited.source.url == "https://news.example/a"
    assert "will keep police from using" in cited.quote
    assert {"announced", "term", "exemptions"} <= set(cited.supports)
    for exemption in pledge.exemptions.all():
        assert "does not apply to organisations" in exemption.citations.get().quote
    event = pledge.events.get()
    assert (event.kind, event.end_on, event.holds_from) == (
        "announced", "2021-06-10", date(2020, 6, 10),
    )  # fmt: skip
    assert event.citations.exists()
    assert pledge.revisions.get().saved_by == "editor"


def test_accepting_twice_is_refused_and_writes_nothing(proposal):
    accept(proposal)
    stale = Proposal.objects.get(pk=proposal.pk)
    stale.state = Proposal.State.PENDING
    record = whole(draft_record(stale)).model_copy(update={"slug": "another"})
    with pytest.raises(services.AlreadyDecided, match="accepted by editor already"):
        accept(stale, record)
    assert Pledge.objects.count() == 1


def test_a_refused_record_leaves_no_trace(proposal):
    make_pledge(slug="amazon-rekognition-police-2020")
    record = whole(draft_record(proposal)).model_copy(
        update={"slug": "amazon-rekognition-police-2020"}
    )
    with pytest.raises(ValueError, match="already"):
        accept(proposal, record)
    proposal.refresh_from_db()
    assert proposal.state == "pending"
    assert not Beneficiary.objects.exists()
    assert not Source.objects.filter(url="https://news.example/a").exists()


def test_a_draft_is_not_published(proposal):
    pledge = accept(proposal, draft_record(proposal), publish=False)
    assert pledge.published_at is None


def test_a_new_company_is_added_with_its_first_pledge(db):
    text = "Foodworld Stores will stop using facial recognition in its shops, the retailer said."
    entry = services.take_in_article(replace(ARTICLE, title="", text=text), at=AT)
    (proposal,) = services.read_entry(entry)
    pledge = accept(proposal, new_company="Foodworld Stores")
    assert pledge.company == Company.objects.get(slug="foodworld-stores", name="Foodworld Stores")


def test_dismissing_needs_a_reason_and_keeps_it(proposal):
    with pytest.raises(ValueError, match="Say why"):
        services.dismiss_proposal(proposal, reason=" ", by="editor", at=AT)
    services.dismiss_proposal(proposal, reason="Copy of another report", by="editor", at=AT)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("dismissed", "Copy of another report")
    with pytest.raises(services.AlreadyDecided):
        accept(proposal)


def test_a_second_report_becomes_another_source_and_not_a_second_pledge(proposal, amazon):
    pledge = make_pledge(amazon, announced="2020-06-10")
    source = draft_source(proposal.entry)
    services.accept_as_source(proposal, pledge, source=source, by="editor", at=AT)
    assert Pledge.objects.count() == 1
    assert pledge.citations.filter(source__url="https://news.example/a").exists()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.pledge) == ("accepted", pledge)


def test_an_extension_becomes_an_event_with_the_article_as_its_source(amazon):
    pledge = make_pledge(amazon, term=TermKind.FIXED, end="2021-06-10")
    text = "Amazon extended its moratorium on police use of facial recognition on Tuesday."
    article = Article("", text, date(2021, 5, 19), "https://news.example/b", "Example News")
    at = datetime(2021, 5, 19, 9, 0, tzinfo=UTC)
    (proposal,) = services.read_entry(services.take_in_article(article, at=at))
    assert proposal.act == "extend"
    facts = EventFacts(
        EventKind.EXTENDED, "2021-05-18", term=TermKind.UNTIL_FURTHER_NOTICE, description="Goes on."
    )
    event = services.accept_as_event(
        proposal, pledge, facts, source=draft_source(proposal.entry), by="editor", at=at
    )
    assert event.citations.get().quote == text
    assert PledgeEvent.objects.get(pk=event.pk).holds_from == date(2021, 5, 18)
    proposal.refresh_from_db()
    assert proposal.pledge == pledge


def test_a_company_is_found_without_its_legal_or_national_addition(db):
    make_company("Kmart Australia")
    make_company_name(make_company("Amazon"), "Amazon Rekognition", NameKind.PRODUCT)
    names = register_names()
    assert [one.slug for one in names.find("Kmart said; Kmart Australia said")] == [
        "kmart-australia",
        "kmart-australia",
    ]
    assert [(one.slug, one.role) for one in names.find("use of Rekognition")] == [
        ("amazon", "product")
    ]

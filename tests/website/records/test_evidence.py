"""What a record's page claims leads to the words that say it, and back."""

from __future__ import annotations

import pytest

from moratoriums.models import Revision
from moratoriums.register.schema import Fact
from moratoriums.services import settle_pledge
from moratoriums.vocabulary import EventKind, SourceClass, SourceHealth, WhoseUse
from tests import factories
from tests.website.reading import read, squeezed

ADDRESS = "/p/amazon-police-2020"


def rows(page) -> list[list[str]]:
    """The table of what is covered, cell by cell."""
    return [
        [squeezed(cell) for cell in row.css("th, td")] for row in page.tree.css(".scope tbody tr")
    ]


def test_every_link_inside_the_page_leads_somewhere_and_no_address_stands_twice(client, register):
    factories.make_statement(
        register.pause, "We sell to police no more.", role="revision", said_on="2023-05-01"
    )
    factories.make_event(register.pause, EventKind.CORRECTED, "2026-11-20", description="A day.")
    factories.make_citation(
        factories.make_source(),
        pledge=register.pause,
        supports=[fact.value for fact in Fact],
        quote="for one year, says the report",
    )
    for address in (ADDRESS, f"{ADDRESS}?as_of=2020-06-11"):
        page = read(client, address)
        ids = [node.attributes["id"] for node in page.tree.css("[id]")]
        assert len(ids) == len(set(ids)), address
        inside = {link[1:] for link in page.links("main a") if link.startswith("#")}
        assert inside
        assert inside <= set(ids), address


def test_a_covered_use_leads_to_the_words_and_the_words_lead_back(client, register):
    page = read(client, ADDRESS)
    assert "#said-c-use-police" in page.links("#c-use-police a")
    assert page.text("#said-c-use-police") == "police"
    assert page.attribute("#said-c-use-police", "href") == "#c-use-police"
    assert page.text("#said-x-thorn") == "Thorn"
    assert page.attribute("#said-x-thorn", "href") == "#x-thorn"


def test_the_table_says_what_is_covered_exempt_and_silent(client, register):
    table = rows(read(client, ADDRESS))
    assert table[0][:5] == [
        "Covered",
        "Police",
        "Amazon Rekognition",
        "no purpose named",
        "Worldwide",
    ]
    assert table[1][:3] == ["Exempt", "Thorn", "none named"]
    assert table[1][4] == "no place named"
    assert table[2][0] == "Exempt added later"
    assert all(cell for row in table[:3] for cell in row[:5])
    silent = [row[1] for row in table if row[0] == "Silent"]
    assert silent == [use.label for use in WhoseUse if use != WhoseUse.POLICE]


def test_customers_of_every_sort_are_covered_among_all_customers(client, db, today):
    factories.make_pledge(slug="all", uses=[WhoseUse.CUSTOMERS], places=["US-IL"])
    table = rows(read(client, "/p/all"))
    among = [row[1] for row in table if row[0] == "Covered among all customers"]
    assert among == ["Police", "Other public bodies", "Private companies"]
    assert [row[1] for row in table if row[0] == "Silent"] == [
        "Individuals",
        "The organisation itself",
    ]


def test_a_class_of_users_that_is_exempt_is_not_called_silent(client, register):
    agencies = factories.make_beneficiary(
        "Agencies", kind="customer_class", whose_use=["government"]
    )
    factories.make_exemption(register.pause, agencies)
    table = rows(read(client, ADDRESS))
    assert "Other public bodies" not in [row[1] for row in table if row[0] == "Silent"]


def test_an_exemption_that_was_removed_stands_in_its_list_and_not_in_the_table(client, register):
    gone = factories.make_beneficiary("Old customers")
    factories.make_exemption(register.pause, gone, state="removed", until="2023-06-30")
    assert "Old customers" in read(client, ADDRESS).text("#exemptions")
    assert "Old customers" not in read(client, ADDRESS).text(".scope")
    assert "Old customers" in read(client, f"{ADDRESS}?as_of=2023-06-29").text(".scope")


def test_each_fact_shows_its_sources_and_each_source_its_facts(client, register):
    page = read(client, ADDRESS)
    first = page.links("#f-announced a")
    assert first == ["#source-1"]
    assert "The announcement and its day" in page.text("#source-1")
    assert "#f-announced" in page.links("#source-1 a")
    assert "#e-extended-2021-05-18" in page.links(".sources a")


def test_the_term_rests_on_the_event_that_set_it(client, register):
    extended = register.pause.events.get(kind=EventKind.EXTENDED).citations.get().source
    page = read(client, ADDRESS)
    number = page.links(".clock .refs a")[0].removeprefix("#source-")
    assert extended.title in page.text(f"#source-{number}")
    older = read(client, f"{ADDRESS}?as_of=2020-06-11")
    assert older.links(".clock .refs a") == []


def test_a_source_tells_its_copy_and_whether_its_words_still_stand(client, register):
    source = register.source
    source.captured_at = "2026-11-20T10:00:00+00:00"
    source.sha256 = "ab" * 32
    source.health, source.health_checked_at = SourceHealth.QUOTE_GONE, "2026-11-21T10:00:00+00:00"
    source.save()
    text = read(client, ADDRESS).text(".sources")
    assert "Copy kept 20 November 2026, SHA-256 abababababab…." in text
    assert "The quoted words: No longer on the page (looked 21 November 2026)." in text
    own = read(client, "/s/amazon-post")
    assert "No longer on the page (looked 21 November 2026)." in own.text(".facts")
    assert "ab" * 32 in own.text(".facts")


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("nl", "Dutch", "Holandés"),
        ("pt-BR", "Brazilian Portuguese", "Portugués de Brasil"),
        ("zh", "Chinese", "Chino"),
        ("tlh", "tlh", "tlh"),
    ],
)
def test_the_language_of_words_is_named(client, register, code, english, spanish):
    register.source.language = code
    register.source.save()
    register.pause.statements.update(language=code)
    assert f"Language{english}" in read(client, "/s/amazon-post").text(".facts")
    assert f"Idioma{spanish}" in read(client, "/es/s/amazon-post").text(".facts")
    assert f", in {english}" in read(client, ADDRESS).text("figure.quote figcaption")


def test_badges_say_what_became_of_the_words(client, register):
    assert read(client, ADDRESS).texts(".badges .tag") == [
        "Extended",
        "Until further notice",
        "Exemption added",
    ]
    factories.make_event(register.pause, EventKind.EXTENDED, "2022-05-18")
    assert "Extended ×2" in read(client, ADDRESS).texts(".badges .tag")
    assert read(client, f"{ADDRESS}?as_of=2020-06-11").texts(".badges .tag") == []


def test_a_later_wording_is_compared_word_by_word_and_said_aloud(client, register):
    factories.make_statement(
        register.pause,
        "We are pausing police use until further notice.",
        role="revision",
        said_on="2021-05-18",
        channel="Company blog",
    )
    factories.make_event(
        register.pause, EventKind.WIDENED, "2021-05-18", description="No end any more."
    )
    section = read(client, ADDRESS).section("Versions of the words")
    assert "removed: for one year. (end of what was removed)" in section
    assert "added: until further notice. (end of what was added)" in section
    assert "Widened, as the editors read it on 22 November 2026: No end any more." in section


def test_a_wording_nobody_has_judged_says_so(client, register):
    factories.make_statement(register.pause, "Other words.", role="revision", said_on="2022")
    section = read(client, ADDRESS).section("Versions of the words")
    assert "No editor has said yet whether this narrows or widens the pledge." in section


def test_restatements_and_answers_stand_apart_from_the_words(client, register):
    factories.make_statement(
        register.pause, "As we said, we paused.", role="restatement", said_on="2022-04-01"
    )
    factories.make_statement(
        register.pause, "We have nothing to add.", role="reply", said_on="2024-01-26"
    )
    page = read(client, ADDRESS)
    assert "As we said" in page.section("How the organisation described it later")
    assert "nothing to add" in page.section("Conduct")
    assert "As we said" not in page.section("The words")
    assert "nothing to add" not in page.section("The words")


def test_the_ledger_tells_matter_by_matter_who_says_what_and_who_decided(client, register):
    copy = factories.make_source(publisher="Copying Times", source_class=SourceClass.WIRE_COPY)
    first = register.pause.events.get(kind=EventKind.ALLEGED)
    factories.make_citation(copy, event=first)
    factories.make_event(
        register.pause,
        EventKind.AGAINST_SPIRIT,
        "2025-03-01",
        description="A reseller serves the police.",
        clause="police use",
    )
    ledger = read(client, ADDRESS).texts(".ledger > li")
    assert "no clause is named" in ledger[0]
    assert "1 independent source " in ledger[0]
    assert "Amazon denies that. (26 January 2024)" in ledger[0]
    assert "Letter: not decided. Spirit: not decided." in ledger[0]
    assert "Recorded as a report; no editor has judged it." in ledger[0]
    assert "“police use”" in ledger[1]
    assert "Letter: fits the letter. Spirit: against the spirit." in ledger[1]
    assert "Decided by two editors on 22 November 2026." in ledger[1]


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_short_address_leads_to_a_public_event_alone(client, register, confirmed):
    event = factories.make_event(
        register.pause, EventKind.WITHDRAWN, "2026-11-01", confirmed=confirmed
    )
    answer = client.get(f"/e/{event.pk}?as_of=2026-11-20")
    if confirmed:
        leads = f"{ADDRESS}?as_of=2026-11-20#e-withdrawn-2026-11-01"
        assert (answer.status_code, answer["Location"]) == (302, leads)
    else:
        assert answer.status_code == 404


def test_a_short_address_of_a_merged_record_leads_to_its_successor(client, register):
    old = factories.make_pledge(slug="twice", merged_into=register.pause)
    event = old.events.get()
    assert client.get(f"/e/{event.pk}")["Location"] == f"{ADDRESS}?merged=twice"
    assert client.get("/e/99999999999999999999").status_code == 404


def save(pledge, note: str = "", *, significant: bool = False) -> Revision:
    """Save a pledge once more after its publication."""
    return settle_pledge(
        pledge, by="editor", at=factories.RECORDED_AT, note=note, significant=significant
    )


def test_changes_show_public_notes_and_count_the_small_fixes(client, register):
    save(register.pause, "The day was wrong.", significant=True)
    save(register.pause, "SECRET: declined verdict")
    page = read(client, ADDRESS)
    section = page.section("Changes to this record")
    assert "version 2: The day was wrong." in section
    assert "Show 1 small fix too" in section
    more = read(client, f"{ADDRESS}?small=1").section("Changes to this record")
    assert "version 3: a small fix" in more
    assert "SECRET" not in page.html
    assert "SECRET" not in more


def test_a_correction_stands_at_the_head_of_the_record(client, register):
    factories.make_event(
        register.pause, EventKind.CORRECTED, "2026-11-20", description="The end was a day late."
    )
    notices = read(client, ADDRESS).texts(".record-head .notice")
    assert notices == ["Corrected, 20 November 2026: The end was a day late. The correction"]


def test_every_version_since_publication_stays_readable_without_what_no_page_shows(
    client, register
):
    save(register.pause, "First.", significant=True)
    register.pause.title = "Amazon: another title"
    register.pause.save()
    save(register.pause, "Retitled.", significant=True)
    page = read(client, f"{ADDRESS}/v/3")
    assert "added: title: 'Amazon: another title'" in page.text(".lines")
    assert "removed: title: 'Amazon: pause on police use of Rekognition'" in page.text(".lines")
    assert f"{ADDRESS}/v/2" in page.links(".turns a")
    spanish = read(client, f"/es{ADDRESS}/v/3")
    assert "Esta es la versión más reciente." in spanish.text(".lede")
    assert "añadido: title: 'Amazon: another title'" in spanish.text(".lines")
    assert spanish.attribute("pre", "lang") == "en"
    assert f"/es{ADDRESS}/v/2" in spanish.links(".turns a")
    older = read(client, f"{ADDRESS}/v/2")
    assert "Later versions exist" in older.text(".lede")
    for hidden in ("SECRET-77", "never-read", register.unseen.url):
        assert hidden not in page.html
        assert hidden not in older.html


def test_a_version_before_publication_or_of_a_draft_has_no_page(client, register):
    early = save(register.pause)
    early.saved_at = "2026-11-22T11:59:00+00:00"  # a minute before its publication
    early.save()
    assert client.get(f"{ADDRESS}/v/{early.version}").status_code == 404
    draft = factories.make_pledge(slug="draft", published=False)
    save(draft)
    assert client.get("/p/draft/v/2").status_code == 404


def test_a_version_in_a_form_no_longer_read_says_so(client, register):
    revision = save(register.pause)
    revision.text = "colour: red\n"
    revision.save()
    assert "no longer read" in read(client, f"{ADDRESS}/v/{revision.version}").text()

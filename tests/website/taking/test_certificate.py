"""The certificate says on one sheet where a record stood, and what it stands on."""

from __future__ import annotations

import pytest

from tests import factories
from tests.website.reading import read, squeezed

ADDRESS = "/p/amazon-police-2020/certificate"


def axes(page) -> dict[str, str]:
    """Return the certificate's lines by their names."""
    return dict(zip(page.texts(".axes dt"), page.texts(".axes dd"), strict=True))


def test_it_names_status_words_exemptions_sources_and_version(client, register):
    page = read(client, ADDRESS)
    told = axes(page)
    assert told["Status"].startswith("In force.")
    assert told["Conduct"].startswith(
        "Conduct is questioned by a named source. The company disputes this."
    )
    assert told["Last checked"] == "22 November 2026"
    assert "“We are pausing police use for one year.”" in page.text("main")
    assert "Thorn" in page.text("main")
    assert "https://news.example/" in page.text("main")
    foot = page.text("footer")
    assert "Version 1 of the record amazon-police-2020, as of 23 November 2026" in foot
    assert "http://127.0.0.1:8000/p/amazon-police-2020?as_of=2026-11-23" in foot
    assert "It is not legal advice" in foot


def test_each_line_leads_to_the_sources_that_say_so(client, register):
    page = read(client, ADDRESS)
    told = axes(page)
    assert told["Announced"] == "Announced on 10 June 2020, extended on 18 May 2021. [1]"
    extended = register.pause.events.get(kind="extended").citations.get().source
    numbered = {
        entry.attributes["value"]: squeezed(entry) for entry in page.tree.css("#sources ~ ol > li")
    }
    number = told["Term"].rsplit("[", 1)[1].rstrip("]")
    assert extended.title in numbered[number]
    assert "[" in told["Conduct"]
    assert told["Record quality"].count("[") == 0


def test_it_speaks_of_the_day_asked_for(client, register):
    page = read(client, f"{ADDRESS}?as_of=2020-06-11")
    assert "As of 11 June 2020: In force until 10 June 2021." in page.text(".lede")
    assert axes(page)["Last checked"] == "not by that day"
    assert "Missing persons" not in page.text("main")
    assert "?as_of=2020-06-11" in page.text("footer")
    assert client.get(f"{ADDRESS}?as_of=2019-01-01").status_code == 404


def test_a_source_shows_the_hash_of_its_copy(client, register):
    register.source.sha256 = "ab" * 32
    register.source.archived_url = "https://archive.example/1"
    register.source.save()
    told = read(client, ADDRESS).text("main")
    assert f"SHA-256 {'ab' * 32}" in told
    assert "Archived: https://archive.example/1" in told


def test_what_has_no_room_is_said_to_be_continued(client, register):
    for number in range(40):
        source = factories.make_source(url=f"https://news.example/{'long/' * 30}{number}")
        factories.make_citation(source, pledge=register.pause)
    for number in range(30):
        factories.make_exemption(register.pause, factories.make_beneficiary(f"Party {number}"))
    factories.make_statement(register.pause, "We pause and think about it. " * 100)
    page = read(client, ADDRESS)
    told = page.text(".continued")
    assert told.startswith("Continued on the page of the record: ")
    assert "exemptions, " in told
    assert "sources and more of the words." in told
    assert len(page.tree.css("ol > li")) < 20
    assert " …”" in page.text("blockquote:last-of-type") or " …”" in page.text("main")


def test_a_short_record_is_not_continued(client, register):
    assert read(client, ADDRESS).text(".continued") == ""


def test_it_leads_to_the_successor_of_a_merged_record(client, register):
    factories.make_pledge(slug="old", merged_into=register.pause)
    assert client.get("/p/old/certificate")["Location"] == ADDRESS


@pytest.mark.parametrize("term", ["unstated", "permanent", "until_further_notice"])
def test_it_can_be_drawn_up_for_every_term(client, db, today, term):
    factories.make_pledge(slug="one", term=term)
    assert read(client, "/p/one/certificate").status == 200

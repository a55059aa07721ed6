"""The search finds by every word readers may see, in good order, and says why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from companies.vocabulary import NameKind
from moratoriums import search
from moratoriums.models import Pledge, SearchText, SearchWord
from moratoriums.search.words import Term, fold, found_in, may_have, nearest, read_terms, words_in
from moratoriums.services import (
    settle_pledge,
    show_beneficiary,
    show_company,
    show_source,
    unpublish_pledge,
)
from moratoriums.vocabulary import EventKind, TermKind
from tests import factories

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def pause(db) -> Pledge:
    """A pledge with something to find in every part."""
    company = factories.make_company("Lumière Optics")
    factories.make_company_name(company, "Facevault", NameKind.PRODUCT)
    source = factories.make_source("The Bugle", title="Optics firm halts sales to sheriffs")
    pledge = factories.make_pledge(
        company,
        slug="pause",
        title="Lumière Optics: pause on police sales",
        summary="It stopped selling to the police for two years.",
        announced="2020-06-10",
        products=["Sharpeye 9"],
        source=source,
        what="sale of matching software",
    )
    factories.make_exemption(
        pledge,
        factories.make_beneficiary("Rescue League"),
        since="2024-03-01",
        quote="for searches",
    )
    factories.make_statement(pledge, "We will not sell until lawmakers act.", source=source)
    factories.make_event(
        pledge,
        EventKind.NARROWED,
        "2023-02-01",
        description="Airports are left out.",
        source=source,
    )
    factories.make_event(
        pledge, EventKind.WITHDRAWN, "2026-11-01", description="HIDDENWORD", confirmed=False
    )
    unseen = factories.make_source("Never Read", title="UNREADWORD", seen_on=None)
    factories.make_citation(unseen, pledge=pledge)
    settle_pledge(pledge, by="ada", at=AT)
    return pledge


def found(text: str, **asked) -> list[str]:
    """The slugs that a search finds, in its order."""
    keys = search.find(text, **asked).ids
    slugs = dict(Pledge.objects.values_list("pk", "slug"))
    return [slugs[key] for key in keys]


@pytest.mark.parametrize(
    "text",
    [
        "lumiere",
        "LUMIÈRE optic",
        "facevault",
        "sharpeye",
        "police sale",
        "lawmaker",
        '"until lawmakers act"',
        "rescue",
        "airport",
        "matching software",
        "bugle sheriffs",
        "sheri",
        "optics of the police",
    ],
)
def test_a_record_is_found_by_every_part_that_readers_see(pause, text):
    assert found(text) == ["pause"]


NOTED = {
    # a word of each text that stands beside the facts, and the first day that knows it
    "aisles": date(1, 1, 1),  # the sector
    "newsletter": date(2020, 6, 10),  # where it was said
    "fortnight": date(2020, 6, 10),  # the words of the term
    "paraphrase": date(2020, 6, 9),  # quoted for the record as a whole
    "paywalled": date(2020, 6, 9),  # on that source
    "leapyear": date(2020, 6, 10),  # on the end
    "smallprint": date(2023, 2, 1),  # on a later event
    "undatedpage": date(2023, 2, 1),  # on its day
    "fingerprint": date(2023, 2, 1),  # the clause it bears on
    "shelters": date(2024, 3, 1),  # on an exemption
    "volunteers": date(2024, 3, 1),  # on who is exempt
    "letterhead": date(2025, 1, 5),  # found in a search
    "statute": date(1, 1, 1),  # what would count
    "backbench": AT.date(),  # on a condition
    "bystander": AT.date(),  # what is but watched
    "ambiguous": AT.date(),  # a caution
    "embargo": AT.date(),  # on the announcement
    "gradual": AT.date(),  # on the first day
}


@pytest.fixture
def noted(db) -> Pledge:
    """A pledge with a text of its own in every place where we say something beside the facts."""
    company = factories.make_company("Grocer", sector="aisles and tills")
    source = factories.make_source(published_on="2020-06-09", note="Paywalled.")
    pledge = factories.make_pledge(
        company,
        slug="noted",
        announced="2020-06-10",
        announced_note="Under embargo before.",
        effective="2020-06-10",
        effective_note="A gradual start.",
        cautions=["The scope is ambiguous."],
        term=TermKind.FIXED,
        term_words="for a fortnight",
        end="2020-06-24",
    )
    pledge.events.update(end_note="Counted in a leapyear.")
    factories.make_citation(source, pledge=pledge, quote="a paraphrase of it")
    factories.make_statement(
        pledge, "We stop.", source=source, channel="Newsletter", said_on="2020-06-10"
    )
    factories.make_event(
        pledge,
        EventKind.NARROWED,
        "2023-02-01",
        note="In the smallprint.",
        happened_note="Undatedpage.",
        clause="no fingerprint either",
    )
    league = factories.make_beneficiary("League", note="Run by volunteers.")
    factories.make_exemption(pledge, league, since="2024-03-01", note="Shelters only.")
    pledge.checks.create(place="newsroom", looked_on="2025-01-05", found="A letterhead.")
    pledge.conditions.create(what="A law", would_count="A statute.", note="Two backbench bills.")
    pledge.conditions.create(what="A bystander sues", ends_pledge=False)
    settle_pledge(pledge, by="ada", at=AT)
    return pledge


def test_notes_channels_terms_and_clauses_are_searched_too(noted):
    assert [word for word in NOTED if found(word) != ["noted"]] == []


@pytest.mark.parametrize("word", NOTED)
def test_an_older_day_knows_of_them_what_its_pages_show(noted, word):
    since = NOTED[word]
    if since > date(1, 1, 1):
        assert found(word, known_by=since - timedelta(days=1)) == []
    if since < AT.date():
        assert found(word, known_by=since) == ["noted"]


@pytest.mark.parametrize(
    "text", ["HIDDENWORD", "UNREADWORD", '"act lawmakers"', "police zebra", "", "!!!"]
)
def test_nothing_else_is_found(pause, text):
    assert found(text) == []


def test_a_draft_is_not_found_until_it_is_published_and_no_more_when_it_is_taken_back(pause):
    unpublish_pledge(pause, by="ada", at=AT, why="a test")
    assert found("lumiere") == []
    assert not SearchText.objects.exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lumeire", "lumiere"),
        ("facevalt", "facevault"),
        ("sharpeeye", "sharpeye"),
        ("polce", "police"),
    ],
)
def test_a_mistyped_word_is_read_as_the_nearest_known(pause, typed, meant):
    came_to = search.find(typed)
    assert list(came_to.read_as[typed]) == [meant]
    assert found(typed) == ["pause"]


def test_names_weigh_more_than_titles_and_titles_more_than_events(pause):
    by_name = factories.make_company("Bodycam")
    settle_pledge(factories.make_pledge(by_name, slug="named"), by="ada", at=AT)
    titled = factories.make_pledge(slug="titled", title="No more Bodycam matching")
    settle_pledge(titled, by="ada", at=AT)
    factories.make_event(pause, EventKind.CLARIFIED, "2024-01-01", description="Also bodycam.")
    settle_pledge(pause, by="ada", at=AT)
    assert found("bodycam") == ["named", "titled", "pause"]


def test_a_result_says_where_the_words_stand(pause):
    came_to = search.find("lawmakers airports")
    reasons = search.explain(came_to, [pause.pk])[pause.pk]
    assert [(reason.kind, dict(reason.parts)) for reason in reasons] == [
        ("words", {"We will not sell until ": False, "lawmakers": True, " act.": False}),
        ("event", {"Airports": True, " are left out.": False}),
    ]


def test_a_long_text_is_cut_around_the_word(pause):
    pause.summary = f"{'Before it. ' * 40}The kestrel flies. {'After it. ' * 40}"
    pause.save()
    settle_pledge(pause, by="ada", at=AT)
    (reason,) = search.explain(search.find("kestrel"), [pause.pk])[pause.pk]
    text = "".join(part for part, _ in reason.parts)
    assert ("kestrel", True) in reason.parts
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 320


def test_about_an_earlier_day_only_what_could_be_known_then_counts(pause):
    assert found("rescue", known_by=date(2024, 2, 29)) == []
    assert found("rescue", known_by=date(2024, 3, 1)) == ["pause"]
    assert found("airports", known_by=date(2023, 1, 31)) == []
    assert found("lumiere", known_by=date(2020, 6, 10)) == ["pause"]
    keys = Pledge.objects.filter(pk__in=search.keys_found("airports", known_by=date(2023, 1, 31)))
    assert not keys.exists()


def test_the_same_records_come_back_as_a_filter_of_the_database(pause):
    for text in ("lumiere", "polce", "zebra", "", "sale police"):
        keys = Pledge.objects.filter(pk__in=search.keys_found(text))
        assert [pledge.slug for pledge in keys] == found(text), text


def test_a_new_name_of_a_company_party_or_source_finds_the_record_at_once(pause):
    pause.company.name = "Halcyon"
    pause.company.save()
    party = pause.exemptions.get().beneficiary
    party.name = "Kittiwake"
    party.save()
    source = pause.citations.get(source__seen_on__isnull=False).source
    source.title = "Ptarmigan seen"
    source.save()
    with transaction.atomic():
        show_company(pause.company)
        show_beneficiary(party)
        show_source(source)
    assert [found(word) for word in ("halcyon", "kittiwake", "ptarmigan")] == [["pause"]] * 3
    assert found("lumiere facevault") == ["pause"]  # its title still says so


def test_a_failed_change_leaves_the_index_as_it_was(pause):
    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        Pledge.objects.filter(pk=pause.pk).update(summary="Wagtail.")
        settle_pledge(pause, by="ada", at=AT)
        raise Undo
    assert found("wagtail") == []
    assert found("selling") == ["pause"]


def test_the_whole_index_can_be_written_anew(pause, capsys):
    SearchText.objects.all().delete()
    SearchWord.objects.create(word="leftover")
    call_command("index_register")
    assert capsys.readouterr().out == "1 records can be found.\n"
    assert found("lumiere") == ["pause"]
    assert not SearchWord.objects.filter(word="leftover").exists()


def test_words_are_folded_alike_in_text_and_question():
    assert words_in("The companies’ cameras — Lumière's “face-matching” classes") == [
        "the", "company", "camera", "lumiere", "face", "matching", "classe",
    ]  # fmt: skip
    assert fold("bus") == "bus"
    assert fold("glass") == "glass"
    assert fold("policies") == fold("policy")


def test_a_question_keeps_phrases_and_leaves_out_what_says_nothing():
    assert read_terms('the "Real  Time" police of it') == (
        Term((("real", "time"),)),
        Term((("police",),), beginning=True),
    )
    assert read_terms("it is") == (Term((("it",),)), Term((("is",),)))


def test_the_nearest_words_differ_least():
    assert nearest("rekogniton", ["rekognition", "recognition", "reckon"]) == ["rekognition"]
    assert nearest("cat", ["dog", "horse"]) == []


@pytest.mark.parametrize("text", ["Both policies", "POLICY's end", "pólicy", "no policy-makers"])
def test_no_text_that_has_a_word_is_passed_over(text):
    terms = [Term((("policy",),))]
    assert found_in(terms[0], words_in(text))
    assert may_have(text, terms)
    assert not may_have("Nothing of the kind", terms)


def test_a_phrase_stands_only_where_its_words_follow_each_other():
    term = Term((("face", "matching"),))
    assert found_in(term, ["no", "face", "matching"])
    assert not found_in(term, ["matching", "face"])

"""When two articles are the same news: their addresses, their words, what they tell."""

import random
from datetime import date, timedelta

import pytest

from news import services
from news.articles import Article
from news.models import Entry, Proposal, Story
from news.stories import Claim, act_key, act_keys_near, overlap, same_words, sketch, url_key
from news.vocabulary import DismissReason
from tests.factories import make_company
from tests.news.arriving import AT, OTHER_REPORT, arrive
from tests.news.samples import ON_AMAZON, PUBLISHED_ON

VOCABULARY = """market river council letter engine camera window garden winter signal paper bridge
station school doctor library harbour mountain kitchen morning carpet silver orange number answer
village system question painter island thunder basket corner mirror pencil blanket"""
WORDS = VOCABULARY.split()


def prose(number: int, length: int = 200) -> list[str]:
    chance = random.Random(number)
    return [chance.choice(WORDS) for _ in range(length)]


# --- pure ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "http://www.news.example/a/"),
        ("https://news.example/a?id=1", "https://news.example/a?id=1"),
    ],
)
def test_an_address_is_the_same_with_and_without_its_trimmings(one, other):
    assert url_key(one) == url_key(other) is not None


def test_other_addresses_differ_and_a_front_page_is_no_article():
    assert url_key("https://news.example/a?id=1") != url_key("https://news.example/a?id=2")
    assert url_key("https://news.example/") is None
    assert url_key("") is None


def test_a_copy_with_its_ends_cut_and_some_words_changed_is_the_same_text():
    text = prose(1)
    chance = random.Random(5)
    copy = [chance.choice(WORDS) if chance.random() < 0.05 else word for word in text][10:180]
    assert same_words(sketch(" ".join(text)), sketch(" ".join(copy)))


def test_two_reports_that_share_a_quote_are_not_the_same_text():
    quote = prose(9, 30)
    one, other = prose(1), prose(2)
    one[50:50], other[90:90] = quote, quote
    assert not same_words(sketch(" ".join(one)), sketch(" ".join(other)))


def test_of_a_very_short_text_nothing_is_said():
    assert overlap(sketch("Amazon pauses police use"), sketch("Amazon pauses police use")) == 0


def test_the_same_claim_is_found_a_day_earlier_or_later_and_no_further():
    day = date(2020, 6, 10)
    kept = act_key(Claim("amazon", "announce", day))
    asked = {step: Claim("Amazon", "announce", day + timedelta(days=step)) for step in range(-3, 4)}
    near = [step for step, claim in asked.items() if kept in act_keys_near(claim)]
    assert near == [-1, 0, 1]
    assert kept not in act_keys_near(Claim("amazon", "extend", day))
    assert act_keys_near(Claim("amazon", "announce", None)) == []


# --- folding -------------------------------------------------------------------------------------
@pytest.fixture
def amazon(db):
    return make_company("Amazon")


def test_copies_fold_into_one_story_and_are_counted_apart_from_independent_reports(amazon):
    first = arrive(1)
    copy = arrive(2, body=ON_AMAZON.replace("Campaigners had pressed", "Groups had pressed"))
    independent = arrive(3, headline="No face matching for police, Amazon says", body=OTHER_REPORT)
    assert Story.objects.count() == 1
    assert copy.copy_of == first
    assert (first.copy_of, independent.copy_of) == (None, None)
    assert first.story.entries.count() == 3


def test_the_same_address_through_another_door_is_a_copy(amazon):
    first = arrive(1)
    again = Entry.objects.create(
        identity="another feed's own id",
        url="http://www.outlet1.example/story/",
        title="Another headline: Amazon will stop selling facial recognition to police",
        text="Amazon will stop selling facial recognition to police.",
        published_on=PUBLISHED_ON,
    )
    services.read_entry(again)
    assert again.copy_of == first


def test_other_news_of_the_same_company_is_another_story(amazon):
    arrive(1)
    later = "Amazon extended its moratorium on police use of facial recognition on Tuesday."
    arrive(2, headline="", body=later, published_on=date(2021, 5, 19))
    assert Story.objects.count() == 2


def test_articles_without_a_company_on_record_are_never_folded_by_having_none(db):
    for number in (1, 2):
        entry = services.take_in_article(
            Article(
                f"Report {number}", f"Text {number}.", PUBLISHED_ON, f"https://n.example/{number}"
            ),
            at=AT,
        )
        Proposal.objects.create(entry=entry, key="editor/1", company_name="", act="announce")
        services.fold_entry(entry)
    assert Story.objects.count() == 2


def test_the_same_words_about_another_company_are_news_after_a_decision(amazon):
    make_company("Acme")
    first = arrive(1)
    services.dismiss_stories([first.story.pk], reason=DismissReason.OLD, by="ada", at=AT)
    body = ON_AMAZON.replace("Amazon Rekognition's", "Its").replace("Amazon", "Acme")
    other = arrive(2, headline="Acme pauses", body=body)
    assert other.copy_of == first
    assert {one.company_slug: one.state for one in other.proposals.all()} == {"acme": "pending"}
    other.story.refresh_from_db()
    assert other.story.state == "new"


def test_a_late_copy_of_a_decided_story_goes_with_it(amazon):
    story = arrive(1).story
    services.dismiss_stories([story.pk], reason=DismissReason.OFF_TOPIC, by="ada", at=AT)
    copy = arrive(2)
    story.refresh_from_db()
    assert (story.state, copy.story) == ("dismissed", story)
    assert copy.proposals.get().state == "dismissed"


def test_a_late_independent_report_brings_a_decided_story_back(amazon):
    story = arrive(1).story
    services.dismiss_stories([story.pk], reason=DismissReason.OFF_TOPIC, by="ada", at=AT)
    late = arrive(3, headline="No face matching for police", body=OTHER_REPORT)
    story.refresh_from_db()
    assert (story.state, late.story) == ("new", story)
    assert late.proposals.get().state == "pending"


def test_reading_an_article_again_leaves_its_story(amazon):
    first = arrive(1)
    services.read_entry(first)
    assert Story.objects.count() == 1


def test_what_was_kept_before_there_were_stories_is_folded_by_the_job(amazon):
    first = arrive(1)
    Entry.objects.update(story=None)
    Story.objects.all().delete()
    first.story_keys.all().delete()
    assert services.fold_left_over() == 1
    assert Story.objects.get().entries.get() == first
    assert services.fold_left_over() == 0


def test_one_outlet_writes_that_it_stops_and_another_that_it_must():
    day = date(2026, 11, 20)
    told, ordered = (Claim("amazon", act, day) for act in ("announce", "order"))
    assert act_key(told) == act_key(ordered)
    assert act_key(told) != act_key(Claim("amazon", "breach", day))

"""The order of the queue: the rules alone, then what editors decided, and how well it did."""

import math
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from news import services
from news.models import Decision, Entry, RankerReport, Story
from news.ranking import Seen, Weights, confidence_of, features, score
from news.services.learning import FEWEST, Lesson, gather_lessons
from news.vocabulary import DeskAction, DismissReason

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def seen(**fields) -> Seen:
    return Seen(**{"confidence": 0.7, "headline": "Amazon pauses", **fields})


# --- pure ----------------------------------------------------------------------------------------
def test_without_weights_the_rules_confidence_is_the_score():
    found = score(features(seen()), None)
    assert (found.value, found.parts) == (0.7, (("rules' confidence", 0.7),))


def test_the_parts_of_a_score_add_up_to_it():
    weights = Weights({"rules' confidence": 2.0, "outlet: Gazette": -1.5, "fact: term": 0.5}, -0.25)
    found = score(features(seen(outlets=["Gazette"], facts=["term"])), weights)
    assert dict(found.parts) == {
        "outlet: Gazette": -1.5, "rules' confidence": 1.4, "fact: term": 0.5,
    }  # fmt: skip
    assert math.isclose(found.value, 1 / (1 + math.exp(0.25 - 1.4 + 1.5 - 0.5)))


def test_the_words_of_the_headline_are_one_part():
    plain = features(seen())
    weights = Weights({name: 0.5 for name in plain if name.startswith("word ")})
    assert dict(score(plain, weights).parts) == {"words of the headline": 1.0}


def test_a_score_never_overflows():
    assert score({"x": 1.0}, Weights({"x": -1e6})).value >= 0
    assert score({"x": 1.0}, Weights({"x": 1e6})).value <= 1


def test_more_sorts_of_facts_make_a_reading_surer_and_never_certain():
    facts = [{"name": "company", "confidence": 0.95}, {"name": "act", "confidence": 0.8}]
    few = confidence_of(facts)
    more = confidence_of([*facts, {"name": "term", "confidence": 0.85}])
    assert 0.7 < few < more < 1
    assert confidence_of([]) == 0


# --- learning ------------------------------------------------------------------------------------
def decide(outlet: str, action: DeskAction, reason: str = "", number: int = 1) -> list[Story]:
    stories = [Story.objects.create(title=f"Story of {outlet}") for _ in range(number)]
    Decision.objects.bulk_create(
        Decision(
            story=story, press=f"p{story.pk}", action=action, reason=reason, by="ada", at=AT,
            features=features(seen(outlets=[outlet], headline=story.title)),
        )
        for story in stories
    )  # fmt: skip
    return stories


@pytest.fixture
def a_desk_that_trusts_one_outlet(db):
    decide("Echo", DeskAction.DISMISS, DismissReason.OFF_TOPIC, number=60)
    decide("Gazette", DeskAction.ATTACH, number=60)


def test_with_few_decisions_the_rules_order_the_queue_and_the_report_says_so(db):
    decide("Gazette", DeskAction.ATTACH, number=FEWEST)
    report = services.train_ranker(at=AT)
    assert report.weights == {}
    assert "are needed" in report.note


def test_what_editors_took_is_put_first_and_nothing_is_hidden(a_desk_that_trusts_one_outlet):
    report = services.train_ranker(at=AT)
    wanted, unwanted = (
        score(features(seen(outlets=[outlet])), Weights(report.weights, report.intercept)).value
        for outlet in ("Gazette", "Echo")
    )
    assert wanted > 0.5 > unwanted
    assert Story.objects.waiting(AT.date()).count() == 120


def test_the_report_measures_on_decisions_that_were_held_back(a_desk_that_trusts_one_outlet):
    report = services.train_ranker(at=AT)
    assert report.trained_on + report.held_back == 120
    assert report.held_back >= 10
    assert (report.precision, report.recall) == (1.0, 1.0)
    assert report.rules_precision is not None
    assert report.rules_precision < 1


def test_a_story_held_back_stays_held_back():
    held = [number for number in range(1000) if Lesson(number, {}, True).held_back]
    assert 150 < len(held) < 250
    assert held == [number for number in range(1000) if Lesson(number, {}, False).held_back]


def test_only_the_last_decision_counts_and_only_if_it_says_what_the_story_was_worth(db):
    (story,) = decide("Gazette", DeskAction.DISMISS, DismissReason.OFF_TOPIC)
    decide("Wire", DeskAction.DISMISS, DismissReason.WIRE_COPY)
    decide("Opinion", DeskAction.DISMISS, DismissReason.OPINION)
    Decision.objects.filter(story=story).update(undone_at=AT)
    assert [lesson.wanted for lesson in gather_lessons()] == [False]
    Decision.objects.create(
        story=story, press="later", action=DeskAction.NEW, by="ada", at=AT + timedelta(days=1),
        features={"rules' confidence": 0.7},
    )  # fmt: skip
    assert sorted(lesson.wanted for lesson in gather_lessons()) == [False, True]


def test_the_newest_report_with_weights_scores_what_arrives(a_desk_that_trusts_one_outlet):
    services.train_ranker(at=AT)
    RankerReport.objects.create(made_at=AT + timedelta(days=1), trained_on=0, held_back=0)
    story = Story.objects.create(title="Another")
    Entry.objects.create(identity="another", title="Another", publisher="Gazette", story=story)
    services.score_waiting()
    story.refresh_from_db()
    assert "outlet: Gazette" in dict(story.parts)
    assert story.score > 0.5


def test_the_site_starts_without_importing_the_learning_library():
    code = (
        "import django, sys; django.setup(); import config.urls, news.tasks; "
        "sys.exit('sklearn' in sys.modules or 'trafilatura' in sys.modules)"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"}
    assert subprocess.run([sys.executable, "-c", code], env=settings).returncode == 0

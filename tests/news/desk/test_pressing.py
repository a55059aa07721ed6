"""What one press in the queue does to stories, and how it is undone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from moratoriums.models import Source
from moratoriums.vocabulary import SourceClass
from news import services
from news.articles import Article
from news.models import Decision, Proposal, QuietRule, Story
from news.services.pressing import NothingToDo
from news.vocabulary import DismissReason, Relation
from tests.factories import make_company, make_pledge
from tests.news.arriving import OTHER_REPORT, arrive
from tests.news.desk.queue import QUEUE, press, row_of
from tests.news.records import draft_record
from tests.news.samples import BODY, HEADLINE, ON_AMAZON, PUBLISHED_ON

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("reason", list(DismissReason))
def test_one_press_dismisses_a_story_for_a_reason_with_its_proposals(editor, story, reason):
    answer = press(editor, f"dismiss:{reason.value}", story).json()
    assert (answer["message"], answer["gone"], answer["left"]) == (
        f"Dismissed 1 story, {reason.label.lower()}.", [story.pk], 0,
    )  # fmt: skip
    assert set(Proposal.objects.values_list("state", "reason")) == {("dismissed", reason.label)}
    page = editor.get(QUEUE, {"tab": "dismissed"}).content.decode()
    assert f"({reason.label.lower()}) by ada" in row_of(page, story)


def test_dismissing_without_a_reason_changes_nothing(editor, story):
    answer = press(editor, "dismiss", story)
    assert (answer.status_code, answer.json()["message"]) == (409, "Say why: choose a reason.")
    story.refresh_from_db()
    assert story.state == "new"


def test_many_are_dismissed_at_once_and_undone_at_once(editor):
    stories = [Story.objects.create(title=f"Story {n}") for n in range(12)]
    answer = press(editor, "dismiss", *stories, reason="off_topic").json()
    assert answer["message"] == "Dismissed 12 stories, off topic."
    undone = press(editor, f"undo:{answer['press']}").json()
    assert undone["message"] == "Undone: 12 stories."
    assert Story.objects.filter(state="new").count() == 12


def test_an_undo_brings_proposals_back_as_they_were(editor, story):
    with_reason = story.entries.first().proposals.get()
    services.dismiss_proposal(with_reason, reason="Old news", by="bob", at=AT)
    key = press(editor, "dismiss:opinion", story).json()["press"]
    press(editor, f"undo:{key}")
    with_reason.refresh_from_db()
    assert (with_reason.state, with_reason.reason, with_reason.decided_by) == (
        "dismissed", "Old news", "bob",
    )  # fmt: skip
    assert Proposal.objects.filter(state="pending").count() == 2


def test_only_the_last_press_on_a_story_can_be_undone_and_only_once(editor, story):
    first = press(editor, "snooze", story, until="1 December 2099").json()["press"]
    second = press(editor, "dismiss:old", story).json()["press"]
    refused = press(editor, f"undo:{first}")
    assert "A later decision stands" in refused.json()["message"]
    assert press(editor, f"undo:{second}").status_code == 200
    assert press(editor, f"undo:{second}").status_code == 409
    story.refresh_from_db()
    assert (story.state, str(story.snoozed_until)) == ("snoozed", "2099-12-01")


def test_dismissed_stories_can_be_brought_back_for_ninety_days(editor, story):
    press(editor, "dismiss:off_topic", story)
    assert press(editor, "restore", story).status_code == 200
    assert Proposal.objects.filter(state="pending").count() == 3
    press(editor, "dismiss:off_topic", story)
    Story.objects.update(decided_at=AT - timedelta(days=4000))
    page = editor.get(QUEUE, {"tab": "dismissed"}).content.decode()
    assert row_of(page, story) == ""


def test_of_two_editors_the_second_is_told_that_it_is_decided(editor, story):
    press(editor, "dismiss:off_topic", story)
    answer = press(editor, "dismiss:old", story)
    assert (answer.status_code, answer.json()["message"]) == (
        409, "Somebody decided this already; nothing was changed.",
    )  # fmt: skip
    assert Decision.objects.count() == 1


def test_a_quiet_rule_dismisses_what_it_meets_in_sight_and_is_lifted_again(editor, seller):
    story = arrive(1).story
    press(editor, "quiet", story, pattern=" outlet  7 ")
    rule = QuietRule.objects.get()
    assert (rule.pattern, rule.made_by, rule.active) == ("outlet 7", "ada", True)
    make_company("Firm7 Inc")
    other = "Firm7 Inc will stop selling facial recognition to police, it said on Wednesday."
    met = arrive(7, headline="Other news", body=other).story
    rule.refresh_from_db()
    assert (met.state, met.quieted_by, rule.hits) == ("dismissed", rule, 1)
    shown = editor.get(QUEUE, {"tab": "dismissed", "rule": rule.pk}).content.decode()
    assert "by the quiet rule “outlet 7”" in row_of(shown, met)
    assert row_of(shown, story) == ""
    rules = "/admin/news/quietrule/"
    assert "outlet 7" in editor.get(rules).content.decode()
    editor.post(rules, {"action": "lift", "_selected_action": [rule.pk]})
    met.refresh_from_db()
    rule.refresh_from_db()
    assert (met.state, rule.active) == ("new", False)
    assert Proposal.objects.filter(entry__story=met, state="pending").exists()


@pytest.mark.parametrize("pattern", ["", "a", "   "])
def test_a_quiet_rule_that_would_meet_everything_is_refused(editor, story, pattern):
    answer = press(editor, "quiet", story, pattern=pattern)
    assert "at least 4 letters" in answer.json()["message"]
    story.refresh_from_db()
    assert story.state == "new"


def test_a_snoozed_story_comes_back_on_its_day(editor, story):
    until = timezone.localdate() + timedelta(days=3)
    press(editor, f"snooze:{until.isoformat()}", story)
    assert row_of(editor.get(QUEUE).content.decode(), story) == ""
    assert row_of(editor.get(QUEUE, {"tab": "snoozed"}).content.decode(), story)
    with time_machine.travel(datetime.combine(until, AT.time(), UTC), tick=False):
        editor.force_login(User.objects.get(username="ada"))
        assert row_of(editor.get(QUEUE).content.decode(), story)


@pytest.mark.parametrize("until", ["", "soon", "2001-01-01"])
def test_a_story_is_not_put_off_to_no_day_or_a_past_one(editor, story, until):
    assert press(editor, "snooze", story, until=until).status_code == 409
    story.refresh_from_db()
    assert story.state == "new"


def test_a_story_is_given_to_an_editor_and_found_under_mine(editor, story):
    assert press(editor, "assign", story, to="nobody we know").status_code == 409
    press(editor, "assign", story, to="ada")
    assert "with ada" in row_of(editor.get(QUEUE, {"mine": "1"}).content.decode(), story)
    press(editor, "assign", story, to="")
    assert row_of(editor.get(QUEUE, {"mine": "1"}).content.decode(), story) == ""


def test_attaching_keeps_every_member_as_a_source_and_copies_apart(editor, seller):
    pledge = make_pledge(seller, announced="2020-06-10")
    story = arrive(1).story
    arrive(2)
    arrive(3, headline="No face matching for police, Amazon says", body=OTHER_REPORT)
    answer = press(editor, "attach", story, clause=f"{pledge.pk}|term")
    assert answer.status_code == 200, answer.content
    classes = Source.objects.filter(url__contains="outlet").values_list("publisher", "source_class")
    assert set(classes) == {
        ("Outlet 1", SourceClass.NEWS),
        ("Outlet 2", SourceClass.WIRE_COPY),
        ("Outlet 3", SourceClass.NEWS),
    }
    cited = pledge.citations.filter(source__url__contains="outlet")
    assert [row.supports for row in cited] == [["term"]] * 3
    story.refresh_from_db()
    assert story.state == "done"


def test_undoing_an_attachment_takes_its_sources_out_again(editor, seller):
    pledge = make_pledge(seller, announced="2020-06-10")
    story = arrive(1).story
    arrive(2)
    before = (pledge.citations.count(), Source.objects.count())
    key = press(editor, "attach", story, clause=f"{pledge.pk}|term").json()["press"]
    assert Source.objects.count() == before[1] + 2
    assert press(editor, f"undo:{key}").status_code == 200
    assert (pledge.citations.count(), Source.objects.count()) == before
    story.refresh_from_db()
    assert story.state == "new"
    assert Proposal.objects.filter(state="pending", near=pledge).count() == 2


def test_a_story_with_other_companies_stays_until_they_are_decided(editor, seller):
    make_company("IBM")
    pledge = make_pledge(seller, announced="2020-06-10")
    story = arrive(1, body=BODY).story
    answer = press(editor, "attach", story, clause=f"{pledge.pk}|term").json()
    assert answer["message"].endswith("Something else in the story still waits.")
    assert answer["gone"] == []
    story.refresh_from_db()
    assert story.state == "new"
    assert Proposal.objects.get(state="pending").company_slug == "ibm"


def test_what_changes_a_pledge_is_not_attached_with_one_press(seller, story):
    pledge = make_pledge(seller)
    with pytest.raises(NothingToDo, match="is an event of the pledge"):
        services.attach_story(
            story.pk, pledge, relation=Relation.CONTRADICTS, clause="", by="ada", at=AT
        )


def test_attaching_as_a_doubt_opens_the_page_with_the_event_begun(editor, seller):
    pledge = make_pledge(seller, announced="2020-06-10")
    entry = arrive(1)
    data = {"clause": f"{pledge.pk}|term", "relation": "contradicts"}
    go = press(editor, "attach", entry.story, **data).json()["go"]
    assert go.startswith(reverse("admin:news_entry_desk", args=[entry.pk]))
    page = editor.get(go).content.decode()
    assert re.search(r'value="event"[^>]* checked', page)
    assert '<option value="alleged" selected>' in page
    assert f'<option value="{pledge.pk}" selected>' in page
    assert editor.post(QUEUE, {"do": "attach", "story": entry.story.pk, **data})["Location"] == go
    assert Decision.objects.count() == 0


def test_a_story_whose_articles_have_no_address_is_not_attached(editor, seller):
    pledge = make_pledge(seller)
    entry = services.take_in_article(Article(HEADLINE, ON_AMAZON, PUBLISHED_ON), at=AT)
    services.read_entry(entry)
    answer = press(editor, "attach", entry.story, clause=f"{pledge.pk}|term")
    assert "has an address" in answer.json()["message"]
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("clause", ["", "9999999|term", "x|term", "9" * 40])
def test_attaching_to_no_pledge_is_refused(editor, story, clause):
    answer = press(editor, "attach", story, clause=clause)
    assert (answer.status_code, answer.json()["message"]) == (
        409, "Choose the pledge and the clause it touches.",
    )  # fmt: skip


def test_a_new_pledge_makes_waiting_stories_another_source_of_it(seller):
    first = arrive(1)
    second = arrive(
        2,
        headline="Amazon in other words",
        body="Amazon will keep police from using its facial recognition software for a while, it "
        "said on 10 June 2020.",
        published_on=date(2020, 6, 20),
    )
    second.story = Story.objects.create(title="Apart")
    second.save()
    record = draft_record(first.proposals.get())
    services.accept_proposal(first.proposals.get(), record, by="ada", at=AT, publish=False)
    proposal = second.proposals.get()
    assert proposal.near
    assert (proposal.near.company, proposal.relation) == (seller, "supports")

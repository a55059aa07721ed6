"""The triage queue: what a row shows, what one press does, and how it is undone."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moratoriums.models import Pledge, Source
from moratoriums.vocabulary import SourceClass
from news import services
from news.articles import Article
from news.desk import lanes
from news.models import Decision, Draft, Entry, Proposal, QuietRule, Story
from news.services.drafts import save_draft
from news.services.pressing import NothingToDo
from news.vocabulary import DismissReason, Relation
from tests.factories import make_beneficiary, make_company, make_exemption, make_pledge
from tests.news.arriving import OTHER_REPORT, arrive
from tests.news.records import draft_record
from tests.news.samples import BODY, HEADLINE, ON_AMAZON, PUBLISHED_ON

pytestmark = pytest.mark.django_db

AT = datetime(2021, 6, 11, 9, 0, tzinfo=UTC)
QUEUE = "/admin/news/story/"


@pytest.fixture
def amazon():
    return make_company("Amazon")


@pytest.fixture
def story(amazon):
    """One story: a report, a copy of it, and an independent report."""
    first = arrive(1)
    arrive(2)
    arrive(3, headline="No face matching for police, Amazon says", body=OTHER_REPORT)
    return first.story


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("ada"))
    return client


def row_of(page, story):
    return page.partition(f'id="story-{story.pk}"')[2].partition('id="story-')[0]


def press(client, do, *stories, **fields):
    data = {"do": do, "story": [story.pk for story in stories], **fields}
    return client.post(QUEUE, data, headers={"accept": "application/json"})


# --- a row ---------------------------------------------------------------------------------------
def test_a_row_counts_copies_and_independent_reports_apart(editor, story):
    row = row_of(editor.get(QUEUE).content.decode(), story)
    assert "Outlet 1, Outlet 2, Outlet 3, 1 copy and 1 more independent report" in row
    assert "Amazon: announce" in row
    assert "company: Amazon" in row
    assert "rules&#x27; confidence" in row
    assert row.count(">copy<") == 1


def test_a_row_shows_the_near_pledge_with_the_clause_it_touches_chosen(editor, amazon):
    pledge = make_pledge(amazon, announced="2020-06-10", title="Amazon: police pause")
    make_exemption(pledge, make_beneficiary("Thorn"))
    story = arrive(1).story
    row = row_of(editor.get(QUEUE).content.decode(), story)
    assert "Supports: <a" in row
    assert "Amazon: police pause" in row
    assert re.search(rf'value="{pledge.pk}\|use:police" data-number="1" checked', row)
    assert "exempt: Thorn" in row


def test_the_header_tells_the_oldest_age_and_yesterday_s_precision(editor, amazon):
    with time_machine.travel(AT, tick=False) as clock:
        wanted, unwanted, old = (
            arrive(
                n, headline=f"{n}", body=f"Firm{n} Inc will stop selling facial recognition."
            ).story
            for n in (1, 2, 3)
        )
        make_pledge(make_company("Firm1 Inc", slug="firm1"))
        services.dismiss_stories([unwanted.pk], reason=DismissReason.OFF_TOPIC, by="ada", at=AT)
        services.dismiss_stories([old.pk], reason=DismissReason.OLD, by="ada", at=AT)
        services.attach_story(
            wanted.pk, Pledge.objects.get(), relation=Relation.SUPPORTS, clause="", by="ada", at=AT
        )
        arrive(9)
        clock.shift(timedelta(days=1))
        page = editor.get(QUEUE).content.decode()
    assert "1 of 2 decided yesterday were wanted (50%)" in page
    assert "The oldest has waited 1\xa0day" in page


def test_stories_stand_in_the_order_of_their_score_those_put_off_until_today_first(editor):
    scores = {"low": 0.2, "high": 0.9, "due": 0.1}
    for name, score in scores.items():
        story = Story.objects.create(title=name, score=score)
        Entry.objects.create(identity=name, title=name, story=story)
    Story.objects.filter(title="due").update(
        state="snoozed", snoozed_until=timezone.localdate() - timedelta(days=1)
    )
    page = editor.get(QUEUE).content.decode()
    assert re.findall(r'data-key="n">(\w+)</a>', page) == ["due", "high", "low"]


def test_a_search_finds_headlines_outlets_and_companies(editor, story):
    for words in ("pauses police", "Outlet 3", "amazon"):
        assert f'id="story-{story.pk}"' in editor.get(QUEUE, {"q": words}).content.decode()
    assert "No story matches" in editor.get(QUEUE, {"q": "zebra"}).content.decode()


def test_the_number_of_questions_does_not_grow_with_the_stories(editor, amazon):
    pledge = make_pledge(amazon, announced="2020-06-10")
    make_exemption(pledge, make_beneficiary("Thorn"))
    arrive(1)
    editor.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        editor.get(QUEUE)
    for number in range(2, 12):
        make_pledge(make_company(f"Firm{number} Inc"), announced="2020-06-10")
        body = f"Firm{number} Inc will stop selling facial recognition to police on Wednesday."
        arrive(number, headline=f"Report {number}", body=body)
    assert Story.objects.count() == 11
    with CaptureQueriesContext(connection) as many:
        assert editor.get(QUEUE).content.decode().count("data-story=") == 11
    assert len(many) == len(few) <= 30


# --- dismissing, and back ------------------------------------------------------------------------
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


# --- quiet rules ---------------------------------------------------------------------------------
def test_a_quiet_rule_dismisses_what_it_meets_in_sight_and_is_lifted_again(editor, amazon):
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


# --- snoozing, assigning -------------------------------------------------------------------------
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


# --- attaching -----------------------------------------------------------------------------------
def test_attaching_keeps_every_member_as_a_source_and_copies_apart(editor, amazon):
    pledge = make_pledge(amazon, announced="2020-06-10")
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


def test_undoing_an_attachment_takes_its_sources_out_again(editor, amazon):
    pledge = make_pledge(amazon, announced="2020-06-10")
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


def test_a_story_with_other_companies_stays_until_they_are_decided(editor, amazon):
    make_company("IBM")
    pledge = make_pledge(amazon, announced="2020-06-10")
    story = arrive(1, body=BODY).story
    answer = press(editor, "attach", story, clause=f"{pledge.pk}|term").json()
    assert answer["message"].endswith("Something else in the story still waits.")
    assert answer["gone"] == []
    story.refresh_from_db()
    assert story.state == "new"
    assert Proposal.objects.get(state="pending").company_slug == "ibm"


def test_what_changes_a_pledge_is_not_attached_with_one_press(amazon, story):
    pledge = make_pledge(amazon)
    with pytest.raises(NothingToDo, match="is an event of the pledge"):
        services.attach_story(
            story.pk, pledge, relation=Relation.CONTRADICTS, clause="", by="ada", at=AT
        )


def test_attaching_as_a_doubt_opens_the_page_with_the_event_begun(editor, amazon):
    pledge = make_pledge(amazon, announced="2020-06-10")
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


def test_a_story_whose_articles_have_no_address_is_not_attached(editor, amazon):
    pledge = make_pledge(amazon)
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


def test_a_new_pledge_makes_waiting_stories_another_source_of_it(amazon):
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
    assert (proposal.near.company, proposal.relation) == (amazon, "supports")


# --- without script, and bad input ---------------------------------------------------------------
def test_a_plain_form_comes_back_to_the_next_story_of_the_same_look(editor, story):
    answer = editor.post(
        QUEUE, {"do": "dismiss:old", "story": story.pk, "back": "?tab=new&q=x", "next": "17"}
    )
    assert answer["Location"] == f"{QUEUE}?tab=new&q=x#story-17"
    page = editor.get(QUEUE).content.decode()
    assert "Dismissed 1 story, old news." in page
    assert f'value="undo:{Decision.objects.get().press}"' in page


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "\r\nX: y"])
def test_the_way_back_never_leads_elsewhere(editor, story, back):
    answer = editor.post(QUEUE, {"do": "dismiss:old", "story": story.pk, "back": back})
    assert answer["Location"].startswith(QUEUE)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "explode"},
        {"do": "dismiss:old"},
        {"do": "dismiss:old", "story": "x"},
        {"do": "dismiss:old", "story": "9" * 40},
        {"do": "dismiss:because", "story": "1"},
        {"do": "undo:nothing"},
    ],
)
def test_a_press_that_makes_no_sense_is_told_and_changes_nothing(editor, story, data):
    answer = editor.post(QUEUE, data, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert Decision.objects.count() == 0


def test_pages_and_tabs_that_are_not_there_show_the_queue(editor, story):
    for query in ({"tab": "zebra"}, {"page": "99"}, {"page": "x"}):
        assert f'id="story-{story.pk}"' in editor.get(QUEUE, query).content.decode()


# --- lanes, rights -------------------------------------------------------------------------------
def test_a_draft_sent_to_a_second_editor_waits_in_a_lane_of_its_own(editor, story):
    entry = story.entries.first()
    save_draft(entry, {}, version=0, by="bob", at=AT, ask=True)
    page = editor.get(QUEUE, {"tab": "second"}).content.decode()
    assert "sent by bob" in page
    assert reverse("admin:news_entry_desk", args=[entry.pk]) in page
    assert Draft.objects.get().asked_by == "bob"


def test_a_room_adds_a_lane_with_its_own_rows(editor, monkeypatch):
    monkeypatch.setattr(lanes, "_LANES", dict(lanes._LANES))
    row = lanes.Waiting("A page changed", "/admin/", "since yesterday")
    lanes.add_lane(
        lanes.Lane("changed", "Sources changed", "What changed.", lambda: 3, lambda most: [row])
    )
    page = editor.get(QUEUE, {"tab": "changed"}).content.decode()
    assert "Sources changed <b>3</b>" in page
    assert "A page changed" in page


def test_only_staff_with_the_permission_see_the_queue_and_decide(client, story):
    assert client.get(QUEUE).status_code == 302
    reader = User.objects.create_user("reader", is_staff=True)
    client.force_login(reader)
    assert client.get(QUEUE).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_story"))
    page = client.get(QUEUE).content.decode()
    assert "data-story=" in page
    assert 'name="do"' not in page
    assert client.post(QUEUE, {"do": "dismiss:old", "story": story.pk}).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="change_story"))
    assert client.post(QUEUE, {"do": "dismiss:old", "story": story.pk}).status_code == 302


def test_the_admin_s_front_page_lists_what_waits_until_it_is_decided(editor, story):
    link = reverse("admin:news_story_change", args=[story.pk])
    assert link in editor.get("/admin/").content.decode()
    assert editor.get(link)["Location"] == reverse(
        "admin:news_entry_desk", args=[story.entries.order_by("pk")[0].pk]
    )
    press(editor, "dismiss:old", story)
    assert link not in editor.get("/admin/").content.decode()


def test_what_a_decision_rests_on_is_kept_with_it(editor, story):
    press(editor, "dismiss:off_topic", story)
    kept = Decision.objects.get()
    assert json.loads(json.dumps(kept.features))["company on record"] == 1.0
    assert kept.by == "ada"

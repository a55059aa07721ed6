"""The triage queue: what a row shows, who may press, and what a bad press comes to."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moratoriums.models import Pledge
from news import services
from news.desk import lanes
from news.models import Decision, Draft, Entry, Story
from news.services.drafts import save_draft
from news.vocabulary import DismissReason, Relation
from tests.factories import make_beneficiary, make_company, make_exemption, make_pledge
from tests.news.arriving import arrive
from tests.news.desk.queue import QUEUE, press, row_of

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 11, 9, 0, tzinfo=UTC)


def test_a_row_counts_copies_and_independent_reports_apart(editor, story):
    row = row_of(editor.get(QUEUE).content.decode(), story)
    assert "Outlet 1, Outlet 2, Outlet 3, 1 copy and 1 more independent report" in row
    assert "Amazon: announce" in row
    assert "company: Amazon" in row
    assert "rules&#x27; confidence" in row
    assert row.count(">copy<") == 1


def test_a_row_shows_the_near_pledge_with_the_clause_it_touches_chosen(editor, seller):
    pledge = make_pledge(seller, announced="2020-06-10", title="Amazon: police pause")
    make_exemption(pledge, make_beneficiary("Thorn"))
    story = arrive(1).story
    row = row_of(editor.get(QUEUE).content.decode(), story)
    assert "Supports: <a" in row
    assert "Amazon: police pause" in row
    assert re.search(rf'value="{pledge.pk}\|use:police" data-number="1" checked', row)
    assert "exempt: Thorn" in row


def test_the_header_tells_the_oldest_age_and_yesterday_s_precision(editor, seller):
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


def test_the_number_of_questions_does_not_grow_with_the_stories(editor, seller):
    pledge = make_pledge(seller, announced="2020-06-10")
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


def test_a_plain_form_comes_back_to_the_next_story_of_the_same_look(editor, story):
    answer = editor.post(
        QUEUE, {"do": "dismiss:old", "story": story.pk, "back": "?tab=new&q=x", "next": "17"}
    )
    assert answer["Location"] == f"{QUEUE}?tab=new&q=x#story-17"
    page = editor.get(QUEUE).content.decode()
    assert "Dismissed 1 story, old news." in page
    assert f'value="undo:{Decision.objects.get().press}"' in page


def test_an_undo_comes_back_to_the_story_that_it_put_back(editor, story):
    key = press(editor, "dismiss:old", story).json()["press"]
    answer = editor.post(QUEUE, {"do": f"undo:{key}", "back": "?tab=new"})
    assert answer["Location"] == f"{QUEUE}?tab=new#story-{story.pk}"


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


def test_the_admin_s_front_page_leads_to_the_desk_when_nothing_waits_too(client, editor):
    page = editor.get("/admin/").content.decode()
    assert f'href="{QUEUE}">Queue</a>' in page
    assert f'href="{reverse("admin:news_entry_add")}">New announcement</a>' in page
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert QUEUE not in client.get("/admin/").content.decode()


def test_what_a_decision_rests_on_is_kept_with_it(editor, story):
    press(editor, "dismiss:off_topic", story)
    kept = Decision.objects.get()
    assert json.loads(json.dumps(kept.features))["company on record"] == 1.0
    assert kept.by == "ada"

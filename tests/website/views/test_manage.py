"""The page behind the link in each mail: GET shows, POST acts, and guessing leads nowhere."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.interests import Interest
from alerts.models import Duty, Email, Knock, Subscriber, Subscription, Token
from alerts.tokens import make_token
from moratoriums.models import Pledge
from moratoriums.vocabulary import TermKind
from tests.alerts.readers import make_reader
from tests.alerts.test_duties import make_editor
from tests.factories import make_beneficiary, make_company, make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Subscriber:
    """Somebody who follows everything."""
    return make_reader()


@pytest.fixture
def page(reader) -> str:
    """The address of the reader's page."""
    return f"/follow/leave/{make_token(reader, Token.Purpose.LEAVE, at=timezone.now())}"


def follows() -> list[str]:
    return [str(one.interest) for one in Subscription.objects.order_by("pk")]


def test_the_page_shows_what_is_followed_and_in_which_manner(client, page):
    shown = client.get(page).content.decode()
    assert "everything on record" in shown
    assert "As it happens; 90, 30, 7 days before an end; on its day" in shown


@pytest.mark.parametrize(
    "action", ["change", "add", "calendar", "pause", "keep", "move", "erase", "data"]
)
def test_looking_at_an_address_that_acts_does_nothing(client, page, action):
    before = (follows(), Email.objects.count(), Subscriber.objects.values_list()[0])
    for method in (client.get, client.head):
        assert method(f"{page}/{action}").status_code == 200
    assert (follows(), Email.objects.count(), Subscriber.objects.values_list()[0]) == before


def test_how_often_and_when_is_chosen_by_the_form(client, page):
    form = {"one": "everything=1", "frequency": "daily", "rung": ["60", "1"], "absence": "yes"}
    shown = client.post(f"{page}/change", form).content.decode()
    one = Subscription.objects.get()
    assert (one.frequency, one.rungs, one.absence) == ("daily", ",60,1,", True)
    assert "Once a day; 60, 1 days before an end" in shown


@pytest.mark.parametrize(
    "form",
    [
        {"one": "everything=1", "frequency": "hourly"},
        {"one": "everything=1", "frequency": "daily", "rung": "many"},
        {"one": "everything=1", "frequency": "daily", "rung": "4"},
        {"one": "company=nobody", "frequency": "daily"},
        {},
    ],
)
def test_a_choice_that_cannot_be_read_changes_nothing_and_says_so(client, page, form):
    answer = client.post(f"{page}/change", form)
    assert answer.status_code == 400
    assert "Nothing was changed." in answer.content.decode()
    assert Subscription.objects.get().frequency == "immediate"


def test_a_company_or_any_page_of_the_site_can_be_added(client, page):
    pledge: Pledge = make_pledge(make_company("Amazon"))
    thorn = make_beneficiary("Thorn")
    client.post(f"{page}/add", {"company": "amazon"})
    for path in (
        pledge.get_absolute_url(),
        thorn.get_absolute_url(),
        "/pledges/?status=in_force&order=oldest&page=2",
        "/c/amazon?family=1",
        "/es/timeline/?use=police&zoom=2020",
    ):
        answer = client.post(f"{page}/add", {"address": f"https://watch.example.org{path}"})
        assert answer.status_code == 200, path
    assert follows() == [
        "everything on record",
        "Amazon",
        pledge.title,
        "Thorn",
        "the search “Status: In force”",
        "the search “Whose use: Police”",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/other",
        "/p/unknown",
        "%%%",
        "/admin/",
        "/pledges/?status=gone",
        "/pledges/?use=police&sort=old",
    ],
)
def test_an_address_that_cannot_be_followed_is_refused_in_words(client, page, address):
    answer = client.post(f"{page}/add", {"address": address})
    assert answer.status_code == 400
    assert follows() == ["everything on record"]


def test_a_pause_and_its_end(client, page):
    until = timezone.localdate() + timedelta(days=20)
    assert "Paused" in client.post(f"{page}/pause", {"until": f"{until}"}).content.decode()
    client.post(f"{page}/pause")
    assert Subscriber.objects.get().paused_until is None
    assert client.post(f"{page}/pause", {"until": "soon"}).status_code == 400


def test_another_address_is_asked_first(client, page):
    client.post(f"{page}/move", {"email": "new@example.org"})
    assert Email.objects.get().subscriber.email == "new@example.org"
    assert client.post(f"{page}/move", {"email": "new"}).status_code == 400


def test_the_links_of_a_mail_ask_about_the_one_thing_or_about_all(client, page):
    assert (
        "Stop mails about everything on record?"
        in client.get(f"{page}?everything=1").content.decode()
    )
    assert "Stop every mail?" in client.get(f"{page}?all=1").content.decode()
    assert Subscription.objects.count() == 1


def test_the_calendar_of_what_somebody_follows_is_theirs_alone(client, page):
    make_pledge(announced="2026-01-01", term=TermKind.FIXED, end="2099-01-01")
    shown = client.post(f"{page}/calendar").content.decode()
    found = re.search(r"/follow/calendar/[\w-]{22}\.ics", shown)
    assert found
    answer = client.get(found[0])
    assert answer.content.count(b"BEGIN:VEVENT") == 3
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.get(f"/follow/calendar/{'A' * 22}.ics").status_code == 404


def test_what_is_held_comes_as_one_file(client, page, reader):
    answer = client.get(f"{page}/data")
    assert answer["Content-Type"] == "application/json"
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert json.loads(answer.content)["address"] == reader.email


def test_erasing_asks_first_and_then_leaves_nothing(client, page):
    assert "Yes, erase everything" in client.get(f"{page}/erase").content.decode()
    assert "Everything is erased" in client.post(f"{page}/erase").content.decode()
    assert not Subscriber.objects.exists()
    assert client.post(page).status_code == 404


def test_who_guesses_links_is_turned_away_and_a_right_link_works_all_the_same(client, page):
    answers = [client.get(f"/follow/leave/{number:022}").status_code for number in range(105)]
    assert answers == [404] * 100 + [429] * 5
    assert client.get(page).status_code == 200
    assert client.get(page, headers={"x-forwarded-for": "9.9.9.9"}).status_code == 200
    assert Knock.objects.get().times == 105


def test_who_asks_for_address_after_address_is_turned_away(client):
    for number in range(20):
        assert client.post("/follow", {"email": f"a{number}@example.org"}).status_code == 302
    assert client.post("/follow", {"email": "a21@example.org"}).status_code == 429
    assert client.get("/follow").status_code == 200
    assert Subscriber.objects.count() == 20


def test_who_moves_to_address_after_address_is_turned_away_as_well(client, page):
    for number in range(20):
        assert client.post(f"{page}/move", {"email": f"a{number}@example.org"}).status_code == 200
    assert client.post(f"{page}/move", {"email": "a21@example.org"}).status_code == 429
    assert Email.objects.filter(kind="confirmation").count() == 20
    assert client.get(page).status_code == 200


def test_behind_a_proxy_senders_are_told_apart_by_what_the_proxy_wrote(client, settings):
    settings.BEHIND_PROXY = True
    for sender in ("1.1.1.1", "6.6.6.6, 1.1.1.1", "2.2.2.2", "2001:db8::1", "2001:db8::2", "x"):
        client.post("/follow", {"email": "a@example.org"}, headers={"x-forwarded-for": sender})
    assert sorted(Knock.objects.values_list("times", flat=True)) == [1, 1, 2, 2]
    assert not any("1.1.1.1" in knock.sender for knock in Knock.objects.all())


def test_without_a_proxy_what_a_visitor_claims_to_be_counts_for_nothing(client):
    for number in range(3):
        claimed = {"x-forwarded-for": f"1.1.1.{number}"}
        client.post("/follow", {"email": "a@example.org"}, headers=claimed)
    assert Knock.objects.get().times == 3


def test_a_search_is_followed_from_the_list_of_records(client):
    make_pledge()
    listed = client.get("/pledges/?use=police&status=in_force&order=oldest").content.decode()
    action = 'action="/follow?search=status%3Din_force%26use%3Dpolice"'
    assert action in listed
    answer = client.post(
        "/follow?search=status%3Din_force%26use%3Dpolice",
        {"email": "reader@example.org", "follow": "search"},
    )
    assert answer["Location"] == "/follow/sent"
    assert Subscription.objects.get().interest == Interest(query="status=in_force&use=police")


@pytest.mark.parametrize("query", ["search=colour%3Dred", "search=status%3Dnope", "pledge=gone"])
def test_what_cannot_be_followed_is_not_found(client, query):
    assert client.get(f"/follow?{query}").status_code == 404


def test_a_search_with_nothing_in_it_is_everything(client):
    client.post("/follow?search=order%3Doldest", {"email": "reader@example.org"})
    assert Subscription.objects.get().interest == Interest()


def test_the_form_keeps_what_was_chosen_when_it_refuses(client):
    answer = client.post("/follow", {"email": "x", "frequency": "weekly", "rung": "14"})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="weekly" checked' in shown
    assert 'value="14" checked' in shown
    assert 'value="90" checked' not in shown


def test_an_editors_duty_is_taken_up_by_a_button_and_not_by_looking(client):

    editor = make_editor()
    duty = Duty.objects.create(
        pledge=make_pledge(), kind="end_flagged", about_on=timezone.localdate()
    )
    secret = make_token(editor.subscriber, Token.Purpose.DUTY, at=timezone.now(), duty=duty)
    page = f"/duty/{secret}"
    for method in (client.get, client.head):
        assert method(page).status_code == 200
    assert Duty.objects.get().acknowledged_at is None
    assert client.post(page, {"do": "nothing"}).status_code == 400
    assert client.post(page, {"do": "snooze", "until": "2020-01-01"}).status_code == 400
    until = timezone.localdate() + timedelta(days=3)
    client.post(page, {"do": "snooze", "until": f"{until}"})
    assert Duty.objects.get().snoozed_until == until
    client.post(page, {"do": "assign", "to": "ada"})
    assert "ada" in client.get(page).content.decode()
    client.post(page, {"do": "acknowledge"})
    assert Duty.objects.get().acknowledged_by == "ada"
    assert client.get(f"/duty/{'A' * 22}").status_code == 404

"""The second editor's page, and the list of what waits for an editor."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from moratoriums.admin.work import piles
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.services import settle_pledge
from moratoriums.vocabulary import EventKind, Lifecycle, TermKind
from tests.factories import RECORDED_AT, make_event, make_pledge, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawal() -> PledgeEvent:
    """A withdrawal that "first editor" recorded and nobody has confirmed."""
    pledge = make_pledge(title="Acme: pause", announced="2020-06-10")
    event = make_event(
        pledge,
        EventKind.WITHDRAWN,
        "2021-03-01",
        confirmed=False,
        description="Acme sells to police again.",
        source=make_source(title="Acme resumes sales"),
    )
    settle_pledge(pledge, by="first editor", at=RECORDED_AT)
    return event


def enter(client: Client, name: str) -> Client:
    client.force_login(User.objects.create_superuser(name, password="x"))
    return client


def address_of(event: PledgeEvent) -> str:
    return f"/admin/moratoriums/pledgeevent/{event.pk}/decide/"


def lifecycle(event: PledgeEvent) -> str:
    return Pledge.objects.as_of(date(2021, 3, 2)).get(pk=event.pledge_id).lifecycle


def test_the_page_shows_the_verdict_with_its_evidence(client, withdrawal):
    page = enter(client, "bob").get(address_of(withdrawal)).content.decode()
    assert "Acme sells to police again." in page
    assert "Acme resumes sales" in page
    assert "No search is on the log." in page
    assert "Confirm: publish it" in page


def test_a_second_editor_confirms_and_the_verdict_is_public(client, withdrawal):
    response = enter(client, "bob").post(address_of(withdrawal), {"_confirm": "yes"})
    assert response.status_code == 302
    withdrawal.refresh_from_db()
    assert withdrawal.confirmed_by == "bob"
    assert lifecycle(withdrawal) == Lifecycle.WITHDRAWN
    assert withdrawal.pledge.revisions.latest("version").saved_by == "bob"


def test_the_recorder_is_not_offered_to_confirm_and_is_refused(client, withdrawal):
    browser = enter(client, "first editor")
    page = browser.get(address_of(withdrawal)).content.decode()
    assert "Confirm: publish it" not in page
    assert "somebody else has to confirm it" in page
    refused = browser.post(address_of(withdrawal), {"_confirm": "yes"})
    assert refused.status_code == 200
    assert "somebody else has to confirm it" in refused.content.decode()
    assert lifecycle(withdrawal) == Lifecycle.IN_FORCE


def test_declining_needs_a_reason_and_takes_the_verdict_back(client, withdrawal):
    browser = enter(client, "bob")
    refused = browser.post(address_of(withdrawal), {"_decline": "yes", "why": ""})
    assert "Say why the verdict is declined" in refused.content.decode()
    assert PledgeEvent.objects.filter(pk=withdrawal.pk).exists()

    browser.post(address_of(withdrawal), {"_decline": "yes", "why": "Another product."})
    assert not PledgeEvent.objects.filter(pk=withdrawal.pk).exists()


def test_a_verdict_without_a_source_that_somebody_has_read_is_not_confirmed(client, withdrawal):
    withdrawal.citations.all().delete()
    refused = enter(client, "bob").post(address_of(withdrawal), {"_confirm": "yes"})
    assert "source" in refused.content.decode()
    withdrawal.refresh_from_db()
    assert withdrawal.confirmed_at is None


def test_deciding_takes_the_right_to_confirm(client, withdrawal):
    user = User.objects.create_user("eve", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(address_of(withdrawal)).status_code == 403
    assert client.post(address_of(withdrawal), {"_confirm": "yes"}).status_code == 403


def test_the_list_of_events_leads_to_the_decision(client, withdrawal):
    page = enter(client, "bob").get("/admin/moratoriums/pledgeevent/?confirmed_at__isempty=1")
    assert address_of(withdrawal) in page.content.decode()


# --- the work list --------------------------------------------------------------------------------


def titles(day: date) -> list[str]:
    return [pile.title for pile in piles(day)]


def test_nothing_waits_in_an_empty_register():
    assert piles(date(2026, 11, 23)) == []


def test_each_sort_of_work_has_its_pile(withdrawal):
    today = timezone.localdate()
    make_pledge(term=TermKind.FIXED, end="2021-06-10", title="Past its end", checked_on=today)
    make_pledge(published=False, title="A draft")
    make_pledge(review_on=today, title="To review", checked_on=today)
    make_pledge(checked_on=today - timedelta(days=181), title="Stale")
    Pledge.objects.filter(pk=withdrawal.pledge_id).update(checked_on=today)
    found = {pile.title: [task.text for task in pile.tasks] for pile in piles(today)}
    assert found == {
        "Verdicts that wait for a second editor": ["Withdrawn early: Acme: pause"],
        "Past their end, undecided": ["Past its end"],
        "Drafts": ["A draft"],
        "Reviews due": ["To review"],
        "Not checked for 180 days": ["Stale"],
    }


def test_a_long_pile_shows_its_first_ten_and_the_total():
    for _ in range(12):
        make_pledge(published=False)
    (drafts,) = piles(timezone.localdate())
    assert (len(drafts.tasks), drafts.total) == (10, 12)


def test_the_first_page_of_the_admin_lists_the_work(client, withdrawal):
    page = enter(client, "bob").get("/admin/").content.decode()
    assert "Verdicts that wait for a second editor" in page
    assert address_of(withdrawal) in page


def test_the_first_page_takes_as_many_queries_for_many_drafts_as_for_few(
    client, django_assert_max_num_queries
):
    browser = enter(client, "bob")
    for _ in range(30):
        make_pledge(published=False)
    browser.get("/admin/")  # what is wrong with the site is asked once in half a minute
    with django_assert_max_num_queries(20):
        browser.get("/admin/")

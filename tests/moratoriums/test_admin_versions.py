"""What saving leaves behind: versions with their notes, conflicts, previews, rights."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from moratoriums.models import Pledge, Revision
from moratoriums.services import settle_pledge
from moratoriums.vocabulary import EventKind
from tests.factories import (
    RECORDED_AT,
    make_event,
    make_exemption,
    make_pledge,
)
from tests.moratoriums.forms import page_of, send, shown, typed

pytestmark = pytest.mark.django_db


EXTENSION: dict[str, Any] = {
    "events-0-kind": "extended",
    "events-0-happened_on": "18 May 2021",
    "events-0-description": "Amazon goes on with it.",
    "events-0-lasts_from": "words",
    "events-0-lasts_words": "until further notice",
    "events-0-citations-0-source": "first-report",
}


# --- versions, conflicts, notes -------------------------------------------------------------------


def test_saving_makes_a_version_with_the_editors_name_and_note(browser, amazon):
    send(
        browser,
        amazon,
        title="A clearer title",
        change_kind="significant",
        change_note="The title named the wrong product.",
    )
    newest = amazon.revisions.latest("version")
    assert (newest.saved_by, newest.significant) == ("ada", True)
    assert newest.note == "The title named the wrong product."
    assert "A clearer title" in newest.text


def test_saving_without_a_change_makes_no_version(browser, amazon):
    before = Revision.objects.count()
    assert send(browser, amazon).status_code == 302
    assert Revision.objects.count() == before


def test_opening_and_saving_leaves_the_record_byte_for_byte(browser, amazon):
    make_exemption(amazon, quote="words")
    make_event(amazon, EventKind.EXTENDED, "2021-05-18", description="It goes on.")
    before = settle_pledge(amazon, by="x", at=RECORDED_AT).text
    send(browser, amazon, note="Only the note changes.")
    after = amazon.revisions.latest("version").text
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        "note: Only the note changes."
    ]


def test_the_sort_of_change_has_to_be_chosen(browser, amazon):
    response = send(browser, amazon, title="Another title", change_kind=None)
    assert "change_kind" in response.context["adminform"].form.errors


def test_a_significant_change_needs_a_note(browser, amazon):
    response = send(browser, amazon, title="Another title", change_kind="significant")
    assert "change_note" in response.context["adminform"].form.errors
    amazon.refresh_from_db()
    assert amazon.title == "Amazon: moratorium on police use"


def test_two_editors_on_one_record_are_a_conflict_that_loses_nothing(browser, amazon):
    opened = shown(browser, page_of(amazon))
    Pledge.objects.filter(pk=amazon.pk).update(title="Their title")
    settle_pledge(amazon, by="bob", at=RECORDED_AT, note="Bob's change.")

    mine = typed(opened, summary="My summary", change_kind="small", **EXTENSION)
    response = browser.post(page_of(amazon), mine)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Saved by somebody else" in page
    assert "Bob&#x27;s change." in page
    assert "title: Their title" in page
    assert "My summary" in page
    assert "Amazon goes on with it." in page
    amazon.refresh_from_db()
    assert (amazon.title, amazon.version) == ("Their title", 3)

    again = typed(page, title="Their title")
    assert browser.post(page_of(amazon), again).status_code == 302
    amazon.refresh_from_db()
    assert (amazon.title, amazon.summary, amazon.version) == ("Their title", "My summary", 4)
    assert amazon.events.filter(kind=EventKind.EXTENDED).exists()


def test_a_preview_of_a_change_shows_the_lines_and_saves_nothing(browser, amazon):
    response = send(browser, amazon, "_preview", title="A clearer title", **EXTENSION)
    page = response.content.decode()
    assert "added: </span>title: A clearer title" in page
    assert (
        "removed: </span>title: &#x27;Amazon: moratorium" in page or "removed: </span>title" in page
    )
    amazon.refresh_from_db()
    assert (amazon.title, amazon.version) == ("Amazon: moratorium on police use", 2)
    assert not amazon.events.filter(kind=EventKind.EXTENDED).exists()


def test_a_preview_with_a_mistake_says_the_mistake(browser, amazon):
    response = send(browser, amazon, "_preview", **EXTENSION | {"events-0-happened_on": "soon"})
    assert "is not a date we can keep" in response.content.decode()


def test_words_that_claim_too_much_are_pointed_out(browser, amazon):
    page = send(browser, amazon, "_preview", summary="Amazon violated its ban.").content.decode()
    assert "Wording: “violated”" in page
    assert "Wording: “ban”" in page


def test_the_history_page_shows_each_version_with_its_changed_lines(browser, amazon):
    send(browser, amazon, title="A clearer title")
    page = shown(browser, f"/admin/moratoriums/pledge/{amazon.pk}/history/")
    assert "Version 3" in page
    assert "ada" in page
    assert "added: </span>title: A clearer title" in page


# --- rights ---------------------------------------------------------------------------------------


def staff(client: Client, *rights: str) -> Client:
    user = User.objects.create_user("eve", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


ENTERING = [f"change_{name}" for name in ("pledge", "pledgeevent", "citation", "exemption")]


def test_an_editor_without_the_right_to_publish_is_not_offered_it_nor_let_do_it(client):
    draft = make_pledge(published=False)
    browser = staff(client, *ENTERING)
    html = shown(browser, page_of(draft))
    assert "_publish" not in html
    response = browser.post(page_of(draft), typed(html, "_publish"))
    assert response.status_code == 403
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_reader_of_the_admin_sees_the_page_and_cannot_save(client, amazon):
    browser = staff(client, "view_pledge")
    assert browser.get(page_of(amazon)).status_code == 200
    assert browser.post(page_of(amazon), {"version": amazon.version}).status_code == 403


def test_a_published_pledge_cannot_be_deleted(browser, amazon):
    address = f"/admin/moratoriums/pledge/{amazon.pk}/delete/"
    assert browser.post(address, {"post": "yes"}).status_code == 403
    assert Pledge.objects.filter(pk=amazon.pk).exists()


def test_taking_back_to_draft_needs_a_reason_and_keeps_it(browser, amazon):
    refused = send(browser, amazon, "_unpublish")
    assert "Say why readers may no longer see it" in refused.content.decode()
    send(browser, amazon, "_unpublish", change_note="The page was misread.")
    amazon.refresh_from_db()
    assert amazon.published_at is None
    assert "misread" in amazon.revisions.latest("version").note


# --- how much it asks of the database -------------------------------------------------------------


def test_the_list_of_pledges_takes_as_many_queries_for_twenty_as_for_two(
    browser, django_assert_max_num_queries
):
    for _ in range(20):
        make_pledge()
    browser.get("/admin/")  # what is wrong with the site is asked once in half a minute
    with django_assert_max_num_queries(12):
        browser.get("/admin/moratoriums/pledge/")

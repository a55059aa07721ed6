"""What is typed on the page of an article is never lost: saved, fought over, or logged out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from news.models import Draft, Proposal, Rescue
from news.models.drafts import HOLD
from news.services import read_entry
from tests.factories import make_company
from tests.news.arriving import arrive
from tests.news.forms import the_form_as_shown

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
JSON = {"accept": "application/json"}


class Editor:
    """One editor with a browser of their own, on the page of the article."""

    def __init__(self, name: str, address: str, card: str) -> None:
        self.user = User.objects.create_superuser(name)
        self.client, self.address, self.title = Client(), address, f"{card}-title"
        self.log_in()

    def log_in(self):
        self.client.force_login(self.user)

    def log_out(self):
        self.client.cookies.pop("sessionid")

    def open(self):
        self.page = self.client.get(self.address).content.decode()
        self.form = the_form_as_shown(self.page)
        return self.page

    def send(self, action="save", **fields):
        return self.client.post(self.address, {**self.form, "action": action, **fields})

    def autosave(self, title: str):
        data = {**self.form, "action": "autosave", self.title: title}
        return self.client.post(self.address, data, headers=JSON)


@pytest.fixture
def page(db):
    make_company("Amazon")
    entry = arrive(1)
    return reverse("admin:news_entry_desk", args=[entry.pk]), f"c{entry.proposals.get().pk}"


@pytest.fixture
def ada(page):
    return Editor("ada", *page)


@pytest.fixture
def bob(page):
    return Editor("bob", *page)


def test_a_draft_is_there_on_the_next_visit(ada):
    ada.open()
    assert ada.send(**{ada.title: "My title"}).status_code == 302
    assert 'value="My title"' in ada.open()
    assert "Draft saved by ada" in ada.page


def test_an_unfinished_draft_shows_no_errors_until_it_is_to_be_published(ada):
    ada.open()
    ada.send(**{ada.title: ""})
    assert "This field is required" not in ada.open()
    assert "Please put right" not in ada.page


def test_the_term_of_a_draft_is_read_from_what_was_typed(ada):
    card = ada.title.partition("-")[0]
    ada.open()
    ada.send(**{f"{card}-announced": "11 June 2020"})
    assert "ends 11 June 2021 (computed)" in ada.open()


def test_a_draft_saves_itself_and_goes_on_from_there(ada):
    ada.open()
    first = ada.autosave("One").json()
    assert first["version"] == 1
    ada.form["version"] = str(first["version"])
    assert ada.autosave("Two").json()["version"] == 2
    assert 'value="Two"' in ada.open()


def test_a_second_editor_sees_the_draft_and_who_holds_it_and_takes_it_over(ada, bob):
    ada.open()
    ada.send(**{ada.title: "Ada's title"})
    page = bob.open()
    assert "<b>ada</b> has this page open" in page
    assert 'value="Ada&#x27;s title"' in page
    bob.client.post(bob.address, {"action": "take_over"})
    assert "has this page open" not in bob.open()
    assert "<b>bob</b> has this page open" in ada.open()


def test_what_is_sent_after_a_take_over_is_kept_and_shown_beside_the_other(ada, bob):
    ada.open()
    bob.client.post(bob.address, {"action": "take_over"})
    bob.open()
    bob.send(**{bob.title: "Bob's title"})
    answer = ada.send(**{ada.title: "Ada's title"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "bob has taken this page over" in page
    assert "Ada&#x27;s title" in page
    assert "Bob&#x27;s title" in page
    assert 'value="Bob&#x27;s title"' in ada.open()
    ada.client.post(ada.address, {"action": "use_rescue"})
    assert 'value="Ada&#x27;s title"' in ada.open()
    ada.client.post(ada.address, {"action": "use_rescue"})
    assert 'value="Bob&#x27;s title"' in ada.open()


def test_a_page_opened_at_an_older_version_is_a_conflict(ada):
    ada.open()
    stale = dict(ada.form)
    ada.send(**{ada.title: "Newer"})
    ada.form = stale
    answer = ada.send(**{ada.title: "Older"})
    assert answer.status_code == 409
    assert "saved this page since you opened it" in answer.content.decode()
    assert Draft.objects.get().data[ada.title] == ["Newer"]


def test_a_hold_without_a_sign_of_life_runs_out(ada, bob):
    with time_machine.travel(AT, tick=False) as clock:
        ada.log_in()
        ada.open()
        clock.shift(HOLD + timedelta(seconds=1))
        bob.log_in()
        assert "has this page open" not in bob.open()
        assert bob.send(**{bob.title: "Bob's"}).status_code == 302


@pytest.mark.parametrize("action", ["save", "publish", "preview"])
def test_what_is_sent_after_the_login_ran_out_is_there_after_the_next(ada, action):
    ada.open()
    ada.log_out()
    answer = ada.send(action, **{ada.title: "Typed for an hour"})
    assert answer["Location"].startswith("/admin/login/?next=")
    assert ada.address in answer["Location"]
    said = ada.client.get(answer["Location"]).content.decode()
    assert "What you typed is kept" in said
    ada.log_in()
    assert "could not be saved then and is kept" in ada.open()
    ada.client.post(ada.address, {"action": "use_rescue"})
    assert 'value="Typed for an hour"' in ada.open()
    assert not Rescue.objects.exists()


def test_saving_itself_after_the_login_ran_out_says_so_and_keeps_the_text(ada):
    ada.open()
    ada.log_out()
    answer = ada.autosave("Typed for an hour")
    assert answer.status_code == 401
    assert "What you typed is kept" in answer.json()["conflict"]
    assert Rescue.objects.get().data[ada.title] == ["Typed for an hour"]


@pytest.mark.parametrize("owner", ["", "forged", "another page's"])
def test_a_stranger_cannot_leave_anything(ada, owner):
    ada.open()
    ada.log_out()
    if owner == "another page's":
        owner = ada.form["owner"]
        ada.address = reverse("admin:news_entry_desk", args=[99999])
    assert ada.send(owner=owner).status_code == 302
    assert not Rescue.objects.exists()


def test_a_rescued_text_can_be_dropped(ada):
    ada.open()
    ada.log_out()
    ada.send()
    ada.log_in()
    ada.open()
    ada.client.post(ada.address, {"action": "drop_rescue"})
    assert not Rescue.objects.exists()


def test_a_draft_goes_to_a_second_editor_and_back(ada, bob):
    ada.open()
    ada.send("ask", **{ada.title: "For Bob"})
    lane = bob.client.get("/admin/news/story/?tab=second").content.decode()
    assert "sent by ada" in lane
    assert "has this page open" not in bob.open()
    Draft.objects.update(held_by="")  # Bob has looked, and gone
    ada.open()
    ada.send("unask")
    assert Draft.objects.get().asked_at is None


def test_a_new_reading_leaves_the_words_an_editor_bound(ada):
    card = ada.title.partition("-")[0]
    ada.open()
    ada.send(**{f"{card}-term_words": "one-year moratorium"})
    proposal = Proposal.objects.get()
    read_entry(proposal.entry)
    proposal.refresh_from_db()
    assert "one-year moratorium" in [fact["quote"] for fact in proposal.facts]
    entry = proposal.entry
    entry.text = f"Corrected. {entry.text}"
    entry.save()
    read_entry(entry)
    proposal.refresh_from_db()
    assert all(entry.whole[f["start"] : f["end"]] == f["quote"] for f in proposal.facts)


def test_publishing_clears_the_draft_and_its_lane(ada):
    ada.open()
    card = ada.title.partition("-")[0]
    ada.send("ask")
    ada.open()
    published = {f"{card}-choice": "dismiss", f"{card}-reason": "old", "change": "small"}
    assert ada.send("publish", **published).status_code == 302
    draft = Draft.objects.get()
    assert (draft.data, draft.asked_at) == ({}, None)


def test_what_is_typed_on_a_card_that_is_left_for_later_outlives_the_others(ada):
    first = ada.title.partition("-")[0]
    ada.open()
    ada.send("add_card")
    ada.open()
    second = f"c{Proposal.objects.get(key='editor/1').pk}"
    typed = {f"{second}-title": "Typed for later", f"{first}-choice": "dismiss"}
    answer = ada.send("publish", **typed, **{f"{first}-reason": "old", "change": "small"})
    assert answer.status_code == 302
    page = ada.open()
    assert 'value="Typed for later"' in page
    assert f'id="{first}-choice' not in page

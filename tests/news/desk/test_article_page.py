"""The page of one article in the admin: what it shows, and who may press its buttons."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from companies.models import Company
from config.roles import Role, group_for
from moratoriums.models import Pledge
from news.articles import Article
from news.services import dismiss_proposal, read_entry, take_in_article
from tests.factories import make_company, make_pledge
from tests.news.samples import PUBLISHED_ON

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 11, 9, 0, tzinfo=UTC)


def test_the_article_stands_beside_the_facts_with_its_quotes_marked_and_numbered(desk):
    page = desk.page()
    assert "pending federal rules on the technology</mark>" in page
    assert "A weekday is the last such day up to the day of publication." in page
    assert "ends 10 June 2021 (computed)" in page
    assert "past: will not be sent" in page
    numbers = [int(number) for number in re.findall(r'id="quote-(\d+)"', page)]
    assert sorted(numbers) == list(range(1, max(numbers) + 1))


def test_nothing_is_chosen_before_an_editor_chooses(desk):
    page = desk.page()
    assert re.findall(r'value="(\w+)"[^>]*checked', page.partition("What becomes of card")[2])[
        0
    ] == ("later")
    assert "suggested" in page
    answer = desk.press("publish", choice="later")
    assert "Choose for at least one card" in answer.content.decode()
    assert not Pledge.objects.exists()


def test_text_of_the_article_never_becomes_markup(client, amazon):
    client.force_login(User.objects.create_superuser("editor"))
    text = 'Amazon <script>alert(1)</script> will stop "facial recognition" <img src=x onerror=y>.'
    article = Article("<b>Head</b>", text, PUBLISHED_ON, "https://news.example/x", "<i>Pub</i>")
    entry = take_in_article(article, at=AT)
    read_entry(entry)
    for address in (
        reverse("admin:news_entry_desk", args=[entry.pk]),
        reverse("admin:news_story_changelist"),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<i>Pub" not in page


def test_only_staff_with_the_permission_may_decide(client, address, proposal):
    assert client.get(address).status_code == 302
    reader = User.objects.create_user("reader", is_staff=True)
    client.force_login(reader)
    assert client.get(address).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_proposal"))
    page = client.get(address)
    assert page.status_code == 200
    assert b'name="action"' not in page.content
    assert client.post(address, {"action": "save"}).status_code == 403
    assert client.get(reverse("admin:news_entry_add")).status_code == 403


def test_an_editor_without_the_right_to_publish_makes_drafts_only(client, desk):
    client.force_login(make_editor())
    assert 'value="publish"' not in desk.page()
    refused = desk.press("publish")
    assert "You may not publish" in refused.content.decode()
    assert not Pledge.objects.exists()
    assert desk.press("drafts").status_code == 302
    assert Pledge.objects.get().published_at is None


def make_editor() -> User:
    """A member of staff with the rights of an editor, who is no reviewer."""
    editor = User.objects.create_user("no-reviewer", is_staff=True)
    editor.groups.add(group_for(Role.EDITOR))
    return editor


def test_a_decided_card_shows_the_decision_and_no_form(client, address, proposal):
    client.force_login(User.objects.create_superuser("editor"))
    for one in proposal.entry.proposals.all():
        dismiss_proposal(one, reason="Old news", by="editor", at=AT)
    page = client.get(address).content.decode()
    assert "dismissed by editor" in page
    assert "Everything in this article is decided" in page


def test_a_page_that_is_not_there_is_not_found(client, proposal):
    client.force_login(User.objects.create_superuser("editor"))
    assert client.get(reverse("admin:news_entry_desk", args=[99999])).status_code == 404
    for number in ("99999", "0", "abc", "9" * 30):
        answer = client.get(reverse("admin:news_proposal_change", args=[number]))
        assert answer.status_code == 404


def test_a_proposal_leads_to_its_card(client, proposal, address):
    client.force_login(User.objects.create_superuser("editor"))
    answer = client.get(reverse("admin:news_proposal_change", args=[proposal.pk]))
    assert answer["Location"] == f"{address}#c{proposal.pk}"


def test_the_lists_of_the_intake_open(client, proposal):
    client.force_login(User.objects.create_superuser("editor"))
    for name in ("proposal", "entry", "feed", "poll", "story", "rankerreport"):
        assert client.get(reverse(f"admin:news_{name}_changelist")).status_code == 200
    entry = reverse("admin:news_entry_change", args=[proposal.entry.pk])
    assert client.get(entry).status_code == 200


def test_the_number_of_questions_does_not_grow_with_the_cards(client, amazon):
    client.force_login(User.objects.create_superuser("editor"))

    def asked(firms: int) -> int:
        names = [f"Firm{number} Inc" for number in range(firms)]
        for name in names:
            company = Company.objects.filter(name=name).first() or make_company(name)
            make_pledge(company, announced="2019-01-01")
        text = " ".join(f"{name} will stop selling facial recognition to police." for name in names)
        article = Article(f"{firms} firms", text, PUBLISHED_ON, f"https://news.example/{firms}")
        entry = take_in_article(article, at=AT)
        assert len(read_entry(entry)) == firms
        address = reverse("admin:news_entry_desk", args=[entry.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).content.decode().count('data-card="') == firms
        return len(queries)

    assert asked(8) == asked(2) <= 30

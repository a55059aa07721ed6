"""An article that an editor brings: by its address or as text, kept with its hash and day."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from companies.vocabulary import NameKind
from news.articles import Article, NotAnArticle
from news.desk import bringing
from news.models import Entry
from tests.factories import make_company, make_company_name
from tests.news.samples import ARTICLE, BODY, HEADLINE, PUBLISHED_ON

pytestmark = pytest.mark.django_db

ADD = reverse("admin:news_entry_add")


@pytest.fixture
def editor(client):
    make_company_name(make_company("Amazon"), "Rekognition", NameKind.PRODUCT)
    make_company("IBM")
    client.force_login(User.objects.create_superuser("ada"))
    return client


def bring(editor, **fields):
    return editor.post(ADD, {"text": ARTICLE, "published": "10 June 2020", **fields})


def test_pasted_text_becomes_an_article_with_its_hash_and_its_cards(editor):
    answer = bring(editor, title=HEADLINE, url="https://news.example/a?utm_source=x")
    entry = Entry.objects.get()
    assert answer["Location"] == reverse("admin:news_entry_desk", args=[entry.pk])
    assert (entry.url, entry.title, len(entry.sha256)) == ("https://news.example/a", HEADLINE, 64)
    assert entry.text == BODY.strip()
    page = editor.get(answer["Location"]).content.decode()
    assert "Amazon: announce" in page
    assert "IBM: announce" in page
    assert entry.sha256[:12] in page


def test_an_address_is_fetched_and_its_own_day_is_taken(editor, monkeypatch):
    fetched = Article(HEADLINE, BODY, PUBLISHED_ON, "https://news.example/final", "Example News")
    monkeypatch.setattr(bringing, "load_article", lambda url: fetched)
    answer = editor.post(ADD, {"url": "https://news.example/a"})
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.published_on, entry.publisher) == (PUBLISHED_ON, "Example News")


def test_what_is_typed_goes_before_what_the_page_says(editor, monkeypatch):
    fetched = Article("Wrong", BODY, None, "https://news.example/a", "Wrong")
    monkeypatch.setattr(bringing, "load_article", lambda url: fetched)
    page = editor.post(ADD, {"url": "https://news.example/a"}).content.decode()
    assert "does not say on which day" in page
    assert not Entry.objects.exists()
    typed = {"published": "2020-06-10", "title": HEADLINE, "publisher": "Right"}
    editor.post(ADD, {"url": "https://news.example/a", **typed})
    entry = Entry.objects.get()
    assert (entry.title, entry.publisher, entry.published_on) == (HEADLINE, "Right", PUBLISHED_ON)


def test_an_address_that_cannot_be_fetched_says_why_and_keeps_what_was_typed(editor, monkeypatch):
    def refuse(url: str) -> Article:
        raise NotAnArticle(f"{url} answered 403. Save the page and name the file.")

    monkeypatch.setattr(bringing, "load_article", refuse)
    page = editor.post(ADD, {"url": "https://news.example/a", "title": "Kept"}).content.decode()
    assert "answered 403" in page
    assert 'value="Kept"' in page


def test_an_article_that_is_here_already_leads_to_its_page(editor):
    bring(editor, url="https://news.example/a")
    page = editor.post(
        ADD, {"text": "Other", "published": "2020-06-10", "url": "https://news.example/a"},
        follow=True,
    ).content.decode()  # fmt: skip
    assert "This article was here already" in page
    assert Entry.objects.count() == 1


def test_where_nothing_is_read_the_editor_gets_an_empty_card(editor):
    answer = bring(editor, text="A text about other things altogether.")
    page = editor.get(answer["Location"]).content.decode()
    assert "New pledge: announce" in page


def test_similar_stories_and_pledges_on_record_are_shown(editor):
    bring(editor, url="https://news.example/a")
    first = Entry.objects.get()
    answer = bring(editor, url="https://other.example/b")
    page = editor.get(answer["Location"]).content.decode()
    assert reverse("admin:news_entry_desk", args=[first.pk]) in page
    assert "copy of another report" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Give the address of the article, or paste its text"),
        ({"published": ""}, "Give the day of publication"),
        ({"published": "06/10/2020"}, "Write the day as 10 June 2020"),
        ({"published": "2099-01-01"}, "lies in the future"),
        ({"url": "javascript:alert(1)"}, "Write the whole address"),
        ({"url": "file:///etc/passwd", "text": ""}, "Write the whole address"),
        ({"text": "\u200b \u202e"}, "There is no text in this article"),
    ],
)
def test_bad_input_is_told_with_what_to_do_and_nothing_is_kept(editor, fields, words):
    page = bring(editor, **fields).content.decode()
    assert words in page
    assert not Entry.objects.exists()


def test_the_day_of_bringing_is_the_day_of_capture(editor):
    before = datetime.now(UTC)
    bring(editor)
    assert before <= Entry.objects.get().first_seen_at <= datetime.now(UTC)

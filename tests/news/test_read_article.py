"""manage.py read_article, and what it says when it cannot."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from companies.vocabulary import NameKind
from news.models import Entry, Proposal
from tests.factories import make_company, make_company_name
from tests.news.samples import ARTICLE, HEADLINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    make_company_name(make_company("Amazon"), "Rekognition", NameKind.PRODUCT)
    make_company("IBM")
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(*args: object, **options: Any) -> str:
    out = StringIO()
    call_command("read_article", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_it_prints_facts_with_quotes_and_where_to_decide(file, settings):
    settings.SITE_URL = "https://watch.example"
    said = run(file, published="2020-06-10", url="https://news.example/a", publisher="Example News")
    assert f"{HEADLINE} (Example News, 2020-06-10)" in said
    assert "“Wednesday”" in said
    assert "“for one year pending federal rules on the technology”" in said
    page = reverse("admin:news_entry_desk", args=[Entry.objects.get().pk])
    assert f"decide at https://watch.example{page}" in said
    assert Proposal.objects.count() == 2


def test_running_it_twice_adds_nothing(file):
    run(file, published="2020-06-10")
    run(file, published="2020-06-10")
    assert (Entry.objects.count(), Proposal.objects.count()) == (1, 2)


def test_a_day_in_the_page_itself_will_do(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<html><meta property="article:published_time" content="2020-06-10">'
        "<p>It rained on the facial recognition fair.</p></html>"
    )
    assert "No proposal. Nothing in it is stopped" in run(page)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "--published 2020-06-10"),
        ({"published": "yesterday"}, "is no day"),
        ({"published": "2020-02-30"}, "is no day"),
        ({"published": "2199-01-01"}, "future"),
        ({"published": "2020-06-10", "url": "news.example"}, "no web address"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(file, options, words):
    with pytest.raises(CommandError, match=words):
        run(file, **options)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"\x00\x01\x02" * 500, "binary"), (b"x" * 5_000_000, "MB")],
)
def test_a_file_that_is_no_article_is_refused(tmp_path, content, words):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run(path, published="2020-06-10")
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "missing", published="2020-06-10")
    assert not Entry.objects.exists()

"""An article on the desk, stories in the queue, and an editor who works on them."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from companies.vocabulary import NameKind
from news.articles import Article
from news.services import read_entry, take_in_article
from tests.factories import make_company, make_company_name
from tests.news.arriving import OTHER_REPORT, arrive
from tests.news.forms import the_form_as_shown
from tests.news.samples import BODY, HEADLINE, PUBLISHED_ON

AT = datetime(2020, 6, 11, 9, 0, tzinfo=UTC)


@pytest.fixture
def amazon():
    """A company with a product by name."""
    company = make_company("Amazon")
    make_company_name(company, "Rekognition", NameKind.PRODUCT)
    return company


@pytest.fixture
def proposal(amazon):
    article = Article(HEADLINE, BODY, PUBLISHED_ON, "https://news.example/a", "Example News")
    return next(
        one for one in read_entry(take_in_article(article, at=AT)) if one.company_slug == "amazon"
    )


@pytest.fixture
def address(proposal):
    return reverse("admin:news_entry_desk", args=[proposal.entry_id])


class Desk:
    """An editor's browser: shows the page, and presses a button with some fields changed."""

    def __init__(self, client, address, proposal):
        self.client, self.address, self.card = client, address, f"c{proposal.pk}"

    def page(self) -> str:
        return str(self.client.get(self.address).content.decode())

    def press(self, action, choice="new", page_fields=None, **changes):
        """Fill in the card's fields (or those of the page), choose, and press."""
        form = the_form_as_shown(self.page())
        form |= {f"{self.card}-choice": choice, f"{self.card}-places": "US"}
        form |= {f"{self.card}-confirm_day": "on", "change": "significant", "change_note": "New."}
        form |= {f"{self.card}-{name}": value for name, value in changes.items()}
        return self.client.post(self.address, form | (page_fields or {}) | {"action": action})

    def exempt(self, *names_kinds_words):
        """The fields for rows of exempt parties."""
        fields = {"x-TOTAL_FORMS": str(len(names_kinds_words))}
        for number, (name, kind, words) in enumerate(names_kinds_words):
            row = {"name": name, "kind": kind, "words": words}
            fields |= {f"x-{number}-{key}": value for key, value in row.items()}
        return fields


@pytest.fixture
def desk(client, address, proposal):
    client.force_login(User.objects.create_superuser("editor"))
    return Desk(client, address, proposal)


@pytest.fixture
def seller():
    """The same company, of which the register knows no product."""
    return make_company("Amazon")


@pytest.fixture
def story(seller):
    """One story: a report, a copy of it, and an independent report."""
    first = arrive(1)
    arrive(2)
    arrive(3, headline="No face matching for police, Amazon says", body=OTHER_REPORT)
    return first.story


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("ada"))
    return client

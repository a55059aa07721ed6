"""What the tests of the editors' pages share: an editor at work, and a pledge on record."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from moratoriums.models import Pledge
from moratoriums.services import settle_pledge
from moratoriums.vocabulary import EndBasis, TermKind
from tests.factories import RECORDED_AT, make_company, make_pledge, make_source


@pytest.fixture
def editor(db: None) -> User:
    """Ada, who may do everything."""
    return User.objects.create_superuser("ada", password="x")


@pytest.fixture
def browser(client: Client, editor: User) -> Client:
    """Ada's browser, without script."""
    client.force_login(editor)
    return client


@pytest.fixture
def amazon(db: None) -> Pledge:
    """A published pledge for one year from 10 June 2020."""
    pledge = make_pledge(
        make_company("Amazon"),
        slug="amazon-2020",
        title="Amazon: moratorium on police use",
        announced="2020-06-10",
        term=TermKind.FIXED,
        term_words="for one year",
        end="2021-06-10",
        end_basis=EndBasis.COMPUTED,
        end_rule="length",
        source=make_source(slug="first-report"),
    )
    settle_pledge(pledge, by="loader", at=RECORDED_AT)
    return pledge

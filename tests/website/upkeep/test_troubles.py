"""The note to the editors: once a day while something is wrong, and never otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from alerts import services
from alerts.models import Email, Note
from moratoriums.models import Source
from moratoriums.vocabulary import SourceHealth
from news.models import Feed
from news.opml import FeedLine
from news.services import add_feeds
from tests.factories import make_pledge
from website.upkeep.troubles import tell_editors

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def editor():
    user = User.objects.create_superuser("ada", "ada@example.org")
    services.enlist_editors(at=timezone.now())
    return user


@pytest.fixture
def broken():
    add_feeds([FeedLine("https://press.news/feed", "The Press")])
    Feed.objects.update(failures=9, last_error="It answers 503.")


def tell(days: int = 0) -> int:
    at = timezone.now() + days * DAY
    return tell_editors(day=timezone.localdate(at), at=at)


def test_trouble_is_told_once_a_day_as_long_as_it_lasts(editor, broken):
    assert (tell(), tell(), tell()) == (1, 0, 0)
    services.send_due(at=timezone.now() + timedelta(minutes=10))
    (note,) = mail.outbox
    assert note.subject == "1 feed in trouble"
    assert note.to == ["ada@example.org"]
    assert "The Press: 9 polls in a row failed: It answers 503." in " ".join(note.body.split())
    assert tell(days=1) == 1
    Feed.objects.update(failures=0, last_new_at=timezone.now() + 2 * DAY)
    assert tell(days=2) == 0


def test_nothing_wrong_is_no_note(editor):
    assert tell() == 0
    assert not Email.objects.exists()


def test_a_source_is_told_on_the_day_it_was_lost(editor):
    make_pledge()
    now = timezone.now()
    Source.objects.update(health=SourceHealth.QUOTE_GONE, health_checked_at=now)
    assert tell() == 1
    note = Note.objects.get()
    assert note.lines[0].endswith("quote gone.")
    assert tell(days=2) == 0


def test_whoever_is_no_editor_any_more_gets_none(editor, broken):
    tell()
    editor.is_active = False
    editor.save()
    services.enlist_editors(at=timezone.now())
    services.send_due(at=timezone.now() + timedelta(minutes=10))
    assert not mail.outbox

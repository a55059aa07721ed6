"""An article and pledges on record: another source, an event, and taking back what was entered."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.services import confirm_event
from moratoriums.vocabulary import TermKind
from news.articles import Article
from news.models import Proposal
from news.services import read_entry, take_in_article
from tests.factories import make_company, make_pledge
from tests.news.forms import the_form_as_shown
from tests.news.samples import BODY, HEADLINE, PUBLISHED_ON

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 11, 9, 0, tzinfo=UTC)


def test_a_second_report_is_suggested_as_another_source(client, amazon, desk, proposal):
    pledge = make_pledge(amazon, announced="2020-06-10")
    read_entry(proposal.entry)
    page = desk.page()
    assert "Supports <a" in page
    assert "announced on 2020-06-10, as is on record" in page
    assert desk.press("publish", choice="source").status_code == 302
    assert pledge.citations.filter(source__url="https://news.example/a").exists()
    assert Pledge.objects.count() == 1


def test_a_pledge_of_another_company_is_given_the_source_only_by_its_address(desk, amazon):
    make_pledge(amazon, announced="2020-06-10")
    other = make_pledge(make_company("IBM"), slug="ibm-exit")
    page = desk.press("publish", choice="source", pledge=str(other.pk)).content.decode()
    assert "Select a valid choice" in page
    assert "There is no pledge at /p/nowhere" in desk.press(
        "publish", choice="source", pledge_slug="nowhere"
    ).content.decode()  # fmt: skip
    assert not other.citations.filter(source__url="https://news.example/a").exists()
    desk.press("publish", choice="source", pledge="", pledge_slug="ibm-exit")
    assert other.citations.filter(source__url="https://news.example/a").exists()


def test_an_event_is_recorded_for_a_pledge_on_record(desk, amazon):
    pledge = make_pledge(amazon, announced="2019-06-10", term=TermKind.FIXED, end="2020-06-10")
    desk.press(
        "publish",
        choice="event",
        pledge=str(pledge.pk),
        **{
            "e-kind": "extended",
            "e-happened": "10 June 2020",
            "e-term_words": "until 1 July 2022",
            "e-description": "It goes on.",
        },
    )
    event = PledgeEvent.objects.get(pledge=pledge, kind="extended")
    assert event.citations.get().source.url == "https://news.example/a"
    assert event.end_earliest == date(2022, 7, 1)
    assert (event.note, event.significant) == ("New.", True)


def test_an_event_that_changes_the_term_needs_its_words(desk, amazon):
    pledge = make_pledge(amazon, announced="2019-06-10")
    page = desk.press(
        "publish",
        choice="event",
        pledge=str(pledge.pk),
        **{
            "e-kind": "extended",
            "e-happened": "2020",
            "e-term_words": "",
            "e-description": "It goes on.",
        },
    ).content.decode()
    assert "Say how long it lasts from now on" in page
    assert not PledgeEvent.objects.filter(kind="extended").exists()


def test_a_negative_verdict_waits_for_a_second_editor_and_is_looked_at_again(desk, amazon):
    pledge = make_pledge(amazon, announced="2019-06-10")
    verdict = {
        "e-kind": "withdrawn",
        "e-happened": "2020-06-10",
        "e-description": "It broke the pledge.",
    }
    page = desk.press("preview", choice="event", pledge=str(pledge.pk), **verdict).content.decode()
    assert "waits for a second editor" in page
    assert "“broke”: say what was done" in page
    assert "has not been asked" in page
    desk.press("publish", choice="event", pledge=str(pledge.pk), **verdict)
    event = PledgeEvent.objects.get(kind="withdrawn")
    assert event.confirmed_at is None
    kept = pledge.revisions.latest("version")
    assert (kept.note, kept.significant) == ("New.", False)  # readers hear of it once it is public
    confirm_event(event, by="bob", at=timezone.now())
    told = pledge.revisions.latest("version")
    assert (told.note, told.significant) == ("New.", True)


def test_an_error_in_one_card_leaves_the_other_unwritten(client, amazon):
    make_company("IBM")
    entry = take_in_article(
        Article(HEADLINE, BODY, PUBLISHED_ON, "https://news.example/a", "Example News"), at=AT
    )
    read_entry(entry)
    client.force_login(User.objects.create_superuser("editor"))
    address = reverse("admin:news_entry_desk", args=[entry.pk])
    form = the_form_as_shown(client.get(address).content.decode())
    for proposal in entry.proposals.all():
        card = f"c{proposal.pk}"
        form |= {f"{card}-choice": "new", f"{card}-places": "US", f"{card}-confirm_day": "on"}
        form |= {f"{card}-slug": "the-same", f"{card}-whose_use": ["police"]}
    page = client.post(
        address, form | {"change": "significant", "change_note": "New.", "action": "publish"}
    ).content.decode()
    assert "There is a pledge" in page
    assert not Pledge.objects.exists()


def test_one_article_gives_a_pledge_that_the_reading_did_not_find(desk, proposal):
    assert desk.press("add_card", choice="later", title="Kept").status_code == 302
    added = Proposal.objects.get(key="editor/1")
    page = desk.page()
    assert f'id="c{added.pk}"' in page
    assert 'value="Kept"' in page
    desk.card = f"c{added.pk}"
    answer = desk.press(
        "publish",
        new_company="Foodworld Stores",
        title="Foodworld Stores: exit",
        slug="foodworld",
        summary="It stops.",
        kind="exit",
        force="1",
        whose_use=["own"],
        announced="2020-06-10",
    )
    assert answer.status_code == 302
    assert Pledge.objects.get().company.name == "Foodworld Stores"


def test_an_article_that_names_many_companies_can_be_sent(client):
    names = [f"Firm{number} Inc" for number in range(24)]
    for name in names:
        make_company(name)
    text = " ".join(f"{name} will stop selling facial recognition to police." for name in names)
    entry = take_in_article(
        Article("Many", text, PUBLISHED_ON, "https://news.example/m", "Example News"), at=AT
    )
    assert len(read_entry(entry)) == 24
    client.force_login(User.objects.create_superuser("editor"))
    address = reverse("admin:news_entry_desk", args=[entry.pk])
    form = the_form_as_shown(client.get(address).content.decode())
    assert len(form) > 1000
    assert client.post(address, form | {"action": "save"}).status_code == 302


def test_a_publication_is_taken_back_within_a_minute(desk, client, address):
    with time_machine.travel(AT, tick=False) as clock:
        desk.press("publish")
        page = desk.page()
        press = re.search(r'value="(take_back:\w+)"', page)
        assert press
        clock.shift(50)
        client.post(address, {"action": press[1]})
        assert Pledge.objects.get().published_at is None


def test_after_a_minute_only_a_public_correction_is_left(desk, client, address):
    with time_machine.travel(AT, tick=False) as clock:
        desk.press("publish")
        press = re.search(r'value="(take_back:\w+)"', desk.page())
        assert press
        clock.shift(61)
        page = client.post(address, {"action": press[1]}, follow=True).content.decode()
        assert "correct it on the page of the pledge" in page
        assert "take_back:" not in page
        assert Pledge.objects.get().published_at


def test_an_event_taken_back_is_gone_and_its_card_waits_again(desk, client, address, amazon):
    pledge = make_pledge(amazon, announced="2019-06-10")
    desk.press(
        "publish",
        choice="event",
        pledge=str(pledge.pk),
        **{"e-kind": "reaffirmed", "e-happened": "2020-06-10", "e-description": "Said again."},
    )
    press = re.search(r'value="(take_back:\w+)"', desk.page())
    assert press
    client.post(address, {"action": press[1]})
    assert not PledgeEvent.objects.filter(kind="reaffirmed").exists()
    assert Proposal.objects.get(company_slug="amazon").state == "pending"

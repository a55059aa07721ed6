"""The page of one article in the admin: what it shows, what its buttons do, who may press them."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from companies.models import Company
from companies.vocabulary import NameKind
from config.roles import Role, group_for
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.vocabulary import TermKind
from news.articles import Article
from news.models import Entry, Proposal
from news.services import dismiss_proposal, read_entry, take_in_article
from tests.factories import make_company, make_company_name, make_pledge
from tests.news.forms import the_form_as_shown
from tests.news.samples import BODY, HEADLINE, PUBLISHED_ON

pytestmark = pytest.mark.django_db

AT = datetime(2020, 6, 11, 9, 0, tzinfo=UTC)


@pytest.fixture
def amazon():
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


# --- what is shown -------------------------------------------------------------------------------
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


# --- entering ------------------------------------------------------------------------------------
def test_an_editor_can_change_a_fact_before_publishing(desk):
    answer = desk.press(
        "publish",
        announced="11 June 2020",
        holds_because="The blog post carries that day.",
        title="Another title",
    )
    assert answer.status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.announced_on, pledge.title) == ("2020-06-11", "Another title")
    assert "The source says “Wednesday”" in pledge.announced_note
    assert "The blog post carries that day." in pledge.announced_note
    assert pledge.events.get().end_on == "2021-06-11"
    assert pledge.published_at


def test_holding_another_day_than_the_source_says_needs_a_reason(desk):
    page = desk.press("publish", announced="11 June 2020").content.decode()
    assert "say why we hold 11 June 2020" in page
    assert not Pledge.objects.exists()


def test_a_day_read_from_a_weekday_has_to_be_confirmed(desk):
    page = desk.press("publish", confirm_day="").content.decode()
    assert "Confirm that “Wednesday” means 10 June 2020" in page
    assert not Pledge.objects.exists()
    assert desk.press("drafts", confirm_day="").status_code == 302
    assert Pledge.objects.get().announced_on == "2020-06-10"


def test_a_fact_is_bound_to_other_words_and_the_evidence_follows(desk, proposal):
    words = "one-year moratorium"
    assert desk.press("save", term_words=words).status_code == 302
    proposal.refresh_from_db()
    (term,) = [fact for fact in proposal.facts if fact["name"] == "term"]
    whole = proposal.entry.whole
    assert whole[term["start"] : term["end"]] == term["quote"] == words
    assert "An editor chose these words." in desk.page()
    assert desk.press("publish").status_code == 302
    assert "We hope this one-year moratorium" in Pledge.objects.get().citations.get().quote


def test_words_that_do_not_stand_in_the_article_are_refused(desk):
    page = desk.press("publish", words_announced="last Tuesday").content.decode()
    assert "These words do not stand in the article like this" in page
    assert not Pledge.objects.exists()


def test_the_company_s_own_words_are_kept_with_their_speaker(desk):
    words = "We hope this one-year moratorium gives lawmakers time to act"
    desk.press("publish", said=words, said_by="Amazon", said_where="blog post")
    statement = Pledge.objects.get().statements.get()
    assert (statement.quote, statement.speaker, statement.said_on) == (
        words,
        "Amazon",
        "2020-06-10",
    )
    assert statement.source.url == "https://news.example/a"


def test_previewing_shows_row_mail_and_people_and_saves_nothing_of_the_register(desk):
    with time_machine.travel(AT, tick=False):
        page = desk.press("preview").content.decode()
    assert "Announced: " in page
    assert "Mail: to 0 people now" in page
    assert "accepted by" not in page
    assert "on police use of Amazon Rekognition" in page
    assert not Pledge.objects.exists()
    assert Proposal.objects.filter(state="pending").exists()


def test_the_preview_says_that_history_is_told_to_nobody(desk):
    page = desk.press("preview").content.decode()
    assert "history is told to nobody" in page


def test_the_public_page_is_shown_before_it_is_public(desk, client):
    answer = desk.press("page")
    assert answer.status_code == 200
    assert "Amazon: moratorium on police use of Amazon Rekognition" in answer.content.decode()
    assert not Pledge.objects.exists()


def test_words_that_settle_no_term_are_said_beside_the_field(desk, proposal):
    text = proposal.entry.text + "\n\nIt may last for about a year."
    Entry.objects.filter(pk=proposal.entry_id).update(text=text)
    page = desk.press("publish", term_words="for about a year").content.decode()
    assert "These words do not settle the term" in page
    assert not Pledge.objects.exists()
    answer = desk.press(
        "publish",
        term_words="for about a year",
        term_kind="fixed",
        term_end="June 2021",
        term_note="The month is certain, the day is not.",
    )
    assert answer.status_code == 302
    event = Pledge.objects.get().events.get()
    assert (event.end_on, event.end_basis) == ("2021-06", "stated")
    assert event.end_note == "The month is certain, the day is not."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"places": ""}, "is missing. Say at least one."),
        ({"places": "America"}, "Places: &#x27;America&#x27; is no place"),
        ({"whose_use": []}, "is missing. Say at least one."),
        ({"announced": "06/10/2021"}, "two ways"),
        ({"announced": "2021-02-30"}, "calendar"),
        ({"kind": ""}, "This field is required"),
        ({"company": ""}, "Choose the company"),
        ({"company": "", "new_company": "Amazon"}, "The register has this company"),
        ({"page_fields": {"source_url": "javascript:alert(1)"}}, "Write the whole address"),
        ({"page_fields": {"source_publisher": ""}}, "This field is required"),
        ({"page_fields": {"change": ""}}, "Choose one: small or significant"),
        ({"page_fields": {"change_note": ""}}, "needs a public note"),
        ({"slug": "no slug"}, "slug"),
        ({"summary": "x" * 3000}, "2000"),
        ({"term_kind": "fixed", "term_end": "June 2021"}, "Say how you read it"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_is_entered(desk, changes, words):
    answer = desk.press("publish", **changes)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "Please put right" in page
    assert not Pledge.objects.exists()
    assert Proposal.objects.filter(state="pending", company_slug="amazon").count() == 1


def test_a_draft_needs_less_than_a_publication(desk):
    assert desk.press("drafts", places="", whose_use=[]).status_code == 302
    assert Pledge.objects.get().published_at is None


def test_what_is_typed_comes_back_with_the_errors_and_on_the_next_visit(desk):
    page = desk.press("publish", title="A title of mine", places="").content.decode()
    assert 'value="A title of mine"' in page
    assert 'value="A title of mine"' in desk.page()


def test_exempt_parties_stand_in_rows_with_their_sort_and_words(desk):
    rows = desk.exempt(
        ("Thorn", "organisation", "Thorn"),
        ("searches for victims", "use", "to find victims of trafficking"),
        ("nonprofits", "customer_class", "the nonprofit"),
    )
    assert desk.press("publish", **rows).status_code == 302
    exempt = Pledge.objects.get().exemptions.all()
    kinds = {row.beneficiary.name: row.beneficiary.kind for row in exempt}
    assert kinds == {
        "Thorn": "organisation",
        "searches for victims": "use",
        "nonprofits": "customer_class",
    }
    assert all("does not apply to organisations" in row.citations.get().quote for row in exempt)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("Thorn", "organisation", "Thorn"), ("Thorn", "organisation", "")], "stands here twice"),
        ([("Somebody else", "organisation", "")], "do not stand in the article"),
    ],
)
def test_a_wrong_row_of_exempt_parties_is_pointed_out(desk, rows, words):
    page = desk.press("publish", **desk.exempt(*rows)).content.decode()
    assert words in page
    assert not Pledge.objects.exists()


def test_more_rows_for_exempt_parties_keep_what_was_typed(desk, proposal):
    page = desk.press(f"more:{proposal.pk}", title="Kept").content.decode()
    assert 'value="Kept"' in page
    assert page.count('-words" ') > desk.page().count('-words" ') - 3
    assert re.search(r'-x-TOTAL_FORMS" value="7"', page)


def test_entering_the_same_twice_is_refused(desk, client, address):
    form = the_form_as_shown(desk.page())
    card = desk.card
    form |= {f"{card}-choice": "new", f"{card}-places": "US", f"{card}-confirm_day": "on"}
    form |= {"change": "small", "action": "publish"}
    assert client.post(address, form).status_code == 302
    again = client.post(address, form | {f"{card}-slug": "another"})
    assert again.status_code == 409
    assert Pledge.objects.count() == 1


def test_dismissing_a_card_asks_for_a_reason(desk, proposal):
    assert "Say why" in desk.press("publish", choice="dismiss").content.decode()
    assert desk.press("publish", choice="dismiss", reason="old").status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.reason) == (
        "dismissed",
        "editor",
        "Old news",
    )


def test_a_small_entry_is_history_that_nobody_is_told_of(desk):
    desk.press("publish", page_fields={"change": "small", "change_note": ""})
    assert PledgeEvent.objects.get().quiet


# --- pledges on record ---------------------------------------------------------------------------
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
    assert PledgeEvent.objects.get(kind="withdrawn").confirmed_at is None


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


# --- taking back ---------------------------------------------------------------------------------
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


# --- rights --------------------------------------------------------------------------------------
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

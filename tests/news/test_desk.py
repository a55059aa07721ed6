"""The page of one proposal in the admin: what it shows, what its buttons do, who may press them."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from companies.vocabulary import NameKind
from config.roles import Role, group_for
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.vocabulary import TermKind
from news.articles import Article
from news.models import Proposal
from news.services import dismiss_proposal, read_entry, take_in_article
from tests.factories import make_company, make_company_name, make_pledge
from tests.journeys.test_article_to_alert import the_form_as_shown
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
    return reverse("admin:news_proposal_change", args=[proposal.pk])


@pytest.fixture
def desk(client, address):
    """The editor's browser: shows the page, and presses a button with some fields changed."""
    client.force_login(User.objects.create_superuser("editor"))

    class Desk:
        def page(self) -> str:
            return str(client.get(address).content.decode())

        def press(self, action, **changes):
            form = the_form_as_shown(self.page()) | {"places": "US"} | changes
            return client.post(address, form | {"action": action})

    return Desk()


def test_the_article_stands_beside_the_facts_with_its_quotes_marked(desk):
    page = desk.page()
    assert "<mark title=" in page
    assert "pending federal rules on the technology</mark>" in page
    assert "A weekday is the last such day up to the day of publication." in page
    assert "Ends <strong>2021-06-10</strong>" in page
    assert "10 June 2021 (passed, will not be sent)" in page


def test_text_of_the_article_never_becomes_markup(client, amazon):
    client.force_login(User.objects.create_superuser("editor"))
    text = 'Amazon <script>alert(1)</script> will stop "facial recognition" <img src=x onerror=y>.'
    article = Article("<b>Head</b>", text, PUBLISHED_ON, "https://news.example/x", "<i>Pub</i>")
    (proposal,) = read_entry(take_in_article(article, at=AT))
    page = client.get(reverse("admin:news_proposal_change", args=[proposal.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<i>Pub" not in page


def test_an_editor_can_change_a_fact_before_publishing(desk):
    answer = desk.press("publish", announced="11 June 2020", title="Another title")
    assert answer.status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.announced_on, pledge.title) == ("2020-06-11", "Another title")
    assert pledge.events.get().end_on == "2021-06-11"
    assert pledge.published_at


def test_previewing_reads_the_term_again_and_saves_nothing(desk):
    page = desk.press("preview", term_words="for six months").content.decode()
    assert "Ends <strong>2020-12-10</strong>" in page
    assert not Pledge.objects.exists()


def test_words_that_settle_no_term_are_said_beside_the_field(desk):
    page = desk.press("publish", term_words="for about a year").content.decode()
    assert "These words do not settle the term" in page
    assert not Pledge.objects.exists()
    answer = desk.press(
        "publish", term_words="for about a year", term_kind="fixed", term_end="June 2021"
    )
    assert answer.status_code == 302
    event = Pledge.objects.get().events.get()
    assert (event.end_on, event.end_basis) == ("2021-06", "stated")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"places": ""}, "is missing. Say at least one."),
        ({"places": "America"}, "is no place"),
        ({"whose_use": []}, "is missing. Say at least one."),
        ({"announced": "06/10/2021"}, "two ways"),
        ({"announced": "2021-02-30"}, "calendar"),
        ({"kind": ""}, "This field is required"),
        ({"company": ""}, "Choose the company"),
        ({"company": "", "new_company": "Amazon"}, "The register has this company"),
        ({"source_url": "javascript:alert(1)"}, "Write the whole address"),
        ({"source_publisher": ""}, "This field is required"),
        ({"exemptions": "Thorn\nThorn"}, "stands here twice"),
        ({"slug": "no slug"}, "slug"),
        ({"summary": "x" * 3000}, "2000"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_is_saved(desk, changes, words):
    answer = desk.press("publish", **changes)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "Please put right" in page
    assert not Pledge.objects.exists()
    assert not Proposal.objects.exclude(state="pending").exists()


def test_a_draft_needs_less_than_a_publication(desk):
    assert desk.press("draft", places="", whose_use=[]).status_code == 302
    assert Pledge.objects.get().published_at is None


def test_what_is_typed_comes_back_with_the_errors(desk):
    page = desk.press("publish", title="A title of mine", places="").content.decode()
    assert 'value="A title of mine"' in page


def test_exempt_parties_are_taken_by_line_with_their_sort(desk):
    desk.press("publish", exemptions="Thorn\nuse: searches for missing people\nclass: hospitals")
    kinds = dict(
        Pledge.objects.get().exemptions.values_list("beneficiary__name", "beneficiary__kind")
    )
    assert kinds == {
        "Thorn": "organisation",
        "searches for missing people": "use",
        "hospitals": "customer_class",
    }


def test_accepting_the_same_twice_is_refused(desk, client, address):
    form = the_form_as_shown(desk.page()) | {"places": "US", "action": "publish"}
    assert client.post(address, form).status_code == 302
    again = client.post(address, form | {"slug": "another"})
    assert again.status_code == 200
    assert "already; nothing was changed" in again.content.decode()
    assert Pledge.objects.count() == 1


def test_dismissing_asks_for_a_reason(desk, proposal):
    assert "Say why" in desk.press("dismiss").content.decode()
    assert desk.press("dismiss", reason="Old news").status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("dismissed", "editor")


def test_a_pledge_of_the_same_day_is_offered_as_the_one_to_add_a_source_to(desk, amazon):
    assert "On record already" not in desk.page()
    pledge = make_pledge(amazon, announced="2020-06-10")
    assert "On record already" in desk.page()
    assert desk.press("source").status_code == 302
    assert pledge.citations.filter(source__url="https://news.example/a").exists()
    assert Pledge.objects.count() == 1


def test_a_pledge_of_another_company_is_never_given_the_source(desk, amazon):
    make_pledge(amazon, announced="2020-06-10")
    other = make_pledge(make_company("IBM"))
    page = desk.press("source", to_pledge=str(other.pk)).content.decode()
    assert "Choose the pledge" in page
    assert not other.citations.filter(source__url="https://news.example/a").exists()


def test_an_event_is_recorded_for_a_pledge_on_record(desk, amazon):
    pledge = make_pledge(amazon, announced="2019-06-10", term=TermKind.FIXED, end="2020-06-10")
    desk.press(
        "event",
        **{
            "event-pledge": str(pledge.pk),
            "event-kind": "extended",
            "event-happened": "10 June 2020",
            "event-term_words": "until 1 July 2022",
            "event-description": "It goes on.",
        },
    )
    event = PledgeEvent.objects.get(pledge=pledge, kind="extended")
    assert event.citations.get().source.url == "https://news.example/a"
    assert event.end_earliest == date(2022, 7, 1)


def test_an_event_that_changes_the_term_needs_its_words(desk, amazon):
    pledge = make_pledge(amazon, announced="2019-06-10")
    page = desk.press(
        "event",
        **{
            "event-pledge": str(pledge.pk),
            "event-kind": "extended",
            "event-happened": "2020",
            "event-term_words": "",
            "event-description": "It goes on.",
        },
    ).content.decode()
    assert "Say how long it lasts from now on" in page
    assert not PledgeEvent.objects.filter(kind="extended").exists()


def test_a_negative_verdict_waits_for_a_second_editor(desk, amazon):
    pledge = make_pledge(amazon, announced="2019-06-10")
    desk.press(
        "event",
        **{
            "event-pledge": str(pledge.pk),
            "event-kind": "withdrawn",
            "event-happened": "2020-06-10",
            "event-description": "Taken back.",
        },
    )
    assert PledgeEvent.objects.get(kind="withdrawn").confirmed_at is None


def test_only_staff_with_the_permission_may_decide(client, address, proposal):
    assert client.get(address).status_code == 302
    reader = User.objects.create_user("reader", is_staff=True)
    client.force_login(reader)
    assert client.get(address).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_proposal"))
    page = client.get(address)
    assert page.status_code == 200
    assert b'name="action"' not in page.content
    assert client.post(address, {"action": "dismiss", "reason": "x"}).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="change_proposal"))
    assert client.post(address, {"action": "dismiss", "reason": "x"}).status_code == 302


def test_an_editor_without_the_right_to_publish_makes_drafts_only(client, address, desk):
    form = the_form_as_shown(desk.page()) | {"places": "US"}
    client.force_login(make_editor())
    assert 'value="publish"' not in desk.page()
    refused = client.post(address, form | {"action": "publish"})
    assert "You may not publish" in refused.content.decode()
    assert not Pledge.objects.exists()
    assert client.post(address, form | {"action": "draft"}).status_code == 302
    assert Pledge.objects.get().published_at is None


def make_editor() -> User:
    """A member of staff with the rights of an editor, who is no reviewer."""
    editor = User.objects.create_user("no-reviewer", is_staff=True)
    editor.groups.add(group_for(Role.EDITOR))
    return editor


def test_a_decided_proposal_shows_the_decision_and_no_buttons(client, address, proposal):
    client.force_login(User.objects.create_superuser("editor"))
    dismiss_proposal(proposal, reason="Old news", by="editor", at=AT)
    page = client.get(address).content.decode()
    assert "Dismissed by editor" in page
    assert 'name="action"' not in page


def test_a_proposal_that_is_not_there_is_not_found(client):
    client.force_login(User.objects.create_superuser("editor"))
    for number in ("99999", "0", "abc", "9" * 30):
        answer = client.get(reverse("admin:news_proposal_change", args=[number]))
        assert answer.status_code == 404


def test_the_lists_of_the_intake_open(client, proposal):
    client.force_login(User.objects.create_superuser("editor"))
    for name in ("proposal", "entry", "feed", "poll"):
        assert client.get(reverse(f"admin:news_{name}_changelist")).status_code == 200
    entry = reverse("admin:news_entry_change", args=[proposal.entry.pk])
    assert client.get(entry).status_code == 200


def test_the_admin_s_front_page_lists_what_waits_until_it_is_decided(client, proposal):
    client.force_login(User.objects.create_superuser("editor"))
    front = reverse("admin:index")
    change = reverse("admin:news_proposal_change", args=[proposal.pk])

    assert change in client.get(front).content.decode()

    for waiting in Proposal.objects.filter(state=Proposal.State.PENDING):
        dismiss_proposal(waiting, reason="off-topic", by="editor", at=AT)
    assert change not in client.get(front).content.decode()

"""The desk in a real browser: by keys alone, without script, and for every eye."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from companies.vocabulary import NameKind
from moratoriums.models import Pledge
from news.models import Decision, Draft, Proposal, Story
from tests.factories import make_company, make_company_name, make_pledge
from tests.news.arriving import OTHER_REPORT, arrive
from tests.news.samples import BODY
from tests.servers import visits
from tests.servers.visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/news/story/"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with visits.running() as browser:
        yield browser


@pytest.fixture
def stories() -> list[Story]:
    """Four stories: one about a pledge on record, with a copy and another report."""
    amazon = make_company("Amazon")
    make_company_name(amazon, "Rekognition", NameKind.PRODUCT)
    make_pledge(amazon, announced="2020-06-10", slug="amazon-on-record")
    first = arrive(1)
    arrive(2)
    arrive(3, headline="No face matching for police, Amazon says", body=OTHER_REPORT)
    others = []
    for number in (4, 5, 6):
        make_company(f"Firm{number} Inc")
        body = f"Firm{number} Inc will stop selling facial recognition, it said on Wednesday."
        others.append(arrive(number, headline=f"Report {number}", body=body).story)
    return [first.story, *others]


def desk_of(story: Story) -> str:
    return f"/admin/news/entry/{story.entries.order_by('pk')[0].pk}/desk/"


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
        {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
    ],
    ids=["wide and light", "narrow and dark"],
)
def test_the_desk_can_be_used_by_everybody(
    chrome: Browser, live_server: LiveServer, stories: list[Story], look: dict[str, object]
) -> None:
    visit = Visit(chrome, live_server.url, **look)
    for path in (QUEUE, desk_of(stories[0]), "/admin/news/entry/add/"):
        page = visit.open(path)
        for summary in page.locator("main details:not(.menu) > summary:visible").all()[:4]:
            summary.click()
        for choice in page.locator("[name$=-choice][value=new]").all():
            choice.check()
        assert visit.faults() == [], path
        assert visit.fits(), path
    assert visit.troubles == []

    page = visit.open(desk_of(stories[1]))
    page.check("[name$=-choice][value=new]")
    page.check("[name=change][value=small]")
    page.click("button.default")  # places are missing: the page of errors
    page.wait_for_selector("#desk-errors")
    assert (visit.faults(), visit.fits()) == ([], True)
    card = page.locator("[data-card]").get_attribute("data-card")
    page.fill(f"[name={card}-places]", "US")
    page.check(f"[name={card}-confirm_day]")
    page.check(f"[name={card}-whose_use][value=customers]")
    page.select_option(f"[name={card}-kind]", "exit")
    page.select_option(f"[name={card}-force]", "1")
    page.click("button:has-text('Preview')")
    page.wait_for_selector("#preview")
    assert (visit.faults(), visit.fits()) == ([], True)
    Draft.objects.update(version=99, saved_by="bob")
    page.click("button.default")  # somebody else saved it: the page of the conflict
    page.wait_for_selector("text=saved this page since you opened it")
    assert (visit.faults(), visit.fits()) == ([], True)
    visit.context.close()


def test_the_queue_is_emptied_with_the_keys_alone(
    chrome: Browser, live_server: LiveServer, stories: list[Story]
) -> None:
    visit = Visit(chrome, live_server.url)
    page = visit.open(QUEUE)
    order = [row.get_attribute("id") for row in page.locator("[data-story]").all()]
    assert visit.focused() == order[0]
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert visit.focused() == f"story-{stories[0].pk}"

    page.keyboard.press("2")
    page.keyboard.press("a")
    page.wait_for_selector("#queue-said:has-text('Attached to')")
    assert visit.focused() == order[1]
    assert Pledge.objects.get().citations.filter(supports=["term"]).count() == 3

    page.keyboard.press("d")
    page.keyboard.press("v")
    page.wait_for_selector("#queue-said:has-text('Dismissed 1 story, opinion. 2 left.')")
    assert visit.focused() == order[2]

    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.wait_for_selector("[data-selected]:has-text('2')")
    page.keyboard.press("d")
    page.keyboard.press("o")
    page.wait_for_selector("#queue-said:has-text('Dismissed 2 stories, off topic.')")
    assert Decision.objects.filter(reason="off_topic").count() == 2

    page.keyboard.press("u")
    page.wait_for_url("**/admin/news/story/**")
    page.wait_for_selector("text=Undone: 2 stories.")
    assert page.locator("[data-story]").count() == 2
    assert "Undone: 2 stories." in page.inner_text("#queue-said")
    assert visit.focused() in order[2:]  # one of those that are back

    page.keyboard.press("d")
    page.keyboard.press("Escape")
    assert page.inner_text("#queue-said") == ""

    page.keyboard.press("s")
    page.keyboard.press("w")
    page.wait_for_selector("#queue-said:has-text('Snoozed until')")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_selector("text=back on")
    assert visit.troubles == []
    visit.context.close()


def test_the_queue_works_without_script(
    chrome: Browser, live_server: LiveServer, stories: list[Story]
) -> None:
    visit = Visit(chrome, live_server.url, java_script_enabled=False)
    page = visit.open(QUEUE)
    row = page.locator(f"#story-{stories[1].pk}")
    row.locator("summary:has-text('Dismiss')").click()
    row.locator("button:has-text('Old news')").click()
    assert "Dismissed 1 story, old news." in page.inner_text("#container")
    page.click("button:has-text('Undo')")
    assert "Undone: 1 story." in page.inner_text("#container")
    for story in stories[2:]:
        page.check(f"#story-{story.pk} input[form=bulk]")
    page.select_option("#bulk-reason", "opinion")
    page.click("#bulk button")
    assert "Dismissed 2 stories, opinion." in page.inner_text("#container")
    assert Story.objects.filter(state="dismissed").count() == 2
    visit.context.close()


def select(page: Page, words: str) -> None:
    """Select words of the article, as with a mouse."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(
            document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
          document.activeElement.blur();
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(
              walker.currentNode, at, walker.currentNode, at + words.length);
            return;
          }
          throw new Error("not in the text: " + words);
        }""",
        words,
    )


def test_words_selected_in_the_text_are_bound_by_keys_and_saved_by_themselves(
    chrome: Browser, live_server: LiveServer, stories: list[Story]
) -> None:
    visit = Visit(chrome, live_server.url)
    page = visit.open(desk_of(stories[0]))
    card = f"c{Proposal.objects.order_by('pk')[0].pk}"
    page.check(f"[name={card}-choice][value=new]")
    page.focus(f"[name={card}-term_words]")
    select(page, "one-year moratorium")
    page.keyboard.press("b")
    assert page.input_value(f"[name={card}-term_words]") == "one-year moratorium"
    page.fill(f"[name={card}-announced]", "June 2020")
    page.wait_for_selector("text=kept as 2020-06")
    page.wait_for_selector("text=ends June 2021 (computed)")
    page.fill(f"[name={card}-announced]", "2020-06-10")
    select(page, "Campaigners")
    page.keyboard.press("x")
    assert page.input_value(f"[name={card}-x-3-name]") == "Campaigners"
    select(page, "officers")
    page.keyboard.press("x")  # every row is taken: one more comes by itself
    assert page.input_value(f"[name={card}-x-4-name]") == "officers"
    assert page.input_value(f"[name={card}-x-4-kind]") == "organisation"
    page.locator(f"#{card} button:has-text('More rows')").click()
    assert visit.focused() == f"id_{card}-x-5-name"
    assert page.locator(f"label[for=id_{card}-x-5-name]").inner_text() == "Exempt 6"
    select(page, "nonprofit")
    page.locator(f"#{card} .exempt").last.locator("button").click()
    assert page.input_value(f"[name={card}-x-5-words]") == "nonprofit"
    page.fill(f"[name={card}-x-5-words]", "")
    select(page, "gives lawmakers time to act")
    page.keyboard.press("q")
    assert page.input_value(f"[name={card}-said]") == "gives lawmakers time to act"
    page.focus(f"[name={card}-title]")
    with page.expect_response(lambda answer: "Campaigners" in (answer.request.post_data or "")):
        page.keyboard.press("Tab")
    assert "Draft saved by itself" in page.inner_text("#desk-saved")
    assert Draft.objects.get().data[f"{card}-x-3-name"] == ["Campaigners"]
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=The draft is saved.")
    assert page.locator("mark:has-text('one-year moratorium')").count() == 1
    assert visit.troubles == []
    visit.context.close()


def test_at_the_width_of_a_tablet_the_article_stays_in_sight_beside_its_facts(
    chrome: Browser, live_server: LiveServer, stories: list[Story]
) -> None:
    visit = Visit(chrome, live_server.url, viewport={"width": 900, "height": 900})
    page = visit.open(desk_of(stories[0]))
    card = f"c{Proposal.objects.order_by('pk')[0].pk}"
    page.check(f"[name={card}-choice][value=new]")
    page.focus(f"[name={card}-condition]")
    text = page.locator(".desk-article").bounding_box()
    box = page.locator(f"[name={card}-condition]").bounding_box()
    assert text and box
    assert text["y"] >= 0
    assert text["y"] + text["height"] <= box["y"]
    visit.context.close()


def test_two_pledges_with_three_exemptions_are_entered_from_one_article_without_script(
    chrome: Browser, live_server: LiveServer
) -> None:
    make_company_name(make_company("Amazon"), "Rekognition", NameKind.PRODUCT)
    make_company("IBM")
    entry = arrive(1, body=BODY)
    visit = Visit(chrome, live_server.url, java_script_enabled=False)
    page = visit.open(f"/admin/news/entry/{entry.pk}/desk/")
    for proposal in entry.proposals.order_by("pk"):
        card = f"c{proposal.pk}"
        page.check(f"[name={card}-choice][value=new]")
        page.fill(f"[name={card}-places]", "US")
        page.check(f"[name={card}-confirm_day]")
    page.check(f"[name={card}-whose_use][value=customers]")
    page.check("[name=change][value=significant]")
    page.fill("[name=change_note]", "Entered from the first report.")
    page.click("button:has-text('Preview')")
    assert "history is told to nobody" in page.inner_text("#preview")
    page.click("button.default")
    found = {
        pledge.company.slug: (pledge.announced_on, pledge.exemptions.count())
        for pledge in Pledge.objects.select_related("company")
    }
    assert found == {"amazon": ("2020-06-10", 3), "ibm": ("2020-06-08", 0)}
    visit.context.close()

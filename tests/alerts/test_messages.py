"""What a mail says, and what its headers promise."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from django.core import mail

from alerts import services, wording
from alerts.wording import Ladder, Step
from moratoriums.vocabulary import EventKind, TermKind
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader
from tests.factories import make_beneficiary, make_exemption, make_source, make_statement

END = date(2021, 6, 10)
NAMES = ["Amazon, moratorium on police use of Rekognition", "Amazon's moratorium", "Amazon"]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.SITE_URL = "https://watch.example.org"
    settings.DEFAULT_FROM_EMAIL = "Moratorium Watch <watch@example.org>"


def wire() -> bytes:
    """The last mail, as it travels."""
    built: Any = mail.outbox[-1].message()
    return bytes(built.as_bytes(linesep="\r\n"))


def sent() -> EmailMessage:
    """The last mail, as it is read."""
    return message_from_bytes(wire(), policy=policy.default)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def send_reminder(**fields) -> EmailMessage:
    """Send a reader the 30-day step of a pledge that ends on 23 December 2026."""
    fields.setdefault("end", "2026-12-23")
    pledge = make_old_pledge(
        announced="2025-12-23", term=TermKind.FIXED, title="Amazon: pause of police use", **fields
    )
    make_reader(company=pledge.company)
    make_exemption(pledge, make_beneficiary("Thorn"))
    make_statement(pledge, "We pause <b>police</b> use.", speaker="Amazon", channel="its blog")
    make_news(
        pledge,
        EventKind.END_FLAGGED,
        happened="2026-11-23",
        about_on=date(2026, 12, 23),
        rung=30,
        significant=False,
    )
    services.queue_deliveries(at=NOON)
    assert services.send_due(at=NOON) == 1
    return sent()


@pytest.mark.django_db
def test_a_reminder_says_the_fact_first_and_everything_a_reader_needs_to_judge_it():
    message = send_reminder(term_words="one year")
    assert message["Subject"] == "Ends in 30 days: Amazon's moratorium (23 December 2026)"
    text = unwrapped(part(message, "plain"))
    in_order = [
        "“Amazon: pause of police use” reaches the end of its term in 30 days, on 23 December",
        "We pause <b>police</b> use.",
        "Amazon, its blog, 23 December 2025",
        "https://watch.example.org/s/",
        "In short (ours):",
        "https://watch.example.org/p/",
        "Last checked on 22 November 2026.",
        "Conduct: not assessed.",
        "“one year”",
        "the record says “Past its end, checking” from 23 December 2026 on",
        "Exempt: Thorn.",
        "Example News: Report",
        "because you follow Amazon (the 30-day step)",
        "https://watch.example.org/follow/leave/",
    ]
    places = [text.find(words) for words in in_order]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.django_db
def test_the_html_says_the_same_as_the_text_and_fetches_nothing():
    message = send_reminder()
    text, html = part(message, "plain"), part(message, "html")
    links = set(re.findall(r'href="(http[^"]+)"', html))
    assert set(re.findall(r"https?://[^\s<]+", text)) == {unescape(link) for link in links}
    assert "We pause &lt;b&gt;police&lt;/b&gt; use." in html
    assert not re.search(r"<(img|script|link|iframe|form)|src=|url\(", html)
    for said in re.findall(r"\d{1,2} [A-Z][a-z]+ \d{4}", unwrapped(text)):
        assert said in html


@pytest.mark.django_db
def test_the_headers_let_people_go_and_keep_a_pledges_mails_together():
    message = send_reminder()
    leave = str(message["List-Unsubscribe"])
    assert re.fullmatch(r"<https://watch\.example\.org/follow/leave/[\w-]{22}>", leave)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "Moratorium Watch alerts <alerts.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["Message-ID"])
    assert re.fullmatch(r"<pledge-\d+@example\.org>", message["References"])
    assert message["To"] == "reader@example.org"
    assert message["Date"].datetime == NOON
    assert re.search(rb"(?m)^List-Unsubscribe: <https://[^ ]+>\r$", wire()), "plain, on one line"
    assert max(map(len, wire().split(b"\r\n"))) <= 998


@pytest.mark.django_db
def test_no_link_carries_the_address():
    message = send_reminder()
    everything = part(message, "plain") + part(message, "html") + str(message["List-Unsubscribe"])
    assert "reader@" not in everything
    assert "reader%40" not in everything


@pytest.mark.django_db
def test_a_source_that_nobody_has_seen_is_not_named():
    pledge = make_old_pledge()
    make_reader()
    make_news(pledge, source=make_source("Hearsay Daily", seen_on=None))
    services.queue_deliveries(at=NOON)
    services.send_due(at=NOON)
    assert "Hearsay" not in part(sent(), "plain")


@pytest.mark.django_db
def test_an_extension_says_until_when():
    make_reader()
    make_news(make_old_pledge(), happened="2026-11")
    services.queue_deliveries(at=NOON)
    services.send_due(at=NOON)
    assert str(sent()["Subject"]).startswith("Extended until further notice: Amazon")
    assert "extended until further notice, in November 2026." in unwrapped(part(sent(), "plain"))


@pytest.mark.django_db
def test_a_title_with_line_breaks_and_turned_text_makes_one_plain_subject():
    make_reader()
    make_news(make_old_pledge(title="Amazon:\r\nBcc: x@y.org\u202epause"), EventKind.NARROWED)
    services.queue_deliveries(at=NOON)
    assert services.send_due(at=NOON) == 1
    assert sent()["Subject"] == "Narrowed: Amazon: Bcc, x@y.org pause"
    assert sent()["Bcc"] is None


@pytest.mark.parametrize(
    ("ladder", "days_left", "subject"),
    [
        (Ladder.END, 30, "Ends in 30 days: Amazon's moratorium (10 June 2021)"),
        (Ladder.END, 1, "Ends tomorrow: Amazon's moratorium (10 June 2021)"),
        (Ladder.END, 0, "Ends today: Amazon's moratorium (10 June 2021)"),
        (Ladder.END, -3, "Past its end, no word: Amazon's moratorium (10 June 2021)"),
        (Ladder.MINIMUM_END, 7, "Can end in 7 days: Amazon's moratorium (10 June 2021)"),
        (Ladder.MINIMUM_END, 0, "Can end from today: Amazon's moratorium (10 June 2021)"),
        (Ladder.POSSIBLE_END, 7, "May end in 7 days: Amazon's moratorium (from 10 June 2021)"),
        (Ladder.REVIEW, 30, "Review due in 30 days: Amazon's moratorium (10 June 2021)"),
        (Ladder.CONDITION, 0, "Day to watch today: Amazon's moratorium (10 June 2021)"),
    ],
)
def test_the_subject_of_a_step_has_the_fact_and_the_day(ladder, days_left, subject):
    day = date.fromordinal(END.toordinal() - days_left)
    assert wording.step_subject(Step(ladder, END, day), NAMES) == subject
    assert len(subject) <= wording.SUBJECT_LENGTH


def test_a_subject_takes_the_fullest_name_that_fits_and_cuts_the_last_at_a_word():
    assert wording.fit("Extended: {}", NAMES) == f"Extended: {NAMES[0]}"
    long = ["A company whose name goes on for longer than any subject ever should go on"]
    cut = wording.fit("Ends in 30 days: {} (10 June 2021)", long)
    assert cut == "Ends in 30 days: A company whose name goes… (10 June 2021)"
    assert len(cut) <= wording.SUBJECT_LENGTH


def test_a_passed_step_says_when_it_passed_and_does_not_pretend_it_lies_ahead():
    late = Step(Ladder.END, END, date(2021, 6, 20))
    fact = wording.step_fact(late, "Amazon: pause")
    assert "passed the end of its term on 10 June 2021, 10 days ago" in fact
    assert "Past its end, checking" in wording.step_next(late)


def test_the_subject_of_a_digest_counts_what_it_holds_and_stays_short():
    day = date(2026, 11, 22)
    some = [(2, "ends soon", "end soon"), (0, "changed", "changed"), (1, "new", "new")]
    assert wording.digest_subject(some, day) == "Digest: 2 end soon, 1 new (22 Nov 2026)"
    many = [(12, "", "end soon"), (3, "", "past their end"), (4, "", "to review"), (5, "", "new")]
    subject = wording.digest_subject(many, day)
    assert subject == "Digest: 12 end soon, 3 past their end, 9 more (22 Nov 2026)"
    assert len(subject) <= wording.SUBJECT_LENGTH

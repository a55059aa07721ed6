"""Every kind of mail, as it travels to two people, against one list of demands."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail

from alerts import services
from alerts.interests import Interest
from alerts.models import Duty, Email, Subscriber, Subscription
from moratoriums.models import PledgeEvent
from moratoriums.vocabulary import EventKind, TermKind
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader
from tests.alerts.test_duties import make_editor
from tests.factories import (
    make_beneficiary,
    make_company,
    make_exemption,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=6)
DATE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{4}\b"
)


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.SITE_URL = "https://watch.example.org"
    settings.DEFAULT_FROM_EMAIL = "Moratorium Watch <watch@example.org>"
    settings.UNSUBSCRIBE_EMAIL = "stop@example.org"


class Html(HTMLParser):
    """What an HTML part would load, run or lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.loads, self.runs = list[str](), list[str](), list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "a":
            self.links.append(named.get("href") or "")
        if tag in ("img", "link", "video", "audio") or "background" in named or "src" in named:
            self.loads.append(tag)
        if tag in ("script", "form", "iframe", "object", "embed", "input"):
            self.runs.append(tag)
        self.runs += [name for name in named if name.startswith("on")]


def step_of(rung: int, **fields: Any) -> PledgeEvent:
    pledge = make_old_pledge(
        "Amazon",
        announced="2025-12-23",
        term=TermKind.FIXED,
        end="2026-12-23",
        title="Amazon: pause of police use of a product with a long name, and of another one",
        **fields,
    )
    make_exemption(pledge, make_beneficiary("Thorn"))
    source = make_source(url="http://plain.example.com/page?a=1&b=2", title="Añ <b>old</b> page")
    make_statement(pledge, "We pause <b>police</b> use for a year.", source=source)
    return make_news(
        pledge,
        EventKind.END_FLAGGED,
        happened="2026-11-23",
        about_on=date(2026, 12, 23),
        rung=rung,
        significant=False,
    )


def two_readers(**columns: Any) -> None:
    for number in (1, 2):
        make_reader(f"reader{number}@example.org")
    Subscription.objects.update(**columns)


def send(after: int = 8) -> None:
    """Queue what is new at noon, and send it so many days later."""
    services.queue_deliveries(at=NOON)
    services.send_due(at=NOON + timedelta(days=after))


def send_alert() -> None:
    two_readers()
    step_of(30)
    send()


def send_change() -> None:
    two_readers()
    make_news(make_old_pledge("Amazon"), source=make_source(url="http://old.example.com/"))
    send()


def send_past_end() -> None:
    two_readers(rungs=",-1,")
    step_of(-1)
    send(after=31)


def send_absence() -> None:
    two_readers(rungs=",", absence=True)
    step_of(7)
    send()


def send_digest() -> None:
    two_readers(frequency="weekly")
    step_of(30)
    make_news(make_old_pledge("IBM"))
    send()


def send_confirmation() -> None:
    for number in (1, 2):
        services.subscribe(f"reader{number}@example.org", Interest(), at=NOON)
    services.send_due(at=NOON)


def send_correction() -> None:
    send_change()
    event = PledgeEvent.objects.latest("pk")
    mail.outbox.clear()
    services.correct_alert(event, "It was not extended.\nWe are sorry.", by="ada", at=SOON)
    services.send_due(at=NOON + timedelta(days=8))


def send_still_wanted() -> None:
    two_readers()
    Subscriber.objects.update(heard_at=NOON - timedelta(days=400))
    services.ask_still_wanted(at=NOON)
    services.send_due(at=NOON)


def send_nothing_new() -> None:
    two_readers(frequency="weekly", heartbeat=True)
    services.queue_heartbeats(at=NOON)
    services.send_due(at=NOON)


def send_editors() -> None:
    for name in ("ada", "bob"):
        make_editor(name)
    step_of(30)
    send()


def send_editors_again() -> None:
    send_editors()
    mail.outbox.clear()
    Duty.objects.update(snoozed_until=NOON.date(), snoozed_by="ada")
    services.remind_again(day=NOON.date(), at=NOON)
    services.send_due(at=NOON)


KINDS: dict[str, Callable[[], None]] = {
    "alert": send_alert,
    "change": send_change,
    "past end": send_past_end,
    "absence": send_absence,
    "digest": send_digest,
    "confirmation": send_confirmation,
    "correction": send_correction,
    "still wanted": send_still_wanted,
    "nothing new": send_nothing_new,
    "editors": send_editors,
    "editors again": send_editors_again,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_mail_meets_every_demand(kind):
    KINDS[kind]()
    wires = [one.wire() for one in mail.outbox]  # type: ignore[union-attr]
    letters = [message_from_bytes(wire, policy=policy.default) for wire in wires]
    assert len(letters) == 2
    for wire, letter in zip(wires, letters, strict=True):
        check_headers(wire, letter)
        check_ways_out(wire, letter)
        check_parts(letter)
    assert len({str(one["Message-ID"]) for one in letters}) == 2
    assert len({str(one["List-Unsubscribe"]) for one in letters}) == 2


def check_headers(wire: bytes, letter: EmailMessage) -> None:
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        assert len(letter.get_all(name, [])) == 1, name
    assert len(getaddresses([str(letter["To"])])) == 1
    assert letter["Cc"] is letter["Bcc"] is letter["X-Mailer"] is letter["Received"] is None
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", str(letter["Message-ID"]))
    assert letter["Auto-Submitted"] == "auto-generated"
    assert re.search(r"<[\w.-]+>", str(letter["List-Id"]))
    assert str(letter["X-Alert-Key"]) in str(letter["Message-ID"])
    assert letter["Date"].datetime.tzinfo is not None
    assert parseaddr(str(letter["From"]))[1] == "watch@example.org"
    subject = str(letter["Subject"])
    assert 0 < len(subject) <= 60
    assert not re.search("[\x00-\x1f\u200b\u202a-\u202e\u2066-\u2069]", subject)
    assert all(byte < 128 for byte in wire.split(b"\r\n\r\n")[0])
    bare = wire.replace(b"\r\n", b"")
    assert b"\r" not in bare and b"\n" not in bare and b"\0" not in bare
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    assert len(wire) < 100_000


def check_ways_out(wire: bytes, letter: EmailMessage) -> None:
    ways = str(letter["List-Unsubscribe"])
    page = r"<https://watch\.example\.org/follow/leave/([\w-]{22})>"
    found = re.fullmatch(page + r", <mailto:stop@example\.org\?subject=([\w-]{22})>", ways)
    assert found and found[1] == found[2]
    assert letter.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    assert re.search(rb"(?m)^List-Unsubscribe: <https://[^\r]+>\r$", wire), "plain, on one line"


def check_parts(letter: EmailMessage) -> None:
    kinds = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html"]
    text = str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    html = str(letter.get_body(("html",)).get_content())  # type: ignore[union-attr]
    assert "unsubscribe" in text
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 200
    seen = Html(html)
    assert seen.loads == seen.runs == []
    addresses = [*seen.links, *re.findall(r"https?://\S+", text)]
    whole = ("https://watch.example.org/", "mailto:watch@example.org")
    assert all(address.startswith(whole) for address in addresses)
    reader = parseaddr(str(letter["To"]))[1]
    assert not any(reader in one or reader.replace("@", "%40") in one for one in addresses)
    assert all(day in html for day in DATE.findall(text))


def test_without_a_mailbox_that_is_read_people_leave_by_the_page_alone(settings):
    settings.UNSUBSCRIBE_EMAIL = ""
    send_alert()
    assert "mailto" not in mail.outbox[0].extra_headers["List-Unsubscribe"]


def test_facts_that_are_only_remembered_are_named_and_never_told():
    two_readers()
    event = step_of(30)
    event.pledge.unconfirmed = [{"field": "announced", "value": "SECRET-77", "why": "memory"}]
    event.pledge.save(update_fields=["unconfirmed"])
    send()
    body = str(mail.outbox[0].body)
    assert "SECRET-77" not in body
    assert "We hold no source yet for: the announcement." in body


def test_a_digest_holds_everything_by_sections_and_once_for_each_person():
    send_digest()
    assert Email.objects.filter(kind="alert").count() == 2
    text = str(mail.outbox[0].body)
    assert text.index("ENDS SOON") < text.index("CHANGED")
    assert "(once a week)" in " ".join(text.split())


def test_a_digest_of_very_many_things_names_them_all_and_is_not_cut_by_a_mailbox():
    two_readers(frequency="weekly")
    company = make_company("Amazon")
    for number in range(150):
        make_news(make_old_pledge(company=company, title=f"Amazon: pause number {number}."))
    send()
    message = mail.outbox[0]
    wire = message.wire()  # type: ignore[union-attr]
    assert len(wire) < 100_000
    letter = message_from_bytes(wire, policy=policy.default)
    check_parts(letter)
    for kind in ("plain", "html"):
        said = str(letter.get_body((kind,)).get_content())  # type: ignore[union-attr]
        assert all(f"pause number {number}." in said for number in range(150))


def test_silence_is_the_news_of_those_who_asked_for_it():
    send_absence()
    assert str(mail.outbox[0].subject).startswith("No word yet: Amazon")
    text = " ".join(str(mail.outbox[0].body).split())
    assert "Nothing on record says what comes after that." in text
    assert "you asked to hear when nothing is announced" in text


def test_the_day_after_an_end_it_is_past_and_nothing_is_said_to_lie_ahead():
    send_past_end()
    assert str(mail.outbox[0].subject).startswith("Past its end, no word: Amazon")
    text = " ".join(str(mail.outbox[0].body).split())
    assert "- Example News, 23 December 2025" in text, "the words have somebody who said them"
    assert " in 22 days" not in text


def test_a_change_says_what_happens_next():
    make_reader()
    make_news(make_old_pledge("Amazon", review_on=date(2027, 5, 1)))
    send()
    text = " ".join(str(mail.outbox[0].body).split())
    assert "It has no end date. An editor looks at it again on 1 May 2027." in text

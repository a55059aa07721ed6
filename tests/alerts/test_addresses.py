"""Whatever somebody types in is refused with words, or can be written to."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from alerts.models import Email, Subscriber
from alerts.services import send_due, subscribe
from tests.alerts.readers import NOON

pytestmark = pytest.mark.django_db
TYPED = [
    "plain@example.org",
    "Plain.Name+tag@Example.ORG",
    " spaced@example.org\n",
    "o'hara=x/y{z}|~!#$%&*?^`@example.org",
    '"quoted name"@example.org',
    '"a@b"@example.org',
    '"back\\\\slash"@example.org',
    "name@bücher.example",
    "name@BÜCHER.example",
    "name@straße.example",
    "name@例え.テスト",
    "name@xn--bcher-kva.example",
    "name@👍.example",
    "jürgen@example.org",
    "nаme@example.org",  # the а is Cyrillic
    "name@example.org.",
    "name@[127.0.0.1]",
    "name@localhost",
    "name@-bad-.example",
    "name@" + "a" * 64 + ".example",
    "a" * 65 + "@example.org",
    "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".example",
    "two@example.org, three@example.org",
    "name@example.org\r\nBcc: other@example.org",
    "name\x00@example.org",
    "\u202ename@example.org",
    "name@exam\u200bple.org",
    "name@example.org\u2028",
    "<name@example.org>",
    "name",
    "@example.org",
    "",
]


@pytest.mark.parametrize("typed", TYPED)
def test_an_address_is_refused_with_words_or_can_be_written_to(typed, mail_server):
    try:
        subscribe(typed, at=NOON)
    except ValidationError as error:
        assert error.messages[0].endswith(".")
        assert not Subscriber.objects.exists()
        return
    assert send_due(at=NOON) == 1, Email.objects.values_list("state", "reason").get()
    kept = Subscriber.objects.get().email
    (message,) = mail_server.kept
    assert kept.isascii()
    assert mail_server.recipients == [kept]
    assert len(message["To"].addresses) == 1


def test_a_tag_makes_another_address_and_case_does_not():
    for typed in ("Reader@Example.org", "reader@example.ORG", "reader+a@example.org"):
        subscribe(typed, at=NOON)
    kept = Subscriber.objects.order_by("pk").values_list("email", flat=True)
    assert list(kept) == ["Reader@example.org", "reader+a@example.org"]

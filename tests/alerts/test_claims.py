"""One process at a time has a message in hand, and a dead one leaves at most one in doubt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.models import Delivery, Email
from alerts.models.claims import new_holder
from alerts.services import call_sent, queue_deliveries, send_again, send_due
from alerts.services.gathering import gather
from alerts.services.sending import LEASE, _Run
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader, make_readers

pytestmark = pytest.mark.django_db


def gather_for(number: int) -> list[Email]:
    make_readers(number)
    make_news(make_old_pledge())
    queue_deliveries(at=NOON)
    gather(at=NOON)
    return list(Email.objects.order_by("pk"))


def claim(number: int, holder: str, at=NOON) -> list[Email]:
    return list(Email.objects.claim(number, at=at, lease=LEASE, holder=holder))


def test_two_who_claim_get_different_messages():
    gather_for(5)
    first, second = claim(3, "a"), claim(3, "b")
    assert (len(first), len(second)) == (3, 2)
    assert not {email.pk for email in first} & {email.pk for email in second}
    assert claim(3, "c") == []


def test_of_what_a_dead_holder_left_only_the_first_may_have_been_sent():
    emails = gather_for(4)
    claim(4, "dead")
    late = NOON + LEASE
    assert Email.objects.take_from_the_dead(late - timedelta(seconds=1)) == 0
    assert Email.objects.take_from_the_dead(late) == 1
    tries = Email.objects.order_by("pk").values_list("unclear_attempts", flat=True)
    assert list(tries) == [1, 0, 0, 0]
    assert [email.pk for email in claim(4, "alive", late)] == [email.pk for email in emails]


def test_what_was_claimed_and_not_begun_is_let_go_without_a_try():
    gather_for(3)
    claim(3, "a")
    assert Email.objects.give_back("a") == 3
    assert set(Email.objects.values_list("attempts", "state")) == {(0, "queued")}


def test_a_late_writer_changes_no_row_and_begins_no_other(mail_server):
    gather_for(3)
    slow = _Run(NOON, 10, bool)
    batch = list(Email.objects.claim(3, at=NOON, lease=LEASE, holder=slow.holder))
    assert send_due(at=NOON + LEASE) == 3
    mail_server.kept.clear()
    sent = list(Email.objects.values_list("pk", "state", "attempts"))
    with pytest.raises(Exception, match="taken over"):
        slow._mark(batch[0], state=Email.State.FAILED, reason="too late")
    assert list(Email.objects.values_list("pk", "state", "attempts")) == sent


def test_what_somebody_waits_for_goes_before_alerts():
    reader = make_reader()
    gather_for(2)
    asked = Email.objects.create(
        subscriber=reader, kind=Email.Kind.CONFIRMATION, message_id="<c@x>", queued_at=NOON
    )
    assert claim(1, new_holder())[0].pk == asked.pk


def test_the_worker_is_stopped_between_two_messages(mail_server):
    gather_for(6)
    answers = iter([False, False, False, False, True])
    assert send_due(at=NOON, stop=lambda: next(answers, True)) == 3
    assert Email.objects.filter(state="queued", held_by="").count() == 3
    assert send_due(at=NOON) == 3
    assert set(mail_server.received().values()) == {1}


def test_a_process_that_died_before_it_settled_the_deliveries_is_made_good():
    (email,) = gather_for(1)
    Email.objects.filter(pk=email.pk).update(state="sent", sent_at=NOON, held_by="dead")
    assert Delivery.objects.get().state == "queued"
    send_due(at=NOON)
    assert Delivery.objects.get().state == "sent"
    assert Email.objects.get().held_by == ""


class TestDeciding:
    @pytest.fixture
    def unknown(self) -> Email:
        (email,) = gather_for(1)
        state = {"state": "unknown", "reason": "no answer"}
        Email.objects.update(**state, unclear_attempts=2)
        Delivery.objects.update(**state)
        return email

    def test_an_operator_counts_it_as_sent(self, unknown):
        assert call_sent(unknown, at=NOON, by="ada")
        assert not call_sent(unknown, at=NOON, by="ada")
        assert Delivery.objects.get().state == "sent"
        assert send_due(at=NOON) == 0

    def test_an_operator_has_it_sent_again_under_its_message_id(self, unknown, mail_server):
        assert send_again(unknown, at=NOON, by="ada")
        assert send_due(at=NOON) == 1
        assert mail_server.ids("reader0@example.org") == [unknown.message_id]

    def test_the_first_page_of_the_admin_offers_both(self, unknown, admin_client):
        page = admin_client.get("/admin/").content.decode()
        assert "nobody knows whether they arrived" in page
        chosen = {"_selected_action": str(unknown.pk), "action": "call_sent"}
        assert admin_client.post("/admin/alerts/email/", chosen).status_code == 302
        assert Email.objects.get().state == "sent"

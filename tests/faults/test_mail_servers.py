"""Mail servers that are slow, count, or lose their encryption, before a real worker."""

from __future__ import annotations

import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.faults.house import PEOPLE, everybody, reader
from tests.servers import site

pytestmark = [pytest.mark.processes, pytest.mark.postgres]
TRUSTED = Path(site.__file__).with_name("mail_server.pem")
STRANGER = Path(site.__file__).with_name("stranger.pem")
ENCRYPTED = "smtp+starttls://127.0.0.1:{}?timeout=5"


def test_one_slow_recipient_holds_up_few_others_for_a_short_while(house):
    house.worker()
    house.start_worker()
    house.mail.takes[reader(2)] = 4
    house.look(times=2)
    began = time.monotonic()
    site.wait_until("the others have theirs", lambda: len(house.mail.kept) >= PEOPLE - 1)
    assert time.monotonic() - began < 10
    house.wait_for_mail(everybody())


def test_a_server_that_takes_few_messages_on_one_connection_gets_them_on_several(house):
    house.worker()
    house.mail.at_most = 5
    for _ in range(4):
        house.look_and_wait()
        house.pass_time(2)
    house.wait_for_mail(everybody())


def test_nothing_is_said_in_clear_or_to_a_stranger_and_all_leaves_when_the_server_is_back(house):
    house.dismiss()
    house.start_worker(EMAIL_URL=ENCRYPTED.format(house.mail.port), SSL_CERT_FILE=str(TRUSTED))
    for certificate, trouble in ((None, "STARTTLS"), (STRANGER, "CERTIFICATE_VERIFY_FAILED")):
        house.restart_mail(certificate)
        house.look()
        noticed = f"trouble LIKE '%{trouble}%'"
        site.wait_until("it is said", partial(house.count, "alerts_gate", noticed))
        assert house.mail.kept == []
        assert house.states() == Counter(queued=PEOPLE)
        assert house.sql("SELECT DISTINCT attempts FROM alerts_email") == [(0,)]
    house.restart_mail(TRUSTED)
    house.look_and_wait()
    house.wait_for_mail(everybody())
    assert house.mail.in_clear == 0

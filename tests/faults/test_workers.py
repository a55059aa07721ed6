"""Workers that are killed, frozen or told to stop: nothing is lost, nothing comes twice."""

from __future__ import annotations

import signal

import pytest

from config import processes
from tests.faults.house import DELIVER, everybody, quiet_for, reader, sender_of
from tests.servers import site

pytestmark = [pytest.mark.processes, pytest.mark.postgres]


def test_a_pool_process_killed_while_it_hands_over_a_mail_costs_one_repetition_at_most(house):
    worker = house.worker()
    sender = sender_of(worker)
    with house.in_hand(reader(5)):
        sender.kill()
    site.wait_until("another one is there", lambda: sender_of(worker) != sender)
    house.pass_time(7)
    house.look_and_wait()
    house.once_each_but(reader(5))
    assert worker.poll() is None


def test_a_whole_worker_killed_with_tasks_it_had_taken_costs_one_repetition_at_most(house):
    worker = house.worker()
    with house.in_hand(reader(3), looks=5):
        house.kill(worker)
    house.worker()
    house.pass_time(7)
    house.look_and_wait()
    house.once_each_but(reader(3))


def test_a_power_cut_of_everything_costs_one_repetition_at_most(house):
    worker = house.worker()
    clock = house.start(processes.beat())
    with house.in_hand(reader(7)):
        house.database.stop(signal.SIGQUIT)
        for process in (worker, clock):
            house.kill(process)
        house.broker.stop()
    house.broker.start()
    house.database.start()
    house.worker()
    house.pass_time(7)
    house.look_and_wait()
    house.once_each_but(reader(7))


def test_a_sender_frozen_for_longer_than_its_lease_changes_no_row_when_it_wakes(house):
    worker = house.worker()
    sender = sender_of(worker)
    with house.in_hand(reader(4)):
        sender.suspend()
    house.pass_time(7)
    second = house.start_worker()
    for _ in range(2):  # the sleeper may have the first one in its pipe
        house.look(times=2)
    site.wait_until("the other one has sent all", lambda: set(house.states()) == {"sent"})
    told = house.sql("SELECT id, attempts, state FROM alerts_email ORDER BY id")
    sender.resume()
    site.wait_until("the sleeper ends its look", lambda: house.looked() >= 2)
    assert house.sql("SELECT id, attempts, state FROM alerts_email ORDER BY id") == told
    house.once_each_but(reader(4))
    house.kill(second)


def test_a_worker_told_to_stop_ends_after_the_mail_in_hand_and_the_next_one_goes_on(house):
    worker = house.worker()
    with house.in_hand(reader(6), looks=3):
        worker.terminate()
        quiet_for(0.3)
    assert worker.wait(30) == 0
    assert 6 <= len(house.mail.kept) < len(everybody())
    assert house.count("alerts_email", "state = 'sending'") == 0
    house.worker()
    house.look_and_wait()
    house.wait_for_mail(everybody())


def test_two_clocks_with_a_broken_memory_both_run_and_nobody_is_told_twice(house, tmp_path):
    house.dismiss()
    clocks = []
    for name, content in (("first", b""), ("second", b"no timetable" * 400)):
        (tmp_path / name).mkdir()
        for ending in ("", ".db", ".dat", ".dir", ".bak"):
            (tmp_path / name / f"timetable{ending}").write_bytes(content)
        clocks.append(house.start(processes.beat(), VAR_DIR=str(tmp_path / name)))
    site.wait_until("both put it on the queue", lambda: house.on_queue(DELIVER) == 2, 60)
    assert [clock.poll() for clock in clocks] == [None, None]
    house.look(times=20)  # ten minutes of both
    house.start_worker("post", WORKER_CONCURRENCY="2")
    site.wait_until("all have been done", lambda: house.looked() >= 22, 60)
    house.wait_for_mail(everybody())

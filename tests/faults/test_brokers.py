"""A queue that forgets, is away, takes nothing, is slow or holds rubbish loses no mail."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import kombu
import pytest
import redis

from config import processes
from tests.faults.house import DELIVER, everybody, quiet_for
from tests.faults.proxy import SlowWay
from tests.servers import site

pytestmark = [pytest.mark.processes, pytest.mark.postgres]
SECONDS = 2


def errors(house, since: int) -> int:
    """Lines about trouble that were logged after so many letters."""
    return sum(
        " ERROR " in line or " CRITICAL " in line for line in house.log()[since:].split("\n")
    )


def test_a_queue_emptied_with_every_task_in_it_loses_nothing(house):
    house.look(times=20)
    redis.Redis.from_url(house.broker.url).flushall()
    house.worker()
    assert house.mail.received() == {}
    house.look_and_wait()
    house.wait_for_mail(everybody())


def test_a_broker_that_is_away_while_something_is_decided_delays_and_loses_nothing(house):
    worker = house.worker()
    house.broker.stop()
    since = len(house.log())
    house.python(
        """
        import django; django.setup()
        from django.utils import timezone
        from alerts.services import queue_deliveries
        queue_deliveries(at=timezone.now())
        """
    )
    assert house.count("alerts_delivery") == len(everybody()), "decided without it"
    quiet_for(SECONDS)
    assert errors(house, since) <= SECONDS + 2
    house.broker.start()
    house.look_and_wait()
    house.wait_for_mail(everybody())
    assert worker.poll() is None


def test_a_broker_emptied_under_tasks_in_flight_loses_nothing(house):
    worker = house.worker()
    house.mail.takes["reader1@example.org"] = 0.5
    house.look(times=5)
    site.wait_until("it has begun", lambda: house.states()["sending"])
    redis.Redis.from_url(house.broker.url).flushall()
    house.wait_for_mail(everybody())
    house.look_and_wait()
    house.wait_for_mail(everybody())
    assert worker.poll() is None


@pytest.mark.parametrize("full", ["disk", "memory"])
def test_a_broker_whose_disk_or_memory_is_full_delays_and_loses_nothing(house, full):
    worker = house.worker()
    broker, since = redis.Redis.from_url(house.broker.url), len(house.log())
    if full == "memory":
        broker.config_set("maxmemory", "1mb")
    else:
        (house.broker.folder / "dump.rdb").mkdir()  # in the way of every snapshot
        broker.config_set("save", "1 1")
        with contextlib.suppress(redis.exceptions.ResponseError):
            broker.bgsave()
        site.wait_until("it fails", lambda: broker.info()["rdb_last_bgsave_status"] == "err")
    with pytest.raises(redis.exceptions.ResponseError):
        broker.set("something", "x" * 1000)
    quiet_for(SECONDS)
    assert errors(house, since) <= SECONDS, house.log()[since:]
    if full == "memory":
        broker.config_set("maxmemory", 0)
    else:
        broker.config_set("save", "")
        (house.broker.folder / "dump.rdb").rmdir()
        broker.bgsave()
    house.look_and_wait()
    house.wait_for_mail(everybody())
    assert worker.poll() is None


def test_a_broker_that_takes_its_time_loses_nothing(house):
    house.dismiss()
    with SlowWay(house.broker.port, 0.1) as way:
        slow = f"redis://127.0.0.1:{way.port}/0"
        began = time.monotonic()
        house.start(processes.worker(), REDIS_URL=slow)
        house.look(times=3)
        site.wait_until("all looks are done", lambda: house.looked() >= 3, 60)
        assert time.monotonic() - began > 0.5
        house.wait_for_mail(everybody())


@pytest.mark.parametrize("rubbish", ["pickle", "unknown task", "no JSON", "arguments", "old"])
def test_rubbish_in_the_queue_is_refused_and_the_worker_goes_on(house, rubbish, tmp_path):
    worker = house.worker()
    with kombu.Connection(house.broker.url) as connection:
        queue = connection.SimpleQueue("post")
        header = {"lang": "py", "task": DELIVER, "id": "1", "root_id": "1"}
        body = [[], {}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}]
        if rubbish == "pickle":
            kombu.enable_insecure_serializers(["pickle"])
            queue.put(_Trap(tmp_path / "sprung"), serializer="pickle", headers=header)
        elif rubbish == "unknown task":
            queue.put(body, headers=header | {"task": "no.such.task"})
        elif rubbish == "no JSON":
            channel: Any = queue.channel
            message = channel.prepare_message("{", content_type="application/json", headers=header)
            channel.basic_publish(message, exchange="", routing_key="post")
        elif rubbish == "arguments":
            queue.put([["more", "than", "it takes"], {}, body[2]], headers=header)
        else:
            queue.put(body, headers=header | {"expires": "2020-01-01T00:00:00+00:00"})
    house.look_and_wait()
    house.wait_for_mail(everybody())
    assert not (tmp_path / "sprung").exists()
    assert worker.poll() is None


class _Trap:
    """What makes a file when it is unpickled."""

    def __init__(self, path) -> None:
        self.path = path

    def __reduce__(self):
        return (type(self.path).touch, (self.path,))

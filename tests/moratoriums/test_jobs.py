"""Each run of a job leaves a row, whatever becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import shared_task
from django.utils import timezone

from moratoriums.models import JobRun
from moratoriums.services.jobs import JobTrouble, forget_old_runs

pytestmark = pytest.mark.django_db


@shared_task(name="tests.works")
def works() -> int:
    return 7


@shared_task(name="tests.breaks")
def breaks() -> None:
    raise ValueError("two\nlines")


def test_a_task_of_the_queue_is_noted_with_what_it_did():
    assert works() == 7
    run = JobRun.objects.get()
    assert (run.name, run.ok, run.counts) == ("tests.works", True, {"done": 7})
    assert run.ended_at is not None
    assert run.ended_at >= run.started_at


def test_an_error_is_noted_and_goes_on_its_way():
    with pytest.raises(ValueError, match="two"):
        breaks()
    run = JobRun.objects.get()
    assert (run.ok, run.error) == (False, "ValueError: two lines")
    assert run.ended_at is not None


def test_trouble_from_outside_is_only_noted():
    @shared_task(name="tests.waits")
    def waits() -> None:
        raise JobTrouble("The server is away.")

    assert waits() is None
    assert JobRun.objects.get().error == "The server is away."


def test_a_run_that_was_killed_has_no_end_and_counts_as_none():
    JobRun.objects.create(name="a", started_at=timezone.now())
    assert JobRun.objects.last_well() == {}


def test_old_runs_are_forgotten_but_for_the_last_good_one():
    at = timezone.now()
    for days in (40, 30, 20, 1):
        began = at - timedelta(days=days)
        JobRun.objects.create(name="a", started_at=began, ended_at=began, ok=days > 25)
    assert forget_old_runs(at=at) == 2
    kept = JobRun.objects.order_by("started_at").values_list("ok", flat=True)
    assert list(kept) == [True, False]

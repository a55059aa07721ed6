"""The queue's settings, the timetable, and the broker of the site's own."""

import logging
from datetime import timedelta
from pathlib import Path

from celery.beat import PersistentScheduler
from django.conf import settings

from config import broker, celery_app
from config.logs import OneLineFormatter


def test_every_job_of_the_timetable_is_a_task_that_exists():
    celery_app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"moratoriums.tasks.flag_due", "alerts.tasks.deliver"} <= names
    assert names <= set(celery_app.tasks)


def test_a_job_is_due_at_the_first_start_and_not_again_before_its_period(tmp_path):
    def start() -> list[float]:
        """Seconds until each job is due, as a freshly started clock sees it."""
        file = str(tmp_path / "timetable")
        clock = PersistentScheduler(celery_app, schedule_filename=file, lazy=True)
        clock.setup_schedule()
        due = []
        for name in settings.CELERY_BEAT_SCHEDULE:
            is_due, seconds = clock.schedule[name].is_due()
            due.append(0 if is_due else seconds)
            clock.schedule[name] = next(clock.schedule[name])  # it ran
        clock.close()
        return due

    assert start() == [0] * len(settings.CELERY_BEAT_SCHEDULE)
    assert all(seconds > 30 for seconds in start())


def test_clock_and_mails_have_a_queue_of_their_own_and_every_job_has_one():
    on = {
        entry["task"]: celery_app.amqp.router.route({}, str(entry["task"]))["queue"].name
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    post = {task for task, queue in on.items() if queue == settings.POST_QUEUE}
    assert post == {"moratoriums.tasks.flag_due", "alerts.tasks.deliver"}
    assert set(on.values()) == set(settings.QUEUES)


def test_a_message_stays_hidden_for_longer_than_any_task_may_run():
    hidden = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert hidden > settings.CELERY_TASK_TIME_LIMIT > settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_a_killed_worker_gives_its_task_back():
    assert celery_app.conf.task_acks_late
    assert celery_app.conf.task_reject_on_worker_lost


def test_the_brokers_socket_fits_the_system_also_for_a_very_deep_folder(tmp_path):
    assert broker.socket_path(tmp_path) == tmp_path / "broker.sock"
    deep = Path("/srv") / ("deep-folder/" * 12)
    short = broker.socket_path(deep)
    assert len(str(short)) <= broker.LONGEST_SOCKET_PATH
    assert short == broker.socket_path(deep)
    assert short != broker.socket_path(deep / "other")


def test_the_broker_listens_to_no_network_and_keeps_nothing(tmp_path):
    command = broker.server_command(tmp_path / "broker.sock", tmp_path)
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--port"] == "0"
    assert options["--unixsocketperm"] == "700"
    assert options["--save"] == ""
    assert Path(command[0]).exists()


def test_a_log_record_is_one_line_also_with_a_traceback():
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("a.b", logging.ERROR, "", 1, "one\r\ntwo", None, info)
    line = OneLineFormatter().format(record)
    assert "\n" not in line
    assert "\r" not in line
    assert "one | two" in line
    assert "second" in line


def test_runs_that_no_worker_took_in_time_are_dropped():
    for name, entry in celery_app.conf.beat_schedule.items():
        assert entry["options"]["expires"] == entry["schedule"].total_seconds(), name
        assert entry["schedule"] >= timedelta(minutes=1), name

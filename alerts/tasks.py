"""The post room's recurring jobs: carry no facts, only "look now"."""

from celery import shared_task
from django.utils import timezone

from alerts import services
from moratoriums.services.jobs import stopping


@shared_task(name="alerts.tasks.deliver")
def deliver() -> dict[str, int]:
    """Queue what is new, then send what is due."""
    return services.go_round(at=timezone.now(), stop=stopping.is_set)


@shared_task(name="alerts.tasks.call")
def call() -> int:
    """Make the calls to webhooks that are due."""
    return services.call_due(at=timezone.now(), stop=stopping.is_set)


@shared_task(name="alerts.tasks.keep_house")
def keep_house() -> int:
    """Enlist editors, remind of duties put off, ask who has been silent, erase what is due."""
    return services.keep_house(at=timezone.now(), day=timezone.localdate())


@shared_task(name="alerts.tasks.read_returns")
def read_returns() -> dict[str, int]:
    """Read bounces, complaints and returning test alerts, if there is a mailbox for them."""
    return services.read_returns(at=timezone.now())


@shared_task(name="alerts.tasks.send_test")
def send_test() -> int:
    """Send a test alert to the site itself, if it has an address for that."""
    return services.send_test(at=timezone.now())

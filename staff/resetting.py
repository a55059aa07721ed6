"""A forgotten password: one mail with a link that works once, for an hour."""

from __future__ import annotations

import hashlib
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from kombu.exceptions import OperationalError

from staff.forms import ResetForm

log = logging.getLogger(__name__)

AN_HOUR = 3600
# So that nobody's mailbox can be filled, nor many addresses be tried from one place.
FOR_ONE_ADDRESS, FROM_ONE_PLACE = 3, 20


def ask_for_link(address: str, *, place: str) -> None:
    """Put the wish into the queue: whether there is such an account takes no time to be seen.

    Too many wishes are dropped in silence, for the page says the same in any case.
    """
    from staff.tasks import send_reset_link

    # The place first: what is dropped for it must not use up what the owner of an address may ask.
    mailbox = f"to:{address.strip().lower()}"
    if not _few(f"from:{place}", FROM_ONE_PLACE) or not _few(mailbox, FOR_ONE_ADDRESS):
        log.warning("Too many requests for a new password; this one is dropped.")
        return
    try:
        send_reset_link.apply_async((address,), retry=False, expires=AN_HOUR)
    except OperationalError:
        log.exception("The queue does not answer; no link to a new password was sent.")


def send_link(address: str) -> int:
    """Send the link to every account of staff with this address; return to how many."""
    form = ResetForm({"email": address})
    if not form.is_valid():
        return 0
    site = urlsplit(settings.SITE_URL)
    form.save(
        domain_override=site.netloc,
        use_https=site.scheme == "https",
        subject_template_name="staff/reset_subject.txt",
        email_template_name="staff/reset_mail.txt",
        from_email=settings.DEFAULT_FROM_EMAIL,
    )
    return sum(1 for _ in form.get_users(form.cleaned_data["email"]))


def _few(what: str, most: int) -> bool:
    """Count one more in this hour; False when there were too many."""
    key = f"reset:{hashlib.sha256(f'{settings.SECRET_KEY}{what}'.encode()).hexdigest()[:24]}"
    counts = caches["limits"]
    try:
        counts.add(key, 0, timeout=AN_HOUR)
        return bool(counts.incr(key) <= most)
    except Exception:
        log.exception("Requests for a new password cannot be counted.")
        return False

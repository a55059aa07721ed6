"""Asks for the pages of articles of which a feed brought a part, as politely as a visitor would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from news.articles import Article, NotAnArticle, read_article_bytes
from news.completing import beyond, is_partial
from news.extraction.topic import find_topics
from news.models import Entry, EntryPage
from news.models.feeds import host_of
from news.robots import LARGEST, Robots, robots_address, rules_of
from news.schedule import retry_after
from news.services.polling import Manners
from outbound.fetching import Blocked, Fetched, FetchFailed, Request
from outbound.many import Pace, fetch_many

TRIES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))  # after which it is given up
LEASE = timedelta(minutes=10)
_MANNERS = Manners(pace=Pace(connections=8, gap_seconds=2.0, run_seconds=30.0))
_MOST = 50  # pages asked for in one run
_RULES_HOLD_SECONDS = 24 * 3600  # RFC 9309, section 2.4
_UNKNOWN = "unknown"  # in the cache: rules that could not be had


def ask_for_page(entry: Entry, *, at: datetime) -> None:
    """Put an entry's page on the list if its feed brought a part of the article only.

    Each wording is completed once; a page whose entry was reworded is asked for again.
    """
    if not settings.TAKE_ARTICLE_PAGES or entry.feed_id is None or not entry.url:
        return
    if not is_partial(entry.text):
        return
    fresh = {"wording": entry.sha256, "due_at": at, "state": EntryPage.State.WAITING, "tries": 0}
    page, made = EntryPage.objects.get_or_create(entry=entry, defaults=fresh)
    if not made and page.wording != entry.sha256:
        EntryPage.objects.filter(pk=page.pk).update(**fresh)


def take_due_pages(*, at: datetime, manners: Manners = _MANNERS) -> int:
    """Ask for the pages that are due; safe to run in several processes at once.

    A site's robots.txt is asked first and kept for a day. One page of a site is asked for at a
    time. What there was no time for is due again when the claim has run out.

    Returns:
        How many were settled or put off.
    """
    pages = _claim(at)
    rules = _rules({robots_address(page.entry.url) for page in pages}, manners)
    asked: dict[str, list[EntryPage]] = {}
    waits: dict[str, datetime] = {}
    done = 0
    for page in pages:
        url = page.entry.url
        robots = rules[robots_address(url)]
        if robots is None:
            done += _later(page, at, "The site's robots.txt cannot be had.")
        elif not robots.allow(url):
            done += _settle(page, EntryPage.State.REFUSED, at, "robots.txt asks programs not to.")
        elif url in asked:
            asked[url].append(page)
        elif (free_at := waits.get(host_of(url), at)) > at:
            EntryPage.objects.filter(pk=page.pk).update(due_at=free_at)
            waits[host_of(url)] = free_at + timedelta(seconds=robots.delay_seconds)
        else:
            asked[url] = [page]
            if robots.delay_seconds:
                waits[host_of(url)] = at + timedelta(seconds=robots.delay_seconds)
    for outcome in fetch_many(_requests(asked, manners), pace=manners.pace):
        done += sum(_write(page, outcome.answer, at) for page in asked[outcome.key])
    return done


def _claim(at: datetime) -> list[EntryPage]:
    due = EntryPage.objects.due(at)
    claimed = [
        pk
        for pk in due.values_list("pk", flat=True)[:_MOST]
        if EntryPage.objects.due(at).filter(pk=pk).update(due_at=at + LEASE)
    ]
    return list(EntryPage.objects.filter(pk__in=claimed).select_related("entry").order_by("pk"))


def _requests(
    urls: Iterable[str], manners: Manners, most_bytes: int = Request.most_bytes
) -> list[tuple[str, str, Request]]:
    return [
        (
            url,
            host_of(url),
            Request(url, also=manners.also, ports=manners.ports, most_bytes=most_bytes),
        )
        for url in urls
    ]


def _rules(addresses: set[str], manners: Manners) -> dict[str, Robots | None]:
    """The rules of each site; None where nobody can tell now."""
    kept: dict[str, str] = cache.get_many([_key(one) for one in addresses])
    found = {one: kept[_key(one)] for one in addresses if _key(one) in kept}
    missing = sorted(addresses - found.keys())
    for outcome in fetch_many(_requests(missing, manners, LARGEST), pace=manners.pace):
        answer = outcome.answer
        text = rules_of(answer.status, answer.body) if isinstance(answer, Fetched) else None
        found[outcome.key] = _UNKNOWN if text is None else text
        if text is not None:
            cache.set(_key(outcome.key), text, _RULES_HOLD_SECONDS)
    told = {one: found.get(one, _UNKNOWN) for one in addresses}
    return {one: None if text == _UNKNOWN else Robots(text) for one, text in told.items()}


def _key(address: str) -> str:
    return f"robots:{address}"


def _write(page: EntryPage, answer: Fetched | FetchFailed, at: datetime) -> int:
    """Write down what came of it."""
    if isinstance(answer, Blocked):
        return _settle(page, EntryPage.State.FAILED, at, f"Not fetched: {answer}")
    if isinstance(answer, FetchFailed):
        return _later(page, at, f"Not fetched: {answer}")
    page.url, page.http_status = answer.url[:1000], answer.status
    said = f"It answered {answer.status}."
    if answer.status == 429 or answer.status >= 500:
        wait = retry_after(at, status=answer.status, headers=answer.headers)
        return _later(page, at, said, wait or timedelta())
    if answer.status != 200:
        return _settle(page, EntryPage.State.FAILED, at, said)
    try:
        article = read_article_bytes(answer.body, answer.content_type)
    except NotAnArticle as error:
        return _settle(page, EntryPage.State.FAILED, at, str(error))
    if not find_topics(article.text):
        # A notice about cookies, a login, a front page: whatever it is, not this article.
        return _settle(page, EntryPage.State.FAILED, at, "It does not speak of the subject.")
    return _complete(page, article, at)


@transaction.atomic
def _complete(page: EntryPage, article: Article, at: datetime) -> int:
    """Add what the page says beyond the feed, and have the entry read again."""
    entry = Entry.objects.select_for_update().get(pk=page.entry_id)
    if entry.sha256 != page.wording:  # it was reworded meanwhile, and waits for its page again
        return 0
    more = beyond(entry.text, article.text)
    if not more:
        return _settle(page, EntryPage.State.NO_MORE, at, "")
    entry.page_text, entry.read_at = more, None
    if entry.published_at is None and entry.published_on is None:
        entry.published_on = article.published_on
    entry.save(update_fields=["page_text", "read_at", "published_on"])
    return _settle(page, EntryPage.State.TAKEN, at, "")


def _settle(page: EntryPage, state: EntryPage.State, at: datetime, note: str) -> int:
    return _keep(page, state=state, note=note[:300], due_at=None, settled_at=at)


def _later(page: EntryPage, at: datetime, note: str, wait: timedelta = timedelta()) -> int:
    """Try again, later each time; after the last try it is settled that it cannot be read."""
    if page.tries >= len(TRIES):
        return _settle(page, EntryPage.State.FAILED, at, note)
    due_at = at + max(TRIES[page.tries], wait)
    return _keep(page, note=note[:300], due_at=due_at, tries=page.tries + 1)


def _keep(page: EntryPage, **values: object) -> int:
    """Write into the row, unless it was asked for anew for another wording meanwhile."""
    values |= {"url": page.url, "http_status": page.http_status}
    return EntryPage.objects.filter(pk=page.pk, wording=page.wording).update(**values)

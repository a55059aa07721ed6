"""An article that an editor brings: fetched or pasted, kept with its hash and day, and read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from news.articles import Article, load_article
from news.models import Entry
from news.services.entering import add_card
from news.services.folding import fold_entry
from news.services.taking_in import read_entry, take_in_article


def bring_article(given: dict[str, Any], *, at: datetime) -> tuple[Entry, bool]:
    """Take in the article of a clean form and read it; one empty card where nothing was found.

    The page is fetched before anything is written.

    Returns:
        The entry, and whether it was here already.

    Raises:
        NotAnArticle, ValueError: it cannot be had or read; the message says what to do.
    """
    before = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    entry = take_in_article(_article(given), at=at)
    known = entry.pk <= before
    read_entry(entry)
    if not entry.proposals.exists():
        add_card(entry)
        fold_entry(entry)
    return entry, known


def _article(given: dict[str, Any]) -> Article:
    typed = {"title": given["title"], "publisher": given["publisher"],
             "published_on": given["published"]}  # fmt: skip
    if given["text"]:
        article = Article("", given["text"], None, given["url"])
    else:
        article = load_article(given["url"])
    article = replace(article, **{name: value for name, value in typed.items() if value})
    if article.published_on is None:
        raise ValueError(
            "The page does not say on which day it was published: give the day, and try again."
        )
    return article

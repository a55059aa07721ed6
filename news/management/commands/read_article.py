"""manage.py read_article: reads one article and puts what it finds before the editors."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from news.articles import Article, NotAnArticle, load_article
from news.door import web_address
from news.extraction import explain
from news.models import Entry, Proposal
from news.services import read_entry, take_in_article


class Command(BaseCommand):
    """Nothing is published: an editor decides about each proposal in the admin."""

    help = "Read an article from a file or an address and propose what it says of pledges."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE|URL", help="plain text or HTML")
        parser.add_argument(
            "--published",
            metavar="DAY",
            help="day of publication, 2020-06-10; weekdays in the text are read against it",
        )
        parser.add_argument("--url", default="", help="the article's address, if read from a file")
        parser.add_argument("--title", default="", help="its headline, if the file has none")
        parser.add_argument("--publisher", default="", help="who published it")

    def handle(self, *_: Any, source: str, published: str | None, **options: Any) -> None:
        try:
            article = _complete(load_article(source), published, options)
            entry = take_in_article(article, at=timezone.now())
            proposals = read_entry(entry)
        except (NotAnArticle, ValueError) as error:
            raise CommandError(str(error)) from error
        self._tell(entry, proposals)

    def _tell(self, entry: Entry, proposals: list[Proposal]) -> None:
        write = self.stdout.write
        write(f"{entry} ({entry.publisher or 'publisher not given'}, {entry.published_on})")
        if not proposals:
            write(f"No proposal. {entry.why_skipped}")
            return
        write(f"Why it matched: {'; '.join(entry.why_matched)}")
        for proposal in proposals:
            known = "" if proposal.company_slug else " (not in the register yet)"
            write(f"\n{proposal.company_name}{known}: {proposal.act} - {proposal.state}")
            for fact in proposal.facts:
                write(f"  {fact['name']:14} {fact['value']}")
                if fact["quote"]:
                    write(f"  {'':14} “{fact['quote']}” at {fact['start']}; {_why(fact['rule'])}")
        address = reverse("admin:news_entry_desk", args=[entry.pk])
        write(f"\ndecide at {settings.SITE_URL}{address}")


def _complete(article: Article, published: str | None, options: dict[str, Any]) -> Article:
    """The article with what the command line says of it; the command line wins.

    Raises:
        ValueError: no day of publication is known, or what is given cannot be read.
    """
    if published:
        try:
            article = replace(article, published_on=date.fromisoformat(published))
        except ValueError:
            raise ValueError(f"--published {published} is no day. Write 2020-06-10.") from None
    if article.published_on is None:
        raise ValueError(
            "The day of publication is not known. Give it: --published 2020-06-10. "
            "Weekdays in the text are read against it."
        )
    if options["url"]:
        if not web_address(options["url"]):
            raise ValueError(f"--url {options['url']} is no web address (https://...).")
        article = replace(article, url=options["url"])
    return replace(
        article,
        title=options["title"] or article.title,
        publisher=options["publisher"] or article.publisher,
    )


def _why(rule: str) -> str:
    return explain(rule) or rule

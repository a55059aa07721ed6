"""Small feeds of our own, whole and broken, for the tests of the intake."""

from __future__ import annotations

from html import escape


def item(number=1, *, title=None, link=None, guid=None, date="Wed, 10 Jun 2020 12:00:00 GMT",
         text="Body", more=""):  # fmt: skip
    """An RSS item; pass an empty string for a part that is to be left out."""
    link = f"https://news.example/{number}" if link is None else link
    guid = f"tag:news.example,2020:{number}" if guid is None else guid
    parts = {
        "title": f"Item {number}" if title is None else title,
        "link": link,
        "guid": guid,
        "pubDate": date,
        "description": text,
    }
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value)
    return f"<item>{inside}{more}</item>"


def rss(*items, head="", title="Example News", before='<?xml version="1.0" encoding="utf-8"?>'):
    """A document of RSS 2.0; the items are as made by ``item``."""
    items = items or (item(1), item(2))
    return (
        f'{before}<rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://news.example/</link><description>d</description>{head}"
        f"{''.join(items)}</channel></rss>"
    ).encode()

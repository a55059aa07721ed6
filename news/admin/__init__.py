"""The intake in the admin: the queue, articles, proposals, feeds; importing it registers them."""

from news.admin import articles, captures, feeds, proposals, queue, tips

__all__ = ["articles", "captures", "feeds", "proposals", "queue", "tips"]

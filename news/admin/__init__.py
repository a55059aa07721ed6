"""The intake in the admin: the queue, articles, proposals, feeds; importing it registers them."""

from news.admin import articles, feeds, proposals, queue

__all__ = ["articles", "feeds", "proposals", "queue"]

"""The intake in the admin: the desk of proposals, entries, feeds; importing it registers them."""

from news.admin import entries, feeds, proposals

__all__ = ["entries", "feeds", "proposals"]

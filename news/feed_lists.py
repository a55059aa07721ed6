"""The files that list feeds to start with, every value checked; no Django."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from moratoriums.register.parts import Part
from moratoriums.register.reading import Unreadable, decode, read_tree
from moratoriums.register.values import Day, Language, Line200, Line300, Slug, Url
from moratoriums.register.wording import problems_of


class BadFeedList(ValueError):
    """A folder that cannot be used; ``mistakes`` are plain lines with file, line and remedy."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


class ListedFeed(Part):
    """One feed, and what is known of it."""

    url: Url
    title: Line300
    publisher: Line200
    language: Language = "en"
    companies: tuple[Slug, ...] = ()
    listed: Day | None = None
    answered: Day | None = None
    note: Line300 = ""


class FeedList(Part):
    """One file: feeds of one sort."""

    title: Line200
    about: Line300
    feeds: tuple[ListedFeed, ...]


def read_feed_lists(directory: Path) -> list[FeedList]:
    """Return the lists of a folder in the order of their names.

    Raises:
        BadFeedList: with every mistake that was found; a feed that stands in two places is one.
    """
    paths = sorted(directory.glob("*.yaml"))
    if not paths:
        raise BadFeedList([f"{directory}: holds no list of feeds (*.yaml)."])
    lists: list[FeedList] = []
    mistakes: list[str] = []
    seen: dict[str, Path] = {}
    for path in paths:
        try:
            found = _read(path)
        except BadFeedList as error:
            mistakes += error.mistakes
            continue
        lists.append(found)
        for feed in found.feeds:
            if feed.url in seen:
                mistakes.append(f"{path}: {feed.url} stands in {seen[feed.url]} already.")
            seen[feed.url] = path
    if mistakes:
        raise BadFeedList(mistakes)
    return lists


def _read(path: Path) -> FeedList:
    try:
        tree = read_tree(decode(path.read_bytes()))
        return FeedList.model_validate(tree.content)
    except OSError as error:
        raise BadFeedList([f"{path}: cannot be read ({error.strerror})."]) from error
    except Unreadable as error:
        raise BadFeedList([f"{path}:{error.mistake.line}: {error.mistake.message}"]) from error
    except ValidationError as error:
        found = [tree.mistake(problem) for problem in problems_of(error, FeedList)]
        raise BadFeedList([f"{path}:{one.line}: {one.message}" for one in found]) from error

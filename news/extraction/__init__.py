"""Reads pledge facts out of plain text: pure, linear in time, each fact with its quote."""

from news.extraction.companies import KnownName, NameBook
from news.extraction.facts import Act, Fact, Reading
from news.extraction.reading import read_text
from news.extraction.rules import explain

__all__ = ["Act", "Fact", "KnownName", "NameBook", "Reading", "explain", "read_text"]

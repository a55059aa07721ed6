"""Whether a source still says what it is cited for: pure rules over an answer and earlier text."""

from news.watching.differences import Piece, likeness, word_diff
from news.watching.judging import Answer, Verdict, judge_source
from news.watching.schedule import next_check
from news.watching.words import missing_quotes

__all__ = [
    "Answer",
    "Piece",
    "Verdict",
    "judge_source",
    "likeness",
    "missing_quotes",
    "next_check",
    "word_diff",
]

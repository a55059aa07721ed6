"""A closed grammar for how long a pledge lasts: no guessing parser, no clock."""

from moratoriums.terms.answer import RULES, Term
from moratoriums.terms.reading import read_term

__all__ = ["RULES", "Term", "read_term"]

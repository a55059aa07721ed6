"""Reads made-up news beside a register of many names, and compares the pace with a stated floor.

    .venv/bin/python -m benchmarks.reading [--texts 500] [--names 10000]

Prints how many texts of about 2,000 characters one core reads in a second, for texts about
pledges and for other news, each also as the ratio to the floor and to looking up the names alone.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date

from news.extraction import KnownName, NameBook, read_text
from news.relevance import judge

FLOOR = 1_000  # texts a second on one core: an hour's news of ten thousand feeds in a minute
ROUNDS = 5
LENGTH = 2_000  # characters
DAY = date(2026, 11, 20)

_SOUNDS = """
    ar bel cor dan el fen gal hex in jor kal lum mer nov or pra rho sel tor ul ver wex
"""
_ENDINGS = """
    Systems Labs Group Vision Analytics Holdings Networks Technologies
"""
_WORDS = """
    the of and to in a for on with that by from is was as at will an its be are not has this
    company technology police recognition law privacy rights bill council vendor software
    cameras agency data study audit policy letter executive product contract officials group
    report review system match officers department state committee hearing vote year month week
    statement customers market cloud service developers access identity photos video store court
    lawsuit settlement regulator guidance could would should may after before until while over
    under about more new first announced paused extended ended renewed sold suspended banned
    limited promised
"""
_DEEDS = (
    "said on Tuesday that it would stop selling facial recognition to police for a year",
    "extended its pause on face matching until further notice",
    "will not let customers use facial recognition, except Open Hands and the Lost Child Society",
    "was urged to end its facial recognition service",
)


def main() -> None:
    """Make texts and names, read them, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the pace of the reading.")
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--names", type=int, default=10_000)
    asked = parser.parse_args()
    chance = random.Random(1)
    names = _names(chance, asked.names)
    book = NameBook(KnownName(name, f"c{place}", name) for place, name in enumerate(names))
    about = [_text(chance, names, about=True) for _ in range(asked.texts)]
    other = [_text(chance, names, about=False) for _ in range(asked.texts)]
    pace = {
        "names alone": _pace(book.find, about),
        "texts about pledges": _pace(lambda text: _read(text, book), about),
        "other news": _pace(lambda text: _read(text, book), other),
    }
    print(f"{asked.names} names, texts of {LENGTH} characters")
    print(f"{'texts a second of one core':28}{'':>10}{'of the floor':>14}{'of names alone':>16}")
    for what, many in pace.items():
        print(f"{what:28}{many:>10.0f}{many / FLOOR:>14.2f}{many / pace['names alone']:>16.3f}")


def _read(text: str, book: NameBook) -> None:
    if judge(text, book).matched:
        read_text(text, book, DAY, headline_length=text.index("\n"))


def _pace(work: Callable[[str], object], texts: list[str]) -> float:
    paces = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            work(text)
        paces.append(len(texts) / (time.process_time() - started))
    return statistics.median(paces)


def _names(chance: random.Random, many: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < many:
        stem = "".join(
            chance.choice(_SOUNDS.split()) for _ in range(chance.randint(2, 3))
        ).capitalize()
        found[f"{stem} {chance.choice(_ENDINGS.split())}"] = None
        if chance.random() < 0.2:
            found[f"{stem} {len(found)} {chance.choice(_ENDINGS.split())}"] = None
    return list(found)[:many]


def _text(chance: random.Random, names: list[str], *, about: bool) -> str:
    """A headline and sentences; about a pledge, one sentence in six tells of a company's deed."""
    own = chance.sample(names, 3)
    head = f"{own[0]} pauses facial recognition" if about else f"{own[0]} opens an office"
    parts: list[str] = []
    while sum(len(part) for part in parts) < LENGTH:
        if about and chance.random() < 0.17:
            parts.append(f"{chance.choice(own)} {chance.choice(_DEEDS)}.")
        else:
            words = chance.choices(_WORDS.split(), k=chance.randint(8, 26))
            words[chance.randrange(len(words))] = chance.choice(own)
            parts.append(" ".join(words).capitalize() + ".")
    return f"{head}\n\n{' '.join(parts)}"[:LENGTH]


if __name__ == "__main__":
    main()

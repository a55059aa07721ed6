"""How to cite a page, a list or a dataset: as text, BibTeX, RIS and CSL-JSON, rightly escaped."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from moratoriums.partial_dates import MONTH_NAMES

AUTHOR = "Moratorium Watch"
Sort = Literal["page", "dataset"]


@dataclass(frozen=True)
class Work:
    """What is cited: it stands at ``address`` and says what held ``as_of`` a day.

    ``key`` tells works apart in a bibliography; ``version`` is the record's or the dataset's.
    """

    sort: Sort
    key: str
    title: str
    address: str
    as_of: date
    accessed: date
    version: str = ""

    @property
    def label(self) -> str:
        """What stands in brackets behind the title."""
        return "Data set" if self.sort == "dataset" else "Record"


def text(work: Work) -> str:
    """Return the citation as a sentence, in the manner of APA."""
    version = f" (Version {work.version})" if work.version else ""
    return (
        f"{AUTHOR}. ({work.as_of.year}). {one_line(work.title)}{version} [{work.label}]. "
        f"As of {_day(work.as_of)}. Retrieved {_day(work.accessed)}, from {work.address}"
    )


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(work: Work) -> str:
    """Return a BibTeX entry; the second pair of braces keeps names and capitals as they are."""
    fields = [
        ("author", f"{{{AUTHOR}}}"),
        ("title", f"{{{_tex(work.title)}}}"),
        ("year", str(work.as_of.year)),
        ("month", str(work.as_of.month)),
        ("version", _tex(work.version)),
        ("note", _tex(f"{work.label}, as of {work.as_of.isoformat()}")),
        ("url", work.address),
        ("urldate", work.accessed.isoformat()),
    ]
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value)
    return f"@misc{{{_key(work)},\n{lines}\n}}\n"


def ris(work: Work) -> str:
    """Return a RIS record; its lines end as the format demands."""
    lines = [
        ("TY", "DATA" if work.sort == "dataset" else "ELEC"),
        ("ID", _key(work)),
        ("AU", AUTHOR),
        ("TI", one_line(work.title)),
        ("PY", str(work.as_of.year)),
        ("DA", work.as_of.strftime("%Y/%m/%d")),
        ("ET", work.version),
        ("PB", AUTHOR),
        ("N1", f"{work.label}, as of {work.as_of.isoformat()}"),
        ("UR", work.address),
        ("Y2", work.accessed.strftime("%Y/%m/%d")),
    ]
    told = [f"{tag}  - {value}" for tag, value in lines if value]
    return "\r\n".join([*told, "ER  - ", ""])


def csl_json(work: Work) -> str:
    """Return a CSL-JSON list with the one item."""
    item: dict[str, Any] = {
        "id": _key(work),
        "type": "dataset" if work.sort == "dataset" else "webpage",
        "title": one_line(work.title),
        "author": [{"literal": AUTHOR}],
        "publisher": AUTHOR,
        "issued": _parts(work.as_of),
        "accessed": _parts(work.accessed),
        "URL": work.address,
        "note": f"{work.label}, as of {work.as_of.isoformat()}",
    }
    if work.version:
        item["version"] = work.version
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Style:
    """One way of citing: the ending of its file, its name, its type and its writer."""

    suffix: str
    label: str
    content_type: str
    write: Callable[[Work], str]


STYLES = {
    style.suffix: style
    for style in (
        Style("txt", "Text", "text/plain", text),
        Style("bib", "BibTeX", "application/x-bibtex", bibtex),
        Style("ris", "RIS", "application/x-research-info-systems", ris),
        Style("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    )
}


def one_line(value: str) -> str:
    """Return text on one line, without characters that control anything."""
    spaced = re.sub(r"\s+", " ", value).strip()
    return "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")


def _tex(value: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in one_line(value))


def _key(work: Work) -> str:
    """A key every program takes: letters, digits and hyphens, with the day."""
    plain = unicodedata.normalize("NFKD", work.key).encode("ascii", "ignore").decode()
    bare = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()
    return f"moratorium-watch-{bare}-{work.as_of.isoformat()}"


def _day(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}

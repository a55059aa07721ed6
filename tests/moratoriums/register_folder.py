"""A small register folder that is right in every way, for tests to spoil."""

from __future__ import annotations

from pathlib import Path

from moratoriums.register.directory import FOLDERS

COMPANY = """\
slug: amazon
name: Amazon
country: US
"""

BENEFICIARY = """\
slug: thorn
name: Thorn
kind: organisation
"""

REFUSAL = """\
slug: zoom-2022
who: Zoom
stance: Gave no commitment.
sources:
- key: example-news-zoom
  url: https://news.example/zoom
  title: Zoom gives no commitment
  publisher: Example News
  seen: 2026-11-22
"""

PLEDGE = """\
slug: amazon-2020
company: amazon
title: 'Amazon: a year without police'
summary: Amazon stops police use for one year.
kind: moratorium
force: statement
covers:
  whose_use: [police]
  places: [worldwide]
announced: 2020-06-10
term:
  kind: fixed
  words: one year
  end: 2021-06-10
  basis: computed
  rule: length
exemptions:
- beneficiary: thorn
  purpose: Finding victims
  sources: [example-news-2020]
evidence:
- source: example-news-2020
  supports: [announced, kind]
events:
- kind: extended
  key: 2021-05-18
  happened: 2021-05-18
  what: It goes on without an end date.
  term:
    kind: until_further_notice
    words: until further notice
  sources: [example-news-2021]
checked: 2026-11-22
published: 2026-11-22
recorded: 2026-11-22
recorded_by: starting register
sources:
- key: example-news-2020
  url: https://news.example/2020
  title: Amazon stops
  publisher: Example News
  published: 2020-06-10
  seen: 2026-11-22
- key: example-news-2021
  url: https://news.example/2021
  title: Amazon goes on
  publisher: Example News
  published: 2021-05-18
  seen: 2026-11-22
"""

FILES = {
    "companies/amazon.yaml": COMPANY,
    "beneficiaries/thorn.yaml": BENEFICIARY,
    "pledges/amazon-2020.yaml": PLEDGE,
    "refusals/zoom-2022.yaml": REFUSAL,
}


def make_folder(directory: Path) -> Path:
    """Write the small register and return its folder."""
    for name, text in FILES.items():
        write(directory, name, text)
    return directory


def write(directory: Path, name: str, text: str | bytes) -> Path:
    """Write one file of a register."""
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def second_pledge(old: str = "", new: str = "") -> str:
    """Return another pledge of the same company, with one part of its text replaced."""
    return PLEDGE.replace("slug: amazon-2020", "slug: amazon-2021").replace(old, new)


def content(directory: Path) -> dict[str, bytes]:
    """Return every file of a register by its name inside the folder."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for folder in FOLDERS
        for path in sorted(directory.glob(f"{folder}/*.yaml"))
    }

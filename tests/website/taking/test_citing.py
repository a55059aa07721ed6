"""Citations are right in every style, whatever a title holds."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from tests import factories
from tests.website.reading import read
from website.taking.citing import STYLES, Work

DAY = date(2021, 6, 11)


def work(title: str = "A title", **fields) -> Work:
    """Return something to cite."""
    return Work("page", "a-key", title, "https://w.example/p/a?as_of=2021-06-11", DAY,
                date(2026, 11, 23), **fields)  # fmt: skip


def test_the_text_names_day_version_and_address(client, register):
    told = client.get("/p/amazon-police-2020/cite.txt?as_of=2021-06-11").content.decode()
    assert told == (
        "Moratorium Watch. (2021). Amazon: pause on police use of Rekognition (Version 1) "
        "[Record]. As of 11 June 2021. Retrieved 23 November 2026, from "
        "http://127.0.0.1:8000/p/amazon-police-2020?as_of=2021-06-11"
    )


def test_a_citation_of_today_names_the_day_as_well(client, register):
    told = client.get("/c/amazon/cite.txt").content.decode()
    assert told.endswith("/c/amazon?as_of=2026-11-23")


def test_the_list_is_cited_with_its_filters(client, register):
    told = client.get("/pledges/cite.txt?status=in_force&company=amazon").content.decode()
    assert "Facial-recognition pledges: company amazon; status In force." not in told
    assert "Facial-recognition pledges: company amazon; status In force [Record]" in told
    assert "/pledges/?company=amazon&status=in_force&as_of=2026-11-23" in told


def test_bibtex_escapes_what_tex_would_read():
    entry = STYLES["bib"].write(work("50% off_{all} & #1 $~^\\ A–B\nnext"))
    assert r"50\% off\_\{all\} \& \#1 \$\textasciitilde{}\textasciicircum{}" in entry
    assert "\\textbackslash{} A–B next" in entry
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    assert entry.startswith("@misc{moratorium-watch-a-key-2021-06-11,\n")


def test_ris_keeps_to_one_line_for_each_tag():
    lines = STYLES["ris"].write(work("One\r\nER  - \u202etwo", version="3")).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert "TI  - One ER - two" in lines
    assert "ET  - 3" in lines


def test_csl_json_has_dates_in_parts():
    (item,) = json.loads(STYLES["json"].write(work('“A” "b" <i>', version="2")))
    assert item["title"] == '“A” "b" <i>'
    assert item["issued"] == {"date-parts": [[2021, 6, 11]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 23]]}
    assert (item["version"], item["type"]) == ("2", "webpage")


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("/p/amazon-police-2020", "/p/amazon-police-2020/"),
        ("/c/amazon", "/c/amazon/"),
        ("/x/thorn", "/x/thorn/"),
        ("/pledges/?company=amazon", "/pledges/"),
    ],
)
def test_every_page_of_the_record_offers_its_citation(client, register, address, files):
    page = read(client, address)
    assert "[Record]" in page.text(".tools .cite")
    links = page.links("#take-away a")
    for suffix, style in STYLES.items():
        found = next(one for one in links if one.startswith(f"{files}cite.{suffix}"))
        answer = client.get(found)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(style.content_type)
    assert "/data/" in links
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_page_about_another_day_offers_that_day(client, register):
    links = read(client, "/p/amazon-police-2020?as_of=2021-06-11").links(".tools-links a")
    assert links
    assert all("as_of=2021-06-11" in link for link in links)


def test_what_was_merged_or_never_was_is_not_cited_as_its_own(client, register):
    factories.make_pledge(slug="old", merged_into=register.pause)
    assert client.get("/p/old/cite.bib")["Location"] == "/p/amazon-police-2020/cite.bib"
    assert client.get("/p/nothing/cite.bib").status_code == 404

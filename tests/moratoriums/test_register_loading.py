"""A folder loads whole or not at all, twice is once, and what the site says comes back as files."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from companies.models import Company
from moratoriums.models import Pledge, PledgeEvent, Revision, Source
from moratoriums.register.directory import BadRegister
from moratoriums.register.dumping import dump_register
from moratoriums.register.loading import load_register
from moratoriums.services import EventFacts, flag_due, record_event
from moratoriums.vocabulary import EventKind
from tests.moratoriums.register_folder import (
    COMPANY,
    PLEDGE,
    content,
    make_folder,
    second_pledge,
    write,
)

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "register")


def everything() -> dict[str, list[object]]:
    """Return every row that a load could have written, with all its columns."""
    tables = (Company, Pledge, PledgeEvent, Revision, Source)
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def test_load_dump_load_gives_the_same_bytes_and_the_same_rows(folder, tmp_path):
    load_register(folder, at=AT)
    dump_register(tmp_path / "dumped")
    assert content(tmp_path / "dumped") == content(folder)
    before = everything()
    load_register(tmp_path / "dumped", at=LATER)
    assert everything() == before


def test_a_second_load_writes_nothing(folder, django_assert_max_num_queries):
    load_register(folder, at=AT)
    before = everything()
    with django_assert_max_num_queries(10):
        summary = load_register(folder, at=LATER)
    assert (summary.new, summary.changed) == ([], [])
    assert everything() == before


def test_a_file_in_another_form_that_says_the_same_is_not_loaded_again(folder):
    load_register(folder, at=AT)
    before = everything()
    write(folder, "pledges/amazon-2020.yaml", PLEDGE.replace("[police]", "\n  - police"))
    load_register(folder, at=LATER)
    assert everything() == before


def test_a_changed_file_changes_its_pledge_alone_and_leaves_a_revision(folder):
    write(folder, "pledges/amazon-2021.yaml", second_pledge())
    load_register(folder, at=AT)
    write(folder, "pledges/amazon-2020.yaml", PLEDGE.replace("for one year.", "for a year."))
    summary = load_register(folder, at=LATER)
    assert (summary.new, summary.changed) == ([], ["amazon-2020"])
    pledge = Pledge.objects.get(slug="amazon-2020")
    assert pledge.summary == "Amazon stops police use for a year."
    assert [r.version for r in pledge.revisions.all()] == [2, 1]
    assert Pledge.objects.get(slug="amazon-2021").revisions.count() == 1
    assert pledge.version == 2


def test_history_loads_without_anybody_being_told(folder):
    load_register(folder, at=AT)
    assert not PledgeEvent.objects.filter(quiet=False).exists()
    assert flag_due(day=AT.date(), at=AT) == 0


def test_an_event_of_today_or_later_is_news(folder):
    ahead = PLEDGE.replace(
        "checked: 2026-11-22\n",
        "- kind: deadline\n  key: x\n  happened: 2026-11-23\n  sources: [example-news-2021]\n"
        "checked: 2026-11-22\n",
        1,
    )
    write(folder, "pledges/amazon-2020.yaml", ahead)
    load_register(folder, at=AT)
    assert [event.key for event in PledgeEvent.objects.filter(quiet=False)] == ["x"]


def test_today_is_the_day_in_the_site_s_own_zone(folder, settings):
    settings.TIME_ZONE = "America/New_York"
    late = PLEDGE.replace(
        "checked: 2026-11-22\n",
        "- kind: deadline\n  key: x\n  happened: 2026-11-22\n  sources: [example-news-2021]\n"
        "checked: 2026-11-22\n",
        1,
    )
    write(folder, "pledges/amazon-2020.yaml", late)
    load_register(folder, at=datetime(2026, 11, 23, 3, tzinfo=UTC))  # still the 22nd there
    assert [event.key for event in PledgeEvent.objects.filter(quiet=False)] == ["x"]


def test_the_states_of_a_loaded_pledge_hold_from_day_to_day(folder):
    load_register(folder, at=AT)
    told = {
        day: [
            (pledge.lifecycle, pledge.state_end_on)
            for pledge in Pledge.objects.as_of(date.fromisoformat(day))
        ]
        for day in ("2020-06-09", "2020-06-10", "2021-05-18")
    }
    assert told == {
        "2020-06-09": [],
        "2020-06-10": [("in_force", "2021-06-10")],
        "2021-05-18": [("in_force", "")],
    }


def edit_on_the_site(pledge: Pledge) -> None:
    facts = EventFacts(
        kind=EventKind.REAFFIRMED,
        happened_on="2026-11-20",
        description="Said again.",
        quotes=[(Source.objects.get(slug="example-news-2021"), "")],
    )
    record_event(pledge, facts, by="editor", at=AT)


def test_what_an_editor_entered_on_the_site_is_not_undone_by_an_older_file(folder):
    load_register(folder, at=AT)
    edit_on_the_site(Pledge.objects.get())
    before = everything()
    summary = load_register(folder, at=LATER)
    assert summary.newer_here == ["amazon-2020"]
    assert "Kept as edited here" in str(summary)
    assert everything() == before


def test_a_file_that_was_edited_too_wins_and_the_other_text_stays_in_the_revisions(folder):
    load_register(folder, at=AT)
    edit_on_the_site(Pledge.objects.get())
    write(folder, "pledges/amazon-2020.yaml", PLEDGE.replace("for one year.", "for a year."))
    summary = load_register(folder, at=LATER)
    assert summary.changed == ["amazon-2020"]
    latest, edited, _ = Revision.objects.all()
    assert "Said again." in edited.text
    assert "Said again." not in latest.text
    assert not PledgeEvent.objects.filter(kind=EventKind.REAFFIRMED).exists()


def test_going_back_to_an_older_text_of_the_file_is_a_change_too(folder):
    load_register(folder, at=AT)
    write(folder, "pledges/amazon-2020.yaml", PLEDGE.replace("for one year.", "for a year."))
    load_register(folder, at=AT)
    write(folder, "pledges/amazon-2020.yaml", PLEDGE)
    assert load_register(folder, at=LATER).changed == ["amazon-2020"]
    assert Pledge.objects.get().summary == "Amazon stops police use for one year."


def test_drafts_and_records_without_a_file_are_left_alone_and_named(folder):
    write(folder, "pledges/amazon-2021.yaml", second_pledge())
    load_register(folder, at=AT)
    Pledge.objects.filter(slug="amazon-2020").update(published_at=None, title="Draft")
    (folder / "pledges/amazon-2021.yaml").unlink()
    write(folder, "pledges/amazon-2020.yaml", PLEDGE.replace("for one year.", "for a year."))
    summary = load_register(folder, at=LATER)
    assert (summary.drafts, summary.only_here) == (["amazon-2020"], ["pledges/amazon-2021"])
    assert Pledge.objects.get(slug="amazon-2020").title == "Draft"
    assert Pledge.objects.filter(slug="amazon-2021").exists()


def test_a_dump_leaves_drafts_and_waiting_verdicts_out(folder, tmp_path):
    write(folder, "pledges/amazon-2021.yaml", second_pledge())
    load_register(folder, at=AT)
    Pledge.objects.filter(slug="amazon-2021").update(published_at=None)
    verdict = EventFacts(
        kind=EventKind.WITHDRAWN,
        happened_on="2026-11-20",
        quotes=[(Source.objects.get(slug="example-news-2021"), "")],
    )
    record_event(Pledge.objects.get(slug="amazon-2020"), verdict, by="editor", at=AT)
    dumped = dump_register(tmp_path / "dumped")
    written = content(tmp_path / "dumped")
    assert "pledges/amazon-2021.yaml" not in written
    assert written["pledges/amazon-2020.yaml"] == PLEDGE.encode()
    assert (dumped.files, dumped.written) == (4, 4)
    assert dump_register(tmp_path / "dumped").written == 0


BROKEN: dict[str, tuple[dict[str, str | bytes], str]] = {
    "unknown field": (
        {"pledges/amazon-2021.yaml": second_pledge("force: ", "farce: ")},
        "amazon-2021.yaml:6: farce: there is no such field. Do you mean force?",
    ),
    "wrong kind": (
        {"pledges/amazon-2021.yaml": second_pledge("kind: moratorium", "kind: promise")},
        "amazon-2021.yaml:5: kind: 'promise' is not one of: moratorium",
    ),
    "impossible date": (
        {
            "pledges/amazon-2021.yaml": second_pledge(
                "announced: 2020-06-10", "announced: 2021-02-29"
            )
        },
        "amazon-2021.yaml:10: announced: '2021-02-29' is no date. Write a day",
    ),
    "missing source": (
        {"pledges/amazon-2021.yaml": second_pledge("  sources: [example-news-2021]\n", "")},
        "amazon-2021.yaml:25: sources: needs at least one source that somebody has read",
    ),
    "duplicate slug": (
        {"pledges/amazon-2021.yaml": PLEDGE},
        "amazon-2021.yaml:1: slug: is 'amazon-2020' but the file is named amazon-2021.yaml",
    ),
    "3 MB of nonsense": (
        {"pledges/amazon-2021.yaml": b"nonsense " * 350_000},
        "amazon-2021.yaml:1: the file has",
    ),
    "binary": (
        {"pledges/amazon-2021.yaml": bytes(range(256)) * 100},
        "amazon-2021.yaml:2: this is not text in UTF-8. Save the file as UTF-8.",
    ),
    "alias bomb": (
        {"pledges/amazon-2021.yaml": "a: &a [x]\n" + "b: [*a, *a]\n" * 99},
        "amazon-2021.yaml:1: anchors (&) and aliases (*) are not used here",
    ),
    "tracking address": (
        {"pledges/amazon-2021.yaml": second_pledge("example/2020", "example/2020?utm_medium=mail")},
        "amazon-2021.yaml:39: url: 'https://news.example/2020?utm_medium=mail' carries tracking",
    ),
    "unknown company": (
        {"pledges/amazon-2021.yaml": second_pledge("company: amazon", "company: amazone")},
        "amazon-2021.yaml:2: company: there is no company 'amazone'. Add its file",
    ),
    "unknown beneficiary": (
        {"pledges/amazon-2021.yaml": second_pledge("beneficiary: thorn", "beneficiary: torn")},
        "amazon-2021.yaml:18: beneficiary: there is no beneficiary 'torn'",
    ),
    "unknown successor": (
        {"pledges/amazon-2021.yaml": second_pledge("checked:", "superseded_by: nothing\nchecked:")},
        "amazon-2021.yaml:33: superseded_by: there is no pledge 'nothing'",
    ),
    "one page described twice": (
        {"pledges/amazon-2021.yaml": second_pledge("title: Amazon stops", "title: Amazon halts")},
        "'example-news-2020' is described differently in",
    ),
    "one address under two keys": (
        {"pledges/amazon-2021.yaml": second_pledge("example-news-2020", "another-key")},
        "this address has the key 'example-news-2020' elsewhere",
    ),
    "no day of publication": (
        {"pledges/amazon-2021.yaml": second_pledge("published: 2026-11-22\n", "")},
        "amazon-2021.yaml:1: published: is missing",
    ),
    "a circle of parents": (
        {
            "companies/amazon.yaml": COMPANY + "parent: ring\n",
            "companies/ring.yaml": "slug: ring\nname: Ring\nparent: amazon\n",
        },
        "leads in a circle: amazon -> ring -> amazon",
    ),
    "a file of another sort": (
        {"pledges/amazon-2021.yml": second_pledge()},
        "amazon-2021.yml: is no .yaml file. Rename it or take it out.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_file_among_good_ones_changes_nothing_and_is_told(name, folder):
    load_register(folder, at=AT)
    before = everything()
    files, expected = BROKEN[name]
    write(folder, "pledges/amazon-2020.yaml", PLEDGE.replace("for one year.", "for a year."))
    for file, text in files.items():
        write(folder, file, text)
    with pytest.raises(CommandError) as caught:
        call_command("load_register", str(folder), stdout=StringIO())
    assert expected in str(caught.value)
    assert str(folder) in str(caught.value)
    assert "Nothing was loaded." in str(caught.value)
    assert everything() == before


def test_the_mistakes_of_all_files_are_told_at_once_and_not_without_end(folder):
    for number in range(80):
        write(folder, f"companies/c{number}.yaml", f"slug: c{number}\n")
    with pytest.raises(BadRegister) as caught:
        load_register(folder, at=AT)
    lines = str(caught.value).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "... and 30 more."
    assert not Company.objects.exists()


def test_a_folder_without_a_register_is_refused(tmp_path):
    with pytest.raises(CommandError, match="is no register"):
        call_command("load_register", str(tmp_path / "nowhere"))


def test_pledges_may_point_to_each_other_whatever_the_order_of_their_files(folder):
    write(
        folder,
        "pledges/amazon-2020.yaml",
        PLEDGE.replace("checked:", "superseded_by: amazon-2021\nrelated: [amazon-2021]\nchecked:"),
    )
    write(folder, "pledges/amazon-2021.yaml", second_pledge())
    load_register(folder, at=AT)
    first = Pledge.objects.get(slug="amazon-2020")
    assert first.superseded_by == Pledge.objects.get(slug="amazon-2021")
    assert [other.slug for other in first.related.all()] == ["amazon-2021"]


def test_the_commands_say_what_they_did(folder, tmp_path):
    out = StringIO()
    call_command("load_register", str(folder), stdout=out)
    call_command("dump_register", str(tmp_path / "dumped"), stdout=out)
    assert out.getvalue().splitlines() == [
        "4 files: 4 new, 0 changed.",
        "4 files, 4 of them written anew.",
    ]

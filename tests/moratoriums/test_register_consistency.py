"""A record that contradicts itself is refused, at the line to change and with what to do."""

import pytest

from moratoriums.register import schema
from moratoriums.register.files import BadFile, from_text, to_text
from tests.moratoriums.register_folder import COMPANY, PLEDGE, REFUSAL

EVENT = """\
- kind: withdrawn
  key: 2024-01-01
  happened: 2024-01-01
  sources: [example-news-2021]
"""


def told(text: str, kind: type[schema.AnyRecord] = schema.PledgeRecord) -> str:
    with pytest.raises(BadFile) as caught:
        from_text(text, kind)
    return "\n".join(f"{m.line}: {m.message}" for m in caught.value.mistakes)


def with_event(event: str) -> str:
    return PLEDGE.replace("checked: 2026-11-22\n", f"{event}checked: 2026-11-22\n", 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  basis: computed\n", "", "14: end: needs a basis"),
        ("  end: 2021-06-10\n", "", "14: basis: needs an end"),
        ("  kind: fixed\n", "  kind: permanent\n", "14: end: does not go with the term permanent"),
        (
            "  basis: computed\n",
            "  likely_end: 2022-01-01\n  basis: computed\n",
            "15: likely_end: lies outside the end",
        ),
        ("announced: 2020-06-10\n", "", "1: announced: is missing"),
        ("[example-news-2021]", "[somewhere-else]", "cites 'somewhere-else', which is not under"),
        (
            "  sources: [example-news-2021]\n",
            "",
            "25: sources: needs at least one source that somebody has read",
        ),
        (
            "evidence:\n- source: example-news-2020\n  supports: [announced, kind]\n",
            "",
            "evidence: needs at least one source",
        ),
        ("  seen: 2026-11-22\n", "", "needs at least one source that somebody has read"),
        (
            "  purpose: Finding victims\n  sources: [example-news-2020]\n",
            "  purpose: Finding victims\n",
            "18: sources: needs at least one source",
        ),
        (
            "- key: example-news-2021\n",
            "- key: example-news-2020\n",
            "the key 'example-news-2020' stands twice",
        ),
        ("news.example/2021", "news.example/2020", "stands twice. Delete one of them"),
        (
            "  term:\n    kind: until_further_notice\n    words: until further notice\n",
            "",
            "extended needs a term",
        ),
        ("recorded: 2026-11-22\n", "recorded: 2021-01-01\n", "happened after it was recorded"),
        ("checked: 2026-11-22", "related: [amazon-2020]\nchecked: 2026-11-22", "the pledge itself"),
        ("  whose_use: [police]\n", "", "whose_use: is missing"),
        ("whose_use: [police]", "whose_use: [police, police]", "'police' stands twice"),
    ],
)
def test_a_pledge_that_contradicts_itself_is_refused(old, new, expected):
    assert expected in told(PLEDGE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (EVENT, "withdrawn is a verdict: write confirmed_by"),
        (
            EVENT + "  confirmed_by: starting register\n",
            "confirmed_by with an editor other than starting register",
        ),
        (
            EVENT.replace("withdrawn", "marked_unclear"),
            "marked_unclear needs a reason",
        ),
        (EVENT.replace("withdrawn", "superseded"), "needs superseded_by"),
        (EVENT.replace("withdrawn", "announced"), "the announcement is the pledge itself"),
        (EVENT.replace("withdrawn", "end_flagged"), "is written by the clock alone"),
        (
            EVENT.replace("withdrawn", "reaffirmed").replace(
                "happened: 2024-01-01", "happened: 2019"
            ),
            "comes before the event above it",
        ),
        (
            EVENT.replace("withdrawn", "reinstated")
            + "  term:\n    kind: until_further_notice\n    words: until further notice\n",
            "repeats the term in force",
        ),
        (
            EVENT.replace("withdrawn", "reaffirmed") + "  wrong_since: 2023-12-01\n",
            "wrong_since: belongs to a correction",
        ),
        (
            EVENT.replace("withdrawn", "corrected") + "  reported: 2024-01-02\n",
            "reported: comes after the correction",
        ),
    ],
)
def test_an_event_that_cannot_stand_is_refused(event, expected):
    assert expected in told(with_event(event))


def test_a_verdict_confirmed_by_a_second_editor_is_read():
    record = from_text(with_event(EVENT + "  confirmed_by: second editor\n"), schema.PledgeRecord)
    assert record.events[1].kind == "withdrawn"


def test_a_draft_may_still_lack_its_sources():
    draft = PLEDGE.replace("published: 2026-11-22\n", "").replace("  seen: 2026-11-22\n", "")
    assert from_text(draft, schema.PledgeRecord).published is None


def test_a_company_is_neither_its_own_parent_nor_its_own_member():
    assert "3: parent: names the company itself" in told(
        COMPANY.replace("country: US", "parent: amazon"), schema.CompanyRecord
    )
    assert "members: belongs to a group" in told(
        COMPANY + "members: [zoom]\n", schema.CompanyRecord
    )


def test_a_refusal_needs_a_source_that_somebody_has_read():
    assert "sources: needs at least one source" in told(
        REFUSAL.replace("  seen: 2026-11-22\n", ""), schema.RefusalRecord
    )


def test_an_inconsistent_record_cannot_be_made_in_code_either():
    record = from_text(PLEDGE, schema.PledgeRecord)
    content = record.model_dump() | {"announced": "", "force": record.force}
    with pytest.raises(ValueError, match="announcement"):
        schema.PledgeRecord.model_validate(content)
    assert to_text(record) == PLEDGE

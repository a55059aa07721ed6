"""Whether an entry of a feed was seen before."""

from datetime import UTC, datetime

from news.identity import Known, keys_of, match_entries
from news.parsing.entries import ParsedEntry

DAY = datetime(2020, 6, 10, tzinfo=UTC)


def entry(number=1, *, guid=None, link=None, title=None, raw="10 Jun 2020", at=DAY, text="Body"):
    return ParsedEntry(
        guid=f"tag:{number}" if guid is None else guid,
        link=f"https://n.example/{number}" if link is None else link,
        title=title or f"Item {number}",
        text=text,
        published_raw=raw,
        published_at=at,
    )


class Record:
    """What is on record of one feed, reading after reading."""

    def __init__(self):
        self.known = {}

    def read(self, *entries):
        """How many entries were new; the record then holds all."""
        matches = list(match_entries([(one, keys_of(one)) for one in entries], self.known.values()))
        for match in matches:
            pk = match.known.pk if match.known else len(self.known) + 1
            keys = match.keys
            self.known[pk] = Known(pk, match.identity, keys.link, keys.title, match.entry.sha256,
                                   match.entry.published_at)  # fmt: skip
        assert len({row.identity for row in self.known.values()}) == len(self.known)
        return sum(1 for match in matches if not match.known)


def reading(*documents):
    """How many entries are new in each document, one after the other."""
    record = Record()
    return [record.read(*document) for document in documents]


def test_the_same_document_again_brings_nothing_new():
    items = [entry(1), entry(2, guid=""), entry(3, guid="", link="")]
    assert reading(items, items, items[::-1]) == [3, 0, 0]


def test_an_edited_headline_or_link_under_the_same_identifier_is_the_same_entry():
    edited = [entry(1, title="Item one")], [entry(1, link="https://n.example/x")]
    assert reading([entry(1)], *edited) == [1, 0, 0]


def test_a_changed_identifier_at_the_same_address_is_the_same_entry():
    assert reading([entry(1, guid="a")], [entry(1, guid="b")], [entry(1, guid="c")]) == [1, 0, 0]
    edited = entry(1, guid="b", title="Edited")
    assert reading([entry(1, guid="a")], [edited]) == [1, 0]


def test_another_article_at_the_same_address_is_another_entry():
    later = datetime(2020, 7, 1, tzinfo=UTC)
    second = entry(2, guid="b", link="https://n.example/1", raw="1 Jul 2020", at=later)
    assert reading([entry(1, guid="a")], [second]) == [1, 1]


def test_one_identifier_on_two_articles_keeps_both_in_any_order():
    pair = [entry(1, guid="same"), entry(2, guid="same")]
    assert reading(pair, pair[::-1], [pair[1]], pair) == [2, 0, 0, 0]
    assert reading([pair[0]], pair, pair[::-1]) == [1, 1, 0]


def test_one_address_on_two_articles_without_identifiers_keeps_both():
    pair = [
        entry(1, guid="", link="https://n.example/"),
        entry(2, guid="", link="https://n.example/"),
    ]
    assert reading(pair, pair) == [2, 0]


def test_many_identifiers_on_one_address_are_many_entries():
    rows = [entry(number, link="https://n.example/live") for number in range(3)]
    assert reading(rows, rows) == [3, 0]


def test_scheme_and_tracking_make_no_other_article():
    assert reading(
        [entry(1, guid="http://www.n.example/1", link="http://www.n.example/1")],
        [entry(1, guid="https://n.example/1/", link="https://n.example/1/")],
        [entry(1, guid="", link="https://n.example/1?utm_source=rss2")],
    ) == [1, 0, 0]


def test_a_link_with_a_new_token_each_time_is_known_by_headline_and_date():
    assert reading(
        [entry(1, guid="", link="https://n.example/v?v=1")],
        [entry(1, guid="", link="https://n.example/v?v=2")],
    ) == [1, 0]


def test_identifier_and_link_may_both_change_if_nothing_else_does():
    assert reading(
        [entry(1, guid="a", link="https://n.example/?t=1")],
        [entry(1, guid="b", link="https://n.example/?t=2")],
    ) == [1, 0]


def test_two_statements_with_one_headline_are_two_entries():
    assert reading([entry(1, title="Statement"), entry(2, title="Statement")]) == [2]


def test_identifiers_that_differ_in_case_or_far_behind_are_different():
    assert reading([entry(1, guid="abc"), entry(2, guid="ABC")]) == [2]
    long = "g" * 10_000
    assert reading([entry(1, guid=long + "1"), entry(2, guid=long + "2")]) == [2]

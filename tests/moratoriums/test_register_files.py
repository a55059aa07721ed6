"""A record and the text of its file say the same, and a wrong text is told with its line."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from moratoriums.register import schema
from moratoriums.register.files import BadFile, from_text, read_record, to_text
from moratoriums.register.reading import MAX_BYTES
from tests.moratoriums.register_folder import BENEFICIARY, COMPANY, PLEDGE, REFUSAL, second_pledge

HARD_WORDS = [
    *"-?|>%@!&*`#:=~'\"",
    *("NO", "yes", "on", "null", "<<", "a:", "[a]", "{a}", "---", "..."),
    *("12", "1e3", "0x1f", "0010", "1_000", ".5", "12:30:45"),
    *("2020", "2020-06-10", "2020-02-31", "0001-01-01"),
]
characters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co"))
texts = st.one_of(
    st.sampled_from(HARD_WORDS),
    st.text(st.one_of(characters, st.sampled_from("\n\t :#'\"-[]{},&*!|>%@`")), min_size=1),
    st.lists(st.sampled_from([*HARD_WORDS, "word", "naïve", "顔"]), min_size=30).map(" ".join),
)


def mistakes(text: str, kind: type[schema.AnyRecord] = schema.PledgeRecord) -> list[str]:
    with pytest.raises(BadFile) as caught:
        from_text(text, kind)
    return [f"{mistake.line}: {mistake.message}" for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (COMPANY, schema.CompanyRecord),
        (BENEFICIARY, schema.BeneficiaryRecord),
        (PLEDGE, schema.PledgeRecord),
        (REFUSAL, schema.RefusalRecord),
    ],
)
def test_a_file_in_the_usual_form_is_read_and_written_back_byte_for_byte(text, kind):
    assert to_text(from_text(text, kind)) == text


@given(stance=texts, who=texts, title=texts, note=texts)
@settings(max_examples=300)
def test_any_words_survive_the_way_into_a_file_and_back(stance, who, title, note):
    page = {"key": "k", "url": "https://a.example/", "title": title, "publisher": "P", "note": note}
    try:
        record = schema.RefusalRecord.model_validate(
            {
                "slug": "x",
                "who": who,
                "stance": stance,
                "sources": [{**page, "seen": "2026-11-22"}],
            }
        )
    except ValueError:
        return  # refused: too long, empty once cleaned, or unprintable
    text = to_text(record)
    assert from_text(text, schema.RefusalRecord) == record
    assert to_text(from_text(text, schema.RefusalRecord)) == text
    assert all(len(line) <= 100 or " " not in line.strip() for line in text.splitlines()) or (
        "|-" in text  # paragraphs keep their lines
    )


@given(name=texts, note=texts)
@settings(max_examples=200)
def test_other_yaml_readers_take_names_and_notes_for_the_same_texts(name, note):
    try:
        record = schema.BeneficiaryRecord(slug="x", name=name, kind="use", note=note)
    except ValueError:
        return
    read = yaml.safe_load(to_text(record))
    assert str(read.get("note", "")) == record.note
    assert str(read["name"]) == record.name


def test_what_a_value_means_is_decided_by_its_field_and_not_by_its_looks():
    norway = "slug: no\nname: 2020\ncountry: NO\nwebsite_seen: true\nnote: yes\n"
    record = from_text(norway, schema.CompanyRecord)
    assert (record.slug, record.name, record.country) == ("no", "2020", "NO")
    assert (record.website_seen, record.note) == (True, "yes")


def test_every_mistake_of_a_file_is_told_at_once_with_its_line_and_what_to_write():
    text = (
        PLEDGE.replace("kind: moratorium", "kind: moratorum")
        .replace("announced: 2020-06-10", "announced: 2020-13-01")
        .replace("places: [worldwide]", "palces: [worldwide]")
        .replace("seen: 2026-11-22", "seen: yesterday", 1)
    )
    told = mistakes(text)
    assert len(told) == 4
    assert told[0].startswith("5: kind: 'moratorum' is not one of: moratorium,")
    assert "(perhaps moratorium)" in told[0]
    assert told[1].startswith("9: palces: there is no such field. Do you mean places?")
    assert told[2].startswith("10: announced: '2020-13-01' is no date. Write a day (2020-06-10)")
    assert told[3].startswith("43: seen: 'yesterday' is no day. Write it as 2020-06-10")


def test_a_missing_field_is_told_at_the_block_that_misses_it():
    assert mistakes(PLEDGE.replace("summary: Amazon stops police use for one year.\n", "")) == [
        "1: summary: is missing. Add it."
    ]
    assert mistakes(PLEDGE.replace("  publisher: Example News\n", "", 1)) == [
        "38: publisher: is missing. Add it."
    ]


def test_an_empty_field_counts_as_missing():
    assert mistakes("slug: x\nname:\nkind: use\n", schema.BeneficiaryRecord) == [
        "2: name: is missing. Add it."
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("slug: &a x\nname: *a\nkind: use", "anchors (&) and aliases (*) are not used"),
        ("slug: !!python/object:os.system x", "tags (!) are not used"),
        ("slug: x\n---\nslug: y", "a second document starts here"),
        ("slug: x\nslug: y", "'slug' stands twice here"),
        ("- x", "a register file holds fields"),
        ("", "a register file holds fields"),
        ("slug: x: y", "this is no YAML"),
        ("slug:\n\tname: x", "this is no YAML"),
        ("%YAML 1.1\n---\nslug: x", "lines that start with % are not used"),
        ("? [a]\n: b", "the name of a field is one word"),
        ("slug: x\x00", "unprintable character U+0000"),
        ("slug: x\nname: a\u202eb", "unprintable character U+202E"),
        ('slug: x\nname: "\\u0007"', "unprintable character U+0007"),
        ("[" * 100_000, "a register file holds fields"),
        ("{a: " * 100_000, "nested more than 12 deep"),
        ("a: " + "[" * 100_000, "nested more than 12 deep"),
        ("a: &a [x]\n" + "b: [*a, *a, *a]\n" * 1000, "anchors (&) and aliases (*) are not used"),
        ("x" * (MAX_BYTES + 1), "a register file has at most 1,048,576"),
    ],
)
def test_text_that_is_no_register_file_is_refused_with_one_plain_sentence(text, told):
    found = mistakes(text, schema.BeneficiaryRecord)
    assert any(told in mistake for mistake in found)
    assert all(len(mistake) < 700 for mistake in found)


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe\x00s", b"slug: caf\xe9\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40],
)
def test_bytes_that_are_no_text_are_refused(raw):
    with pytest.raises(BadFile, match="not text in UTF-8"):
        read_record(raw, schema.CompanyRecord)


def test_thousands_of_unknown_fields_are_told_shortly():
    found = mistakes("".join(f"field{n}: x\n" for n in range(20_000)), schema.CompanyRecord)
    assert 0 < len(found) <= 50


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://news.example/?utm_source=x", "carries tracking (utm_source)"),
        ("https://news.example/?a=1&fbclid=x", "carries tracking (fbclid)"),
        ("https://news.example/?_hsenc=x&_hsmi=y", "carries tracking (_hsenc, _hsmi)"),
        ("https://news.example/?source=pmbug.com", "carries tracking (source)"),
        ("https://news.example/?CMP=share", "carries tracking (CMP)"),
        ("https://news.example/?mktids=1", "carries tracking (mktids)"),
        ("https://editor:secret@news.example/", "carries a user name"),
        ("javascript:alert(1)", "is no web address"),
        ("ftp://news.example/", "is no web address"),
        ("https:///path", "is no web address"),
        ("https://news.example/a b", "is no web address"),
    ],
)
def test_an_address_that_tracks_or_is_none_is_refused(url, told):
    found = mistakes(PLEDGE.replace("https://news.example/2020", url))
    assert found[0].startswith("39: url: ")
    assert told in found[0]


def test_an_address_keeps_the_parameters_that_name_the_page():
    url = "https://news.example/index.php?title=A_(B)&oldid=12&p=7"
    assert url in to_text(
        from_text(
            second_pledge("https://news.example/2020", url),
            schema.PledgeRecord,
        )
    )

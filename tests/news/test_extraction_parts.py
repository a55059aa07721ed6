"""The parts of the reading, each on its own: sentences, names, days, terms, who, exemptions."""

from datetime import date

import pytest

from news.extraction import KnownName, NameBook
from news.extraction.days import find_days, is_background
from news.extraction.exemptions import find_exempt
from news.extraction.lasting import find_lasting
from news.extraction.newcomers import find_newcomers, is_shouting, same_company
from news.extraction.sentences import LONGEST, split_sentences
from news.extraction.topic import find_topics
from news.extraction.who import find_barred, find_channel, find_places
from tests.news.samples import BOOK, PUBLISHED_ON


# --- sentences -----------------------------------------------------------------------------------
def test_sentences_end_at_full_stops_and_lines_and_know_their_place():
    text = (
        "Headline\n\nAcme Inc. stopped on Jun. 3. It said: “No more.” Then the U.S. office closed."
    )
    sentences = split_sentences(text, len("Headline"))
    assert [sentence.text for sentence in sentences] == [
        "Headline",
        "Acme Inc. stopped on Jun. 3.",
        "It said: “No more.”",
        "Then the U.S. office closed.",
    ]
    assert [sentence.headline for sentence in sentences] == [True, False, False, False]
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text


def test_a_run_without_a_full_stop_is_cut_at_blanks():
    sentences = split_sentences("word " * 2_000)
    assert len(sentences) > 1
    assert all(len(sentence.text) <= LONGEST for sentence in sentences)


# --- companies -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Amazon Web Services and AWSome", ["Amazon Web Services"]),
        ("Amazon's Rekognition", ["Amazon", "Rekognition"]),
        ("Macy’s and Macy's", ["Macy’s", "Macy's"]),
        ("AT&T, Johnson and Johnson", ["AT&T", "Johnson and Johnson"]),
        ("Johnson & Johnson", ["Johnson & Johnson"]),
        ("IBMs and ibm", []),
        ("see clearview.ai for more", ["clearview.ai"]),
        ("AMAZON SAYS", ["AMAZON"]),
        ("they target shoppers, mind the gap and ring the bell", []),
        ("Gap in oversight of cameras", []),
        ("Police Target Protesters With Cameras", []),
        ("shops such as Target and Gap", ["Target", "Gap"]),
        ("Target will stop", ["Target"]),
        ("Ring, the doorbell maker", ["Ring"]),
        ("Facebook, now Meta", ["Facebook", "Meta"]),
    ],
)
def test_names_are_found_whole_longest_first_and_written_as_names(text, found):
    assert [mention.text for mention in BOOK.find(text)] == found


def test_offsets_of_names_are_those_of_the_text_even_where_letters_change_length_in_small():
    text = "İİİİ Amazon"
    (mention,) = BOOK.find(text)
    assert text[mention.start : mention.end] == "Amazon"


def test_a_book_of_many_names_looks_up_no_slower_per_word():
    many = NameBook([KnownName(f"Company {n} Works", f"c{n}", f"C{n}") for n in range(20_000)])
    assert [one.slug for one in many.find("we saw Company 777 Works there")] == ["c777"]


# --- names that the register does not know ------------------------------------------------------
@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Foodworld will stop it.", {"Foodworld": "new"}),
        ("The German grocer Foodworld Stores said so.", {"Foodworld Stores": "new"}),
        ("Norway's Lensco and H&L dropped it.", {"Lensco": "new", "H&L": "new"}),
        ("Hanlon's said that it would stop.", {"Hanlon's": "new"}),
        ("They asked for Hanlon's view.", {"Hanlon": "new"}),
        ("The shops of Fisher & Lane and 9-Twelve use it.",
         {"Fisher & Lane": "new", "9-Twelve": "new"}),
        ("Portland bans it, and Kent County Council too.",
         {"Portland": "public_body", "Kent County Council": "public_body"}),
        ("The FBI and the Ministry of Trade use it.",
         {"FBI": "public_body", "Ministry of Trade": "public_body"}),
        ("Privacy Forum and Reuters asked.", {"Privacy Forum": "other", "Reuters": "other"}),
        ("Its founder Dana Moss left; Sarah Blunt, a lawyer, stays.",
         {"Dana Moss": "person", "Sarah Blunt": "person"}),
        ("Shoppers fear it. They are many.", {}),
        ("A 12-Month pause since June.", {}),
    ],
)  # fmt: skip
def test_names_are_told_apart_by_what_they_are(sentence, roles):
    found = find_newcomers(sentence, [], shouting=False, elsewhere="")
    kinds = {one.text: one.role for one in found}
    assert {name: kinds.get(name) for name in roles} == roles
    assert roles or not [one for one in found if one.role == "new"]
    for one in found:
        assert sentence[one.start : one.end] == one.text


def test_a_headline_whose_every_word_has_a_capital_gives_only_the_name():
    headline = "Grocer Foodworld Quietly Drops Face Scans At Its Checkouts"
    assert is_shouting(headline)
    found = find_newcomers(headline, [], shouting=True, elsewhere="Foodworld said so.")
    assert [one.text for one in found if one.role == "new"] == ["Foodworld"]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Foodworld", "Foodworld Stores", True),
        ("The Foodworld Group", "Foodworld", True),
        ("FWS", "Food World Stores", True),
        ("F&L", "Fisher & Lane", True),
        ("Foodworld", "Foodworlds", False),
        ("Lensco", "Foodworld", False),
    ],
)
def test_long_and_short_names_of_one_company_are_the_same(one, two, same):
    assert same_company(one, two) is same
    assert same_company(two, one) is same


# --- the topic -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("drops facial recognition", ["facial recognition"]),
        ("ends face-matching and Face ID", ["face-matching", "Face ID"]),
        ("deletes faceprints", ["faceprints"]),
        ("no longer scans shoppers' faces", ["scans shoppers' faces"]),
        ("stops emotion recognition and biometric boarding",
         ["emotion recognition", "biometric boarding"]),
        ("in the face of facts, surface scans and a facelift", []),
        ("İ facial recognition", ["facial recognition"]),
    ],
)  # fmt: skip
def test_the_topic_is_found_under_its_names(text, words):
    assert [text[start:end] for start, end in find_topics(text)] == words


# --- days ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "day", "rule"),
    [
        ("the company said on Wednesday", "2020-06-10", "day.weekday"),
        ("the company said on Monday", "2020-06-08", "day.weekday"),
        ("the company said Thursday", "2020-06-04", "day.weekday"),
        ("last Wednesday it said", "2020-06-03", "day.weekday"),
        ("it said today", "2020-06-10", "day.today"),
        ("it said yesterday", "2020-06-09", "day.yesterday"),
        ("on June 9 it said", "2020-06-09", "day.date_without_year"),
        ("on 9 June 2020 it said", "2020-06-09", "day.date"),
        ("on 2020-06-09 it said", "2020-06-09", "day.date"),
        ("on the 1st of June it said", "2020-06-01", "day.date_without_year"),
    ],
)
def test_a_stated_day_is_resolved_against_the_publication(text, day, rule):
    (found,) = find_days(text, PUBLISHED_ON)
    assert (found.day.isoformat(), found.rule) == (day, rule)
    assert text[found.start : found.end].lower() in text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "until Monday",
        "next Monday it will stop",
        "by June 9",
        "from June 1 it will stop",
        "on June 31 it said",
        "on June 9, 2019 it said",
        "on 12 June 2020 it will say",
        "May be, March on, and the sun",
        "Feb. 9 (UPI) -- It said",
    ],
)
def test_no_day_is_read_where_none_is_stated_for_the_saying(text):
    assert find_days(text, PUBLISHED_ON) == []


def test_new_year_does_not_throw_a_date_without_a_year_into_the_future():
    (found,) = find_days("on December 30 it said", date(2021, 1, 4))
    assert found.day == date(2020, 12, 30)


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("In 2018, it stopped", True),
        ("it stopped two years ago", True),
        ("it stopped on November 30, 2019", True),
        ("it stopped last year", True),
        ("it stopped on Monday", False),
        ("it will stop in 2020", False),
    ],
)
def test_what_is_dated_well_before_the_news_is_background(text, old):
    assert is_background(text, text.index("stop"), PUBLISHED_ON) is old


# --- terms ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "kind", "end"),
    [
        ("will stop sales for a year, it said", "duration", date(2021, 6, 10)),
        ("announced a 12-month ban on sales", "duration", date(2021, 6, 10)),
        ("a six-month pause", "duration", date(2020, 12, 10)),
        ("will not sell until Congress passes a law", "conditional", None),
        ("paused while the regulator investigates", "conditional", None),
        ("stops until further notice", "open", None),
        ("stops until 31 December 2020", "date", date(2020, 12, 31)),
        ("has stopped indefinitely", "open", None),
        ("the pause has been renewed for two years", "duration", date(2022, 6, 10)),
    ],
)
def test_the_words_of_a_term_are_found_and_read_by_the_registers_rules(text, kind, end):
    (found,) = find_lasting(text, PUBLISHED_ON)
    assert (found.term.kind, found.term.alert_on) == (kind, end)


@pytest.mark.parametrize(
    "text",
    ["campaigned for years", "a two-year-old company", "the year-end sale", "founded in 1994"],
)
def test_a_number_of_years_that_is_no_term_is_left_alone(text):
    assert find_lasting(text, PUBLISHED_ON) == []


# --- whose use, where, how bindingly -------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("stops selling to police departments", ["police"]),
        ("stops selling to law enforcement agencies and governments", ["police", "government"]),
        ("stops selling to private companies", ["business"]),
        ("stops using it in its stores", ["own"]),
        ("stops after protests against police brutality", []),
        ("stops selling it", []),
    ],
)
def test_only_those_whose_use_stops_are_read_as_barred(text, found):
    assert [span.value for span in find_barred(text)] == found


def test_places_are_read_as_codes_and_only_where_named():
    assert [span.value for span in find_places("stops in Canada and in Illinois")] == [
        "CA",
        "US-IL",
    ]
    assert find_places("stops everywhere but the moon, outside Canada") == []


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("the company said in a blog post", "2"),
        ("its boss told Reuters in an interview", "1"),
        ("under a settlement it will stop", "5"),
        ("it changed its code of conduct", "3"),
    ],
)
def test_the_channel_tells_how_bindingly_a_company_speaks(text, force):
    found = find_channel(text)
    assert found
    assert found.value == force


def test_without_a_channel_nothing_is_said_of_force():
    assert find_channel("the company will stop") is None


# --- exemptions ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "It does not include groups that find children, such as the nonprofit Thorn, the "
            "National Center for Missing and Exploited Children and Marinus Analytics.",
            ["Thorn", "National Center for Missing and Exploited Children", "Marinus Analytics"],
        ),
        (
            "Groups such as Thorn, Marinus Analytics and the International Center for Missing and "
            "Exploited Children keep their access.",
            ["Thorn", "Marinus Analytics",
             "International Center for Missing and Exploited Children"],
        ),
        ("It will continue to work with Thorn and Marinus Analytics.",
         ["Thorn", "Marinus Analytics"]),
        ("The ban does not apply to the Department of Health and Human Services.",
         ["Department of Health and Human Services"]),
        ("An exception is made for the Department of Health and Human Services and Thorn.",
         ["Department of Health and Human Services", "Thorn"]),
        ("Sales stop, except to Thorn, Search and Rescue Society, and the Red Cross.",
         ["Thorn", "Search and Rescue Society", "Red Cross"]),
        ("Thorn may still use it.", ["Thorn"]),
        ("Thorn and Marinus Analytics are exempt.", ["Thorn", "Marinus Analytics"]),
    ],
)  # fmt: skip
def test_names_with_and_in_them_stay_whole_in_lists(text, names):
    assert [one.value for one in find_exempt(text) if one.named] == names
    for one in find_exempt(text):
        assert text[one.start : one.end] == one.value


def test_a_class_without_names_is_read_as_a_class_or_a_use():
    (found,) = find_exempt("The pause does not apply to searches for missing people.")
    assert (found.value, found.kind) == ("searches for missing people", "use")
    (found,) = find_exempt("The pause does not apply to agencies that verify travel papers.")
    assert (found.value, found.kind) == ("agencies that verify travel papers", "customer_class")


@pytest.mark.parametrize(
    "text",
    [
        "The report does not include it.",
        "Nobody is named here.",
        "",
        "It will stop.",
        "Except.",
        "After a month, the tests have ended and will not go on.",
        "Hospitals can go on using it.",
    ],
)
def test_nobody_is_exempt_where_nobody_is_named(text):
    assert find_exempt(text) == []


def test_the_company_and_its_products_are_never_exempt():
    assert (
        find_exempt("It does not include Amazon Rekognition.", frozenset({"amazon rekognition"}))
        == []
    )

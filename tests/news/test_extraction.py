"""The reading of whole texts: who acts, and what is no act at all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.extraction import Act, Reading, explain, read_text
from tests.news.samples import ARTICLE, BOOK, HEADLINE, PUBLISHED_ON


def read(text: str, published_on: date = PUBLISHED_ON) -> list[Reading]:
    return read_text(text, BOOK, published_on)


def acts(text: str, published_on: date = PUBLISHED_ON) -> set[tuple[str, str]]:
    return {(reading.company, str(reading.act)) for reading in read(text, published_on)}


@pytest.fixture(scope="module")
def article():
    readings = read_text(ARTICLE, BOOK, PUBLISHED_ON, headline_length=len(HEADLINE))
    return {reading.slug: reading for reading in readings}


def test_the_article_gives_exactly_two_announcements(article):
    assert {(slug, reading.act) for slug, reading in article.items()} == {
        ("amazon", Act.ANNOUNCE),
        ("ibm", Act.ANNOUNCE),
    }


def test_wednesday_and_monday_are_resolved_against_the_day_of_publication(article):
    assert article["amazon"].values("announced") == ["2020-06-10"]
    assert article["ibm"].values("announced") == ["2020-06-08"]


def test_the_year_ends_on_the_same_day_a_year_later_by_the_rule_of_lengths(article):
    assert article["amazon"].values("length") == ["P12M"]
    end = article["amazon"].first("end")
    assert (end.value, end.rule) == ("2021-06-10", "term.length")
    assert article["amazon"].values("condition") == ["pending federal rules on the technology"]


def test_the_second_company_has_no_term_no_end_and_no_exemptions(article):
    for name in ("term", "length", "end", "condition", "exempt", "whose_use"):
        assert article["ibm"].values(name) == [], name
    assert article["ibm"].values("kind") == ["exit"]


def test_three_organisations_are_exempt_and_the_class_is_their_purpose(article):
    assert article["amazon"].values("exempt") == [
        "Thorn",
        "National Center for Missing and Exploited Children",
        "Marinus Analytics",
    ]
    assert article["amazon"].values("exempt_purpose") == [
        "organisations that help to find victims of trafficking and abuse"
    ]


def test_police_are_barred_from_the_product(article):
    assert article["amazon"].values("whose_use") == ["police"]
    assert article["amazon"].values("product") == ["Amazon Rekognition"]


def test_every_quote_stands_in_the_text_where_the_offsets_say(article):
    for reading in article.values():
        for fact in reading.facts:
            assert ARTICLE[fact.start : fact.end] == fact.quote, fact
            assert 0 < fact.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Campaigners urged Microsoft to stop selling facial recognition to police.",
        "The union asked Amazon to end its facial recognition contracts with the police.",
        "Amazon should stop selling face recognition to the police, a senator said.",
        "Microsoft said it will not stop selling facial recognition software.",
        "Amazon refused to suspend its face recognition service.",
        "Amazon denied that it would end sales of facial recognition.",
        "Microsoft is considering whether to pause facial recognition sales.",
        "The city of Springfield banned police use of facial recognition, including Rekognition.",
        "A bill in the Senate would ban facial recognition made by Amazon and Microsoft.",
        "The Internal Revenue Service is dropping facial recognition from its site.",
        "Microsoft launched a new facial recognition service on Monday.",
        "Meta paused the generation of images of people by its chatbot.",
        "Amazon Rekognition was banned by the city council on Monday.",
        "Target customers stop to have their faces scanned by facial recognition cameras.",
        "In 2019, Microsoft stopped selling facial recognition to a foreign army.",
        "Amazon's critics want facial recognition banned.",
        "Tech companies paused the sale of facial recognition to police.",
        "AT&T would not say whether it uses facial recognition in its shops.",
    ],
)
def test_what_is_no_act_of_a_company_gives_nothing(text):
    assert acts(text) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Microsoft will not sell facial recognition to police.", {("Microsoft", "announce")}),
        ("Facebook is shutting down its facial recognition system.", {("Meta", "announce")}),
        ("Bunnings and Kmart hit pause on facial recognition.", {
            ("Bunnings", "announce"), ("Kmart", "announce")}),
        ("Macy’s pulled the plug on facial recognition in its stores.", {("Macy's", "announce")}),
        ("IBM is getting out of the facial recognition business.", {("IBM", "announce")}),
        ("Police may not use Rekognition for a year, Amazon said.", {("Amazon", "announce")}),
        ("“We do not use facial recognition in shops,” Kmart said.", {("Kmart", "announce")}),
        ("The face scans will end in June, Bunnings confirmed.", {("Bunnings", "announce")}),
        ("Amazon said that police may not use Rekognition for a year.", {("Amazon", "announce")}),
        ("The court ordered Clearview AI to stop selling its face recognition to shops.", {
            ("Clearview AI", "order")}),
        ("Amazon extended its moratorium on police use of facial recognition indefinitely.", {
            ("Amazon", "extend")}),
        ("Amazon is keeping its ban on police use of facial recognition in place.", {
            ("Amazon", "extend")}),
        ("Microsoft narrowed its policy on facial recognition by police.", {
            ("Microsoft", "narrow")}),
        ("Kmart will resume facial recognition in its stores.", {("Kmart", "resume")}),
        ("Bunnings lifted its pause on facial recognition.", {("Bunnings", "end")}),
        ("IBM goes back on its pledge against facial recognition.", {("IBM", "breach")}),
        ("Kmart has no plans to use facial recognition.", {("Kmart", "announce")}),
        ("Microsoft urged Congress to act; Amazon will stop selling facial recognition.", {
            ("Amazon", "announce")}),
    ],
)  # fmt: skip
def test_an_act_is_read_in_many_wordings(text, found):
    assert acts(text) == found


def test_the_company_and_it_stand_for_the_company_named_before():
    text = (
        "Microsoft spoke about facial recognition today. The company will stop selling the "
        "technology to police departments."
    )
    (reading,) = read(text)
    assert (reading.company, reading.act) == ("Microsoft", Act.ANNOUNCE)
    assert [fact.rule for fact in reading.facts if fact.name == "company"] == ["company.referred"]


def test_each_company_of_one_sentence_gets_its_own_term_and_day():
    text = (
        "Police will get no facial recognition from Microsoft until a federal law is passed, "
        "while Amazon barred police from its face recognition for one year on Monday."
    )
    readings = {reading.slug: reading for reading in read(text)}
    assert readings["amazon"].values("length") == ["P12M"]
    assert readings["amazon"].values("announced") == ["2020-06-08"]
    assert readings["microsoft"].values("term") == ["until_condition"]
    assert readings["microsoft"].values("announced") == []


def test_an_old_pledge_told_beside_an_extension_is_background():
    text = (
        "Amazon extended its moratorium on police use of facial recognition on Tuesday. "
        "The company paused police use of the technology last year."
    )
    assert acts(text, date(2021, 5, 19)) == {("Amazon", "extend")}


def test_a_company_the_register_does_not_know_is_proposed_as_new():
    text = "Foodworld Stores will stop using facial recognition in its shops, the retailer said."
    (reading,) = read(text)
    assert (reading.company, reading.slug, reading.known) == ("Foodworld Stores", "", False)
    assert [fact.rule for fact in reading.facts if fact.name == "company"] == ["company.new"]


def test_a_city_is_not_proposed_as_a_new_company():
    assert acts("Portland City Council will stop using facial recognition in its shops.") == set()


def test_without_a_day_of_publication_no_day_is_read_and_no_end_counted():
    (reading,) = read_text(
        "Amazon said on Wednesday it will stop selling facial recognition for a year.", BOOK, None
    )
    assert reading.values("length") == ["P12M"]
    assert reading.values("announced") == reading.values("end") == []


def test_without_a_stated_day_of_announcement_no_end_is_counted():
    (reading,) = read("Amazon will stop selling facial recognition to police for a year.")
    assert reading.values("length") == ["P12M"]
    assert reading.values("end") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00" * 1000,
        "Amazon " * 20_000,
        "facial recognition " * 5_000 + "Amazon stops",
        "will not " * 20_000 + "facial recognition Amazon",
        "Amazon, " * 10_000 + "stop facial recognition",
        "and " * 30_000 + "facial recognition, Amazon stops, such as the A and B and C",
        "A" * 300_000,
        "Amazon stops facial recognition except " + "the National Center for " * 3_000,
        "until " * 20_000 + "Amazon stops facial recognition",
        "“" * 50_000 + "facial recognition Amazon halts",
        "\u202eAmazon \u200bstops\u200d facial recognition" * 100,
        "アマゾンは顔認識を停止します。facial recognition. Amazon stops",
    ],
)
def test_hostile_text_is_read_without_an_exception(text):
    for reading in read(text):
        for fact in reading.facts:
            assert text[fact.start : fact.end] == fact.quote


_PLEDGE_WORDS = (
    "Amazon IBM Microsoft Target will not stop stops facial recognition police until pending for "
    "a year one-year moratorium on Monday June 10 , . and the except such as Thorn National Center "
    "for Missing and Exploited Children extended its ban “ ” \n does include never use by"
)
_WORDS = st.sampled_from(_PLEDGE_WORDS.split(" "))


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=80).map(" ".join))
def test_any_heap_of_pledge_words_is_read_without_an_exception(text):
    for reading in read(text):
        for fact in reading.facts:
            assert text[fact.start : fact.end] == fact.quote


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text_and_any_day_is_read_without_an_exception(text, day):
    read_text(f"{text} Amazon stops facial recognition on Monday for a year. {text}", BOOK, day)


def test_an_extension_worded_like_an_announcement_is_told_by_the_earlier_pledge():
    text = (
        "Amazon will block police indefinitely from using its facial recognition. A year ago "
        "Amazon halted sales of Rekognition to police for 12 months."
    )
    (reading,) = read(text, date(2021, 5, 19))
    assert reading.act == Act.EXTEND
    assert [fact.rule for fact in reading.facts if fact.name == "act"] == [
        "extend.after_an_earlier_one"
    ]


def test_what_is_resumed_against_a_promise_is_a_breach():
    resumed = "Kmart resumes facial recognition in its stores."
    assert acts(resumed) == {("Kmart", "resume")}
    assert acts(f"{resumed} In 2018 the chain said it would never use it.") == {("Kmart", "breach")}


def test_an_earlier_denial_is_told_from_one_of_today():
    shown = "Documents show that a trial of facial recognition began in April."
    assert acts(f"In May Kmart said it did not use facial recognition. {shown}") == {
        ("Kmart", "breach")
    }
    assert acts(f"Kmart said it does not use facial recognition. {shown}") == {
        ("Kmart", "announce")
    }


def test_what_a_company_had_denied_and_somebody_found_is_a_breach():
    denied = "Kmart had told customers that it does not use facial recognition."
    assert acts(denied) == {("Kmart", "announce")}
    shown = f"{denied} Footage from a shop in June shows faces being matched with a list."
    (reading,) = read(shown)
    assert reading.act == Act.BREACH
    (rule,) = [fact.rule for fact in reading.facts if fact.name == "act"]
    assert rule == "breach.shown_otherwise"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Kmart is making it possible again for shops to scan faces of shoppers.", "resume"),
        ("Two years after it was taken out, Kmart tests facial recognition once more.", "resume"),
        ("Kmart did not renew its promise not to use facial recognition.", "end"),
        ("Kmart let its pledge on face scans in shops run out.", "end"),
        ("Microsoft's one-year ban on facial recognition for police, which was due to end in May, "
         "will stay.", "extend"),
        ("Though Kmart agreed not to scan faces, a shop in Perth matched them.", "breach"),
        ("Customers will lose access to facial analysis, Kmart said.", "announce"),
        ("Face matching is no longer available to police, Kmart said.", "announce"),
        ("Kmart said that facial recognition would not ship with its app.", "announce"),
        ("Face scanners were removed from tills by the discounter Kmart.", "announce"),
        ("The tests of facial recognition have come to an end, Kmart said.", "announce"),
        ("Kmart will erase the faceprints of its customers.", "announce"),
        ("Kmart's photo app no longer groups faces.", "announce"),
        ("Paying by face is no longer an option, Kmart said.", "announce"),
        ("Facial recognition withdrawn by Kmart in two cities", "announce"),
        ("Microsoft's ban on face recognition for police, declared in 2019, has been renewed.",
         "extend"),
        ("Kmart, having taken facial recognition out, has put it back in two shops.", "resume"),
        ("Microsoft police face recognition ban goes from temporary to permanent", "extend"),
    ],
)  # fmt: skip
def test_rarer_wordings_are_read_too(text, act):
    assert {found for _, found in acts(text)} == {act}


@pytest.mark.parametrize(
    "text",
    [
        "Kmart said that its facial recognition cameras do not store faces.",
        "Kmart sees no reason to stop facial recognition.",
        "Kmart is expected to drop facial recognition.",
        "Kmart gets rid of loyalty cards; shoppers will pay by facial recognition.",
        "Kmart will drop fingerprint readers as facial recognition grows.",
        "Kmart's facial recognition keeps out people who are barred from its shops.",
        "Kmart never asked shoppers before it scanned their faces.",
        "Kmart's sensor ends blur, and its face detection works in the dark.",
        "The bill would stop chains such as Kmart from using facial recognition.",
    ],
)
def test_a_defence_a_guess_and_another_matter_are_no_acts(text):
    assert acts(text) == set()


def test_a_regulator_that_bars_a_company_binds_it_and_a_city_that_bars_the_police_does_not():
    assert acts("The FTC bans Kmart from using facial recognition for five years.") == {
        ("Kmart", "order")
    }
    assert acts("The city bans police from using facial recognition of Microsoft.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft widened its ban on facial recognition to all police forces abroad.",
        "Microsoft extended its police ban on facial recognition to private security firms.",
        "Microsoft broadened its pause to cover all face matching.",
        "Microsoft removed the exemption for airports from its ban on facial recognition.",
        "Microsoft's ban on police use of facial recognition now covers federal agencies.",
        "Microsoft will also bar private firms from its face recognition. "
        "In 2018, Microsoft stopped selling facial recognition to police.",
    ],
)
def test_a_pledge_that_shuts_out_more_is_widened(text):
    assert acts(text) == {("Microsoft", "widen")}


@pytest.mark.parametrize(
    "text",
    [
        "Kmart must stop using facial recognition, the privacy commissioner ruled.",
        "A court has forbidden Kmart to identify shoppers by facial recognition.",
        "Under a settlement, Kmart will no longer use facial recognition in its shops.",
        "Kmart agreed to settle the lawsuit and will stop using facial recognition.",
        "Kmart banned from using facial recognition by the regulator",
        "Kmart switched off its facial recognition after a regulator's order.",
        "Kmart ends its use of facial recognition. A court ordered the chain to stop using it.",
    ],
)
def test_what_a_court_a_regulator_or_a_settlement_lays_on_a_company_is_an_order(text):
    (reading,) = read(text)
    assert (reading.company, reading.act) == ("Kmart", Act.ORDER)
    (fact,) = [fact for fact in reading.facts if fact.name == "act"]
    assert fact.rule == "order.binds"
    assert text[fact.start : fact.end] == fact.quote


@pytest.mark.parametrize(
    "text",
    [
        "Kmart stopped using facial recognition in order to protect customers.",
        "Kmart will not use facial recognition for online orders.",
        "Kmart said it settled on a rule: it will not use facial recognition.",
        "Kmart told customers that it will stop using facial recognition.",
    ],
)
def test_a_company_that_decides_by_itself_is_under_no_order(text):
    assert acts(text) == {("Kmart", "announce")}


def test_what_is_lifted_and_resumed_in_one_text_is_told_once():
    text = (
        "Kmart lifted its pause on facial recognition. "
        "The chain will resume facial recognition in June."
    )
    assert acts(text) == {("Kmart", "end")}


def test_every_rule_of_a_fact_is_explained():
    texts = [ARTICLE, "Kmart resumes facial recognition after its promise not to use it."]
    for text in texts:
        for reading in read(text):
            for fact in reading.facts:
                assert explain(fact.rule), fact.rule

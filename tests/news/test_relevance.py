"""Why a text matches, and why it is skipped."""

from news.relevance import judge
from tests.news.samples import ARTICLE, BOOK


def test_the_article_matches_with_its_companies_topic_and_acts():
    judgement = judge(ARTICLE, BOOK)
    assert judgement.matched
    found = {(reason.what, reason.words) for reason in judgement.reasons}
    assert ("company", "Amazon") in found
    assert ("company", "IBM") in found
    assert ("topic", "face recognition") in found
    assert any(what == "act" for what, _ in found)
    for reason in judgement.reasons:
        assert ARTICLE[reason.start : reason.end] == reason.words


def test_a_text_without_facial_recognition_is_skipped_and_says_so():
    judgement = judge("Amazon will stop selling plastic bags.", BOOK)
    assert not judgement.matched
    assert judgement.skipped == "It does not speak of facial recognition."


def test_a_text_in_which_nothing_stops_is_skipped_and_says_so():
    judgement = judge("Amazon shows its new face recognition.", BOOK)
    assert judgement.skipped == "Nothing in it is stopped, limited, extended or resumed."


def test_a_company_new_to_the_register_does_not_keep_a_text_out():
    assert judge("Foodworld will stop its facial recognition.", BOOK).matched


def test_a_product_counts_as_the_topic():
    assert judge("Police may no longer use Rekognition, which is paused.", BOOK).matched

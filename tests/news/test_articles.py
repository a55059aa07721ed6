"""Articles from files and pages, honest and hostile."""

from datetime import date

import pytest

from news.articles import MOST_BYTES, NotAnArticle, load_article, read_article_bytes
from outbound.fetching import Blocked, Fetched
from tests.news.samples import ARTICLE, BODY, HEADLINE

PARAGRAPHS = "".join(f"<p>{part}</p>" for part in BODY.strip().split("\n\n"))
PAGE = f"""<!DOCTYPE html><html><head><title>{HEADLINE} | Example News</title>
<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2020-06-10T14:05:00-04:00">
<link rel="canonical" href="https://news.example/a?utm_source=x">
<style>p {{ color: red }}</style><script>var tracked = "<p>script text</p>";</script></head>
<body><nav><p>Home</p></nav><aside><p>Subscribe to our newsletter now</p></aside>
<article><h1>{HEADLINE}</h1>{PARAGRAPHS}<form><p>Leave a comment</p></form></article>
<footer><p>All rights reserved</p></footer></body></html>"""


def test_a_text_file_gives_its_first_line_as_headline():
    article = read_article_bytes(ARTICLE.encode())
    assert article.title == HEADLINE
    assert article.text == BODY.strip()


def test_a_text_without_a_headline_of_its_own_stays_whole():
    article = read_article_bytes(b"Only a text\nover two lines.")
    assert (article.title, article.text) == ("", "Only a text\nover two lines.")


def test_a_page_gives_headline_text_publisher_day_and_address_and_nothing_else():
    article = read_article_bytes(PAGE.encode())
    assert article.title == HEADLINE
    assert article.publisher == "Example News"
    assert article.published_on == date(2020, 6, 10)
    assert article.url == "https://news.example/a"
    assert article.text == BODY.strip()


def test_notices_and_lists_of_other_stories_are_left_out_of_a_page_without_an_article_element():
    notice = "<p>We use cookies to improve your experience and to show you other content.</p>"
    related = "<ul><li><a href='/x'>Another company pauses something altogether</a></li></ul>"
    letter = "<p>Sign up for our newsletter to get the best stories every morning, for free.</p>"
    page = (
        f"<html><head><title>{HEADLINE}</title></head><body><div class='cookie-banner'>{notice}"
        f"</div><div id='main'><div class='story-body'>{PARAGRAPHS}</div><div class='related'>"
        f"{related}</div><div class='newsletter'>{letter}</div></div></body></html>"
    )
    assert read_article_bytes(page.encode()).text == BODY.strip()


def test_the_day_of_a_page_is_read_from_linked_data_and_from_its_time_element():
    linked = '<script type="application/ld+json">[{"datePublished": "2020-06-10T01:00Z"}]</script>'
    page = f"<html><head>{linked}</head><body><p>{BODY}</p></body></html>"
    assert read_article_bytes(page.encode()).published_on == date(2020, 6, 10)
    page = f'<html><body><time datetime="2020-06-09">x</time><p>{BODY}</p></body></html>'
    assert read_article_bytes(page.encode()).published_on == date(2020, 6, 9)


def test_the_declared_character_set_is_used_and_windows_text_is_not_lost():
    assert read_article_bytes("Üb\n\n“für”".encode("cp1252")).text == "“für”"
    assert read_article_bytes("Üb\n\nfür".encode("utf-16")).title == "Üb"
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>für alle</p></body></html>'
    assert read_article_bytes(page.encode("latin-1")).text == "für alle"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x7fELF" + bytes(range(256)) * 20, "binary"),
        (b"x" * (MOST_BYTES + 1), "MB"),
        (b"<html><body><script>x</script></body></html>", "no text"),
        (b"<html><body>" + b"<div>" * 5_000 + b"x", "nests"),
    ],
)
def test_what_is_no_article_is_refused_with_what_to_do(raw, words):
    with pytest.raises(NotAnArticle, match=words):
        read_article_bytes(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"<p>" * 20_000 + b"text",
        b"<html><body><p " + b'a="b" ' * 20_000 + b">text</p>",
        b"<html><body><!--" * 5_000 + b"<p>text</p>",
        b"<html><p>text</p>" + b"<![CDATA[" * 1_000,
        b'<html><script type="application/ld+json">' + b"[" * 50_000 + b"</script><p>text</p>",
        b'<html><script type="application/ld+json">{"datePublished": 7}</script><p>text</p>',
        b"<html><p>text &#0; &#x110000; &bogus; \x00</p>",
    ],
)
def test_a_soup_of_html_never_raises_anything_but_the_refusal(raw):
    try:
        article = read_article_bytes(raw)
    except NotAnArticle:
        return
    assert "\x00" not in article.text


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    with pytest.raises(NotAnArticle, match="No such file"):
        load_article(str(tmp_path / "missing.txt"))
    with pytest.raises(NotAnArticle, match="folder"):
        load_article(str(tmp_path))
    with pytest.raises(NotAnArticle, match="cannot be read"):
        load_article("a\x00b")


def test_an_article_is_read_from_its_address():
    def fetcher(url):
        return Fetched(url, 200, PAGE.encode(), {"content-type": "text/html"})

    article = load_article("https://news.example/a", fetcher=fetcher)
    assert (article.title, article.url) == (HEADLINE, "https://news.example/a")


def test_an_address_that_fails_or_answers_with_an_error_is_refused():
    def blocked(url):
        raise Blocked("its host is not on the public internet.")

    with pytest.raises(NotAnArticle, match="not on the public internet"):
        load_article("http://127.0.0.1/", fetcher=blocked)
    with pytest.raises(NotAnArticle, match="answered 404"):
        load_article("https://news.example/a", fetcher=lambda url: Fetched(url, 404, b"gone"))


def test_without_another_fetcher_the_guarded_one_is_used():
    with pytest.raises(NotAnArticle, match="public internet"):
        load_article("http://127.0.0.1:8080/")
    with pytest.raises(NotAnArticle, match="only http and https"):
        load_article("ftp://news.example/")

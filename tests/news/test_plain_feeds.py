"""What is read the short way says what feedparser says, to the letter; else it is not read so."""

from datetime import UTC, datetime

import pytest

from news.parsing import reading
from news.parsing.entries import Document, NotAFeed
from news.parsing.plain import read_plainly
from tests.news.feed_writer import Writer

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ADDRESS = "https://news.example/feed"
BLOG = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
  <title>A blog &#8211; news</title>
  <atom:link href="https://blog.example/feed/" rel="self" type="application/rss+xml" />
  <link>https://blog.example</link>
  <description>What we do</description>
  <lastBuildDate>Wed, 10 Jun 2020 12:00:00 +0000</lastBuildDate>
  <language>en-US</language>
  <sy:updatePeriod> hourly </sy:updatePeriod>
  <sy:updateFrequency> 1 </sy:updateFrequency>
  <generator>https://made.example/?v=5.4</generator>
  <image><url>https://blog.example/i.png</url><title>Picture</title>
    <link>https://blog.example</link><width>32</width><height>32</height></image>
  <item>
    <title>Why we pause &#038; what follows</title>
    <link>https://blog.example/2020/06/10/why/?utm_source=rss&#038;utm_medium=rss</link>
    <comments>https://blog.example/2020/06/10/why/#respond</comments>
    <dc:creator><![CDATA[An Author]]></dc:creator>
    <pubDate>Wed, 10 Jun 2020 11:00:00 +0000</pubDate>
    <category><![CDATA[News]]></category>
    <guid isPermaLink="false">https://blog.example/?p=1</guid>
    <description><![CDATA[<p>In short &#8230; [&hellip;]</p>]]></description>
    <content:encoded><![CDATA[<p>At “length”.</p><p>Second<br/>line</p>]]></content:encoded>
    <wfw:commentRss>https://blog.example/2020/06/10/why/feed/</wfw:commentRss>
    <slash:comments>3</slash:comments>
  </item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title type="text">A site</title><id>tag:site.example,2020:feed</id>
  <updated>2020-06-10T12:00:00Z</updated>
  <link rel="alternate" type="text/html" href="https://site.example/"/>
  <link rel="self" type="application/atom+xml" href="https://site.example/atom.xml"/>
  <author><name>Site</name></author>
  <entry>
    <title>Café reopens</title><id>tag:site.example,2020:1</id>
    <link rel="alternate" type="text/html" href="https://site.example/1" title="Café reopens"/>
    <link rel="replies" type="application/atom+xml" href="https://site.example/1/comments"/>
    <published>2020-06-09T12:00:00+02:00</published><updated>2020-06-10T12:00:00Z</updated>
    <category term="news"/><author><name>A</name><uri>https://site.example/a</uri></author>
    <summary>Short</summary>
    <content type="html">&lt;p&gt;The whole &amp;amp; more of it&lt;/p&gt;</content>
  </entry>
</feed>"""
SEARCH = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
  <title>"words" - Search</title><link>https://search.example/search?q=words&amp;hl=en</link>
  <ttl>60</ttl><skipHours><hour>3</hour></skipHours>
  <item><title>Firm stops - The Paper</title>
    <link>https://search.example/articles/CBMi0gFBVV95cUxQ?oc=5</link>
    <guid isPermaLink="false">CBMi0gFBVV95cUxQ</guid>
    <pubDate>Wed, 10 Jun 2020 07:00:00 GMT</pubDate>
    <description>&lt;a href="https://x.example" target="_blank"&gt;Firm&lt;/a&gt;</description>
    <source url="https://paper.example">The Paper</source>
    <media:content url="https://x.example/i.jpg" medium="image">
      <media:credit scheme="urn:ebu">Agency</media:credit></media:content></item>
</channel></rss>"""


def outcome(raw):
    try:
        return reading.parse_feed(Document(raw, "application/xml", ADDRESS), NOW)
    except NotAFeed as error:
        return str(error)


def by_feedparser(raw, monkeypatch):
    with monkeypatch.context() as only_feedparser:
        only_feedparser.setattr(reading, "read_plainly", lambda text: None)
        return outcome(raw)


@pytest.mark.parametrize("text", [BLOG, ATOM, SEARCH])
def test_usual_feeds_are_read_the_short_way_with_the_same_result(text, monkeypatch):
    assert read_plainly(text) is not None
    found = outcome(text.encode())
    assert found == by_feedparser(text.encode(), monkeypatch)
    assert len(found.entries) == 1
    assert found.entries[0].text
    assert found.entries[0].url
    assert found.marks


@pytest.mark.parametrize("seed", range(8))
def test_feeds_of_every_sort_are_read_as_feedparser_reads_them(seed, monkeypatch):
    writer, taken = Writer(seed), 0
    for _ in range(150):
        text = writer.document()
        assert outcome(text.encode()) == by_feedparser(text.encode(), monkeypatch), text
        taken += read_plainly(text) is not None
    assert 20 < taken < 150  # both ways were put to the test


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa">]>' + BLOG,
        BLOG.replace("An Author", "An Author]]><![CDATA[<!DOCTYPE x>"),
        BLOG.replace("<title>Why", "<title>&undeclared; Why"),
        BLOG.replace("<title>Why", "<title><title>Why</title>"),
        BLOG.replace("<category>", '<category xml:base="https://other.example/">'),
        BLOG.replace("xmlns:dc=", "xmlns:content2="),
        BLOG.replace("<language>", "<link>https://other.example/</link><language>"),
        ATOM.replace('type="html"', 'type="xhtml"'),
        ATOM.replace("<summary>", "<source><title>Other</title></source><summary>"),
        ATOM.replace("</entry>", "</entry><title>Late</title>"),
        ATOM.replace("</feed>", ""),
        "<rss/>",
        "<html/>",
        "",
        "<a>" * 100_000,
    ],
)
def test_in_doubt_nothing_is_read_the_short_way(text):
    assert read_plainly(text) is None

"""Writes feeds of every sort by chance: usual ones, and ones with something odd in any place."""

import random

NAMES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "atom": "http://www.w3.org/2005/Atom",
}
TEXTS = [
    "Plain words",
    "Two  blanks\n and a line",
    "Café “ban” – 顔認識",
    "<![CDATA[<p>In <b>CDATA</b> &amp; so</p>]]>",
    "",
    " ",
    "5 &lt; 6 &amp; 7 &gt; 2",
    "A &amp;amp; B",
    "&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two &amp;nbsp; &amp;eacute;&lt;/p&gt;",
    "before <![CDATA[<br>]]> after",
    "CafÃ©",
    "naïve",
    "tab\tand&#10;line&#160;end",
    "<b>real</b> markup",
    "&#8217;",
    "a<!-- hidden -->b",
    "a<?pi x?>b",
    "<![CDATA[a]]><![CDATA[b]]>",
    "\u0085next\u0093",
    "&lt;script&gt;x()&lt;/script&gt;y",
    "\u200b",
    "<![CDATA[<owner>" + "x" * 400 + "</owner>]]>",
    "&nbsp;",
    "<![CDATA[]]>",
    "&#x1F600;",
    "x" * 500,
]
LINKS = [
    "https://n.example/1",
    "http://n.example/a?b=1&amp;c=2",
    "https://n.example",
    "https://n.example/4#part",
    " https://n.example/2 ",
    "/relative",
    "//n.example/3",
    "https://n.example/5?",
    "HTTPS://N.Example/6",
    "https://n.example/a;b=1",
    "https://n.example/&amp;amp;x",
    "javascript:alert(1)",
    "",
    "https://n.example/é",
    "https://n.example:8080/7/",
    "https:///n.example/8",
    "https://n.example/a b",
    "http://n.example/?u=http://x/y",
    "tag:n.example,2020:1",
    "urn:uuid:1",
    "42",
    "tag://n.example/1",
    "https://n.example/../9",
    "http://n.example//x",
]
DATES = [
    "Wed, 10 Jun 2020 12:00:00 GMT",
    "2020-06-10T12:00:00Z",
    "2020-06-10",
    "Wed, 10 Jun 2020 12:00:00 +0200",
    "soon",
    "",
    "June 10, 2020",
    "<![CDATA[2020-06-10]]>",
    "2" * 120,
    "10/06/2020",
    "2099-01-01",
]


class Writer:
    """Writes feeds of every sort, usual ones more often than odd ones."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.oddness = 0.0

    def document(self):
        self.oddness = self.chance.choice([0, 0.003, 0.01, 0.03, 0.1, 0.3])
        return self.chance.choice([self.rss, self.atom])()

    def odd(self):
        return self.chance.random() < self.oddness

    def one(self, several):
        return self.chance.choice(several if self.odd() else several[:4])

    def some(self, most):
        return range(self.chance.randint(0, most) if self.odd() else 1)

    def maybe(self, usual, odd=""):
        return odd if self.odd() else usual

    def few(self, several):
        """Some of them; the first few are usual."""
        several = several if self.odd() else several[:10]
        return self.chance.sample(several, self.chance.randint(0, 3))

    def element(self, name, value, attributes=""):
        attributes = attributes or self.maybe(
            "",
            self.one(
                [
                    ' type="html"',
                    ' type="xhtml"',
                    ' xml:lang="en"',
                    ' xml:base="http://b.example/"',
                    ' base="http://b.example/"',
                    ' lang="de"',
                    ' mode="base64"',
                    ' Type="HTML"',
                    ' src="/x"',
                ]
            ),
        )
        return f"<{name}{attributes}>{value}</{name}>" + self.maybe(
            "", self.one(["\n", " x ", "<!-- -->"])
        )

    def root(self, name, more):
        declared = [f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items()]
        wrong = self.one(["content", "dc", "media", "x"])
        odd = [*declared[1:], f' xmlns:{wrong}="{self.one(list(NAMES.values()))}"']
        if any(odd.count(one) > 1 for one in odd) or wrong in ("dc", "media"):
            odd = declared
        return f"<{name}{more}{''.join(self.maybe(declared, odd))}>"

    def shuffled(self, parts):
        if self.chance.random() < 0.5:
            self.chance.shuffle(parts)
        return "".join(parts)

    def rss(self):
        head = [self.element("title", self.one(TEXTS)) for _ in self.some(2)]
        head += [self.element("link", self.one(LINKS)) for _ in self.some(2)]
        head += [self.element("description", self.one(TEXTS))]
        head += self.few(
            [
                "<ttl>60</ttl>",
                "<language>en-gb</language>",
                '<atom:link href="https://n.example/feed" rel="self" type="application/rss+xml"/>',
                "<lastBuildDate>Wed, 10 Jun 2020</lastBuildDate>",
                "<image><url>https://n.example/i.png</url><title>Picture</title><link>https://n.example/i</link></image>",
                "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
                "<skipHours><hour>3</hour></skipHours>",
                "<skipDays><day>Sunday</day></skipDays>",
                "<generator>x</generator>",
                '<cloud domain="x" port="80"/>',
                "<textInput><title>T</title></textInput>",
                "<ttl> 90 </ttl>",
                "<ttl>often</ttl>",
                "<unknown>thing</unknown>",
                '<atom:link href="https://n.example/x"/>',
                "<managingEditor>a@b.example</managingEditor>",
                "<media:title>M</media:title>",
                '<category domain="d">c</category>',
                "<copyright>c</copyright>",
                "<dc:date>2020-01-01</dc:date>",
            ]
        )
        items = "".join(self.item() for _ in range(self.chance.randint(0, 4)))
        late = self.maybe("", "<title>Late</title>")
        version = self.maybe(
            ' version="2.0"', self.one([' version="0.91"', "", ' xml:base="http://b.example/"'])
        )
        inside = f"{self.shuffled(head)}{items}{late}"
        return f"{self.root('rss', version)}<channel>{inside}</channel></rss>"

    def item(self):
        parts = [self.element("title", self.one(TEXTS)) for _ in self.some(2)]
        parts += [self.element("link", self.one(LINKS)) for _ in self.some(2)]
        parts += [self.element("description", self.one(TEXTS)) for _ in self.some(2)]
        parts += [
            self.element(
                "guid",
                self.one(LINKS),
                self.one(
                    ["", ' isPermaLink="false"', ' isPermaLink="true"', ' ispermalink="False"']
                ),
            )
            for _ in self.some(2)
        ]
        parts += [self.element("pubDate", self.one(DATES)) for _ in self.some(2)]
        parts += self.few(
            [
                self.element("content:encoded", self.one(TEXTS)),
                self.element("dc:creator", self.one(TEXTS)),
                self.element("dc:date", self.one(DATES)),
                "<comments>https://n.example/c</comments>",
                self.element("category", self.one(TEXTS), ' domain="d"'),
                "<author>a@b.example (A)</author>",
                '<enclosure url="https://n.example/e.mp3" length="1" type="audio/mpeg"/>',
                '<source url="https://s.example/feed">Source</source>',
                "<slash:comments>3</slash:comments>",
                '<media:content url="m.jpg"><media:credit>C</media:credit></media:content>',
                '<media:thumbnail url="x"/>',
                '<media:content url="x"><media:title>M</media:title></media:content>',
                "<media:description>D</media:description>",
                "<media:group><media:content/></media:group>",
                '<atom:link rel="self" href="https://n.example/self"/>',
                '<atom:link href="https://n.example/alt"/>',
                "<image><url>u</url><title>Picture</title></image>",
                "<unknown>thing</unknown>",
                "<body>b</body>",
                "<wfw:commentRss>https://n.example/cr</wfw:commentRss>",
                "<summary>S</summary>",
                "<id>i</id>",
                '<svg xmlns="http://www.w3.org/2000/svg"><title>V</title></svg>',
                "<modified>2020-01-01</modified>",
                "<dc:subject>S</dc:subject>",
                '<media:thumbnail url="x">y</media:thumbnail>',
                "stray words",
            ]
        )
        return self.element("item", self.shuffled(parts), self.maybe("", ' rdf:about="x"')[:0])

    def atom(self):
        head = [self.element("title", self.one(TEXTS)), self.element("id", self.one(LINKS))]
        head += [self.link() for _ in self.some(3)]
        head += self.few(
            [
                "<updated>2020-06-10T00:00:00Z</updated>",
                "<subtitle>s</subtitle>",
                "<icon>/i.png</icon>",
                "<author><name>A</name><uri>https://n.example/a</uri><email>a@b.example</email></author>",
                '<generator uri="https://g.example/" version="1">G</generator>',
                "<rights>r</rights>",
                '<link rel="hub" href="https://h.example/"/>',
                '<category term="t"/>',
                "<logo>l</logo>",
            ]
        )
        entries = "".join(self.entry() for _ in range(self.chance.randint(0, 4)))
        namespace = self.maybe(
            ' xmlns="http://www.w3.org/2005/Atom"',
            self.one(
                [
                    "",
                    ' xmlns="http://purl.org/atom/ns#" version="0.3"',
                    ' xmlns="http://www.w3.org/2005/atom"',
                ]
            ),
        )
        return f"{self.root('feed', namespace)}{self.shuffled(head)}{entries}</feed>"

    def link(self):
        attributes = self.one(
            [
                "",
                ' rel="alternate"',
                ' type="text/html"',
                ' rel="alternate" type="text/html"',
                ' rel="self"',
                ' rel="enclosure" type="audio/mpeg"',
                ' type="application/json"',
                ' rel="Alternate"',
                ' rel="related"',
                ' rel="strange"',
                ' type="application/xhtml+xml"',
            ]
        )
        href = self.one(LINKS)
        return self.maybe(f'<link{attributes} href="{href}"/>', f"<link>{href}</link>")

    def entry(self):
        parts = [
            self.element(
                "title",
                self.one(TEXTS),
                self.one(["", ' type="text"', ' type="html"', ' type="xhtml"']),
            )
            for _ in self.some(2)
        ]
        parts += [self.element("id", self.one(LINKS)) for _ in self.some(2)]
        parts += [self.link() for _ in self.some(3)]
        types = [
            "",
            ' type="html"',
            ' type="text"',
            ' type="text/html"',
            ' type="xhtml"',
            ' type="text/plain"',
            ' type="image/png"',
        ]
        parts += [
            self.element(name, self.one(TEXTS), self.one(types))
            for name in ("summary", "content")
            for _ in self.some(2)
        ]
        parts += [
            self.element(name, self.one(DATES))
            for name in ("published", "updated")
            for _ in self.some(2)
        ]
        parts += self.few(
            [
                "<author><name>A</name></author>",
                "<contributor><name>B</name></contributor>",
                '<category term="t" label="l"/>',
                "<source><title>S</title><id>x</id></source>",
                '<media:thumbnail url="x"/>',
                "<rights>r</rights>",
                "<dc:creator>c</dc:creator>",
                "<created>2020-01-01</created>",
                "<issued>2020-01-01</issued>",
                "<media:group><media:title>M</media:title></media:group>",
                "<author>plain</author>",
            ]
        )
        return self.element("entry", self.shuffled(parts))

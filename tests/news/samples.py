"""Texts and names for the tests of the intake, all in our own words."""

from datetime import date

from news.extraction import KnownName, NameBook

PUBLISHED_ON = date(2020, 6, 10)  # a Wednesday
HEADLINE = "Amazon pauses police use of its face recognition tool for a year"
BODY = """\
Amazon will keep police from using its facial recognition software for one year pending federal \
rules on the technology, the company said in a blog post on Wednesday.

Campaigners had pressed the company for years to stop selling it to officers. “This should become \
a permanent ban,” said a lawyer of one of the groups, who called on other vendors to follow.

“We hope this one-year moratorium gives lawmakers time to act,” the company wrote.

Amazon Rekognition's pause does not apply to organisations that help to find victims of \
trafficking and abuse, such as the nonprofit Thorn, the National Center for Missing and Exploited \
Children and Marinus Analytics.

In July 2018 a test by a civil liberties group had matched 28 lawmakers wrongly with mug shots; \
Amazon said at the time that the settings were wrong.

The step followed a similar commitment by IBM on Monday, when its chief executive Arvind Krishna \
told Congress in a letter that the company would no longer offer general purpose facial \
recognition.
"""
# The same without its last paragraph: a report of one company only.
ON_AMAZON = BODY[: BODY.index("The step followed")]
ARTICLE = f"{HEADLINE}\n\n{BODY}"

NAMES = (
    KnownName("Amazon", "amazon", "Amazon"),
    KnownName("Amazon Web Services", "amazon", "Amazon", "alias"),
    KnownName("Rekognition", "amazon", "Amazon", "product"),
    KnownName("IBM", "ibm", "IBM"),
    KnownName("International Business Machines", "ibm", "IBM", "former"),
    KnownName("Microsoft", "microsoft", "Microsoft"),
    KnownName("Meta", "meta", "Meta"),
    KnownName("Facebook", "meta", "Meta", "former"),
    KnownName("Ring", "ring", "Ring"),
    KnownName("Target", "target", "Target"),
    KnownName("Gap", "gap", "Gap"),
    KnownName("Axon", "axon", "Axon"),
    KnownName("Macy's", "macys", "Macy's"),
    KnownName("AT&T", "att", "AT&T"),
    KnownName("Johnson & Johnson", "jnj", "Johnson & Johnson"),
    KnownName("Kmart", "kmart", "Kmart"),
    KnownName("Bunnings", "bunnings", "Bunnings"),
    KnownName("clearview.ai", "clearview", "Clearview AI", "domain"),
    KnownName("Clearview AI", "clearview", "Clearview AI"),
    KnownName("Internal Revenue Service", "irs", "Internal Revenue Service", "public_body"),
)
BOOK = NameBook(NAMES)

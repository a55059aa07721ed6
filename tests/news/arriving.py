"""Articles that arrive in the tests of the desk: copies of one report, and another report."""

from datetime import UTC, datetime
from typing import Any

from news import services
from news.articles import Article
from tests.news.samples import HEADLINE, ON_AMAZON, PUBLISHED_ON

AT = datetime(2021, 6, 11, 9, 0, tzinfo=UTC)
OTHER_REPORT = """\
Officers will have to do without Amazon's face matching for a while. Amazon will keep police from \
using its facial recognition software for one year, the company said on Wednesday, two days after \
a rival had given up the business, and after weeks of marches in many cities against the ways of \
police departments. Amazon did not say which departments had used the tool so far.
"""


def arrive(number: int, *, headline: str = HEADLINE, body: str = ON_AMAZON, **fields):
    """Take in and read one article of an outlet, by default a copy of the sample."""
    values: dict[str, Any] = {
        "published_on": PUBLISHED_ON,
        "url": f"https://outlet{number}.example/story",
    }
    values |= {"publisher": f"Outlet {number}", **fields}
    entry = services.take_in_article(Article(headline, body, **values), at=AT)
    services.read_entry(entry)
    entry.refresh_from_db()
    return entry

"""What search engines read of a page: schema.org descriptions as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from companies.models import Company
from moratoriums.models import Pledge
from website.datasets.models import DatasetVersion
from website.datasets.papers import KEYWORDS, LICENCE, SAYS, TITLE
from website.serving.days import Asked
from website.taking.citing import AUTHOR

CONTEXT = "https://schema.org"


def _site() -> dict[str, Any]:
    return {"@type": "Organization", "name": AUTHOR, "url": f"{settings.SITE_URL}/"}


def breadcrumbs(*steps: tuple[str, str]) -> dict[str, Any]:
    """Return the way from the front page to a page: names with addresses of this site."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": f"{settings.SITE_URL}{address}",
            }
            for position, (name, address) in enumerate((("Front page", "/"), *steps), 1)
        ],
    }


def pledge_data(pledge: Pledge, description: str) -> dict[str, Any]:
    """Describe the page of a record: an article of ours about an organisation.

    It is no ClaimReview: nobody here rates whether a claim is true.
    """
    article: dict[str, Any] = {
        "@type": "Article",
        "headline": pledge.title,
        "description": description,
        "url": f"{settings.SITE_URL}{pledge.get_absolute_url()}",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": LICENCE["path"],
        "publisher": _site(),
        "author": _site(),
        "about": {"@type": "Organization", "name": pledge.company.name},
        "version": pledge.version,
    }
    if pledge.published_at:
        article["datePublished"] = pledge.published_at.isoformat(timespec="seconds")
    if pledge.checked_on:
        article["dateModified"] = pledge.checked_on.isoformat()
    steps = (
        (pledge.company.name, pledge.company.get_absolute_url()),
        (pledge.title, pledge.get_absolute_url()),
    )
    return _graph(article, breadcrumbs(*steps))


def company_data(company: Company, description: str) -> dict[str, Any]:
    """Describe the page of an organisation: a page about it, not the organisation's own."""
    address = company.get_absolute_url()
    about: dict[str, Any] = {"@type": "Organization", "name": company.name}
    if company.wikidata_id:
        about["sameAs"] = f"https://www.wikidata.org/wiki/{company.wikidata_id}"
    page = {
        "@type": "CollectionPage",
        "name": f"{company.name}: facial-recognition pledges",
        "description": description,
        "url": f"{settings.SITE_URL}{address}",
        "license": LICENCE["path"],
        "publisher": _site(),
        "about": about,
    }
    steps = (("Companies", "/companies/"), (company.name, address))
    return _graph(page, breadcrumbs(*steps))


def dataset_data(version: DatasetVersion) -> dict[str, Any]:
    """Describe a frozen version as a data set with its archive."""
    with override(settings.LANGUAGE_CODE):  # one description, whichever page carries it
        address = version.get_absolute_url()
    described = {
        **_dataset(),
        "url": f"{settings.SITE_URL}{address}",
        "version": version.name,
        "datePublished": version.as_of.isoformat(),
        "distribution": [_archive(version)],
    }
    steps = (("Data", "/data/"), (f"Version {version.name}", address))
    return _graph(described, breadcrumbs(*steps))


def catalogue(versions: Sequence[DatasetVersion]) -> dict[str, Any]:
    """Describe the data page: the data set, with its newest archive and today's tables."""
    tables = [
        {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "name": name,
            "contentUrl": f"{settings.SITE_URL}/{name}.csv",
        }
        for name in ("pledges", "events", "exemptions", "sources")
    ]
    newest = list(versions[:1])
    described = {
        **_dataset(),
        "url": f"{settings.SITE_URL}/data/",
        "distribution": [*(_archive(version) for version in newest), *tables],
    }
    if newest:
        described |= {"version": newest[0].name, "dateModified": newest[0].as_of.isoformat()}
    return _graph(described, breadcrumbs(("Data", "/data/")))


def _dataset() -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": TITLE,
        "description": SAYS,
        "keywords": list(KEYWORDS),
        "license": LICENCE["path"],
        "isAccessibleForFree": True,
        "creator": _site(),
        "publisher": _site(),
    }


def _archive(version: DatasetVersion) -> dict[str, Any]:
    archive = reverse("dataset_file", args=[version.name, version.archive_name])
    return {
        "@type": "DataDownload",
        "encodingFormat": "application/zip",
        "name": version.archive_name,
        "contentUrl": f"{settings.SITE_URL}{archive}",
        "contentSize": f"{version.size} B",
        "sha256": version.sha256,
    }


def _graph(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"@context": CONTEXT, "@graph": list(nodes)}


def structured_for(about: object, asked: Asked, description: str) -> dict[str, Any] | None:
    """Return the description of a page about something, or None where there is none to give.

    Pages about another day are not indexed, and need none.
    """
    if asked.explicit:
        return None
    if isinstance(about, Pledge):
        return pledge_data(about, description)
    return company_data(about, description) if isinstance(about, Company) else None

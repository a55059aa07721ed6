"""What can be taken away from a page: how to cite it, and where its data and embeds stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop as noop

from companies.models import Company
from moratoriums.filters import FILTERS, Choice
from moratoriums.models import Beneficiary, Pledge
from website.datasets.models import DatasetVersion
from website.datasets.papers import TITLE
from website.serving.days import Asked
from website.taking.citing import STYLES, Work


@dataclass(frozen=True)
class Link:
    """A link with its words; ``note`` says what is behind it."""

    words: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class TakeAway:
    """What the tools of a page offer."""

    work: Work
    cite: Sequence[Link]
    downloads: Sequence[Link]
    embeds: Sequence[Link] = ()


@singledispatch
def work_of(about: object, asked: Asked) -> Work:
    """Return what is cited when somebody cites a page about this on a day.

    The address always names the day, so that it shows later what was cited.
    """
    raise TypeError(f"Nothing is known about citing {type(about).__name__}.")


@work_of.register
def _(about: Pledge, asked: Asked) -> Work:
    return _page_work(about.slug, about.title, about.get_absolute_url(), asked, about.version)


@work_of.register
def _(about: Company, asked: Asked) -> Work:
    title = f"{about.name}: facial-recognition pledges"
    return _page_work(f"company-{about.slug}", title, about.get_absolute_url(), asked)


@work_of.register
def _(about: Beneficiary, asked: Asked) -> Work:
    title = f"Who exempts {about.name}"
    return _page_work(f"exempt-{about.slug}", title, about.get_absolute_url(), asked)


@work_of.register
def _(about: Choice, asked: Asked) -> Work:
    query = about.query()
    title = "Facial-recognition pledges"
    if told := filter_words(about):
        title = f"{title}: {told}"
    address = f"{reverse('pledges')}?{query}" if query else reverse("pledges")
    return _page_work(f"records-{query}", title, address, asked)


@work_of.register
def _(about: DatasetVersion, asked: Asked) -> Work:
    return Work(
        sort="dataset",
        key=f"data-{about.name}",
        title=TITLE,
        address=f"{settings.SITE_URL}{about.get_absolute_url()}",
        as_of=about.as_of,
        accessed=asked.today,
        version=about.name,
    )


def _page_work(
    key: str, title: str, address: str, asked: Asked, version: int | None = None
) -> Work:
    dated = Asked(asked.day, asked.today, explicit=True).link(address)
    return Work(
        sort="page",
        key=key,
        title=title,
        address=f"{settings.SITE_URL}{dated}",
        as_of=asked.day,
        accessed=asked.today,
        version=str(version or ""),
    )


def filter_words(choice: Choice) -> str:
    """Say in words what a filter asks for: "status In force; company amazon"."""
    told = []
    for one in FILTERS:
        if value := choice.values.get(one.name):
            known = {word.value: word.label for word in one.words or ()}
            told.append(f"{one.label.lower()} {known.get(value, value)}")
    return "; ".join(told)


@singledispatch
def take_away(about: object, asked: Asked) -> TakeAway:
    """Return what the tools of a page about this offer on a day."""
    raise TypeError(f"Nothing is known about taking away {type(about).__name__}.")


@take_away.register
def _(about: Pledge, asked: Asked) -> TakeAway:
    def table(name: str, suffix: str) -> str:
        return asked.link(reverse("pledge_export", args=[about.slug, name, suffix]))

    api = asked.link(reverse("api:pledge", args=[about.slug]))
    return TakeAway(
        work=work_of(about, asked),
        cite=_styles(f"{about.get_absolute_url()}/", asked),
        downloads=[
            Link("JSON", api, noop("the whole record")),
            Link(noop("Events CSV"), table("events", "csv"), noop("what happened")),
            Link(noop("Exemptions CSV"), table("exemptions", "csv"), noop("who stays allowed")),
            Link(noop("Citations CSV"), table("citations", "csv"),
                 noop("what each claim stands on")),
        ],
        embeds=[
            Link(noop("Certificate"), asked.link(reverse("certificate", args=[about.slug])),
                 noop("one page to print")),
            Link(noop("Card and badge"), asked.link(reverse("pledge_embed", args=[about.slug])),
                 noop("for another website")),
        ],
    )  # fmt: skip


@take_away.register
def _(about: Company, asked: Asked) -> TakeAway:
    return TakeAway(
        work=work_of(about, asked),
        cite=_styles(f"{about.get_absolute_url()}/", asked),
        downloads=_tables(f"company={about.slug}", asked),
        embeds=[
            Link(noop("Timeline card"), asked.link(reverse("company_embed", args=[about.slug])),
                 noop("for another website"))
        ],
    )  # fmt: skip


@take_away.register
def _(about: Beneficiary, asked: Asked) -> TakeAway:
    return TakeAway(
        work=work_of(about, asked),
        cite=_styles(f"{about.get_absolute_url()}/", asked),
        downloads=_tables(f"exempt={about.slug}", asked),
    )


@take_away.register
def _(about: Choice, asked: Asked) -> TakeAway:
    query = about.query()
    return TakeAway(
        work=work_of(about, asked),
        cite=_styles(reverse("pledges"), asked, query),
        downloads=_tables(query, asked),
    )


@take_away.register
def _(about: DatasetVersion, asked: Asked) -> TakeAway:
    address = about.get_absolute_url()
    return TakeAway(
        work=work_of(about, asked),
        cite=_styles(address, Asked(asked.day, asked.today)),
        downloads=[
            Link("ZIP", f"{address}{about.archive_name}", "everything"),
            Link("datapackage.json", f"{address}datapackage.json", "description for machines"),
            Link("CITATION.cff", f"{address}CITATION.cff"),
        ],
    )


def _styles(folder: str, asked: Asked, query: str = "") -> list[Link]:
    tail = f"?{query}" if query else ""
    return [
        Link(style.label, asked.link(f"{folder}cite.{style.suffix}{tail}"))
        for style in STYLES.values()
    ]


def _tables(query: str, asked: Asked) -> list[Link]:
    """The files of a selection; whatever is left out of the address is not selected by it."""
    tail = f"?{query}" if query else ""

    def file(name: str, suffix: str) -> str:
        return asked.link(reverse("export", args=[name, suffix]) + tail)

    return [
        Link(
            noop("Pledges CSV"),
            file("pledges", "csv"),
            noop("one row each, all of them"),
        ),
        Link(noop("Pledges JSON"), file("pledges", "json")),
        Link(
            noop("Events CSV"),
            file("events", "csv"),
            noop("what happened, one row each"),
        ),
        Link(noop("Exemptions CSV"), file("exemptions", "csv")),
        Link(noop("Sources CSV"), file("sources", "csv")),
        Link(
            noop("Citations CSV"),
            file("citations", "csv"),
            noop("what each claim stands on"),
        ),
    ]

"""The snippets that put a card or a badge into another page, and their measures."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from companies.models import Company
from moratoriums.models import Pledge
from website.serving.days import Asked

WIDTH = 640
LOWEST, NARROWEST = 120, 240
CARD_HEIGHT = 260
_HEAD, _ROW, _MOST_ROWS = 190, 74, 20

# In a narrow window the same words take more lines, and a frame cannot know how many: it gains
# half a pixel of height for each that the window is narrower than this.
_NARROW = 600


@dataclass(frozen=True)
class Frame:
    """One embeddable page: where it stands, what it is called, and how high it wants to be."""

    address: str
    title: str
    height: int
    width: int = WIDTH
    grows: bool = True

    def fitted(self, max_width: int | None, max_height: int | None) -> Frame:
        """Return the frame within a consumer's limits; what does not fit scrolls inside it."""
        return Frame(
            self.address,
            self.title,
            min(self.height, max_height or self.height),
            min(self.width, max_width or self.width),
            grows=max_height is None,
        )

    def html(self) -> str:
        """Return the snippet: it may open links, and nothing else."""
        high = f";height:max({self.height}px,{self.height + _NARROW // 2}px - 50vw)"
        return str(
            format_html(
                '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
                'sandbox="allow-popups allow-popups-to-escape-sandbox" '
                'style="border:0;max-width:100%{}"></iframe>',
                self.address,
                self.title,
                self.width,
                self.height,
                high if self.grows else "",
            )
        )


def pledge_frame(pledge: Pledge, asked: Asked) -> Frame:
    """Return the card of a record."""
    address = asked.link(reverse("pledge_card", args=[pledge.slug]))
    return Frame(f"{settings.SITE_URL}{address}", f"{pledge.title} (Moratorium Watch)", CARD_HEIGHT)


def company_frame(company: Company, asked: Asked, records: int) -> Frame:
    """Return the timeline card of an organisation with so many records."""
    address = asked.link(reverse("company_card", args=[company.slug]))
    height = _HEAD + _ROW * max(1, min(records, _MOST_ROWS))
    return Frame(
        f"{settings.SITE_URL}{address}",
        _("Facial-recognition pledges of {name} (Moratorium Watch)").format(name=company.name),
        height,
    )

"""Where each box of a pledge stands on its page."""

from __future__ import annotations

from typing import Any

FIELDSETS: Any = [
    (
        None,
        {
            "fields": (
                ("company", "slug"),
                "title",
                "summary",
                ("kind", "force"),
                ("grounds", "confidence"),
            )
        },
    ),
    (
        "When, and for how long",
        {
            "fields": (
                ("announced_on", "effective_on"),
                ("lasts_words", "lasts_from"),
                "review_on",
            )
        },
    ),
    (
        "The term by hand, and notes on the dates",
        {
            "classes": ("collapse",),
            "fields": (
                ("lasts_kind", "lasts_end", "lasts_basis"),
                ("lasts_likely", "lasts_minimum"),
                "lasts_note",
                "first_seen_on",
                "announced_note",
                "effective_note",
            ),
        },
    ),
    (
        "What it covers",
        {
            "fields": (
                "whose_use",
                "who",
                "what",
                ("technology", "places"),
                "products",
                "purpose",
            )
        },
    ),
    (
        "An order's instrument, cautions, links to other records",
        {
            "classes": ("collapse",),
            "fields": (
                ("instrument", "case_reference", "issuer"),
                "cautions",
                "unconfirmed",
                "note",
                ("superseded_by", "merged_into"),
                ("related", "related_companies"),
            ),
        },
    ),
    ("Checking", {"fields": (("checked_on", "next_check_on"),)}),
]

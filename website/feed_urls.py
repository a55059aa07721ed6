"""Addresses that programs of readers subscribe to."""

from django.urls import URLPattern, URLResolver, re_path

from website.views import feeds

_SLUG = r"(?P<slug>[-\w]+)"
_KINDS = (("p", "pledge"), ("c", "company"), ("x", "beneficiary"))

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^calendar\.ics$", feeds.calendar, name="calendar"),
    re_path(r"^follow/calendar/(?P<secret>[-\w]+)\.ics$", feeds.own_calendar, name="own_calendar"),
    re_path(r"^feed\.(?P<form>atom|json)$", feeds.feed, name="feed"),
    *[
        re_path(
            rf"^{letter}/{_SLUG}\.ics$", feeds.calendar, {"kind": kind}, name=f"{kind}_calendar"
        )
        for letter, kind in _KINDS
    ],
    *[
        re_path(
            rf"^{letter}/{_SLUG}/feed\.(?P<form>atom|json)$",
            feeds.feed,
            {"kind": kind},
            name=f"{kind}_feed",
        )
        for letter, kind in _KINDS
    ],
]

"""Addresses of what readers and machines take away: files, citations, embeds, data, site map."""

from django.urls import URLPattern, URLResolver, path, register_converter

from website.exports.streams import FORMS
from website.exports.tables import TABLES
from website.taking.citing import STYLES
from website.views import certificate, citing, compare, data, embeds, exports, sitemap


class _OneOf:
    """A part of an address that is one of a few words."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _TableName(_OneOf):
    regex = "|".join(TABLES)


class _Form(_OneOf):
    regex = "|".join(FORMS)


class _Style(_OneOf):
    regex = "|".join(STYLES)


class _Version(_OneOf):
    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[0-9]{1,3})?"


class _Part(_OneOf):
    """A number of at most six digits, which every database can count to."""

    regex = "[0-9]{1,6}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)


for _converter, _name in (
    (_TableName, "table"),
    (_Form, "form"),
    (_Style, "style"),
    (_Version, "version"),
    (_Part, "part"),
):
    register_converter(_converter, _name)

# What people look at, in both languages; a badge is a picture with words on it.
in_both_languages: list[URLPattern | URLResolver] = [
    path("p/<slug:slug>/certificate", certificate.certificate, name="certificate"),
    path("p/<slug:slug>/badge.svg", embeds.badge, name="badge"),
    path("p/<slug:slug>/card", embeds.pledge_card, name="pledge_card"),
    path("p/<slug:slug>/embed", embeds.pledge_embed, name="pledge_embed"),
    path("c/<slug:slug>/card", embeds.company_card, name="company_card"),
    path("c/<slug:slug>/embed", embeds.company_embed, name="company_embed"),
    path("data/", data.data, name="data"),
    path("data/<version:name>/", data.dataset, name="dataset"),
    path("data/<version:name>/changes", data.dataset_changes, name="dataset_changes"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("<table:name>.<form:suffix>", exports.export, name="export"),
    path("p/<slug:slug>/<table:name>.<form:suffix>", exports.pledge_export, name="pledge_export"),
    path("p/<slug:slug>/cite.<style:suffix>", citing.pledge_cite, name="pledge_cite"),
    path("c/<slug:slug>/cite.<style:suffix>", citing.company_cite, name="company_cite"),
    path("x/<slug:slug>/cite.<style:suffix>", citing.beneficiary_cite, name="beneficiary_cite"),
    path("pledges/cite.<style:suffix>", citing.list_cite, name="list_cite"),
    path("compare.<form:suffix>", compare.comparison, name="comparison"),
    path("oembed", embeds.oembed, name="oembed"),
    path("data/<version:name>/cite.<style:suffix>", citing.dataset_cite, name="dataset_cite"),
    path("data/<version:name>/changes.csv", data.dataset_changes, {"suffix": "csv"},
         name="dataset_changes_csv"),
    path("data/<version:name>/<str:file>", data.dataset_file, name="dataset_file"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:section>-<part:number>.xml", sitemap.sitemap_part, name="sitemap_part"),
]  # fmt: skip

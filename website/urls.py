"""Public addresses."""

from django.urls import URLPattern, URLResolver, include, path

from website import follow_urls, taking_urls
from website.views import (
    api_docs,
    beneficiary,
    company,
    freshness,
    front,
    health,
    methodology,
    pledge,
    pledges,
    refusals,
    source,
    timeline,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("timeline/", timeline.bars, name="bars"),
    path("timeline/events", timeline.newest_year, name="events"),
    path("timeline/<int:year>/", timeline.timeline, name="timeline"),
    path("pledges/", pledges.pledges, name="pledges"),
    path("p/<slug:slug>", pledge.pledge, name="pledge"),
    path("companies/", company.companies, name="companies"),
    path("c/<slug:slug>", company.company, name="company"),
    path("x/", beneficiary.beneficiaries, name="beneficiaries"),
    path("x/<slug:slug>", beneficiary.beneficiary, name="beneficiary"),
    path("s/<slug:slug>", source.source, name="source"),
    path("refusals", refusals.refusals, name="refusals"),
    path("methodology", methodology.methodology, name="methodology"),
    path("status", freshness.freshness, name="status"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("api/", api_docs.api_docs, name="api_docs"),
    path("api/v1/", include("website.api.urls")),
    *follow_urls.urlpatterns,
    *taking_urls.urlpatterns,
]

"""Public addresses."""

from django.urls import URLPattern, URLResolver, path

from website import feed_urls, follow_urls
from website.views import (
    alert_log,
    beneficiary,
    company,
    freshness,
    front,
    health,
    methodology,
    pledge,
    pledges,
    refusals,
    returns,
    source,
    timeline,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("timeline/", timeline.bars, name="bars"),
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
    path("alerts/log", alert_log.alert_log, name="alert_log"),
    path("returns", returns.returns, name="returns"),
    path("health", health.health, name="health"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    *follow_urls.urlpatterns,
    *feed_urls.urlpatterns,
]

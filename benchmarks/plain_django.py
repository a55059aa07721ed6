"""A plain Django list over the same made-up pledges, as the common way to write one: the peer.

A ListView with a paginator, two filters and a search by ``icontains``, nothing kept. Runs alone:

    DATABASE=/path/db.sqlite3 gunicorn benchmarks.plain_django:application
"""

from __future__ import annotations

import os
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

_BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Pledges</title></head>
<body><main>{% block main %}{% endblock %}</main></body></html>"""
_LIST = """{% extends "base.html" %}{% block main %}<h1>{{ page_obj.paginator.count }} pledges</h1>
<form><label>Search <input name="q" value="{{ request.GET.q }}"></label>
<label>Kind <select name="kind"><option value="">any</option>{% for kind in kinds %}
<option{% if kind == request.GET.kind %} selected{% endif %}>{{ kind }}</option>{% endfor %}
</select></label><button>Filter</button></form>
<table><thead><tr><th>Company<th>Pledge<th>Kind<th>Whose use<th>Announced<th>End<th>Exempt</tr>
</thead><tbody>{% for one in page_obj %}<tr><td>{{ one.company.name }}</td>
<td><a href="/pledges/{{ one.pk }}/">{{ one.title }}</a><br>
<small>{{ one.summary|truncatechars:140 }}</small></td><td>{{ one.kind }}</td>
<td>{{ one.use }}</td><td>{{ one.announced|date:"j M Y" }}</td>
<td>{{ one.end|date:"j M Y"|default:"no end" }}</td>
<td>{% for party in one.exemptions.all %}{{ party.name }} {% endfor %}</td></tr>{% endfor %}</tbody>
</table><nav>{% if page_obj.has_previous %}
<a href="?page={{ page_obj.previous_page_number }}">Before</a>{% endif %}
Page {{ page_obj.number }} of {{ page_obj.paginator.num_pages }}{% if page_obj.has_next %}
<a href="?page={{ page_obj.next_page_number }}">Next</a>{% endif %}</nav>{% endblock %}"""

_TEMPLATES = {"base.html": _BASE, "list.html": _LIST}
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["DATABASE"],
            "CONN_MAX_AGE": 600,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="for a benchmark",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", _TEMPLATES)],
                    )
                ],
            },
        }
    ],
)
django.setup()

from django.db import models  # noqa: E402  (Django must be set up first)
from django.views.generic import ListView  # noqa: E402


class Company(models.Model):
    objects: models.Manager[Company] = models.Manager()

    name = models.CharField(max_length=200)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.name


class Pledge(models.Model):
    objects: models.Manager[Pledge] = models.Manager()

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    title = models.CharField(max_length=300)
    summary = models.TextField()
    kind = models.CharField(max_length=40, db_index=True)
    use = models.CharField(max_length=40, db_index=True)
    announced = models.DateField(db_index=True)
    end = models.DateField(null=True, db_index=True)

    class Meta:
        app_label = "plain"
        ordering = ["-announced", "-pk"]

    def __str__(self) -> str:
        return self.title


class Exemption(models.Model):
    objects: models.Manager[Exemption] = models.Manager()

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="exemptions")
    name = models.CharField(max_length=200)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.name


class PledgeList(ListView):  # type: ignore[type-arg]
    """The list: twenty-five rows, with its filters."""

    paginate_by = 25
    template_name = "list.html"

    def get_queryset(self) -> models.QuerySet[Pledge]:
        """Keep what the address asks for."""
        asked = self.request.GET
        rows: models.QuerySet[Pledge] = Pledge.objects.select_related("company").prefetch_related(
            "exemptions"
        )
        for name in ("kind", "use"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if words := asked.get("q"):
            rows = rows.filter(
                models.Q(title__icontains=words)
                | models.Q(summary__icontains=words)
                | models.Q(company__name__icontains=words)
            )
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the values of the filter."""
        kinds = ["moratorium", "exit", "sales_ban", "use_ban", "never_use", "order"]
        return super().get_context_data(kinds=kinds, **kwargs)


def empty(request: HttpRequest) -> HttpResponse:
    """Answer nothing: what Django itself costs."""
    return HttpResponse("ok")


urlpatterns = [path("pledges/", PledgeList.as_view()), path("empty", empty)]


def fill(pledges: int) -> None:
    """Make the tables and put the made-up pledges in."""
    from django.db import connection

    from benchmarks.filled import companies_for, company_name, made

    with connection.schema_editor() as editor:
        for model in (Company, Pledge, Exemption):
            editor.create_model(model)
    Company.objects.bulk_create(
        (Company(pk=key, name=company_name(key)) for key in range(1, companies_for(pledges) + 1)),
        batch_size=2000,
    )
    rows = list(made(pledges))
    Pledge.objects.bulk_create(
        (
            Pledge(
                pk=one.number,
                company_id=one.company,
                title=one.title,
                summary=one.summary,
                kind=one.kind,
                use=one.use,
                announced=one.announced,
                end=one.end,
            )
            for one in rows
        ),
        batch_size=2000,
    )
    Exemption.objects.bulk_create(
        (
            Exemption(pledge_id=one.number, name=f"Party {one.exempt + 1}")
            for one in rows
            if one.exempt is not None
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    import sys

    fill(int(sys.argv[1]))
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

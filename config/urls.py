"""Root addresses: the admin, the pages in two languages, and the rest of the website."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from website.urls import in_both_languages

urlpatterns = [
    path("admin/", admin.site.urls),
    *i18n_patterns(*in_both_languages, prefix_default_language=False),
    path("", include("website.urls")),
]
if settings.ANYMAIL_ESP:
    urlpatterns.insert(0, path("anymail/", include("anymail.urls")))

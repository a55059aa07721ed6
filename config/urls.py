"""Root addresses: the admin, and everything else from the website."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("website.urls")),
]
if settings.ANYMAIL_ESP:
    urlpatterns.insert(0, path("anymail/", include("anymail.urls")))

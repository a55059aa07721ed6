"""Addresses of following by e-mail, of editors' duties, and of the local outbox."""

from django.urls import URLPattern, URLResolver, path

from website.views import duty, follow, manage, outbox

# For readers, in both languages; the file of ``follow_data`` stands beside the pages around it.
in_both_languages: list[URLPattern | URLResolver] = [
    path("follow", follow.follow, name="follow"),
    path("follow/ways", follow.ways, name="ways"),
    path("follow/sent", follow.sent, name="follow_sent"),
    path("follow/confirm/<str:secret>", follow.confirm, name="follow_confirm"),
    path("follow/leave/<str:secret>", manage.leave, name="follow_leave"),
    path("follow/leave/<str:secret>/data", manage.data, name="follow_data"),
    path("follow/leave/<str:secret>/erase", manage.erase, name="follow_erase"),
    path("follow/leave/<str:secret>/<slug:action>", manage.act, name="follow_act"),
]
# For editors and staff, in English alone.
urlpatterns: list[URLPattern | URLResolver] = [
    path("duty/<str:secret>", duty.duty, name="duty"),
    path("outbox/", outbox.mails, name="outbox"),
    path("outbox/preview/", outbox.previews, name="outbox_previews"),
    path("outbox/preview/<slug:kind>", outbox.preview, name="outbox_preview"),
    path("outbox/preview/<slug:kind>/<int:event>", outbox.preview, name="outbox_preview_event"),
    path("outbox/<str:name>/<int:number>/", outbox.mail, name="outbox_mail"),
    path("outbox/<str:name>/<int:number>/html", outbox.html, name="outbox_html"),
]

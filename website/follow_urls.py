"""Addresses of following by e-mail, and of the local outbox."""

from django.urls import URLPattern, URLResolver, path

from website.views import follow, outbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("follow", follow.follow, name="follow"),
    path("follow/sent", follow.sent, name="follow_sent"),
    path("follow/confirm/<str:secret>", follow.confirm, name="follow_confirm"),
    path("follow/leave/<str:secret>", follow.leave, name="follow_leave"),
    path("outbox/", outbox.mails, name="outbox"),
    path("outbox/preview/<int:event>", outbox.preview, name="outbox_preview"),
    path("outbox/<str:name>/<int:number>/", outbox.mail, name="outbox_mail"),
    path("outbox/<str:name>/<int:number>/html", outbox.html, name="outbox_html"),
]

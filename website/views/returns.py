"""Where a mail server hands in what came back: bounces and complaints, one message at a time."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alerts import services


@csrf_exempt
@require_POST
def returns(request: HttpRequest) -> HttpResponse:
    """Take in one message as it travelled (RFC 3464 or 5965); the caller names the secret.

    Answers 202 whether the message was about one of ours or not, so that a mail server does not
    try again; 401 without the secret; 404 where no secret is set.
    """
    if not settings.BOUNCES_TOKEN:
        raise Http404("Nothing is handed in here.")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not constant_time_compare(given, settings.BOUNCES_TOKEN):
        return HttpResponse("Name the secret: Authorization: Bearer …\n", status=401)
    services.take_in(request.body, at=timezone.now())
    return HttpResponse(status=202)

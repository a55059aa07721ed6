"""Proposals to look up; each is decided on the page of its article."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator

from news.admin.bases import ReadOnlyAdmin
from news.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Proposals, the pending ones first."""

    list_display = ("company_name", "act", "state", "headline", "published_on", "proposed_at")
    list_filter = ("state", "act")
    search_fields = ("company_name", "entry__title", "entry__publisher")
    list_select_related = ("entry",)
    ordering = ("-state", "-proposed_at")  # pending, dismissed, accepted
    list_per_page = 50
    actions = None

    @admin.display(description="article", ordering="entry__title")
    def headline(self, proposal: Proposal) -> str:
        """The headline, cut to fit the list."""
        return Truncator(str(proposal.entry)).chars(60)

    @admin.display(description="published", ordering="entry__published_on")
    def published_on(self, proposal: Proposal) -> Any:
        """The day of the article."""
        return proposal.entry.published_on

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the proposal's card on the page of its article."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404("There is no such proposal.")
        page = reverse("admin:news_entry_desk", args=[proposal.entry_id])
        return HttpResponseRedirect(f"{page}#c{proposal.pk}")

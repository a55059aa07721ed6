"""The editors' desk: proposals to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from news.desk import Desk, Outcome
from news.models import Proposal

if TYPE_CHECKING:
    _ProposalAdmin = admin.ModelAdmin[Proposal]
else:  # Django's admin classes take type arguments only from a type checker
    _ProposalAdmin = admin.ModelAdmin


@admin.register(Proposal)
class ProposalAdmin(_ProposalAdmin):
    """Proposals, the pending ones first; the page of one is the desk."""

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

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one proposal beside its article, or do what the editor decided."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404("There is no such proposal.")
        may_decide = self.has_change_permission(request, proposal)
        if not may_decide and (
            request.method == "POST" or not self.has_view_permission(request, proposal)
        ):
            raise PermissionDenied
        desk = Desk(
            proposal,
            request.POST if request.method == "POST" else None,
            may_publish=request.user.has_perm("moratoriums.publish_pledge"),
        )
        if request.method == "POST":
            user = request.user
            by = user.get_username() if isinstance(user, AbstractUser) else ""
            outcome = desk.act(by=by, at=timezone.now())
            if outcome:
                return self._done(request, proposal, outcome)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(proposal),
            "desk": desk,
            "proposal": proposal,
            "entry": proposal.entry,
            "may_decide": may_decide and proposal.state == Proposal.State.PENDING,
            "others": proposal.entry.proposals.exclude(pk=proposal.pk).order_by("pk"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/news/proposal.html", context)

    def _done(
        self, request: HttpRequest, proposal: Proposal, outcome: Outcome
    ) -> HttpResponseRedirect:
        """Tell what was done and go on to the next proposal of the article, else to the list."""
        text: Any = outcome.message
        if outcome.pledge:
            links = (
                ("admin:moratoriums_pledge_change", "edit it", [outcome.pledge.pk]),
                ("pledge", "see it", [outcome.pledge.slug]),
            )
            for view, words, args in links:
                if view == "pledge" and not outcome.pledge.published_at:
                    continue
                address = _address(view, args)
                if address:
                    text = format_html('{} <a href="{}">{}</a>', text, address, words)
        messages.success(request, text)
        following = (
            proposal.entry.proposals.filter(state=Proposal.State.PENDING).order_by("pk").first()
        )
        if following:
            return HttpResponseRedirect(reverse("admin:news_proposal_change", args=[following.pk]))
        return HttpResponseRedirect(reverse("admin:news_proposal_changelist"))


def _address(view: str, args: list[Any]) -> str:
    """A page that another room shows, if it is there."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""

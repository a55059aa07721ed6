"""Articles in the admin: entries to look up, a new one to bring, and the page of each to decide."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import never_cache

from news.admin.bases import ReadOnlyAdmin
from news.articles import NotAnArticle
from news.desk.article import ArticleDesk
from news.desk.bringing import bring_article
from news.desk.typed import differences, read_begun, without_page
from news.forms import ArticleForm
from news.models import Draft, Entry
from news.services.drafts import (
    DraftConflict,
    drop_rescue,
    hold_draft,
    keep_rescue,
    use_rescue,
)
from news.services.entering import Entered, take_back
from news.services.pressing import NothingToDo

_OWNER_SALT = "news.desk.owner"
_OWNER_SECONDS = 14 * 24 * 3600  # how long after opening a page its text can be rescued


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Every article kept, with why it matched or was skipped, and where it is decided."""

    list_display = ("title", "publisher", "published_on", "first_seen_at", "why_skipped")
    list_filter = (("why_skipped", admin.EmptyFieldListFilter),)
    search_fields = ("title", "publisher", "url")
    date_hierarchy = "published_on"

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and the page on which an article is decided.

        That page looks after its own login: what an editor sends after being logged out is kept.
        """
        desk = path("<int:pk>/desk/", never_cache(self.desk), name="news_entry_desk")
        return [desk, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may change proposals may bring an article."""
        return bool(request.user.has_perm("news.change_proposal"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Bring an article: fetch it or paste it, and go on to its page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ArticleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                entry, known = bring_article(form.cleaned_data, at=timezone.now())
            except (NotAnArticle, ValueError) as error:
                form.add_error(None, str(error))
            else:
                if known:
                    messages.info(request, "This article was here already; nothing was replaced.")
                return HttpResponseRedirect(reverse("admin:news_entry_desk", args=[entry.pk]))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts, "title": "New announcement", "form": form,
        }  # fmt: skip
        return TemplateResponse(request, "admin/news/bring.html", context)

    # --- the page of one article -----------------------------------------------------------------
    def desk(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show an article beside its cards, or do what the editor pressed."""
        if not self.admin_site.has_permission(request):
            return self._logged_out(request, pk)
        entry = get_object_or_404(Entry.objects.select_related("story"), pk=pk)
        may_decide = request.user.has_perm("news.change_proposal")
        if not may_decide and (
            request.method == "POST" or not request.user.has_perm("news.view_proposal")
        ):
            raise PermissionDenied
        if request.method == "POST":
            return self._pressed(request, entry)
        return self._shown(request, self._desk(request, entry), may_decide=may_decide)

    def _desk(self, request: HttpRequest, entry: Entry, *, checked: bool = False) -> ArticleDesk:
        name, now = request.user.get_username(), timezone.now()
        may_decide = request.user.has_perm("news.change_proposal")
        draft = hold_draft(entry, by=name, at=now) if may_decide else Draft(entry=entry)
        return ArticleDesk(
            entry, draft, name, now,
            typed=request.POST if request.method == "POST" else None,
            begun=read_begun(request.GET),
            may_publish=request.user.has_perm("moratoriums.publish_pledge"),
            checked=checked,
        )  # fmt: skip

    def _pressed(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        action, _, choice = request.POST.get("action", "").partition(":")
        name, now = request.user.get_username(), timezone.now()
        here = HttpResponseRedirect(reverse("admin:news_entry_desk", args=[entry.pk]))
        match action:
            case "take_over":
                hold_draft(entry, by=name, at=now, take_over=True)
                return here
            case "use_rescue":
                use_rescue(entry, by=name, at=now)
                return here
            case "drop_rescue":
                drop_rescue(entry, by=name)
                return here
            case "take_back":
                return self._take_back(request, entry, choice)
        desk = self._desk(request, entry, checked=action in _CHECKED)
        if action == "page":  # in another tab: the one that asked goes on from its own version
            return self._act(request, desk, action)
        try:
            desk.save(version=_number(request.POST.get("version", "")), ask=_ask(action))
        except DraftConflict as conflict:
            return self._conflict(request, desk, conflict)
        return self._act(request, desk, action)

    def _act(self, request: HttpRequest, desk: ArticleDesk, action: str) -> HttpResponse:
        """What follows when the text is safe."""
        here = HttpResponseRedirect(reverse("admin:news_entry_desk", args=[desk.entry.pk]))
        match action:
            case "autosave":
                at = timezone.localtime(desk.draft.saved_at)
                return JsonResponse({"version": desk.draft.version, "saved": f"{at:%H:%M:%S}"})
            case "save" | "unask":
                messages.success(request, _SAVED[action])
                return here
            case "ask":
                messages.success(request, _SAVED[action])
                return HttpResponseRedirect(reverse("admin:news_story_changelist"))
            case "add_card":
                desk.add_card()
                return here
            case "publish" | "drafts":
                entered = desk.publish(as_draft=action == "drafts")
                if entered:
                    return self._entered(request, desk, entered)
            case "preview":
                desk.look()
            case "page":
                answer = desk.page(request)
                if answer is not None:
                    return answer
        return self._shown(request, desk, may_decide=True)

    def _entered(self, request: HttpRequest, desk: ArticleDesk, entered: Entered) -> HttpResponse:
        """Tell what was done; stay on the page, where it can be taken back for a minute."""
        for pledge in entered.pledges:
            state = "published" if pledge.published_at else "kept as a draft"
            places = [("edit it", reverse("admin:moratoriums_pledge_change", args=[pledge.pk]))]
            if pledge.published_at:
                places.append(("see it", pledge.get_absolute_url()))
            links = format_html_join(", ", '<a href="{}">{}</a>', [(a, w) for w, a in places])
            messages.success(request, format_html("{} was {}: {}.", pledge, state, links))
        for event in entered.events:
            after = "" if event.confirmed_at else " It waits for a second editor."
            messages.success(request, f"{event} was recorded for {event.pledge}.{after}")
        for pledge in entered.sourced:
            messages.success(request, f"The article was added as a source of {pledge}.")
        if entered.left:
            messages.success(request, f"{entered.left} left out of the register.")
        for remark in desk.remarks():
            messages.warning(request, f"Wording: {remark}")
        return HttpResponseRedirect(reverse("admin:news_entry_desk", args=[desk.entry.pk]))

    def _take_back(self, request: HttpRequest, entry: Entry, press: str) -> HttpResponse:
        try:
            done = take_back(press, by=request.user.get_username(), at=timezone.now())
            messages.success(request, "; ".join(done) + ".")
        except (NothingToDo, ValueError) as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:news_entry_desk", args=[entry.pk]))

    def _conflict(
        self, request: HttpRequest, desk: ArticleDesk, conflict: DraftConflict
    ) -> HttpResponse:
        """Keep what was sent, and show it beside what somebody else saved."""
        mine = without_page(request.POST)
        rescue = keep_rescue(desk.entry, mine, by=desk.name, at=desk.now)
        if request.POST.get("action") == "autosave":
            return JsonResponse({"conflict": f"{conflict} What you typed is kept."}, status=409)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": "Somebody else was here",
            "conflict": str(conflict),
            "entry": desk.entry,
            "draft": desk.draft,
            "rescue": rescue,
            "differences": differences(mine, desk.draft.data),
        }
        return TemplateResponse(request, "admin/news/conflict.html", context, status=409)

    def _logged_out(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what an editor sent after the login ran out, and ask them to log in again."""
        here = reverse("admin:news_entry_desk", args=[pk])
        kept = request.method == "POST" and _rescued(request, pk)
        if request.POST.get("action") == "autosave":
            said = "You are logged out. " + (
                "What you typed is kept: log in again in another tab." if kept else "Log in again."
            )
            return JsonResponse({"conflict": said}, status=401)
        if kept:
            messages.info(request, "You were logged out. What you typed is kept: log in again.")
        return redirect_to_login(here, reverse("admin:login"))

    def _shown(self, request: HttpRequest, desk: ArticleDesk, *, may_decide: bool) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": str(desk.entry),
            "desk": desk,
            "entry": desk.entry,
            "may_decide": may_decide,
            "owner": _owner(desk.name, desk.entry.pk),
        }
        return TemplateResponse(request, "admin/news/article.html", context)


_CHECKED = ("publish", "preview", "page", "drafts")  # a draft may be unfinished
_SAVED = {
    "save": "The draft is saved.",
    "ask": "The draft is saved and waits for a second editor, in the queue's lane of that name.",
    "unask": "It is yours again, and waits for nobody.",
}


def _ask(action: str) -> bool | None:
    return {"ask": True, "unask": False}.get(action)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _owner(name: str, pk: int) -> str:
    """A proof that an editor opened this page: it lets their text be kept, and nothing else."""
    return signing.dumps([name, pk], salt=_OWNER_SALT)


def _rescued(request: HttpRequest, pk: int) -> bool:
    """Keep what was sent without a login, if the page was opened with one."""
    try:
        name, opened = signing.loads(
            request.POST.get("owner", ""), salt=_OWNER_SALT, max_age=_OWNER_SECONDS
        )
    except (signing.BadSignature, ValueError):
        return False
    entry = Entry.objects.filter(pk=pk).first()
    if entry is None or opened != pk:
        return False
    keep_rescue(entry, without_page(request.POST), by=str(name), at=timezone.now())
    return True

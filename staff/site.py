"""The admin with our sign-in: a throttle, a second factor, and a way back in without a password."""

from __future__ import annotations

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import views as auth_views
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from staff import keeping, resetting, second_factor, views
from staff.forms import ResetForm, SignInForm
from staff.visitors import network_of


class StaffSite(AdminSite):
    """Django's admin site for those who work here."""

    site_title = site_header = "Moratorium Watch"
    login_form = SignInForm
    login_template = "staff/sign_in.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The admin's addresses, with those of the second factor and of a new password."""
        again = "password_reset"
        ours: list[URLPattern | URLResolver] = [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("password-reset/", _AskView.as_view(site=self), name=again),
            path("password-reset/sent/", _SentView.as_view(site=self), name=f"{again}_done"),
            path(
                "password-reset/<uidb64>/<token>/",
                _NewView.as_view(site=self),
                name=f"{again}_confirm",
            ),
            path("password-reset/done/", _DoneView.as_view(site=self), name=f"{again}_complete"),
        ]
        return [*ours, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the admin; what is sent to it after the session has ended is not lost."""
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sent = request.method == "POST" and view != self.logout
            kept = keeping.pack(request.POST) if sent and not _is_admitted(request) else ""
            return self._sign_in_again(request, kept) if kept else inner(request, *args, **kwargs)

        return update_wrapper(checked, inner)

    @method_decorator(never_cache)
    def _sign_in_again(self, request: HttpRequest, kept: str) -> HttpResponse:
        """Ask to sign in on a page that holds what was sent."""
        context = {
            **self.each_context(request),
            "title": "Log in",
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "form": SignInForm(request),
            "kept": kept,
        }
        return TemplateResponse(request, self.login_template, context)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Sign in; whoever must set up a second factor first is led there.

        What was sent before to a page that asked for this is shown again, to be sent from here.
        """
        user: Any = request.signed_in  # type: ignore[attr-defined]
        if _works_here(user) and second_factor.must_have(user) and not second_factor.has(user):
            return HttpResponseRedirect(reverse("admin:second_factor"))
        kept = request.POST.get("kept", "")
        answer = super().login(request, {**(extra_context or {}), "kept": kept})
        if answer.status_code == 302 and keeping.unpack(kept) and _is_admitted(request):
            context = {
                **self.each_context(request),
                "title": "You are signed in",
                "to": answer["Location"],
                "fields": keeping.unpack(kept),
            }
            return TemplateResponse(request, "staff/go_on.html", context)
        return answer

    @method_decorator(never_cache)
    @method_decorator(csrf_protect)
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Set the second factor up, or take care of the one there is."""
        user: Any = request.signed_in  # type: ignore[attr-defined]
        if not _works_here(user) or (second_factor.has(user) and not user.is_verified()):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return views.second_factor_page(request, user, self.each_context(request))


def _works_here(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def _is_admitted(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)


class _OnSite:
    """A page of Django's for accounts, in the frame of the admin."""

    site: StaffSite | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        site = self.site
        return {**(site.each_context(self.request) if site else {}), **context}  # type: ignore[attr-defined]


class _AskView(_OnSite, auth_views.PasswordResetView):
    form_class = ResetForm
    template_name = "registration/password_reset_form.html"
    success_url = reverse_lazy("admin:password_reset_done")

    def form_valid(self, form: Any) -> HttpResponse:
        """Say the same whatever the address; a worker finds out whose it is."""
        resetting.ask_for_link(form.cleaned_data["email"], place=network_of(self.request))
        return HttpResponseRedirect(str(self.success_url))


class _SentView(_OnSite, auth_views.PasswordResetDoneView):
    template_name = "registration/password_reset_done.html"


class _NewView(_OnSite, auth_views.PasswordResetConfirmView):
    template_name = "registration/password_reset_confirm.html"
    success_url = reverse_lazy("admin:password_reset_complete")


class _DoneView(_OnSite, auth_views.PasswordResetCompleteView):
    template_name = "registration/password_reset_complete.html"

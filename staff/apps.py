"""The room of those who work here, and the admin as they see it."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class StaffConfig(AppConfig):
    """Accounts of staff and how they are let in."""

    name = "staff"
    verbose_name = "Staff"
    default = True


class StaffAdminConfig(AdminConfig):
    """Django's admin, with our sign-in in front."""

    default_site = "staff.site.StaffSite"

    def ready(self) -> None:
        """Find every room's pages; the secrets of second factors get none."""
        super().ready()
        from django.contrib import admin
        from django_otp.plugins.otp_static.models import StaticDevice
        from django_otp.plugins.otp_totp.models import TOTPDevice

        admin.site.unregister([StaticDevice, TOTPDevice])

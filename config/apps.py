"""The plumbing as a Django app, so that its commands and start-up checks are found."""

from django.apps import AppConfig
from django.conf import settings


class ConfigApp(AppConfig):
    """Commands and checks of the whole site; no models."""

    name = "config"
    verbose_name = "Plumbing"

    def ready(self) -> None:
        """Register the checks; listen to the mail provider where there is one."""
        from config import checks  # noqa: F401

        if settings.ANYMAIL_ESP:
            from alerts import esp

            esp.listen()

"""The plumbing as a Django app, so that its commands and start-up checks are found."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """Commands and checks of the whole site; no models."""

    name = "config"
    verbose_name = "Plumbing"

    def ready(self) -> None:
        """Register the checks."""
        from config import checks  # noqa: F401

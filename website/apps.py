"""The website as a Django app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Pages over the register; no models of its own."""

    name = "website"

    def ready(self) -> None:
        """Offer the desk its previews."""
        from news.desk import preview
        from website import desk_preview

        preview.show_with(desk_preview.glance, desk_preview.page)

"""The website as a Django app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Pages over the register; its only tables are of what it publishes itself."""

    name = "website"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the desk its previews."""
        from news.desk import preview
        from website import desk_preview

        preview.show_with(desk_preview.glance, desk_preview.page)

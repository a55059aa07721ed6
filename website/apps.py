"""The website as a Django app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Pages over the register; its only tables are of what it publishes itself."""

    name = "website"
    default_auto_field = "django.db.models.BigAutoField"

"""The website as a Django app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Pages over the register; no models of its own."""

    name = "website"

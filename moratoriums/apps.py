"""The Django app of the moratoriums room."""

from django.apps import AppConfig


class MoratoriumsConfig(AppConfig):
    name = "moratoriums"
    default_auto_field = "django.db.models.BigAutoField"

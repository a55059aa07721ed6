"""The Django app of the news room."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put what is watched beside the stories of the queue."""
        from news.desk import watched

        watched.add_lanes()

"""The website's own tables; everything else it shows belongs to the rooms below."""

from website.datasets.models import DatasetVersion

__all__ = ["DatasetVersion"]

"""Every task of the queue leaves a heartbeat: the class that all of them are made from."""

from __future__ import annotations

from typing import Any

from celery import Task


class NotedTask(Task):  # type: ignore[misc]  # Celery has no types
    """A task whose runs are noted in the database, with what it returned as its counts."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it, noting when it began, when it ended and what came of it."""
        from moratoriums.services.jobs import noted_run

        with noted_run(self.name) as run:
            result = super().__call__(*args, **kwargs)
            run.counts = result if isinstance(result, dict) else {"done": result}
            return result
        return None  # trouble that was noted

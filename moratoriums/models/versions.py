"""The version of the register that readers see: one row, stamped anew by every change."""

from __future__ import annotations

from django.db import connection, models


class RegisterVersion(models.Model):
    """The one row whose stamp changes in the same transaction as anything readers may see.

    A stamp is random rather than counted, so that a database put back from a backup never comes
    to a stamp that somebody has seen with other content.
    """

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


def current_stamp() -> str:
    """Return the register's stamp, in one cheap question; empty when there is none to rely on.

    Ask before reading the rows: what is read later is then never older than the stamp.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT stamp FROM {RegisterVersion._meta.db_table} WHERE id = 1")  # noqa: S608
        row = cursor.fetchone()
    return row[0] if row else ""

"""Connection -> the secret from which a store makes its pseudonyms: random, made with the store, never exported."""

from __future__ import annotations

from sqlalchemy import Connection, select

from dateline.errors import StoreError
from dateline.store.tables import settings

NAME = "secret"  # its row is made by the migration that makes the table


def get_secret(connection: Connection) -> bytes:
    """Give the store's secret, 32 bytes."""
    value = connection.execute(select(settings.c.value).where(settings.c.name == NAME)).scalar()
    if not value:
        raise StoreError("the store holds no secret for its pseudonyms, it is damaged: restore it from a copy")
    return bytes.fromhex(value)

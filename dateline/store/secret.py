"""Engine -> the store's own secret, from which its pseudonyms are made: random, made once, and never exported."""

from __future__ import annotations

import os

from sqlalchemy import Connection, Engine, insert, select

from dateline.store.database import writing
from dateline.store.tables import settings

NAME = "secret"
LENGTH = 32  # bytes, as many as the hash that it keys gives


def get_secret(engine: Engine) -> bytes:
    """Give the store's secret, making it where the store has none yet."""
    with engine.connect() as connection:
        known = _read(connection)
    return known or _make(engine)


def _make(engine: Engine) -> bytes:
    with writing(engine) as connection:
        known = _read(connection)  # another process may have been faster
        if known:
            return known
        secret = os.urandom(LENGTH)
        connection.execute(insert(settings).values(name=NAME, value=secret.hex()))
    return secret


def _read(connection: Connection) -> bytes | None:
    value = connection.execute(select(settings.c.value).where(settings.c.name == NAME)).scalar()
    return bytes.fromhex(value) if value else None

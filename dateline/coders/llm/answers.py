"""Request → the answer that was given to it before: a SQLite file in the user's cache, so that asking again is free.

A key hashes the model, the instructions, the schema and the text that was sent, not the endpoint. Each answer is kept
with the hash of its report's content, by which `dateline forget` finds it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from dateline.errors import StoreError

_TABLE = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, content TEXT NOT NULL, answer TEXT NOT NULL)"
PATIENCE = 30.0  # seconds to wait while another process writes


def answers_path() -> Path:
    """Give the file that keeps answers."""
    return platformdirs.user_cache_path("dateline") / "llm-answers.db"


def request_key(model: str, request: Any) -> str:
    """Hash what an answer depends on."""
    words = json.dumps([model, request], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers kept in one file; None keeps nothing."""

    path: Path | None

    def find(self, key: str) -> Any | None:
        """Give the answer to a request, if it was asked before."""
        if self.path is None or not self.path.exists():
            return None
        with _opened(self.path) as connection:
            row = connection.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def keep(self, key: str, answer: Any, *, content: str) -> None:
        """Keep an answer to a request on the report with this content hash."""
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(self.path) as connection:
            row = (key, content, json.dumps(answer))
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)

    def forget(self, contents: Iterable[str]) -> int:
        """Erase the answers on reports with these content hashes; say how many there were."""
        if self.path is None or not self.path.exists():
            return 0
        with _opened(self.path) as connection:
            gone = [connection.execute("DELETE FROM answers WHERE content = ?", (content,)) for content in contents]
        return sum(cursor.rowcount for cursor in gone)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as connection, connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(_TABLE)
            yield connection
    except sqlite3.Error as error:
        raise StoreError(
            f"the answers kept in {path} cannot be used ({error}): delete the file, or use --no-cache"
        ) from error

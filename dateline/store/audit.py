"""What was done that must leave a trace -> lines of the audit log, which are only ever added."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from dateline.store.tables import audit

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One line of the audit log."""

    number: int
    at: str  # UTC, ISO 8601
    who: str
    action: str
    detail: dict[str, Any]


def record(connection: Connection, who: str, action: str, detail: Mapping[str, Any]) -> None:
    """Add a line to the audit log; `detail` holds JSON values."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    connection.execute(insert(audit).values(at=now, who=who, action=action, detail=told))


def read(connection: Connection) -> Iterator[AuditLine]:
    """Give the lines of the audit log, the oldest first."""
    for row in connection.execute(select(audit).order_by(audit.c.id)):
        yield AuditLine(number=row.id, at=row.at, who=row.who, action=row.action, detail=json.loads(row.detail))


def current_user() -> str:
    """Give the name under which this process runs; `unknown` where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return UNKNOWN

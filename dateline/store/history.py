"""What became different -> the change feed; what is still to be merged -> the list of pending events."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from sqlalchemy import Connection, func, select

from dateline.incidents import Change
from dateline.store.database import insert_many
from dateline.store.tables import changes, pending

Subject = Literal["report", "event", "incident"]
What = Literal["added", "changed", "withdrawn"]

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What became different, and why; `detail` holds no words of a report."""

    subject: Subject
    subject_id: str
    what: str
    why: str
    detail: dict[str, Any] = field(default_factory=dict)


def now() -> str:
    """Give the time in UTC, ISO 8601, to the millisecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def note(connection: Connection, notes: Iterable[Note]) -> None:
    """Put notes into the change feed, in their order."""
    at = now()
    rows = (
        (
            at,
            each.subject,
            each.subject_id,
            each.what,
            each.why,
            json.dumps(each.detail, ensure_ascii=False, sort_keys=True) if each.detail else "{}",
        )
        for each in notes
    )
    insert_many(connection, changes, ("at", "subject", "subject_id", "what", "why", "detail"), rows)


def note_events(connection: Connection, what: str, why: str, event_ids: Sequence[str]) -> None:
    """Note what became of events, and that they are to be merged anew."""
    note(connection, (Note(subject="event", subject_id=each, what=what, why=why) for each in event_ids))
    note_pending(connection, event_ids, why)


def note_pending(connection: Connection, event_ids: Iterable[str], why: str) -> None:
    """Note that events are to be merged anew."""
    insert_many(connection, pending, ("event_id", "why"), ((each, why) for each in event_ids))


def read_changes(
    connection: Connection, *, since: str = "", after: int = 0, limit: int | None = None
) -> Iterator[Change]:
    """Give the changes from a time on (UTC, ISO 8601), or after a number, in their order."""
    if since:  # + 0: SQLite is to look for the first of them by time, not through all numbers from the first on
        first = connection.execute(select(func.min(changes.c.id + 0)).where(changes.c.at >= since)).scalar()
        after = max(after, (first or 0) - 1)
    statement = select(changes).where(changes.c.at >= since, changes.c.id > after).order_by(changes.c.id).limit(limit)
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement):
        yield Change(
            number=row.id,
            at=row.at,
            subject=cast(Subject, row.subject),
            subject_id=row.subject_id,
            what=cast(What, row.what),
            why=row.why,
            detail=json.loads(row.detail),
        )

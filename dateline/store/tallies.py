"""How many incidents there are of each kind: kept beside the incidents, so that no page has to count them.

A kind is a country, a type, a month and a status. Who adds or drops incidents changes the tallies in the same
transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from sqlalchemy import Connection, func, select, text

from dateline.store.database import insert_many
from dateline.store.read import Query
from dateline.store.tables import tallies

Kind = tuple[str, str, str, str]  # country, type, month, status
CountedBy = Literal["country", "event_type", "month", "status"]

MONTH = len("2024-05")
COLUMNS = ("country", "event_type", "month", "status", "incidents")
ADD = text(
    "INSERT INTO tallies (country, event_type, month, status, incidents)"
    " VALUES (:country, :event_type, :month, :status, :incidents)"
    " ON CONFLICT (country, event_type, month, status) DO UPDATE SET incidents = tallies.incidents + excluded.incidents"
)


def kinds_of(rows: Iterable[Mapping[str, Any]]) -> Counter[Kind]:
    """Count rows of incidents by kind."""
    return Counter(
        (row["country"] or "", row["event_type"], (row["first_day"] or "")[:MONTH], row["status"]) for row in rows
    )


def change_tallies(connection: Connection, change: Mapping[Kind, int]) -> None:
    """Let there be so many more, or fewer, incidents of each kind."""
    rows = sorted((*kind, count) for kind, count in change.items() if count)
    if not rows:
        return
    if connection.execute(select(tallies.c.incidents).limit(1)).first() is None:
        insert_many(connection, tallies, COLUMNS, rows)
        return
    connection.execute(ADD, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
    connection.execute(tallies.delete().where(tallies.c.incidents == 0))


def read_tallies(
    connection: Connection, by: CountedBy, query: Query, months: tuple[str, str] | None = None
) -> dict[str, int]:
    """Give the numbers of incidents by one part of their kind: of some countries, types and statuses, in some months.

    `months` are the first and the last in which they are to begin.
    """
    choices = (
        (tallies.c.country, query.countries),
        (tallies.c.event_type, query.event_types),
        (tallies.c.status, query.statuses),
    )
    conditions: list[Any] = [column.in_(wanted) for column, wanted in choices if wanted]
    if months:
        conditions += [tallies.c.month >= months[0], tallies.c.month <= months[1]]
    column = tallies.c[by]
    counted = select(column, func.sum(tallies.c.incidents)).where(*conditions).group_by(column).order_by(column)
    return {name: int(count) for name, count in connection.execute(counted)}

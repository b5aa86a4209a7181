"""Which events hang together: links by score, repeats of a telling; and the rows that were to be merged with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, or_, select

from dateline.store.history import note_pending
from dateline.store.tables import event_ids, event_keys, links, publications, repeats

WHY = "what it was linked with has gone"
AT_ONCE = 500  # values in one list of a statement


def in_parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Give values in lists that fit into a statement."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def neighbours(connection: Connection, row_ids: Iterable[int]) -> set[int]:
    """Give the rows that links or repeats tie to others."""
    found: set[int] = set()
    ties: tuple[tuple[Column[Any], Column[Any]], ...] = (
        (links.c.row_id, links.c.other_id),
        (links.c.other_id, links.c.row_id),
        (repeats.c.row_id, repeats.c.first_id),
        (repeats.c.first_id, repeats.c.row_id),
    )
    for part in in_parts(row_ids):
        for one, other in ties:
            found.update(connection.execute(select(other).where(one.in_(part))).scalars())
    return found


def unlink_rows(connection: Connection, row_ids: Sequence[int]) -> None:
    """Cut rows off that are no longer told; what hung on them is to be merged anew."""
    if not row_ids:
        return
    beside = neighbours(connection, row_ids) - set(row_ids)
    note_pending(connection, told_ids(connection, beside), WHY)
    cut_rows(connection, row_ids)


def cut_rows(connection: Connection, row_ids: Iterable[int]) -> None:
    """Cut rows off from all others."""
    for part in in_parts(row_ids):
        connection.execute(links.delete().where(or_(links.c.row_id.in_(part), links.c.other_id.in_(part))))
        connection.execute(repeats.delete().where(or_(repeats.c.row_id.in_(part), repeats.c.first_id.in_(part))))
        connection.execute(event_keys.delete().where(event_keys.c.row_id.in_(part)))


def told_ids(connection: Connection, row_ids: Iterable[int]) -> list[str]:
    """Give the ids of the events that rows are told as today."""
    found: list[str] = []
    for part in in_parts(row_ids):
        statement = (
            select(event_ids.c.event_id)
            .join(publications, publications.c.id == event_ids.c.publication_id)
            .where(event_ids.c.row_id.in_(part), publications.c.current)
        )
        found += connection.execute(statement).scalars()
    return sorted(found)

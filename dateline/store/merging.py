"""Rows for merging: which events are told today, which are to be merged anew, and the incidents that came of it.

All functions work inside one transaction of their caller. An event is `told` where a current publication has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import sqlalchemy
from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, and_, func, or_, select, type_coerce

from dateline.incidents import Verdict
from dateline.store.database import insert_many, insert_numbers
from dateline.store.links import in_parts
from dateline.store.tables import (
    codings,
    decisions,
    event_ids,
    event_keys,
    events,
    incidents,
    links,
    members,
    pending,
    publications,
    repeats,
    settings,
)
from dateline.store.tallies import Kind, kinds_of

ROWS_AT_ONCE = 2_000


class ToldRow(NamedTuple):
    """A row of `events` that is told; publications of one text share it."""

    row_id: int
    event_id: str  # the first of those it is told by
    text_id: int
    coding_id: int
    record: str  # JSON as the database has it, for `loaded.read_record`
    private_names: str  # a JSON list, likewise


class Telling(NamedTuple):
    """One report's telling of a row."""

    event_id: str
    row_id: int
    report_id: str
    source: str | None


class MemberRow(NamedTuple):
    """An event's incident, and the event whose telling it repeats."""

    event_id: str
    incident_id: str
    copy_of: str | None
    copy_kind: str | None


# --- what is to be merged


def read_pending(connection: Connection) -> tuple[int, dict[str, str]]:
    """Give the number of the last note, and the events to be merged anew with the first reason of each."""
    last, why = 0, dict[str, str]()
    for row in connection.execute(select(pending).order_by(pending.c.id)):
        why.setdefault(row.event_id, row.why)
        last = row.id
    return last, why


def has_pending(connection: Connection) -> bool:
    """Tell whether there is anything to merge."""
    return connection.execute(select(pending.c.id).limit(1)).first() is not None


def clear_pending(connection: Connection, last: int) -> None:
    """Drop the notes up to a number."""
    connection.execute(pending.delete().where(pending.c.id <= last))


def rows_of(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Give the rows of those of the events that are told."""
    rows = _in_parts(connection, _tellings(), event_ids.c.event_id, ids)
    return {row.event_id: row.row_id for row in rows}


def rows_of_texts(connection: Connection, text_ids: Iterable[int]) -> list[int]:
    """Give the rows that are told of texts."""
    statement = select(events.c.id).join(publications, publications.c.coding_id == events.c.coding_id)
    rows = _in_parts(connection, statement.where(publications.c.current), publications.c.text_id, text_ids)
    return sorted({row.id for row in rows})


def texts_coded_twice(connection: Connection) -> list[int]:
    """Give the texts that are told with several codings, as where they came with several dates."""
    several = func.count(publications.c.coding_id.distinct()) > 1
    statement = select(publications.c.text_id).where(publications.c.current).group_by(publications.c.text_id)
    return list(connection.execute(statement.having(several)).scalars())


def texts_of(connection: Connection, row_ids: Iterable[int]) -> set[int]:
    """Give the texts that rows were coded from."""
    statement = select(codings.c.text_id).join(events, events.c.coding_id == codings.c.id)
    return {row.text_id for row in _in_parts(connection, statement, events.c.id, row_ids)}


def silent_rows(connection: Connection, ids: Iterable[str]) -> set[int]:
    """Give the rows of events that are kept, but told no more."""
    kept = select(event_ids.c.row_id)
    rows = {row.row_id for row in _in_parts(connection, kept, event_ids.c.event_id, ids)}
    told = {row.row_id for row in _in_parts(connection, _tellings(), event_ids.c.row_id, rows)}
    return rows - told


def count_told(connection: Connection) -> int:
    """Give the number of tellings."""
    return int(connection.execute(select(func.count()).select_from(_tellings().subquery())).scalar_one())


def read_told(connection: Connection, row_ids: Iterable[int] | None = None) -> Iterator[ToldRow]:
    """Give the rows that are told, all or some."""
    for row in _in_parts(connection, _told_rows(), events.c.id, row_ids):
        yield ToldRow._make(row)


def read_tellings(connection: Connection, row_ids: Iterable[int] | None = None) -> Iterator[Telling]:
    """Give who tells the rows, all or some."""
    for row in _in_parts(connection, _tellings(), event_ids.c.row_id, row_ids):
        yield Telling._make(row)


# --- how rows hang together


def drop_keys(connection: Connection, row_ids: Iterable[int]) -> None:
    """Drop the keys of rows."""
    for part in in_parts(row_ids):
        connection.execute(event_keys.delete().where(event_keys.c.row_id.in_(part)))


def add_keys(connection: Connection, rows: npt.NDArray[np.int64], keys: npt.NDArray[np.int64]) -> None:
    """Keep keys of rows, one for one."""
    order = np.lexsort((rows, keys))
    insert_numbers(connection, event_keys, {"key": keys[order], "row_id": rows[order]})


def rows_by_key(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give the keys that are kept, of those asked for, each with a row that has it."""
    statement = select(event_keys.c.key, event_keys.c.row_id)
    yield from ((row.key, row.row_id) for row in _in_parts(connection, statement, event_keys.c.key, keys))


def drop_links(connection: Connection, row_ids: Iterable[int]) -> None:
    """Drop the links of rows."""
    for part in in_parts(row_ids):
        connection.execute(links.delete().where(or_(links.c.row_id.in_(part), links.c.other_id.in_(part))))


def add_links(
    connection: Connection, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64], scores: npt.NDArray[np.float64]
) -> None:
    """Keep links: pairs of rows, the smaller number first, and their scores, one for one."""
    order = np.lexsort((other, one))
    insert_numbers(connection, links, {"row_id": one[order], "other_id": other[order], "score": scores[order]})


def read_links(connection: Connection, row_ids: Iterable[int]) -> list[tuple[int, int, float]]:
    """Give the links among rows."""
    wanted = set(row_ids)
    rows = _in_parts(connection, select(links), links.c.row_id, wanted)
    return sorted((row.row_id, row.other_id, row.score) for row in rows if row.other_id in wanted)


def drop_repeats(connection: Connection, row_ids: Iterable[int]) -> None:
    """Drop what rows repeat."""
    for part in in_parts(row_ids):
        connection.execute(repeats.delete().where(repeats.c.row_id.in_(part)))


def add_repeats(connection: Connection, found: Iterable[tuple[int, int, str]]) -> None:
    """Keep what rows repeat: a row, the row that it repeats, and in which way."""
    insert_many(connection, repeats, ("row_id", "first_id", "kind"), sorted(found))


def read_repeats(connection: Connection, row_ids: Iterable[int] | None = None) -> dict[int, tuple[int, str]]:
    """Give what rows repeat, and in which way."""
    rows = _in_parts(connection, select(repeats), repeats.c.row_id, row_ids)
    return {row.row_id: (row.first_id, row.kind) for row in rows}


def decided_pairs(connection: Connection, ids: Iterable[str] | None = None) -> dict[Verdict, list[tuple[str, str]]]:
    """Give the pairs of events that are decided, by the last word on each: those about some events, or all."""
    valid = select(decisions).where(decisions.c.withdrawn_at.is_(None))
    known = None if ids is None else set(ids)
    rows = {
        row.id: row
        for column in (decisions.c.event_id, decisions.c.other_id)
        for row in _in_parts(connection, valid, column, known)
    }
    last: dict[tuple[str, str], Verdict] = {}
    for _, row in sorted(rows.items()):
        last[row.event_id, row.other_id] = row.verdict
    found: dict[Verdict, list[tuple[str, str]]] = {"same": [], "different": []}
    for pair, verdict in sorted(last.items()):
        found[verdict].append(pair)
    return found


# --- incidents


def read_members(
    connection: Connection, *, of_events: Iterable[str] | None = None, of_incidents: Iterable[str] | None = None
) -> list[MemberRow]:
    """Give the places of events in incidents: of some events, of some incidents, or all."""
    column, values = (members.c.event_id, of_events) if of_events is not None else (members.c.incident_id, of_incidents)
    return [MemberRow._make(row) for row in _in_parts(connection, select(members), column, values)]


def read_digests(connection: Connection, incident_ids: Iterable[str] | None = None) -> dict[str, str]:
    """Give the state of incidents as they are kept."""
    statement = select(incidents.c.incident_id, incidents.c.digest)
    rows = _in_parts(connection, statement, incidents.c.incident_id, incident_ids)
    return {row.incident_id: row.digest for row in rows}


def drop_members(connection: Connection, ids: Iterable[str]) -> None:
    """Take away the places of events in incidents."""
    for part in in_parts(ids):
        connection.execute(members.delete().where(members.c.event_id.in_(part)))


def drop_incidents(connection: Connection, incident_ids: Iterable[str]) -> Counter[Kind]:
    """Take incidents away, and the places of events in them; give how many of each kind they were."""
    gone: Counter[Kind] = Counter()
    kind = select(incidents.c.country, incidents.c.event_type, incidents.c.first_day, incidents.c.status)
    for part in in_parts(incident_ids):
        gone += kinds_of(row._asdict() for row in connection.execute(kind.where(incidents.c.incident_id.in_(part))))
        connection.execute(members.delete().where(members.c.incident_id.in_(part)))
        connection.execute(incidents.delete().where(incidents.c.incident_id.in_(part)))
    return gone


def add_incidents(connection: Connection, rows: Sequence[Mapping[str, Any]], placed: Sequence[MemberRow]) -> None:
    """Keep incidents and the places of events in them."""
    columns = [column.name for column in incidents.columns]
    insert_many(connection, incidents, columns, [tuple(row[name] for name in columns) for row in rows])
    names = ("event_id", "incident_id", "copy_of", "copy_kind")
    insert_many(connection, members, names, placed)


def clear_tables(connection: Connection, *tables: Table) -> None:
    """Empty tables that are to be filled anew."""
    for table in tables:
        connection.execute(table.delete())


def read_setting(connection: Connection, name: str) -> str | None:
    """Give a setting of the store."""
    return connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar()


def keep_setting(connection: Connection, name: str, value: str) -> None:
    """Keep a setting of the store."""
    connection.execute(settings.delete().where(settings.c.name == name))
    connection.execute(settings.insert().values(name=name, value=value))


def _told_rows() -> Select[Any]:
    """Ask for rows, each with the first of the events that are told by it."""
    first = (
        select(event_ids.c.row_id, func.min(event_ids.c.event_id).label("event_id"))
        .join(publications, and_(publications.c.id == event_ids.c.publication_id, publications.c.current))
        .where(event_ids.c.row_id == events.c.id)
        .group_by(event_ids.c.row_id)
        .correlate(events)
        .with_only_columns(func.min(event_ids.c.event_id))
        .scalar_subquery()
    )
    rows = select(
        events.c.id.label("row_id"),
        as_kept(first).label("event_id"),
        codings.c.text_id,
        events.c.coding_id,
        as_kept(events.c.record),
        as_kept(codings.c.private_names),
    ).join(codings, codings.c.id == events.c.coding_id)
    told = select(publications.c.id).where(publications.c.coding_id == codings.c.id, publications.c.current).exists()
    return rows.where(told)


def as_kept(column: ColumnElement[str]) -> ColumnElement[str]:
    """Ask for text as the database has it: quicker where there are many, and nothing is escaped or it is undone later.

    Hexadecimal ids hold nothing that is escaped.
    """
    return type_coerce(column, sqlalchemy.Text())


def _tellings() -> Select[Any]:
    current = and_(publications.c.id == event_ids.c.publication_id, publications.c.current)
    columns = (
        as_kept(event_ids.c.event_id).label("event_id"),
        event_ids.c.row_id,
        publications.c.report_id,
        publications.c.source,
    )
    return select(*columns).join(publications, current)


def _in_parts(
    connection: Connection, statement: Select[Any], column: Column[Any], values: Iterable[Any] | None
) -> Iterator[Row[Any]]:
    """Give the rows whose column holds one of the values; all rows where no values are given."""
    if values is None:
        yield from connection.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE})
        return
    for part in in_parts(values):
        yield from connection.execute(statement.where(column.in_(part))).all()

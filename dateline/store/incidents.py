"""Rows -> incidents as they are kept: which are asked for, and whose events they join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, tuple_

from dateline.incidents import CopyKind
from dateline.store.links import in_parts
from dateline.store.read import Query
from dateline.store.tables import event_ids, events, incidents, members, publications
from dateline.store.tallies import MONTH, CountedBy, read_tallies
from dateline.store.words import Text

Box = tuple[float, float, float, float]  # south, west, north, east

ROWS_AT_ONCE = 500
MOST_BY_PREFIX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptIncident:
    """An incident's own row, as lists and maps show it."""

    incident_id: str
    event_type: str
    mode: str | None
    status: str
    country: str | None
    admin1: str | None
    place: str | None
    precision: str | None
    lat: float | None
    lon: float | None
    first_day: str | None
    last_day: str | None
    claims: int
    reports: int
    sources: int
    disputed: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMember:
    """An event of an incident, with the report and the row that tell it."""

    incident_id: str
    event_id: str
    report_id: str
    row_id: int
    copy_of: str | None
    copy_kind: CopyKind | None


def read_incidents(connection: Connection, query: Query, *, limit: int | None = None) -> Iterator[KeptIncident]:
    """Give the incidents that a query asks for, by their first day and id; those without a day come last."""
    statement = _rows().where(*_conditions(query))
    ordered = statement.order_by(incidents.c.first_day.is_(None), incidents.c.first_day, incidents.c.incident_id)
    rows = connection.execute(ordered.limit(limit), execution_options={"yield_per": ROWS_AT_ONCE})
    yield from (KeptIncident(**row._mapping) for row in rows)


def read_newest(
    connection: Connection,
    query: Query,
    *,
    limit: int,
    after: str | None = None,
    box: Box | None = None,
    disputed: bool = False,
) -> list[KeptIncident]:
    """Give the newest incidents that a query asks for: by their first day, the last first; those without a day last.

    `after` is the id of the incident after which to go on; `disputed` asks for those whose claims differ.
    """
    conditions = [*_conditions(query), *_inside(box), *([incidents.c.disputed != ""] if disputed else [])]
    reached = connection.execute(_rows().where(incidents.c.incident_id == after)).one_or_none() if after else None
    rows: list[Any] = []
    for stage in (_dated(reached), _undated(reached)):
        if stage is not None and len(rows) < limit:
            rows += connection.execute(stage.where(*conditions).limit(limit - len(rows)))
    return [KeptIncident(**row._mapping) for row in rows]


def _dated(reached: Any | None) -> Select[Any] | None:
    if reached is not None and reached.first_day is None:
        return None
    statement = _rows().where(incidents.c.first_day.is_not(None))
    if reached is not None:
        place = tuple_(incidents.c.first_day, incidents.c.incident_id)
        statement = statement.where(place < tuple_(reached.first_day, reached.incident_id))
    return statement.order_by(incidents.c.first_day.desc(), incidents.c.incident_id.desc())


def _undated(reached: Any | None) -> Select[Any]:
    statement = _rows().where(incidents.c.first_day.is_(None))
    if reached is not None and reached.first_day is None:
        statement = statement.where(incidents.c.incident_id < reached.incident_id)
    return statement.order_by(incidents.c.incident_id.desc())


def _inside(box: Box | None) -> list[Any]:
    """Give the conditions for a box: south, west, north, east; west > east over 180 degrees."""
    if box is None:
        return []
    south, west, north, east = box
    within = (incidents.c.lon >= west, incidents.c.lon <= east)
    return [incidents.c.lat.between(south, north), and_(*within) if west <= east else or_(*within)]


def count_incidents(
    connection: Connection, by: CountedBy, query: Query, months: tuple[str, str] | None = None
) -> dict[str, int]:
    """Count the incidents that a query asks for by country, type, month or status; an unknown one is empty.

    `months` are the first and the last in which they are to begin.
    """
    beyond = replace(query, countries=(), event_types=(), statuses=())
    if beyond == Query():
        return read_tallies(connection, by, query, months)
    month = func.substr(incidents.c.first_day, 1, MONTH)
    begin = [month >= months[0], month <= months[1]] if months else []
    if query.since and query.until:
        begin.append(_within(query.since.isoformat(), query.until.isoformat()))
        query = replace(query, since=None, until=None)
    column = month if by == "month" else incidents.c[by]
    name = func.coalesce(column, "")
    counted = select(name, func.count()).where(*_conditions(query), *begin).group_by(name).order_by(name)
    return {name: int(count) for name, count in connection.execute(counted)}


def incidents_by_prefix(connection: Connection, prefix: str) -> list[KeptIncident]:
    """Give the incidents whose id begins as asked, and those that hold an event whose id does."""
    named = func.substr(incidents.c.incident_id, 1, len(prefix), type_=Text) == prefix
    within = and_(incidents.c.incident_id >= prefix, incidents.c.incident_id < prefix + "g", named)
    of_event = select(members.c.incident_id).where(
        members.c.event_id >= prefix,
        members.c.event_id < prefix + "g",
        func.substr(members.c.event_id, 1, len(prefix), type_=Text) == prefix,
    )
    statement = _rows().where(or_(within, incidents.c.incident_id.in_(of_event)))
    rows = connection.execute(statement.order_by(incidents.c.incident_id).limit(MOST_BY_PREFIX))
    return [KeptIncident(**row._mapping) for row in rows]


def read_incident_members(connection: Connection, incident_ids: Iterable[str]) -> list[KeptMember]:
    """Give the events of incidents, by incident and id."""
    statement = (
        select(
            members.c.incident_id,
            members.c.event_id,
            publications.c.report_id,
            event_ids.c.row_id,
            members.c.copy_of,
            members.c.copy_kind,
        )
        .join(event_ids, event_ids.c.event_id == members.c.event_id)
        .join(publications, publications.c.id == event_ids.c.publication_id)
        .order_by(members.c.incident_id, members.c.event_id)
    )
    return [
        KeptMember(**row._mapping)
        for part in in_parts(incident_ids)
        for row in connection.execute(statement.where(members.c.incident_id.in_(part)))
    ]


def _rows() -> Select[Any]:
    return select(*(column for column in incidents.columns if column.name != "digest"))


def _within(since: str, until: str) -> ColumnElement[bool]:
    """Tell which incidents fall into some days, so that only these are looked at: few last longer than a day."""
    first, last = incidents.c.first_day, incidents.c.last_day
    return or_(and_(first >= since, first <= until), and_(last > first, first < since, last >= since))


def _conditions(query: Query) -> list[Any]:
    choices = (
        (incidents.c.event_type, query.event_types),
        (incidents.c.country, query.countries),
        (incidents.c.status, query.statuses),
    )
    conditions: list[Any] = [column.in_(wanted) for column, wanted in choices if wanted]
    if query.places:
        conditions.append(or_(incidents.c.place.in_(query.places), incidents.c.admin1.in_(query.places)))
    if query.since:
        conditions.append(incidents.c.last_day >= query.since.isoformat())
    if query.until:
        conditions.append(incidents.c.first_day <= query.until.isoformat())
    if query.min_confidence:
        conditions.append(incidents.c.confidence >= query.min_confidence)
    told = [(publications.c.report_id, query.reports), (publications.c.source, query.sources)]
    told += [(events.c.coder, query.coders)]
    conditions += [incidents.c.incident_id.in_(_with_claim(column.in_(wanted))) for column, wanted in told if wanted]
    return conditions


def _with_claim(condition: Any) -> Select[Any]:
    return (
        select(members.c.incident_id)
        .join(event_ids, event_ids.c.event_id == members.c.event_id)
        .join(publications, publications.c.id == event_ids.c.publication_id)
        .join(events, events.c.id == event_ids.c.row_id)
        .where(condition)
    )


def incidents_by_report(connection: Connection) -> dict[str, set[str]]:
    """Give for each report the incidents that it tells of."""
    statement = (
        select(publications.c.report_id, members.c.incident_id)
        .join(event_ids, event_ids.c.publication_id == publications.c.id)
        .join(members, members.c.event_id == event_ids.c.event_id)
        .where(publications.c.current)
    )
    found: dict[str, set[str]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.report_id, set()).add(row.incident_id)
    return found

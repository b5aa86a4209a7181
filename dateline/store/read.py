"""Rows -> CodedEvent, Report: what a store holds, in the order in which the reports came."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from dateline.identity import content_hash, identify
from dateline.jsonlines import event_from_json
from dateline.privacy import Batch
from dateline.records import CodedEvent, Report
from dateline.store.links import in_parts
from dateline.store.tables import codings, event_ids, events, publications, texts
from dateline.store.words import Text

ROWS_AT_ONCE = 500
MOST_EVENTS_BY_PREFIX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which events are wanted; an empty field asks for all. An event without a date is in no time."""

    reports: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # names of places or of first-level regions, as the gazetteer has them
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    min_confidence: float = 0.0
    coders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report as it is kept, and what was made of it."""

    report: Report
    coder_version: str
    events: int
    version: int
    current: bool


def anchor(report: Report) -> str:
    """Give what a report is coded by beside its text: the date it came with, and who gave it."""
    return f"{report.published or ''} {report.published_from or ''}".strip()


def find_coded(connection: Connection, report: Report, coder_version: str) -> list[CodedEvent] | None:
    """Give the events that a coder found in a report's text, told as this report's; None where it was not coded."""
    same = and_(
        texts.c.hash == content_hash(report),
        codings.c.anchor == anchor(report),
        codings.c.coder_version == coder_version,
    )
    coding_id = connection.execute(select(codings.c.id).join(texts).where(same)).scalar()
    if coding_id is None:
        return None
    return identify([event for _, event in events_of_coding(connection, coding_id)], report)


def events_of_coding(connection: Connection, coding_id: int) -> list[tuple[int, CodedEvent]]:
    """Give a coding's events with the numbers of their rows, in the order of the text."""
    rows = connection.execute(
        select(events.c.id, events.c.record).where(events.c.coding_id == coding_id).order_by(events.c.position)
    )
    return [(row.id, event_from_json(json.loads(row.record))) for row in rows]


def read_batches(connection: Connection, query: Query) -> Iterator[Batch]:
    """Give the events that a query asks for, report by report."""
    with connection.execute(batches_statement(query), execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
        for _, told in itertools.groupby(rows, key=lambda row: row.publication_id):
            first = next(told)
            yield Batch(
                report_id=first.report_id,
                events=tuple(_told_event(row) for row in itertools.chain([first], told)),
                private_names=tuple(json.loads(first.private_names)),
            )


def batches_statement(query: Query) -> Select[Any]:
    """Give what is asked of the database for a query."""
    statement = _told_events().where(publications.c.current, *_conditions(query))
    return statement.order_by(publications.c.id, events.c.position)


def read_events_by_prefix(connection: Connection, prefix: str) -> list[CodedEvent]:
    """Give the events whose id begins as asked."""
    beginning = func.substr(event_ids.c.event_id, 1, len(prefix), type_=Text) == prefix
    within = and_(
        event_ids.c.event_id >= prefix, event_ids.c.event_id < prefix + "g", beginning
    )  # "g": past hex digits
    statement = _told_events().where(within).order_by(event_ids.c.event_id).limit(MOST_EVENTS_BY_PREFIX)
    return [_told_event(row) for row in connection.execute(statement)]


def read_reports(connection: Connection) -> Iterator[StoredReport]:
    """Give all reports with their versions."""
    counts = (
        select(event_ids.c.publication_id, func.count().label("events")).group_by(event_ids.c.publication_id).subquery()
    )
    statement = (
        _reports()
        .add_columns(codings.c.coder_version, func.coalesce(counts.c.events, 0).label("events"))
        .join(codings, codings.c.id == publications.c.coding_id)
        .outerjoin(counts, counts.c.publication_id == publications.c.id)
        .order_by(publications.c.id)
    )
    with connection.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
        for row in rows:
            yield StoredReport(
                report=_report(row),
                coder_version=row.coder_version,
                events=row.events,
                version=row.version,
                current=row.current,
            )


def read_report(connection: Connection, report_id: str) -> Report | None:
    """Give the newest version of a report."""
    statement = _reports().where(publications.c.report_id == report_id)
    row = connection.execute(statement.order_by(publications.c.version.desc()).limit(1)).one_or_none()
    return _report(row) if row else None


def _told_events() -> Select[Any]:
    return (
        select(
            event_ids.c.event_id,
            event_ids.c.publication_id,
            publications.c.report_id,
            publications.c.source,
            codings.c.private_names,
            events.c.record,
        )
        .select_from(publications)
        .join(event_ids, event_ids.c.publication_id == publications.c.id)
        .join(events, events.c.id == event_ids.c.row_id)
        .join(codings, codings.c.id == events.c.coding_id)
    )


def _conditions(query: Query) -> list[Any]:
    choices = (
        (publications.c.report_id, query.reports),
        (events.c.event_type, query.event_types),
        (events.c.country, query.countries),
        (publications.c.source, query.sources),
        (events.c.status, query.statuses),
        (events.c.coder, query.coders),
    )
    conditions: list[Any] = [column.in_(wanted) for column, wanted in choices if wanted]
    if query.since:
        conditions.append(events.c.last_day >= query.since.isoformat())
    if query.until:
        conditions.append(events.c.first_day <= query.until.isoformat())
    if query.places:
        conditions.append(or_(events.c.place.in_(query.places), events.c.admin1.in_(query.places)))
    if query.min_confidence:
        conditions.append(events.c.confidence >= query.min_confidence)
    return conditions


def _told_event(row: Row[Any]) -> CodedEvent:
    event = event_from_json(json.loads(row.record))
    return replace(event, event_id=row.event_id, report_id=row.report_id, source=row.source)


def _reports() -> Select[Any]:
    return select(publications, texts.c.title, texts.c.text).join(texts, texts.c.id == publications.c.text_id)


def _report(row: Row[Any]) -> Report:
    return Report(
        id=row.report_id,
        text=row.text,
        title=row.title,
        published=dt.date.fromisoformat(row.published) if row.published else None,
        published_from=row.published_from,
        source=row.source,
        url=row.url,
        language=row.language,
        author=row.author,
        origin=row.origin,
    )


def names_in_reports(connection: Connection, report_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give the names of the private persons that reports tell of, by the ids of the reports."""
    names: dict[str, set[str]] = {}
    for part in in_parts(report_ids):
        told = publications.join(codings, codings.c.text_id == publications.c.text_id)
        listed = select(publications.c.report_id, codings.c.private_names).select_from(told)
        for row in connection.execute(listed.where(publications.c.report_id.in_(part))):
            names.setdefault(row.report_id, set()).update(json.loads(row.private_names))
    return {report: tuple(sorted(found)) for report, found in names.items()}

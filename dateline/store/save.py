"""Report, CodedEvent -> rows, and rows away: each function works inside one transaction of its caller."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Column, Connection, Insert, Table, and_, func, or_, select

import dateline.store.fulltext as fulltext
import dateline.store.history as history
from dateline.identity import content_hash, identify
from dateline.jsonlines import event_line
from dateline.privacy import private_names_of
from dateline.records import CodedEvent, Report
from dateline.store.deciding import decided_sentences, follow
from dateline.store.likeness import drop_sketches, events_of_texts
from dateline.store.links import unlink_rows
from dateline.store.read import anchor, events_of_coding
from dateline.store.tables import (
    codings,
    event_ids,
    events,
    publications,
    texts,
)

Outcome = Literal["new", "publication", "version", "recoded", "known"]

WHY_ADDED = {"new": "new report", "publication": "new publication", "version": "new version"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What a coder found in a report: its events, and the names of all private persons it tells of."""

    events: Sequence[CodedEvent]
    coder_version: str
    private_names: Iterable[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How many rows were deleted with a report, and the content hashes of all its versions."""

    publications: int = 0
    texts: int = 0
    events: int = 0
    contents: tuple[str, ...] = field(default=(), compare=False)


def save_report(connection: Connection, report: Report, coding: Coding) -> Outcome:
    """Keep a report and its events; what is there already is not kept twice."""
    text_id, new_text = _keep_text(connection, report)
    coding_id = _keep_coding(connection, report, coding, text_id)
    known = connection.execute(
        select(publications).where(publications.c.report_id == report.id, publications.c.text_id == text_id)
    ).one_or_none()
    values = publication_values(report) | {"coding_id": coding_id}
    if known is None:
        return _publish(connection, report, values | {"text_id": text_id}, new_text=new_text)
    if any(getattr(known, name) != value for name, value in values.items()):
        connection.execute(publications.update().where(publications.c.id == known.id).values(values))
    if known.coding_id == coding_id:
        if known.current and any(getattr(known, name) != values[name] for name in ("source", "published")):
            history.note_events(connection, "changed", "details of the report", _told(connection, [known.id]))
        return "known"
    drop_sketches(connection, [text_id])  # it may be told of another day now, or hide other names
    if known.current:
        _recode(connection, report, known.id, coding_id)
    else:  # a newer version is told in its place
        _give_ids(connection, report, known.id, coding_id)
    _drop_unused_codings(connection, [text_id])
    return "recoded"


def _recode(connection: Connection, report: Report, publication_id: int, coding_id: int) -> None:
    before = _told(connection, [publication_id])
    decided = decided_sentences(connection, before)
    _give_ids(connection, report, publication_id, coding_id)
    after = _told(connection, [publication_id])
    follow(connection, {each: told for each, told in decided.items() if each not in after}, after)
    for what, ids in (
        ("withdrawn", [each for each in before if each not in after]),
        ("added", [each for each in after if each not in before]),
        ("changed", [each for each in after if each in before]),
    ):
        history.note_events(connection, what, "re-coding", ids)


def _told(connection: Connection, publication_ids: Sequence[int]) -> list[str]:
    """List the ids of the events that publications tell."""
    named = event_ids.c.publication_id.in_(publication_ids)
    return list(connection.execute(select(event_ids.c.event_id).where(named).order_by(event_ids.c.event_id)).scalars())


def forget_report(connection: Connection, report_id: str) -> Forgotten:
    """Delete a report in all its versions, and its text and events unless another report tells the same text."""
    named = publications.c.report_id == report_id
    urls = select(publications.c.url).where(named, publications.c.url.is_not(None))
    older = and_(publications.c.current.is_(False), publications.c.url.in_(urls))
    rows = connection.execute(
        select(publications.c.id, publications.c.text_id, publications.c.current).where(or_(named, older))
    ).all()
    shown = [row.id for row in rows if row.current]
    history.note_events(connection, "withdrawn", "forgotten", _told(connection, shown))
    if rows:
        gone = history.Note(subject="report", subject_id=report_id, what="withdrawn", why="forgotten")
        history.note(connection, [gone])
    told = _delete_in(connection, event_ids, event_ids.c.publication_id, [row.id for row in rows])
    _delete_in(connection, publications, publications.c.id, [row.id for row in rows])
    text_ids = sorted({row.text_id for row in rows})
    drop_sketches(connection, text_ids)  # another report that tells a text may tell it later, and hide fewer names
    history.note_pending(connection, events_of_texts(connection, text_ids), "forgotten")
    _drop_unused_codings(connection, text_ids)
    contents = connection.execute(select(texts.c.hash).where(texts.c.id.in_(text_ids))).scalars().all()
    dropped = _drop_unused_texts(connection, text_ids)
    fulltext.compact(connection)
    return Forgotten(publications=len(rows), texts=dropped, events=told, contents=tuple(contents))


def _keep_text(connection: Connection, report: Report) -> tuple[int, bool]:
    content = content_hash(report)
    known = connection.execute(select(texts.c.id).where(texts.c.hash == content)).scalar()
    if known is not None:
        return known, False
    row = texts.insert().values(hash=content, title=report.title, text=report.text)
    return _inserted(connection, row), True


def _keep_coding(connection: Connection, report: Report, coding: Coding, text_id: int) -> int:
    key = {"text_id": text_id, "anchor": anchor(report), "coder_version": coding.coder_version}
    same = and_(*(codings.c[name] == value for name, value in key.items()))
    known = connection.execute(select(codings.c.id).where(same)).scalar()
    if known is not None:
        return int(known)
    names = names_of(coding)
    row = codings.insert().values(private_names=json.dumps(names, ensure_ascii=False), **key)
    coding_id = _inserted(connection, row)
    mask = fulltext.index_mask(names)
    if coding.events:
        rows = [event_values(event, coding_id, position) for position, event in enumerate(coding.events)]
        connection.execute(events.insert(), rows)
        numbers = select(events.c.id).where(events.c.coding_id == coding_id).order_by(events.c.position)
        fulltext.index_events(connection, zip(connection.execute(numbers).scalars(), coding.events, strict=True), mask)
    _index_text(connection, text_id)
    drop_sketches(connection, [text_id])  # other names may be private, which are not compared
    return coding_id


def names_of(coding: Coding) -> list[str]:
    """List the names of all private persons that a coding knows."""
    return list(dict.fromkeys([*coding.private_names, *private_names_of(coding.events)]))


def _publish(connection: Connection, report: Report, values: dict[str, Any], *, new_text: bool) -> Outcome:
    same_report = publications.c.report_id == report.id
    if report.url:
        same_report = or_(same_report, publications.c.url == report.url)
    other_text = publications.c.text_id != values["text_id"]
    older = connection.execute(select(func.max(publications.c.version)).where(same_report, other_text)).scalar()
    current = and_(same_report, other_text, publications.c.current)
    replaced = connection.execute(select(publications.c.id, publications.c.text_id).where(current)).all()
    gone = _told(connection, [row.id for row in replaced])
    drop_sketches(connection, sorted({row.text_id for row in replaced} | {values["text_id"]}))
    connection.execute(publications.update().where(same_report, other_text).values(current=False))
    row = publications.insert().values(values | {"version": (older or 0) + 1, "current": True})
    publication_id = _inserted(connection, row)
    _give_ids(connection, report, publication_id, values["coding_id"])
    follow(connection, decided_sentences(connection, gone), _told(connection, [publication_id]))
    outcome: Outcome = "version" if older is not None else "new" if new_text else "publication"
    why = WHY_ADDED[outcome]
    what = "added" if older is None else "changed"
    history.note(connection, [history.Note(subject="report", subject_id=report.id, what=what, why=why)])
    history.note_events(connection, "withdrawn", why, gone)
    history.note_events(connection, "added", why, _told(connection, [publication_id]))
    return outcome


def _give_ids(connection: Connection, report: Report, publication_id: int, coding_id: int) -> None:
    connection.execute(event_ids.delete().where(event_ids.c.publication_id == publication_id))
    rows = events_of_coding(connection, coding_id)
    identified = identify([event for _, event in rows], report)
    values = [
        {"event_id": event.event_id, "publication_id": publication_id, "row_id": row_id}
        for (row_id, _), event in zip(rows, identified, strict=True)
    ]
    if values:
        connection.execute(event_ids.insert(), values)


def publication_values(report: Report) -> dict[str, str | None]:
    """Give the columns of a publication that its report fills."""
    return {
        "report_id": report.id,
        "published": report.published.isoformat() if report.published else None,
        "published_from": report.published_from,
        "source": report.source,
        "url": report.url,
        "language": report.language,
        "author": report.author,
        "origin": report.origin,
    }


def event_values(event: CodedEvent, coding_id: int, position: int) -> dict[str, Any]:
    """Give the columns of an event's row."""
    first, last = (event.date.first, event.date.last) if event.date else (None, None)
    return {
        "coding_id": coding_id,
        "position": position,
        "event_type": event.event_type,
        "mode": event.mode,
        "status": event.status,
        "country": event.place.country if event.place else None,
        "admin1": event.place.admin1 if event.place else None,
        "place": event.place.name if event.place else None,
        "coder": event.coder,
        "first_day": str(first or last) if first or last else None,
        "last_day": str(last or first) if first or last else None,
        "confidence": event.confidence,
        "record": event_line(event),
    }


def _index_text(connection: Connection, text_id: int) -> None:
    """Index a text with the names masked that any of its codings knows to be private."""
    kept = connection.execute(select(texts.c.title, texts.c.text).where(texts.c.id == text_id)).one()
    lists = connection.execute(select(codings.c.private_names).where(codings.c.text_id == text_id)).scalars()
    names = [name for listed in lists for name in json.loads(listed)]
    fulltext.index_text(connection, text_id, kept.title, kept.text, fulltext.index_mask(names))


def _drop_unused_codings(connection: Connection, text_ids: list[int]) -> None:
    used = select(publications.c.id).where(publications.c.coding_id == codings.c.id).exists()
    unused = select(codings.c.id).where(codings.c.text_id.in_(text_ids), ~used)
    coding_ids = list(connection.execute(unused).scalars())
    row_ids = list(connection.execute(select(events.c.id).where(events.c.coding_id.in_(coding_ids))).scalars())
    fulltext.drop(connection, "event_words", row_ids)
    unlink_rows(connection, row_ids)
    _delete_in(connection, events, events.c.coding_id, coding_ids)
    _delete_in(connection, codings, codings.c.id, coding_ids)


def _drop_unused_texts(connection: Connection, text_ids: list[int]) -> int:
    used = select(publications.c.id).where(publications.c.text_id == texts.c.id).exists()
    rows = list(connection.execute(select(texts.c.id).where(texts.c.id.in_(text_ids), ~used)).scalars())
    fulltext.drop(connection, "text_words", rows)
    drop_sketches(connection, rows)
    return _delete_in(connection, texts, texts.c.id, rows)


def _delete_in(connection: Connection, table: Table, column: Column[Any], values: list[int]) -> int:
    return connection.execute(table.delete().where(column.in_(values))).rowcount


def _inserted(connection: Connection, statement: Insert) -> int:
    """Insert a row and give its number."""
    (number,) = connection.execute(statement).inserted_primary_key or (0,)
    return int(number)

"""Report, CodedEvent -> rows, many at a time: what `save_report` would do one by one, in few statements for all.

A report whose id and url nobody had before only adds rows. Such reports are gathered and their rows put in at once; any
other is saved by itself, between those before and those after it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, select

import dateline.store.fulltext as fulltext
import dateline.store.history as history
from dateline.identity import content_hash, identify
from dateline.records import CodedEvent, Report
from dateline.store.database import insert_many, take_numbers
from dateline.store.likeness import drop_sketches
from dateline.store.links import in_parts
from dateline.store.read import anchor, events_of_coding
from dateline.store.save import WHY_ADDED, Coding, Outcome, event_values, names_of, publication_values, save_report
from dateline.store.tables import codings, event_ids, events, publications, texts

AT_ONCE = 2_000  # reports whose rows are held before they are put in

Told = tuple[Report, Coding]
CodingKey = tuple[int, str, str]  # text, anchor, version of the coder
Rows = list[tuple[int, CodedEvent]]  # a coding's events with the numbers of their rows


def save_reports(connection: Connection, reports: Iterable[Told]) -> Iterator[Outcome]:
    """Keep reports and their events, with the outcomes that saving them one by one would have."""
    left = iter(reports)
    while group := list(itertools.islice(left, AT_ONCE)):
        ids = _known(connection, publications.c.report_id, (report.id for report, _ in group))
        urls = _known(connection, publications.c.url, (report.url for report, _ in group if report.url))
        waiting: list[Told] = []
        for report, coding in group:
            if report.id in ids or report.url in urls:
                yield from _add(connection, waiting)
                waiting = []
                yield save_report(connection, report, coding)
            else:
                waiting.append((report, coding))
            ids.add(report.id)
            urls |= {report.url} if report.url else set()
        yield from _add(connection, waiting)


def _known(connection: Connection, column: Column[Any], values: Iterable[str]) -> set[str]:
    return {str(row[0]) for row in _rows(connection, select(column), column, values)}


def _add(connection: Connection, told: Sequence[Told]) -> list[Outcome]:
    """Add reports whose ids and urls are new."""
    if not told:
        return []
    hashes = [content_hash(report) for report, _ in told]
    before = {row.hash: row.id for row in _rows(connection, select(texts.c.hash, texts.c.id), texts.c.hash, hashes)}
    drop_sketches(connection, sorted(before.values()))
    text_of = before | _add_texts(connection, told, hashes, before)
    keys = [
        (text_of[text_hash], anchor(report), coding.coder_version)
        for text_hash, (report, coding) in zip(hashes, told, strict=True)
    ]
    known = _known_codings(connection, before.values())
    new = {key: coding for key, (_, coding) in reversed(list(zip(keys, told, strict=True))) if key not in known}
    new = {key: new[key] for key in dict.fromkeys(keys) if key in new}
    coding_of = known | _add_codings(connection, new)
    rows_of = _add_events(connection, new, coding_of)
    _index_texts(connection, sorted({text_id for text_id, *_ in new}))
    outcomes = _outcomes(hashes, before)
    codings_of = [(key[0], coding_of[key]) for key in keys]
    _publish(connection, [report for report, _ in told], codings_of, rows_of, outcomes)
    return outcomes


def _outcomes(hashes: Sequence[str], before: Container[str]) -> list[Outcome]:
    seen: set[str] = set()
    outcomes: list[Outcome] = []
    for text_hash in hashes:
        outcomes.append("publication" if text_hash in before or text_hash in seen else "new")
        seen.add(text_hash)
    return outcomes


def _add_texts(
    connection: Connection, told: Sequence[Told], hashes: Sequence[str], before: Container[str]
) -> dict[str, int]:
    reports = {text_hash: report for text_hash, (report, _) in zip(hashes, told, strict=True)}
    new = [text_hash for text_hash in reports if text_hash not in before]
    numbers = take_numbers(connection, texts, len(new))
    rows = [
        (number, text_hash, reports[text_hash].title, reports[text_hash].text)
        for number, text_hash in zip(numbers, new, strict=True)
    ]
    insert_many(connection, texts, ("id", "hash", "title", "text"), rows)
    return dict(zip(new, numbers, strict=True))


def _known_codings(connection: Connection, text_ids: Iterable[int]) -> dict[CodingKey, int]:
    found = _rows(connection, select(codings), codings.c.text_id, text_ids)
    return {(row.text_id, row.anchor, row.coder_version): row.id for row in found}


def _add_codings(connection: Connection, new: Mapping[CodingKey, Coding]) -> dict[CodingKey, int]:
    numbers = take_numbers(connection, codings, len(new))
    rows = [
        (number, *key, json.dumps(names_of(coding), ensure_ascii=False))
        for number, (key, coding) in zip(numbers, new.items(), strict=True)
    ]
    insert_many(connection, codings, ("id", "text_id", "anchor", "coder_version", "private_names"), rows)
    return dict(zip(new, numbers, strict=True))


def _add_events(
    connection: Connection, new: Mapping[CodingKey, Coding], coding_of: Mapping[CodingKey, int]
) -> dict[int, Rows]:
    """Add the events of new codings and their words; give them by coding."""
    numbers = iter(take_numbers(connection, events, sum(len(coding.events) for coding in new.values())))
    rows_of: dict[int, Rows] = {}
    rows: list[dict[str, Any]] = []
    entries: list[fulltext.Entry] = []
    for key, coding in new.items():
        coding_id = coding_of[key]
        told = rows_of[coding_id] = [(next(numbers), event) for event in coding.events]
        rows += [
            {"id": number} | event_values(event, coding_id, position) for position, (number, event) in enumerate(told)
        ]
        entries += fulltext.event_entries(told, fulltext.index_mask(names_of(coding)))
    if rows:
        insert_many(connection, events, list(rows[0]), [tuple(row.values()) for row in rows])
    fulltext.write_entries(connection, "event_words", entries)
    return rows_of


def _index_texts(connection: Connection, text_ids: Sequence[int]) -> None:
    """Index texts anew, with the names masked that any of their codings knows to be private."""
    names: dict[int, list[str]] = {}
    for row in _rows(connection, select(codings.c.text_id, codings.c.private_names), codings.c.text_id, text_ids):
        names.setdefault(row.text_id, []).extend(json.loads(row.private_names))
    for part in in_parts(text_ids):
        entries = [
            fulltext.text_entry(row.id, row.title, row.text, fulltext.index_mask(names[row.id]))
            for row in connection.execute(select(texts).where(texts.c.id.in_(part)).order_by(texts.c.id))
        ]
        fulltext.drop(connection, "text_words", part)
        fulltext.write_entries(connection, "text_words", entries)


def _publish(
    connection: Connection,
    reports: Sequence[Report],
    codings_of: Sequence[tuple[int, int]],  # text and coding of each report
    rows_of: Mapping[int, Rows],
    outcomes: Sequence[Outcome],
) -> None:
    numbers = take_numbers(connection, publications, len(reports))
    values = [
        {"id": number, "text_id": text_id, "coding_id": coding_id, "version": 1, "current": True}
        | publication_values(report)
        for number, (text_id, coding_id), report in zip(numbers, codings_of, reports, strict=True)
    ]
    insert_many(connection, publications, list(values[0]), [tuple(row.values()) for row in values])
    named: list[tuple[str, int, int]] = []
    notes: list[tuple[Outcome, Report, list[str]]] = []
    for number, (_, coding_id), report, outcome in zip(numbers, codings_of, reports, outcomes, strict=True):
        rows = rows_of[coding_id] if coding_id in rows_of else events_of_coding(connection, coding_id)
        told = identify([event for _, event in rows], report)
        named += [(event.event_id, number, row) for (row, _), event in zip(rows, told, strict=True)]
        notes.append((outcome, report, sorted(event.event_id for event in told)))
    insert_many(connection, event_ids, ("event_id", "publication_id", "row_id"), named)
    _note(connection, notes)


def _note(connection: Connection, told: Sequence[tuple[Outcome, Report, list[str]]]) -> None:
    notes: list[history.Note] = []
    for outcome, report, ids in told:
        why = WHY_ADDED[outcome]
        notes.append(history.Note(subject="report", subject_id=report.id, what="added", why=why))
        notes += [history.Note(subject="event", subject_id=each, what="added", why=why) for each in ids]
    history.note(connection, notes)
    for why, named in itertools.groupby(told, key=lambda each: WHY_ADDED[each[0]]):
        history.note_pending(connection, [each for *_, ids in named for each in ids], why)


def _rows(
    connection: Connection, statement: Select[Any], column: Column[Any], values: Iterable[Any]
) -> Iterator[Row[Any]]:
    for part in in_parts(values):
        yield from connection.execute(statement.where(column.in_(part)))

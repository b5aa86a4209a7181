"""Rows for the comparison of texts: what of each is compared, and which were found alike.

All functions work inside one transaction of their caller.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, and_, func, or_, select

from dateline.store.database import insert_many
from dateline.store.history import note_pending
from dateline.store.links import in_parts
from dateline.store.tables import (
    codings,
    event_ids,
    likenesses,
    publications,
    sketch_keys,
    sketches,
    texts,
)

Ints = npt.NDArray[np.int64]

WHY = "a text that is alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedText:
    """A text that some report tells, with the earliest day on which it was published."""

    text_id: int
    hash: str
    title: str | None
    text: str
    published: str | None  # ISO day
    private_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeTexts:
    """Two texts found alike, the smaller number first; the detail is JSON of their stretches."""

    text_id: int
    other_id: int
    kind: str
    score: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOfText:
    """A report that tells a text."""

    text_id: int
    hash: str
    report_id: str
    source: str | None
    published: str | None
    private_names: str  # a JSON list


def unsketched(connection: Connection, versions: dict[str, str], limit: int, *, after: int = 0) -> list[int]:
    """Give texts, from a number on, that are told and have no sketches of these versions, by kind."""
    told = select(publications.c.id).where(publications.c.text_id == texts.c.id, publications.c.current).exists()
    made = [
        select(sketches.c.text_id)
        .where(sketches.c.text_id == texts.c.id, sketches.c.kind == kind, sketches.c.version == version)
        .exists()
        for kind, version in versions.items()
    ]
    statement = select(texts.c.id).where(texts.c.id > after, told, ~and_(*made)).order_by(texts.c.id).limit(limit)
    return list(connection.execute(statement).scalars())


def read_texts(connection: Connection, text_ids: Iterable[int]) -> Iterator[ComparedText]:
    """Give texts."""
    for part in in_parts(text_ids):
        days = dict(_published(connection, part))
        names: dict[int, dict[str, None]] = {}
        listed = select(codings.c.text_id, codings.c.private_names).where(codings.c.text_id.in_(part))
        for row in connection.execute(listed.order_by(codings.c.id)):
            names.setdefault(row.text_id, {}).update(dict.fromkeys(json.loads(row.private_names)))
        for row in connection.execute(select(texts).where(texts.c.id.in_(part)).order_by(texts.c.id)):
            yield ComparedText(
                text_id=row.id,
                hash=row.hash,
                title=row.title,
                text=row.text,
                published=days.get(row.id),
                private_names=tuple(sorted(names.get(row.id, ()))),
            )


def read_days(connection: Connection, text_ids: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """Give the hashes of texts, and the earliest days on which they were published."""
    found: dict[int, tuple[str, str | None]] = {}
    for part in in_parts(text_ids):
        days = dict(_published(connection, part))
        for row in connection.execute(select(texts.c.id, texts.c.hash).where(texts.c.id.in_(part))):
            found[row.id] = (row.hash, days.get(row.id))
    return found


def read_lengths(connection: Connection, text_ids: Iterable[int]) -> dict[int, int]:
    """Give the characters of texts."""
    found: dict[int, int] = {}
    for part in in_parts(text_ids):
        statement = select(texts.c.id, func.length(texts.c.text)).where(texts.c.id.in_(part))
        found |= {row[0]: row[1] for row in connection.execute(statement)}
    return found


def _published(connection: Connection, part: Sequence[int]) -> Iterator[tuple[int, str | None]]:
    first = func.min(publications.c.published)
    statement = select(publications.c.text_id, first).where(publications.c.text_id.in_(part), publications.c.current)
    yield from ((row[0], row[1]) for row in connection.execute(statement.group_by(publications.c.text_id)))


def add_sketches(
    connection: Connection, made: Iterable[tuple[int, str, str, bytes]], keys: Iterable[tuple[str, int, int]]
) -> None:
    """Keep what of texts is compared (text, kind, version, sketch), and the keys (kind, key, text) that find them."""
    insert_many(connection, sketches, ("text_id", "kind", "version", "sketch"), made)
    insert_many(connection, sketch_keys, ("kind", "key", "text_id"), sorted(keys))


def holders(connection: Connection, kind: str, keys: Iterable[int]) -> tuple[Ints, Ints]:
    """Give the texts that hold keys of a kind: keys and, one for one, texts."""
    statement = select(sketch_keys.c.key, sketch_keys.c.text_id).where(sketch_keys.c.kind == kind)
    found: list[Ints] = [np.empty((0, 2), np.int64)]
    for part in in_parts(keys):
        rows = connection.execute(statement.where(sketch_keys.c.key.in_(part))).all()
        found.append(np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2))
    both = np.concatenate(found)
    return both[:, 0], both[:, 1]


def read_sketches(connection: Connection, kind: str, text_ids: Iterable[int]) -> dict[int, bytes]:
    """Give the sketches of texts."""
    statement = select(sketches.c.text_id, sketches.c.sketch).where(sketches.c.kind == kind)
    return {
        row.text_id: row.sketch
        for part in in_parts(text_ids)
        for row in connection.execute(statement.where(sketches.c.text_id.in_(part)))
    }


def add_likenesses(connection: Connection, found: Sequence[LikeTexts]) -> None:
    """Keep pairs of texts that were found alike; the events of both are merged anew."""
    names = ("text_id", "other_id", "kind", "score", "detail")
    insert_many(connection, likenesses, names, [tuple(getattr(each, name) for name in names) for each in found])
    both = {text for each in found for text in (each.text_id, each.other_id)}
    note_pending(connection, events_of_texts(connection, both), WHY)


def read_likenesses(
    connection: Connection, kinds: Collection[str], text_ids: Collection[int] | None = None
) -> Iterator[LikeTexts]:
    """Give pairs of texts that are alike in some way: all, or those with one of some texts."""
    statement = select(likenesses).where(likenesses.c.kind.in_(sorted(kinds)))
    if text_ids is None:
        yield from (LikeTexts(**row._mapping) for row in connection.execute(statement))
        return
    seen: set[tuple[int, int, str]] = set()
    for part in in_parts(text_ids):
        one_of = or_(likenesses.c.text_id.in_(part), likenesses.c.other_id.in_(part))
        for row in connection.execute(statement.where(one_of)):
            if (row.text_id, row.other_id, row.kind) not in seen:
                seen.add((row.text_id, row.other_id, row.kind))
                yield LikeTexts(**row._mapping)


def drop_sketches(connection: Connection, text_ids: Sequence[int]) -> None:
    """Let texts be compared anew: drop what was compared of them and what they were found to be alike."""
    made = {row for part in in_parts(text_ids) for row in connection.execute(_sketched(part)).scalars()}
    if not made:
        return
    found = read_likenesses(connection, ("copy", "passage", "story"), text_ids)
    alike = {text for each in found for text in (each.text_id, each.other_id)}
    note_pending(connection, events_of_texts(connection, alike - set(text_ids)), WHY)
    for part in in_parts(text_ids):
        for table in (sketches, sketch_keys):
            connection.execute(table.delete().where(table.c.text_id.in_(part)))
        one_of = or_(likenesses.c.text_id.in_(part), likenesses.c.other_id.in_(part))
        connection.execute(likenesses.delete().where(one_of))


def _sketched(part: Sequence[int]) -> Select[tuple[int]]:
    return select(sketches.c.text_id).where(sketches.c.text_id.in_(part))


def events_of_texts(connection: Connection, text_ids: Iterable[int]) -> list[str]:
    """Give the ids of the events that are told of texts."""
    statement = select(event_ids.c.event_id).join(publications, publications.c.id == event_ids.c.publication_id)
    return sorted(
        event_id
        for part in in_parts(text_ids)
        for event_id in connection.execute(
            statement.where(publications.c.text_id.in_(part), publications.c.current)
        ).scalars()
    )


def read_reports_of_texts(connection: Connection) -> Iterator[ReportOfText]:
    """Give the reports that are told today with their texts, the earliest published first."""
    statement = (
        select(
            publications.c.text_id,
            texts.c.hash,
            publications.c.report_id,
            publications.c.source,
            publications.c.published,
            codings.c.private_names,
        )
        .join(texts, texts.c.id == publications.c.text_id)
        .join(codings, codings.c.id == publications.c.coding_id)
        .where(publications.c.current)
        .order_by(func.coalesce(publications.c.published, "9999"), publications.c.report_id)
    )
    for row in connection.execute(statement):
        yield ReportOfText(**row._mapping)

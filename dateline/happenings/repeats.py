"""Likenesses of texts -> which events repeat the telling of another, and which texts are about one happening."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import Connection

from dateline.happenings.loaded import read_record, report_key
from dateline.incidents import CopyKind
from dateline.jsonlines import event_from_json
from dateline.merge.copies import Likeness, LikenessKind, Stretch
from dateline.merge.partition import StoryPairs
from dateline.merge.retellings import find_earlier, find_repeated_events, follow_repeats
from dateline.merge.traits import word_hash
from dateline.records import CodedEvent
from dateline.store import likeness as kept
from dateline.store import merging
from dateline.store.likeness import LikeTexts

COPIES = ("copy", "passage")
LONGEST = 10**12  # characters of a text, at most


def texts_to_look_at(connection: Connection, texts: Collection[int]) -> set[int]:
    """Give texts with those that are alike: what one repeats depends on the events of the others."""
    found = kept.read_likenesses(connection, COPIES, texts)
    return set(texts) | {text for each in found for text in (each.text_id, each.other_id)}


def texts_of_stories(connection: Connection, texts: Collection[int]) -> set[int]:
    """Give the texts that are about one happening with one of some texts."""
    found = kept.read_likenesses(connection, ("story",), texts)
    return {text for each in found for text in (each.text_id, each.other_id)}


def find_repeats(connection: Connection, texts: Collection[int] | None = None) -> list[tuple[int, int, str]]:
    """Give for rows of texts the row whose telling each repeats directly, and in which way; of some texts, or all."""
    alike = {(each.text_id, each.other_id): each for each in kept.read_likenesses(connection, COPIES, texts)}
    around = {text for pair in alike for text in pair}
    repeating = around | set(merging.texts_coded_twice(connection) if texts is None else texts)
    codings = _read_codings(connection, repeating)
    earlier = _earlier(connection, alike)
    found: list[tuple[int, int, str]] = []
    for text_id in sorted(repeating & codings.keys() if texts is None else set(texts) & codings.keys()):
        first, *others = codings[text_id]
        for other in others:
            found += _steps(find_repeated_events(other, first, None))
        found += _of_earlier(
            first, text_id, [(each, codings[each][0]) for each in earlier.get(text_id, ()) if each in codings], alike
        )
    return found


def follow(repeats: Mapping[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """Give for each row that repeats another the row that first told it."""
    steps = {str(row): (str(first), cast(CopyKind, kind)) for row, (first, kind) in repeats.items()}
    return {int(row): (int(first), kind) for row, (first, kind) in follow_repeats(steps).items()}


def story_pairs(connection: Connection, texts: Collection[int] | None = None) -> StoryPairs:
    """Give the pairs of texts that are about one happening: those with one of some texts, or all."""
    found = kept.read_likenesses(connection, ("story",), texts)
    return StoryPairs([(_hash(each.text_id), _hash(each.other_id)) for each in found])


def _hash(text_id: int) -> int:
    return word_hash(report_key(text_id))


def _of_earlier(
    events: Sequence[CodedEvent],
    text_id: int,
    earlier: Sequence[tuple[int, Sequence[CodedEvent]]],
    alike: Mapping[tuple[int, int], LikeTexts],
) -> Iterator[tuple[int, int, str]]:
    """Look for each event in the earlier texts, in their order, until it is found."""
    left = list(events)
    for other_id, told in earlier:
        known = alike.get((text_id, other_id))
        pair = _likeness(known) if known else _likeness(alike[other_id, text_id]).mirrored()
        found = find_repeated_events(left, told, pair)
        yield from _steps(found)
        left = [event for event in left if event.event_id not in found]


def _steps(found: Mapping[str, tuple[str, CopyKind]]) -> Iterator[tuple[int, int, str]]:
    yield from ((int(row), int(first), kind) for row, (first, kind) in found.items())


def _likeness(told: LikeTexts) -> Likeness:
    spans = tuple(tuple(span) for span in json.loads(told.detail))
    return Likeness(kind=cast(LikenessKind, told.kind), score=told.score, spans=cast(tuple[Stretch, ...], spans))


def _earlier(connection: Connection, alike: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Give for each text the texts alike that were told before it, in order; of one day, the longer ones are first."""
    pairs = list(alike)
    whole = {text for pair in pairs for text in pair}
    days, lengths = kept.read_days(connection, whole), kept.read_lengths(connection, whole)
    name = {text_id: f"{LONGEST - lengths[text_id]:013} {text_hash}" for text_id, (text_hash, _) in days.items()}
    number = {told: text_id for text_id, told in name.items()}
    told = find_earlier(
        {name[text_id]: dt.date.fromisoformat(day) if day else None for text_id, (_, day) in days.items()},
        ((name[one], name[other]) for one, other in pairs),
    )
    return {number[text]: [number[each] for each in before] for text, before in told.items()}


def _read_codings(connection: Connection, texts: Collection[int]) -> dict[int, list[list[CodedEvent]]]:
    """Give the codings of texts that are told, the first published first; events are named by their rows."""
    rows: dict[int, dict[int, list[tuple[str, CodedEvent]]]] = {}
    for row in merging.read_told(connection, merging.rows_of_texts(connection, texts)):
        event = replace(event_from_json(read_record(row.record)), event_id=str(row.row_id))
        rows.setdefault(row.text_id, {}).setdefault(row.coding_id, []).append((row.event_id, event))
    return {
        text_id: [[event for _, event in coding] for coding in sorted(codings.values(), key=_rank)]
        for text_id, codings in rows.items()
    }


def _rank(coding: Sequence[tuple[str, CodedEvent]]) -> tuple[str, str]:
    return min((str(event.published or "9999"), event_id) for event_id, event in coding)

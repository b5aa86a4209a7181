"""Rows of the store -> traits: the events that are told, ready to be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection

from dateline.happenings.workers import Worker, in_order
from dateline.merge.table import Ints, TraitTable, join_tables, make_table, take
from dateline.merge.traits import Traits, hidden_words, traits_of
from dateline.store.merging import read_told
from dateline.store.words import unescape

ROWS_AT_ONCE = 2_000

Record = tuple[str, int, str]  # JSON of an event, its text, JSON of the names of private persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Events that are told, sorted by their ids, with their traits."""

    rows: Ints
    ids: tuple[str, ...]
    texts: Ints
    table: TraitTable

    def places(self) -> dict[int, int]:
        """Give the place of each row among them."""
        return {int(row): place for place, row in enumerate(self.rows)}


def load(connection: Connection, row_ids: Iterable[int] | None = None, workers: Sequence[Worker] = ()) -> Loaded:
    """Load the rows that are told, all or some."""
    rows: list[int] = []
    ids: list[str] = []
    texts: list[int] = []

    def records() -> Iterator[list[Record]]:
        left = read_told(connection, row_ids)
        while part := list(islice(left, ROWS_AT_ONCE)):
            rows.extend(row.row_id for row in part)
            ids.extend(row.event_id for row in part)
            texts.extend(row.text_id for row in part)
            yield [(row.record, row.text_id, row.private_names) for row in part]

    tables = [make_table(()), *in_order(workers, _table_of, records())]
    order = np.argsort(np.array(ids, "U"), kind="stable") if ids else np.empty(0, np.int64)
    return Loaded(
        rows=np.array(rows, np.int64)[order],
        ids=tuple(ids[place] for place in order),
        texts=np.array(texts, np.int64)[order],
        table=take(join_tables(tables), order),
    )


def read_record(record: str) -> dict[str, Any]:
    """Read the JSON of an event as the database has it.

    Half of a surrogate pair, which the faster reader refuses, is read too.
    """
    record = unescape(record)
    try:
        return dict(orjson.loads(record))
    except orjson.JSONDecodeError:
        return dict(json.loads(record))


def report_key(text_id: int) -> str:
    """Give the name by which traits tell one text from another."""
    return str(text_id)


def _table_of(records: Sequence[Record]) -> TraitTable:
    return make_table([_traits(*each) for each in records])


def _traits(record: str, text_id: int, private_names: str) -> Traits:
    hidden = hidden_words(read_names(private_names))
    return traits_of(read_record(record), report=report_key(text_id), hidden=hidden)


def read_names(listed: str) -> list[str]:
    """Read the names of private persons as the store keeps them."""
    return list(json.loads(unescape(listed))) if listed != "[]" else []

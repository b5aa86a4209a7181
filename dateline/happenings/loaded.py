"""Rows of the store -> traits: the events that are told, ready to be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection

from dateline.merge.table import Ints, TraitTable, join_tables, make_table, take
from dateline.merge.traits import Traits, hidden_words, traits_of
from dateline.store.merging import ToldRow, read_told

ROWS_AT_ONCE = 10_000


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


def load(connection: Connection, row_ids: Iterable[int] | None = None) -> Loaded:
    """Load the rows that are told, all or some."""
    rows: list[int] = []
    ids: list[str] = []
    texts: list[int] = []
    tables = [make_table(())]
    left = read_told(connection, row_ids)
    while part := list(islice(left, ROWS_AT_ONCE)):
        rows += [row.row_id for row in part]
        ids += [row.event_id for row in part]
        texts += [row.text_id for row in part]
        tables.append(make_table([_traits(row) for row in part]))
    order = np.argsort(np.array(ids, "U"), kind="stable") if ids else np.empty(0, np.int64)
    return Loaded(
        rows=np.array(rows, np.int64)[order],
        ids=tuple(ids[place] for place in order),
        texts=np.array(texts, np.int64)[order],
        table=take(join_tables(tables), order),
    )


def read_record(record: str) -> dict[str, Any]:
    """Read the JSON of an event; half of a surrogate pair, which the faster reader refuses, is read too."""
    try:
        return dict(orjson.loads(record))
    except orjson.JSONDecodeError:
        return dict(json.loads(record))


def report_key(text_id: int) -> str:
    """Give the name by which traits tell one text from another."""
    return str(text_id)


def _traits(row: ToldRow) -> Traits:
    hidden = hidden_words(read_names(row.private_names))
    return traits_of(read_record(row.record), report=report_key(row.text_id), hidden=hidden)


def read_names(listed: str) -> list[str]:
    """Read the names of private persons as the store keeps them."""
    return list(json.loads(listed)) if listed != "[]" else []

"""CodedEvent -> Parquet, one row an event, written in groups of rows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any, BinaryIO

from dateline.errors import MissingExtraError
from dateline.exporters.flat import COLUMNS, flat_row
from dateline.gazetteer import NOTICE
from dateline.records import CodedEvent

ROWS_IN_GROUP = 10_000


def export_parquet(events: Iterable[CodedEvent], out: BinaryIO) -> int:
    """Write events as a Parquet table; give how many."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    schema = _schema(pa)
    count, left = 0, iter(events)
    with pq.ParquetWriter(out, schema) as writer:
        while rows := [flat_row(event) for event in itertools.islice(left, ROWS_IN_GROUP)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _schema(pa: Any) -> Any:
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.date32()}
    columns = [(column, types[kind]) for column, kind in COLUMNS.items()]
    return pa.schema(columns, metadata={"attribution": NOTICE})

"""Rows -> Parquet, written in groups of rows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, TypeVar

from dateline.errors import MissingExtraError
from dateline.exporters.sheets import Sheet
from dateline.gazetteer import NOTICE

T = TypeVar("T")

ROWS_IN_GROUP = 10_000


def write_parquet(sheet: Sheet[T], items: Iterable[T], out: BinaryIO) -> int:
    """Write records as a Parquet table; give how many rows."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    schema = _schema(pa, sheet.columns)
    count, left = 0, sheet.rows_of(items)
    with pq.ParquetWriter(out, schema) as writer:
        while rows := list(itertools.islice(left, ROWS_IN_GROUP)):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _schema(pa: Any, columns: Mapping[str, type]) -> Any:
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.date32()}
    return pa.schema([(name, types[kind]) for name, kind in columns.items()], metadata={"attribution": NOTICE})

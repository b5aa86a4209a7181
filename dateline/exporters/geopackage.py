"""Rows -> GeoPackage (OGC 12-128r17), by GDAL: one layer of points, with a null geometry where no coordinates are.

The same rows give the same bytes: the only time that GDAL writes into the file is set to a fixed one.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import struct
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np

from dateline.errors import MissingExtraError
from dateline.exporters.sheets import Row, Sheet, Value
from dateline.gazetteer import NOTICE

T = TypeVar("T")

ROWS_IN_GROUP = 10_000
#: A file says when it was last changed; a re-export of the same data must not differ in that alone.
LAST_CHANGE = "2000-01-01T00:00:00.000Z"
LITTLE_ENDIAN, POINT = 1, 1  # in well-known binary
_DTYPES: dict[type, tuple[str, Any]] = {
    int: ("int64", 0),
    float: ("float64", np.nan),
    bool: ("bool", False),
    dt.date: ("datetime64[D]", np.datetime64("NaT")),
}


def write_geopackage(sheet: Sheet[T], items: Iterable[T], out: BinaryIO) -> int:
    """Write records as the one layer of a GeoPackage; give how many rows."""
    try:
        import pyogrio  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("GeoPackage", "geopackage") from error
    with tempfile.TemporaryDirectory() as folder, _fixed_date(pyogrio):
        path = Path(folder) / f"{sheet.name}.gpkg"
        count = _write_layer(pyogrio, sheet, sheet.rows_of(items), path)
        with path.open("rb") as written:
            shutil.copyfileobj(written, out)
    return count


def _write_layer(pyogrio: Any, sheet: Sheet[T], rows: Iterator[Row], path: Path) -> int:
    count = 0
    while (group := list(itertools.islice(rows, ROWS_IN_GROUP))) or not count:
        columns = [_column([row[name] for row in group], kind) for name, kind in sheet.columns.items()]
        options = {} if count else {"layer_options": {"IDENTIFIER": sheet.name, "DESCRIPTION": NOTICE}}
        pyogrio.raw.write(
            path,
            _points(group),
            [values for values, _ in columns],
            list(sheet.columns),
            field_mask=[missing for _, missing in columns],
            layer=sheet.name,
            driver="GPKG",
            geometry_type="Point",
            crs="EPSG:4326",
            append=count > 0,
            **options,
        )
        count += len(group)
        if not group:
            break
    return count


@contextmanager
def _fixed_date(pyogrio: Any) -> Iterator[None]:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": LAST_CHANGE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _points(rows: Sequence[Row]) -> Any:
    points = np.empty(len(rows), dtype=object)
    for i, row in enumerate(rows):
        if row["longitude"] is not None and row["latitude"] is not None:
            points[i] = struct.pack("<BIdd", LITTLE_ENDIAN, POINT, row["longitude"], row["latitude"])
    return points


def _column(values: Sequence[Value], kind: type) -> tuple[Any, Any]:
    """Give a column's values, and where they are missing (None for those types that can say so themselves)."""
    if kind is str:
        return np.array([_encodable(str(value)) if value is not None else None for value in values], object), None
    dtype, empty = _DTYPES[kind]
    missing = np.array([value is None for value in values], dtype=bool)
    filled = np.array([empty if value is None else value for value in values], dtype=dtype)
    return filled, missing if kind in (int, bool) else None


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()

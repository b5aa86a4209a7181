"""CodedEvent -> files: each exporter writes a stream of events to a binary handle and gives how many it wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from dateline.exporters.acled_csv import export_acled
from dateline.exporters.codebook_csv import export_csv
from dateline.exporters.frame import to_frame
from dateline.exporters.geojson import export_geojson
from dateline.exporters.json_lines import export_jsonl
from dateline.exporters.page import export_page
from dateline.exporters.parquet import export_parquet
from dateline.records import CodedEvent

__all__ = ["EXPORTERS", "Exporter", "export_page", "to_frame"]

Exporter = Callable[[Iterable[CodedEvent], BinaryIO], int]

EXPORTERS: dict[str, Exporter] = {
    "jsonl": export_jsonl,
    "csv": export_csv,
    "acled": export_acled,
    "geojson": export_geojson,
    "parquet": export_parquet,
}

"""Store → a file: coded events in one of the export formats."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import BinaryIO

import click

from dateline.commands.options import iso_date, message_console, settings, store_option
from dateline.commands.output import write_whole
from dateline.errors import UsageError
from dateline.exporters import EXPORTERS, export_page
from dateline.privacy import PROFILES, apply_profile
from dateline.store import Query, Store, open_store

PAGE = "html"  # not among the exporters of events: it needs the reports too
_BY_ENDING = {".jsonl": "jsonl", ".csv": "csv", ".geojson": "geojson", ".parquet": "parquet", ".html": PAGE}


@click.command("export")
@click.option(
    "--format", "output_format", type=click.Choice([*EXPORTERS, PAGE]), help="Default: as FILE ends, or jsonl."
)
@click.option("--what", type=click.Choice(["events"]), default="events", show_default=True, help="What to export.")
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    help="public (the default) withholds the names of private persons everywhere; full gives them.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@click.option("--report", "reports", multiple=True, metavar="ID", help="Only this report; may be repeated.")
@click.option("--type", "event_types", multiple=True, metavar="TYPE", help="Only this event type; may be repeated.")
@click.option("--country", "countries", multiple=True, metavar="ISO3", help="Only this country; may be repeated.")
@click.option("--status", "statuses", multiple=True, help="Only this status; may be repeated.")
@click.option("--since", type=iso_date, metavar="DATE", help="Only events that end on this day or later.")
@click.option("--until", type=iso_date, metavar="DATE", help="Only events that begin on this day or earlier.")
@store_option
def command(
    *,
    output_format: str | None,
    what: str,
    profile: str | None,
    output: Path | None,
    store: str | None,
    reports: tuple[str, ...],
    event_types: tuple[str, ...],
    countries: tuple[str, ...],
    statuses: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
) -> None:
    """Write the coded events to a file.

    The public profile withholds the names of private persons in every field, evidence and quotes included.

    \b
    Examples:
      dateline export -o events.csv
      dateline export -o events.html --report portugal_banners
      dateline export --format geojson --country PRT -o portugal.geojson
      dateline export --format acled --since 2024-01-01 > acled.csv
      dateline export --profile full --format jsonl -o internal.jsonl
    """
    config = settings(store, profile=profile)
    chosen = output_format or (_BY_ENDING.get(output.suffix.lower()) if output else None) or "jsonl"
    query = Query(
        reports=reports,
        event_types=tuple(name.upper() for name in event_types),
        countries=tuple(code.upper() for code in countries),
        statuses=statuses,
        since=since,
        until=until,
    )
    with open_store(config.store, create=False, patience=config.patience) as opened:
        written = _export(opened, query, (chosen, config.profile), output)
    if output:
        message_console().print(f"{written} {what} written to {output} ({config.profile} profile)")


def _export(store: Store, query: Query, choice: tuple[str, str], output: Path | None) -> int:
    name, profile = choice

    def write(out: BinaryIO) -> int:
        if name == PAGE:
            return export_page(store.told(query), out, profile=profile)
        return EXPORTERS[name](apply_profile(profile, store.batches(query)), out)

    if output is not None:
        return write_whole(output, write)
    if name == "parquet" and sys.stdout.isatty():
        raise UsageError("parquet is a binary format: name a file by -o FILE")
    return write(sys.stdout.buffer)

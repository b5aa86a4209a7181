"""Store → a file: coded events in one of the export formats."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import BinaryIO, get_args

import click

from dateline.commands.options import (
    codebook_option,
    iso_date,
    message_console,
    only_coder_option,
    settings,
    store_option,
)
from dateline.commands.output import write_whole
from dateline.config import Config
from dateline.errors import UsageError
from dateline.exporters import EXPORTERS, export_page
from dateline.gazetteer import load_gazetteer
from dateline.ontology import load_codebook
from dateline.privacy import PROFILES, apply_profile
from dateline.records import Status
from dateline.store import Query, Store, open_store

PAGE = "html"  # not among the exporters of events: it needs the reports too
_BY_ENDING = {".jsonl": "jsonl", ".csv": "csv", ".geojson": "geojson", ".parquet": "parquet", ".html": PAGE}


@click.command("export")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*EXPORTERS, PAGE]),
    help="Default: as FILE ends; jsonl on standard output.",
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
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="COUNTRY",
    help="Only this country, by its ISO 3166-1 alpha-3 code or name; may be repeated.",
)
@click.option(
    "--status",
    "statuses",
    type=click.Choice(get_args(Status)),
    multiple=True,
    metavar="STATUS",
    help="Only this status; may be repeated.",
)
@only_coder_option
@click.option("--since", type=iso_date, metavar="DATE", help="Only events that end on this day or later.")
@click.option("--until", type=iso_date, metavar="DATE", help="Only events that begin on this day or earlier.")
@codebook_option
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
    coders: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    codebook: str | None,
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
    config = settings(store, profile=profile, codebook=codebook)
    chosen = output_format or _format_of(output)
    query = Query(
        reports=reports,
        event_types=_known_types(event_types, config),
        countries=tuple(_country_code(name) for name in countries),
        statuses=statuses,
        coders=coders,
        since=since,
        until=until,
    )
    with open_store(config.store, create=False, patience=config.patience) as opened:
        written = _export(opened, query, (chosen, config.profile), output)
    if output:
        message_console().print(f"{written} {what} written to {output} ({config.profile} profile)")


def _format_of(output: Path | None) -> str:
    if output is None:
        return "jsonl"
    found = _BY_ENDING.get(output.suffix.lower())
    if found is None:
        raise UsageError(f"the ending of '{output}' names no format: use one of {', '.join(_BY_ENDING)}, or --format")
    return found


def _known_types(names: tuple[str, ...], config: Config) -> tuple[str, ...]:
    if not names:
        return ()
    known = load_codebook(Path(config.codebook) if config.codebook else None).types
    for name in names:
        if name.upper() not in known:
            raise UsageError(f"'{name}' is no event type of the codebook: use one of {', '.join(known)}")
    return tuple(name.upper() for name in names)


def _country_code(name: str) -> str:
    gazetteer = load_gazetteer()
    found = gazetteer.country(name.upper()) or gazetteer.country(name)
    if found is None or found.country is None:
        raise UsageError(f"'{name}' is no country: give an ISO 3166-1 alpha-3 code such as PRT, or a name")
    return found.country


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

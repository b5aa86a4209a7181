"""Store → a file: coded events in one of the export formats, its data dictionary beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click

from dateline.commands.choosing import EventChoice, choice_options, filters_of, query_of
from dateline.commands.options import (
    codebook_option,
    grades_of,
    message_console,
    reliability_option,
    settings,
    store_option,
)
from dateline.commands.output import write_whole
from dateline.commands.updating import bring_up_for_reading
from dateline.errors import UsageError
from dateline.exporters import BINARY, EXPORTERS, export_page, write_dictionary
from dateline.happenings import incidents_of
from dateline.incidents import Reliability
from dateline.privacy import PROFILES, Withheld, apply_profile
from dateline.store import Query, Store, open_store

PAGE = "html"  # not among the exporters of events: it needs the reports too
_BY_ENDING = {
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".geojson": "geojson",
    ".gpkg": "gpkg",
    ".parquet": "parquet",
    ".html": PAGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export: what, of which records, in which format and profile, and what it withholds."""

    what: str
    format: str
    profile: str
    query: Query
    grades: dict[str, Reliability]
    withheld: Withheld


@click.command("export")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*EXPORTERS["events"], PAGE]),
    help="Default: as FILE ends; jsonl on standard output.",
)
@click.option("--what", type=click.Choice([*EXPORTERS]), default="events", show_default=True, help="What to export.")
@click.option(
    "--profile",
    type=click.Choice([*PROFILES]),
    help="public (the default): pseudonyms for private persons, quotations cut; strict: no names of private "
    "persons, quotations, evidence or places finer than the region; full: everything, noted in the audit log.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@click.option("--dictionary", is_flag=True, help="Print what the fields of the format mean, and write nothing else.")
@choice_options
@reliability_option
@codebook_option
@store_option
def command(
    *,
    output_format: str | None,
    what: str,
    profile: str | None,
    output: Path | None,
    dictionary: bool,
    store: str | None,
    codebook: str | None,
    choice: EventChoice,
    reliability: str | None,
) -> None:
    """Write events, claims or incidents to a file.

    An event is one report's claim, an incident joins the claims of one happening, and claims are the events with the
    incident that each belongs to. Beside it, FILE.dictionary.md says what fields mean and what the profile withheld.

    \b
    Examples:
      dateline export -o events.csv
      dateline export -o events.html --report portugal_banners
      dateline export --format geojson --country PRT -o portugal.geojson
      dateline export --format acled --since 2024-01-01 > acled.csv
      dateline export --format plover --min-confidence 0.8 --place Lisbon -o lisbon.jsonl
      dateline export --format csv --dictionary
      dateline export --what incidents -o incidents.jsonl
      dateline export --what claims --reliability grades.csv -o claims.csv
      dateline export --profile full --format jsonl -o internal.jsonl
    """
    config = settings(store, profile=profile, codebook=codebook, reliability=reliability)
    chosen = output_format or _format_of(output)
    if what != "events" and chosen == PAGE:
        raise UsageError("a page shows reports with their events: `dateline brief` makes one of incidents")
    export = Export(
        what=what,
        format=chosen,
        profile=config.profile,
        query=query_of(choice, config),
        grades=grades_of(config),
        withheld=Withheld(),
    )
    if dictionary:
        _print_dictionary(export)
        return
    with open_store(config.store, create=False, patience=config.patience) as opened:
        if what != "events":
            bring_up_for_reading(opened)
        _run(export, opened, output)


def _format_of(output: Path | None) -> str:
    if output is None:
        return "jsonl"
    found = _BY_ENDING.get(output.suffix.lower())
    if found is None:
        raise UsageError(f"the ending of '{output}' names no format: use one of {', '.join(_BY_ENDING)}, or --format")
    return found


def _print_dictionary(export: Export) -> None:
    if export.format == PAGE:
        raise UsageError("a page explains itself and has no data dictionary: name another --format")
    write_dictionary(
        export.what, export.format, export.profile, filters=filters_of(export.query), out=sys.stdout.buffer
    )


def _run(export: Export, store: Store, output: Path | None) -> None:
    """Write an export and its dictionary, and say how much was written and withheld."""
    if output is None and export.format in BINARY and sys.stdout.isatty():
        raise UsageError(f"{export.format} is a binary format: name a file by -o FILE")
    write = _writer(export, store)
    if export.profile == "full":
        detail = {"what": export.what, "format": export.format, "filters": filters_of(export.query)}
        store.audit("export in full", detail | {"output": str(output) if output else "standard output"})
    written = write_whole(output, write) if output else write(sys.stdout.buffer)
    told = [f"{written} {export.what} written to {output} ({export.profile} profile)"] if output else []
    if export.withheld:
        told.append(f"withheld by the {export.profile} profile: {export.withheld.in_words()}")
    if output and output.is_file() and export.format != PAGE:  # a device has nothing beside it
        told.append(f"what the fields mean: {_write_dictionary(export, output)}")
    for line in told:
        message_console().print(line)


def _writer(export: Export, store: Store) -> Callable[[BinaryIO], int]:
    secret = store.secret()

    def write(out: BinaryIO) -> int:
        if export.what != "events":
            found = incidents_of(
                store, export.query, profile=export.profile, grades=export.grades, tally=export.withheld
            )
            return EXPORTERS[export.what][export.format](found, out)
        if export.format == PAGE:
            told = store.told(export.query)
            return export_page(told, out, profile=export.profile, secret=secret, tally=export.withheld)
        shown = apply_profile(export.profile, store.batches(export.query), secret, export.withheld)
        return EXPORTERS[export.what][export.format](shown, out)

    return write


def _write_dictionary(export: Export, output: Path) -> Path:
    """Write the data dictionary beside an export, and give where."""
    path = output.with_name(f"{output.name}.dictionary.md")

    def write(out: BinaryIO) -> int:
        write_dictionary(
            export.what,
            export.format,
            export.profile,
            withheld=export.withheld,
            filters=filters_of(export.query),
            out=out,
        )
        return 1

    write_whole(path, write)
    return path

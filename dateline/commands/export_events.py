"""Store → a file: coded events in one of the export formats, its data dictionary beside it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
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
from dateline.exporters import BINARY, EXPORTERS, export_page, write_dictionary
from dateline.gazetteer import fold_name, load_gazetteer
from dateline.ontology import load_codebook
from dateline.privacy import PROFILES, Withheld, apply_profile, profile_named
from dateline.records import Status
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
    withheld: Withheld

    def filters(self) -> dict[str, list[str]]:
        """Say which records were asked for, by option; reports by their number, for their ids may name somebody."""
        query, reports = self.query, len(self.query.reports)
        days = (("since", query.since), ("until", query.until))
        lists = {
            "report": [f"{reports} of the reports"] if reports else [],
            "type": query.event_types,
            "country": query.countries,
            "place": query.places,
            "source": query.sources,
            "status": query.statuses,
            "coder": query.coders,
            **{name: [day.isoformat()] if day else [] for name, day in days},
            "min-confidence": [str(query.min_confidence)] if query.min_confidence else [],
        }
        return {name: list(values) for name, values in lists.items() if values}


@click.command("export")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*EXPORTERS["events"], PAGE]),
    help="Default: as FILE ends; jsonl on standard output.",
)
@click.option("--what", type=click.Choice(["events"]), default="events", show_default=True, help="What to export.")
@click.option(
    "--profile",
    type=click.Choice([*PROFILES]),
    help="public (the default): pseudonyms for private persons, quotations cut; strict: no names, quotations, evidence "
    "or places finer than the region; full: everything, noted in the audit log.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@click.option("--dictionary", is_flag=True, help="Print what the fields of the format mean, and write nothing else.")
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
    "--place", "places", multiple=True, metavar="NAME", help="Only this place or first-level region; may be repeated."
)
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only this source; may be repeated.")
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
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="P", help="Only events at least so sure."
)
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
    reports: tuple[str, ...],
    event_types: tuple[str, ...],
    countries: tuple[str, ...],
    places: tuple[str, ...],
    sources: tuple[str, ...],
    statuses: tuple[str, ...],
    coders: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    min_confidence: float,
) -> None:
    """Write the coded events to a file.

    Beside it, FILE.dictionary.md says what the fields mean and what the profile withheld.

    \b
    Examples:
      dateline export -o events.csv
      dateline export -o events.html --report portugal_banners
      dateline export --format geojson --country PRT -o portugal.geojson
      dateline export --format acled --since 2024-01-01 > acled.csv
      dateline export --format plover --min-confidence 0.8 --place Lisbon -o lisbon.jsonl
      dateline export --format csv --dictionary
      dateline export --profile full --format jsonl -o internal.jsonl
    """
    config = settings(store, profile=profile, codebook=codebook)
    query = Query(
        reports=reports,
        event_types=_known_types(event_types, config),
        countries=tuple(_country_code(name) for name in countries),
        places=tuple(dict.fromkeys(found for name in places for found in _place_names(name))),
        sources=sources,
        statuses=statuses,
        coders=coders,
        since=since,
        until=until,
        min_confidence=min_confidence,
    )
    chosen = output_format or _format_of(output)
    export = Export(what=what, format=chosen, profile=config.profile, query=query, withheld=Withheld())
    if dictionary:
        _print_dictionary(export)
        return
    with open_store(config.store, create=False, patience=config.patience) as opened:
        _run(export, opened, output)


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


def _place_names(name: str) -> list[str]:
    """Give the names under which events keep a place: as typed, and as the gazetteer writes it.

    >>> _place_names("tehran"), _place_names("Lissabon"), _place_names("Nowhere Mill")
    (['tehran', 'Tehran'], ['Lissabon', 'Lisbon'], ['Nowhere Mill'])
    """
    known = load_gazetteer().candidates(name)
    same = sorted({place.name for place in known if fold_name(place.name) == fold_name(name)})
    largest = max(known, key=lambda place: (place.population, place.name), default=None)
    return list(dict.fromkeys([name, *(same or ([largest.name] if largest else []))]))


def _print_dictionary(export: Export) -> None:
    if export.format == PAGE:
        raise UsageError("a page explains itself and has no data dictionary: name another --format")
    write_dictionary(export.what, export.format, export.profile, filters=export.filters(), out=sys.stdout.buffer)


def _run(export: Export, store: Store, output: Path | None) -> None:
    """Write an export and its dictionary, and say how much was written and withheld."""
    if output is None and export.format in BINARY and sys.stdout.isatty():
        raise UsageError(f"{export.format} is a binary format: name a file by -o FILE")
    write = _writer(export, store)
    if export.profile == "full":
        detail = {"what": export.what, "format": export.format, "filters": export.filters()}
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
    secret = store.secret() if profile_named(export.profile).names == "pseudonyms" else None

    def write(out: BinaryIO) -> int:
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
            filters=export.filters(),
            out=out,
        )
        return 1

    write_whole(path, write)
    return path

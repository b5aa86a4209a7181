"""Store → a situation brief of a country and a period, as one HTML page or a PDF."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import click

from dateline.briefs import Brief, Scope, make_brief, write_brief, write_pdf
from dateline.commands.choosing import country_code
from dateline.commands.options import (
    codebook_option,
    grades_of,
    iso_date,
    message_console,
    reliability_option,
    settings,
    store_option,
)
from dateline.commands.output import write_whole
from dateline.commands.updating import bring_up_for_reading
from dateline.config import Config
from dateline.errors import UsageError
from dateline.happenings import incidents_of
from dateline.incidents import Incident
from dateline.ontology import load_codebook
from dateline.privacy import PROFILES, Withheld
from dateline.store import Query, Store, open_store

_WRITERS = {".html": write_brief, ".htm": write_brief, ".pdf": write_pdf}


@click.command("brief")
@click.option("--from", "first", type=iso_date, required=True, metavar="DATE", help="The first day of the period.")
@click.option("--to", "last", type=iso_date, required=True, metavar="DATE", help="Its last day.")
@click.option(
    "--country",
    metavar="COUNTRY",
    help="Only this country, by its ISO 3166-1 alpha-3 code or name (default: all countries).",
)
@click.option(
    "--profile",
    type=click.Choice([*PROFILES]),
    help="public (the default) withholds the names of private persons and addresses of reports; full gives them.",
)
@reliability_option
@click.option("--made", type=iso_date, metavar="DATE", help="The date to print as that of its making (default: none).")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file that ends in .html or .pdf (default: HTML on standard output).",
)
@codebook_option
@store_option
def command(
    *,
    first: dt.date,
    last: dt.date,
    country: str | None,
    profile: str | None,
    reliability: str | None,
    made: dt.date | None,
    output: Path | None,
    codebook: str | None,
    store: str | None,
) -> None:
    """Write a situation brief of a country and a period.

    With a map and a timeline, it counts incidents by type and place, against the period of equal length before, and
    lays the claims of the most disputed side by side. The page needs nothing but itself; the same store gives the same
    bytes.

    \b
    Examples:
      dateline brief --from 2024-03-01 --to 2024-03-31 -o brief.html
      dateline brief --from 2024-03-01 --to 2024-03-31 --country PRT -o brief.html
    """
    config = settings(store, profile=profile, codebook=codebook, reliability=reliability)
    write = _writer(output)
    types = load_codebook(Path(config.codebook) if config.codebook else None).types
    scope = Scope(
        first=first,
        last=last,
        country=country_code(country) if country else None,
        profile=config.profile,
        made=made,
        meanings={name: each.definition for name, each in types.items()},
    )
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_for_reading(opened)
        if config.profile == "full":
            opened.audit("brief in full", {"from": str(first), "to": str(last), "country": scope.country})
        brief = _make(opened, scope, config)

    def write_counted(out: BinaryIO) -> int:
        write(brief, out)
        return brief.total.now

    if output is None:
        write(brief, sys.stdout.buffer)
    else:
        count = write_whole(output, write_counted)
        message_console().print(f"brief of {count} incidents written to {output} ({config.profile} profile)")


def _writer(output: Path | None) -> Callable[[Brief, BinaryIO], None]:
    ending = ".html" if output is None else output.suffix.lower()
    if ending not in _WRITERS:
        raise UsageError(f"'{output}' names no format: let it end in .html or .pdf")
    return _WRITERS[ending]


def _make(store: Store, scope: Scope, config: Config) -> Brief:
    countries = (scope.country,) if scope.country else ()
    grades, withheld = grades_of(config), Withheld()

    def read(first: dt.date, last: dt.date, tally: Withheld | None) -> tuple[Incident, ...]:
        query = Query(countries=countries, since=first, until=last)
        return tuple(incidents_of(store, query, profile=config.profile, grades=grades, tally=tally))

    now, before = read(scope.first, scope.last, withheld), read(*scope.before, None)
    left_out = replace(withheld, offsets=0)  # a brief shows none
    scope = replace(scope, withheld=(f"Withheld here: {left_out.in_words()}.",) if left_out else ())
    brief = make_brief(now, before, scope)
    return replace(brief, scope=replace(scope, urls=_urls(store, brief))) if config.profile == "full" else brief


def _urls(store: Store, brief: Brief) -> dict[str, str]:
    """Give the addresses of the reports that the brief names."""
    named = {report for incident in brief.disputed for note in incident.sources for report in note.reports}
    reports = [store.report(report_id) for report_id in sorted(named)]
    return {report.id: report.url for report in reports if report is not None and report.url}

"""A GeoNames dump → a gazetteer of one's own; a name → the places that it may mean, with their scores."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
import platformdirs
from rich import box
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dateline.commands.options import data_console, default_format, format_option, message_console, settings
from dateline.errors import UsageError
from dateline.gazetteer import NOTICE, Gazetteer, GazetteerPlace, load_gazetteer
from dateline.gazetteer.staging import Built, build_gazetteer
from dateline.records import Span, Toponym
from dateline.resolve.place_context import Reading
from dateline.resolve.places import Case, Context, score_terms

BAD_ROWS = 1


@click.group("gazetteer")
def command() -> None:
    """Build a gazetteer of your own, or show what a name may mean.

    \b
    Examples:
      dateline gazetteer show Kerman
      dateline gazetteer build allCountries.zip -o world
    """


@command.command("build")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the gazetteer goes (default: a folder of your user's cache).",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def build(files: tuple[Path, ...], *, output: Path | None, quiet: bool) -> int:
    """Build a gazetteer from a GeoNames dump.

    FILES are allCountries.txt or a country's file, and, if you like, alternateNamesV2.txt, admin1CodesASCII.txt and
    admin2Codes.txt, as text or .zip, from download.geonames.org. Demonyms, informal regions and what else the dump
    lacks come from the built-in gazetteer. Rows that cannot be read are left out and named (exit code 1). After
    Ctrl-C the same command goes on where it was. GeoNames' licence (CC BY 4.0) asks that GeoNames be named.

    \b
    Examples:
      dateline gazetteer build allCountries.zip alternateNamesV2.zip
      dateline gazetteer build IR.txt -o iran
      dateline annotate reports/ --gazetteer iran
    """
    target = output or platformdirs.user_cache_path("dateline") / "gazetteer"
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = message_console()
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task("reading", total=None)

        def tell(doing: str, done: int, size: int) -> None:
            progress.update(task, description=doing, completed=done, total=size or None)

        try:
            built = build_gazetteer(list(dict.fromkeys(files)), target, load_gazetteer(), tell)
        except KeyboardInterrupt:
            console.print("what was read is kept; the same command goes on from there")
            raise
    if built.bad or not quiet:
        _report(built, target)
    return BAD_ROWS if built.bad else 0


def _report(built: Built, target: Path) -> None:
    console = message_console()
    for line in built.shown:
        console.print(f"left out: {line}")
    if built.bad > len(built.shown):
        console.print(f"... and {built.bad - len(built.shown):,} more rows")
    console.print(f"{built.places:,} places, {built.names:,} names in {target}")
    console.print(f'use it with --gazetteer {target}, or gazetteer = "{target}" in dateline.toml')


@command.command("show")
@click.argument("name")
@click.option("--country", metavar="CODE", help="Only places of one country: IRN, IR or Iran.")
@click.option("--gazetteer", "folder", metavar="FOLDER", help="A gazetteer of your own.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1), help="How many at the most.")
@format_option
def show(name: str, *, country: str | None, folder: str | None, limit: int, output_format: str | None) -> int:
    """Show the places that a name may mean, best first.

    The score is the one of the name alone, with its reasons; a report's other words add to it.

    \b
    Examples:
      dateline gazetteer show Kerman
      dateline gazetteer show Springfield --country USA --limit 5
      dateline gazetteer show Tripoli --format jsonl
    """
    config = settings(gazetteer=folder)
    gazetteer = load_gazetteer(Path(config.gazetteer)) if config.gazetteer else load_gazetteer()
    code = _country_code(country, gazetteer) if country else None
    rated = [row for row in _rate(name, gazetteer) if code in (None, row[0].country)]
    if not rated:
        _say_none(name, code, gazetteer)
        return 1
    if (output_format or default_format()) == "jsonl":
        for place, score, reasons in rated[:limit]:
            click.echo(json.dumps(_record(place, score, reasons), ensure_ascii=False))
        return 0
    console = data_console()
    console.print(_table(rated[:limit], gazetteer))
    console.print(_other_uses(name, gazetteer) + (f" {len(rated) - limit} more." if len(rated) > limit else ""))
    message_console().print(NOTICE)
    return 0


def _rate(name: str, gazetteer: Gazetteer) -> list[tuple[GazetteerPlace, float, dict[str, float]]]:
    """Rate every place that a bare name may mean, best first, with the terms of its score."""
    places = gazetteer.candidates(name)
    reading = Reading(toponym=Toponym(span=Span(0, len(name), name)), key=name, kinds=(), places=places)
    rated = []
    for place in places:
        reasons = dict(score_terms(Case(reading=reading), place, Context()))
        rated.append((place, sum(reasons.values()), reasons))
    return sorted(rated, key=lambda row: -row[1])


def _country_code(country: str, gazetteer: Gazetteer) -> str | None:
    found = gazetteer.country(country.upper()) or gazetteer.country(country)
    if found is None:
        raise UsageError(f"there is no country '{country}'; give its ISO 3166-1 code, such as IRN, or its name")
    return found.country


def _say_none(name: str, code: str | None, gazetteer: Gazetteer) -> None:
    near = gazetteer.misspelt(name, country=code)
    if code:
        near = (*gazetteer.similar(name, country=code), *near)
    names = list(dict.fromkeys(f"{place.name} ({place.country or place.feature})" for place in near))[:8]
    within = f" in {code}" if code else ""
    hint = f"; did you mean {', '.join(names)}?" if names else "; is it spelt as in an English text?"
    message_console().print(f"no place{within} is called {name!r}{hint}")


def _record(place: GazetteerPlace, score: float, reasons: dict[str, float]) -> dict[str, Any]:
    fields = dataclasses.asdict(place)
    for key in ("number", "region", "district"):
        del fields[key]
    return {**fields, "score": round(score, 3), "reasons": {key: round(value, 3) for key, value in reasons.items()}}


def _table(rated: list[tuple[GazetteerPlace, float, dict[str, float]]], gazetteer: Gazetteer) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("place", "known by", "what", "in", "people", "GeoNames", "point", "extent", "score"):
        table.add_column(column, overflow="fold", justify="right" if column in ("people", "score") else "left")
    for place, score, reasons in rated:
        why = ", ".join(f"{reason} {value:+.1f}" for reason, value in reasons.items())
        table.add_row(
            place.name,
            place.kind,
            "capital" if place.is_capital else place.feature,
            ", ".join(filter(None, (_district(place, gazetteer), place.admin1, place.country))),
            f"{place.population:,}" if place.population else "",
            str(place.geonames_id or ""),
            f"{place.lat:.2f} {place.lon:.2f}",
            " ".join(f"{degrees:.1f}" for degrees in place.extent or ()),
            f"{score:.1f}: {why}",
        )
    return table


def _district(place: GazetteerPlace, gazetteer: Gazetteer) -> str | None:
    return gazetteer.place(place.district).name if place.district and place.district != place.number else None


def _other_uses(name: str, gazetteer: Gazetteer) -> str:
    use, degrees = gazetteer.use(name), ("", "rarely", "often", "very often")
    uses = [(use.word, "an English word"), (use.surname, "a surname"), (use.given, "a given name")]
    said = [f"{degrees[degree]} {what}" for degree, what in uses if degree]
    return f"Elsewhere this name is {', '.join(said)}." if said else "This name is no English word or name of persons."

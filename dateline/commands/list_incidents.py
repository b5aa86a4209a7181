"""Store → terminal: a table of incidents."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict

import click
from rich import box
from rich.console import Console
from rich.table import Table

from dateline.commands.choosing import EventChoice, choice_options, query_of
from dateline.commands.options import (
    data_console,
    default_format,
    format_option,
    message_console,
    settings,
    store_option,
)
from dateline.commands.updating import bring_up_for_reading
from dateline.describe import describe_days
from dateline.store import open_store
from dateline.store.incidents import KeptIncident

SHOWN_ID = 9
LEGEND = "sources: independent tellings; copies of one text count once · disputed: claims differ on these fields"


@click.command("incidents")
@choice_options
@click.option("--disputed", is_flag=True, help="Only incidents on which claims differ.")
@click.option("--limit", type=click.IntRange(min=1), metavar="NUMBER", help="At most so many.")
@format_option
@store_option
def command(
    *, choice: EventChoice, disputed: bool, limit: int | None, output_format: str | None, store: str | None
) -> None:
    """List incidents: claims, sources, what is disputed.

    Sources are counted by their own tellings: copies of one text count once.

    \b
    Examples:
      dateline incidents
      dateline incidents --type ASSAULT --country PRT --since 2024-03-01
      dateline incidents --disputed --limit 20
      dateline incidents --format jsonl > incidents.jsonl
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_for_reading(opened)
        found = opened.incidents(query_of(choice, config))
        chosen = (each for each in found if each.disputed or not disputed)
        if (output_format or default_format()) == "jsonl":
            for number, each in enumerate(chosen):
                if number == limit:
                    break
                click.echo(json.dumps(asdict(each) | {"disputed": each.disputed.split()}, ensure_ascii=False))
            return
        shown = [each for each, _ in zip(chosen, range(limit or 1_000_000), strict=False)]
    if not shown:
        message_console().print("no incidents: `dateline code REPORTS` adds events to merge")
        return
    print_incidents(data_console(), shown)


def print_incidents(console: Console, shown: Iterable[KeptIncident]) -> None:
    """Print a table of incidents."""
    console.print(_table(shown))
    console.print(LEGEND, style="dim")


def _table(shown: Iterable[KeptIncident]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, expand=True)
    table.add_column("incident", style="dim", no_wrap=True, width=SHOWN_ID)
    table.add_column("when", width=11)
    for name in ("what", "where"):
        table.add_column(name, ratio=1, overflow="fold")
    for name in ("claims", "reports", "sources"):
        table.add_column(name, justify="right")
    table.add_column("disputed", ratio=1, overflow="fold")
    for each in shown:
        what = " ".join(part for part in (each.event_type, each.mode) if part)
        where = ", ".join(part for part in (each.place, each.country) if part)
        table.add_row(
            each.incident_id[:SHOWN_ID],
            describe_days(_day(each.first_day), _day(each.last_day)),
            what if each.status in ("reported", "historical") else f"{what} ({each.status})",
            where,
            *map(str, (each.claims, each.reports, each.sources)),
            each.disputed.replace("figures.", "").replace(" ", ", "),
        )
    return table


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

"""Words → the reports and events of the store that hold them."""

from __future__ import annotations

import dataclasses
import json

import click
from rich import box
from rich.table import Table

from dateline.commands.options import (
    data_console,
    default_format,
    format_option,
    message_console,
    settings,
    store_option,
)
from dateline.describe import ID_LENGTH
from dateline.store import Hit, open_store


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="How many hits at the most.")
@format_option
@store_option
def command(words: tuple[str, ...], *, limit: int, output_format: str | None, store: str | None) -> None:
    """Search reports and events by words.

    All the words must occur; the best hits come first. Names of private persons are no words to search by.

    \b
    Examples:
      dateline search banner
      dateline search hunger strike --limit 5
      dateline search harbour minister --format jsonl
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        hits = opened.search(" ".join(words), limit=limit)
    if not hits:
        message_console().print(f"nothing holds {' '.join(words)!r}; names of private persons are not searched")
    elif (output_format or default_format()) == "jsonl":
        for hit in hits:
            click.echo(json.dumps(dataclasses.asdict(hit), ensure_ascii=False))
    else:
        data_console().print(_table(hits))


def _table(hits: list[Hit]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("found in", "report", "event"):
        table.add_column(name, no_wrap=True)
    table.add_column("words", overflow="fold")
    for hit in hits:
        table.add_row(hit.kind, hit.report_id, (hit.event_id or "")[:ID_LENGTH], hit.snippet)
    return table

"""Store → standard output: what was added, changed and withdrawn, and why."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator

import click
from rich import box
from rich.table import Table

from dateline.commands.options import data_console, default_format, format_option, settings, store_option
from dateline.errors import UsageError
from dateline.incidents import Change
from dateline.privacy import mask_names
from dateline.store import Store, open_store

AT_ONCE = 500  # changes


@click.command("changes")
@click.option("--since", metavar="TIME", default="", help="From this time on: 2024-03-12, or 2024-03-12T08:30 (UTC).")
@click.option("--after", metavar="NUMBER", type=int, default=0, help="After the change of this number.")
@format_option
@store_option
def command(*, since: str, after: int, output_format: str | None, store: str | None) -> None:
    """List what was added, changed or withdrawn, and why.

    Of reports, events and incidents. The reasons are: new report, new publication (a known text from another source),
    new version (of a report), re-coding, details of the report, forgotten, human decision, new version of dateline. A
    program that keeps up asks for what came --after the last number that it has seen.

    \b
    Examples:
      dateline changes --since 2024-03-12
      dateline changes --after 1520 --format jsonl
    """
    config, since = settings(store), _utc(since)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        told = _without_names(opened, opened.changes(since=since, after=after))
        if (output_format or default_format()) == "jsonl":
            for change in told:
                click.echo(json.dumps(dataclasses.asdict(change), ensure_ascii=False))
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("number", "time (UTC)", "what", "", "id", "why"):
            table.add_column(name, overflow="fold")
        for change in told:
            table.add_row(*_cells(change))
        data_console().print(table)


def _without_names(store: Store, told: Iterable[Change]) -> Iterator[Change]:
    """Mask the names of private persons in the ids of reports, as the exports do."""
    told = iter(told)
    while part := list(itertools.islice(told, AT_ONCE)):
        names = store.names_in_reports(each.subject_id for each in part if each.subject == "report")
        for change in part:
            found = names.get(change.subject_id) if change.subject == "report" else None
            yield dataclasses.replace(change, subject_id=mask_names(change.subject_id, found)) if found else change


def _cells(change: Change) -> tuple[str, ...]:
    time = change.at[:19].replace("T", " ")
    return (str(change.number), time, change.what, change.subject, change.subject_id, change.why)


def _utc(since: str) -> str:
    """Give a time as the store writes it."""
    if not since:
        return ""
    try:
        time = dt.datetime.fromisoformat(since)
    except ValueError as error:
        raise UsageError(f"'{since}' is not a time; write it as 2024-03-12 or 2024-03-12T08:30") from error
    time = time.astimezone(dt.UTC) if time.tzinfo else time.replace(tzinfo=dt.UTC)
    return time.isoformat(timespec="milliseconds")

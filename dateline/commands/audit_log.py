"""Store → the lines of its audit log: what was done that must leave a trace, by whom and when."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable

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
from dateline.store import AuditLine, open_store


@click.command("audit")
@format_option
@store_option
def command(*, output_format: str | None, store: str | None) -> None:
    """Show the audit log: who took out data in full, and when.

    Lines are only ever added. Each export with --profile full leaves one.

    \b
    Examples:
      dateline audit
      dateline audit --format jsonl > audit.jsonl
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        lines = list(opened.audit_lines())
    if (output_format or default_format()) == "jsonl":
        for line in lines:
            click.echo(json.dumps(dataclasses.asdict(line), ensure_ascii=False))
    elif lines:
        data_console().print(_table(lines))
    else:
        message_console().print("the audit log is empty")


def _table(lines: Iterable[AuditLine]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("when", "who", "what"):
        table.add_column(name, no_wrap=True)
    table.add_column("detail", overflow="fold")
    for line in lines:
        told = "; ".join(f"{name}: {_words(value)}" for name, value in line.detail.items() if value)
        table.add_row(line.at, line.who, line.action, told)
    return table


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(part)}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

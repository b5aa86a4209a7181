"""A store → a copy of it elsewhere, in a file or on a server."""

from __future__ import annotations

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from dateline.commands.options import message_console, settings
from dateline.errors import UsageError
from dateline.store import open_store


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(source: str, target: str, *, quiet: bool) -> None:
    """Copy a store into a new one, such as a file into PostgreSQL.

    FROM and TO are paths of SQLite files or URLs of PostgreSQL databases, in either direction. TO must be new or empty.
    All is copied in one transaction: a copy that is cut off leaves TO empty, and the same command begins anew. What
    others save into FROM meanwhile is not in the copy. Exports of both are the same, byte for byte.

    \b
    Examples:
      dateline copy dateline.db postgresql://ada@localhost/news
      dateline copy postgresql://ada@localhost/news backup.db
    """
    patience = settings().patience
    console = message_console()
    columns = (TextColumn("copying"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with open_store(source, create=False, patience=patience) as old, open_store(target, patience=patience) as new:
        if old.name == new.name:
            raise UsageError(f"{old.name} cannot be copied onto itself: name another place")
        with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
            task = bar.add_task("copying")
            rows = old.copy_to(new, progress=lambda done, total: bar.update(task, completed=done, total=total))
        if not quiet:
            console.print(f"copied {rows} rows from {old.name} to {new.name}")

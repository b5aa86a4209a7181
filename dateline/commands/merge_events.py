"""Store → store: the incidents brought up to date with the events."""

from __future__ import annotations

import click

from dateline.commands.options import message_console, settings, store_option
from dateline.commands.updating import bring_up_to_date
from dateline.store import open_store


@click.command("merge")
@store_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(*, store: str | None, quiet: bool) -> None:
    """Join the events that tell of one happening to incidents.

    Only what came, went or changed since the last time is looked at, with what hangs together with it. Copies of one
    telling count once; names of private persons are never compared. `dateline export --what incidents`, `dateline
    incidents` and `dateline brief` do this by themselves where it is due.

    \b
    Examples:
      dateline merge
      dateline merge --store postgresql://desk@localhost/events
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        merged = bring_up_to_date(opened, quiet=quiet)
        orphans = sum(bool(gone) for decision, gone in opened.decisions() if not decision.withdrawn_at)
    if quiet:
        return
    console = message_console()
    console.print(
        f"{merged.events} event{'' if merged.events == 1 else 's'} looked at; incidents: {merged.added} added, "
        f"{merged.changed} changed, {merged.withdrawn} withdrawn"
    )
    if orphans:
        told = "1 decision is" if orphans == 1 else f"{orphans} decisions are"
        console.print(f"warning: {told} about events that are gone: see `dateline decide list`")

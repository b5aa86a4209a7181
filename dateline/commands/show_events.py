"""Store → terminal: the coded events, or one in full."""

from __future__ import annotations

import click
from rich.console import Console

from dateline.commands.options import (
    data_console,
    message_console,
    only_coder_option,
    settings,
    shows_colours,
    store_option,
)
from dateline.describe import LEGEND, report_title
from dateline.errors import UsageError
from dateline.show import event_in_full, print_events
from dateline.store import Query, Store, open_store


@click.command("show")
@click.argument("name", required=False, metavar="[EVENT_ID|REPORT_ID]")
@only_coder_option
@store_option
def command(name: str | None, *, coders: tuple[str, ...], store: str | None) -> None:
    """Show the coded events, or one in full with the words it was read from.

    Without an id all events are listed, report by report. An event's id may be cut to as few letters as tell it apart.

    \b
    Examples:
      dateline show
      dateline show portugal_banners
      dateline show 3f2a9c41
    """
    config, console = settings(store), data_console()
    with open_store(config.store, create=False, patience=config.patience) as opened:
        if name is None:
            _show_all(opened, Query(coders=coders), console)
            return
        report = opened.report(name)
        if report is not None:
            events = list(opened.events(Query(reports=(name,), coders=coders)))
            print_events(console, events, title=report_title(report, events))
            console.print(LEGEND, style="dim")
            return
        _show_one(opened, name, console)


def _show_all(store: Store, query: Query, console: Console) -> None:
    told = None
    for told in store.told(query):
        print_events(console, told.batch.events, title=report_title(told.report, told.batch.events))
    if told is None:
        message_console().print(f"{store.name} holds no events; `dateline code REPORTS` adds some")
        return
    console.print(LEGEND, style="dim")


def _show_one(store: Store, prefix: str, console: Console) -> None:
    events = store.event(prefix)
    if not events:
        raise UsageError(f"{store.name} holds no event or report '{prefix}'; `dateline show` lists them")
    if len(events) > 1:
        ids = ", ".join(event.event_id for event in events[:5])
        raise UsageError(f"{len(events)} events begin with '{prefix}': {ids}; give more letters")
    report = store.report(events[0].report_id)
    console.print(event_in_full(events[0], report, marks=not shows_colours(console)))

"""Incidents brought up to date before they are read, with a moving line for whoever waits."""

from __future__ import annotations

import sys

from dateline.commands.options import message_console
from dateline.errors import ReadOnlyStoreError
from dateline.happenings import Merged, needs_update, update_incidents
from dateline.store import Store


def bring_up_to_date(store: Store, *, quiet: bool = False) -> Merged:
    """Merge what is pending; on a terminal say which step is being done."""
    if not needs_update(store):
        return Merged()
    if quiet or not sys.stderr.isatty():
        return update_incidents(store)
    with message_console().status("merging events into incidents") as line:
        return update_incidents(store, tell=line.update)


def bring_up_for_reading(store: Store) -> None:
    """Merge what is pending; where the store may not be written, say that incidents are those of the last merge."""
    try:
        bring_up_to_date(store)
    except ReadOnlyStoreError:
        message_console().print(
            f"{store.name} may not be written here: events that came since the last merge stand in no incident yet",
            style="yellow",
        )

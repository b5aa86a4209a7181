"""Incidents brought up to date before they are read, with a moving line for whoever waits."""

from __future__ import annotations

import sys

from dateline.commands.options import message_console
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

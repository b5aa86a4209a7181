"""A person's decisions → store: which events tell of one happening, and which do not."""

from __future__ import annotations

import dataclasses
import itertools
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
    user_of,
)
from dateline.commands.updating import bring_up_to_date
from dateline.config import Config
from dateline.errors import UsageError
from dateline.incidents import Verdict
from dateline.store import Store, open_store

note_option = click.option("--note", default="", help="Why, in your words; kept with the decision.")


@click.group("decide")
def command() -> None:
    """Merge, split or keep apart events by your own word; undo it.

    Decisions are kept with who made them and when, survive new codings and new merging, and are never overwritten: to
    undo one withdraws it.

    \b
    Examples:
      dateline decide merge 3f2a9c41 88d0e1b2 --note "same fire, two papers"
      dateline decide split i3f2a9c41 88d0e1b2
      dateline decide list
    """


@command.command("merge")
@click.argument("events", nargs=-1, required=True, metavar="EVENT EVENT...")
@note_option
@store_option
def merge(events: tuple[str, ...], *, note: str, store: str | None) -> None:
    """Say that events tell of one happening.

    An event's id may be cut to as few letters as tell it apart; an incident's id stands for all of its events.

    \b
    Examples:
      dateline decide merge 3f2a9c41 88d0e1b2 --note "same fire, two papers"
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_to_date(opened, quiet=True)
        groups = [_events(opened, name) for name in events]
        if len({event for group in groups for event in group}) < 2:
            raise UsageError("name at least two events, or an incident and an event, that are to be merged")
        pairs = [(groups[0][0], group[0]) for group in groups[1:]]
        pairs += [(group[0], other) for group in groups for other in group[1:]]
        pairs += _held_apart(opened, {event for group in groups for event in group})
        _keep(opened, config, "same", pairs, note)


@command.command("split")
@click.argument("incident")
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@note_option
@store_option
def split(incident: str, events: tuple[str, ...], *, note: str, store: str | None) -> None:
    """Take events out of an incident, and the copies of them: they tell of another happening than its other events.

    \b
    Examples:
      dateline decide split i3f2a9c41 88d0e1b2 --note "a second bomb, two hours later"
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_to_date(opened, quiet=True)
        whole = _events(opened, incident, whole=True)
        out = [event for name in events for event in _events(opened, name)]
        out += _copies_of(opened, out, whole)
        strangers = [event for event in out if event not in whole]
        left = [event for event in whole if event not in out]
        if strangers:
            raise UsageError(f"the event {strangers[0]} is not in the incident {incident}: see `dateline incident`")
        if not left:
            raise UsageError("these are all of its events: leave at least one in the incident")
        _keep(opened, config, "different", list(itertools.product(out, left)), note)


@command.command("forbid")
@click.argument("one", metavar="EVENT")
@click.argument("other", metavar="EVENT")
@note_option
@store_option
def forbid(one: str, other: str, *, note: str, store: str | None) -> None:
    """Say that two events never tell of one happening.

    \b
    Examples:
      dateline decide forbid 3f2a9c41 88d0e1b2
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_to_date(opened, quiet=True)
        _keep(opened, config, "different", list(itertools.product(_events(opened, one), _events(opened, other))), note)


@command.command("undo")
@click.argument("number", type=int)
@store_option
def undo(number: int, *, store: str | None) -> None:
    """Withdraw a decision, by its number in `dateline decide list`.

    \b
    Examples:
      dateline decide undo 3
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        opened.withdraw(number, who=user_of(config))
        merged = bring_up_to_date(opened, quiet=True)
    message_console().print(
        f"decision {number} withdrawn; incidents: {merged.added} added, {merged.changed} changed, "
        f"{merged.withdrawn} withdrawn"
    )


@command.command("list")
@format_option
@store_option
def list_decisions(*, output_format: str | None, store: str | None) -> None:
    """List all decisions, those withdrawn and those about events that are gone too.

    \b
    Examples:
      dateline decide list
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        made = opened.decisions()
    if (output_format or default_format()) == "jsonl":
        for decision, gone in made:
            click.echo(json.dumps(dataclasses.asdict(decision) | {"events_gone": sorted(gone)}, ensure_ascii=False))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("number", "decided", "events", "by", "time (UTC)", "note", ""):
        table.add_column(name, overflow="fold")
    for decision, gone in made:
        pairs = "\n".join(f"{one} {other}" for one, other in decision.pairs)
        state = "withdrawn" if decision.withdrawn_at else "events gone" if gone else ""
        cells = (str(decision.number), decision.verdict, pairs, decision.made_by, decision.made_at[:19])
        table.add_row(*cells, decision.note, state)
    data_console().print(table)


def _events(store: Store, name: str, *, whole: bool = False) -> list[str]:
    """Give the event that a name means, or all events of the incident that it means."""
    found = [] if whole else store.event(name)
    if len(found) == 1:
        return [found[0].event_id]
    if found:
        raise UsageError(f"{len(found)} events begin with '{name}': give more letters")
    incidents = [each for each in store.incident(name) if each.incident_id.startswith(name)]
    if len(incidents) != 1:
        known = "incident" if whole else "event or incident"
        what = "is the beginning of several incidents: give more letters" if incidents else f"names no {known}"
        raise UsageError(f"'{name}' {what}; `dateline incidents` lists them")
    return sorted(member.event_id for member in store.members(incidents[0].incident_id))


def _copies_of(store: Store, events: list[str], whole: list[str]) -> list[str]:
    """Give the events of an incident that repeat the telling of others."""
    members = {
        member.event_id: member for each in store.incident(whole[0]) for member in store.members(each.incident_id)
    }
    return [each for each in whole if members[each].copy_of in events and each not in events]


def _held_apart(store: Store, events: set[str]) -> list[tuple[str, str]]:
    """Give the pairs among events that earlier decisions keep apart, and that are to be merged too now."""
    different = (each for each, _ in store.decisions() if each.verdict == "different" and not each.withdrawn_at)
    return [pair for each in different for pair in each.pairs if events.issuperset(pair)]


def _keep(store: Store, config: Config, verdict: Verdict, pairs: list[tuple[str, str]], note: str) -> None:
    same = [pair for pair in pairs if pair[0] == pair[1]]
    if same:
        raise UsageError(f"the event {same[0][0]} is named twice: name two events")
    contrary = _contrary(store, verdict, pairs)
    number = store.decide(verdict, pairs, who=user_of(config), note=note)
    merged = bring_up_to_date(store, quiet=True)
    message_console().print(
        f"decision {number} kept; incidents: {merged.added} added, {merged.changed} changed, {merged.withdrawn} "
        f"withdrawn; `dateline decide undo {number}` withdraws it"
    )
    if contrary:
        message_console().print(f"it overrules for these events decision {', '.join(map(str, contrary))}")


def _contrary(store: Store, verdict: Verdict, pairs: list[tuple[str, str]]) -> list[int]:
    """Give the numbers of the decisions in force that say the contrary of some of the pairs."""
    about = {(min(pair), max(pair)) for pair in pairs}
    return [
        decision.number
        for decision, _ in store.decisions()
        if decision.verdict != verdict and not decision.withdrawn_at and about.intersection(decision.pairs)
    ]

"""Store → terminal: one incident with its claims side by side."""

from __future__ import annotations

import json

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.commands.options import (
    data_console,
    default_format,
    format_option,
    grades_of,
    reliability_option,
    settings,
    store_option,
)
from dateline.commands.updating import bring_up_for_reading
from dateline.describe import ID_LENGTH, describe_date, describe_place
from dateline.errors import UsageError
from dateline.happenings import incidents_of
from dateline.incidents import (
    GRADES,
    ComparedField,
    FigureRow,
    Incident,
    Link,
    Reliability,
    SourceNote,
    incident_to_json,
)
from dateline.store import Store, open_store
from dateline.store.incidents import KeptIncident

WHY = "why these were merged: each claim beside the likest before it; the mean over all pairs decides"


@click.command("incident")
@click.argument("name", metavar="INCIDENT_ID|EVENT_ID")
@reliability_option
@format_option
@store_option
def command(name: str, *, reliability: str | None, output_format: str | None, store: str | None) -> None:
    """Show one incident: who claims what, and why these claims were merged.

    It shows the fields on which its claims agree or differ, figures by claimant and time, and its sources.

    An id may be cut to as few letters as tell it apart; an event's id shows the incident that holds it. JSON lines
    follow the profile of the settings: names of private persons are withheld unless it is full.

    \b
    Examples:
      dateline incident i3f2a9c41
      dateline incident 88d0e1b2 --reliability grades.csv
    """
    config = settings(store, reliability=reliability)
    grades = grades_of(config)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_for_reading(opened)
        kept, as_json = _meant(opened, name), (output_format or default_format()) == "jsonl"
        profile = config.profile if as_json else "full"
        incident = next(incidents_of(opened, profile=profile, grades=grades, chosen=[kept]))
    if as_json:
        click.echo(json.dumps(incident_to_json(incident), ensure_ascii=False))
        return
    print_incident(data_console(), incident)


def _meant(store: Store, name: str) -> KeptIncident:
    found = store.incident(name)
    if not found:
        raise UsageError(f"{store.name} holds no incident or event '{name}'; `dateline incidents` lists them")
    if len(found) > 1:
        ids = ", ".join(each.incident_id for each in found[:5])
        raise UsageError(f"{len(found)} incidents begin with '{name}': {ids}; give more letters")
    return found[0]


def print_incident(console: Console, incident: Incident) -> None:
    """Print an incident with its claims side by side."""
    what = " ".join(part for part in (incident.event_type, incident.mode) if part)
    where, when = describe_place(incident.place), describe_date(incident.date)
    console.print(Text(" · ".join(part for part in (what, when, where, incident.status) if part), style="bold"))
    console.print(Text(_telling(incident)))
    console.print(_fields_table(incident.fields))
    if incident.figures:
        console.print(_figures_table(incident.figures))
    console.print(_sources_table(incident.sources))
    console.print(_claims_table(incident))
    if incident.links:
        console.print(_links_table(incident.links))


def _telling(incident: Incident) -> str:
    claims = f"{len(incident.claims)} claim{'' if len(incident.claims) == 1 else 's'}"
    sources = f"{incident.independent_sources} independent source{'' if incident.independent_sources == 1 else 's'}"
    alone = f", told by {incident.told_alone_by} alone" if incident.told_alone_by else ""
    disputed = ", ".join(name.removeprefix("figures.") for name in incident.disputed)
    return f"{incident.incident_id}: {claims}, {sources}{alone}; " + (
        f"disputed: {disputed}" if disputed else "nothing disputed"
    )


def _table(title: str, **columns: int) -> Table:
    """Make a table of columns, each with its share of the width; those that have none take what they need."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, expand=True
    )
    for name, ratio in columns.items():
        table.add_column(name.replace("_", " ").strip(), overflow="fold", ratio=ratio or None, no_wrap=not ratio)
    return table


def _fields_table(fields: tuple[ComparedField, ...]) -> Table:
    disputed = any(not field.agreed for field in fields)
    table = _table("fields", field=0, value=3, claimed_by=3, **({"evidence": 5} if disputed else {}))
    for field in fields:
        for number, value in enumerate(field.values):
            name = "" if number else field.name if field.agreed else f"{field.name} (disputed)"
            evidence = "" if field.agreed else " ".join(value.evidence.split())  # the claims' own is shown below
            table.add_row(name, value.value, ", ".join(value.claimants), *([evidence] if disputed else []))
    return table


def _figures_table(figures: tuple[FigureRow, ...]) -> Table:
    table = _table("figures", kind=0, count=0, claimed_by=3, source=3, published=0, words=3, _=2)
    for row in figures:
        note = "copy" if row.copy_of else f"updated by {row.updated_by}" if row.updated_by else ""
        note = "; ".join(part for part in (note, "running total" if row.scope == "running-total" else "") if part)
        table.add_row(
            *(row.kind, _count(row), row.claimant, row.source, str(row.published or ""), row.text, note),
            style="dim" if row.copy_of or row.updated_by else None,
        )
    return table


def _count(row: FigureRow) -> str:
    if row.min is not None and row.min == row.max:
        return str(row.min)
    return f"{'' if row.min is None else row.min}-{'' if row.max is None else row.max}"


def _sources_table(sources: tuple[SourceNote, ...]) -> Table:
    table = _table("sources", source=3, reports=3, tells_by_itself=0, copies=3, graded=2)
    for note in sources:
        own = "yes" if note.independent else "no"
        table.add_row(note.source, ", ".join(note.reports), own, ", ".join(note.copies), _grade(note.reliability))
    return table


def _grade(reliability: Reliability | None) -> str:
    if reliability is None:
        return ""
    return f"{reliability.grade}{reliability.credibility or ''} {GRADES[reliability.grade]}"


def _claims_table(incident: Incident) -> Table:
    table = _table("claims", event=0, published=0, told_by=2, status=0, evidence=5, _=2)
    for claim in incident.claims:
        event = claim.member.event
        evidence = " ".join(" ".join(span.text.split()) for span in event.evidence[:1])
        copy = f"{claim.member.copy_kind} of {claim.member.copy_of[:ID_LENGTH]}" if claim.member.copy_of else ""
        told = (event.event_id[:ID_LENGTH], str(event.published or ""), ", ".join(claim.told_by), event.status)
        table.add_row(*told, evidence, copy, style="dim" if copy else None)
    return table


def _links_table(links: tuple[Link, ...]) -> Table:
    table = _table(WHY, claim=0, with_=0, by=0, log_odds=0, evidence=1)
    for link in links:
        by = f"score {link.score:.2f}" if link.kind == "score" else link.kind
        names = (link.event_id[:ID_LENGTH], link.other_id[:ID_LENGTH], by)
        for number, reason in enumerate(link.reasons or [None]):
            told = (f"{reason.weight:+.1f}", reason.why) if reason else ()
            table.add_row(*(names if number == 0 else ("", "", "")), *told)
    return table

"""Bundled sample reports → tables, two files and a store: the main job for a newcomer."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import click
from rich.console import Console

from dateline.api import load_configured
from dateline.commands.batch import Log, code_all
from dateline.commands.list_incidents import print_incidents
from dateline.commands.options import data_console, settings, shows_colours, spacy_model_option
from dateline.commands.output import write_whole
from dateline.commands.show_incident import print_incident
from dateline.describe import ID_LENGTH, LEGEND, report_title
from dateline.exporters import EXPORTERS, export_page
from dateline.happenings import incidents_of, update_incidents
from dateline.ingest import FORMATS, read_reports
from dateline.privacy import apply_profile
from dateline.records import CodedEvent
from dateline.show import event_in_full, print_events
from dateline.store import Store, open_store

_NEXT = """
Written: {page} (open it in a browser: each report with its evidence marked, its events beside it)
         {table} (every event, one a row); in both, private persons have pseudonyms
Kept in: {store}

Next:
  dateline show {event} --store {store}     one event with the words it was read from
  dateline incident {incident} --store {store}     one incident, all that is claimed of it
  dateline search hunger strike --store {store}
  dateline code YOUR-REPORTS/ --published 2024-03-12     your own
  dateline --help"""


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=".",
    help="Where to write the files and the store (default: here).",
)
@spacy_model_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(*, folder: Path, spacy_model: str | None, quiet: bool) -> int:
    """Code the bundled sample reports into a page and a table.

    The samples are fiction, written in the manner of partisan sites and news wires. The events are shown here, with
    the incidents that several of the samples tell of, written to dateline-demo.html (the reports with the evidence
    marked) and dateline-demo.csv, and kept in dateline-demo.db.

    \b
    Examples:
      dateline demo
      dateline demo --folder /tmp
    """
    samples = Path(str(importlib.resources.files("dateline"))) / "samples"
    files = sorted(str(path) for path in samples.iterdir() if path.suffix in FORMATS)
    page, table, store = (folder / f"dateline-demo.{ending}" for ending in ("html", "csv", "db"))
    config = settings(spacy_model=spacy_model)
    tools = load_configured(config)
    console, log = data_console(), Log(quiet=quiet)
    best: CodedEvent | None = None
    with open_store(store, patience=config.patience) as opened, log:
        items = read_reports(files, manifest=samples / "manifest.csv")
        for report, events in code_all(items, tools, opened, log):
            print_events(console, events, title=report_title(report, events))
            best = max([*events, *([best] if best else [])], key=_richness, default=None)
        console.print(LEGEND, style="dim")
        if best:
            console.print(event_in_full(best, opened.report(best.report_id), marks=not shows_colours(console)))
        update_incidents(opened)
        incident = _show_incidents(console, opened)
        secret = opened.secret()
        write_whole(page, lambda out: export_page(opened.told(), out, profile="public", secret=secret))
        shown = apply_profile("public", opened.batches(), secret)
        write_whole(table, lambda out: EXPORTERS["events"]["csv"](shown, out))
        log.close()
    log.say(
        _NEXT.format(
            page=page, table=table, store=store, event=best.event_id[:ID_LENGTH] if best else "", incident=incident
        )
    )
    return 1 if log.tally.failed else 0


def _show_incidents(console: Console, store: Store) -> str:
    """Print the incidents that several reports tell of, and the one that most claim in full; give its id."""
    told = [each for each in store.incidents() if each.reports > 1]
    if not told:
        return ""
    most = max(told, key=lambda each: (each.claims, len(each.disputed)))
    console.rule("incidents that several reports tell of", style="dim")
    print_incidents(console, told)
    print_incident(console, next(incidents_of(store, profile="full", chosen=[most])))
    return most.incident_id[:ID_LENGTH]


def _richness(event: CodedEvent) -> int:
    """Count the fields that words fill, to pick an event worth showing in full."""
    filled = (event.actors, event.recipients, event.objects, event.figures, event.quotes, event.attributed_to)
    return sum(map(bool, filled)) + (event.place is not None and event.place.span is not None) + len(event.evidence)

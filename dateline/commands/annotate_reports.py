"""Reports → annotations: what their words name, one JSON line a report."""

from __future__ import annotations

import datetime as dt
import functools
import sys
from pathlib import Path

import click

from dateline.api import load_configured
from dateline.commands.batch import Log, at_report_boundary
from dateline.commands.options import (
    actors_option,
    data_console,
    default_format,
    format_option,
    reading_options,
    settings,
)
from dateline.errors import ReportError
from dateline.ingest import read_reports
from dateline.jsonlines import annotations_line
from dateline.pipeline import annotate_report
from dateline.records import MENTION_KINDS, Issue, MentionKind
from dateline.show import print_mentions


@click.command("annotate")
@reading_options
@actors_option
@click.option("--only", multiple=True, type=click.Choice(MENTION_KINDS), help="Only this kind; may be repeated.")
@click.option("--explain", is_flag=True, help="Say why each place was marked and which places it may mean.")
@format_option
def command(
    inputs: tuple[str, ...],
    *,
    published: dt.date | None,
    manifest: str | None,
    only: tuple[MentionKind, ...],
    explain: bool,
    output_format: str | None,
    spacy_model: str | None,
    gazetteer: str | None,
    actors: str | None,
    verbose: bool,
    quiet: bool,
) -> int:
    """Mark the places, dates, actors, figures, quotes and citations of reports.

    Tables for a person, one JSON line a report for a program, with the offsets of every mention in the report's text.
    Nothing is kept.

    \b
    Examples:
      dateline annotate report.txt --published 2024-03-12
      dateline annotate reports/ --only places --only dates > mentions.jsonl
      dateline annotate report.txt --only places --explain
    """
    tools = load_configured(settings(spacy_model=spacy_model, gazetteer=gazetteer, actors=actors))
    annotate = functools.partial(annotate_report, only=only, explain=explain)
    as_table, console = (output_format or default_format()) == "table", data_console()
    log = Log(verbose=verbose, quiet=quiet, done="annotated")
    with log:
        for item in read_reports(
            inputs, published=published, manifest=Path(manifest) if manifest else None, stdin=sys.stdin.buffer
        ):
            if isinstance(item, Issue):
                log.issue(item)
                continue
            try:
                annotations = at_report_boundary(annotate, item, tools)
            except ReportError as error:
                log.failure(error, item, "annotate")
                continue
            for message in annotations.doubts:
                log.issue(Issue(place=item.origin or item.id, step="annotate", message=message, level="warning"))
            if as_table:
                print_mentions(console, annotations.mentions, title=item.id)
            else:
                click.echo(annotations_line(annotations, set(only) or None))
            log.done(item, 0, known=False)
        log.close()
    return 1 if log.tally.failed else 0

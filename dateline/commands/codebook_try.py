"""Reports, a codebook → what it gains, loses and changes beside the built-in one, each event in its sentence."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.text import Text

from dateline.api import load_configured
from dateline.commands.batch import Log, at_report_boundary
from dateline.commands.options import (
    data_console,
    default_format,
    format_option,
    message_console,
    reading_options,
    settings,
)
from dateline.describe import describe_actors, describe_date, describe_place, describe_type, report_title
from dateline.errors import ReportError
from dateline.ingest import read_reports
from dateline.jsonlines import event_to_json
from dateline.records import CodedEvent, Issue, Report
from dateline.tools import Tools
from dateline.tryout import Change, compare_codings

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
_STYLES = {"gained": "green", "lost": "red", "changed": "yellow"}


@click.command("try", short_help="Show what a codebook changes in reports.")
@click.argument("path", type=click.Path(path_type=Path), metavar="CODEBOOK")
@reading_options
@format_option
def try_codebook(
    path: Path,
    inputs: tuple[str, ...],
    *,
    published: dt.date | None,
    manifest: str | None,
    output_format: str | None,
    spacy_model: str | None,
    gazetteer: str | None,
    verbose: bool,
    quiet: bool,
) -> int:
    """Code reports by the built-in codebook and by your own, and show what yours gains, loses and changes.

    Nothing is kept. Each event stands beside its sentence, its trigger in brackets: + gained, - lost, ~ changed.

    \b
    Examples:
      dateline codebook try mine.yaml reports/ --published 2024-03-12
      dateline codebook try mine.yaml reports.jsonl --format jsonl > changes.jsonl
    """
    config = settings(spacy_model=spacy_model, gazetteer=gazetteer, codebook="")
    before, after = load_configured(config), load_configured(dataclasses.replace(config, codebook=str(path)))
    _ = after.codebook  # a codebook that cannot be used stops the run before the reports are read
    show = _print_changes if (output_format or default_format()) == "table" else _print_json
    events, counts = 0, dict.fromkeys(_SIGNS, 0)
    with Log(verbose=verbose, quiet=quiet, done="compared") as log:
        items = read_reports(
            inputs, published=published, manifest=Path(manifest) if manifest else None, stdin=sys.stdin.buffer
        )
        for report, known, changes in _compare_all(items, before, after, log):
            events += known
            for change in changes:
                counts[change.kind] += 1
            show(report, changes)
        log.close()
    if not quiet:
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        message_console().print(f"{events} events by the built-in codebook; by {path}: {told}")
    return 1 if log.tally.failed else 0


def _compare_all(
    items: Iterable[Report | Issue], before: Tools, after: Tools, log: Log
) -> Iterator[tuple[Report, int, list[Change]]]:
    compare = functools.partial(compare_codings, after=after)
    for item in items:
        if isinstance(item, Issue):
            log.issue(item)
            continue
        try:
            events, changes = at_report_boundary(compare, item, before)
        except ReportError as error:
            log.failure(error, item, "code")
            continue
        log.done(item, len(changes), known=False)
        yield item, events, changes


def _print_json(report: Report, changes: list[Change]) -> None:
    for change in changes:
        before, after = (event_to_json(event) if event else None for event in (change.before, change.after))
        record = {
            "report_id": report.id,
            "change": change.kind,
            "fields": change.fields,
            "before": before,
            "after": after,
        }
        click.echo(json.dumps(record, ensure_ascii=False))


def _print_changes(report: Report, changes: list[Change]) -> None:
    if not changes:
        return
    console = data_console()
    console.print(Text(report_title(report), style="bold"))
    for change in changes:
        event = change.after or change.before
        assert event is not None
        console.print(Text(f"  {_SIGNS[change.kind]} {_headline(change)}", style=_STYLES[change.kind]))
        console.print(Text(f"      {_sentence(event)}", style="dim"))


def _headline(change: Change) -> str:
    event = change.after or change.before
    assert event is not None
    if change.before is None or change.after is None:
        told = (describe_actors(event.actors), describe_actors(event.recipients), describe_place(event.place))
        return " · ".join(part for part in (describe_type(event), *told, describe_date(event.date)) if part)
    types = dict.fromkeys(describe_type(each) for each in (change.before, change.after))
    others = [name for name in change.fields if name not in ("event_type", "mode", "cameo", "acled", "trigger")]
    return " → ".join(types) + (f" ({', '.join(others)})" if others else "")


def _sentence(event: CodedEvent) -> str:
    """Write the sentence of an event with its trigger in brackets."""
    trigger = event.trigger
    for span in event.evidence:
        if span.part == trigger.part and span.start <= trigger.start and trigger.end <= span.end:
            before, after = trigger.start - span.start, trigger.end - span.start
            text = f"{span.text[:before]}[{span.text[before:after]}]{span.text[after:]}"
            return " ".join(text.split())
    return f"[{trigger.text}]"

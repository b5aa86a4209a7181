"""Codings by persons and programs → how far they agree, by level and field, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console

from dateline.api import load_configured
from dateline.commands.options import data_console, message_console, settings, store_option
from dateline.commands.output import write_whole
from dateline.commands.score_tables import print_tables
from dateline.config import Config
from dateline.describe import without_password
from dateline.errors import UsageError
from dateline.evaluate import (
    Coding,
    Evaluation,
    Row,
    by_known_id,
    check_evidence,
    evaluate,
    keep_reports,
    read_coding,
    rows_from_events,
    texts_of,
    with_known_codes,
)
from dateline.evaluate.as_json import evaluation_to_json
from dateline.evaluate.bootstrap import SEED
from dateline.evaluate.masking import Find, finder, masked, shown_text
from dateline.evaluate.page import evaluation_page
from dateline.ingest import read_reports
from dateline.ontology import load_codebook
from dateline.pipeline import code_report
from dateline.privacy import PROFILES
from dateline.records import Report
from dateline.store import open_store

TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reports:
    """What is known of the reports beside their events, by their ids."""

    texts: Mapping[str, str]
    private_names: Mapping[str, Sequence[str]]  # of their texts; those that are missing are not known
    unread: int = 0


@click.command("score")
@click.argument("codings", type=TABLE, nargs=-1, metavar="GOLD.csv [CODING...]")
@click.option(
    "--coder",
    "coders",
    multiple=True,
    metavar="NAME",
    help="Of events by several coders those of this one; given more than once, each is a coding.",
)
@click.option("--reports", metavar="IDS", help="Only these reports, their ids joined by commas.")
@click.option(
    "--texts",
    multiple=True,
    metavar="IN",
    help="Files or folders with the reports' texts, where they are not in the store; may be repeated.",
)
@click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page with the errors in their sentences."
)
@click.option(
    "--profile",
    type=click.Choice([*PROFILES]),
    help="public (the default) withholds the names of private persons in page and JSON; full gives them.",
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of the random draws behind the intervals.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with everything.")
@click.option("-v", "--verbose", is_flag=True, help="Give the figures of each report and type too.")
@store_option
def command(
    *,
    codings: tuple[Path, ...],
    coders: tuple[str, ...],
    reports: str | None,
    texts: tuple[str, ...],
    html: Path | None,
    profile: str | None,
    seed: int,
    as_json: bool,
    verbose: bool,
    store: str | None,
) -> None:
    """Measure codings by a hand-coded set, or by one another.

    A coding is a .csv in the columns of the codebook or a .jsonl of coded events; the store is one more where fewer
    than two are given, or --store names it. The first is the measure of the others. Each level adds to the one
    before: what (event type), where (place), when (dates that overlap by half or more), who (actor). Intervals are
    95 %, from reports drawn anew.

    Where the texts are known, evidence in a table that its report does not hold is named, and the exit code is 1.

    \b
    Examples:
      dateline score gold.csv
      dateline score gold.csv events.jsonl --reports r1,r2 -v
      dateline score gold.csv events.jsonl --texts reports/ --html errors.html
      dateline score anna.csv ben.csv carla.csv --json
      dateline score events.jsonl --coder rules --coder llm
    """
    config = settings(store, profile=profile)
    found, known = _read(codings, coders, config, with_store=store is not None)
    if reports:
        ids = [part.strip() for part in reports.split(",")]
        found = [replace(coding, rows=keep_reports(coding.rows, ids)) for coding in found]
    _check_rows(found)
    messages = message_console()
    if texts:
        known = _with_texts(known, texts, messages)
    types = load_codebook(Path(config.codebook) if config.codebook else None).types
    found = [with_known_codes(coding, types) for coding in found]
    evaluation = evaluate(found, types=types, seed=seed)
    known = replace(
        known,
        texts=by_known_id(known.texts, evaluation.reports),
        private_names=by_known_id(known.private_names, evaluation.reports),
    )
    problems = [problem for coding in found for problem in check_evidence(coding, known.texts)]
    _tell(evaluation, [message for _, message in problems], messages)
    finders = _finders(evaluation, known, config) if html or as_json else {}
    if html:
        _write_page(html, evaluation_page(evaluation, texts=known.texts, finders=finders, profile=config.profile))
        messages.print(f"the page is {html} ({config.profile} profile)")
    if as_json:
        told = [masked(message, finders[report]) for report, message in problems]
        click.echo(json.dumps(evaluation_to_json(evaluation, finders.__getitem__) | {"evidence": told}))
    else:
        print_tables(evaluation, data_console(), verbose=verbose)
    if problems or known.unread:
        click.get_current_context().exit(1)


def _read(
    paths: Sequence[Path], coders: Sequence[str], config: Config, *, with_store: bool
) -> tuple[list[Coding], _Reports]:
    """Read the codings; the store is one more where it is named, or the files give fewer than two."""
    found = [part for path in paths for part in _by_coder(read_coding(path), coders)]
    if len(found) > 1 and not with_store:
        return found, _Reports(texts={}, private_names={})
    with open_store(config.store, create=False, patience=config.patience) as store:
        batches = list(store.batches())
        kept = {batch.report_id: store.report(batch.report_id) for batch in batches}
    events = [event for batch in batches for event in batch.events]
    found += _by_coder(Coding(name=without_password(config.store), rows=rows_from_events(events)), coders)
    if len(found) < 2:
        raise UsageError("expected two codings, found one: name a second file, or two coders of the store by --coder")
    return found, _Reports(
        texts=texts_of(report for report in kept.values() if report),
        private_names={batch.report_id: batch.private_names for batch in batches},
    )


def _by_coder(coding: Coding, coders: Sequence[str]) -> list[Coding]:
    """Split coded events into those of each coder that is asked for; a table is one coder's as it is."""
    if not coders or not any(row.event for row in coding.rows):
        return [coding]
    names = dict.fromkeys(row.event.coder for row in coding.rows if row.event)
    unknown = [name for name in coders if name not in names]
    if unknown:
        raise UsageError(f"{coding.name}: no event is by the coder '{unknown[0]}', but by {', '.join(names)}")
    return [
        replace(
            coding,
            name=f"{coding.name}, {name}",
            rows=[row for row in coding.rows if row.event and row.event.coder == name],
        )
        for name in coders
    ]


def _check_rows(codings: Sequence[Coding]) -> None:
    for coding in codings:
        if not coding.rows:
            raise UsageError(f"{coding.name}: expected records to compare, found none; see --reports and --coder")


def _with_texts(known: _Reports, inputs: Sequence[str], messages: Console) -> _Reports:
    """Add the texts of files; what cannot be read is named and counted."""
    reports: list[Report] = []
    unread = 0
    for item in read_reports(inputs):
        if isinstance(item, Report):
            reports.append(item)
        else:
            messages.print(f"{item.level}: {item.place}: {item.message}")
            unread += item.level == "error"
    return replace(known, texts={**known.texts, **texts_of(reports)}, unread=unread)


def _tell(evaluation: Evaluation, problems: Sequence[str], messages: Console) -> None:
    codings = [evaluation.comparisons[0].gold, *(each.predicted for each in evaluation.comparisons)]
    for line in (*(warning for coding in codings for warning in coding.warnings), *problems):
        messages.print(f"warning: {line}")
    known = {row.report for row in codings[0].rows}
    others = set(evaluation.reports) - known
    if others:
        messages.print(
            f"{len(others)} reports are not in {codings[0].name}, and their events count as wrong; see --reports"
        )


def _finders(evaluation: Evaluation, known: _Reports, config: Config) -> dict[str, Find]:
    """Give for each report the function that finds what is withheld of it.

    A text whose names are not known is coded for them; of a report without a text, what its records show is.
    """
    if config.profile == "full":
        return {report: lambda text: [] for report in evaluation.reports}
    told: dict[str, list[Row]] = {report: [] for report in evaluation.reports}
    for coding in (evaluation.comparisons[0].gold, *(each.predicted for each in evaluation.comparisons)):
        for row in coding.rows:
            told[row.report].append(row)
    tools = load_configured(config)
    found = {}
    for report, rows in told.items():
        names, text = known.private_names.get(report), known.texts.get(report)
        if names is None:
            names = code_report(Report(id=report, text=text or shown_text(rows)), tools).private_names
        found[report] = finder(rows, names) if text else finder(rows, likely=names)
    return found


def _write_page(path: Path, pieces: Iterator[str]) -> None:
    def write(out: BinaryIO) -> int:
        return sum(out.write(piece.encode("utf-8", "replace")) for piece in pieces)

    write_whole(path, write)

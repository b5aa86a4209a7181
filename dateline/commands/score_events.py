"""Hand-coded and machine-coded events → their agreement, by level and field."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich import box
from rich.table import Table

from dateline.commands.options import data_console, message_console, settings, store_option
from dateline.config import Config
from dateline.evaluate import (
    Agreement,
    Row,
    agreement_to_json,
    keep_reports,
    read_coded,
    read_gold,
    rows_from_events,
    score,
    score_reports,
)
from dateline.store import open_store

TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("score")
@click.argument("gold", type=TABLE, metavar="GOLD.csv")
@click.argument("pred", type=TABLE, required=False)
@click.option("--reports", metavar="IDS", help="Only these reports, their ids joined by commas.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("-v", "--verbose", is_flag=True, help="Give each report's figures too.")
@store_option
def command(
    gold: Path, pred: Path | None, *, reports: str | None, as_json: bool, verbose: bool, store: str | None
) -> None:
    """Measure the agreement with a hand-coded set.

    PRED is a .jsonl or .csv of coded events; without it the store is measured. Each level adds to the one before:
    what (event type), where (place), when (dates that overlap by half or more), who (actor).

    \b
    Examples:
      dateline score gold.csv
      dateline score gold.csv events.jsonl --reports r1,r2 -v
      dateline score gold.csv other_coder.csv --json
    """
    expected = read_gold(gold)
    found = read_coded(pred) if pred else _stored_rows(settings(store))
    if reports:
        ids = [part.strip() for part in reports.split(",")]
        expected, found = keep_reports(expected, ids), keep_reports(found, ids)
    others = {row.report for row in found} - {row.report for row in expected}
    if others:
        message_console().print(
            f"{len(others)} reports are not in {gold}, and their events count as wrong; see --reports"
        )
    agreement = score(expected, found)
    if as_json:
        click.echo(json.dumps(agreement_to_json(agreement)))
        return
    console = data_console()
    console.print(_table({"all reports": agreement} | (score_reports(expected, found) if verbose else {})))


def _stored_rows(config: Config) -> list[Row]:
    with open_store(config.store, create=False, patience=config.patience) as store:
        return rows_from_events(store.events())


def _table(agreements: dict[str, Agreement]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("", "level", "precision", "recall", "F1", "on the pairs that agree on when"):
        table.add_column(name, justify="right" if name in ("precision", "recall", "F1") else "left")
    for name, agreement in agreements.items():
        for number, (level, figures) in enumerate(agreement.levels.items()):
            table.add_row(
                f"{name}: {agreement.gold} coded by hand, {agreement.predicted} found" if number == 0 else "",
                level,
                *(f"{value:.3f}" for value in (figures.precision, figures.recall, figures.f1)),
                _details(agreement)[number],
            )
    return table


def _details(agreement: Agreement) -> list[str]:
    right, of = agreement.killed
    return [
        f"mode {agreement.mode:.3f}, recipient {agreement.recipient:.3f}",
        f"status {agreement.status:.3f}, attribution {agreement.attribution:.3f}",
        f"killed {right} of {of}",
        f"{agreement.pairs} pairs",
    ]

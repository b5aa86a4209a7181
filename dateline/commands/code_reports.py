"""Reports → coded events: on standard output and in the store."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import click

from dateline.api import load_configured
from dateline.commands.batch import Log, code_all
from dateline.commands.coder_options import CoderChoice, announce_remote, coder_options, with_coder
from dateline.commands.differences import Differences
from dateline.commands.options import (
    actors_option,
    codebook_option,
    data_console,
    default_format,
    reading_options,
    settings,
    store_option,
)
from dateline.describe import LEGEND, report_title
from dateline.exporters import EXPORTERS
from dateline.ingest import read_reports
from dateline.records import CodedEvent, Issue, Report
from dateline.show import print_events
from dateline.store import Store, open_store
from dateline.tools import Tools

INTERRUPTED = 130


@click.command("code")
@reading_options
@codebook_option
@actors_option
@store_option
@click.option("--no-store", is_flag=True, help="Keep nothing; only print.")
@coder_options
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "jsonl", "csv"]),
    help="Default: a table on a terminal, JSON lines into a pipe or file.",
)
def command(
    inputs: tuple[str, ...],
    *,
    published: dt.date | None,
    manifest: str | None,
    store: str | None,
    no_store: bool,
    output_format: str | None,
    spacy_model: str | None,
    gazetteer: str | None,
    codebook: str | None,
    actors: str | None,
    choice: CoderChoice,
    verbose: bool,
    quiet: bool,
) -> int:
    """Code reports into event records.

    IN is a .txt, .html, .jsonl, .pdf or .docx file, a folder, a glob, or - for standard input. Events are printed in
    the order of the reports and of the text, and kept in the store. What the store holds already is not coded again,
    so a run that was cut off goes on where it stopped.

    --coder llm asks a language model at an OpenAI-compatible endpoint, such as a llama.cpp server of your own. Words
    that are not in the report are dropped; places, dates and actors are resolved as for the rules. What no budget or
    endpoint was left for stays uncoded (exit code 1), and the same command goes on there.

    \b
    Examples:
      dateline code report.txt --published 2024-03-12
      dateline code reports/ --manifest manifest.csv
      dateline code 'reports/*.html' --format csv > events.csv
      cat reports.jsonl | dateline code - --no-store --format jsonl
      dateline code reports/ --coder both --llm-model qwen3-8b --budget 200000
    """
    config = settings(
        store,
        spacy_model,
        gazetteer=gazetteer,
        codebook=codebook,
        actors=actors,
        llm_url=choice.llm_url,
        llm_model=choice.llm_model,
    )
    tools = with_coder(load_configured(config), config, choice)
    log = Log(verbose=verbose, quiet=quiet)
    with nullcontext() if no_store else open_store(config.store, patience=config.patience) as kept, log:
        items: Iterable[Report | Issue] = read_reports(
            inputs, published=published, manifest=Path(manifest) if manifest else None, stdin=sys.stdin.buffer
        )
        if tools.model is not None and tools.model.endpoint.is_remote:
            items = list(items)
            announce_remote(items, tools, kept)
        coded, differences = code_all(items, tools, kept, log), Differences()
        if tools.coder == "both":
            coded = differences.note(coded, log)
        try:
            _print(coded, output_format or default_format())
        except KeyboardInterrupt:
            _close(log, tools, differences)
            log.say(_how_to_resume(kept))
            return INTERRUPTED
        _close(log, tools, differences)
    return 1 if log.tally.failed or log.tally.left else 0


def _print(coded: Iterable[tuple[Report, list[CodedEvent]]], output_format: str) -> None:
    if output_format != "table":
        EXPORTERS["events"][output_format]((event for _, events in coded for event in events), sys.stdout.buffer)
        return
    console = data_console()
    for report, events in coded:
        print_events(console, events, title=report_title(report, events))
    console.print(LEGEND, style="dim")


def _close(log: Log, tools: Tools, differences: Differences) -> None:
    """Say what was done in all, what a language model took, and how the coders agreed."""
    log.close()
    if tools.model is not None:
        log.say(tools.model.summary())
    if tools.coder == "both":
        log.say(differences.summary())


def _how_to_resume(kept: Store | None) -> str:
    if kept is None:
        return "interrupted; nothing was kept (--no-store)"
    return f"interrupted; all that is coded is kept in {kept.name}: run the same command again to go on"

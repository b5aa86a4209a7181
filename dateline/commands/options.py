"""Options that several commands share, and the settings they give."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from dateline.config import Config, load_config
from dateline.incidents import Reliability
from dateline.merge.reliability import load_reliability

F = TypeVar("F", bound=Callable[..., Any])

store_option = click.option(
    "--store",
    metavar="PATH-or-URL",
    help="The SQLite file or PostgreSQL database that keeps reports and events (default: dateline.db).",
)
spacy_model_option = click.option(
    "--spacy-model", metavar="NAME", help="Another installed spaCy pipeline, or a folder that holds one."
)
gazetteer_option = click.option(
    "--gazetteer", metavar="FOLDER", help="A gazetteer of your own, from `dateline gazetteer build`."
)

codebook_option = click.option(
    "--codebook", metavar="PATH", help="A codebook of your own, a YAML file or a folder of them."
)
actors_option = click.option("--actors", metavar="FILE", help="Actors of your own, a YAML or CSV file.")
only_coder_option = click.option(
    "--coder",
    "coders",
    multiple=True,
    type=click.Choice(["rules", "llm"]),
    help="Only this coder's events, where a report has those of both; may be repeated.",
)


reliability_option = click.option(
    "--reliability", metavar="CSV", help="Your own grades of sources: source, grade (A-F), credibility (1-6), note."
)


format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "jsonl"]),
    help="Default: tables on a terminal, JSON lines into a pipe or file.",
)


def iso_date(value: str) -> dt.date:
    """Read a date written as 2024-03-12."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"'{value}' is not a date; write it as 2024-03-12") from error


def reading_options(function: F) -> F:
    """Add what all commands that read reports take: the inputs, their dates and how much to say."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
        click.option("-v", "--verbose", is_flag=True, help="Say what was done with each report."),
        gazetteer_option,
        spacy_model_option,
        click.option(
            "--manifest",
            metavar="CSV",
            type=click.Path(path_type=str),
            help="A table with the columns file, published, source, url.",
        ),
        click.option(
            "--published", metavar="DATE", type=iso_date, help="The date of publication of all reports that have none."
        ),
        click.argument("inputs", nargs=-1, required=True, metavar="IN..."),
    ):
        function = option(function)
    return function


def settings(
    store: str | None = None,
    spacy_model: str | None = None,
    profile: str | None = None,
    *,
    gazetteer: str | None = None,
    codebook: str | None = None,
    actors: str | None = None,
    reliability: str | None = None,
    llm_url: str | None = None,
    llm_model: str | None = None,
) -> Config:
    """Read the settings with a command's options over them."""
    return load_config(
        environment=os.environ,
        store=store,
        spacy_model=spacy_model,
        profile=profile,
        gazetteer=gazetteer,
        codebook=codebook,
        actors=actors,
        reliability=reliability,
        llm_url=llm_url,
        llm_model=llm_model,
    )


def grades_of(config: Config) -> dict[str, Reliability]:
    """Read the grades of sources that the settings name."""
    return load_reliability(Path(config.reliability)) if config.reliability else {}


def user_of(config: Config) -> str:
    """Give who is at work: the name in the settings, or that of the account."""
    return config.user or getpass.getuser()


def default_format() -> str:
    """Give a table to a person, JSON lines to a program."""
    return "table" if sys.stdout.isatty() else "jsonl"


class _ResultConsole(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # the command line knows its exit code


def data_console() -> Console:
    """Give the console for results, on standard output; wide enough for tables where its width is unknown."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return _ResultConsole(width=None if known else 120, highlight=False, markup=False)


def shows_colours(console: Console) -> bool:
    """Tell whether highlights can be seen; else signs must stand for them."""
    return console.color_system is not None and not console.no_color


def message_console() -> Console:
    """Give the console for messages and progress, on standard error."""
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

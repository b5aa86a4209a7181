"""Store → terminal: reports grouped by the happening that they are about."""

from __future__ import annotations

import json
from dataclasses import asdict

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
)
from dateline.commands.updating import bring_up_for_reading
from dateline.happenings import stories_of
from dateline.incidents import Story
from dateline.store import open_store

SHOWN_ID = 9


@click.command("stories")
@click.option("--alone", is_flag=True, help="Also stories that one report tells alone.")
@format_option
@store_option
def command(*, alone: bool, output_format: str | None, store: str | None) -> None:
    """Group reports by the happening that they are about.

    A happening counts whether or not an event of it can be coded. Reports are compared by their telling words and
    their days; names of private persons are left out. As JSON lines all stories are given, those of one report too.

    \b
    Examples:
      dateline stories
      dateline stories --format jsonl > stories.jsonl
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_for_reading(opened)
        stories = stories_of(opened, profile=config.profile)
    if (output_format or default_format()) == "jsonl":
        for story in stories:
            click.echo(json.dumps(asdict(story), ensure_ascii=False))
        return
    shown = [story for story in stories if alone or len(story.reports) > 1]
    if shown:
        data_console().print(_table(shown))
    message_console().print(
        f"{len(stories)} stories, {sum(len(each.reports) > 1 for each in stories)} of several reports"
    )


def _table(stories: list[Story]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, expand=True)
    table.add_column("story", style="dim", no_wrap=True, width=SHOWN_ID)
    table.add_column("from", width=10)
    table.add_column("reports", ratio=3, overflow="fold")
    table.add_column("sources", justify="right")
    table.add_column("incidents", ratio=2, overflow="fold")
    for story in stories:
        names = ", ".join(f"{each.report_id} (copy)" if each.copy else each.report_id for each in story.reports)
        incidents = ", ".join(each[:SHOWN_ID] for each in story.incidents)
        first = story.reports[0].published or ""
        table.add_row(story.story_id[:SHOWN_ID], first, names, str(story.independent_sources), incidents)
    return table

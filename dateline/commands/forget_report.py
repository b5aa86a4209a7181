"""A report's id → the report and all that came from it, erased."""

from __future__ import annotations

import click

from dateline.coders.llm.answers import Answers, answers_path
from dateline.commands.options import message_console, settings, store_option
from dateline.errors import UsageError
from dateline.store import open_store


@click.command("forget")
@click.argument("report")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@store_option
def command(report: str, *, yes: bool, store: str | None) -> int:
    """Erase a report and all that came from it.

    For retractions and for people's right to be forgotten: the text, its versions, its events and its index entries
    leave the store, and answers that a language model gave on it leave your user's cache. It cannot be undone.

    \b
    Examples:
      dateline forget r1
      dateline forget r1 --yes
    """
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        question = f"Erase the report {report} and all that came from it from {opened.name}?"
        if not yes and opened.report(report) is not None and not click.confirm(question, err=True):
            message_console().print("nothing was erased")
            return 1
        gone = opened.forget(report)
    Answers(answers_path()).forget(gone.contents)
    if not any((gone.publications, gone.texts, gone.events)):
        raise UsageError(f"{opened.name} holds no report '{report}'; `dateline show` lists them")
    message_console().print(
        f"erased: {gone.publications} publication(s), {gone.texts} text(s), {gone.events} event(s) of {report}"
    )
    return 0

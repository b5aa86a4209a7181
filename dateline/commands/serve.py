"""Store → a web application on this machine: incidents, reports and a map in the browser."""

from __future__ import annotations

import importlib

import click

from dateline.commands.options import message_console, settings, store_option
from dateline.commands.updating import bring_up_for_reading
from dateline.describe import without_password
from dateline.errors import MissingExtraError
from dateline.store import open_store


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="The port to answer on.")
@store_option
def command(*, port: int, store: str | None) -> None:
    """Show a store in the browser: incidents, reports, a map.

    A report stands beside the events that were read from it, and shows their words. The pages are for whoever sits at
    this machine: they answer on the loopback address alone, and they show the reports in full. Every page has a JSON
    twin: the same address with .json behind its path.

    \b
    Examples:
      dateline serve
      dateline serve --store postgresql://localhost/news --port 9000
    """
    try:
        uvicorn, serving = importlib.import_module("uvicorn"), importlib.import_module("dateline.serve")
    except ModuleNotFoundError as error:
        raise MissingExtraError("dateline serve", "web") from error
    config = settings(store)
    with open_store(config.store, create=False, patience=config.patience) as opened:
        bring_up_for_reading(opened)
        message_console().print(f"{without_password(opened.name)} at http://127.0.0.1:{port}/ (Ctrl-C ends it)")
        uvicorn.run(serving.make_app(opened, config, port=port), host="127.0.0.1", port=port, log_level="warning")

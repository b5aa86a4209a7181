"""Config → standard output, as a dateline.toml."""

from __future__ import annotations

import click

from dateline.commands.options import actors_option, codebook_option, settings, spacy_model_option, store_option


@click.command("config")
@store_option
@spacy_model_option
@codebook_option
@actors_option
def command(*, store: str | None, spacy_model: str | None, codebook: str | None, actors: str | None) -> None:
    """Print all settings as they are in force.

    Settings come from dateline.toml in the working folder, then from variables such as DATELINE_STORE, then from
    options. What is printed is a valid dateline.toml.

    \b
    Examples:
      dateline config
      dateline config > dateline.toml
      DATELINE_STORE=other.db dateline config
    """
    click.echo(settings(store, spacy_model, codebook=codebook, actors=actors).to_toml(), nl=False)

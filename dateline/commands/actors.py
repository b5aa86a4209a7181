"""The registry of actors → how a name is read; a file of actors of one's own → whether it holds together."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table

from dateline.api import load_configured
from dateline.commands.options import (
    actors_option,
    data_console,
    default_format,
    format_option,
    message_console,
    settings,
)
from dateline.ontology.actor_files import load_actors
from dateline.ontology.registry import Organization, load_lexicon, singular
from dateline.pipeline import annotate_report
from dateline.records import Report
from dateline.tools import Tools

NOT_FOUND = 1


@click.group("actors")
def command() -> None:
    """Show how the name of an actor is read; check actors of your own.

    \b
    Examples:
      dateline actors show "Turkish police"
      dateline actors check actors.yaml
    """


@command.command("show", short_help="Show how a name is read as an actor.")
@click.argument("name")
@actors_option
@format_option
def show(name: str, *, actors: str | None, output_format: str | None) -> int:
    """Show how a name or description is read as an actor, and from what.

    It is read as the subject of a sentence without any report around it; what a report tells besides adds to that.

    \b
    Examples:
      dateline actors show UNHCR
      dateline actors show "masked gunmen"
      dateline actors show "River Guard" --actors actors.yaml
    """
    tools = load_configured(settings(actors=actors))
    found = {"name": name, "read_as": _read_as(name, tools), "from": _sources(name, tools)}
    if not found["read_as"] and not found["from"]:
        message_console().print(f"{name!r} is not read as an actor; a file of actors can name it: see docs/codebook.md")
        return NOT_FOUND
    if (output_format or default_format()) == "jsonl":
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
    else:
        _print(found)
    return 0


def _read_as(name: str, tools: Tools) -> list[dict[str, Any]]:
    """Read a name in a sentence of its own; a mention inside another one is left out."""
    text = f"{name} issued a statement on Monday."
    mentions = annotate_report(Report(id="name", text=text), tools, ["actors"]).mentions.actors
    spans = [(mention.actor.span.start, mention.actor.span.end) for mention in mentions if mention.actor.span]
    return [
        {key: getattr(mention.actor, key) for key in ("name", "kind", "role", "country", "private")}
        for mention in mentions
        if (span := mention.actor.span) and span.start < len(name)
        if not any(
            first <= span.start and span.end <= last and (first, last) != (span.start, span.end)
            for first, last in spans
        )
    ]


def _sources(name: str, tools: Tools) -> list[dict[str, Any]]:
    """Give the entries of the registry, the lexicon and the table of countries that a name leads to."""
    lexicon = tools.lexicon
    found: list[dict[str, Any]] = []
    known = lexicon.organization(name)
    if known is not None:
        found.append(_entry(known))
    words = name.lower().split()
    noun = lexicon.noun([*words[:-1], singular(words[-1])]) or lexicon.noun(words) if words else None
    if noun is not None:
        found.append({"entry": "noun", **dataclasses.asdict(noun)})
    found += [
        {"entry": "demonym" if place.kind == "demonym" else "country", "name": place.name, "country": place.country}
        for word in dict.fromkeys((name, *name.split()))
        for place in tools.gazetteer.candidates(word)
        if place.feature == "country" and (place.kind == "demonym" or word == name)
    ]
    return found


def _entry(known: Organization) -> dict[str, Any]:
    record = dataclasses.asdict(known)
    own = record.pop("own")
    return {"entry": "your actor" if own else "built-in actor", **record}


def _print(found: dict[str, Any]) -> None:
    console = data_console()
    for key in ("read_as", "from"):
        if found[key]:
            table = Table(title=key.replace("_", " "), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
            table.add_column("entry" if key == "from" else "name", overflow="fold")
            table.add_column("says", overflow="fold")
            for record in found[key]:
                first, *rest = record
                told = [
                    f"{name.replace('_', ' ')}: {_written(record[name])}" for name in rest if _is_told(record[name])
                ]
                table.add_row(str(record[first]), "; ".join(told))
            console.print(table)


def _is_told(value: object) -> bool:
    return value is not None and value is not False and value != ()


def _written(value: object) -> str:
    return "yes" if value is True else ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


@command.command("check", short_help="Check a file of actors.")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a file of actors: its form, its roles and countries, names that stand twice.

    What cannot be used is an error that names file and line (exit code 2). Names that go before built-in ones are told.

    \b
    Examples:
      dateline actors check actors.yaml
      dateline actors check actors.csv
    """
    lexicon, built_in = load_actors(file), load_lexicon()
    own = {key: entry for key, entry in lexicon.organizations.items() if entry.own}
    for key, entry in own.items():
        other = built_in.organizations.get(key)
        if other is not None:
            click.echo(f"note: {file.name}: a name of {entry.name} is built in as {other.name}; yours counts")
    nouns = sum(lexicon.nouns[noun] is not built_in.nouns.get(noun) for noun in lexicon.nouns)
    actors = len({entry.name for entry in own.values()})
    message_console().print(f"{actors} actors by {len(own)} names, {nouns} nouns: nothing wrong")

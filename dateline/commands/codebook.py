"""A codebook → what it holds, whether it codes its own examples, what it changes in reports, and one to begin with."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn

from dateline.commands.codebook_show import (
    CROSSWALKS,
    FORMATS,
    class_records,
    codes_table,
    crosswalk_records,
    records_table,
    rule_records,
    rule_table,
    rules_table,
    similar_names,
    type_records,
    write_records,
)
from dateline.commands.codebook_try import try_codebook
from dateline.commands.options import (
    codebook_option,
    data_console,
    default_format,
    message_console,
    settings,
)
from dateline.errors import UsageError
from dateline.ontology import Codebook, Rule, load_codebook
from dateline.ontology.schema import codebook_schema
from dateline.tools import Tools
from dateline.tryout import Trial, try_against, try_examples

FAULTY = NOT_FOUND = 1


@click.group("codebook")
def command() -> None:
    """Show the codebook; check, try or begin one of your own.

    \b
    Examples:
      dateline codebook show PROTEST
      dateline codebook new mine.yaml
      dateline codebook check mine.yaml
      dateline codebook try mine.yaml reports/
    """


@command.command("show", short_help="Show types, rules, words and crosswalks.")
@click.argument("what", required=False, metavar="[TYPE|RULE|WORD]")
@click.option("--crosswalk", type=click.Choice(CROSSWALKS), help="Types and modes beside CAMEO's or ACLED's, or back.")
@click.option(
    "--format", "output_format", type=click.Choice(FORMATS), help="Default: tables on a terminal, else JSON lines."
)
@codebook_option
def show(what: str | None, *, crosswalk: str | None, output_format: str | None, codebook: str | None) -> int:
    """Show types and modes, the rules of one, a rule in full, or the rules that a word belongs to.

    With --format yaml a rule is written as a codebook's file has it, to begin one of your own with.

    \b
    Examples:
      dateline codebook show
      dateline codebook show ASSAULT/abduct
      dateline codebook show dismantle
      dateline codebook show curfew-noun --format yaml
      dateline codebook show --crosswalk cameo --format csv
    """
    config = settings(codebook=codebook)
    book = load_codebook(Path(config.codebook) if config.codebook else None)
    chosen = output_format or default_format()
    if crosswalk or what is None:
        records = crosswalk_records(book, crosswalk) if crosswalk else type_records(book)
        _print(records_table(records) if crosswalk else codes_table(records), write_records(records, chosen), chosen)
        return 0
    return _show_one(book, what, chosen)


def _print(table: object, text: str, chosen: str) -> None:
    if chosen == "table":
        data_console().print(table)
    else:
        click.echo(text)


def _show_one(book: Codebook, what: str, chosen: str) -> int:
    name = what.upper() if what.upper() in book.types else what
    types, rules, classes = type_records(book, name), rule_records(book, name), class_records(book, what)
    if not (types or rules or classes):
        near = similar_names(book, what)
        hint = f"; did you mean {', '.join(near)}?" if near else "; give a verb or noun in the form of a dictionary"
        message_console().print(f"no type, rule, trigger or class is called '{what}'{hint}")
        return NOT_FOUND
    if chosen != "table":
        click.echo(write_records(rules or types or classes, chosen))
        return 0
    console = data_console()
    if types:
        console.print(codes_table(types))
    exact = [record for record in rules if record["id"] == what]
    for record in exact or (rules if len(rules) == 1 else []):
        console.print(rule_table(record))
    others = [record for record in rules if record not in exact]
    if len(rules) > 1 and others:
        console.print(rules_table(others))
    if classes:
        console.print(records_table(classes))
    return 0


@command.command("new", short_help="Write a codebook to begin with.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def new(file: Path) -> None:
    """Write a codebook to begin with: one type of its own, with rules, examples and comments.

    \b
    Examples:
      dateline codebook new mine.yaml
    """
    text = resources.files("dateline.ontology").joinpath("starter.yaml").read_text(encoding="utf-8")
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text.replace("{file}", str(file)))
    except FileExistsError as error:
        raise UsageError(f"{file} is there already; give another name") from error
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror or error}") from error
    message_console().print(f"written to {file}; now change it, and run: dateline codebook check {file}")


@command.command("schema", short_help="Print the JSON schema of a codebook.")
def schema() -> None:
    """Print the JSON schema of a codebook, by which editors complete and check what you write.

    \b
    Examples:
      dateline codebook schema > codebook.schema.json
    """
    click.echo(json.dumps(codebook_schema(), indent=1, ensure_ascii=False))


@command.command("check", short_help="Check a codebook and its rules' examples.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--own", "own_only", is_flag=True, help="Only your own rules, not what the built-in ones still code.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what fails.")
def check(path: Path, *, own_only: bool, quiet: bool) -> int:
    """Check a codebook of your own: whether it holds together, and whether its rules code their examples.

    Each `example`, `expect` and `not` of your rules is coded; what fails is told by file and line (exit code 1). A
    file that cannot be used is an error (exit code 2). The examples of the built-in rules are coded too, and those
    that your codebook has coded otherwise are told as notes.

    \b
    Examples:
      dateline codebook check mine.yaml
      dateline codebook check codebooks/ --own
    """
    tools = Tools(codebook_path=path)
    own = [rule for rule in tools.codebook.rules if rule.own]
    others = [] if own_only else [rule for rule in tools.codebook.rules if not rule.own]
    trials = list(_with_progress(own, functools.partial(try_examples, tools=tools), shown=not quiet))
    failed = [trial for trial in trials if trial.fault]
    for trial in failed:
        click.echo(_fault_line(trial))
    for rule in own:
        if not rule.examples:
            click.echo(f"{rule.file}:{rule.line}: rule {rule.id} has no `example`")
    against = functools.partial(try_against, before=Tools(), after=tools)
    turned = [trial for trial in _with_progress(others, against, shown=not quiet) if trial.fault]
    for trial in turned:
        click.echo(f"note: {_fault_line(trial)}")
    if not quiet:
        told = f"{len(own)} rules, {len(trials)} sentences, {len(failed)} not as they should be"
        beside = "" if own_only else f"; {len(turned)} examples of the built-in rules coded otherwise"
        message_console().print(told + beside)
    return FAULTY if failed else 0


def _fault_line(trial: Trial) -> str:
    return f"{trial.rule.file}:{trial.line}: rule {trial.rule.id}: “{trial.sentence}” {trial.fault}"


def _with_progress(
    rules: list[Rule], trying: Callable[[Iterable[Rule]], Iterator[Trial]], *, shown: bool
) -> Iterator[Trial]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} of {task.total}"))
    with Progress(
        *columns, console=message_console(), transient=True, disable=not (shown and sys.stderr.isatty())
    ) as progress:
        yield from trying(progress.track(rules, description="rules"))


command.add_command(try_codebook)

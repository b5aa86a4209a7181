"""Reviewed sentences → weights of the classifier."""

from __future__ import annotations

from pathlib import Path

import click
from rich.progress import Progress

from dateline.coders.embedding import load_embedding
from dateline.coders.training import Trained, read_labelled, to_json, train
from dateline.commands.options import message_console, settings
from dateline.errors import UsageError
from dateline.ontology import load_codebook


@click.group("classifier")
def command() -> None:
    """Train the second opinion on reviewed sentences of your own.

    \b
    Example:
      dateline classifier train sentences.jsonl -o weights.json
    """


@command.command("train")
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the weights go.",
)
@click.option(
    "--type",
    "types",
    metavar="TYPE",
    multiple=True,
    default=("PROTEST",),
    show_default=True,
    help="The event type to judge; may be given several times.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def train_command(data: tuple[Path, ...], *, output: Path, types: tuple[str, ...], quiet: bool) -> int:
    """Train the classifier on sentences whose event types are known.

    DATA are JSON lines {"text": "...", "codes": ["PROTEST/demo"]}; a sentence that tells of no event has the codes [],
    and "weight" says how much it counts (default 1). The same data give the same file. Events of a judged type are
    dropped where the classifier is sure that their sentences do not tell of it: sentences that look like the type but
    are not ("the team staged a late rally") teach it most. Needs the extra 'learned'.

    \b
    Examples:
      dateline classifier train sentences.jsonl -o weights.json
      dateline classifier train sentences.jsonl -o weights.json --type PROTEST --type ASSAULT
      DATELINE_CLASSIFIER=weights.json dateline code reports/
    """
    configured = settings().codebook
    known = load_codebook(Path(configured) if configured else None).types
    unknown = [name for name in types if name not in known]
    if unknown:
        raise UsageError(f"there is no type {', '.join(unknown)}; the types are {', '.join(sorted(known))}")
    embed = load_embedding()
    rows = read_labelled(data, known)
    console = message_console()
    with Progress(console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task("reading sentences", total=len(rows))
        trained = train(rows, sorted(set(types)), embed, lambda done: progress.update(task, completed=done))
    output.write_text(to_json(trained), encoding="utf-8")
    if not quiet:
        for each in trained:
            console.print(_summary(each))
        console.print(f'weights in {output}; use them with classifier = "{output}" in dateline.toml')
    return 0


def _summary(trained: Trained) -> str:
    return (
        f"{trained.type}: below {trained.threshold:.3f} an event is dropped; in the cross-validation that keeps"
        f" {trained.kept} of {trained.told} sentences that tell of it and drops {trained.dropped} of {trained.others}"
        " others"
    )

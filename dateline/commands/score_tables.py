"""Evaluation → tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich import box
from rich.console import Console
from rich.table import Table

from dateline.evaluate import Agreement, Comparison, Evaluation, score_reports
from dateline.evaluate.alpha import Alpha
from dateline.evaluate.bootstrap import Interval
from dateline.evaluate.fields import Measure

MOST_CONFUSED = 12


def print_tables(evaluation: Evaluation, console: Console, *, verbose: bool) -> None:
    """Print the levels, the fields and the agreement beyond chance; each report, type and confusion if `verbose`."""
    for comparison in evaluation.comparisons:
        agreement = comparison.agreement
        console.print(f"{comparison.predicted.name} measured by {comparison.gold.name}")
        console.print(
            f"all reports: {agreement.gold} coded by hand, {agreement.predicted} found; on the {agreement.pairs} pairs "
            f"that agree on when: {', '.join(_details(agreement))}"
        )
        console.print(_measures("level", comparison.levels.items()))
        if verbose:
            _print_reports(comparison, console)
        console.print(_measures("field", _given(comparison.fields)))
        if verbose:
            console.print(_measures("type", comparison.types.items()))
            console.print(_confusions(comparison))
        for level, found in comparison.calibration.items():
            console.print(f"confidence, right at {level}: expected calibration error {found.error:.3f}")
        console.print()
    console.print(_alphas(evaluation))


def _given(fields: Mapping[str, Measure]) -> Iterable[tuple[str, Measure]]:
    return ((name, measure) for name, measure in fields.items() if measure.gold or measure.found)


def _details(agreement: Agreement) -> list[str]:
    right, of = agreement.killed
    return [
        f"mode {agreement.mode:.3f}",
        f"recipient {agreement.recipient:.3f}",
        f"status {agreement.status:.3f}",
        f"attribution {agreement.attribution:.3f}",
        f"killed {right} of {of}",
    ]


def _measures(title: str, measures: Iterable[tuple[str, Measure]]) -> Table:
    table = _table(title, ("precision", "recall", "F1", "95 %", "right", "found", "gold"))
    for name, measure in measures:
        table.add_row(
            name,
            *(f"{value:.3f}" for value in (measure.precision, measure.recall, measure.f1)),
            _range(measure.f1_interval),
            *(str(value) for value in (measure.right, measure.found, measure.gold)),
        )
    return table


def _print_reports(comparison: Comparison, console: Console) -> None:
    table = _table("report", ("coded by hand", "found", "what", "where", "when", "who"))
    for name, agreement in score_reports(comparison.gold.rows, comparison.predicted.rows).items():
        levels = (f"{level.f1:.3f}" for level in agreement.levels.values())
        table.add_row(name, str(agreement.gold), str(agreement.predicted), *levels)
    console.print(table)


def _confusions(comparison: Comparison) -> Table:
    table = _table("gold", ("count",), ("found",))
    wrong = ((pair, count) for pair, count in comparison.confused_types.most_common() if pair[0] != pair[1])
    for number, ((gold, found), count) in enumerate(wrong):
        if number < MOST_CONFUSED:
            table.add_row(gold, found, str(count))
    return table


def _alphas(evaluation: Evaluation) -> Table:
    found = evaluation.reliability
    table = _table(f"Krippendorff's alpha, {len(found.coders)} coders", ("alpha", "95 %", "units"))
    table.add_row("presence", *_alpha(found.presence))
    for name, alpha in found.fields.items():
        table.add_row(name, *_alpha(alpha))
    return table


def _alpha(alpha: Alpha) -> tuple[str, str, str]:
    return "–" if alpha.value is None else f"{alpha.value:.3f}", _range(alpha.interval), str(alpha.units)


def _table(first: str, numbers: Iterable[str], words: Iterable[str] = ()) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in (first, *words):
        table.add_column(name)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def _range(interval: Interval | None) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else ""

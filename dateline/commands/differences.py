"""Two coders' events of one report → a table of where they differ, and their counts over a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rich import box
from rich.table import Table

from dateline.coders.compare import Pair, pair_events
from dateline.commands.batch import Log
from dateline.ontology import code_name
from dateline.records import CodedEvent, Report

ALIKE, FIELDS, RULES, MODEL = "alike", "differ in a field", "only by the rules", "only by the language model"


class Differences:
    """Where the rules and a language model agree, report by report."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def note(
        self, coded: Iterable[tuple[Report, list[CodedEvent]]], log: Log
    ) -> Iterator[tuple[Report, list[CodedEvent]]]:
        """Hand on each report's events, and tell where its two codings differ."""
        for report, events in coded:
            yield report, events
            by_rules, by_model = ([event for event in events if event.coder == coder] for coder in ("rules", "llm"))
            pairs = pair_events(by_rules, by_model)
            self._counts.update(map(_verdict, pairs))
            table = _table(report, [pair for pair in pairs if _verdict(pair) != ALIKE])
            if table.row_count:
                log.show(table)

    def summary(self) -> str:
        """Say how often the two agreed."""
        parts = ", ".join(f"{self._counts[verdict]} {verdict}" for verdict in (ALIKE, FIELDS, RULES, MODEL))
        return f"events of the two coders: {parts}"


def _verdict(pair: Pair) -> str:
    if pair.second is None:
        return RULES
    if pair.first is None:
        return MODEL
    return FIELDS if pair.differences() else ALIKE


def _table(report: Report, pairs: Iterable[Pair]) -> Table:
    table = Table(
        title=f"{report.id}: where the coders differ", box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left"
    )
    for name in ("event", "trigger", "differs", "rules", "language model"):
        table.add_column(name, overflow="fold")
    for pair in pairs:
        event = pair.first or pair.second
        if event is None:
            continue
        what = (code_name(event.event_type, event.mode if _verdict(pair) != FIELDS else None), event.trigger.text)
        if _verdict(pair) == FIELDS:
            for number, (name, one, other) in enumerate(pair.differences()):
                table.add_row(*(what if number == 0 else ("", "")), name, one or "–", other or "–")
        else:
            table.add_row(*what, _verdict(pair), "yes" if pair.first else "–", "yes" if pair.second else "–")
    return table

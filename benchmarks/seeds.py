"""Measure the coding of reports against hand-coded rows, level by level.

    python benchmarks/seeds.py REPORTS gold.csv --manifest manifest.csv [--reports 000,001]
    python benchmarks/seeds.py REPORTS gold.csv --published 000=2024-01-27,001=2024-02-03

REPORTS is a folder of reports; a manifest (columns file, published) or `--published` says when each was published. A
report whose file is `000_name` is gold's `000`. `--reports` names those that gold covers; the events of others would
count as wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path

from measures import coded

from dateline.evaluate import LEVELS, Coding, evaluate, keep_reports, read_coding, rows_from_events
from dateline.ingest import read_reports
from dateline.records import Report
from dateline.tools import load_tools


def dated(report: Report, days: dict[str, str]) -> Report:
    day = days.get(report.id) or days.get(report.id.split("_", 1)[0])
    return replace(report, published=dt.date.fromisoformat(day), published_from="given") if day else report


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("inputs", metavar="REPORTS")
    options.add_argument("gold", type=Path)
    options.add_argument("--manifest", type=Path)
    options.add_argument("--published", default="", help="ids with their dates, joined by commas")
    options.add_argument("--reports", help="only these reports, their ids joined by commas")
    chosen = options.parse_args()
    reports = [item for item in read_reports([chosen.inputs], manifest=chosen.manifest) if isinstance(item, Report)]
    days = dict(part.split("=") for part in chosen.published.split(",") if part)
    reports = [dated(report, days) for report in reports]
    gold = read_coding(chosen.gold)
    wanted = chosen.reports.split(",") if chosen.reports else sorted({row.report for row in gold.rows})
    rows = keep_reports(
        rows_from_events(event for _, events in coded(reports, load_tools()) for event in events), wanted
    )
    comparison = evaluate([gold, Coding(name="dateline", rows=rows)]).comparisons[0]
    for name, measure in [(level, comparison.levels[level]) for level in LEVELS] + list(comparison.fields.items()):
        interval = "{:.3f} to {:.3f}".format(*measure.f1_interval) if measure.f1_interval else "-"
        print(
            f"{name:14} precision {measure.precision:.3f}  recall {measure.recall:.3f}  F1 {measure.f1:.3f}  "
            f"(95 % {interval}; {measure.right} of {measure.found} found, {measure.gold} gold)"
        )


if __name__ == "__main__":
    main()

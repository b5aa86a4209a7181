"""Measure which reports are told to be of one happening, and which coded rows, beside baselines.

    python benchmarks/clusters.py REPORTS.jsonl [--keep CODED.jsonl]
    python benchmarks/clusters.py --rows gold.csv [--claims CLAIMS.jsonl]

REPORTS holds lines {"id", "title", "text", "published", "event"}; `event` is the happening. They are coded first,
since names of private persons are left out of what is compared (`--keep` writes and reads that). Baselines: the lemma
of the trigger of a report's first event with its day; likeness of words (TF-IDF) joined by single links at the
threshold that is best for these very reports. Rows: hand-coded rows, whose incidents `data/seed_incidents.csv` gives;
the baseline joins those of one type, mode, day and place. CLAIMS, from `dateline export --what claims --profile full`
over the same reports, says what dateline joined: each row goes where the event goes that it is aligned with.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measures import read_lines

from dateline.evaluate import keep_reports, read_coding, rows_from_events
from dateline.evaluate.coreference import Coreference, score_partition
from dateline.evaluate.matching import align
from dateline.jsonlines import event_from_json
from dateline.merge.stories import BODY_WORDS, find_stories, story_sketch, story_words
from dateline.pipeline import code_report, parse_reports
from dateline.records import CodedEvent, Parse, Report, Span
from dateline.tools import Tools, load_tools

INCIDENTS = Path(__file__).parent / "data" / "seed_incidents.csv"
THRESHOLDS = np.arange(0.02, 0.6, 0.02)

Row = tuple[str, int]  # a report and the number of its row


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is kept of the coding of a report: what the baseline joins by, and the names that are left out."""

    lemma: str | None
    day: str | None
    private_names: tuple[str, ...]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", nargs="?", type=Path)
    options.add_argument("--keep", type=Path)
    options.add_argument("--rows", type=Path)
    options.add_argument("--claims", type=Path)
    chosen = options.parse_args()
    if chosen.reports:
        measure_reports(chosen.reports, chosen.keep)
    if chosen.rows:
        print_score("rows: type, mode, day and place", score_incidents(same_unit(chosen.rows)))
    if chosen.rows and chosen.claims:
        print_score("rows: incidents", score_incidents(joined_rows(chosen.rows, chosen.claims)))


def print_score(name: str, score: Coreference) -> None:
    parts = (("MUC", score.muc), ("B-cubed", score.b_cubed), ("CEAF-e", score.ceaf_e), ("pairs", score.pairwise))
    shares = "  ".join(f"{label} {part.precision:.3f} {part.recall:.3f} {part.f1:.3f}" for label, part in parts)
    print(f"{name:34} {shares}  CoNLL {score.conll:.3f}", flush=True)


# Reports


def measure_reports(path: Path, keep: Path | None) -> None:
    lines = read_lines(path)
    reports = [to_report(line) for line in lines]
    gold = {line["id"]: line["event"] for line in lines}
    told = read_told(reports, keep)
    print_score("reports: lemma and day", score_partition(gold, by_lemma_and_day(reports, told)))
    print_score("reports: TF-IDF, single links", best_single_links(reports, gold))
    sketches = {
        report.id: story_sketch(report.title, report.text, report.published, told[report.id].private_names)
        for report in reports
    }
    print_score("reports: stories", score_partition(gold, find_stories(sketches)))


def to_report(line: Mapping[str, str]) -> Report:
    day = dt.date.fromisoformat(line["published"])
    return Report(id=line["id"], title=line["title"], text=line["text"], published=day, published_from="given")


def read_told(reports: Iterable[Report], keep: Path | None) -> dict[str, Told]:
    if keep and keep.exists():
        lines = {line.pop("id"): line for line in read_lines(keep)}
        return {name: Told(**line | {"private_names": tuple(line["private_names"])}) for name, line in lines.items()}
    tools = load_tools()
    told = {report.id: told_in(report, tools) for report in reports}
    if keep:
        lines_out = (
            {"id": name, "lemma": one.lemma, "day": one.day, "private_names": one.private_names}
            for name, one in told.items()
        )
        keep.write_text("".join(json.dumps(line) + "\n" for line in lines_out), encoding="utf-8")
    return told


def told_in(report: Report, tools: Tools) -> Told:
    parse = parse_reports([report], tools)[0]
    coded = code_report(report, tools, parse)
    event = next((event for event in coded.events if event.status == "reported"), None)
    return Told(
        lemma=lemma_of(event.trigger, parse) if event else None,
        day=day_of(event, report) if event else None,
        private_names=coded.private_names,
    )


def lemma_of(trigger: Span, parse: Parse) -> str:
    """Give the lemma of a trigger's head: of its tokens, the one that hangs on none of the others."""
    document = parse.document
    first = trigger.start + (document.text_start if trigger.part == "text" else 0)
    inside = [i for i, start in enumerate(parse.starts) if first <= start < first + trigger.end - trigger.start]
    heads = [i for i in inside if parse.heads[i] not in inside or parse.heads[i] == i]
    return parse.lemmas[heads[0]] if heads else trigger.text.lower()


def day_of(event: CodedEvent, report: Report) -> str | None:
    day = (event.date.first if event.date else None) or report.published
    return day.isoformat() if day else None


def by_lemma_and_day(reports: Iterable[Report], told: Mapping[str, Told]) -> dict[str, Hashable]:
    """Join reports whose first event has one lemma and day; a report without an event stands by itself."""
    return {
        report.id: (one.lemma, one.day) if (one := told[report.id]).lemma is not None else report.id
        for report in reports
    }


def best_single_links(reports: list[Report], gold: Mapping[str, str]) -> Coreference:
    alike = tf_idf(reports)
    found = (single_links([report.id for report in reports], alike >= threshold) for threshold in THRESHOLDS)
    return max((score_partition(gold, clusters) for clusters in found), key=lambda score: score.b_cubed.f1)


def tf_idf(reports: list[Report]) -> np.ndarray:
    words = [list(story_words(f"{report.title or ''} {report.text}"))[:BODY_WORDS] for report in reports]
    numbers = {word: i for i, word in enumerate(sorted({word for text in words for word in text}))}
    counts = np.zeros((len(words), len(numbers)))
    for row, text in enumerate(words):
        for word in text:
            counts[row, numbers[word]] += 1
    weights = np.log1p(counts) * np.log(len(words) / (counts > 0).sum(axis=0))
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    return np.asarray(weights @ weights.T)


def single_links(ids: list[str], linked: np.ndarray) -> dict[str, int]:
    cluster: dict[str, int] = {}
    for start in range(len(ids)):
        todo = [start]
        while todo:
            i = todo.pop()
            if ids[i] not in cluster:
                cluster[ids[i]] = start
                todo.extend(int(j) for j in np.flatnonzero(linked[i]))
    return cluster


# Rows


def score_incidents(found: Mapping[Row, Hashable], key: Path = INCIDENTS) -> Coreference:
    """Compare clusters of coded rows with the incidents written by hand; a row that was not found stands by itself."""
    with key.open(encoding="utf-8", newline="") as lines:
        gold = {(line["report"], int(line["n"])): line["incident"] for line in csv.DictReader(lines)}
    return score_partition(gold, {row: found.get(row, ("alone", row)) for row in gold})


def joined_rows(rows: Path, claims: Path) -> dict[Row, Hashable]:
    """Give for the rows that are aligned with an event the incident of that event."""
    lines = read_lines(claims)
    incident = {line["event_id"]: line["incident_id"] for line in lines}
    gold = read_coding(rows).rows
    found = keep_reports(
        rows_from_events(event_from_json(line["event"]) for line in lines), {row.report for row in gold}
    )
    pairs = [pair.both for pair in align(gold, found) if pair.both]
    return {(row.report, int(row.cell("n"))): incident[other.event.event_id] for row, other in pairs if other.event}


def same_unit(path: Path) -> dict[Row, Hashable]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {
            (line["report"], int(line["n"])): (
                line["event_type"],
                line["mode"],
                (line["date_start"], line["date_end"]),
                line["place"].casefold(),
            )
            for line in csv.DictReader(lines)
        }


if __name__ == "__main__":
    main()

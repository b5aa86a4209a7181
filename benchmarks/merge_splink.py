"""Merge generated events with Splink, as an outside comparison for dateline's own merging.

    python -m venv splinkenv && splinkenv/bin/pip install splink      # 5.0, with DuckDB and pyarrow; not a dependency
    python benchmarks/generate_events.py 10000 --out FOLDER
    splinkenv/bin/python benchmarks/merge_splink.py FOLDER

It needs neither dateline nor its environment, only `events.jsonl` and `truth.csv` of `generate_events.py`. Splink is a
Fellegi-Sunter model: u from random pairs, m by expectation maximisation without labels, clusters by connected
components. Pairs are blocked by type with town, object, actor or country, within days; compared are mode, days,
place, actor, recipient, object, rare words of the evidence and figures. Names of private persons are not used.
The threshold is the best of a sweep against the truth, which favours Splink.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

WORD = re.compile(r"[^\W\d_]{3,}")
#: A word is rare if so many events hold it, or this share of them; pairs that share rare words are candidates.
RARE, RARE_SHARE = 60, 0.001
FIGURES = ("killed", "injured", "arrested", "participants")  # the first of them that is told is compared
MOST_SAMPLED = 2_000_000  # pairs for u
LEAST_PROBABILITY = 0.05  # pairs below are not kept
THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999, 0.999999)
SAME_TYPE_DAYS = "l.event_type = r.event_type and abs(l.middle - r.middle) <= {days}"
BLOCKS = (
    "l.geonames_id = r.geonames_id and " + SAME_TYPE_DAYS.format(days=16),
    "l.object = r.object and " + SAME_TYPE_DAYS.format(days=35),
    "l.actor = r.actor and l.week = r.week and " + SAME_TYPE_DAYS.format(days=3),
    "l.recipient = r.recipient and l.week = r.week and " + SAME_TYPE_DAYS.format(days=3),
    "l.country = r.country and l.week = r.week and list_has_any(l.rare, r.rare) and " + SAME_TYPE_DAYS.format(days=7),
)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read what is compared of each event."""
    with path.open(encoding="utf-8") as lines:
        rows = [_row(json.loads(line)) for line in lines]
    seen = Counter(word for row in rows for word in row["words"])
    most = max(RARE, int(len(rows) * RARE_SHARE))
    for row in rows:
        row["rare"] = sorted(word for word in row.pop("words") if 1 < seen[word] <= most)
    return rows


def _row(event: dict[str, Any]) -> dict[str, Any]:
    place, date = event["place"] or {}, event["date"] or {}
    first, last = (dt.date.fromisoformat(date[side]).toordinal() if date.get(side) else None for side in ("from", "to"))
    middle = (first + last) // 2 if first and last else None
    if middle is None and event["published"] and event["status"] != "historical":
        middle = dt.date.fromisoformat(event["published"]).toordinal()
    figures = {figure["kind"]: figure["min"] or figure["max"] for figure in event["figures"]}
    kind = next((kind for kind in FIGURES if kind in figures), None)
    evidence = " ".join(span["text"] for span in event["evidence"])
    private = {word for side in ("actors", "recipients") for each in event[side] if each["private"]
               for word in WORD.findall(f"{each['text']} {each['name']}".lower())}  # fmt: skip
    return {
        "unique_id": event["event_id"],
        "event_type": event["event_type"],
        "mode": event["mode"],
        "country": place.get("country"),
        "geonames_id": place.get("geonames_id") if place.get("precision") in ("city", "site") else None,
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "first": first,
        "last": last,
        "middle": middle,
        "week": middle // 7 if middle else None,
        "actor": _name(event["actors"]),
        "recipient": _name(event["recipients"]),
        "object": "; ".join(span["text"].lower() for span in event["objects"]) or None,
        "figure": figures[kind] if kind else None,
        "figure_kind": kind,
        "words": set(WORD.findall(evidence.lower())) - private,
    }  # fmt: skip


def _name(actors: Sequence[dict[str, Any]]) -> str | None:
    return next((actor["name"].lower().removeprefix("the ") for actor in actors if not actor["private"]), None)


def comparisons() -> list[Any]:
    days = [
        cll.CustomLevel("first_l is null or first_r is null").configure(is_null_level=True),
        cll.CustomLevel("first_l = first_r and last_l = last_r", "same days"),
        cll.CustomLevel("first_l <= last_r and first_r <= last_l", "days in common"),
        cll.CustomLevel("first_l <= last_r + 1 and first_r <= last_l + 1", "a day apart"),
        cll.CustomLevel("first_l <= last_r + 3 and first_r <= last_l + 3", "three days apart"),
        cll.ElseLevel(),
    ]
    place = [
        cll.CustomLevel("country_l is null or country_r is null").configure(is_null_level=True),
        cll.CustomLevel("geonames_id_l = geonames_id_r", "same town").configure(tf_adjustment_column="geonames_id"),
        cll.CustomLevel("country_l = country_r and (geonames_id_l is null or geonames_id_r is null)", "one is coarser"),
        cll.And(cll.CustomLevel("country_l = country_r"), cll.DistanceInKMLevel("lat", "lon", 60)),
        cll.ElseLevel(),
    ]
    words = [
        cll.CustomLevel("len(rare_l) = 0 or len(rare_r) = 0").configure(is_null_level=True),
        *(cll.CustomLevel(f"len(list_intersect(rare_l, rare_r)) >= {n}", f"{n} rare words") for n in (4, 3, 2, 1)),
        cll.ElseLevel(),
    ]
    figures = [
        cll.CustomLevel("figure_l is null or figure_r is null or figure_kind_l <> figure_kind_r").configure(
            is_null_level=True
        ),
        cll.CustomLevel("figure_l = figure_r", "same figure"),
        cll.CustomLevel("greatest(figure_l, figure_r) <= 2 * least(figure_l, figure_r)", "within a factor of two"),
        cll.ElseLevel(),
    ]
    return [
        cl.ExactMatch("mode"),
        cl.CustomComparison(days, output_column_name="days"),
        cl.CustomComparison(place, output_column_name="place"),
        cl.JaroWinklerAtThresholds("actor", [0.92]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("recipient", [0.92]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("object", [0.9, 0.75]).configure(term_frequency_adjustments=True),
        cl.CustomComparison(words, output_column_name="words"),
        cl.CustomComparison(figures, output_column_name="figure"),
    ]


def score_pairs(rows: Sequence[dict[str, Any]]) -> tuple[list[tuple[str, str, float]], dict[str, float]]:
    """Train without labels and score the blocked pairs; gives them with the seconds that each step took."""
    taken, api = {}, DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons(),
        blocking_rules_to_generate_predictions=list(BLOCKS),
        retain_matching_columns=False,
    )
    start = time.perf_counter()
    linker = Linker(api.register(pa.Table.from_pylist(list(rows))), settings, log_level=30)
    linker.training.estimate_probability_two_random_records_match(
        ["l.object = r.object and l.geonames_id = r.geonames_id and " + SAME_TYPE_DAYS.format(days=1)], recall=0.3
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_SAMPLED)
    for rule in (block_on("event_type", "geonames_id", "first"), block_on("event_type", "object")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    taken["training"] = time.perf_counter() - start
    start = time.perf_counter()
    predicted = linker.inference.predict(threshold_match_probability=LEAST_PROBABILITY)
    table = api.duckdb_con.sql(
        f"select unique_id_l, unique_id_r, match_probability from {predicted.physical_name} order by 3 desc, 1, 2"
    ).fetchall()
    taken["scoring"] = time.perf_counter() - start
    return table, taken


class Components:
    """Connected components that grow with each link."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {each: each for each in ids}

    def find(self, each: str) -> str:
        while (parent := self._parent[each]) != each:
            self._parent[each] = self._parent[parent]
            each = parent
        return each

    def join(self, one: str, other: str) -> None:
        self._parent[self.find(one)] = self.find(other)

    def labels(self) -> dict[str, str]:
        return {each: self.find(each) for each in self._parent}


def measure(truth: dict[str, str], found: dict[str, str]) -> dict[str, float]:
    """Give precision, recall and F1 of the pairs and B-cubed, by the sizes of clusters and of what they share."""
    gold, ours = Counter(truth.values()), Counter(found.values())
    shared = Counter((truth[each], found[each]) for each in truth)
    pairs = sum(n * (n - 1) for n in shared.values())
    precision = pairs / max(1, sum(n * (n - 1) for n in ours.values()))
    recall = pairs / max(1, sum(n * (n - 1) for n in gold.values()))
    b_precision = sum(n * n / ours[cluster] for (_, cluster), n in shared.items()) / len(truth)
    b_recall = sum(n * n / gold[happening] for (happening, _), n in shared.items()) / len(truth)
    return {
        "pair precision": precision, "pair recall": recall, "pair F1": _f1(precision, recall),
        "B3 precision": b_precision, "B3 recall": b_recall, "B3 F1": _f1(b_precision, b_recall),
    }  # fmt: skip


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def sweep(truth: dict[str, str], links: Sequence[tuple[str, str, float]]) -> Iterator[tuple[float, dict[str, float]]]:
    """Cluster at one threshold after the other, the strictest first."""
    components, at = Components(truth), 0
    for threshold in sorted(THRESHOLDS, reverse=True):
        while at < len(links) and links[at][2] >= threshold:
            components.join(*links[at][:2])
            at += 1
        yield threshold, measure(truth, components.labels())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, help="where generate_events.py wrote events.jsonl and truth.csv")
    folder = options.parse_args().folder
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as lines:
        truth = {row["event_id"]: row["happening"] for row in csv.DictReader(lines)}
    start = time.perf_counter()
    rows = read_rows(folder / "events.jsonl")
    print(f"{len(rows)} events read in {time.perf_counter() - start:.1f} s")
    links, taken = score_pairs(rows)
    print(", ".join(f"{name} {seconds:.1f} s" for name, seconds in taken.items()), f"; {len(links)} pairs kept")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    sizes: defaultdict[str, int] = defaultdict(int)
    for happening in truth.values():
        sizes[happening] += 1
    possible = sum(n * (n - 1) // 2 for n in sizes.values())
    right = sum(truth[one] == truth[other] for one, other, _ in links)
    print(f"true pairs {possible}, {right / possible:.3f} of them among the pairs kept")
    for threshold, figures in sweep(truth, links):
        print(f"{threshold:<9}" + "  ".join(f"{name} {figure:.4f}" for name, figure in figures.items()))


if __name__ == "__main__":
    main()

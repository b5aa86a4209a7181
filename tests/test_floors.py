"""The coder on what people coded: no measure falls below its floor in gold/floors.json.

`pytest tests/test_floors.py --update-golden` writes the digests anew, and floors where they have none; it lowers none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.api import load_configured
from dateline.config import Config
from dateline.evaluate import LEVELS, Coding, check_evidence, evaluate, read_coding, rows_from_events, texts_of
from dateline.evaluate.dyads import Sentence, Side, score_dyads
from dateline.ingest import read_reports
from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report

ROOT = Path(__file__).parents[1]
GOLD = Path(__file__).parent / "gold"
FLOORS = GOLD / "floors.json"
SAMPLES = ROOT / "dateline" / "samples"


def coded(reports: list[Report]) -> Iterator[CodedEvent]:
    tools = load_configured(Config())
    for report in reports:
        yield from code_report(report, tools).events


def samples() -> dict[str, float]:
    items = read_reports([str(SAMPLES)], manifest=SAMPLES / "manifest.csv")
    rows = rows_from_events(coded([item for item in items if isinstance(item, Report)]))
    comparison = evaluate([read_coding(GOLD / "samples.csv"), Coding(name="ours", rows=rows)], draws=1).comparisons[0]
    levels = {level: comparison.levels[level].f1 for level in LEVELS}
    wanted = (
        "mode",
        "recipient",
        "object",
        "place",
        "site",
        "country",
        "date",
        "status",
        "attributed_to",
        "killed",
        "arrested",
    )
    return levels | {name: comparison.fields[name].f1 for name in wanted}


def plover() -> dict[str, float]:
    lines = [json.loads(line) for line in (GOLD / "plover" / "records.jsonl").read_text("utf-8").splitlines()]
    sides = [
        [
            Side(names=tuple(a["text"] for a in each), codes=frozenset(a["code"] for a in each if a["code"]))
            for each in pair
        ]
        for pair in ((line["actors"], line["recipients"]) for line in lines)
    ]
    sentences = [
        Sentence(id=line["id"], text=line["text"], types=frozenset(line["types"]), actor=actor, recipient=recipient)
        for line, (actor, recipient) in zip(lines, sides, strict=True)
    ]
    events: dict[str, list[CodedEvent]] = {}
    for event in coded([Report(id=each.id, text=each.text) for each in sentences]):
        events.setdefault(event.report_id, []).append(event)
    scores = score_dyads(sentences, events)
    return {"coverage": scores.coverage, "type F1": scores.type_f1, "dyad and type": scores.dyad}


MEASURES = {"samples": samples, "plover": plover}


def digest(files: list[str]) -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in files)).hexdigest()


@pytest.mark.parametrize("corpus", MEASURES)
def test_no_measure_falls_below_its_floor(corpus: str, request: pytest.FixtureRequest) -> None:
    known = json.loads(FLOORS.read_text(encoding="utf-8"))
    found = MEASURES[corpus]()
    if request.config.getoption("--update-golden"):
        old = known[corpus]["floors"]
        known[corpus]["sha256"] = digest(known[corpus]["files"])
        known[corpus]["floors"] = {name: old.get(name, round(value - 0.02, 2)) for name, value in found.items()}
        FLOORS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    assert digest(known[corpus]["files"]) == known[corpus]["sha256"], "the corpus has changed: look at its floors too"
    floors = known[corpus]["floors"]
    assert found.keys() == floors.keys()
    assert {name: (round(found[name], 3), floor) for name, floor in floors.items() if found[name] < floor} == {}


def test_the_samples_are_coded_whole_and_in_their_own_words() -> None:
    gold = read_coding(GOLD / "samples.csv")
    items = read_reports([str(SAMPLES)], manifest=SAMPLES / "manifest.csv")
    texts = texts_of(item for item in items if isinstance(item, Report))
    assert {row.report for row in gold.rows} == texts.keys()
    assert check_evidence(gold, texts) == []
    assert gold.warnings == ()

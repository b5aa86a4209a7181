"""The bundled samples → the events and annotations last reviewed. `pytest --update-golden` rewrites them."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest

from dateline.api import load_configured
from dateline.config import Config
from dateline.ingest import read_reports
from dateline.jsonlines import event_to_json
from dateline.pipeline import code_report
from dateline.records import Report
from dateline.tools import Tools

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).parents[1] / "dateline" / "samples"


@functools.cache
def tools() -> Tools:
    return load_configured(Config())


@functools.cache
def samples() -> dict[str, Report]:
    found = read_reports([str(SAMPLES)], manifest=SAMPLES / "manifest.csv")
    return {item.id: item for item in found if isinstance(item, Report)}


NAMES = sorted(path.stem for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html"))
NAMES += [json.loads(line)["id"] for line in (SAMPLES / "wires.jsonl").read_text(encoding="utf-8").splitlines()]


def stable(event: dict) -> dict:
    """Leave out what changes with every version of the program."""
    return {key: value for key, value in event.items() if key not in ("coder_version", "confidence")}


def test_every_sample_is_read() -> None:
    assert sorted(samples()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_events_of_a_sample_are_those_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    found = [stable(event_to_json(event)) for event in code_report(samples()[name], tools()).events]
    path = GOLDEN / f"{name}.jsonl"
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in found), encoding="utf-8")
    expected = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert found == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_span_gives_its_words(name: str) -> None:
    report = samples()[name]
    for event in code_report(report, tools()).events:
        for span in spans(event_to_json(event)):
            text = report.title or "" if span.get("in") == "title" else report.text
            assert text[span["start"] : span["end"]] == span["text"]


def spans(value: object) -> list[dict]:
    """Give every part of an event that holds offsets."""
    if isinstance(value, list):
        return [span for item in value for span in spans(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if isinstance(value.get("start"), int) else []
    return own + [span for item in value.values() for span in spans(item)]

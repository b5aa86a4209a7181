"""Confidence: a probability, the same for the same record, and calibration measured as the benchmark says."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coders.confidence import confidence_of
from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report, Span
from dateline.tools import load_tools

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "calibration.py"


@pytest.fixture(scope="module")
def calibration() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("calibration", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setitem(sys.modules, "calibration", module)  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    yield module
    monkeypatch.undo()


@given(st.text(), st.text(), st.text(min_size=1), st.text())
def test_confidence_is_a_probability_for_any_type(event_type: str, mode: str, words: str, pos: str) -> None:
    event = CodedEvent(event_id="", report_id="", event_type=event_type, mode=mode, trigger=Span(0, len(words), words))
    assert 0 <= confidence_of(event, pos) <= 1


def test_a_clear_act_is_surer_than_a_bare_noun() -> None:
    tools = load_tools()
    text = "Police arrested three students in Porto on Friday."
    (clear,) = code_report(Report(id="r", text=text), tools).events
    bare = CodedEvent(event_id="", report_id="", event_type="ASSAULT", mode=None, trigger=Span(0, 6, "attack"))
    assert clear.confidence > confidence_of(bare, "NOUN")


def test_a_calibrated_forecast_has_no_error(calibration: ModuleType) -> None:
    confidence = np.array([0.25] * 4 + [0.75] * 4)
    right = np.array([1, 0, 0, 0, 1, 1, 1, 0], float)
    assert calibration.expected_calibration_error(confidence, right, np.ones(8)) == pytest.approx(0)
    assert calibration.ranking(confidence, right) == pytest.approx(0.75)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_the_calibration_error_lies_between_0_and_1(calibration: ModuleType, pairs: list[tuple[float, bool]]) -> None:
    confidence = np.array([pair[0] for pair in pairs])
    right = np.array([pair[1] for pair in pairs], float)
    assert 0 <= calibration.expected_calibration_error(confidence, right, np.ones(len(pairs))) <= 1 + 1e-9

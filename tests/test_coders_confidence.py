"""Confidence: a probability, higher for a clear act, and its calibration error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coders.confidence import confidence_of
from dateline.evaluate import expected_calibration_error
from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report, Span
from dateline.tools import load_tools


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


def test_a_calibrated_forecast_has_no_error() -> None:
    right = [True, False, False, False, True, True, True, False]
    assert expected_calibration_error([0.25] * 4 + [0.75] * 4, right) == pytest.approx(0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_the_calibration_error_lies_between_0_and_1(pairs: list[tuple[float, bool]]) -> None:
    error = expected_calibration_error([confidence for confidence, _ in pairs], [right for _, right in pairs])
    assert error is not None and 0 <= error <= 1 + 1e-9

"""Krippendorff's alpha on the worked examples of its author, and what must hold of any agreement statistic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluate.alpha import alpha_with_interval, interval, krippendorff_alpha, nominal, ordinal, ratio
from dateline.evaluate.bootstrap import draw_reports

Units = list[tuple[float | None, ...]]


def units(*coders: str) -> Units:
    return [tuple(None if value == "." else float(value) for value in unit) for unit in zip(*coders, strict=True)]


# Krippendorff (2011), examples A, B and C with D; a point is a value that is missing
BINARY = units("0100000010", "1110010000")
FOUR = units("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
NOMINAL = list(zip("aabbdcccedda", "babbbccceddd", strict=True))


def test_two_coders_and_two_values() -> None:
    assert krippendorff_alpha(BINARY) == pytest.approx(0.095, abs=0.0005)


def test_two_coders_and_several_values() -> None:
    assert krippendorff_alpha(NOMINAL) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize(
    ("difference", "expected"), [(nominal, 0.743), (ordinal(FOUR), 0.815), (interval, 0.849), (ratio, 0.797)]
)
def test_four_coders_with_missing_values(difference: object, expected: float) -> None:
    assert krippendorff_alpha(FOUR, difference) == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize("values", [[], [("a", None), (None, "b")], [("a", "a"), ("a", "a")]])
def test_alpha_is_not_defined_without_pairs_or_without_variation(values: list[tuple[str | None, ...]]) -> None:
    assert krippendorff_alpha(values) is None


codings = st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", None])] * 3), min_size=1, max_size=12)


@given(codings)
def test_alpha_never_depends_on_the_order_of_coders_units_or_names(coded: list[tuple[str | None, ...]]) -> None:
    swapped = [tuple({"a": "b", "b": "a"}.get(value or "", value) for value in unit[::-1]) for unit in coded[::-1]]
    first, second = krippendorff_alpha(coded), krippendorff_alpha(swapped)
    assert (first is None) == (second is None)
    assert first is None or second is None or math.isclose(first, second, abs_tol=1e-9)
    assert first is None or first <= 1


@given(st.lists(st.sampled_from(["a", "b"]), min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_a_coding_agrees_with_itself(values: list[str]) -> None:
    assert krippendorff_alpha([(value, value) for value in values]) == pytest.approx(1)


def test_the_interval_holds_the_value_and_one_report_has_none() -> None:
    reports = [number // 2 for number in range(len(FOUR))]
    found = alpha_with_interval(FOUR, reports, draw_reports(6, seed=1))
    assert found.value is not None and found.interval is not None
    assert found.interval[0] < found.value < found.interval[1]
    assert (found.units, found.values) == (11, 40)
    assert alpha_with_interval(FOUR, [0] * len(FOUR), draw_reports(1)).interval is None


def test_the_draws_are_those_of_their_seed() -> None:
    assert np.array_equal(draw_reports(4, seed=7), draw_reports(4, seed=7))
    assert not np.array_equal(draw_reports(4, seed=7), draw_reports(4, seed=8))
    assert set(draw_reports(4).sum(axis=1)) == {4.0}

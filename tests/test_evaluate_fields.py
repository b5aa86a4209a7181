"""Fields, types, confusions, intervals, units of several coders, calibration: small cases worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluate import Coding, Row, evaluate
from dateline.evaluate.calibration import brier_score, expected_calibration_error, reliability
from dateline.evaluate.coders import join_units
from dateline.evaluate.comparison import Comparison
from dateline.evaluate.dyads import Sentence, Side, score_dyads
from dateline.evaluate.mistakes import list_mistakes
from dateline.evaluate.names import folded_places
from dateline.records import Actor, CodedEvent, Span


def row(report: str = "r1", code: str = "PROTEST/demo", **cells: str) -> Row:
    """Give a row as a table would."""
    event_type, _, mode = code.partition("/")
    return Row(
        report=report,
        event_type=event_type,
        mode=mode,
        actors=(cells["actor"],) if cells.get("actor") else (),
        recipients=(cells["recipient"],) if cells.get("recipient") else (),
        places=folded_places([cells.get("place", "")]),
        status=cells.get("status", "reported"),
        killed=cells.get("killed", ""),
        cells={"report": report, "event_type": event_type, "mode": mode, "status": "reported"} | cells,
    )


def compared(gold: list[Row], found: list[Row]) -> Comparison:
    return evaluate([Coding(name="gold", rows=gold), Coding(name="ours", rows=found)], draws=200).comparisons[0]


def test_a_field_counts_over_all_records_that_give_it() -> None:
    gold = [row(actor="miners", place="Arden"), row(code="AID", actor="the mayor"), row(code="AID")]
    found = [row(actor="Miners", place="Tarn"), row(code="AID", actor="the bishop"), row(code="AGREE", actor="miners")]
    fields = compared(gold, found).fields
    actor, place = fields["actor"], fields["place"]
    assert (actor.right, actor.found, actor.gold) == (1, 3, 2)
    assert (actor.precision, actor.recall, actor.f1) == (pytest.approx(1 / 3), 0.5, pytest.approx(0.4))
    assert (place.right, place.found, place.gold) == (0, 1, 1)


def test_records_are_paired_by_what_they_agree_on() -> None:
    towns = ["Arden", "Tarn", "Mell", "Orre"]
    gold = [row(place=town, killed=f"{n}-{n}") for n, town in enumerate(towns)]
    found = compared(gold, gold[::-1])
    assert found.fields["place"].f1 == found.fields["killed"].f1 == 1
    assert list(list_mistakes(found.pairs, found.compared)) == []


def test_types_read_from_the_same_words_are_a_confusion() -> None:
    words = "Guards dragged two dockers out of the hall."
    gold = [row(code="COERCE/arrest", evidence=words), row(code="AID", evidence="The mayor sent blankets to Tarn.")]
    found = compared(
        gold, [row(code="ASSAULT/beat", evidence=words), row(code="PROTEST", evidence="Nobody else came.")]
    )
    assert found.confused_types == {("COERCE", "ASSAULT"): 1, ("AID", "none"): 1, ("none", "PROTEST"): 1}
    assert found.levels["what"].right == 0
    assert [mistake.kind for mistake in list_mistakes(found.pairs, found.compared)] == ["differs", "missed", "spurious"]


def test_modes_are_confused_within_their_type() -> None:
    found = compared(
        [row(), row(report="r2"), row(code="AID")], [row(code="PROTEST/riot"), row(report="r2"), row(code="AID")]
    )
    assert found.confused_modes == {"PROTEST": {("demo", "riot"): 1, ("demo", "demo"): 1}}


def test_each_type_is_measured_by_itself() -> None:
    types = compared([row(), row(code="AID")], [row(), row(code="AGREE")]).types
    assert {name: (each.right, each.found, each.gold) for name, each in types.items()} == {
        "PROTEST": (1, 1, 1),
        "AID": (0, 0, 1),
        "AGREE": (0, 1, 0),
    }


def test_intervals_come_from_reports_drawn_anew() -> None:
    gold = [row(report=f"r{n}") for n in range(10)]
    level = compared(gold, gold[:5]).levels["what"]
    assert level.precision_interval == (1.0, 1.0)
    assert level.recall_interval is not None
    assert 0 < level.recall_interval[0] < 0.5 < level.recall_interval[1] < 1
    assert compared([row()], [row()]).levels["what"].f1_interval is None


def test_a_column_that_a_table_lacks_is_not_compared() -> None:
    bare = Coding(name="bare", rows=[row()], columns=frozenset({"event_type", "mode"}))
    (found,) = evaluate([bare, Coding(name="ours", rows=[row(actor="miners")])]).comparisons
    assert set(found.fields) == {"event_type", "mode"}


# --- several coders


def test_records_of_three_coders_make_units() -> None:
    march, strike, gift = row(place="Arden"), row(code="PROTEST/strike", place="Tarn"), row(code="AID")
    units = join_units([[march], [strike, march], [gift, march]])
    assert [[each and each.event_type + each.mode for each in unit] for unit in units] == [
        ["PROTESTdemo", "PROTESTdemo", "PROTESTdemo"],
        [None, "PROTESTstrike", None],
        [None, None, "AID"],
    ]


def test_agreement_beyond_chance_between_three() -> None:
    crowds = ["miners", "police", "students", "farmers"]
    a = [row(report=f"r{n}", actor=crowd, place="Arden") for n, crowd in enumerate(crowds)]
    b = [row(report=f"r{n}", actor=f"The {crowd}", place="Tarn" if n else "Arden") for n, crowd in enumerate(crowds)]
    codings = [Coding(name=name, rows=rows) for name, rows in (("a", a), ("b", b), ("c", a))]
    found = evaluate(codings, types=["PROTEST", "AID"]).reliability
    assert (found.coders, found.units, found.shared) == (("a", "b", "c"), 4, 4)
    assert found.presence.value == 1
    assert found.fields["actor"].value == 1
    place = found.fields["place"].value
    assert place is not None and place < 0.5


def test_an_event_that_one_coder_lacks_is_a_disagreement_on_presence() -> None:
    rows = [row(report=f"r{n}") for n in range(4)]
    codings = [Coding(name="a", rows=rows), Coding(name="b", rows=rows[:3])]
    found = evaluate(codings, types=["PROTEST", "AID"]).reliability
    # eight units, four of them types that nobody found: 7 agree; 14 values of "is there", 9 of 16 not
    assert found.presence.units == 8
    assert found.presence.value == pytest.approx(1 - 15 * 2 / (2 * 7 * 9))


# --- calibration


def test_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    confidences, right = [0.75] * 4 + [0.25] * 4, [True, True, True, False, False, False, False, True]
    assert expected_calibration_error(confidences, right) == 0
    assert expected_calibration_error([1.0, 1.0], [True, False]) == 0.5
    assert expected_calibration_error([], []) is None
    assert brier_score([], []) is None


@pytest.mark.parametrize(("confidences", "right"), [([0.5], []), ([1.5], [True]), ([-0.1], [True])])
def test_confidences_that_are_none_are_refused(confidences: list[float], right: list[bool]) -> None:
    with pytest.raises(ValueError, match="expected"):
        reliability(confidences, right)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_every_record_is_in_the_bin_of_its_confidence(records: list[tuple[float, bool]]) -> None:
    confidences, right = [each for each, _ in records], [each for _, each in records]
    bins = reliability(confidences, right)
    assert sum(bin.count for bin in bins) == len(records)
    assert all(bin.low - 1e-9 <= bin.confidence <= bin.high + 1e-9 for bin in bins if bin.count)
    error = expected_calibration_error(confidences, right)
    assert error is not None and 0 <= error <= 1


# --- dyads


def event(event_type: str, actors: list[str], recipients: list[str], country: str | None = None) -> CodedEvent:
    people = [tuple(Actor(span=None, name=name, country=country) for name in names) for names in (actors, recipients)]
    return CodedEvent(
        event_id="e", report_id="s", event_type=event_type, mode=None, trigger=Span(0, 1, "x"),
        actors=people[0], recipients=people[1],
    )  # fmt: skip


GOLD = Sentence(
    id="s",
    text="",
    types=frozenset({"ACCUSE"}),
    actor=Side(names=("the Tarn government",)),
    recipient=Side(names=("Arden",)),
)


@pytest.mark.parametrize(
    ("found", "type_recall", "dyad"),
    [
        ([], 0, 0),
        ([event("AID", ["Tarn"], ["Arden"])], 0, 0),
        ([event("ACCUSE", ["Tarn"], ["Arden"])], 1, 1),
        ([event("ACCUSE", ["Arden"], ["Tarn"])], 1, 0),
        ([event("ACCUSE", ["Tarn"], [])], 1, 0),
        ([event("AID", [], []), event("ACCUSE", ["government of Tarn"], ["the Arden police"])], 1, 1),
    ],
)
def test_a_dyad_needs_the_type_and_both_sides(found: list[CodedEvent], type_recall: float, dyad: float) -> None:
    scores = score_dyads([GOLD], {"s": found})
    assert (scores.type_recall, scores.dyad) == (type_recall, dyad)
    assert scores.types_per_sentence == len({each.event_type for each in found})


def test_countries_count_by_their_codes_and_mutual_acts_by_either_side() -> None:
    minister = Side(names=("Narnian",), codes=frozenset({"NAR"}))
    gold = Sentence(id="s", text="", types=frozenset({"CONSULT"}), actor=minister, recipient=Side(names=("the envoy",)))
    assert score_dyads([gold], {"s": [event("CONSULT", ["the foreign minister", "the envoy"], [], "NAR")]}).dyad == 1
    assert score_dyads([], {}).type_f1 == 0

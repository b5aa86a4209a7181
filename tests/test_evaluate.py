"""Agreement between two codings: small cases worked out by hand."""

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReportError, UsageError
from dateline.evaluate import (
    COLUMNS,
    LEVELS,
    Row,
    agreement_to_json,
    keep_reports,
    read_coding,
    rows_from_events,
    same_name,
    score,
    score_reports,
)
from dateline.exporters import EXPORTERS
from dateline.jsonlines import event_line
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Span

MARCH = Row(
    report="r1",
    event_type="PROTEST",
    mode="demo",
    actors=("Union of Miners",),
    recipients=("Ministry of Labour",),
    places=frozenset({"arden"}),
    first=dt.date(2021, 3, 8),
    last=dt.date(2021, 3, 8),
    status="reported",
)


def matched(gold: list[Row], predicted: list[Row]) -> list[int]:
    agreement = score(gold, predicted)
    return [agreement.levels[level].matched for level in LEVELS]


# --- levels


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, [1, 1, 1, 1]),
        ({"event_type": "ASSAULT"}, [0, 0, 0, 0]),
        ({"places": frozenset({"lower tarn"})}, [1, 0, 0, 0]),
        ({"places": frozenset()}, [1, 0, 0, 0]),
        ({"places": frozenset({"arden province", "tarn"})}, [1, 1, 1, 1]),
        ({"first": dt.date(2021, 3, 9), "last": dt.date(2021, 3, 9)}, [1, 1, 0, 0]),
        ({"first": None, "last": None}, [1, 1, 0, 0]),
        ({"last": dt.date(2021, 3, 9)}, [1, 1, 1, 1]),  # one day of two
        ({"last": dt.date(2021, 3, 10)}, [1, 1, 0, 0]),  # one day of three
        ({"last": None}, [1, 1, 1, 1]),
        ({"actors": ()}, [1, 1, 1, 0]),
        ({"actors": ("police",)}, [1, 1, 1, 0]),
        ({"actors": ("police", "the miners")}, [1, 1, 1, 1]),
        ({"mode": "riot", "recipients": (), "status": "denied"}, [1, 1, 1, 1]),
    ],
)
def test_each_level_asks_for_more(change: dict[str, object], expected: list[int]) -> None:
    assert matched([MARCH], [replace(MARCH, **change)]) == expected


def test_two_without_place_date_and_actor_agree() -> None:
    bare = replace(MARCH, places=frozenset(), first=None, last=None, actors=())
    assert matched([bare], [bare]) == [1, 1, 1, 1]


def test_records_of_other_reports_do_not_match() -> None:
    other = replace(MARCH, report="r2")
    assert matched([MARCH, other], [MARCH, MARCH]) == [1, 1, 1, 1]


def test_matching_is_one_to_one_and_as_large_as_can_be() -> None:
    wide = replace(MARCH, places=frozenset({"arden", "tarn"}))
    tarn = replace(MARCH, places=frozenset({"tarn"}))
    assert matched([wide, tarn], [tarn, MARCH]) == [2, 2, 2, 2]
    assert matched([MARCH], [MARCH, MARCH, MARCH]) == [1, 1, 1, 1]
    assert matched([MARCH, MARCH, MARCH], [MARCH]) == [1, 1, 1, 1]


def test_precision_recall_and_f1() -> None:
    other = replace(MARCH, event_type="AID")
    what = score([MARCH, other, other], [MARCH, replace(MARCH, event_type="AGREE")]).levels["what"]
    assert (what.precision, what.recall) == (1 / 2, 1 / 3)
    assert what.f1 == pytest.approx(0.4)


# --- fields


def test_fields_are_taken_from_the_pairs_that_agree_on_when() -> None:
    twin = replace(MARCH, places=frozenset({"tarn"}), killed="3-3", attributed_to="the mayor")
    told = replace(twin, mode="riot", recipients=(), status="denied", killed="3-", attributed_to="Mayor")
    agreement = score([MARCH, twin, replace(MARCH, event_type="AID")], [MARCH, told])
    assert agreement.pairs == 2
    assert (agreement.mode, agreement.recipient, agreement.status) == (0.5, 0.5, 0.5)
    assert agreement.attribution == 1.0
    assert agreement.killed == (0, 1)


def test_the_likelier_of_two_twins_is_taken() -> None:
    riot = replace(MARCH, mode="riot")
    assert score([MARCH, riot], [riot, MARCH]).mode == 1.0


def test_without_pairs_the_fields_are_nought() -> None:
    agreement = score([MARCH], [replace(MARCH, event_type="AID")])
    assert (agreement.pairs, agreement.mode, agreement.killed) == (0, 0.0, (0, 0))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ([], [], True),
        (["police"], [], False),
        (["The Police"], ["police"], True),
        (["Zoë’s Party"], ["zoe party"], True),
        (["Union of Miners"], ["miners"], True),
        (["Union of Miners"], ["Union of Bakers"], True),
        (["Union of Lower Tarn Miners"], ["Union of Bakers"], True),
        (["Free Union of Lower Tarn"], ["Union of Master Bakers"], False),
        (["government forces"], ["government"], False),
        (["government"], ["the government"], True),
        (["police"], ["police and all the many others who came there from far away places"], False),
        (["army", "police"], ["the police"], True),
    ],
)
def test_names_agree_by_half_the_words_of_the_shorter(left: list[str], right: list[str], same: bool) -> None:
    assert same_name(left, right) is same


rows = st.builds(
    Row,
    report=st.sampled_from(["r1", "r2"]),
    event_type=st.sampled_from(["PROTEST", "AID"]),
    mode=st.sampled_from(["", "demo"]),
    actors=st.lists(st.sampled_from(["police", "miners", "the union of miners"]), max_size=2).map(tuple),
    places=st.frozensets(st.sampled_from(["arden", "tarn"]), max_size=2),
    first=st.one_of(st.none(), st.dates(dt.date(2021, 3, 1), dt.date(2021, 3, 5))),
)


@given(st.lists(rows, min_size=1, max_size=6))
def test_a_coding_agrees_with_itself(coded: list[Row]) -> None:
    agreement = score(coded, coded[::-1])
    assert all(level.f1 == 1.0 for level in agreement.levels.values())


@given(st.lists(rows, min_size=1, max_size=6), st.lists(rows, min_size=1, max_size=6))
def test_each_level_is_at_most_the_one_before(gold: list[Row], predicted: list[Row]) -> None:
    first = Row(report="r1", event_type="AID")
    counts = matched([first, *gold], [first, *predicted])
    assert counts == sorted(counts, reverse=True)
    assert counts[0] <= min(len(gold), len(predicted)) + 1


# --- reports


def test_reports_are_scored_one_by_one() -> None:
    other = replace(MARCH, report="r2")
    missed = replace(MARCH, report="r3")
    found = score_reports([MARCH, other, missed], [MARCH, replace(other, event_type="AID")])
    assert {report: agreement.levels["what"].f1 for report, agreement in found.items()} == {"r1": 1, "r2": 0, "r3": 0}
    assert keep_reports([MARCH, other], {"r2"}) == [other]
    assert keep_reports([MARCH, replace(other, report="r2_b")], {"r2"}) == [replace(other, report="r2_b")]


def test_an_id_may_go_on_after_that_of_gold() -> None:
    assert matched([replace(MARCH, report="007")], [replace(MARCH, report="007_mill_square")]) == [1, 1, 1, 1]


def test_no_report_in_common_is_an_error() -> None:
    with pytest.raises(UsageError, match=r"\(r1\).*\(r9\)"):
        score([MARCH], [replace(MARCH, report="r9")])


def test_an_agreement_as_json() -> None:
    data = agreement_to_json(score([MARCH, MARCH, MARCH], [MARCH]))
    assert data["what"] == {"p": 1.0, "r": 0.333, "f1": 0.5}
    assert list(data) == (
        ["gold", "predicted", *LEVELS, "pairs", "mode", "recipient", "status", "attribution", "killed"]
    )
    assert data["killed"] == [0, 0]


# --- reading

EVENT = CodedEvent(
    event_id="e",
    report_id="r1",
    event_type="PROTEST",
    mode="demo",
    trigger=Span(0, 7, "marched"),
    actors=(Actor(span=Span(0, 10, "the miners"), name="Union of Miners"),),
    recipients=(Actor(span=None, name="Ministry of Labour"),),
    place=EventPlace(
        span=Span(3, 9, "Ardén"),
        name="Arden",
        geonames_id=1,
        admin1="North",
        country="XKX",
        lat=1.0,
        lon=2.0,
        precision="region",
        basis="stated",
    ),
    date=EventDate(first=dt.date(2021, 3, 8), last=None, precision="day", basis="stated"),
    attributed_to=(Actor(span=Span(0, 3, "the mayor"), name="Mayor"),),
    figures=(Figure(span=Span(0, 3, "no more than 5"), kind="killed", min=None, max=5),),
)


def test_rows_of_events_know_all_forms_of_a_name() -> None:
    (row,) = rows_from_events([EVENT])
    assert row.actors == ("the miners", "Union of Miners")
    assert row.recipients == ("Ministry of Labour",)
    assert row.places == {"arden", "north"}
    assert row.last == dt.date(2021, 3, 8)
    assert (row.attributed_to, row.killed) == ("the mayor", "-5")


def test_a_csv_that_we_export_can_be_read_back(tmp_path: Path) -> None:
    with (tmp_path / "events.csv").open("wb") as out:
        EXPORTERS["events"]["csv"]([EVENT], out)
    (tmp_path / "events.jsonl").write_text(event_line(EVENT), encoding="utf-8")
    (row,), coded = (read_coding(tmp_path / name).rows for name in ("events.csv", "events.jsonl"))
    assert row.killed == "-5"
    assert matched([row], coded) == [1, 1, 1, 1]


def write_table(path: Path, header: list[str], cells: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, cells])
    return path


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = write_table(tmp_path / "gold.csv", ["report", "type"], ["r1", "AID"])
    with pytest.raises(UsageError, match=r"gold.csv.*event_type, mode.*are missing \(found: report, type\)"):
        read_coding(path)


def test_a_wrong_date_is_named_with_its_line(tmp_path: Path) -> None:
    cells = ["r1", "AID", "", "", "", "", "8 March", "", "reported", "", ""]
    with pytest.raises(UsageError, match=r"gold.csv:2: expected dates"):
        read_coding(write_table(tmp_path / "gold.csv", list(COLUMNS), cells))


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(UsageError, match="UTF-8"):
        read_coding(path)
    path.write_bytes(b"")
    with pytest.raises(UsageError, match="found: none"):
        read_coding(path)


@pytest.mark.parametrize("name", ["gold.txt", "gold.jsonl", "gold"])
def test_a_binary_file_as_coding_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(UsageError, match=rf"{name}: expected coded events"):
        read_coding(tmp_path / name)


def test_a_broken_line_of_events_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"events\.jsonl:1"):
        read_coding(path)


def test_short_rows_are_read(tmp_path: Path) -> None:
    (row,) = read_coding(write_table(tmp_path / "gold.csv", list(COLUMNS), ["r1", "AID"])).rows
    assert row == Row(report="r1", event_type="AID")

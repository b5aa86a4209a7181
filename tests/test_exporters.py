"""One contract for all exporters, and the columns of each."""

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import MissingExtraError
from dateline.exporters import EXPORTERS, to_frame
from dateline.exporters.cells import FORMULA_SIGNS
from dateline.exporters.flat import COLUMNS
from dateline.gazetteer import NOTICE
from dateline.jsonlines import event_from_json, event_to_json
from dateline.privacy import withhold
from dateline.records import Acled, Actor, CodedEvent, EventDate, EventPlace, Figure, Quote, Span

MARCH = CodedEvent(
    event_id="a1b2",
    report_id="r1",
    source="a.example",
    published=dt.date(2021, 3, 9),
    event_type="PROTEST",
    mode="riot",
    acled=Acled(disorder_type="Political violence", event_type="Riots", sub_event_type="Violent demonstration"),
    trigger=Span(9, 15, "rioted"),
    actors=(
        Actor(span=Span(0, 8, "Teachers"), name="Union of Teachers", role="LAB"),
        Actor(span=None, name="pupils", role="CVL", kind="group"),
    ),
    recipients=(Actor(span=Span(1, 4, "Vell"), name="Ana Vell", role="COP", kind="person", private=True),),
    objects=(Span(0, 3, "gates"), Span(0, 3, "a car")),
    place=EventPlace(
        span=Span(20, 25, "Lima"),
        name="Lima",
        geonames_id=3936456,
        admin1="Lima Province",
        country="PER",
        lat=-12.05,
        lon=-77.04,
        precision="site",
        basis="stated",
        site=Span(30, 41, "Mill Square"),
    ),
    date=EventDate(
        first=dt.date(2021, 3, 6),
        last=dt.date(2021, 3, 8),
        precision="range",
        basis="stated",
        span=Span(3, 9, "3 days"),
    ),
    attributed_to=(Actor(span=Span(1, 4, "the mayor"), name="mayor of Lima", role="GOV"),),
    figures=(
        Figure(span=Span(0, 4, "over 1,500"), kind="killed", min=1500, max=None),
        Figure(span=Span(0, 4, "up to 5"), kind="arrested", min=None, max=5),
        Figure(span=Span(0, 4, "three"), kind="injured", min=3, max=3),
        Figure(span=Span(0, 4, "about 200"), kind="participants", min=200, max=200),
    ),
    quotes=(Quote(span=Span(0, 5, "No!")), Quote(span=Span(6, 9, "Never"))),
    evidence=(Span(0, 30, "Teachers rioted."), Span(40, 50, "They “burned” a car, \nand left.")),
    confidence=0.75,
    coder_version="1",
)
BARE = CodedEvent(event_id="c3d4", report_id="r1", event_type="AID", mode=None, trigger=Span(0, 4, "gave"))
OTHER = replace(MARCH, report_id="r2", event_id="e5f6", status="planned", date=None)
EVENTS = [MARCH, BARE, OTHER]


def exported(name: str, events: list[CodedEvent]) -> bytes:
    out = io.BytesIO()
    EXPORTERS[name](events, out)
    return out.getvalue()


def rows_of(name: str, *events: CodedEvent) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(name, list(events)).decode(), newline="")))


# --- the contract


@pytest.mark.parametrize("name", EXPORTERS)
def test_exporters_take_a_stream_and_count(name: str) -> None:
    out = io.BytesIO()
    written = EXPORTERS[name](iter(EVENTS), out)
    assert written == (1 if name == "acled" else 3)
    assert not out.closed


@pytest.mark.parametrize("name", EXPORTERS)
def test_no_events_make_an_empty_file_of_the_format(name: str) -> None:
    out = io.BytesIO()
    assert EXPORTERS[name](iter(()), out) == 0
    assert name == "jsonl" or out.getvalue()


@pytest.mark.parametrize("name", EXPORTERS)
def test_exports_are_the_same_on_every_run(name: str) -> None:
    assert exported(name, EVENTS) == exported(name, EVENTS)


@pytest.mark.parametrize("name", EXPORTERS)
def test_withheld_names_are_in_no_format(name: str) -> None:
    assert b"Vell" in exported(name, [MARCH])
    assert b"Vell" not in exported(name, withhold([MARCH]))


@pytest.mark.parametrize("name", [name for name in EXPORTERS if name != "parquet"])
def test_a_lone_surrogate_does_not_end_an_export(name: str) -> None:
    odd = replace(MARCH, evidence=(Span(0, 3, "a\ud83dz"),))
    assert b"a?z" in exported(name, [odd]) or b"ud83d" in exported(name, [odd])


@pytest.mark.parametrize("name", ["jsonl", "csv", "acled", "geojson"])
def test_exporters_write_as_they_read(name: str) -> None:
    out = io.BytesIO()
    sizes = []

    def stream() -> Iterator[CodedEvent]:
        for _ in range(200):
            sizes.append(out.tell())
            yield MARCH

    EXPORTERS[name](stream(), out)
    assert sizes[-1] > 0


# --- JSON lines


def test_json_lines_hold_the_records() -> None:
    lines = exported("jsonl", EVENTS).decode().splitlines()
    assert [event_from_json(json.loads(line)) for line in lines] == EVENTS


# --- CSV in the codebook's columns

CODEBOOK_HEADER = (
    "report,n,event_type,mode,actor,recipient,object,site,place,country,date_start,date_end,date_basis,status,"
    "attributed_to,killed,injured,arrested,sentenced,quotes,evidence,place_basis,private,abducted,participants,figures_by,certainty,confidence,coder"
)


def test_csv_has_the_columns_of_the_codebook() -> None:
    assert exported("csv", []).decode() == CODEBOOK_HEADER + "\n"
    row, bare, _ = rows_of("csv", *EVENTS)
    assert row == {
        "report": "r1",
        "n": "1",
        "event_type": "PROTEST",
        "mode": "riot",
        "actor": "Union of Teachers; pupils",
        "recipient": "Ana Vell",
        "object": "gates; a car",
        "site": "Mill Square",
        "place": "Lima",
        "country": "PER",
        "date_start": "2021-03-06",
        "date_end": "2021-03-08",
        "date_basis": "stated",
        "status": "reported",
        "attributed_to": "mayor of Lima",
        "killed": "1500-",
        "injured": "3-3",
        "arrested": "'-5",
        "sentenced": "",
        "quotes": "No! | Never",
        "evidence": "Teachers rioted. | They “burned” a car, \nand left.",
        "place_basis": "stated",
        "private": "yes",
        "abducted": "",
        "participants": "200-200",
        "figures_by": "",
        "certainty": "stated",
        "confidence": "0.75",
        "coder": "rules",
    }
    told = {"report", "n", "event_type", "certainty", "confidence", "coder"}
    assert {cell for name, cell in bare.items() if name not in told} == {"", "reported", "no"}


def test_csv_says_who_counts() -> None:
    nurse, office = Actor(span=None, name="a nurse"), Actor(span=None, name="health office")
    counts = [
        Figure(span=Span(0, 1, "9"), kind=kind, min=9, max=9, attributed_to=by)
        for kind, by in (("abducted", (office, nurse)), ("injured", (nurse,)), ("killed", ()))
    ]
    (row,) = rows_of("csv", replace(MARCH, figures=tuple(counts), coder="llm"))
    assert (row["abducted"], row["coder"]) == ("9-9", "llm")
    assert row["figures_by"] == "injured: a nurse; abducted: health office, a nurse"


def test_csv_counts_within_each_report() -> None:
    assert [(row["report"], row["n"]) for row in rows_of("csv", *EVENTS)] == [("r1", "1"), ("r1", "2"), ("r2", "1")]


@pytest.mark.parametrize(
    ("written", "name", "precision", "cell"),
    [
        ("Tervan", "Tarvan", "city", "Tervan"),
        ("the Lower Tarn", "Tarn", "region", "Lower Tarn"),
        ("the capital", "Lima", "city", "Lima"),
        ("Peruvian", "Peru", "country", "Peru"),
    ],
)
def test_csv_places_are_as_written(written: str, name: str, precision: str, cell: str) -> None:
    place = replace(MARCH.place, span=Span(0, 9, written), name=name, precision=precision)
    assert rows_of("csv", replace(MARCH, place=place))[0]["place"] == cell


@pytest.mark.parametrize("name", ["csv", "acled"])
@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_formulas_are_neutralised_in_every_cell(name: str, sign: str) -> None:
    words = f"{sign}cmd|'/c calc'!A1"
    span = Span(0, 3, words)
    actor = Actor(span=span, name=words)
    evil = replace(
        MARCH,
        report_id=words,
        source=words,
        mode=words,
        acled=Acled(event_type=words, sub_event_type=words),
        actors=(actor,),
        recipients=(actor,),
        objects=(span,),
        attributed_to=(actor,),
        quotes=(Quote(span=span),),
        evidence=(span,),
        place=replace(MARCH.place, span=span, name=words, admin1=words, country=words, site=span),
    )
    (row,) = rows_of(name, evil)
    numbers = {"latitude", "longitude"}
    assert not [cell for column, cell in row.items() if cell.startswith(FORMULA_SIGNS) and column not in numbers]
    assert f"'{words}".replace("\r", "\n") in row.values()


@given(st.text(max_size=20))
def test_any_text_comes_back_from_a_cell(words: str) -> None:
    (row,) = rows_of("csv", replace(BARE, report_id=words))
    expected = words.replace("\r\n", "\n").replace("\r", "\n")
    assert row["report"].removeprefix("'") == expected.removeprefix("'")
    assert not row["report"].startswith(FORMULA_SIGNS)


# --- ACLED


def test_acled_columns() -> None:
    (row,) = rows_of("acled", *EVENTS)
    assert {name: cell for name, cell in row.items() if cell} == {
        "event_id_cnty": "PERa1b2",
        "event_date": "2021-03-06",
        "year": "2021",
        "time_precision": "2",
        "disorder_type": "Political violence",
        "event_type": "Riots",
        "sub_event_type": "Violent demonstration",
        "actor1": "Union of Teachers",
        "assoc_actor_1": "pupils",
        "inter1": "Rioters",
        "actor2": "Ana Vell",
        "inter2": "State forces",
        "interaction": "Rioters-State forces",
        "country": "Peru",
        "admin1": "Lima Province",
        "location": "Lima",
        "latitude": "-12.05",
        "longitude": "-77.04",
        "geo_precision": "1",
        "source": "a.example",
        "notes": "Teachers rioted. They “burned” a car, \nand left.",
        "fatalities": "1500",
        "tags": "crowd size=about 200",
    }


@pytest.mark.parametrize("status", ["planned", "called-for", "threatened", "denied", "hypothetical"])
def test_acled_holds_only_what_was_done(status: str) -> None:
    assert rows_of("acled", replace(MARCH, status=status)) == []


@pytest.mark.parametrize(
    ("last", "precision"), [("2021-03-06", "1"), ("2021-03-12", "2"), ("2021-03-31", "3"), ("2021-12-31", "")]
)
def test_acled_time_precision(last: str, precision: str) -> None:
    date = replace(MARCH.date, last=dt.date.fromisoformat(last))
    assert rows_of("acled", replace(MARCH, date=date))[0]["time_precision"] == precision


@pytest.mark.parametrize(
    ("kind", "near", "precision"),
    [
        ("city", False, "1"),
        ("city", True, "2"),
        ("district", False, "2"),
        ("region", True, "3"),
        ("country", False, ""),
    ],
)
def test_acled_geo_precision(kind: str, near: bool, precision: str) -> None:
    place = replace(MARCH.place, precision=kind, near=near)
    assert rows_of("acled", replace(MARCH, place=place))[0]["geo_precision"] == precision


def test_acled_leaves_unknown_what_is_unknown() -> None:
    (row,) = rows_of("acled", replace(BARE, acled=MARCH.acled))
    assert row["fatalities"] == row["country"] == row["event_date"] == row["inter2"] == ""
    running = replace(MARCH, figures=(replace(MARCH.figures[0], scope="running-total"),))
    assert rows_of("acled", running)[0]["fatalities"] == ""


# --- GeoJSON


def test_geojson() -> None:
    data = json.loads(exported("geojson", EVENTS))
    assert data["type"] == "FeatureCollection"
    first, second, _ = data["features"]
    assert first["id"] == "a1b2"
    assert first["geometry"] == {"type": "Point", "coordinates": [-77.04, -12.05]}
    assert second["geometry"] is None
    assert list(first["properties"]) == list(COLUMNS)
    assert first["properties"]["date_from"] == "2021-03-06"
    assert json.loads(exported("geojson", [])) == {"type": "FeatureCollection", "attribution": NOTICE, "features": []}


# --- Parquet and pandas


def test_parquet_keeps_types() -> None:
    table = pq.read_table(io.BytesIO(exported("parquet", EVENTS)))
    assert table.column_names == list(COLUMNS)
    row = table.to_pylist()[0]
    assert (row["date_from"], row["killed_min"], row["killed_max"]) == (dt.date(2021, 3, 6), 1500, None)
    assert (row["latitude"], row["private"], row["actor_roles"]) == (-12.05, True, "LAB; CVL")


def test_parquet_is_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.exporters.parquet.ROWS_IN_GROUP", 2)
    table = pq.ParquetFile(io.BytesIO(exported("parquet", EVENTS)))
    assert (table.num_row_groups, table.metadata.num_rows) == (2, 3)


def test_a_frame_in_one_call() -> None:
    frame = to_frame(iter(EVENTS))
    assert list(frame.columns) == list(COLUMNS)
    assert frame["date_from"][0] == pd.Timestamp(2021, 3, 6)
    assert frame["killed_min"].sum() == 3000
    assert frame["latitude"].isna().tolist() == [False, True, False]
    assert len(to_frame([])) == 0


@pytest.mark.parametrize(
    ("module", "call", "message"),
    [
        ("pyarrow", lambda: exported("parquet", EVENTS), "dateline\\[parquet\\]"),
        ("pandas", lambda: to_frame(EVENTS), "dateline\\[pandas\\]"),
    ],
)
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, module: str, call: Any, message: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=message):
        call()


def test_flat_rows_hold_all_that_the_record_holds() -> None:
    flat = {"text", "start", "end"} | set(event_to_json(MARCH))
    kept = {"acled", "place", "date", "figures"}  # spread over columns of their own
    assert flat - kept - {"text", "start", "end"} <= set(COLUMNS)

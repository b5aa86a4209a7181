"""One contract for all exporters, and the columns of each."""

import csv
import datetime as dt
import io
import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyogrio import raw

from dateline.errors import MissingExtraError
from dateline.exporters import EXPORTERS, to_frame, write_dictionary
from dateline.exporters.cells import FORMULA_SIGNS
from dateline.exporters.claim_rows import COLUMNS as CLAIM_COLUMNS
from dateline.exporters.dictionary import Field, fields_of, objects_of
from dateline.exporters.flat import COLUMNS
from dateline.exporters.incident_rows import COLUMNS as INCIDENT_COLUMNS
from dateline.exporters.plover import QUAD_CODES
from dateline.gazetteer import NOTICE
from dateline.incidents import Incident, leading_claim
from dateline.jsonlines import event_from_json, event_to_json
from dateline.ontology import load_codebook
from dateline.privacy import PROFILES, Withheld, what_is_withheld, withhold
from dateline.records import Acled, Actor, Anchor, CodedEvent, EventDate, EventPlace, Figure, Quote, Span
from tests.incident_making import incident_of

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
BARE_CLAIM = replace(BARE, actors=(Actor(span=None, name="pupils"),))


INCIDENTS = [incident_of(MARCH), replace(incident_of(BARE_CLAIM), incident_id="1nc2", place=None, date=None)]
ITEMS: dict[str, list[Any]] = {"events": EVENTS, "claims": INCIDENTS, "incidents": INCIDENTS}
WRITTEN = {"events": 3, "claims": 6, "incidents": 2}
ALL = [(what, name) for what, formats in EXPORTERS.items() for name in formats]
BINARY = {"gpkg", "parquet"}


def exported(name: str, items: list[Any], what: str = "events") -> bytes:
    out = io.BytesIO()
    EXPORTERS[what][name](items, out)
    return out.getvalue()


def rows_of(name: str, *items: CodedEvent | Incident, what: str = "events") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(name, list(items), what).decode(), newline="")))


# --- the contract


def test_each_thing_can_be_written_in_each_format() -> None:
    formats = ["jsonl", "csv", "acled", "plover", "geojson", "gpkg", "parquet"]
    assert [(what, list(table)) for what, table in EXPORTERS.items()] == [
        (what, formats) for what in ("events", "claims", "incidents")
    ]


@pytest.mark.parametrize(("what", "name"), ALL)
def test_exporters_take_a_stream_and_count(what: str, name: str) -> None:
    out = io.BytesIO()
    written = EXPORTERS[what][name](iter(ITEMS[what]), out)
    assert written == ({"events": 1, "claims": 3, "incidents": 1}[what] if name == "acled" else WRITTEN[what])
    assert not out.closed


@pytest.mark.parametrize(("what", "name"), ALL)
def test_nothing_makes_an_empty_file_of_the_format(what: str, name: str) -> None:
    out = io.BytesIO()
    assert EXPORTERS[what][name](iter(()), out) == 0
    assert name in ("jsonl", "plover") or out.getvalue()


@pytest.mark.parametrize(("what", "name"), ALL)
def test_exports_are_the_same_on_every_run(what: str, name: str) -> None:
    assert exported(name, ITEMS[what], what) == exported(name, ITEMS[what], what)


@pytest.mark.parametrize("name", EXPORTERS["events"])
def test_withheld_names_are_in_no_format(name: str) -> None:
    assert b"Vell" in exported(name, [MARCH])
    assert b"Vell" not in exported(name, withhold([MARCH]))
    assert b"Vell" not in exported(name, withhold([MARCH], secret=b"key"))


@pytest.mark.parametrize(("what", "name"), [(what, name) for what, name in ALL if name != "parquet"])
def test_a_lone_surrogate_does_not_end_an_export(what: str, name: str) -> None:
    odd = replace(MARCH, evidence=(Span(0, 3, "a\ud83dz"),), trigger=Span(0, 3, "a\ud83dz"))
    item = odd if what == "events" else replace(incident_of(odd), told_alone_by="a\ud83dz")
    written = exported(name, [item], what)
    assert b"a?z" in written or b"ud83d" in written


@pytest.mark.parametrize(("what", "name"), [(what, name) for what, name in ALL if name not in BINARY])
def test_exporters_write_as_they_read(what: str, name: str) -> None:
    out = io.BytesIO()
    sizes = []

    def stream() -> Iterator[object]:
        for _ in range(200):
            sizes.append(out.tell())
            yield ITEMS[what][0]

    EXPORTERS[what][name](stream(), out)
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


def test_acled_names_those_who_protest_first() -> None:
    dispersed = replace(MARCH, actors=MARCH.recipients, recipients=MARCH.actors)
    (row,) = rows_of("acled", dispersed)
    names = ("actor1", "assoc_actor_1", "inter1", "actor2", "inter2", "interaction")
    told = ["Union of Teachers", "pupils", "Rioters", "Ana Vell", "State forces", "Rioters-State forces"]
    assert [row[name] for name in names] == told


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
    assert first["properties"]["point_of"] == "city"
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
        ("pyogrio", lambda: exported("gpkg", EVENTS), "dateline\\[geopackage\\]"),
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


# --- what a point is that of


@pytest.mark.parametrize(
    ("precision", "site", "expected"),
    [
        ("site", Span(30, 41, "Mill Square"), "city"),
        ("site", None, "site"),
        ("city", None, "city"),
        ("district", None, "centre of the district"),
        ("region", None, "centre of the region"),
        ("country", None, "centre of the country"),
    ],
)
def test_a_point_says_what_it_is_that_of(precision: str, site: Span | None, expected: str) -> None:
    place = replace(MARCH.place, precision=precision, site=site)
    (feature,) = json.loads(exported("geojson", [replace(MARCH, place=place)]))["features"]
    assert feature["properties"]["point_of"] == expected


# --- GeoPackage


def read_package(data: bytes, path: Path) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    """Read a GeoPackage by GDAL."""
    path.write_bytes(data)
    meta, _, geometry, fields = raw.read(path)
    return pyogrio.read_info(path), geometry, dict(zip(meta["fields"], fields, strict=True))


@pytest.mark.parametrize(
    ("what", "columns"), [("events", COLUMNS), ("claims", CLAIM_COLUMNS), ("incidents", INCIDENT_COLUMNS)]
)
def test_gdal_reads_the_geopackage(what: str, columns: dict[str, type], tmp_path: Path) -> None:
    info, geometry, fields = read_package(exported("gpkg", ITEMS[what], what), tmp_path / "x.gpkg")
    assert (info["layer_name"], info["crs"], info["geometry_type"]) == (what, "EPSG:4326", "Point")
    assert info["features"] == WRITTEN[what]
    assert info["layer_metadata"]["DESCRIPTION"] == NOTICE
    assert list(fields) == list(columns)
    assert struct.unpack("<BIdd", geometry[0]) == (1, 1, -77.04, -12.05)
    assert (fields["date_from"][0], fields["place_precision"][0]) == (np.datetime64("2021-03-06"), "site")


def test_a_geopackage_keeps_what_is_unknown_unknown(tmp_path: Path) -> None:
    _, geometry, fields = read_package(exported("gpkg", EVENTS), tmp_path / "x.gpkg")
    assert geometry[1] is None
    assert (fields["place"][1], np.isnan(fields["killed_max"][0]), fields["killed_min"][0]) == (None, True, 1500)
    assert np.isnat(fields["date_from"][1]) and np.isnan(fields["latitude"][1])


def test_a_geopackage_is_written_in_groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = read_package(exported("gpkg", EVENTS), tmp_path / "x.gpkg")
    monkeypatch.setattr("dateline.exporters.geopackage.ROWS_IN_GROUP", 2)
    parts = read_package(exported("gpkg", EVENTS), tmp_path / "y.gpkg")
    assert parts[1].tolist() == whole[1].tolist()
    assert parts[2]["event_id"].tolist() == whole[2]["event_id"].tolist()


# --- PLOVER


def plover(*items: CodedEvent | Incident, what: str = "events") -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported("plover", list(items), what).decode().splitlines()]


def test_plover_records() -> None:
    first, bare, _ = plover(*EVENTS)
    assert (first["id"], first["date"], first["enddate"]) == ("a1b2", "2021-03-06", "2021-03-08")
    assert first["source"][0] == {
        "sector": "LAB", "actor_text": "Teachers", "identifier_text": "Union of Teachers", "kind": "organization",
    }  # fmt: skip
    assert (first["event"], first["mode"], first["quad_code"]) == (["PROTEST"], ["riot"], 4)
    assert (first["event_loc"]["geonameid"], first["event_loc"]["cc3"]) == (3936456, "PER")
    assert first["size_info"] == {"dead": "1500-", "injured": 3, "arrested": "-5"}
    assert first["cite_info"] == {"publication": "a.example"}
    assert "text" not in first
    assert {name: bare[name] for name in ("id", "date", "source", "event")} == {
        "id": "c3d4", "date": None, "source": [], "event": ["AID"],
    }  # fmt: skip
    assert "event_loc" not in bare and "recipient" not in bare


@pytest.mark.parametrize(
    ("status", "context"),
    [
        ("reported", []), ("historical", ["historical"]), ("planned", ["future"]), ("called-for", ["future"]),
        ("threatened", ["future"]), ("hypothetical", ["hypothetical"]), ("denied", ["negation"]),
    ],
)  # fmt: skip
def test_plover_tells_by_its_context_what_did_not_happen(status: str, context: list[str]) -> None:
    (record,) = plover(replace(MARCH, status=status))
    assert record.get("context", []) == context


def test_every_event_type_has_a_quad_code() -> None:
    assert set(QUAD_CODES) == set(load_codebook(None).types)


# --- claims and incidents


def test_claims_are_rows_of_their_own() -> None:
    first, copy, other = rows_of("csv", INCIDENTS[0], what="claims")
    assert [row["incident_id"] for row in (first, copy, other)] == ["1nc1"] * 3
    assert (first["told_by"], first["reliability"], first["reliability_note"]) == (
        "the party",
        "B2",
        "a partisan paper",
    )
    assert (copy["copy_of"], copy["copy_kind"], other["copy_of"]) == ("a1b2", "copy", "")
    assert (first["killed_min"], first["killed_max"], first["private"], first["near"]) == ("1500", "", "yes", "no")
    assert list(first) == list(CLAIM_COLUMNS)
    assert [record["link"] for record in plover(INCIDENTS[0], what="claims")] == ["1nc1"] * 3
    tags = [row["tags"] for row in rows_of("acled", INCIDENTS[0], what="claims")]
    assert tags[1] == "crowd size=about 200; incident=1nc1; copy of=a1b2"
    lines = [json.loads(line) for line in exported("jsonl", INCIDENTS[:1], "claims").decode().splitlines()]
    assert [(line["incident_id"], line["event"]["event_id"]) for line in lines][1] == ("1nc1", "f11d")


def test_an_incident_is_one_row() -> None:
    (row,) = rows_of("csv", INCIDENTS[0], what="incidents")
    assert (row["claims"], row["reports"], row["independent_sources"]) == ("3", "3", "2")
    assert (row["agreed_actors"], row["agreed_recipients"], row["disputed"]) == (
        "", "Ana Vell", "actors; figures.killed",
    )  # fmt: skip
    assert row["disputed_values"] == "actors: pupils (ministry, d.example); Union of Teachers (the party)"
    assert row["figures"] == "killed: 1500- (the party); 200 (ministry); 9000 in all (ministry) | injured: -5 (a nurse)"
    assert (row["killed_lowest"], row["killed_highest"]) == ("200", "1500")
    assert (row["injured_lowest"], row["injured_highest"]) == ("", "5")
    assert row["sources"] == "a.example; b.example; c.example"


def test_a_figure_that_was_updated_or_copied_counts_no_more() -> None:
    told = INCIDENTS[0]
    updated = replace(told, figures=(replace(told.figures[3], min=1, max=1, updated_by="x"), *told.figures))
    copied = replace(told, figures=(replace(told.figures[3], min=1, max=1, copy_of="x"), *told.figures))
    assert exported("csv", [updated], "incidents") == exported("csv", [copied], "incidents")
    assert exported("csv", [copied], "incidents") == exported("csv", [told], "incidents")


def test_acled_takes_the_lowest_figure_and_names_all_sources() -> None:
    (row,) = rows_of("acled", INCIDENTS[0], what="incidents")
    assert (row["event_id_cnty"], row["fatalities"], row["source"]) == (
        "PER1nc1",
        "200",
        "a.example; b.example; c.example",
    )
    assert row["actor1"] == "pupils"
    assert "Figures: killed: 1500- (the party); 200 (ministry)" in row["notes"]
    assert "Disputed: actors: pupils" in row["notes"]


def test_plover_of_an_incident_has_the_range_of_what_is_claimed() -> None:
    (record,) = plover(INCIDENTS[0], what="incidents")
    assert (record["id"], record["size_info"], record["independent_sources"]) == (
        "1nc1", {"dead": "200-", "injured": "-5"}, 2,
    )  # fmt: skip
    assert record["comment"].startswith("Disputed: actors")


def test_a_mode_that_only_a_copy_has_does_not_lead() -> None:
    told = INCIDENTS[0]
    assert leading_claim(told).member.event.event_id == "a1b2"
    assert leading_claim(replace(told, claims=told.claims[1:])).member.event.event_id == "f00d"
    assert leading_claim(replace(told, claims=told.claims[1:2])).member.event.event_id == "f11d"


# --- data dictionaries


def dictionary(what: str, name: str, profile: str = "public", **told: Any) -> str:
    out = io.BytesIO()
    write_dictionary(what, name, profile, out=out, **told)
    return out.getvalue().decode()


ANCHOR = Anchor(kind="date", day=dt.date(2021, 3, 1), span=Span(0, 1, "M", "title"))
FULL = [MARCH, replace(MARCH, status="denied", date=replace(MARCH.date, anchor=ANCHOR))]
TABLES = {"events": COLUMNS, "claims": CLAIM_COLUMNS, "incidents": INCIDENT_COLUMNS}


@pytest.mark.parametrize(("what", "name"), ALL)
def test_every_field_that_is_written_is_explained(what: str, name: str) -> None:
    described = [field.name for field in fields_of(what, name)]
    items = FULL if what == "events" else [incident_of(event) for event in FULL]
    if name in ("jsonl", "plover"):
        lines = [json.loads(line) for line in exported(name, items, what).decode().splitlines()]
        assert unexplained(lines, {field.name: field for field in fields_of(what, name)}, what) == set()
    elif name in ("csv", "acled"):
        assert described == list(rows_of(name, *items, what=what)[0])
    else:
        assert described == list(TABLES[what])
    page = dictionary(what, name)
    assert [field for field in described if f"| `{field}` |" not in page] == []


def unexplained(values: list[dict[str, Any]], fields: dict[str, Field], where: str) -> set[str]:
    """Find the fields of JSON objects, and of those that they hold, that the dictionary does not have."""
    found = set()
    for name, held in ((name, held) for one in values for name, held in one.items()):
        if name not in fields:
            found.add(f"{where}.{name}")
        elif fields[name].holds:
            inner = [one for one in (held if isinstance(held, list) else [held]) if one is not None]
            parts = objects_of([fields[name]])[fields[name].holds]
            found |= unexplained(inner, {part.name: part for part in parts}, f"{where}.{name}")
    return found


def test_a_dictionary_says_what_was_withheld_and_asked_for() -> None:
    asked = {"type": ["PROTEST"], "country": ["PER", "BOL"], "place": []}
    told = dictionary("events", "csv", withheld=Withheld(persons=2, names=9, sites=1), filters=asked)
    assert "Withheld in this export: names of private persons (2 persons, 9 times), sites (1)." in told
    assert "- type: PROTEST\n- country: PER, BOL\n" in told
    assert "GeoNames" in told and "Natural Earth" in told
    assert "| `status` | text | Whether it happened. | reported, historical, planned," in told
    assert "None: everything" in dictionary("events", "csv")


@pytest.mark.parametrize("profile", PROFILES)
def test_a_dictionary_says_what_its_profile_withholds(profile: str) -> None:
    assert all(sentence in dictionary("incidents", "gpkg", profile) for sentence in what_is_withheld(profile))

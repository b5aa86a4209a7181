"""The JSON contract: fields, order, round trip, and errors that name file and line."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import records
from dateline.errors import ReportError
from dateline.identity import content_hash, identify
from dateline.jsonlines import (
    annotations_line,
    annotations_to_json,
    event_from_json,
    event_line,
    event_to_json,
    read_events,
)
from dateline.records import (
    Acled,
    Actor,
    ActorMention,
    Annotations,
    Block,
    CodedEvent,
    EventDate,
    EventPlace,
    Figure,
    Mentions,
    Quote,
    Report,
    Span,
    Timex,
    Toponym,
)

words = st.text(max_size=12)
names = st.text(min_size=1, max_size=12)
maybe = st.one_of(st.none(), words)
days = st.one_of(st.none(), st.dates())
numbers = st.one_of(st.none(), st.integers(0, 10**9))
degrees = st.one_of(st.none(), st.floats(-180, 180))


def kinds(literal: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


def several(items: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(items, max_size=2).map(tuple)


spans = st.builds(Span, st.integers(-1, 999), st.integers(-1, 999), words, kinds(records.Part))
maybe_span = st.one_of(st.none(), spans)
actors = st.builds(
    Actor, span=maybe_span, name=names, role=maybe, country=maybe, kind=kinds(records.ActorKind), private=st.booleans()
)
places = st.builds(
    EventPlace,
    span=maybe_span,
    name=names,
    geonames_id=numbers,
    admin1=maybe,
    country=maybe,
    lat=degrees,
    lon=degrees,
    precision=kinds(records.PlacePrecision),
    basis=kinds(records.Basis),
    near=st.booleans(),
    site=maybe_span,
)
dates = st.builds(
    EventDate,
    first=days,
    last=days,
    precision=st.one_of(st.none(), kinds(records.DatePrecision)),
    basis=kinds(records.Basis),
    span=maybe_span,
)
figures = st.builds(
    Figure,
    span=spans,
    kind=kinds(records.FigureKind),
    min=numbers,
    max=numbers,
    scope=st.sampled_from(["event", "running-total"]),
    attributed_to=several(actors),
)
quotes = st.builds(Quote, span=spans, speaker=maybe_span, cue=maybe_span)
events = st.builds(
    CodedEvent,
    event_id=words,
    report_id=words,
    source=maybe,
    published=days,
    event_type=names,
    mode=maybe,
    cameo=maybe,
    acled=st.builds(Acled, disorder_type=maybe, event_type=maybe, sub_event_type=maybe),
    trigger=spans,
    actors=several(actors),
    recipients=several(actors),
    objects=several(spans),
    instruments=several(spans),
    place=st.one_of(st.none(), places),
    date=st.one_of(st.none(), dates),
    status=kinds(records.Status),
    certainty=kinds(records.Certainty),
    contexts=several(words),
    attributed_to=several(actors),
    figures=several(figures),
    quotes=several(quotes),
    evidence=several(spans),
    confidence=st.floats(0, 1),
    coder=words,
    coder_version=words,
)

EVENT_FIELDS = [
    "event_id",
    "report_id",
    "source",
    "published",
    "event_type",
    "mode",
    "cameo",
    "acled",
    "trigger",
    "actors",
    "recipients",
    "objects",
    "instruments",
    "place",
    "date",
    "status",
    "certainty",
    "contexts",
    "attributed_to",
    "figures",
    "quotes",
    "evidence",
    "confidence",
    "coder",
    "coder_version",
]
TOPONYM_FIELDS = [
    "start",
    "end",
    "text",
    "name",
    "geonames_id",
    "lat",
    "lon",
    "country",
    "admin1",
    "feature",
    "demonym",
    "confidence",
]
ACTOR_FIELDS = ["text", "start", "end", "name", "role", "country", "kind", "private"]
PLACE_FIELDS = [
    "text",
    "start",
    "end",
    "name",
    "geonames_id",
    "admin1",
    "country",
    "lat",
    "lon",
    "precision",
    "basis",
    "near",
    "site",
]


@given(events)
def test_events_come_back_as_they_went(event: CodedEvent) -> None:
    assert event_from_json(event_to_json(event)) == event


@given(events)
def test_one_line_holds_one_event(event: CodedEvent) -> None:
    line = event_line(event)
    assert "\n" not in line
    assert event_from_json(json.loads(line)) == event


@given(events)
def test_fields_and_their_order_are_the_contract(event: CodedEvent) -> None:
    data = event_to_json(event)
    assert list(data) == EVENT_FIELDS
    assert all(list(actor)[-5:] == ACTOR_FIELDS[3:] for actor in data["actors"])
    if data["place"]:
        assert [key for key in data["place"] if key != "in"] == PLACE_FIELDS


MARCH = CodedEvent(
    event_id="e1",
    report_id="r1",
    event_type="PROTEST",
    mode="demo",
    trigger=Span(12, 19, "marched"),
    actors=(Actor(span=None, name="teachers", role="LAB", kind="group"),),
    date=EventDate(
        first=dt.date(2021, 3, 4),
        last=dt.date(2021, 3, 4),
        precision="day",
        basis="report",
        span=Span(0, 6, "Monday", "title"),
    ),
)


def test_what_is_inferred_has_no_span() -> None:
    data = event_to_json(MARCH)
    assert {key: data["actors"][0][key] for key in ("text", "start", "end")} == {
        "text": None,
        "start": None,
        "end": None,
    }
    assert data["place"] is None


def test_a_span_in_the_title_says_so() -> None:
    data = event_to_json(MARCH)
    assert data["date"]["in"] == "title"
    assert "in" not in data["trigger"]


def test_dates_are_from_and_to_and_offsets_start_and_end() -> None:
    assert list(event_to_json(MARCH)["date"]) == [
        "from",
        "to",
        "precision",
        "basis",
        "text",
        "start",
        "end",
        "in",
        "anchor",
    ]


def test_withheld_offsets_are_null() -> None:
    data = event_to_json(replace(MARCH, trigger=Span(-1, -1, "marched")))
    assert data["trigger"] == {"text": "marched", "start": None, "end": None}


ANNOTATIONS = Annotations(
    report_id="r1",
    mentions=Mentions(
        places=(Toponym(span=Span(0, 5, "Arden"), name="Arden", lat=1.5, lon=2.5, feature="city", confidence=0.9),),
        dates=(Timex(span=Span(6, 12, "Monday"), type="DATE", value="2021-03-04", first=dt.date(2021, 3, 4)),),
        actors=(ActorMention(head=0, first=0, last=1, actor=Actor(span=Span(0, 8, "teachers"), name="teachers")),),
        figures=(Figure(span=Span(0, 3, "two"), kind="killed", min=2, max=2),),
        quotes=(Quote(span=Span(0, 2, "No"), speaker=Span(5, 7, "he"), cue=Span(8, 12, "said")),),
    ),
    furniture=(Block(start=0, end=8, kind="furniture", line=0, furniture="ad"),),
)


def test_annotations_hold_the_fields_of_the_contract() -> None:
    data = annotations_to_json(ANNOTATIONS)
    assert list(data) == ["id", "places", "dates", "actors", "figures", "quotes", "citations", "furniture"]
    assert list(data["places"][0]) == (
        [
            "start",
            "end",
            "text",
            "name",
            "geonames_id",
            "lat",
            "lon",
            "country",
            "admin1",
            "feature",
            "demonym",
            "site",
            "near",
            "extent",
            "confidence",
        ]
    )
    fields = "start end text type value mod quant freq from to basis anchor calendar"
    assert list(data["dates"][0]) == fields.split()
    assert data["dates"][0]["to"] is None
    assert list(data["actors"][0]) == ACTOR_FIELDS
    assert data["quotes"][0]["cue"] == "said"
    assert data["furniture"] == [{"start": 0, "end": 8, "kind": "ad"}]


def test_annotations_can_be_cut_to_the_kinds_that_are_wanted() -> None:
    assert list(json.loads(annotations_line(ANNOTATIONS, {"dates"}))) == ["id", "dates"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "JSON object"),
        ("[1]", "JSON object"),
        ('{"report_id": "r1"}', "event_type"),
        ('{"report_id": "r1", "event_type": "AID", "published": "yesterday"}', "wrong kind"),
        ('{"report_id": "r1", "event_type": "AID", "actors": 3}', "wrong kind"),
        ('{"report_id": "r1", "event_type": "AID", "place": "Arden"}', "wrong kind"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(event_line(MARCH) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ReportError, match=message) as caught:
        list(read_events(path))
    assert "events.jsonl:3" in str(caught.value)


def test_ids_are_stable_and_told_by_report() -> None:
    report = Report(id="r1", text="On Monday teachers marched in Arden.", source="a.example")
    copy = replace(report, id="r2", source="b.example")
    first, again, other = identify([MARCH], report), identify([MARCH], report), identify([MARCH], copy)
    assert first == again
    assert first[0].event_id != other[0].event_id
    assert (other[0].report_id, other[0].source) == ("r2", "b.example")


def test_ids_tell_events_of_one_unit_apart() -> None:
    report = Report(id="r1", text="On Monday teachers marched in Arden.")
    found = identify([MARCH, MARCH, replace(MARCH, mode="riot")], report)
    assert len({event.event_id for event in found}) == 3


def test_ids_do_not_depend_on_names() -> None:
    report = Report(id="r1", text="On Monday teachers marched in Arden.")
    other = replace(MARCH, actors=(Actor(span=None, name="pupils"),))
    assert identify([MARCH], report)[0].event_id == identify([other], report)[0].event_id


@pytest.mark.parametrize(
    ("change", "same"), [({"id": "x"}, True), ({"url": "u"}, True), ({"text": "x"}, False), ({"title": "x"}, False)]
)
def test_content_is_title_and_text(change: dict[str, str], same: bool) -> None:
    report = Report(id="r1", text="Teachers marched.")
    assert (content_hash(report) == content_hash(replace(report, **change))) is same

"""What a person sees of an event."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from rich.console import Console

from dateline.describe import describe_date, describe_figure, describe_place, read_fields
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Quote, Report, Span
from dateline.show import event_in_full, events_table

TEXT = "On Friday police arrested nine students in Porto.\nThe students were freed, their union said."
REPORT = Report(id="r1", text=TEXT, title="Arrests in Porto", source="example")


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words, "text" if text is TEXT else "title")


def place(**changes: object) -> EventPlace:
    fields = {"span": span("Porto"), "name": "Porto", "geonames_id": 1, "admin1": "Porto", "country": "PRT",
              "lat": 41.15, "lon": -8.61, "precision": "city", "basis": "stated"}  # fmt: skip
    return EventPlace(**(fields | changes))


EVENT = CodedEvent(
    event_id="0123456789abcdef",
    report_id="r1",
    event_type="COERCE",
    mode="arrest",
    trigger=span("arrested"),
    actors=(Actor(span=span("police"), name="police", role="COP"),),
    recipients=(Actor(span=None, name="students", private=True),),
    place=place(),
    date=EventDate(first=dt.date(2024, 3, 8), last=dt.date(2024, 3, 8), precision="day", basis="inferred"),
    figures=(Figure(span=span("nine students"), kind="arrested", min=9, max=9),),
    quotes=(Quote(span=span("freed")),),
    evidence=(span("On Friday police arrested nine students in Porto."), span("Arrests in Porto", REPORT.title)),
    status="denied",
    contexts=("students",),
    attributed_to=(Actor(span=span("union"), name="union"),),
)


def drawn(renderable: object, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(renderable)
    return console.file.getvalue()


def test_every_field_stands_beside_its_words() -> None:
    readings = {reading.field: reading for reading in read_fields(EVENT)}
    assert readings["actor"].spans == (span("police"),)
    assert readings["recipient"].spans == ()
    assert readings["recipient"].basis == "inferred, not written"
    assert "private person" in readings["recipient"].value
    assert readings["date"].basis.startswith("inferred")
    assert readings["figure"].value == "arrested 9"


def test_evidence_and_trigger_are_marked_without_colours() -> None:
    page = drawn(event_in_full(EVENT, REPORT, marks=True))
    assert "»On Friday police [arrested] nine students in Porto.«" in page
    assert "»Arrests in Porto«" in page
    assert "“arrested” [17–25]" in page


def test_evidence_is_unchanged_where_colours_mark_it() -> None:
    assert TEXT.splitlines()[0] in drawn(event_in_full(EVENT, REPORT))


def test_an_event_shows_without_its_report() -> None:
    assert "COERCE arrest" in drawn(event_in_full(EVENT, None))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_table_fits_its_width(width: int) -> None:
    page = drawn(events_table([EVENT], title="r1"), width)
    assert max(map(len, page.splitlines())) <= width
    assert "01234567" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Porto, PRT"),
        ({"basis": "inferred"}, "Porto~, PRT"),
        ({"near": True}, "near Porto, PRT"),
        ({"site": Span(0, 9, "the bridge")}, "the bridge, Porto, PRT"),
        ({"name": "Portugal", "precision": "country"}, "Portugal"),
    ],
)
def test_places(changes: dict, words: str) -> None:
    assert describe_place(place(**changes)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-03-08", "2024-03-08", "2024-03-08"),
        ("2024-03-01", "2024-03-31", "2024-03"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2024-03-01", "2024-03-30", "2024-03-01 to 2024-03-30"),
        ("2024-01-01", "2024-03-31", "2024-01-01 to 2024-03-31"),
    ],
)
def test_days(first: str, last: str, words: str) -> None:
    date = EventDate(
        first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last), precision="range", basis="stated"
    )
    assert describe_date(date) == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(4, 4, "killed 4"), (4, None, "killed 4 or more"), (None, 4, "killed up to 4"), (2, 4, "killed 2 to 4")],
)
def test_figures(least: int | None, most: int | None, words: str) -> None:
    assert describe_figure(Figure(span=Span(0, 1, "x"), kind="killed", min=least, max=most)) == words

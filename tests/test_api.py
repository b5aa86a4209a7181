"""The Python door: the public names, and that it opens fast."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys

import pytest

import dateline

TEXT = "Police arrested nine students in Porto on Friday. On Sunday, workers marched in Lisbon."


def test_public_names_are_sorted_there_and_documented() -> None:
    assert dateline.__all__ == sorted(dateline.__all__)
    assert [name for name in dateline.__all__ if not inspect.getdoc(getattr(dateline, name))] == []
    assert set(dateline.__all__) <= set(dir(dateline))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        dateline.nothing  # noqa: B018


def test_importing_loads_no_heavy_module() -> None:
    script = "import sys, dateline; print([m for m in ('spacy', 'numpy', 'sqlalchemy', 'click') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_code_gives_events_whose_spans_index_the_text() -> None:
    first, second = dateline.code(TEXT, published="2024-03-12")
    assert (first.event_type, first.mode, str(first.date.first), first.place.name) == (
        "COERCE", "arrest", "2024-03-08", "Porto")  # fmt: skip
    assert (second.event_type, second.mode, str(second.date.first)) == ("PROTEST", "demo", "2024-03-10")
    for event in (first, second):
        assert TEXT[event.trigger.start : event.trigger.end] == event.trigger.text


def test_a_wrong_date_is_a_usage_error() -> None:
    with pytest.raises(dateline.UsageError, match="2024-03-12"):
        dateline.code(TEXT, published="12 March 2024")


def test_annotate_marks_places_and_dates() -> None:
    mentions = dateline.annotate(TEXT, published="2024-03-12").mentions
    assert [place.name for place in mentions.places] == ["Porto", "Lisbon"]
    assert [str(date.first) for date in mentions.dates] == ["2024-03-08", "2024-03-10"]


def test_to_frame_gives_one_row_an_event() -> None:
    pytest.importorskip("pandas")
    events = dateline.code(TEXT, published="2024-03-12")
    frame = dateline.to_frame(events)
    assert list(frame["event_type"]) == ["COERCE", "PROTEST"]


@pytest.mark.parametrize("published", ["2024-03-12", dt.date(2024, 3, 12), dt.datetime(2024, 3, 12, 5)])
def test_a_date_is_a_day_however_it_is_given(published: str | dt.date) -> None:
    (event,) = dateline.code("Police arrested nine students in Porto on Friday.", published=published)
    assert event.published == dt.date(2024, 3, 12)
    assert event.date is not None
    assert event.date.first == dt.date(2024, 3, 8)


@pytest.mark.parametrize("published", ["12/03/2024", "2024-W10", "20240312", "soon"])
def test_a_date_that_cannot_be_read_is_refused(published: str) -> None:
    with pytest.raises(dateline.UsageError, match="2024-03-12"):
        dateline.code("Police arrested nine students.", published=published)


@pytest.mark.parametrize("text", ["", " \n", "a " * 600_000])
def test_a_text_that_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(dateline.ReportError):
        dateline.code(text)


def test_half_a_character_is_borne() -> None:
    assert dateline.code("Police arrested nine \ud800 students in Porto.")


def test_given_stretches_are_resolved_in_their_order() -> None:
    text = (
        "From Springfield, Ill., he went to Springfield, Mass., and to Nowherington, then met Peruvians near Arequipa."
    )
    at = [
        (text.index(name), text.index(name) + len(name))
        for name in ("Arequipa", "Peruvians", "Nowherington", "Springfield")
    ]
    second = text.index("Springfield", 20)
    found = dateline.resolve_places(text, [*at, (second, second + 11)])
    assert [place.span.text for place in found] == [
        "Arequipa",
        "Peruvians",
        "Nowherington",
        "Springfield",
        "Springfield",
    ]
    assert [place.admin1 for place in found] == ["Arequipa", None, None, "Illinois", "Massachusetts"]
    assert found[1].demonym and found[1].country == "PER"
    assert found[2].name is None and found[2].lat is None


@pytest.mark.parametrize(
    ("words", "start", "name"),
    [
        ("Islambad was calm.", 0, "Islamabad"),
        ("Johanesburg was calm.", 0, "Johannesburg"),
        ("Venezuella was calm.", 0, "Venezuela"),
        ("Xqzzyland was calm.", 0, None),
    ],
)
def test_one_slip_in_a_well_known_name(words: str, start: int, name: str | None) -> None:
    (place,) = dateline.resolve_places(words, [(start, words.index(" ", start))])
    assert place.name == name and (place.confidence > 0) is (name is not None)


def test_a_title_moves_no_offset_of_given_stretches() -> None:
    (place,) = dateline.resolve_places("It rained in Quito.", [(13, 18)], title="Rain in the north")
    assert (place.span.start, place.span.text, place.country) == (13, "Quito", "ECU")


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-1, 2), (0, 99), (2, 3)])
def test_stretches_outside_the_text_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(dateline.UsageError, match="stretch"):
        dateline.resolve_places("In Quito it rained.", [span])

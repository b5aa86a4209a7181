"""What holds for every report: offsets, order, repetition, furniture, and texts of no sense."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from coding import PUBLISHED, code, tools
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.pipeline import annotate_report, code_report
from dateline.records import CodedEvent, Report, Span

SENTENCES = (
    "On May 14, dockers marched in Porto.",
    "Police arrested six students in Dakar on Tuesday.",
    "The Blue Lantern Movement torched banners of Osvaldo Prett in Lima, Arequipa and Cusco.",
    "In other cities, members of the movement put up posters of Marta Quiroz.",
    "Ferries crossed the bay as usual.",
    "According to Amnesty International, soldiers killed over 1,500 miners in Potosí in 1987.",
    "A court in Tunis sentenced Leila Harzi to six years in prison.",
    "Sixteen people were injured, officials said.",
    "“The port is ours,” they chanted.",
    "The Harbour Union plans to march in Valparaíso on May 25.",
    "President Osvaldo Prett accused the Harbour Union of burning the customs house.",
    "The ministry denied that police had beaten the students.",
    "Since then, rebels have attacked villages near Gao, including one in Mopti.",
    "Harbour Union members burn a banner – May 14, 2024",
    "Graffiti on a wall read:",
    "They also set a base of the Northern Guard on fire.",
)
SEPARATORS = (" ", "\n", "\n\n", "\n\n\n", "\r\n\r\n", "\t")
#: Each report is parsed in full, so a few dozen of them are enough for a run.
EXAMPLES = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def reports(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(SEPARATORS)), min_size=1, max_size=8))
    return "".join(sentence + separator for sentence, separator in parts)


def spans(value: Any) -> Iterator[Span]:
    """Give every span that a record holds, at any depth."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))


def said(event: CodedEvent) -> tuple:
    """Give what an event says, without where in the report it is said."""
    return (
        event.event_type,
        event.mode,
        event.trigger.text,
        [actor.name for actor in event.actors],
        [actor.name for actor in event.recipients],
        event.place and event.place.name,
        event.date and (event.date.first, event.date.last, event.date.basis),
        event.status,
        [quote.span.text for quote in event.quotes],
        [(figure.kind, figure.min, figure.max) for figure in event.figures],
        [span.text for span in event.evidence],
    )


@EXAMPLES
@given(text=reports(), title=st.sampled_from([None, "Dockers march in Porto"]))
def test_every_span_holds_the_words_at_its_offsets(text: str, title: str | None) -> None:
    report = Report(id="r1", text=text, title=title, published=PUBLISHED)
    for record in (*code_report(report, tools()).events, annotate_report(report, tools())):
        for span in spans(record):
            source = text if span.part == "text" else title
            assert source is not None and source[span.start : span.end] == span.text
            assert span.text


@EXAMPLES
@given(text=reports())
def test_every_event_is_sound(text: str) -> None:
    events = code(text)
    codebook = tools().codebook
    assert len({event.event_id for event in events}) == len(events)
    for event in events:
        assert event.event_type in codebook.types
        assert event.mode is None or event.mode in codebook.types[event.event_type].modes
        assert event.evidence
        assert any(
            each.part == event.trigger.part and each.start <= event.trigger.start and event.trigger.end <= each.end
            for each in event.evidence
        )
        assert 0.0 <= event.confidence <= 1.0
        assert event.coder_version == tools().coder_version
        _check_date(event)
        _check_place(event)


def _check_date(event: CodedEvent) -> None:
    date = event.date
    if date is None or date.first is None:
        assert date is None or date.last is None
        return
    assert date.last is not None and date.first <= date.last
    assert (date.basis == "stated") == (date.span is not None)
    if event.status in ("reported", "historical"):
        assert date.last <= PUBLISHED


def _check_place(event: CodedEvent) -> None:
    if event.place is not None:
        assert event.place.name
        assert (event.place.basis == "stated") == (event.place.span is not None)


@EXAMPLES
@given(text=reports())
def test_coding_twice_gives_the_same(text: str) -> None:
    assert code(text) == code(text)


@EXAMPLES
@given(text=st.text(max_size=400))
def test_any_text_is_coded_without_a_crash(text: str) -> None:
    report = Report(id="r1", text=text, published=None)
    for span in spans(code_report(report, tools()).events):
        assert text[span.start : span.end] == span.text


@EXAMPLES
@given(words=st.lists(st.sampled_from(sorted({word for s in SENTENCES for word in s.split()})), max_size=60))
def test_words_in_any_order_are_coded_without_a_crash(words: list[str]) -> None:
    text = " ".join(words)
    for span in spans(code(text)):
        assert text[span.start : span.end] == span.text


ODD = [
    "",
    " \n\n ",
    ".",
    "“",
    "killed killed killed",
    "Killed.",
    "In Lima.",
    "On May 14.",
    "POLICE ARREST STUDENTS IN DAKAR",
    "a" * 5000,
    "( ( ( ( [ [ “ ‘",
    "Police arrested six students in Dakar.\x00",
    "警察在达喀尔逮捕了六名学生。",
    "\u202ePolice arrested six students in Dakar.",
    "Police arrested six students in Dakar. " * 200,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_coded_without_a_crash(text: str) -> None:
    for span in spans(code(text)):
        assert text[span.start : span.end] == span.text


def test_a_lone_surrogate_is_borne() -> None:
    assert code("Police arrested \ud800 students in Dakar.")
    assert code("Police arrested students (\ud800) in Dakar.")


@pytest.mark.parametrize("published", [None, dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29)])
def test_any_publication_date_is_borne(published: dt.date | None) -> None:
    for sentence in SENTENCES:
        code(sentence, published=published)
    for day in ("tomorrow", "last week", "next year", "on December 30", "on February 29", "since January"):
        code(f"Police arrested six students in Dakar {day}.", published=published)


BODY = [
    "Dakar, May 17, 2024—On May 14, students blocked a bridge in Dakar.",
    "Police arrested six students. Sixteen people were injured, officials said.",
    "On May 15, the Harbour Union torched banners of Osvaldo Prett in Thiès and Rufisque.",
]


#: Furniture, and before which paragraph it stands: a byline is above the text only.
FURNITURE = [(words, where) for words in ("728 x 90", "Share this article") for where in range(len(BODY) + 1)]
FURNITURE += [("By Amina Sow", 0)]


@pytest.mark.parametrize(("furniture", "where"), FURNITURE)
def test_furniture_changes_no_event(furniture: str, where: int) -> None:
    plain = code("\n\n".join(BODY))
    furnished = code("\n\n".join([*BODY[:where], furniture, *BODY[where:]]))
    assert list(map(said, plain)) == list(map(said, furnished))


def test_paragraphs_of_nothing_change_no_event() -> None:
    plain, spaced = code("\n\n".join(BODY)), code("\n\n\n\n".join(BODY))
    assert list(map(said, plain)) == list(map(said, spaced))


def test_events_stand_in_the_order_of_the_text() -> None:
    events = code("\n\n".join(BODY))
    starts = [event.trigger.start for event in events]
    assert len(events) > 3
    assert starts == sorted(starts)


def test_another_report_between_changes_nothing() -> None:
    alone = code("\n\n".join(BODY))
    code("The Harbour Union plans to march in Valparaíso on May 25.")
    assert code("\n\n".join(BODY)) == alone


def test_an_id_is_of_the_report_and_not_of_its_neighbours() -> None:
    text = "Police arrested six students in Dakar on May 13."
    one = code_report(Report(id="a", text=text, published=PUBLISHED), tools()).events
    other = code_report(Report(id="b", text=text, published=PUBLISHED), tools()).events
    assert [event.report_id for event in (*one, *other)] == ["a", "b"]
    assert list(map(said, one)) == list(map(said, other))


def test_private_names_are_listed_and_public_ones_are_not() -> None:
    text = "Police arrested Leila Harzi in Sfax. Police arrested Interior Minister Karim Ziad in Tunis."
    coded = code_report(Report(id="r1", text=text, published=PUBLISHED), tools())
    assert "Leila Harzi" in coded.private_names
    assert "Karim Ziad" not in coded.private_names


HOSTILE = {
    "brackets": "(" * 40_000,
    "marks": "“" * 20_000,
    "dashes": "—" * 20_000,
    "hyphens": "a-" * 12_000,
    "initials": "A. " * 4_000,
    "open quotations": "“Police killed a man, " * 1_000,
    "names": "Police arrested " + ", ".join(f"Ana Vell{i}" for i in range(1_500)) + " in Porto on Monday.",
    "spaces": "Police" + " " * 20_000 + "killed two men",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_endless_runs_are_borne(text: str) -> None:
    code(text)

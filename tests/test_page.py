"""The page of reports and events: complete in itself, escaped, linked, and without the names of private persons."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.exporters import export_page
from dateline.page_text import Marks, mark_text
from dateline.privacy import WITHHELD, WITHHELD_SITE, Batch, ToldReport, find_withheld
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Report, Span

TEXT = (
    "Police <b>arrested</b> Ana Vell in Porto on Friday.\nAna Vell's brother plans a march at Old Mill & Co in Porto."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


ARREST = CodedEvent(
    event_id="a" * 16,
    report_id="vell",
    event_type="COERCE",
    mode="arrest",
    trigger=span("arrested"),
    actors=(Actor(span=span("Police"), name="police", role="COP"),),
    recipients=(Actor(span=span("Ana Vell"), name="Ana Vell", private=True, kind="person"),),
    date=EventDate(
        first=dt.date(2024, 3, 8), last=dt.date(2024, 3, 8), precision="day", basis="stated", span=span("Friday")
    ),
    evidence=(span(TEXT.splitlines()[0]), Span(0, 8, "Arrested", "title")),
)
MARCH = replace(
    ARREST,
    event_id="b" * 16,
    event_type="PROTEST",
    mode="demo",
    status="planned",
    trigger=span("march"),
    actors=(),
    recipients=(),
    place=EventPlace(
        span=span("Porto"), site=span("Old Mill & Co"), name="Porto", geonames_id=1, admin1=None, country="PRT",
        lat=41.15, lon=-8.61, precision="site", basis="stated",
    ),
    evidence=(span(TEXT.splitlines()[1]),),
)  # fmt: skip
REPORT = Report(id="vell", text=TEXT, title="Arrested in <Porto>", source="example")


def page(*events: CodedEvent, profile: str = "public", whole: tuple[CodedEvent, ...] = (ARREST, MARCH)) -> str:
    out = io.BytesIO()
    batch = Batch(report_id="vell", events=events, private_names=("Ana Vell",))
    written = export_page([ToldReport(report=REPORT, batch=batch, whole=whole)], out, profile=profile)
    assert written == len(events)
    return out.getvalue().decode()


def words_of(html: str) -> str:
    return unescape(re.sub(r"<sup>.*?</sup>|<[^>]*>", "", html))


def test_the_page_holds_all_it_needs_and_runs_nothing() -> None:
    html = page(ARREST, MARCH)
    assert re.findall(r"<script|<link|<img|https?:|@import|url\(|\son\w+=", html) == []
    assert "default-src 'none'" in html


def test_texts_are_escaped() -> None:
    html = page(ARREST, MARCH, profile="full")
    assert "<b>arrested</b>" not in html.replace("<b>arrested</b></mark><sup>", "")
    assert "&lt;b&gt;" in html
    assert "Arrested</mark> in &lt;Porto&gt;" in html


def test_every_link_leads_somewhere() -> None:
    html = page(ARREST, MARCH)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="#([^"]*)"', html))
    assert links <= set(ids)
    assert {"r1-event-1", "r1-event-2", "r1-text-1"} <= links


def test_names_of_private_persons_are_in_no_part_of_the_public_page() -> None:
    assert "Vell" in page(ARREST, MARCH, profile="full")
    html = page(ARREST, MARCH)
    assert "vell" not in html.lower()
    assert f"Police <b>arrested</b> {WITHHELD} in Porto" in words_of(html)


def test_who_is_acted_upon_is_never_shown_as_who_acts() -> None:
    assert "police → Ana Vell" in words_of(page(ARREST, profile="full"))
    unsaid = replace(ARREST, actors=())
    summary = re.findall(r"<br>(.*?)</summary>", page(unsaid, profile="full", whole=(unsaid,)))
    assert unescape(summary[0]).startswith("→ Ana Vell")


@pytest.mark.parametrize("events", [(ARREST, MARCH), (ARREST,)])
def test_the_site_of_a_planned_act_is_withheld_whichever_events_are_shown(events: tuple[CodedEvent, ...]) -> None:
    html = page(*events)
    assert "Old Mill" not in html
    assert (f"a march at {WITHHELD_SITE} in Porto" in words_of(html)) is (MARCH in events)


def test_withheld_parts_of_one_name_are_one_stretch() -> None:
    text = "Friends of Ana Luisa Vell met."
    (found,) = find_withheld(text, [], ["Ana Vell"])
    assert text[found.start : found.end] == "Ana Luisa Vell"


@st.composite
def stretches(draw: st.DrawFn, length: int) -> list[Span]:
    edges = sorted(draw(st.lists(st.integers(0, length), max_size=8, unique=True)))
    return [Span(start, end, "[-]") for start, end in zip(edges[::2], edges[1::2], strict=False)]


@given(st.data(), st.text("ab <&\n", max_size=40))
def test_marking_changes_no_words(data: st.DataObject, text: str) -> None:
    hidden = data.draw(stretches(len(text)))
    marked = [*data.draw(stretches(len(text))), *data.draw(stretches(len(text)))]
    marks = Marks(
        evidence=marked, triggers=[(item, "<sup>1</sup>") for item in marked],
        anchors=[(item, f"x{item.start}") for item in marked], hidden=hidden,
    )  # fmt: skip
    expected, done = "", 0
    for item in hidden:
        expected += text[done : item.start] + item.text
        done = item.end
    expected += text[done:]
    assert "".join(words_of("".join(mark_text(text, marks))).split()) == "".join(expected.split())

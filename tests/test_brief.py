"""The brief: what it counts, what it shows and does not, and that nothing a report holds can break it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.resources
import io
import itertools
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from brief_cases import Case, make_incident, month_before, month_of_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pypdf import PdfReader

from dateline.briefs import Brief, Scope, make_brief, write_brief, write_pdf
from dateline.briefs.blocks import Disc, Drawing, Label, Polygon
from dateline.briefs.layout import lay_out
from dateline.briefs.listing import MOST_LISTED
from dateline.briefs.map_drawing import draw_map
from dateline.briefs.pdf_drawing import COLOURS
from dateline.briefs.wording import GROUPS, clean, range_words
from dateline.errors import UsageError
from dateline.incidents import FigureRow, Incident
from dateline.store import open_store

MARCH = Scope(first=dt.date(2024, 3, 1), last=dt.date(2024, 3, 31), country="PRT")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u202egnp.exe\x00\ud800"


def brief_of(cases: Sequence[Case], before: Sequence[Case] = (), scope: Scope = MARCH) -> Brief:
    return make_brief([make_incident(case) for case in cases], [make_incident(case) for case in before], scope)


def page_of(brief: Brief) -> str:
    out = io.BytesIO()
    write_brief(brief, out)
    return out.getvalue().decode("utf-8")


def read(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def words(page: str) -> str:
    return " ".join(read(page).body.text_content().split())


def rows(page: str, caption: str) -> list[list[str]]:
    """Give the rows of the table whose caption begins so, each cell's words."""
    for table in read(page).iter("table"):
        if (table.get("aria-label") or table.findtext("caption") or "").startswith(caption):
            return [[" ".join(cell.text_content().split()) for cell in row] for row in table.iter("tr")][1:]
    raise AssertionError(f"no table '{caption}'")


def busy_month() -> Brief:
    return brief_of(month_of_cases(), month_before())


# -- what is counted -------------------------------------------------------------------------------------------------


def test_types_are_counted_against_the_period_before() -> None:
    now = [Case(number=n) for n in range(3)] + [Case(number=9, event_type="AID")]
    before = [Case(number=n, day=dt.date(2024, 2, 20)) for n in range(20, 25)]
    found = rows(page_of(brief_of(now, before)), "Incidents by type")
    assert found == [["Protests", "3", "5", "−2", "3"], ["Aid", "1", "0", "new", "1"], ["All", "4", "5", "−1", "4"]]


def test_places_are_counted_against_the_period_before() -> None:
    now = [Case(number=1), Case(number=2), Case(number=3, town="Porto")]
    found = rows(page_of(brief_of(now, [Case(number=9, day=dt.date(2024, 2, 20))])), "Incidents by place")
    assert found == [["Lisbon, Lisboa", "protest 2", "2", "+1"], ["Porto", "protest 1", "1", "new"]]


def test_no_change_is_told_where_nothing_is_on_record_before() -> None:
    page = page_of(brief_of([Case(number=1)]))
    assert rows(page, "Incidents by type")[0] == ["Protests", "1", "–", "–", "1"]
    assert "Nothing is on record for the 31 days before (30 Jan – 29 Feb 2024)" in words(page)


def test_an_incident_counts_in_the_period_that_holds_all_its_days() -> None:
    cases = [
        Case(number=1, day=dt.date(2024, 2, 28), last=dt.date(2024, 3, 2)),
        Case(number=2, day=dt.date(2024, 1, 1), last=dt.date(2024, 12, 31)),
        Case(number=3, day=dt.date(2024, 3, 1), last=dt.date(2024, 3, 31)),
    ]
    brief = brief_of(cases)
    assert (brief.total.now, brief.beyond, brief.undated) == (1, 2, 1)
    assert "2 incidents whose dates reach beyond the period" in words(page_of(brief))


def test_deaths_are_claims_from_the_lowest_to_the_highest() -> None:
    cases = [
        Case(number=1, event_type="ASSAULT", killed=[("ministry", 12, 12), ("Workers' Front", 40, None)]),
        Case(number=2, event_type="ASSAULT", killed=[("ministry", 3, 3)]),
    ]
    page = page_of(brief_of(cases))
    assert "Deaths claimed: 15–43 or more, over 2 incidents" in words(page)
    assert rows(page, "Numbers of people claimed") == [["Killed", "15–43 or more", "2", "1"]]


def with_figures(incident: Incident, *changes: dict[str, object]) -> Incident:
    row = incident.figures[0]
    made: list[FigureRow] = [dataclasses.replace(row, **change) for change in changes]  # type: ignore[arg-type]
    return dataclasses.replace(incident, figures=tuple(made), disputed=("figures.killed",))


def test_a_later_count_replaces_an_earlier_one_and_copies_are_folded() -> None:
    case = Case(number=1, event_type="ASSAULT", killed=[("ministry", 3, 3)])
    incident = with_figures(
        make_incident(case),
        {"event_id": "a", "min": 3, "max": 3, "updated_by": "b"},
        {"event_id": "b", "min": 9, "max": 9},
        {"event_id": "c", "min": 9, "max": 9, "copy_of": "b"},
        {"event_id": "d", "min": 700, "max": 700, "scope": "running-total", "claimant": "party"},
    )
    page = page_of(make_brief([incident], [], MARCH))
    assert rows(page, "Numbers of people claimed") == [["Killed", "9", "1", "0"]]
    notes = [row[2:] for row in rows(page, "Numbers of people, by who")]
    assert notes == [
        ["3", "9 Mar 2024", "replaced by a later count of the same claimant"],
        ["9", "9 Mar 2024", "repeated in 1 copy"],
        ["700", "9 Mar 2024", "a total over several incidents"],
    ]


@pytest.mark.parametrize("status", ["planned", "called-for", "threatened", "denied", "hypothetical"])
def test_what_did_not_happen_is_counted_apart_and_on_no_map(status: str) -> None:
    brief = brief_of([Case(number=1), Case(number=2, town="Faro", status=status)])
    assert brief.total.now == 1
    assert [place.name for place in brief.places] == ["Lisbon"]
    assert rows(page_of(brief), "Told as not having happened")[0][1] == "1"


def test_sources_are_counted_with_what_they_repeat_and_tell_alone() -> None:
    cases = [Case(number=1, copies=["Notícias 24"]), Case(number=2, sources=["Correio do Rio", "Radio Mar"])]
    page = page_of(brief_of(cases))
    assert rows(page, "Sources") == [
        ["Correio do Rio", "2", "2", "0", "1", "not graded"],
        ["Radio Mar", "1", "1", "0", "0", "not graded"],
        ["Notícias 24", "1", "0", "1", "0", "not graded"],
    ]
    assert [row[1] for row in rows(page, "Incidents by how many")] == ["1", "1", "0"]


@pytest.mark.parametrize(
    ("first", "last", "unit", "bars"),
    [
        (dt.date(2024, 3, 1), dt.date(2024, 3, 1), "day", 1),
        (dt.date(2024, 3, 1), dt.date(2024, 4, 30), "day", 61),
        (dt.date(2024, 1, 1), dt.date(2024, 12, 31), "week", 53),
        (dt.date(2020, 1, 15), dt.date(2024, 12, 31), "month", 60),
    ],
)
def test_bars_are_days_weeks_or_months(first: dt.date, last: dt.date, unit: str, bars: int) -> None:
    brief = brief_of([Case(number=1, day=last)], scope=Scope(first=first, last=last))
    assert (brief.bin_unit, len(brief.bins)) == (unit, bars)
    assert brief.bins[0].first == first
    assert brief.bins[-1].groups == (("protest", 1),)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2024, 3, 31), dt.date(2024, 3, 1)),
        (dt.date(1, 1, 1), dt.date(1, 2, 1)),
        (dt.date(1900, 1, 1), dt.date(2024, 1, 1)),
    ],
)
def test_a_period_that_cannot_be_is_refused(first: dt.date, last: dt.date) -> None:
    with pytest.raises(UsageError, match="expected a period"):
        Scope(first=first, last=last)


# -- the map ---------------------------------------------------------------------------------------------------------


def test_only_towns_are_drawn_as_points() -> None:
    cases = [
        Case(number=1),
        Case(number=2, town="Algarve", precision="region"),
        Case(number=3, town="Porto", precision="district"),
        Case(number=4, town="Portugal", precision="country"),
        Case(number=5, town="Faro", precision="site"),
    ]
    brief = brief_of(cases)
    roles = [shape.role for shape in draw_map(brief).shapes if isinstance(shape, Disc)]
    assert sorted(roles) == ["area", "area", "protest", "protest"]
    page = words(page_of(brief))
    assert "Algarve (region only)" in page
    assert "2 incidents placed by a district or region only: hollow circles" in page
    assert "1 incident placed by the country only: in the table only" in page


def test_all_places_are_in_the_tables() -> None:
    page = page_of(brief_of([Case(number=n, town=f"Town {n}") for n in range(300)]))
    first, more = rows(page, "Incidents by place"), rows(page, "Incidents by place: the other places")
    assert first[-1] == ["288 other places", "", "288", ""]
    assert more[-1] == ["88 other places", "", "88", ""]
    assert len(first) + len(more) == 300 - 88 + 2


def points(drawing: Drawing) -> list[tuple[float, float]]:
    return [point for shape in drawing.shapes if isinstance(shape, Polygon) for ring in shape.rings for point in ring]


def somewhere(country: str, lat: float, lon: float, number: int = 1) -> Incident:
    incident = make_incident(Case(number=number))
    assert incident.place is not None
    return dataclasses.replace(incident, place=dataclasses.replace(incident.place, country=country, lat=lat, lon=lon))


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [("FJI", -18.1, 178.4), ("RUS", 64.7, 177.5), ("NZL", -41.3, 174.8), ("GIB", 36.1, -5.3), ("PRT", 37.7, -25.7)],
)
def test_every_incident_of_a_country_is_on_its_map(country: str, lat: float, lon: float) -> None:
    brief = make_brief([somewhere(country, lat, lon)], [], dataclasses.replace(MARCH, country=country))
    drawing = draw_map(brief)
    (disc,) = [shape for shape in drawing.shapes if isinstance(shape, Disc)]
    assert disc.radius < disc.x < drawing.width - disc.radius
    assert disc.radius < disc.y < drawing.height - disc.radius
    assert all(-10 < x < drawing.width + 10 and -10 < y < drawing.height + 10 for x, y in points(drawing))


def test_without_a_country_the_map_is_of_all_where_something_happened() -> None:
    scope = dataclasses.replace(MARCH, country=None)
    near = draw_map(make_brief([somewhere("PRT", 38.7, -9.1), somewhere("ESP", 40.4, -3.7, 2)], [], scope))
    far = draw_map(make_brief([somewhere("PRT", 38.7, -9.1), somewhere("FJI", -18.1, 178.4, 2)], [], scope))
    assert near.height > far.height
    assert all(-10 < x < far.width + 10 for x, _ in points(far))


def test_names_on_the_map_cover_neither_circles_nor_one_another() -> None:
    labels = [shape for shape in draw_map(busy_month()).shapes if isinstance(shape, Label)]
    assert {"Lisbon 23", "Porto 13"} <= {label.text for label in labels}
    spots = [(label.x, label.y) for label in labels]
    assert len(set(spots)) == len(spots)


# -- day by day ------------------------------------------------------------------------------------------------------


def test_incidents_are_listed_in_the_order_of_their_days() -> None:
    cases = [
        Case(number=1, town="Porto", day=dt.date(2024, 3, 20)),
        Case(number=2, event_type="ASSAULT", mode="firearms", town="Faro", day=dt.date(2024, 3, 11)),
        Case(number=3, status="planned", town="Braga", day=dt.date(2024, 3, 12)),
    ]
    listed = rows(page_of(make_brief([make_incident(case) for case in cases], [], MARCH)), "Incidents in the order")
    assert [row[:3] for row in listed] == [
        ["11 Mar 2024", "Violence: firearms", "Faro"],
        ["20 Mar 2024", "Protests", "Porto"],
    ]
    assert all(row[4].startswith("“") for row in listed)


def test_a_long_list_holds_what_most_tell_and_says_what_it_leaves_out() -> None:
    cases = [Case(number=number, day=dt.date(2024, 3, 1 + number % 28)) for number in range(70)]
    page = page_of(make_brief([make_incident(case) for case in cases], [], MARCH))
    assert len(rows(page, "Incidents in the order")) == MOST_LISTED
    assert "The 60 incidents that most sources tell of; 10 others are counted above." in words(page)


# -- what differs ----------------------------------------------------------------------------------------------------


def test_the_most_disputed_incident_comes_first_with_its_claims_side_by_side() -> None:
    page = page_of(busy_month())
    headings = [each.text_content() for each in read(page).iter("h3")]
    assert headings == ["Violence: firearms, Porto, 12 Mar 2024", "Protests: demo, Lisbon, 20 Mar 2024"]
    claimed = rows(page, "What is claimed")
    assert [row[:3] for row in claimed[:2]] == [
        ["Who did it", "River Guard", "Correio do Rio"],
        ["Who did it", "unknown gunmen", "Agência Norte"],
    ]
    assert [row[1:3] for row in rows(page, "Numbers of people, by who")] == [
        ["Workers' Front", "40 or more"],
        ["hospital director", "17–19"],
        ["interior ministry", "12"],
    ]
    first = rows(page, "Who tells it")[0]
    assert first == ["Correio do Rio", "Correio do Rio-100", "B2, usually reliable", "a telling of its own"]
    assert "Grades are the analyst’s own" in words(page)


def test_addresses_are_given_in_the_full_profile_only_and_only_of_pages() -> None:
    case = Case(number=1, sources=["Radio Mar", "Folha do Sul"], differing=["actors"])
    urls = {"Radio Mar-1": "https://radio.example/1?a=1&b=2", "Folha do Sul-1": "javascript:alert(1)"}
    public, full = (
        read(page_of(brief_of([case], scope=dataclasses.replace(MARCH, profile=profile, urls=urls))))
        for profile in ("public", "full")
    )
    assert [link.get("href") for link in public.iter("a")] == []
    assert [link.get("href") for link in full.iter("a")] == ["https://radio.example/1?a=1&b=2"]


# -- the page --------------------------------------------------------------------------------------------------------


def hostile_brief(text: str = HOSTILE) -> Brief:
    case = Case(
        number=1, event_type="ASSAULT", mode=text, town=text, sources=[text, "b"], copies=[text + "2"],
        killed=[(text, 1, 1), ("b", 2, 2)], differing=["actors", "mode", "place", "date"], words=text,
    )  # fmt: skip
    incident = make_incident(case)
    fields = tuple(
        dataclasses.replace(field, values=tuple(dataclasses.replace(each, value=text) for each in field.values))
        for field in incident.fields
    )
    own = dataclasses.replace(make_incident(Case(number=2)), event_type=text, status=text)
    scope = dataclasses.replace(MARCH, meanings={text: text, "ASSAULT": text}, withheld=(text,))
    return make_brief([dataclasses.replace(incident, fields=fields), own], [], scope)


def test_nothing_that_a_report_holds_becomes_part_of_the_page() -> None:
    page = page_of(hostile_brief())
    tree = read(page)
    assert {element.tag for element in tree.iter()} & {"script", "img", "iframe", "link", "object"} == set()
    assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "<script>alert(1)</script>" in tree.text_content()


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=60))
def test_any_text_can_be_a_name(text: str) -> None:
    tags = {element.tag for element in read(page_of(hostile_brief(text))).iter()}
    assert tags <= {element.tag for element in read(page_of(busy_month())).iter()}


def test_a_page_stays_small_whatever_a_report_holds() -> None:
    plain, long = len(page_of(hostile_brief("x"))), len(page_of(hostile_brief("word " * 200_000)))
    assert long < plain + 30_000


def test_a_page_fetches_nothing_and_runs_nothing() -> None:
    page = page_of(busy_month())
    assert "default-src 'none'" in page
    assert re.findall(r"(?:src|href|url\()\s*=?\s*[\"']?(?:https?:)?//", page) == []


def test_words_of_other_scripts_stand_apart() -> None:
    page = page_of(busy_month())
    assert "<bdi>روزنامه شرق</bdi>" in page
    assert "<bdi>Голос реки</bdi>" in page


def test_a_page_can_be_read_without_seeing_it() -> None:
    tree = read(page_of(busy_month()))
    assert tree.get("lang") == "en"
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert {head.get("scope") for head in tree.iter("th")} == {"col", "row"}
    for table in tree.iter("table"):
        assert table.find("caption") is not None or table.get("aria-label")
    for drawing in tree.iter("svg"):
        assert drawing.get("role") == "img"
        assert [drawing.findtext(name) for name in ("title", "desc")] != [None, None]
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names))


def themes() -> list[dict[str, str]]:
    style = importlib.resources.files("dateline.briefs").joinpath("page.css").read_text(encoding="utf-8")
    return [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    light = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark", "print"])
def test_words_and_colours_stand_out(theme: dict[str, str]) -> None:
    for ink in ("ink", "soft", "link"):
        assert min(contrast(theme[ink], theme[ground]) for ground in ("paper", "card")) >= 4.5
    for group in GROUPS:
        assert min(contrast(theme[group], theme[ground]) for ground in ("paper", "land", "card")) >= 3


def test_paper_and_page_have_one_set_of_colours() -> None:
    light = themes()[0]
    for role, (red, green, blue) in COLOURS.items():
        assert light[role] == f"#{red:02x}{green:02x}{blue:02x}"


def test_an_empty_period_says_so() -> None:
    page = words(page_of(brief_of([], [Case(number=1, day=dt.date(2024, 2, 20))])))
    assert "the reports on record tell of no incident in Portugal" in page
    assert "For the period of equal length before, they tell of 1 incident." in page
    assert "does not mean that nothing happened" in page


def test_a_date_is_printed_only_where_it_is_given() -> None:
    made = dataclasses.replace(MARCH, made=dt.date(2024, 4, 2))
    assert "Made on 2 Apr 2024." in words(page_of(brief_of([Case(number=1)], scope=made)))
    assert "Made on" not in words(page_of(brief_of([Case(number=1)])))


def test_the_order_of_incidents_does_not_matter() -> None:
    now, before = ([make_incident(case) for case in cases] for cases in (month_of_cases(), month_before()))
    first = page_of(make_brief(now, before, MARCH))
    for seed in range(3):
        random.Random(seed).shuffle(now)
        random.Random(seed).shuffle(before)
        assert page_of(make_brief(now, before, MARCH)) == first


@given(st.text())
def test_cleaned_text_is_one_line_of_bounded_length(text: str) -> None:
    cleaned = clean(text, 40)
    assert len(cleaned) <= 40
    assert "\n" not in cleaned
    cleaned.encode("utf-8")


@given(st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 10**9))
def test_every_range_can_be_told(low: int | None, high: int | None) -> None:
    assert range_words(low, high)


# -- the PDF ---------------------------------------------------------------------------------------------------------


def pdf_of(brief: Brief) -> bytes:
    pytest.importorskip("fpdf")
    pytest.importorskip("pymupdf_fonts")
    out = io.BytesIO()
    write_pdf(brief, out)
    return out.getvalue()


def pdf_words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_the_pdf_says_what_the_page_says_in_the_same_order() -> None:
    brief = busy_month()
    text, page = pdf_words(pdf_of(brief)), page_of(brief)
    headings = [section.heading for section in lay_out(brief).sections]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert [each.text_content() for each in read(page).iter("h2")] == headings
    for row in rows(page, "Incidents by type") + rows(page, "Numbers of people, by who"):
        assert all(cell in text for cell in row)


def test_the_pdf_shows_names_in_other_scripts() -> None:
    text = pdf_words(pdf_of(busy_month()))
    assert "Голос реки" in text
    assert "Notícias 24" in text
    assert re.search(r"[\u0600-\u06ff]{3}", text)


def test_the_pdf_has_the_same_bytes_each_time() -> None:
    assert pdf_of(busy_month()) == pdf_of(busy_month())


@pytest.mark.parametrize(
    "text", [HOSTILE, "word " * 200_000, "無" * 500, "x" * 5_000, "שלום \u0645\u0631\u062d\u0628\u0627 " * 40]
)
def test_the_pdf_holds_any_text(text: str) -> None:
    assert len(pdf_of(hostile_brief(text))) < 400_000


def test_an_empty_period_is_a_pdf_too() -> None:
    assert "tell of no incident" in pdf_words(pdf_of(brief_of([])))


# -- the command -----------------------------------------------------------------------------------------------------

PERIOD = ("--from", "2024-03-01", "--to", "2024-03-31")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    open_store(tmp_path / "dateline.db").close()
    return tmp_path


def test_the_command_writes_a_page(call: Callable[..., object], store: Path) -> None:
    result = call("brief", *PERIOD, "--country", "Portugal", "-o", "brief.html")
    assert (result.code, result.out) == (0, "")
    assert "brief of 0 incidents written to brief.html (public profile)" in result.err
    assert "Portugal, 1–31 Mar 2024" in (store / "brief.html").read_text(encoding="utf-8")
    assert call("brief", *PERIOD, "--country", "PRT").out == (store / "brief.html").read_text(encoding="utf-8")


def test_the_command_writes_a_pdf(call: Callable[..., object], store: Path) -> None:
    pytest.importorskip("fpdf")
    assert call("brief", *PERIOD, "-o", "brief.pdf").code == 0
    assert (store / "brief.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((*PERIOD, "--country", "Ruritania"), "'Ruritania' is no country"),
        ((*PERIOD, "-o", "brief.docx"), "let it end in .html or .pdf"),
        (("--from", "2024-03-31", "--to", "2024-03-01"), "expected a period that begins before it ends"),
        (("--from", "March", "--to", "2024-03-01"), "is not a date"),
        (("--from", "2024-03-01"), "Missing option '--to'"),
        ((*PERIOD, "--reliability", "nowhere.csv"), "nowhere.csv cannot be read"),
    ],
)
def test_wrong_use_is_told(call: Callable[..., object], store: Path, options: tuple[str, ...], message: str) -> None:
    result = call("brief", *options)
    assert result.code == 2
    assert message in result.err
    assert not (store / "brief.docx").exists()


def test_a_missing_store_is_told(call: Callable[..., object]) -> None:
    result = call("brief", *PERIOD, "-o", "brief.html")
    assert result.code == 1
    assert "Error:" in result.err

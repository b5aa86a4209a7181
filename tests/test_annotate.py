"""`dateline annotate`: what each kind needs, and that asking for less gives the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest import mark

from dateline.clean import clean_report, read_furniture
from dateline.parse import load_tagger
from dateline.pipeline import annotate_report
from dateline.records import Report
from dateline.tools import Tools

TEXT = """By Rita Vale in Porto

Lisbon, March 12, 2024 - Police in Porto, Braga and Faro detained nine students on Friday, officials in Portugal said.
They will appear before a court in Coimbra next week.
"""
Call = Callable[..., Any]
REPORT = Report(id="r", text=TEXT)
TOOLS = Tools()


def test_days_alone_need_no_language_tools(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(TEXT, encoding="utf-8")
    program = (
        "import sys; sys.argv = ['dateline', 'annotate', 'r.txt', '--only', 'dates', '-q']\n"
        "import dateline.cli\n"
        "try: dateline.cli.main()\n"
        "except SystemExit: print([name for name in ('spacy', 'thinc') if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [date["text"] for date in json.loads(done.stdout)["dates"]] == ["March 12, 2024", "Friday", "next week"]
    assert done.stderr.strip() == "[]"


def test_places_need_no_dependency_parse() -> None:
    parse = load_tagger()(clean_report(REPORT))
    assert len(parse.sentences) == 2
    assert "nsubj" not in parse.deps


@mark.parametrize("only", [("places",), ("dates",), ("places", "dates")])
def test_a_part_is_the_same_as_in_the_whole(only: tuple) -> None:
    tools = Tools()
    part, whole = annotate_report(REPORT, tools, only).mentions, annotate_report(REPORT, tools).mentions
    for kind in ("places", "dates"):
        assert getattr(part, kind) == (getattr(whole, kind) if kind in only else ())


def test_bylines_are_furniture_whose_places_count() -> None:
    found = annotate_report(REPORT, Tools(), ("places",))
    assert [block.furniture for block in found.furniture] == ["byline"]
    assert [place.span.text for place in found.mentions.places][:2] == ["Porto", "Lisbon"]
    assert all(block.furniture is None for block in read_furniture(clean_report(REPORT)).blocks)


def test_several_kinds_may_be_asked_for(call: Call) -> None:
    lines = call("annotate", "-", "--only", "places", "--only", "dates", "-q", stdin=TEXT.encode()).events()
    assert set(lines[0]) == {"id", "places", "dates"}


def test_an_explanation_sums_to_its_scores_and_names_the_chosen_place_first() -> None:
    explained = annotate_report(REPORT, Tools(), ("places",), explain=True).mentions.places
    plain = annotate_report(REPORT, Tools(), ("places",)).mentions.places
    assert [replace(place, explanation=None) for place in explained] == list(plain)
    for place in explained:
        assert place.explanation is not None
        for candidate in place.explanation.candidates:
            assert abs(sum(reason.weight for reason in candidate.reasons) - candidate.score) < 0.01
        scores = [candidate.score for candidate in place.explanation.candidates]
        assert scores == sorted(scores, reverse=True)
        assert place.explanation.candidates[0].geonames_id == place.geonames_id


def test_explanations_are_told_only_when_asked_for(call: Call) -> None:
    words = ("annotate", "-", "--only", "places", "-q")
    plain = call(*words, stdin=TEXT.encode()).events()[0]["places"]
    told = call(*words, "--explain", stdin=TEXT.encode()).events()[0]["places"]
    assert all("explain" not in place for place in plain)
    assert [place | {"explain": None} for place in plain] == [place | {"explain": None} for place in told]
    best = told[0]["explain"]["candidates"][0]
    assert (best["name"], best["country"]) == ("Porto", "PRT")
    assert {"why", "weight"} == set(best["reasons"][0]) == set(told[1]["explain"]["evidence"][0])


def test_a_person_reads_tables(call: Call) -> None:
    out = call("annotate", "-", "--only", "places", "--only", "dates", "--format", "table", stdin=TEXT.encode())
    assert "Coimbra" in out.out and "2024-03-08" in out.out
    assert "1 annotated" in out.err and "event" not in out.err


def test_tables_hold_the_kinds_that_were_asked_for(call: Call) -> None:
    out = call("annotate", "-", "--only", "actors", "--format", "table", "-q", stdin=TEXT.encode()).out
    assert "actors" in out and "places" not in out and "dates" not in out


def test_tables_explain_places_when_asked(call: Call) -> None:
    words = ("annotate", "-", "--only", "places", "--format", "table", "-q")
    plain, told = (call(*words, *more, stdin=TEXT.encode()).out for more in ((), ("--explain",)))
    assert "why these places" in told and "people, tenfold" in told and "+0.00" not in told
    assert "why these places" not in plain


def test_a_day_that_is_none_is_named_with_its_place(call: Call) -> None:
    text = b"Rain fell in Gao on February 30. On Monday, May 9, 2023 it was dry."
    words = ("annotate", "-", "--only", "dates", "--published", "2023-05-10")
    told = " ".join(call(*words, stdin=text).err.split())
    assert "'February 30' at 20 is no day of the calendar" in told
    assert "'Monday, May 9, 2023' at 36 was read as 2023-05-09, which is a Tuesday" in told
    early = call("annotate", "-", "--only", "dates", "--published", "1066-05-10", stdin=text).err
    assert "before there were newspapers" in " ".join(early.split())
    assert "warning" not in call("annotate", "-", "--only", "places", stdin=text).err


def test_a_broken_address_fails_no_report() -> None:
    for address in ("http://[x/y", "//[", "http://]"):
        report = replace(REPORT, url=address, source=address)
        assert annotate_report(report, TOOLS, ("places", "dates")).mentions.places


def test_extents_of_regions_and_countries(call: Call) -> None:
    text = b"Clashes spread from Guadalajara through Jalisco to the north of Mexico."
    places = {
        place["text"]: place
        for place in call("annotate", "-", "--only", "places", "-q", stdin=text).events()[0]["places"]
    }
    south, west, north, east = places["Jalisco"]["extent"]
    assert south < places["Guadalajara"]["lat"] < north and west < places["Guadalajara"]["lon"] < east
    assert places["Guadalajara"]["extent"] is None and places["Mexico"]["extent"] is not None


ODD = st.lists(
    st.one_of(
        st.sampled_from("\u200b \u200e \u202e \u00a0 \u2011 \ufeff \n , . - ' ’ ( )".split(" ")),
        st.sampled_from(["Oslo", "Port-au-Prince", "القاهرة", "Київ", "3 May 2021", " Friday", "St. ", "\ud800"]),
        st.text(st.characters(), max_size=4),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ODD.filter(str.strip))
def test_any_text_has_right_offsets(text: str) -> None:
    mentions = annotate_report(Report(id="r", text=text), TOOLS, ("places", "dates")).mentions
    for mention in (*mentions.places, *mentions.dates):
        assert text[mention.span.start : mention.span.end] == mention.span.text


@mark.parametrize(
    "name",
    [
        "Teh\u200bran",
        "New\u00a0York",
        "Port\u2011au\u2011Prince",
        "Saint\u202fPetersburg",
        "Zu\u0308rich",
    ],
)
def test_names_with_odd_characters_are_found_whole(name: str) -> None:
    text = f"Protesters gathered in {name} on Friday."
    places = annotate_report(Report(id="r", text=text), TOOLS, ("places",)).mentions.places
    assert [place.span.text for place in places] == [name]
    assert places[0].name is not None


def test_marks_of_direction_belong_to_no_name() -> None:
    text = "Protesters gathered in \u202aNairobi\u202c on Friday."
    places = annotate_report(Report(id="r", text=text), TOOLS, ("places",)).mentions.places
    assert [(place.span.text, place.country) for place in places] == [("Nairobi", "KEN")]


def test_ten_thousand_names_in_one_text() -> None:
    names = ["Lagos", "Lima", "Quito", "Accra", "Minsk", "Hanoi", "Dhaka", "Tunis"]
    text = "Rallies were held in " + ", ".join(names[i % len(names)] for i in range(10_000)) + "."
    places = annotate_report(Report(id="r", text=text), TOOLS, ("places",)).mentions.places
    assert len(places) == 10_000 and {place.name for place in places} == set(names)


def test_small_and_capital_letters_only() -> None:
    for text in (TEXT.upper(), TEXT.lower()):
        mentions = annotate_report(Report(id="r", text=text), TOOLS).mentions
        assert all(text[p.span.start : p.span.end] == p.span.text for p in mentions.places)

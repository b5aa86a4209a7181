"""`dateline score`: what it reads, what it refuses, what it prints, and the page of errors."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dateline.evaluate.rows import COLUMNS
from dateline.jsonlines import event_line
from dateline.records import Actor, CodedEvent, Span

TEXT = (
    "ARDEN, March 12, 2024 - Dock workers marched through Arden on Monday. Guards beat Orla Venn, a weaver, near the "
    "mill. Her brother Tam Quill saw it. The mayor, Brice Tollard, condemned the guards. Orla Venn will speak tomorrow."
)
MARCH = "Dock workers marched through Arden on Monday."
BEATING = "Guards beat Orla Venn, a weaver, near the mill."
HEADER = [*COLUMNS, "object", "site", "evidence", "private"]
GOLD = [
    {"event_type": "PROTEST", "mode": "demo", "actor": "Dock workers", "place": "Arden", "evidence": MARCH},
    {"event_type": "ASSAULT", "mode": "beat", "actor": "Guards", "recipient": "Orla Venn", "evidence": BEATING,
     "private": "yes"},
]  # fmt: skip


def table(path: Path, rows: list[dict[str, str]], header: list[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, header, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows([{"report": "r1", "status": "reported", "private": "no", **row} for row in rows])
    return path


def event(words: str, event_type: str, mode: str, trigger: str, **people: tuple[Actor, ...]) -> CodedEvent:
    start = TEXT.index(words)
    at = TEXT.index(trigger, start)
    return CodedEvent(
        event_id=words, report_id="r1", event_type=event_type, mode=mode, trigger=Span(at, at + len(trigger), trigger),
        evidence=(Span(start, start + len(words), words),), confidence=0.9, **people,
    )  # fmt: skip


def person(name: str, *, private: bool = False) -> Actor:
    at = TEXT.index(name)
    return Actor(span=Span(at, at + len(name), name), name=name, kind="person", private=private)


def guards(words: str) -> Actor:
    return Actor(span=None, name=words, kind="group")


EVENTS = [
    event(MARCH, "PROTEST", "demo", "marched", actors=(guards("dock workers"),)),
    event(BEATING, "ASSAULT", "primitive", "beat",
          actors=(guards("guards"),), recipients=(person("Orla Venn", private=True),)),
    event("The mayor, Brice Tollard, condemned the guards.", "ACCUSE", "disapprove", "condemned",
          actors=(person("Brice Tollard"),)),
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> Path:
    table(tmp_path / "gold.csv", GOLD)
    (tmp_path / "events.jsonl").write_text("".join(event_line(each) + "\n" for each in EVENTS), encoding="utf-8")
    (tmp_path / "r1.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


Call = Callable[..., Any]


def test_levels_fields_and_agreement_are_printed(call: Call, files: Path) -> None:
    result = call("score", "gold.csv", "events.jsonl", "-v")
    assert result.code == 0
    what, mode = (
        next(line for line in result.out.splitlines() if line.strip().startswith(name)) for name in ("what", "mode ")
    )
    assert what.split()[:4] == ["what", "0.667", "1.000", "0.800"]
    assert mode.split()[:4] == ["mode", "0.333", "0.500", "0.400"]
    assert re.search(r"presence +0\.\d", result.out)


def test_json_holds_everything(call: Call, files: Path) -> None:
    data = json.loads(call("score", "gold.csv", "events.jsonl", "--json", "--profile", "full").out)
    assert data["what"] == {"p": 0.667, "r": 1.0, "f1": 0.8}
    assert data["fields"]["recipient"] == {
        "right": 1, "found": 1, "gold": 1, "p": 1.0, "r": 1.0, "f1": 1.0, "ci95": {"p": None, "r": None, "f1": None},
    }  # fmt: skip
    assert data["confusion"][-1] == {"gold": "none", "found": "ACCUSE", "count": 1}
    assert data["mode_confusion"]["ASSAULT"] == [{"gold": "beat", "found": "primitive", "count": 1}]
    assert data["calibration"]["what"]["expected_calibration_error"] == pytest.approx(0.233, abs=0.001)
    assert [error["kind"] for error in data["errors"]] == ["differs", "differs", "spurious"]
    assert [error["differs"] for error in data["errors"][:2]] == [
        {"place": ["Arden", ""]},
        {"mode": ["beat", "primitive"]},
    ]
    assert data["alpha"]["coders"] == ["gold.csv", "events.jsonl"]


def test_the_seed_gives_the_intervals(call: Call, files: Path) -> None:
    table(files / "two.csv", [*GOLD, *({**row, "report": "r2"} for row in GOLD), {**GOLD[0], "report": "r3"}])
    runs = [call("score", "two.csv", "gold.csv", "--seed", seed, "--json").out for seed in (1, 1, 2)]
    assert runs[0] == runs[1]
    assert json.loads(runs[0])["ci95"]["what"]["r"] is not None


# --- coders


def test_the_store_is_the_coding_that_is_not_named(call: Call, files: Path) -> None:
    call("code", "r1.txt", "--published", "2024-03-12", "-q")
    result = call("score", "gold.csv")
    assert (result.code, "dateline.db measured by gold.csv" in result.out) == (0, True)
    assert call("score").code == 2


def test_three_tables_are_compared_with_the_first(call: Call, files: Path) -> None:
    table(files / "ben.csv", GOLD[:1])
    data = json.loads(call("score", "gold.csv", "events.jsonl", "ben.csv", "--json").out)
    assert (data["coder"], data["others"][0]["coder"]) == ("events.jsonl", "ben.csv")
    assert data["others"][0]["what"] == {"p": 1.0, "r": 0.5, "f1": 0.667}
    assert data["alpha"]["coders"] == ["gold.csv", "events.jsonl", "ben.csv"]
    assert (data["alpha"]["events"], data["alpha"]["shared"]) == (3, 1)


def test_coders_of_one_file_are_told_apart(call: Call, files: Path) -> None:
    second = [replace(each, coder="llm") for each in EVENTS[:2]]
    with (files / "events.jsonl").open("a", encoding="utf-8") as out:
        out.writelines(event_line(each) + "\n" for each in second)
    data = json.loads(call("score", "events.jsonl", "--coder", "rules", "--coder", "llm", "--json").out)
    assert (data["gold"], data["predicted"]) == (3, 2)
    assert data["coder"] == "events.jsonl, llm"
    assert json.loads(call("score", "gold.csv", "events.jsonl", "--coder", "llm", "--json").out)["predicted"] == 2
    unknown = call("score", "gold.csv", "events.jsonl", "--coder", "nobody")
    assert (unknown.code, "by the coder 'nobody', but by rules, llm" in unknown.err) == (2, True)


def test_a_store_that_is_named_is_read_beside_two_tables(call: Call, files: Path) -> None:
    table(files / "ben.csv", GOLD[:1])
    (files / "r1.txt").write_text("Police arrested six weavers in Dakar.", encoding="utf-8")
    assert call("code", "r1.txt", "--store", "own.db").code == 0
    data = json.loads(call("score", "gold.csv", "ben.csv", "--store", "own.db", "--json").out)
    assert (data["coder"], data["others"][0]["coder"]) == ("ben.csv", "own.db")


def test_an_export_is_scored_without_warnings(call: Call, files: Path) -> None:
    (files / "r1.txt").write_text("Police arrested six weavers in Dakar.", encoding="utf-8")
    (files / "own.csv").write_text(call("code", "r1.txt", "--format", "csv").out, encoding="utf-8")
    result = call("score", "own.csv", "own.csv")
    assert (result.code, "warning" in result.err) == (0, False)


# --- bad input


def test_types_and_modes_are_known_in_any_case(call: Call, files: Path) -> None:
    table(files / "gold.csv", [{**GOLD[0], "event_type": GOLD[0]["event_type"].lower()}, *GOLD[1:]])
    result = call("score", "gold.csv", "events.jsonl", "--json")
    table(files / "gold.csv", GOLD)
    assert json.loads(result.out)["what"] == json.loads(call("score", "gold.csv", "events.jsonl", "--json").out)["what"]
    assert "warning" not in result.err


def test_types_and_modes_that_the_codebook_lacks_and_rows_told_twice_are_named(call: Call, files: Path) -> None:
    bogus = {"event_type": "PROTEST", "mode": "bogus", "actor": "weavers"}
    table(files / "gold.csv", [*GOLD, {"event_type": "WAR", "actor": "weavers"}, bogus, GOLD[0]])
    message = call("score", "gold.csv", "events.jsonl").err
    first = len(GOLD) + 2
    assert f"gold.csv:{first}: the codebook has no type 'WAR'; known: AGREE, CONSULT" in message
    assert f"gold.csv:{first + 1}: the codebook has no mode 'bogus' of PROTEST; known: demo, riot" in message
    assert f"gold.csv:{first + 2}: the same record as in gold.csv:2" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("report,type\nr1,AID\n", "gold.csv:1: expected the columns of the codebook"),
        (f"{','.join(COLUMNS)},mode\n", "gold.csv:1: expected each column once, but found mode"),
        (f"{','.join(COLUMNS)}\nr1,AID,,,,,8 March,,reported,,\n", "gold.csv:2: expected dates"),
        (f"{','.join(COLUMNS)}\nr1,,,,,,,,reported,,\n", "gold.csv:2: expected a value in the column event_type"),
        (f"{','.join(COLUMNS)}\nr1,AID,,a,b,c,,,reported,,,x,y\n", "gold.csv:2: expected as many cells"),
        (f"{','.join(COLUMNS)}\n", "gold.csv: expected records to compare, found none"),
        ("\x00", "gold.csv"),
    ],
)
def test_a_broken_gold_file_is_named(call: Call, files: Path, text: str, message: str) -> None:
    (files / "gold.csv").write_text(text, encoding="utf-8")
    result = call("score", "gold.csv", "events.jsonl")
    assert (result.code, message in result.err, result.out) == (2, True, "")


def test_values_that_the_codebook_does_not_know_are_warnings(call: Call, files: Path) -> None:
    odd = {"event_type": "AID", "status": "rumoured", "killed": "three", "date_start": "2024-03-12",
           "date_end": "2024-03-01", "mood": "grim"}  # fmt: skip
    table(files / "gold.csv", [odd, *GOLD], [*HEADER, "mood"])
    result = call("score", "gold.csv", "events.jsonl")
    assert result.code == 0
    for message in (
        "gold.csv:1: the codebook has no column mood",
        "gold.csv:2: date_end 2024-03-01 lies before date_start 2024-03-12",
        "gold.csv:2: expected a status of reported",
        "gold.csv:2: expected killed as min-max such as 3-3 or 1500-, found 'three'",
    ):
        assert message in result.err


def test_a_line_that_is_no_event_is_named(call: Call, files: Path) -> None:
    (files / "events.jsonl").write_text(event_line(EVENTS[0]) + "\nnonsense\n", encoding="utf-8")
    result = call("score", "gold.csv", "events.jsonl")
    assert (result.code, "events.jsonl:2" in result.err) == (1, True)


def test_evidence_that_is_not_in_the_report_is_named_and_the_rest_goes_on(call: Call, files: Path) -> None:
    table(files / "gold.csv", [{**GOLD[0], "evidence": f"{MARCH} | Nobody  marched."}, GOLD[1]])
    result = call("score", "gold.csv", "events.jsonl", "--texts", "r1.txt", "--html", "page.html")
    assert result.code == 1
    assert "gold.csv:2: expected evidence in the words of report r1, found “Nobody  marched.”" in result.err
    assert "what" in result.out
    assert "does not hold these words" in (files / "page.html").read_text(encoding="utf-8")
    assert call("score", "gold.csv", "events.jsonl").code == 0  # without the texts nobody knows


def test_evidence_may_be_broken_otherwise_into_lines(call: Call, files: Path) -> None:
    (files / "r1.txt").write_text(TEXT.replace("through Arden", "through\n  Arden"), encoding="utf-8")
    assert call("score", "gold.csv", "events.jsonl", "--texts", "r1.txt").code == 0


# --- the page


class Reader(HTMLParser):
    """Reads a page's text, its marked words and its outgoing links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marked, self.bold, self.links, self.text = "", "", [], ""
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        values = dict(attrs)
        self.links += [values[name] or "" for name in ("href", "src") if name in values]
        self.ids += [values["id"] or ""] if "id" in values else []

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if "mark" in self.open else ""
        self.bold += data + " " if "b" in self.open and "mark" in self.open else ""


def page(call: Call, files: Path, *words: str) -> tuple[Reader, str]:
    assert call("score", "gold.csv", "events.jsonl", "--html", "page.html", *words).code == 0
    source = (files / "page.html").read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(source)
    return reader, source


def test_errors_stand_in_their_sentences(call: Call, files: Path) -> None:
    read, _ = page(call, files, "--texts", "r1.txt", "--profile", "full")
    assert BEATING in read.marked
    assert "The mayor, Brice Tollard, condemned the guards." in read.marked
    assert {"beat", "condemned"} <= set(read.bold.split())
    assert "Her brother Tam Quill saw it." in read.text  # the sentence after it, unmarked
    assert "Tam Quill" not in read.marked


def test_the_page_holds_all_that_it_needs(call: Call, files: Path) -> None:
    read, source = page(call, files)
    assert all(link.startswith("#") for link in read.links)
    assert {link[1:] for link in read.links} <= set(read.ids)
    assert "<script" not in source
    assert "url(" not in source
    assert "prefers-color-scheme: dark" in source


def test_private_names_are_withheld_from_page_and_json(call: Call, files: Path) -> None:
    _, source = page(call, files, "--texts", "r1.txt")
    assert "[name withheld]" in source
    data = call("score", "gold.csv", "events.jsonl", "--json").out
    for told in (source, data):
        assert "Venn" not in told
        assert "Tollard" in told
    assert "Venn" in page(call, files, "--profile", "full")[1]
    assert "Tam Quill" not in source  # named by the text only


def test_names_in_evidence_are_withheld_where_the_text_is_not_known(call: Call, files: Path) -> None:
    table(
        files / "gold.csv",
        [*GOLD, {"event_type": "AID", "actor": "weavers", "evidence": "Her brother Tam Quill gave bread."}],
    )
    _, source = page(call, files)
    assert "Quill" not in source
    assert "gave bread" in source
    assert "Tollard" in source


def test_a_text_that_cannot_be_read_is_named(call: Call, files: Path) -> None:
    result = call("score", "gold.csv", "events.jsonl", "--texts", "nowhere")
    assert (result.code, "nowhere" in result.err, "what" in result.out) == (1, True, True)


def test_names_of_a_table_that_does_not_say_are_withheld(call: Call, files: Path) -> None:
    rows = [{**row, "private": ""} for row in GOLD]
    table(files / "gold.csv", [*rows, {"event_type": "AID", "actor": "Una Brask", "private": ""}])
    table(files / "other.csv", [GOLD[0]])
    assert call("score", "gold.csv", "other.csv", "--html", "page.html").code == 0
    source = (files / "page.html").read_text(encoding="utf-8")
    assert "Brask" not in source and "Venn" not in source


def test_the_site_of_what_is_only_planned_is_withheld(call: Call, files: Path) -> None:
    plan = {"event_type": "PROTEST", "actor": "weavers", "site": "Glovers Yard", "status": "planned",
            "evidence": "The weavers will meet in Glovers Yard."}  # fmt: skip
    table(files / "gold.csv", [*GOLD, plan])
    _, source = page(call, files)
    assert "Glovers Yard" not in source
    assert "[site withheld]" in source


def test_texts_are_escaped(call: Call, files: Path) -> None:
    table(
        files / "gold.csv", [*GOLD, {"event_type": "AID", "actor": "<b>x</b>", "evidence": "<script>alert(1)</script>"}]
    )
    _, source = page(call, files)
    assert "<script>" not in source
    assert "<b>x" not in source

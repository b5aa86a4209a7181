"""`dateline annotate`: what each kind needs, and that asking for less gives the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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

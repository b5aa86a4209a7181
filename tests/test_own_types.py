"""A type of one's own works like a built-in one: expressions, figures, traits, instruments, crosswalks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report
from dateline.tools import Tools, load_tools

BOOK = """\
types:
  CHECKPOINT:
    definition: Stop and control people on a road.
    modes: {searched: Search or hold people., shot-at: Shoot at people who pass., told: Speak about checkpoints.}
classes: {passer: "driver, passenger, traveller, bus"}
counts: {arrested: CHECKPOINT}
traits: {personal: CHECKPOINT/searched, speech: CHECKPOINT/told}
refine: {weapon-firearm: CHECKPOINT/shot-at}
cameo: {CHECKPOINT: "191"}
acled: {CHECKPOINT: Attack}
rules:
- {id: hold-up, code: CHECKPOINT, verbs: hold up, object: "passer, person, group, number", priority: 20}
- {id: wave-through, code: CHECKPOINT/searched, verbs: "wave down", object: any, matches: '(?i)\\bcheck ?points?\\b',
   not_matches: 'card game', figure: arrested, priority: 20}
- {id: complain, code: CHECKPOINT/told, verbs: complain about checkpoint, priority: 20}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    path = tmp_path_factory.mktemp("book") / "mine.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return load_tools(codebook=path)


def code(text: str, own: Tools) -> tuple[CodedEvent, ...]:
    report = Report(id="r", text=text, published=dt.date(2024, 5, 17))
    return tuple(event for event in code_report(report, own).events if event.event_type == "CHECKPOINT")


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("Soldiers waved down two drivers at a checkpoint near Lviv.", ["searched"]),
        ("Soldiers waved down two drivers at a bridge near Lviv.", []),
        ("Soldiers waved down two drivers at a checkpoint in a card game.", []),
        ("Soldiers held up drivers near Lviv.", [None]),
        ("Soldiers held up drivers with rifles near Lviv.", ["shot-at"]),
    ],
)
def test_expressions_and_instruments(own: Tools, text: str, modes: list[str | None]) -> None:
    assert [event.mode for event in code(text, own)] == modes


def test_crosswalks(own: Tools) -> None:
    (event,) = code("Soldiers held up drivers near Lviv.", own)
    assert (event.cameo, event.acled.sub_event_type) == ("191", "Attack")


def test_personal_acts_befall_private_persons(own: Tools) -> None:
    (event,) = code("Soldiers waved down Ana Berg at a checkpoint near Lviv.", own)
    assert [(actor.name, actor.kind, actor.private) for actor in event.recipients] == [("Ana Berg", "person", True)]


def test_speech_has_a_place_only_where_it_says_so(own: Tools) -> None:
    (event,) = code("Lviv, May 17 — Drivers complained about the checkpoints.", own)
    assert event.mode == "told"
    assert event.place is None


def test_a_codebook_that_stands_alone_codes_nothing_else(tmp_path: Path) -> None:
    alone = BOOK.replace("types:", "extends: false\ntypes:", 1).replace("acled: {CHECKPOINT: Attack}\n", "")
    alone = alone.replace("refine: {weapon-firearm: CHECKPOINT/shot-at}\n", "")
    (tmp_path / "mine.yaml").write_text(alone, encoding="utf-8")
    tools = load_tools(codebook=tmp_path / "mine.yaml")
    text = "Police detained nine students. Soldiers held up drivers near Lviv. Twelve people were arrested."
    (event,) = code_report(Report(id="r", text=text), tools).events
    assert event.event_type == "CHECKPOINT"
    assert [(figure.kind, figure.min) for figure in event.figures] == [("arrested", 12)]

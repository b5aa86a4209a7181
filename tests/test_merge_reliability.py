"""An analyst's file of grades: read as it is written, or refused with the file, the line and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from happened import BOMB, MINISTRY_SAYS, merged, tell

from dateline.errors import UsageError
from dateline.incidents import Reliability
from dateline.merge.reliability import load_reliability
from dateline.store import open_store

Call = Callable[..., Any]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_of_grades(tmp_path: Path) -> None:
    path = write(
        tmp_path / "grades.csv",
        "source,grade,credibility,note\n"
        'wire.example,b,2,"careful, slow"\n'
        " state.example ,D,,\n"
        '"Harbour Party, the",F,6,a party to it\n',
    )
    assert load_reliability(path) == {
        "wire.example": Reliability(grade="B", credibility="2", note="careful, slow"),
        "state.example": Reliability(grade="D"),
        "Harbour Party, the": Reliability(grade="F", credibility="6", note="a party to it"),
    }


@pytest.mark.parametrize(
    "content",
    [
        "source,grade\r\na.example,A\r\n",
        "\ufeffsource,grade\na.example,A\n",
        "grade,source\nA,a.example\n",
        "source,grade,note\na.example,a,\n",
    ],
    ids=["of Windows", "of a spreadsheet", "other order", "empty note"],
)
def test_ways_to_write_the_same(tmp_path: Path, content: str) -> None:
    assert load_reliability(write(tmp_path / "grades.csv", content)) == {"a.example": Reliability(grade="A")}


def test_a_file_that_grades_nobody(tmp_path: Path) -> None:
    assert load_reliability(write(tmp_path / "grades.csv", "source,grade\n")) == {}


HEAD = "source,grade,credibility,note\n"
MALFORMED = [
    ("", ":1", "expected the columns source, grade, credibility, note, found none"),
    ("name,grade\na,A\n", ":1", "found name, grade"),
    ("source\na\n", ":1", "found source"),
    ("source,grade,colour\na,A,red\n", ":1", "found source, grade, colour"),
    ("source,grade,grade\na,A,B\n", ":1", "found source, grade, grade"),
    ("source;grade\na;A\n", ":1", "found source;grade"),
    (HEAD + "a,G,,\n", ":2", "expected a grade of A to F, found 'G'"),
    (HEAD + "a,A,,\nb,,,\n", ":3", "expected a grade of A to F, found ''"),
    (HEAD + "a,AB,,\n", ":2", "found 'AB'"),
    (HEAD + "a,A,7,\n", ":2", "expected a credibility of 1 to 6, found '7'"),
    (HEAD + "a,A,high,\n", ":2", "found 'high'"),
    (HEAD + "a,1,A,\n", ":2", "expected a grade of A to F, found '1'"),
    (HEAD + "a\n", ":2", "expected a grade of A to F"),
    (HEAD + ",A,,\n", ":2", "expected a source and its grade"),
    (HEAD + "  ,A,,\n", ":2", "expected a source and its grade"),
    (HEAD + "a,A,1,note,more\n", ":2", "expected a source and its grade"),
    (HEAD + "a,A,,\n\nb,B,,\na,C,,\n", ":5", "the source 'a' is graded twice"),
    (HEAD + 'a,A,,"two\nlines"\nb,X,,\n', ":4", "found 'X'"),
    (HEAD + 'a,A,,"never closed\n', ":2", "unexpected end of data"),
    (HEAD.encode() + b"caf\xe9,A,,\n", ":2", "UTF-8"),
    (HEAD.encode() + b"a,A,,\nb\0,A,,\n", ":3", "NUL"),
    ((HEAD + "a,A,,\n").encode("utf-16"), ":1", "UTF-8"),
]


@pytest.mark.parametrize(("content", "line", "message"), MALFORMED)
def test_what_is_malformed_is_refused_with_its_line(
    tmp_path: Path, content: str | bytes, line: str, message: str
) -> None:
    path = write(tmp_path / "grades.csv", content)
    with pytest.raises(UsageError) as raised:
        load_reliability(path)
    assert str(raised.value).startswith(f"{path}{line}: ")
    assert message in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv cannot be read: No such file"):
        load_reliability(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        load_reliability(tmp_path)


# --- the commands


@pytest.fixture
def made(call: Call, tmp_path: Path) -> Call:
    with open_store("dateline.db") as store:
        merged(store, [tell("wire", BOMB), tell("state", MINISTRY_SAYS, published="2024-03-07")])
    write(tmp_path / "grades.csv", HEAD + "state.example,D,4,a party to it\n")
    write(tmp_path / "wrong.csv", HEAD + "state.example,D,9,\n")
    return call


COMMANDS = [
    ("export", "--what", "incidents"),
    ("export", "--what", "claims"),
    ("incident", "i"),
]


@pytest.mark.parametrize("words", COMMANDS)
def test_a_malformed_file_stops_a_command_before_it_writes(made: Call, words: tuple[str, ...]) -> None:
    result = made(*words, "--reliability", "wrong.csv")
    assert (result.code, result.out) == (2, "")
    assert "wrong.csv:2: expected a credibility of 1 to 6, found '9'" in result.err


def test_grades_are_in_exports(made: Call) -> None:
    (incident,) = made("export", "--what", "incidents", "--reliability", "grades.csv").events()
    grade = {"grade": "D", "credibility": "4", "note": "a party to it"}
    assert {note["source"]: note["reliability"] for note in incident["sources"]} == {
        "wire.example": None,
        "state.example": grade,
    }
    assert [claim["reliability"] for claim in incident["claims"]] == [None, grade]
    claims = made("export", "--what", "claims", "--reliability", "grades.csv").out
    assert json.dumps(grade) in claims
    assert '"grade"' not in made("export", "--what", "incidents").out


def test_grades_are_shown_with_their_meaning(made: Call) -> None:
    shown = made("incident", "i", "--format", "table", "--reliability", "grades.csv").out
    assert "D4 not usually reliable" in " ".join(shown.split())


def test_the_settings_may_name_the_file(made: Call, tmp_path: Path) -> None:
    write(tmp_path / "dateline.toml", 'reliability = "grades.csv"\n')
    assert '"grade": "D"' in made("export", "--what", "incidents").out

"""The command line as a person or a script meets it: results, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dateline.cli import COMMANDS
from dateline.store import open_store

Call = Callable[..., Any]

REPORT = "LISBON, Portugal, March 12, 2024 - Police arrested nine students in Porto on Friday, officials said.\n"
OTHER = (
    "NAIROBI, Kenya, June 19, 2023 - "
    "Members of the Lantern League burned a poster of Basil Ochwada in Mombasa on Friday.\n"
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    return folder


# -- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(call: Call, name: str) -> None:
    result = call(name, "--help")
    assert result.code == 0
    assert f"  dateline {name}" in result.out
    assert COMMANDS[name][1] in result.out


def test_the_overview_loads_no_heavy_module() -> None:
    script = "import sys; from dateline.cli import main\ntry: main(['--help'])\nfinally: print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "Code reports into event records." in done.stdout
    assert [
        name for name in ("spacy", "numpy", "sqlalchemy", "rich", "trafilatura") if f"'{name}'" in done.stdout
    ] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["cod"], "No such command"),
        (["code"], "IN"),
        (["code", "a.txt", "--published", "12/03/2024"], "2024-03-12"),
        (["code", "a.txt", "--format", "xml"], "jsonl"),
        (["code", "a.txt", "--manifest", "none.csv"], "none.csv"),
        (["code", "a.txt", "--spacy-model", "no_such_pipeline"], "no_such_pipeline"),
        (["export", "--profile", "secret"], "public"),
        (["export", "-o", "events.xyz"], ".geojson"),
        (["export", "-o", "events"], ".jsonl"),
        (["export", "--type", "FOO"], "PROTEST"),
        (["export", "--country", "Nowhereland"], "PRT"),
        (["export", "--country", "QQQ"], "PRT"),
        (["export", "--country", "Lisbon"], "PRT"),
        (["export", "--status", "rumoured"], "planned"),
        (["score", "none.csv"], "none.csv"),
    ],
)
def test_wrong_use_exits_with_2(call: Call, tmp_path: Path, words: list[str], message: str) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    result = call(*words)
    assert result.code == 2
    assert message in result.err
    assert result.out == ""


# -- code ------------------------------------------------------------------------------------------------------------


def test_code_prints_one_json_line_an_event(call: Call, reports: Path) -> None:
    result = call("code", reports)
    assert result.code == 0
    events = result.events()
    assert [event["report_id"] for event in events] == ["a", "b"]
    assert (events[0]["event_type"], events[0]["mode"], events[0]["date"]["from"]) == ("COERCE", "arrest", "2024-03-08")
    assert "2 reports: 2 coded; 2 events" in result.err


def test_a_second_run_codes_nothing_and_prints_the_same(call: Call, reports: Path) -> None:
    first, second = call("code", reports), call("code", reports)
    assert first.out == second.out
    assert "2 already coded" in second.err
    with open_store("dateline.db") as store:
        assert len(list(store.events())) == len(first.events())


def test_no_store_keeps_nothing(call: Call, reports: Path, tmp_path: Path) -> None:
    assert call("code", reports, "--no-store").code == 0
    assert list(tmp_path.glob("*.db*")) == []


def test_the_store_is_where_options_environment_or_file_say(
    call: Call, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dateline.toml").write_text('store = "file.db"', encoding="utf-8")
    call("code", reports)
    monkeypatch.setenv("DATELINE_STORE", "environment.db")
    call("code", reports)
    call("code", reports, "--store", "option.db")
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["environment.db", "file.db", "option.db"]


def test_standard_input_and_the_given_date(call: Call) -> None:
    text = b"Police arrested nine students in Porto on Friday."
    (event,) = call("code", "-", "--published", "2024-03-12", "--no-store", stdin=text).events()
    assert (event["published"], event["date"]["from"]) == ("2024-03-12", "2024-03-08")


def test_csv_has_one_row_an_event(call: Call, reports: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(call("code", reports, "--format", "csv").out)))
    assert [(row["report"], row["event_type"], row["place"]) for row in rows] == [
        ("a", "COERCE", "Porto"),
        ("b", "PROTEST", "Mombasa"),
    ]


def test_the_table_names_who_what_where_when(call: Call, reports: Path) -> None:
    out = call("code", reports, "--format", "table").out
    assert [word for word in ("COERCE arrest", "2024-03-08", "Porto", "Mombasa", "2023-06-16") if word not in out] == []


def test_quiet_says_nothing_and_verbose_names_each_report(call: Call, reports: Path) -> None:
    assert call("code", reports, "-q").err == ""
    assert "a: 1 event" in call("code", reports, "-v").err


def test_a_pipeline_saved_on_disk_can_be_chosen(call: Call, reports: Path, tmp_path: Path) -> None:
    saved = tmp_path / "pipeline"
    script = (
        "import sys; from dateline.parse import _load_pipeline; language = _load_pipeline(None, exclude=('senter',)); "
        "language.meta['name'] = 'saved'; language.to_disk(sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", script, str(saved)], check=True)
    result = call("code", reports, "--spacy-model", saved)
    assert result.code == 0
    assert {event["coder_version"] for event in result.events()} != {
        event["coder_version"] for event in call("code", reports, "--no-store").events()
    }


# -- bad input -------------------------------------------------------------------------------------------------------


def write_bad(folder: Path) -> dict[str, str]:
    """Write one good report among bad ones; give words that each bad one's message must hold."""
    folder.mkdir(exist_ok=True)
    (folder / "good.txt").write_text(REPORT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (folder / "nothing.html").write_text("<html><body><img src='a.png'></body></html>", encoding="utf-8")
    (folder / "french.txt").write_text(
        "La police a arrêté neuf étudiants vendredi à Porto, ont indiqué les autorités. Les étudiants avaient "
        "manifesté devant la mairie contre la hausse des loyers dans le centre de la ville.",
        encoding="utf-8",
    )
    lines = [json.dumps({"id": f"j{number}", "text": REPORT.replace("nine", str(number))}) for number in range(1, 9)]
    lines[6] = '{"id": "j7", "text": '
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return {"empty.txt": "", "binary.txt": "", "nothing.html": "", "french.txt": "English", "lines.jsonl:7": ""}


def test_each_bad_file_is_named_and_the_rest_goes_on(call: Call, tmp_path: Path) -> None:
    expected = write_bad(tmp_path / "bad")
    result = call("code", tmp_path / "bad")
    assert result.code == 1
    assert {event["report_id"] for event in result.events()} == {"good", "j1", "j2", "j3", "j4", "j5", "j6", "j8"}
    errors = [line for line in result.err.splitlines() if line.startswith("error: ")]
    for name, word in expected.items():
        assert [line for line in errors if name in line and word in line], name
    assert f"{8 + len(expected)} reports: 8 coded, {len(expected)} failed" in result.err
    assert result.err.count("binary.txt") == 1  # a failure is told once


def test_a_wrong_encoding_is_read_with_a_warning(call: Call, tmp_path: Path) -> None:
    text = REPORT.replace("Porto", "Bragança").replace("nine students", "nine students of the café São João")
    (tmp_path / "old.txt").write_bytes(text.encode("cp1252"))
    result = call("code", tmp_path / "old.txt")
    assert result.code == 0
    assert "warning: " in result.err
    assert "old.txt" in result.err


def test_a_report_without_a_date_gives_a_warning(call: Call, tmp_path: Path) -> None:
    (tmp_path / "open.txt").write_text("Police arrested nine students in Porto on Friday.", encoding="utf-8")
    result = call("code", tmp_path / "open.txt")
    assert result.code == 0
    assert "no date of publication" in result.err
    assert [event["published"] for event in result.events()] == [None]


DOUBTFUL_DAYS = [
    # text, date given, what the warning says
    (REPORT, "2024-04-02", "2024-03-12"),
    (REPORT, "2019-03-12", "2024-03-12"),
    ("Police arrested nine students in Porto on Friday.", "1066-10-14", "1066-10-14"),
    ("Police arrested nine students in Porto on Friday.", "2931-01-05", "future"),
]


@pytest.mark.parametrize(("text", "given", "said"), DOUBTFUL_DAYS)
def test_a_doubtful_date_is_taken_with_a_warning(call: Call, tmp_path: Path, text: str, given: str, said: str) -> None:
    (tmp_path / "odd.txt").write_text(text, encoding="utf-8")
    result = call("code", tmp_path / "odd.txt", "--published", given)
    assert result.code == 0
    (warning,) = [line for line in result.err.splitlines() if line.startswith("warning: ")]
    assert "odd.txt" in warning
    assert said in result.err
    assert {event["published"] for event in result.events()} == {given}


def test_a_report_of_the_day_after_its_dateline_gives_no_warning(call: Call, tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(REPORT, encoding="utf-8")
    result = call("code", tmp_path / "wire.txt", "--published", "2024-03-13")
    assert "warning: " not in result.err


@pytest.mark.parametrize("name", ["folder", "missing.txt", "none-*.txt"])
def test_nothing_to_read_fails(call: Call, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "photo.png").write_bytes(b"\x89PNG\r\n")
    result = call("code", name)
    assert result.code in (1, 2)
    assert name in result.err
    assert result.out == ""


def test_a_very_long_line_does_not_stop_the_batch(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a_long.txt").write_text("word " * 10_000_000, encoding="utf-8")
    (tmp_path / "b.txt").write_text(REPORT, encoding="utf-8")
    result = call("code", tmp_path / "a_long.txt", tmp_path / "b.txt")
    assert result.code == 1
    assert "a_long.txt" in result.err
    assert [event["report_id"] for event in result.events()] == ["b"]


# -- the store -------------------------------------------------------------------------------------------------------


def test_an_unwritable_store_is_named(call: Call, reports: Path, tmp_path: Path) -> None:
    result = call("code", reports, "--store", tmp_path / "no" / "such" / "folder" / "x.db")
    assert result.code == 1
    assert "x.db" in result.err
    assert "Traceback" not in result.err


def test_a_locked_store_is_named(call: Call, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("code", reports / "a.txt")
    with closing(sqlite3.connect("dateline.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setenv("DATELINE_PATIENCE", "0")
        result = call("code", reports)
    assert result.code == 1
    assert "locked" in result.err or "in use" in result.err


def test_a_file_that_is_no_database_is_named(call: Call, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("these are my notes, no database" * 99, encoding="utf-8")
    result = call("code", reports, "--store", "notes.db")
    assert result.code == 1
    assert "notes.db" in result.err


# -- interruption ----------------------------------------------------------------------------------------------------


def many(folder: Path, number: int) -> Path:
    path = folder / "many.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for index in range(number):
            out.write(json.dumps({"id": f"r{index}", "text": REPORT.replace("nine", f"{index + 2}")}) + "\n")
    return path


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stderr is not None
    return iter(process.stderr.readline, "")


def heed_ctrl_c() -> None:
    """Undo what a shell does to what it runs in the background: there Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process on Windows")
def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(call: Call, tmp_path: Path) -> None:
    path = many(tmp_path, 400)
    command = [sys.executable, "-m", "dateline", "code", str(path), "-v"]
    with (tmp_path / "out.jsonl").open("w") as out:
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, text=True, preexec_fn=heed_ctrl_c
        )
        for line in lines_of(process):
            if line.startswith("r3:"):
                break
        process.send_signal(signal.SIGINT)
        message = process.communicate()[1]
    assert process.returncode == 130
    assert "run the same command again" in message
    with open_store(tmp_path / "dateline.db") as store:
        kept = len(list(store.events()))
    assert 4 <= kept < 400
    printed = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["report_id"] for line in printed] == [f"r{index}" for index in range(len(printed))]
    result = call("code", path)
    assert result.code == 0
    assert f"{kept} already coded" in result.err
    assert len({event["event_id"] for event in result.events()}) == len(result.events()) == 400


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that cannot be caught")
def test_a_killed_run_loses_and_doubles_nothing(call: Call, tmp_path: Path) -> None:
    path = many(tmp_path, 400)
    command = [sys.executable, "-m", "dateline", "code", str(path), "-v"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in lines_of(process):
        if line.startswith("r3:"):
            break
    process.kill()
    process.communicate()
    result = call("code", path)
    assert result.code == 0
    assert len({event["event_id"] for event in result.events()}) == len(result.events()) == 400


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently on Windows")
def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    many(tmp_path, 300)
    script = f"{sys.executable} -m dateline code many.jsonl -q | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True)
    first, code = done.stdout.splitlines()
    assert json.loads(first)["report_id"] == "r0"
    assert code in ("0", "141")
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_named(reports: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dateline", "code", str(reports), "--format", "jsonl"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


# -- the other commands ----------------------------------------------------------------------------------------------


@pytest.fixture
def coded(call: Call, reports: Path) -> list[dict]:
    return call("code", reports).events()


def test_show_lists_and_shows_in_full(call: Call, coded: list[dict]) -> None:
    everything = call("show").out
    assert [event["event_id"][:8] in everything for event in coded] == [True, True]
    assert "Mombasa" in call("show", "b").out
    assert "Porto" not in call("show", "b").out
    one = call("show", coded[0]["event_id"][:8]).out
    assert f"“{coded[0]['trigger']['text']}” [{coded[0]['trigger']['start']}–{coded[0]['trigger']['end']}]" in one
    assert f"[{coded[0]['trigger']['text']}]" in one
    assert "»" in one
    missing = call("show", "zzzz")
    assert (missing.code, "zzzz" in missing.err) == (2, True)


def test_commands_on_a_store_that_is_not_there_say_so(call: Call) -> None:
    for words in (["show"], ["export"], ["search", "x"], ["forget", "x", "--yes"]):
        result = call(*words)
        assert result.code == 1
        assert "dateline.db" in result.err


@pytest.mark.parametrize("name", ["jsonl", "csv", "acled", "geojson", "html"])
def test_export_writes_the_same_to_a_file_and_to_standard_output(
    call: Call, coded: list[dict], tmp_path: Path, name: str
) -> None:
    result = call("export", "--format", name, "-o", "events.out")
    assert result.code == 0
    assert "events.out" in result.err
    assert (tmp_path / "events.out").read_text(encoding="utf-8") == call("export", "--format", name).out.replace(
        "\r\n", "\n"
    )
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_export_takes_the_format_from_the_file_and_filters(call: Call, coded: list[dict], tmp_path: Path) -> None:
    call("export", "-o", "events.geojson", "--country", "ken")
    (feature,) = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert feature["geometry"]["type"] == "Point"
    assert call("export", "--since", "2024-01-01", "--type", "coerce").events()[0]["report_id"] == "a"
    assert call("export", "--status", "planned").events() == []


@pytest.mark.parametrize("name", ["KEN", "ken", "Kenya", "kenya"])
def test_export_knows_a_country_by_code_and_by_name(call: Call, coded: list[dict], name: str) -> None:
    assert [event["report_id"] for event in call("export", "--country", name).events()] == ["b"]


def test_parquet_reads_back(call: Call, coded: list[dict], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert call("export", "-o", "events.parquet").code == 0
    assert parquet.read_table(tmp_path / "events.parquet").num_rows == len(coded)


def test_an_export_that_cannot_be_written_leaves_nothing(call: Call, coded: list[dict]) -> None:
    result = call("export", "-o", "no/such/folder/events.csv")
    assert result.code == 1
    assert "events.csv" in result.err


def test_search_finds_reports_and_events(call: Call, coded: list[dict]) -> None:
    hits = call("search", "poster", "--format", "jsonl").events()
    assert {hit["report_id"] for hit in hits} == {"b"}
    assert "poster" in call("search", "poster", "--format", "table").out
    assert "nothing holds" in call("search", "xylophone").err


def test_forget_asks_and_erases(call: Call, coded: list[dict]) -> None:
    assert call("forget", "a", stdin=b"n\n").code == 1
    assert len(call("export").events()) == 2
    assert call("forget", "a", stdin=b"y\n").code == 0
    assert [event["report_id"] for event in call("export").events()] == ["b"]
    assert call("forget", "a", "--yes").code == 2


def test_score_against_itself_is_perfect(call: Call, coded: list[dict]) -> None:
    call("export", "--format", "csv", "--profile", "full", "-o", "gold.csv")
    figures = json.loads(call("score", "gold.csv", "--json").out)
    assert [figures[level]["f1"] for level in ("what", "where", "when", "who")] == [1, 1, 1, 1]
    assert "when" in call("score", "gold.csv", "gold.csv", "-v").out


def test_score_says_which_reports_no_one_coded_by_hand(call: Call, coded: list[dict]) -> None:
    call("export", "--report", "a", "-o", "gold.csv")
    assert "1 reports are not in gold.csv" in call("score", "gold.csv").err
    assert call("score", "gold.csv", "--reports", "a").err == ""


def test_annotate_gives_one_line_a_report(call: Call, reports: Path) -> None:
    lines = call("annotate", reports, "--format", "jsonl").events()
    assert [line["id"] for line in lines] == ["a", "b"]
    assert [REPORT[place["start"] : place["end"]] for place in lines[0]["places"]] == [
        place["text"] for place in lines[0]["places"]
    ]
    only = call("annotate", reports, "--only", "places").events()
    assert ("dates" in only[0], bool(only[0]["places"])) == (False, True)


def test_config_prints_what_is_in_force(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PROFILE", "full")
    out = call("config", "--store", "x.db").out
    assert 'store = "x.db"' in out
    assert 'profile = "full"' in out


def test_demo_shows_writes_and_tells_what_is_next(call: Call, tmp_path: Path) -> None:
    result = call("demo")
    assert result.code == 0
    assert "portugal_banners" in result.out
    assert "dateline show" in result.err
    written = (tmp_path / "dateline-demo.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert len({row["report"] for row in rows}) >= 10
    page = (tmp_path / "dateline-demo.html").read_text(encoding="utf-8")
    assert page.count("<section>") >= 10
    assert "</html>" in page


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "0.1.0" in done.stdout

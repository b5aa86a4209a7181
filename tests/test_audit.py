"""The store's own secret, its audit log, and the exports that leave a line in it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import StoreError
from dateline.store import open_store

Call = Callable[..., Any]
TEXT = "Police arrested teacher Ana Vellmar in Porto on Friday. Vellmar was beaten on Mill Square, officials said."


@pytest.fixture
def coded(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    line = {"id": "r1", "text": TEXT, "published": "2024-03-12", "source": "a.example"}
    Path("reports.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert call("code", "reports.jsonl", "-q").code == 0
    return tmp_path


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store, open_store(tmp_path / "b.db") as other:
        secret = store.secret()
        assert (len(secret), store.secret()) == (32, secret)
        assert other.secret() != secret
    with open_store(tmp_path / "a.db") as again:
        assert again.secret() == secret


def test_two_at_once_get_one_secret(tmp_path: Path) -> None:
    found: list[bytes] = []

    def ask() -> None:
        with open_store(tmp_path / "a.db") as store:
            found.append(store.secret())

    open_store(tmp_path / "a.db").close()
    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and len(found) == 6


def test_the_audit_log_keeps_lines_in_their_order(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        store.audit("export in full", {"format": "csv", "filters": {"type": ["PROTEST"]}}, who="ana")
        store.audit("export in full", {})
        first, second = store.audit_lines()
    assert (first.number, first.who, first.action) == (1, "ana", "export in full")
    assert first.detail == {"format": "csv", "filters": {"type": ["PROTEST"]}}
    assert second.who and first.at <= second.at and first.at.endswith("+00:00")


def test_an_audit_line_that_cannot_be_written_stops_the_export(coded: Path, call: Call) -> None:
    with sqlite3.connect(coded / "dateline.db") as database:
        database.execute("CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
    database.close()
    result = call("export", "--profile", "full", "-o", "all.jsonl")
    assert (result.code, (coded / "all.jsonl").exists()) == (1, False)
    with open_store(coded / "dateline.db") as store, pytest.raises(StoreError):
        store.audit("x", {})


def test_only_full_exports_leave_a_line(coded: Path, call: Call) -> None:
    for profile in ("public", "strict"):
        call("export", "--profile", profile, "-o", "events.csv")
    assert call("audit", "--format", "table").err.strip() == "the audit log is empty"
    call("export", "--profile", "full", "-o", "all.csv", "--type", "coerce")
    (line,) = call("audit", "--format", "jsonl").events()
    assert line["action"] == "export in full"
    assert line["detail"] == {"what": "events", "format": "csv", "filters": {"type": ["COERCE"]}, "output": "all.csv"}
    table = call("audit", "--format", "table").out
    assert "export in full" in table and "all.csv" in table


def test_an_export_says_what_it_withheld_and_what_its_fields_mean(coded: Path, call: Call) -> None:
    result = call("export", "-o", "events.csv", "--report", "r1", "--country", "PRT")
    assert "written to events.csv (public profile)" in result.err
    assert "withheld by the public profile: names of private persons (1 person" in result.err
    page = (coded / "events.csv.dictionary.md").read_text(encoding="utf-8")
    assert "Withheld in this export: names of private persons (1 person" in page
    assert "- report: 1 of the reports\n- country: PRT\n" in page
    assert "Vellmar" not in page
    assert "events.csv.dictionary.md" in result.err


def test_the_page_withholds_the_text_beside_the_evidence(coded: Path, call: Call) -> None:
    result = call("export", "-o", "events.html")
    html = (coded / "events.html").read_text(encoding="utf-8")
    assert result.code == 0 and "Vellmar" not in html and "[person " in html
    assert not list(coded.glob("*.html.dictionary.md"))
    strict = call("export", "--profile", "strict", "-o", "other.html")
    assert (strict.code, (coded / "other.html").exists()) == (2, False)
    assert "choose another format" in strict.err


def test_pseudonyms_are_the_same_in_every_export_of_a_store(coded: Path, call: Call) -> None:
    first, again = call("export").out, call("export").out
    assert first == again and "[person " in first and "Vellmar" not in first
    (coded / "dateline.db").rename(coded / "old.db")
    call("code", "reports.jsonl", "-q")
    assert call("export").out != first


@pytest.mark.parametrize("name", ["jsonl", "csv", "acled", "plover", "geojson", "gpkg", "parquet"])
def test_a_dictionary_is_printed_for_each_format(call: Call, name: str) -> None:
    result = call("export", "--dictionary", "--format", name, "--profile", "strict")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"# Data dictionary: events as {name}\n")
    assert "Quotations are left out." in result.out


def test_a_page_has_no_dictionary(call: Call) -> None:
    assert call("export", "--dictionary", "--format", "html").code == 2


def test_exports_are_filtered_by_place_source_and_confidence(coded: Path, call: Call) -> None:
    whole = call("export").events()
    assert whole
    assert call("export", "--place", "porto").events() == call("export", "--place", "Porto").events() != []
    assert call("export", "--place", "Lima").events() == []
    assert call("export", "--source", "a.example").events() == whole
    assert call("export", "--source", "b.example").events() == []
    sure = [event for event in whole if event["confidence"] >= 0.9]
    assert call("export", "--min-confidence", "0.9").events() == sure
    assert call("export", "--min-confidence", "2").code == 2

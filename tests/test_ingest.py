from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReportError, UsageError
from dateline.ingest import check_language, read_reports
from dateline.ingest.encoding import decode
from dateline.ingest.origin import MAX_TEXT, parse_day
from dateline.records import Issue, Report

TEXT = "Dockers in the port of Lorn went home on Monday after a week of talks."


def read(*inputs: object, **options: object) -> list[Report | Issue]:
    return list(read_reports([str(name) for name in inputs], **options))  # type: ignore[arg-type]


def read_one(path: Path, **options: object) -> Report:
    [report] = read(path, **options)
    assert isinstance(report, Report), report
    return report


def read_issue(path: Path, content: bytes) -> Issue:
    path.write_bytes(content)
    [issue] = read(path)
    assert isinstance(issue, Issue), issue
    assert issue.place == str(path)
    assert issue.step == "ingest"
    return issue


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_a_text_file_is_kept_as_it_stands(tmp_path: Path) -> None:
    text = f"  \r\n{TEXT}\r\n\r\nThey left. \n"
    report = read_one(write(tmp_path / "r1.txt", text))
    assert report == Report(id="r1", text=text, language="en", origin=str(tmp_path / "r1.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_need_no_warning(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes(f"{TEXT} Café “Lorn”.".encode(encoding))
    assert read_one(path).text == f"{TEXT} Café “Lorn”."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", f"{TEXT} Café “Lorn” – it’s closed."),
        ("utf-16-le", TEXT),
        ("utf-16-be", TEXT),
        ("cp1251", "Докеры порта вернулись домой в понедельник после недели переговоров с владельцами."),
    ],
)
def test_other_encodings_are_guessed_with_a_warning(encoding: str, text: str) -> None:
    decoded, warning = decode(text.encode(encoding), place="r.txt")
    assert decoded == text
    assert warning is not None
    assert "UTF-8" in warning


def test_a_wrong_encoding_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes(f"{TEXT} Café.".encode("latin-1"))
    warning, report = read(path)
    assert isinstance(warning, Issue)
    assert warning.level == "warning"
    assert isinstance(report, Report)
    assert report.text.endswith("Café.")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "no text"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"PK\x03\x04....", "DOCX"),
        (b"\x1f\x8b\x08rest", "gzip"),
    ],
)
def test_files_without_text_are_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in read_issue(tmp_path / "r.txt", content).message


def test_a_text_of_many_megabytes_in_one_line_is_refused(tmp_path: Path) -> None:
    assert "at most" in read_issue(tmp_path / "r.txt", b"word " * 10_000_000).message
    assert f"{MAX_TEXT:,}" in read_issue(tmp_path / "s.txt", b"word " * 300_000).message


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    link = tmp_path / "r.txt"
    link.symlink_to(tmp_path / "r.txt")
    [issue] = read(tmp_path)
    assert isinstance(issue, Issue)
    assert str(link) in issue.place
    assert issue.level == "error"


def test_a_path_that_the_system_refuses_is_named() -> None:
    [issue] = read("r" * 5000)
    assert isinstance(issue, Issue)
    assert "cannot open" in issue.message


def test_missing_and_unknown_files_do_not_stop_the_rest(tmp_path: Path) -> None:
    good = write(tmp_path / "r.txt")
    bad = write(tmp_path / "r.xls")
    missing, unknown, report = read(tmp_path / "nothing.txt", bad, good)
    assert isinstance(missing, Issue)
    assert "no such file" in missing.message
    assert isinstance(unknown, Issue)
    assert unknown.level == "error"
    assert ".docx" in unknown.message
    assert isinstance(report, Report)


def test_folders_are_read_sorted_and_unknown_files_skipped(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.TXT", ".hidden.txt", ".git/x.txt", "c.xls"):
        write(tmp_path / name, f"{TEXT} {name}")
    found = read(tmp_path)
    assert [item.id for item in found if isinstance(item, Report)] == ["b", "y", "z"]
    [issue] = [item for item in found if isinstance(item, Issue)]
    assert issue.level == "warning"
    assert issue.place == str(tmp_path / "c.xls")


def test_a_folder_without_reports_is_an_error(tmp_path: Path) -> None:
    [issue] = read(tmp_path)
    assert isinstance(issue, Issue)
    assert issue.level == "error"
    assert "no report in this folder" in issue.message


def test_patterns(tmp_path: Path) -> None:
    write(tmp_path / "a1.txt", f"{TEXT} One.")
    write(tmp_path / "sub/a2.txt", f"{TEXT} Two.")
    assert [item.id for item in read(tmp_path / "**/a*.txt") if isinstance(item, Report)] == ["a1", "a2"]
    [issue] = read(tmp_path / "b*.txt")
    assert isinstance(issue, Issue)
    assert "matches" in issue.message


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "r.txt")
    assert len(read(tmp_path, path, tmp_path / "*.txt")) == 1


def jsonl(path: Path, *lines: object) -> Path:
    return write(path, "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")


def test_a_jsonl_line_with_all_fields(tmp_path: Path) -> None:
    fields = {
        "id": "r1", "text": f" {TEXT}\r\n", "title": "Strike ends", "published": "2020-01-27T10:00:00Z",
        "source": "harbour.example", "url": "https://harbour.example/1", "language": "en", "author": "Jane Roe",
    }  # fmt: skip
    path = jsonl(tmp_path / "all.jsonl", fields)
    fields |= {"published": dt.date(2020, 1, 27), "published_from": "given", "origin": f"{path}:1"}
    assert read_one(path) == Report(**fields)  # type: ignore[arg-type]


def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines: list[object] = [{"id": f"r{i}", "text": f"{TEXT} {i}"} for i in range(1, 11)]
    lines[6] = '{"id": "r7", "text": '
    path = jsonl(tmp_path / "many.jsonl", *lines)
    found = read(path)
    assert [item.id for item in found if isinstance(item, Report)] == [f"r{i}" for i in range(1, 11) if i != 7]
    [issue] = [item for item in found if isinstance(item, Issue)]
    assert issue.place == f"{path}:7"
    assert "not valid JSON" in issue.message


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"id": "r"}, '"text" is missing'),
        ({"text": None}, '"text" is missing'),
        ({"text": ""}, "no text"),
        ({"text": " \n"}, "no text"),
        ({"text": 3}, '"text" must be a string'),
        ({"text": TEXT, "title": ["a"]}, '"title" must be a string'),
        ({"text": TEXT, "id": True}, '"id" must be a string'),
        ({"text": TEXT, "published": "27 January 2020"}, "2020-01-27"),
        ({"text": TEXT, "published": "2020-02-30"}, "2020-01-27"),
        ({"text": TEXT, "published": 20200127}, '"published" must be a string'),
        ([TEXT], "a JSON object"),
        ("[" * 100_000, "not readable"),
        ("7" * 10_000, "not readable"),
    ],
)
def test_bad_lines(tmp_path: Path, line: object, told: str) -> None:
    path = jsonl(tmp_path / "bad.jsonl", line, {"text": TEXT})
    issue, report = read(path)
    assert isinstance(issue, Issue)
    assert issue.place == f"{path}:1"
    assert told in issue.message
    assert isinstance(report, Report)


def test_a_line_over_the_limit_is_skipped(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "long.jsonl", {"text": "word " * 2_000_000}, {"text": TEXT})
    issue, report = read(path)
    assert isinstance(issue, Issue)
    assert "at most" in issue.message
    assert isinstance(report, Report)
    assert report.origin == f"{path}:2"


def test_jsonl_with_a_mark_blank_lines_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "One was held in Lorn."}\r\n\r\n{"id": 2, "text": "Two were held in Lorn."}\r\n'
    )
    assert [item.id for item in read(path) if isinstance(item, Report)] == ["r", "2"]


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_jsonl_file(tmp_path: Path, content: bytes) -> None:
    assert "empty" in read_issue(tmp_path / "r.jsonl", content).message


def test_jsonl_in_utf_16_is_refused(tmp_path: Path) -> None:
    assert "UTF-8" in read_issue(tmp_path / "r.jsonl", json.dumps({"text": TEXT}).encode("utf-16")).message


def test_broken_characters_are_replaced_in_place(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "r.jsonl", '{"text": "Three were held \\ud800 in\\u0000 Lorn."}')
    warning, report = read(path)
    assert isinstance(warning, Issue)
    assert isinstance(report, Report)
    assert report.text == "Three were held \ufffd in\ufffd Lorn."


def test_lines_without_ids_are_named_by_file_and_content(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "r.jsonl", {"text": f"{TEXT} One."}, {"text": f"{TEXT} Two."})
    first, second = read(path)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.id == "r"
    assert second.id.startswith("r-")
    assert [item.id for item in read(path) if isinstance(item, Report)] == [first.id, second.id]


def test_one_id_for_two_texts_is_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "a/r.txt", f"{TEXT} One.")
    write(tmp_path / "b/r.txt", f"{TEXT} Two.")
    first, warning, second = read(tmp_path)
    assert isinstance(first, Report)
    assert isinstance(warning, Issue)
    assert warning.level == "warning"
    assert isinstance(second, Report)
    assert first.id == "r"
    assert second.id.startswith("r-")


def test_a_new_version_under_one_url_keeps_its_id(tmp_path: Path) -> None:
    lines = [{"id": "r", "url": "https://harbour.example/1", "text": f"{TEXT} {n}"} for n in ("One.", "Two.")]
    assert [item.id for item in read(jsonl(tmp_path / "r.jsonl", *lines)) if isinstance(item, Report)] == ["r", "r"]


def test_the_same_text_under_one_id_is_no_clash(tmp_path: Path) -> None:
    lines = [{"id": "r", "source": source, "text": TEXT} for source in ("a.example", "b.example")]
    assert all(isinstance(item, Report) for item in read(jsonl(tmp_path / "r.jsonl", *lines)))


@pytest.mark.parametrize(
    "content", [TEXT, f"\ufeff<!doctype html><html><body><p>{TEXT}</p></body></html>", json.dumps({"text": TEXT})]
)
def test_standard_input_is_sniffed(content: str) -> None:
    stdin = io.BytesIO(content.encode())
    [report] = read("-", stdin=stdin)
    assert isinstance(report, Report)
    assert report.text == TEXT
    assert len(report.id) == 16
    assert report.origin.startswith("standard input")
    assert not stdin.closed


def test_empty_standard_input() -> None:
    [issue] = read("-", stdin=io.BytesIO())
    assert isinstance(issue, Issue)
    assert issue.place == "standard input"


def manifest(path: Path, *lines: str) -> Path:
    return write(path, "\n".join(lines) + "\n")


def test_a_manifest_describes_files(tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", f"{TEXT} One.")
    write(tmp_path / "in/sub/b.txt", f"{TEXT} Two.")
    table = manifest(
        tmp_path / "m.csv",
        "file,published,source,url",
        "a.txt,2020-01-27,harbour.example,https://harbour.example/1",
        "sub/b.txt,,port.example,",
    )
    a, b = read(tmp_path / "in", manifest=table, published=dt.date(2019, 1, 1))
    assert isinstance(a, Report)
    assert isinstance(b, Report)
    assert (a.published, a.source, a.url) == (dt.date(2020, 1, 27), "harbour.example", "https://harbour.example/1")
    assert (b.published, b.source, b.url) == (dt.date(2019, 1, 1), "port.example", None)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["name,day", "a.txt,2020-01-27"], ":1: the columns file, published, source, url were expected"),
        ([""], "found: none"),
        (["file,published", "a.txt,27/01/2020"], ":2: published must be a date like 2020-01-27"),
        (["file,published", "a.txt,2020-01-27", "a.txt,2020-01-28"], ":3: a.txt was already named on line 2"),
        (["file,published", ",2020-01-27"], ":2: the column file is empty"),
        (["file,published", "b.txt,2020-01-27"], "names several files"),
    ],
)
def test_bad_manifests(tmp_path: Path, lines: list[str], told: str) -> None:
    for name in ("a.txt", "x/b.txt", "y/b.txt"):
        write(tmp_path / "in" / name, f"{TEXT} {name}")
    with pytest.raises(UsageError, match=r"m\.csv") as raised:
        read_reports([str(tmp_path / "in")], manifest=manifest(tmp_path / "m.csv", *lines))
    assert told in str(raised.value)


def test_a_manifest_may_describe_files_that_are_not_read(tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", TEXT)
    table = manifest(tmp_path / "m.csv", "file,published", "b.txt,2020-01-28", "a.txt,2020-01-27")
    warning, report = read(tmp_path / "in", manifest=table)
    assert isinstance(warning, Issue)
    assert (warning.level, warning.place) == ("warning", f"{table}:2")
    assert "b.txt is not among the input files" in warning.message
    assert isinstance(report, Report)
    assert report.published == dt.date(2020, 1, 27)


def test_a_manifest_among_the_reports_is_no_report(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    table = manifest(tmp_path / "m.csv", "file,published", "a.txt,2020-01-27")
    (report,) = read(tmp_path, manifest=table)
    assert isinstance(report, Report)


def test_a_missing_manifest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the manifest"):
        read_reports([str(tmp_path)], manifest=tmp_path / "m.csv")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("POLICE HOLD THREE IN LORN", "en"),
        ("Lorn dockers strike", "en"),
        (
            "Los guardias del puerto detuvieron ayer a tres trabajadores que pedían mejores salarios, dijo el alcalde.",
            "es",
        ),
        ("Les dockers du port ont cessé le travail lundi et la police a arrêté trois personnes, dit le maire.", "fr"),
        ("Рабочие порта прекратили работу в понедельник, и полиция задержала троих человек.", "ru"),
        ("أوقفت الشرطة ثلاثة عمال في الميناء يوم الاثنين بعد إضراب استمر أسبوعا كاملا.", "ar"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert check_language(text) == language


def test_a_report_in_another_language_is_not_coded(tmp_path: Path) -> None:
    spanish = (
        "Los guardias del puerto detuvieron ayer a tres trabajadores que pedían mejores salarios, dijo el alcalde."
    )
    issue, told, report = read(
        jsonl(
            tmp_path / "r.jsonl",
            {"text": spanish},
            {"text": TEXT, "language": "fa"},
            {"text": TEXT, "language": "en-GB"},
        )
    )
    assert isinstance(issue, Issue)
    assert issue.message == "cannot code 'es': dateline codes English"
    assert isinstance(told, Issue)
    assert "'fa'" in told.message
    assert isinstance(report, Report)
    assert report.language == "en-GB"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data, place="r.txt")
    except ReportError as error:
        assert error.place == "r.txt"
    else:
        assert "\0" not in text


@given(st.text(max_size=200))
def test_utf_8_is_read_back(text: str) -> None:
    if "\0" not in text and text.isprintable():
        assert decode(text.encode(), place="r.txt")[0] == text.removeprefix("\ufeff")


@given(st.lists(st.one_of(st.text(max_size=60), st.just(json.dumps({"text": TEXT}))), max_size=6))
def test_any_jsonl_gives_reports_or_issues(lines: list[str]) -> None:
    data = ('{"text": "x y z"}\n' + "\n".join(lines)).encode()
    for item in read_reports(["-"], stdin=io.BytesIO(data)):
        assert isinstance(item, Report | Issue)


@given(st.text(max_size=30))
def test_days(text: str) -> None:
    day = parse_day(text)
    assert day is None or text.startswith(day.isoformat())

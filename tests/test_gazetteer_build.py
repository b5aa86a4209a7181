"""A GeoNames dump in, a gazetteer out: what it holds, bad rows, interruptions, what is never overwritten."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.config import load_config
from dateline.errors import UsageError
from dateline.gazetteer import Gazetteer, load_gazetteer, staging
from dateline.gazetteer.staging import build_gazetteer

ROW = (
    "{id}\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{kind}\t{code}\t{country}\t\t{a1}\t{a2}\t\t\t{people}\t\t0\tEtc/UTC\t"
    "2024-01-01"
)


def row(number: int, name: str, **cells: object) -> str:
    given = {"others": "", "lat": 61.5, "lon": 9.5, "kind": "P", "code": "PPL", "country": "NO", "a1": "99", "a2": "",
             "people": 0, **cells}  # fmt: skip
    return ROW.format(id=number, name=name, **given)


def dump_rows(count: int = 3000) -> list[str]:
    return [
        row(90_000_001, "Vestfold Testa", kind="A", code="ADM1", people=5000),
        row(90_000_002, "Lower Testa", kind="A", code="ADM2", a2="9901"),
        row(90_000_003, "Grimsvik", others="Grimswick,Гримсвик,GRV", a2="9901", people=4000),
        row(90_000_004, "Lake Grimsa", kind="H", code="LK"),
        row(90_000_005, "Grimsa Brook", kind="H", code="STM"),
        *(row(91_000_000 + i, f"Testby{i}", lat=60 + i / 1000) for i in range(count)),
    ]


def write_dump(path: Path, rows: list[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")
    return path


def build(files: list[Path], target: Path) -> staging.Built:
    return build_gazetteer(files, target, load_gazetteer(), lambda *_: None)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("own")
    dump = write_dump(folder / "NO.txt", dump_rows())
    names = write_dump(
        folder / "alternateNamesV2.txt",
        ["1\t90000003\ten\tGrimsbay\t1\t\t\t\t\t", "2\t90000003\tlink\thttps://x.invalid\t\t\t\t\t\t"],
    )
    codes = write_dump(folder / "admin1CodesASCII.txt", ["NO.99\tTesta Shire\tTesta Shire\t90000001"])
    build([dump, names, codes], folder / "gazetteer")
    return load_gazetteer(folder / "gazetteer")


@pytest.mark.parametrize("name", ["Grimsvik", "Grimswick", "Grimsbay"])
def test_every_name_of_the_dump_leads_to_its_place(own: Gazetteer, name: str) -> None:
    (place,) = own.candidates(name)
    assert (place.geonames_id, place.country, place.population) == (90_000_003, "NOR", 4000)


def test_a_place_of_the_dump_knows_what_holds_it(own: Gazetteer) -> None:
    (place,) = own.candidates("Grimsvik")
    assert place.admin1 == "Vestfold Testa"
    assert own.place(place.district).name == "Lower Testa"
    assert own.candidates("Testa Shire")[0].feature == "region"


def test_waters_count_and_unknown_brooks_do_not(own: Gazetteer) -> None:
    assert own.candidates("Lake Grimsa")[0].feature == "water"
    assert own.candidates("Grimsa Brook") == ()


@pytest.mark.parametrize(
    ("name", "feature"), [("Norwegian", "country"), ("Norway", "country"), ("Darfur", "area"), ("Red Sea", "water")]
)
def test_what_the_dump_lacks_comes_from_the_built_in_gazetteer(own: Gazetteer, name: str, feature: str) -> None:
    assert own.candidates(name)[0].feature == feature
    assert own.country("NOR") is not None
    assert own.use("Reading") == load_gazetteer().use("Reading")


def test_a_zip_file_and_its_text_give_the_same(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "NO.txt", dump_rows(50))
    with zipfile.ZipFile(tmp_path / "NO.zip", "w") as archive:
        archive.write(dump, "NO.txt")
    build([dump], tmp_path / "one")
    build([tmp_path / "NO.zip"], tmp_path / "two")
    assert load_gazetteer(tmp_path / "one").digest() == load_gazetteer(tmp_path / "two").digest()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("90000009\tToo\tfew", "expected 19 columns, found 3"),
        (row(90_000_009, "Nowhere", lat="north"), "latitude is no number: 'north'"),
        (row(90_000_009, "Nowhere", lat=123.0), "latitude is not between -90 and 90"),
        (row(90_000_009, "Nowhere", lon="nan"), "longitude is not between"),
        (row(90_000_009, "Nowhere", people="-5"), "population is no number"),
        (row(90_000_009, "Nowhere").replace("90000009", "x9"), "geonameid is no number"),
    ],
)
def test_a_bad_row_is_left_out_and_named(tmp_path: Path, bad: str, message: str) -> None:
    rows = dump_rows(20)
    dump = write_dump(tmp_path / "NO.txt", [*rows[:10], bad, *rows[10:]])
    built = build([dump], tmp_path / "out")
    assert built.bad == 1
    assert built.shown[0].startswith(f"{dump}:11: ")
    assert message in built.shown[0]
    assert load_gazetteer(tmp_path / "out").candidates("Testby19")


def test_bytes_that_are_no_utf8_are_a_bad_row(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "NO.txt", dump_rows(5))
    dump.write_bytes(dump.read_bytes().replace(b"Testby3", b"Testb\xff3"))
    assert "is not UTF-8" in build([dump], tmp_path / "out").shown[0]


def test_a_file_cut_in_the_middle_of_a_row_is_told(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "NO.txt", dump_rows(5))
    dump.write_bytes(dump.read_bytes()[:-60])
    assert "the file ends in the middle of this row" in build([dump], tmp_path / "out").shown[0]


def test_a_cut_zip_file_is_no_dump(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "NO.zip", "w") as archive:
        archive.writestr("NO.txt", "\n".join(dump_rows(50)))
    (tmp_path / "NO.zip").write_bytes((tmp_path / "NO.zip").read_bytes()[:500])
    with pytest.raises(UsageError, match=r"NO\.zip: is no whole zip file"):
        build([tmp_path / "NO.zip"], tmp_path / "out")


def test_another_file_is_no_dump(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Only a note.\n")
    with pytest.raises(UsageError, match=r"notes\.txt:1: expected a file of a GeoNames dump"):
        build([tmp_path / "notes.txt"], tmp_path / "out")


def test_an_interrupted_build_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "BATCH", 500)
    dump = write_dump(tmp_path / "NO.txt", [*dump_rows(2000), "broken"])
    build([dump], tmp_path / "whole")
    told: list[str] = []

    def interrupt(doing: str, *_: int) -> None:
        told.append(doing)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_gazetteer([dump], tmp_path / "out", load_gazetteer(), interrupt)
    assert not (tmp_path / "out").exists()
    built = build_gazetteer([dump], tmp_path / "out", load_gazetteer(), lambda doing, *_: told.append(doing))
    assert told[2] == "NO.txt: 1,500 rows"
    assert built.bad == 1
    assert load_gazetteer(tmp_path / "out").digest() == load_gazetteer(tmp_path / "whole").digest()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["NO.txt", "out", "whole"]


def test_a_folder_that_is_no_gazetteer_is_left_as_it_is(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "NO.txt", dump_rows(5))
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear all")
    with pytest.raises(UsageError, match="is no gazetteer and is left as it is"):
        build([dump], tmp_path / "letters")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_a_gazetteer_is_replaced_by_a_newer_one(tmp_path: Path) -> None:
    build([write_dump(tmp_path / "a.txt", dump_rows(5))], tmp_path / "out")
    build([write_dump(tmp_path / "b.txt", dump_rows(9))], tmp_path / "out")
    assert Gazetteer(tmp_path / "out").candidates("Testby8")


def test_what_stands_beside_a_gazetteer_is_left_as_it_is(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "NO.txt", dump_rows(5))
    for name in ("out.old", "out.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine")
    build([dump], tmp_path / "out")
    assert [(tmp_path / name / "mine.txt").read_text() for name in ("out.old", "out.new")] == ["mine", "mine"]
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"it holds notes.txt"):
        build([dump], tmp_path / "out")
    assert (tmp_path / "out" / "notes.txt").exists()


def test_a_folder_with_a_table_of_countries_alone_is_no_gazetteer(tmp_path: Path) -> None:
    mine = tmp_path / "out" / "countries.json"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(UsageError, match=r"it holds countries\.json"):
        build([write_dump(tmp_path / "NO.txt", dump_rows(5))], tmp_path / "out")
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("content", [b"not a database", None], ids=["text", "another database"])
def test_a_file_of_the_staging_name_is_never_taken(tmp_path: Path, content: bytes | None) -> None:
    dump, mine = write_dump(tmp_path / "NO.txt", dump_rows(5)), tmp_path / "out.staging"
    if content is None:
        with sqlite3.connect(mine) as database:
            database.execute("CREATE TABLE letters (words)")
        database.close()
    else:
        mine.write_bytes(content)
    before = mine.read_bytes()
    with pytest.raises(UsageError, match="is no staging file of a build"):
        build([dump], tmp_path / "out")
    assert mine.read_bytes() == before


@pytest.mark.parametrize("failure", [OSError("no room"), KeyboardInterrupt("no room")])
def test_the_former_gazetteer_comes_back_where_the_new_one_cannot_be_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    build([write_dump(tmp_path / "a.txt", dump_rows(5))], tmp_path / "out")
    rename = Path.rename

    def fail_once(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise failure
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_once)
    with pytest.raises(type(failure), match="no room"):
        build([write_dump(tmp_path / "b.txt", dump_rows(9))], tmp_path / "out")
    assert Gazetteer(tmp_path / "out").candidates("Testby4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "out", "out.staging"]


def test_a_row_without_end_is_a_bad_row(tmp_path: Path) -> None:
    rows = dump_rows(6)
    dump = write_dump(tmp_path / "NO.txt", [*rows[:5], "x" * 2_500_000 + rows[5]])
    built = build([dump], tmp_path / "out")
    assert built.bad == 1 and built.places > 5
    assert not Gazetteer(tmp_path / "out").candidates("Testby5")


def test_a_failure_of_the_reader_is_not_laid_on_the_zip_file(tmp_path: Path) -> None:
    packed = tmp_path / "NO.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(write_dump(tmp_path / "NO.txt", dump_rows(5)), "NO.txt")

    def fail(*_: object) -> None:
        raise BrokenPipeError("nobody reads")

    with pytest.raises(BrokenPipeError):
        build_gazetteer([packed], tmp_path / "out", load_gazetteer(), fail)


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(words)
    return int(left.value.code or 0)


@pytest.mark.parametrize(("rows", "code"), [(dump_rows(3), 0), ([*dump_rows(3), "broken"], 1), (["broken"], 2)])
def test_exit_codes_of_build(tmp_path: Path, rows: list[str], code: int) -> None:
    dump = write_dump(tmp_path / "NO.txt", rows)
    assert run("gazetteer", "build", str(dump), "-o", str(tmp_path / "out"), "-q") == code


def test_show_explains_a_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gazetteer", "show", "Bergen", "--country", "NO", "--format", "table") == 0
    shown = capsys.readouterr()
    assert "people" in shown.out
    assert "GeoNames (www.geonames.org), CC BY 4.0" in shown.err


def test_show_asks_whether_another_name_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gazetteer", "show", "Reykjavikk") == 1
    assert "did you mean Reykjavik (ISL)" in capsys.readouterr().err


def test_the_setting_names_a_gazetteer() -> None:
    assert load_config(environment={"DATELINE_GAZETTEER": "mine"}).gazetteer == "mine"


def test_a_folder_without_a_gazetteer_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no gazetteer; build one"):
        load_gazetteer(tmp_path)

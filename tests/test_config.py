"""dateline.toml, environment and options → Config."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.config import Config, load_config
from dateline.errors import UsageError


def write(folder: Path, text: str) -> Path:
    path = folder / "dateline.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_later_settings_override_earlier_ones(tmp_path: Path) -> None:
    path = write(tmp_path, 'store = "file.db"\nspacy_model = "file"\nprofile = "full"')
    environment = {"DATELINE_SPACY_MODEL": "environment", "DATELINE_STORE": "environment.db", "PATH": "/bin"}
    config = load_config(path, environment, store="option.db", spacy_model=None)
    assert config == Config(store="option.db", spacy_model="environment", profile="full")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.toml") == Config()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('stroe = "x.db"', ["dateline.toml", "no setting 'stroe'", "store"]),
        ("store = 3", ["dateline.toml", "store", "3"]),
        ('profile = "secret"', ["dateline.toml", "profile", "public, strict, full", "secret"]),
        ("store = [", ["dateline.toml", "not valid TOML"]),
        ('patience = "long"', ["dateline.toml", "patience", "whole number", "long"]),
        ("patience = true", ["dateline.toml", "patience", "whole number"]),
        ("[store]\nx = 1", ["dateline.toml", "store"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        load_config(write(tmp_path, text))
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"environment.*'stroe'"):
        load_config(tmp_path / "none.toml", {"DATELINE_STROE": "x"})


def test_a_number_may_come_from_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    assert load_config(path, {"DATELINE_PATIENCE": "3"}).patience == 3
    with pytest.raises(UsageError, match="patience"):
        load_config(path, {"DATELINE_PATIENCE": "soon"})


@pytest.mark.parametrize("store", ["dateline.db", r"C:\data\my.db", 'a "quoted" name.db', "postgresql://host/base"])
def test_what_is_printed_reads_back_as_the_same(tmp_path: Path, store: str) -> None:
    config = Config(store=store, patience=0, profile="full")
    assert load_config(write(tmp_path, config.to_toml())) == config

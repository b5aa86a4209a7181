"""Names in, places out: folding, look-up, romanizations, what a broken table says."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.gazetteer import fold_name, load_gazetteer, to_ascii
from dateline.gazetteer.index import DATA, Gazetteer
from dateline.gazetteer.sounds import sound_key

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Zürich", "zurich"),
        ("the Hague", "hague"),
        ("The", "the"),
        ("Port-au-Prince", "port au prince"),
        ("Sana’a", "sanaa"),
        ("St. Petersburg", "saint petersburg"),
        ("Bosnia & Herzegovina", "bosnia and herzegovina"),
        ("Łódź", "lodz"),
        ("New\u200b\u00a0York", "new york"),
        ("", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold_name(written) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_name(text)
    again = fold_name(once)
    assert again == once or once.split()[0] in ("the", "st", "ste", "mt", "ft")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert isinstance(GAZETTEER.candidates(text), tuple)
    assert isinstance(GAZETTEER.similar(text, country="IRQ"), tuple)
    assert (text in GAZETTEER) == bool(GAZETTEER.candidates(text))


@pytest.mark.parametrize(
    ("name", "feature", "country"),
    [
        ("Kenya", "country", "KEN"),
        ("Nairobi", "city", "KEN"),
        ("Bavaria", "region", "DEU"),
        ("Lake County", "district", "USA"),
        ("Sea of Azov", "water", None),
        ("South America", "continent", None),
        ("Darfur", "area", "SDN"),
        ("Calif.", "region", "USA"),
        ("Türkiye", "country", "TUR"),
        ("Bombay", "city", "IND"),
    ],
)
def test_candidates(name: str, feature: str, country: str | None) -> None:
    assert (feature, country) in {(place.feature, place.country) for place in GAZETTEER.candidates(name)}


def test_candidates_say_how_the_name_belongs_to_the_place() -> None:
    assert {place.kind for place in GAZETTEER.candidates("Kenyans")} == {"demonym"}
    assert GAZETTEER.candidates("Kenya")[0].kind == "name"
    assert GAZETTEER.candidates("no such place at all") == ()


def test_a_place_knows_what_holds_it() -> None:
    city = next(place for place in GAZETTEER.candidates("Munich") if place.country == "DEU")
    assert city.admin1 == "Bavaria"
    assert GAZETTEER.place(city.region).feature == "region"
    assert city.geonames_id == 2867714
    assert abs(city.lat - 48.14) < 0.1


@pytest.mark.parametrize("key", ["NO", "NOR", "Norway", "Norwegian", "Norwegians", "Kingdom of Norway"])
def test_country(key: str) -> None:
    country = GAZETTEER.country(key)
    assert country is not None
    assert country.country == "NOR"


def test_capital() -> None:
    capital = GAZETTEER.capital("NOR")
    assert capital is not None
    assert (capital.name, capital.is_capital) == ("Oslo", True)
    assert GAZETTEER.capital("XXX") is None


def test_every_country_has_a_code_and_a_point() -> None:
    countries = [place for i in range(300) if (place := GAZETTEER.place(i)).feature == "country" and place.geonames_id]
    assert len(countries) > 240
    assert len({place.country for place in countries}) == len(countries)
    assert all(-90 <= place.lat <= 90 and -180 <= place.lon <= 180 for place in countries)


@pytest.mark.parametrize(
    ("words", "first", "end"),
    [
        (["in", "New", "York", "today"], 1, 3),
        (["Trinidad", "and", "Tobago"], 0, 3),
        (["Kenya", "said"], 0, 1),
        (["nothing", "here"], 0, None),
        ([], 0, None),
    ],
)
def test_longest_match(words: list[str], first: int, end: int | None) -> None:
    assert GAZETTEER.longest_match(words, first) == end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fallujah", "al falluja"),
        ("soleyman", "soleiman"),
        ("port e gaz", "port gaz"),
        ("muhammara", "mohammara"),
        ("qamishli", "ghamishly"),
    ],
)
def test_romanizations_share_a_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


def test_similar_stays_in_the_country() -> None:
    found = GAZETTEER.similar("Fallouja", country="IRQ")
    assert {place.country for place in found} == {"IRQ"}
    assert GAZETTEER.similar("Fallouja", country="NOR") == ()


def test_use_tells_words_and_surnames() -> None:
    assert GAZETTEER.use("Reading").word == 3
    assert GAZETTEER.use("Jackson").surname == 3
    assert GAZETTEER.use("Nairobi").word == 0
    assert GAZETTEER.use("no such place at all").given == 0


def test_ascii_keeps_what_it_can_write() -> None:
    assert to_ascii("São Tomé") == "Sao Tome"


def test_a_cut_table_is_named(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    table = tmp_path / "data" / "places.npy"
    table.write_bytes(table.read_bytes()[:1000])
    with pytest.raises(UsageError, match=r"places\.npy"):
        Gazetteer(tmp_path / "data")


def test_names_are_sorted_and_offsets_rise() -> None:
    offsets = np.load(DATA / "name_offsets.npy", mmap_mode="r")
    assert bool(np.all(np.diff(offsets.astype(np.int64)) > 0))
    entries = np.load(DATA / "name_entries.npy", mmap_mode="r")
    assert entries[-1] == len(np.load(DATA / "entry_places.npy", mmap_mode="r"))


@pytest.mark.parametrize(
    ("written", "meant", "country"),
    [
        ("Ouagadugou", "Ouagadougou", "BFA"),
        ("Reykjavikk", "Reykjavik", "ISL"),
        ("Antananarvio", "Antananarivo", "MDG"),
        ("Windhuek", "Windhoek", "NAM"),
    ],
)
def test_a_name_one_letter_away_is_found(written: str, meant: str, country: str) -> None:
    assert (meant, country) in {(place.name, place.country) for place in GAZETTEER.misspelt(written)}
    assert {place.country for place in GAZETTEER.misspelt(written, country=country)} == {country}


@pytest.mark.parametrize("name", ["Omam", "Riga", "", "Windhoek Central Statione"])
def test_short_and_far_names_are_no_misspellings(name: str) -> None:
    assert GAZETTEER.misspelt(name) == ()


@given(st.text(max_size=30))
def test_any_text_can_be_misspelt(text: str) -> None:
    assert isinstance(GAZETTEER.misspelt(text), tuple)


@pytest.mark.parametrize("country", ["NOR", "KEN", "PER", "MNG"])
def test_the_extent_of_a_country_holds_its_capital(country: str) -> None:
    found, capital = GAZETTEER.country(country), GAZETTEER.capital(country)
    assert found is not None
    assert capital is not None
    assert found.extent is not None
    south, west, north, east = found.extent
    assert south < capital.lat < north
    assert west < capital.lon < east


def test_an_extent_across_the_antimeridian_has_its_west_east_of_its_east() -> None:
    fiji = GAZETTEER.country("FJI")
    assert fiji is not None
    assert fiji.extent is not None
    assert fiji.extent[1] > 0 > fiji.extent[3]


@pytest.mark.parametrize(
    ("name", "country", "region"),
    [("Hanoi", "VNM", "Hanoi"), ("Asmara", "ERI", "Maekel"), ("Washington", "USA", "District of Columbia")],
)
def test_a_capital_lies_in_its_own_region(name: str, country: str, region: str) -> None:
    capital = GAZETTEER.capital(country)
    assert capital is not None
    assert (capital.name, capital.admin1) == (name, region)


@pytest.mark.parametrize("table", ["names.npy", "countries.json", "word_flags.npy"])
def test_a_missing_table_is_named(tmp_path: Path, table: str) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "data" / table).unlink()
    with pytest.raises(UsageError, match=rf"{table}: .*build it anew"):
        Gazetteer(tmp_path / "data")

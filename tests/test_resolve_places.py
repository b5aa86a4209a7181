"""Which of the places that bear a name the report means."""

from __future__ import annotations

import re

import pytest

from dateline.gazetteer import load_gazetteer
from dateline.records import Document, Report, Span, Toponym
from dateline.resolve.beside import set_right
from dateline.resolve.places import resolve_place, resolve_places

GAZETTEER = load_gazetteer()


def resolve(text: str, *names: str) -> dict[str, Toponym]:
    """Resolve the names where they stand in the text; a demonym is what the gazetteer knows as nothing else."""
    toponyms = []
    for match in sorted(
        (m for name in names for m in re.finditer(rf"\b{re.escape(name)}", text)), key=lambda m: m.start()
    ):
        places = GAZETTEER.candidates(match[0])
        demonym = bool(places) and all(place.kind == "demonym" for place in places)
        toponyms.append(Toponym(span=Span(match.start(), match.end(), match[0]), demonym=demonym, confidence=1.0))
    document = Document(report=Report(id="r", text=text), text=text, text_start=0, blocks=())
    return {place.span.text: place for place in resolve_places(toponyms, document, GAZETTEER)}


def test_a_place_is_filled_in() -> None:
    place = resolve("in Nairobi", "Nairobi")["Nairobi"]
    assert (place.name, place.country, place.feature, place.geonames_id) == ("Nairobi", "KEN", "city", 184745)
    assert place.lat is not None
    assert 0 < place.confidence <= 1


@pytest.mark.parametrize(
    ("text", "names", "admin1"),
    [
        ("in Springfield, Illinois", ("Springfield", "Illinois"), "Illinois"),
        ("in Springfield (Missouri)", ("Springfield", "Missouri"), "Missouri"),
        ("in Springfield, Mass., on Monday", ("Springfield", "Mass."), "Massachusetts"),
        ("from Boston, Worcester and Springfield", ("Boston", "Worcester", "Springfield"), "Massachusetts"),
    ],
)
def test_the_text_chooses_the_springfield(text: str, names: tuple[str, ...], admin1: str) -> None:
    assert resolve(text, *names)["Springfield"].admin1 == admin1


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("in Puebla State", "Puebla State", "region"),
        ("in the state of Puebla", "Puebla", "region"),
        ("in Puebla state", "Puebla", "region"),
        ("in Puebla", "Puebla", "city"),
        ("in the city of Puebla", "Puebla", "city"),
        ("in Bavaria", "Bavaria", "region"),
        ("in Luxembourg", "Luxembourg", "country"),
    ],
)
def test_the_designator_says_the_class(text: str, name: str, feature: str) -> None:
    assert resolve(text, name)[name].feature == feature


def test_a_noun_after_a_list_holds_for_each() -> None:
    places = resolve(
        "in Fairfax, Loudoun and Stafford counties, Virginia", "Fairfax", "Loudoun", "Stafford", "Virginia"
    )
    assert {places[name].feature for name in ("Fairfax", "Loudoun", "Stafford")} == {"district"}


def test_the_country_of_the_report_decides() -> None:
    plain = resolve("in Tripoli", "Tripoli")["Tripoli"]
    lebanon = resolve("Lebanese troops in Beirut, Sidon and Tripoli", "Lebanese", "Beirut", "Sidon", "Tripoli")[
        "Tripoli"
    ]
    assert (plain.country, lebanon.country) == ("LBY", "LBN")


def test_other_romanizations_are_read_in_the_country_of_the_report() -> None:
    places = resolve("Iraqi forces in Baghdad, Mosul and Fallouja", "Iraqi", "Baghdad", "Mosul", "Fallouja")
    assert places["Fallouja"].country == "IRQ"
    assert resolve("in Fallouja", "Fallouja")["Fallouja"].name is None


def test_demonyms_give_their_country() -> None:
    place = resolve("Kenyan troops", "Kenyan")["Kenyan"]
    assert (place.country, place.feature, place.demonym) == ("KEN", "country", True)


def test_unknown_stays_unknown() -> None:
    place = resolve("in Zzyqqor", "Zzyqqor")["Zzyqqor"]
    assert (place.name, place.lat, place.country) == (None, None, None)


def test_one_sense_for_one_name() -> None:
    text = "Portland, Maine, woke up to snow. Portland has seen worse."
    toponyms = [
        Toponym(span=Span(0, 8, "Portland"), confidence=1.0),
        Toponym(span=Span(10, 15, "Maine"), confidence=1.0),
        Toponym(span=Span(34, 42, "Portland"), confidence=1.0),
    ]
    document = Document(report=Report(id="r", text=text), text=text, text_start=0, blocks=())
    resolved = resolve_places(toponyms, document, GAZETTEER)
    assert [place.admin1 for place in resolved] == ["Maine", "Maine", "Maine"]


def test_two_senses_where_the_text_says_so() -> None:
    text = "Portland, Maine, and Portland, Oregon"
    toponyms = [
        Toponym(span=Span(m.start(), m.end(), m[0]), confidence=1.0)
        for m in re.finditer(r"Portland|Maine|Oregon", text)
    ]
    document = Document(report=Report(id="r", text=text), text=text, text_start=0, blocks=())
    resolved = resolve_places(toponyms, document, GAZETTEER)
    assert [place.admin1 for place in resolved] == ["Maine", "Maine", "Oregon", "Oregon"]


def test_sites_are_left_as_they_are() -> None:
    site = Toponym(span=Span(3, 17, "Liberty Square"), site=True)
    document = Document(
        report=Report(id="r", text="in Liberty Square"), text="in Liberty Square", text_start=0, blocks=()
    )
    assert resolve_places([site], document, GAZETTEER) == (site,)


def test_resolve_place() -> None:
    place = resolve_place("Puebla", GAZETTEER, country="MEX")
    assert place is not None
    assert (place.name, place.feature) == ("Puebla", "city")
    assert resolve_place("Zzyqqor", GAZETTEER) is None
    assert resolve_place("Puebla", GAZETTEER, country="NOR") is None


def test_a_source_speaks_for_its_home() -> None:
    span = Span(12, 21, "Hyderabad")

    def country(source: str | None) -> str | None:
        report = Report(id="r", text="A strike in Hyderabad ended.", source=source)
        document = Document(report=report, text=report.text, text_start=0, blocks=())
        return resolve_places([Toponym(span=span, confidence=1.0)], document, GAZETTEER)[0].country

    assert country(None) == country("news.example") == country("news.ai") == "IND"
    assert country("daily.com.pk") == country("https://www.daily.pk/a/1") == "PAK"


def test_a_large_city_may_leave_city_out_of_its_name() -> None:
    place = resolve_place("New York", GAZETTEER)
    assert place is not None and (place.feature, place.admin1) == ("city", "New York")


def test_a_region_whose_name_is_another_name_of_its_capital() -> None:
    place = resolve_place("Pará", GAZETTEER)
    assert place is not None and (place.feature, place.name) == ("region", "Para")


def test_an_area_of_a_city_is_not_its_namesake_elsewhere() -> None:
    found = resolve("shot in the Springfield area of Nairobi", "Springfield", "Nairobi")["Springfield"]
    assert (found.name, found.country) == (None, "KEN")
    assert resolve("shot in the Soho area of London", "Soho", "London")["Soho"].country == "GBR"


def test_what_something_is_near_is_rather_a_city_than_a_region() -> None:
    text = "Gunmen kidnapped two nurses near Beni"
    toponym = Toponym(span=Span(text.index("Beni"), len(text), "Beni"), near=True, confidence=1.0)
    document = Document(report=Report(id="r", text=text), text=text, text_start=0, blocks=())
    (place,) = resolve_places([toponym], document, GAZETTEER)
    assert (place.country, place.feature) == ("COD", "city")


def test_what_lies_beside_a_place_is_not_its_namesake_abroad() -> None:
    text = "in Lima, some 30 km north of Kano"
    toponyms = list(resolve(text, "Lima", "Kano").values())
    beside, city = set_right(toponyms, text)
    assert (beside.name, beside.country, beside.lat) == (None, "NGA", None)
    assert city.name == "Kano"
    text = "in Quito, some 30 km north of Ibarra"
    assert [place.name for place in set_right(list(resolve(text, "Quito", "Ibarra").values()), text)] == [
        "Quito",
        "Ibarra",
    ]

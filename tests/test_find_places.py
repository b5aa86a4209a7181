"""What counts as a place name, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.find.places import find_places
from dateline.gazetteer import load_gazetteer
from dateline.parse import load_parser
from dateline.records import Block, Document, Report, Toponym

GAZETTEER = load_gazetteer()
PARSER = load_parser()


def read(text: str, dateline: int = 0) -> tuple[Toponym, ...]:
    blocks = (
        Block(start=0, end=dateline, kind="dateline", line=0),
        Block(start=dateline, end=len(text), kind="body", line=0),
    )[0 if dateline else 1 :]
    document = Document(report=Report(id="r", text=text), text=text, text_start=0, blocks=blocks)
    return find_places(PARSER(document), GAZETTEER)


def names(text: str) -> list[str]:
    return [place.span.text for place in read(text) if not place.site]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Protesters gathered in Nairobi on Monday.", ["Nairobi"]),
        ("Clashes broke out in Lagos, Kano, Jos and Ibadan.", ["Lagos", "Kano", "Jos", "Ibadan"]),
        ("They marched in the cities of Fes, Oujda, Nador and Agadir.", ["Fes", "Oujda", "Nador", "Agadir"]),
        ("A bomb went off in Springfield, Illinois, police said.", ["Springfield", "Illinois"]),
        ("Two people were arrested in Oaxaca Province.", ["Oaxaca Province"]),
        ("Shelling hit northern Gaza overnight.", ["Gaza"]),
        ("Nairobi's High Court freed three men.", ["Nairobi"]),
        ("The United States and the U.K. protested.", ["United States", "U.K."]),
        ("Police in Port-au-Prince fired tear gas.", ["Port-au-Prince"]),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Post reported the story.",
        "Most of them were reading a nice book.",
        "Mr. Lincoln said he would resign.",
        "The Bank of England kept rates on hold.",
        "The minister signed the Paris Agreement.",
        "Police said mobile phones were seized.",
        "She listened to the Voice of America.",
    ],
)
def test_names_of_other_things(text: str) -> None:
    assert names(text) == []


def test_demonyms_are_marked() -> None:
    places = read("Kenyan troops and two Somalis crossed the border.")
    assert [(place.span.text, place.demonym) for place in places] == [("Kenyan", True), ("Somalis", True)]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("A convoy was attacked near Mopti.", True),
        ("A convoy was attacked close to Mopti.", True),
        ("Officials close to Mopti denied it; so did those far from Gao.", False),
        ("A convoy was attacked not far from Mopti.", True),
        ("The blast happened 20 km east of Mopti.", True),
        ("Villagers fled to the outskirts of Mopti.", True),
        ("The blast happened in Mopti.", False),
        ("Since 2012, 25 members of the council of Mopti have died in Mopti.", False),
    ],
)
def test_near(text: str, near: bool) -> None:
    places = [place for place in read(text) if place.span.text == "Mopti"]
    assert places
    assert places[-1].near is near


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("They blocked the Karimi highway for hours.", "Karimi highway"),
        ("Crowds filled Liberty Square at noon.", "Liberty Square"),
        ("He was taken to Velasco prison.", "Velasco prison"),
        ("A truck overturned on Highway 19.", "Highway 19"),
        ("Students of the University of Ibadan went on strike.", "University of Ibadan"),
        ("Crowds filled Rue de la Paix.", "Rue de la Paix"),
        ("They met on Plaza de Mayo.", "Plaza de Mayo"),
        ("Soldiers withdrew from the Kestrun army base.", "Kestrun army base"),
        ("A bomb went off near the Tarmuk bus station.", "Tarmuk bus station"),
    ],
)
def test_sites(text: str, site: str) -> None:
    assert site in [place.span.text for place in read(text) if place.site]


@pytest.mark.parametrize("text", ["The prison was closed.", "They stayed on the highway.", "It is a quiet street."])
def test_unnamed_sites_are_no_toponyms(text: str) -> None:
    assert read(text) == ()


def test_a_road_is_not_the_place_it_is_named_after() -> None:
    assert names("A shop on Washington Drive was looted.") == []


def test_a_list_carries_an_unknown_name() -> None:
    assert "Zarabad" in names("Rallies were held in Lagos, Kano, Zarabad, Jos and Ibadan.")


def test_the_dateline_is_read_though_it_is_not_parsed() -> None:
    text = "ABUJA, Nigeria, May 3 — Workers went on strike."
    places = read(text, dateline=text.index("W"))
    assert [place.span.text for place in places] == ["ABUJA", "Nigeria"]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="Kenya Lagos, of the-'’. \n\u00a0\u200bé", max_size=80))
def test_spans_are_true(text: str) -> None:
    for place in read(text):
        assert place.span.text == text[place.span.start : place.span.end]
        assert place.span.text.strip() == place.span.text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "A", "Of", "-", "al-", "the"])
def test_little_text(text: str) -> None:
    assert read(text) == ()


def test_ten_thousand_names() -> None:
    assert len(read("Lagos, Kano and Jos. " * 3400)) > 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Dakar-based group of Franco-Malian traders left.", ["Dakar", "Malian"]),
        ("Kenyan-Ethiopian talks resumed in Moyale.", ["Kenyan", "Ethiopian", "Moyale"]),
        ("Warsaw accused the company of fraud.", ["Warsaw"]),
        ("Fighters burned the village of Velgora Kas on Sunday.", ["Velgora Kas"]),
        ("Fighters burned Velgora town on Sunday.", ["Velgora"]),
        ("A mortar hit al-Velgora neighbourhood in central Damascus.", ["al-Velgora", "Damascus"]),
        ("Troops held at-large suspects in al-Hasakah.", ["al-Hasakah"]),
        ("They live in the town of Reading and the village of Hope.", ["Reading", "Hope"]),
        ("They signed the Oslo Accords, the Minsk agreements and the Kyoto Protocol.", []),
        ("Shelling hit Deir ez-Zor.", ["Deir ez-Zor"]),
        ("Turkey accords great importance to peace.", ["Turkey"]),
        ("Gunmen attacked a Fulani settlement, a UNHCR refugee camp and a Yazidi village.", []),
        ("She works in the area of Artificial Intelligence.", []),
        ("Shells hit the settlements of Velgora, Tarmuk (twice) and Orn Bela.", ["Velgora", "Tarmuk", "Orn Bela"]),
        ("They were caught at a farm in Velgora, a small town.", ["Velgora"]),
        ("Jets bombed Velgora, just 30 kilometres from Damascus.", ["Velgora", "Damascus"]),
        ("Two men were shot on a road in the Velgora area.", ["Velgora"]),
        ("He hid on a farm in Al-Velgor not far from Damascus.", ["Al-Velgor", "Damascus"]),
        ("They read of it in the Post, a daily.", []),
        ("He wrote for the Velgora Post.", []),
        ("Fighters burned farms in the area of Velgora on Sunday.", ["Velgora"]),
        ("The court in Oslo freed Mary Bergen. Bergen thanked her lawyers.", ["Oslo"]),
    ],
)
def test_parts_of_words_governments_and_villages_of_no_known_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Delta Garment Workers\u2019 League struck.", []),
        ("The Harmony Farmers Union in Delta struck.", ["Delta"]),
        ("The Kenya Teachers League struck.", ["Kenya"]),
        ("The Lagos Workers' Union struck.", ["Lagos"]),
    ],
)
def test_a_common_word_in_a_bodys_name_is_no_place(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_people_goes_before_a_hamlet_of_its_name() -> None:
    (place,) = [place for place in read("Police questioned a Spanish journalist.") if not place.site]
    assert (place.span.text, place.demonym) == ("Spanish", True)


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("They marched along Morava Avenue to Heroes Square.", ["Morava Avenue", "Heroes Square"]),
        ("A fire broke out in the Ledvina Hospital on Friday.", ["Ledvina Hospital"]),
        ("Ledvina Hospital said that it had no beds.", []),
        ("Jorge Carrera Lopez spoke via Skype. Via Skype, he spoke.", []),
    ],
)
def test_a_body_is_a_site_only_where_something_is_there(text: str, sites: list[str]) -> None:
    assert [place.span.text for place in read(text) if place.site] == sites


def test_the_month_of_a_dateline_is_no_place() -> None:
    found = read("NARAYANGANJ, Bangladesh, 17 August 2022: Police held nine men.")
    assert [place.span.text for place in found] == ["NARAYANGANJ", "Bangladesh"]

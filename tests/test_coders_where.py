"""Where it happened: the places of the clause, of the sentence before, of a list, and the country that frames all."""

from __future__ import annotations

import pytest
from coding import code, names, only, places, table

CONGO = "Democratic Republic of the Congo"

STATED = [
    ("Police arrested six students in Dakar.", ["Dakar"]),
    ("The Blue Lantern Movement torched banners in Lima, Arequipa and Cusco.", ["Lima", "Arequipa", "Cusco"]),
    (
        "Members of the Harbour Union put up banners in Tartu, Narva, Viljandi and Rakvere.",
        ["Tartu", "Narva", "Viljandi", "Rakvere"],
    ),
    ("In Dakar and Rufisque, police arrested six students.", ["Dakar", "Rufisque"]),
    (
        "Members of the Harbour Union in the cities of Tartu, Narva and Rakvere put up banners.",
        ["Tartu", "Narva", "Rakvere"],
    ),
    ("Dockers marched in Porto and fishermen blocked a bridge in Braga.", ["Porto", "Braga"]),
    ("Police arrested two students in Huaraz, Peru.", ["Huaraz"]),
    ("Soldiers shot dead three herders in Gao, in northern Mali.", ["Gao"]),
    ("In Peru's capital Lima, police arrested two students.", ["Lima"]),
    ("Rebels attacked a convoy in the Sahel.", ["Sahel"]),
    ("Troops killed nine civilians in Burundi.", ["Burundi"]),
    ("Peruvian soldiers killed two miners in Puno.", ["Puno"]),
    ("A court in Tunis sentenced an editor to prison in absentia.", ["Tunis", "Tunis"]),
    ("Ethiopia withdrew its troops from Gode.", ["Gode"]),
    ("President Osvaldo Prett visited Mongolia.", ["Mongolia"]),
    ("While police arrested dockers in Porto, students blocked a bridge in Braga.", ["Porto", "Braga"]),
    ("In Porto on May 12, dockers marched and students blocked a bridge.", ["Porto", "Porto"]),
    ("The killing of two traders by soldiers in Gao sparked protests in Mopti.", ["Gao", "Mopti"]),
    ("The Northern Guard, which attacked Gao in 2012, released six hostages near Ménaka.", ["Gao", "Menaka"]),
    ("On May 3, Jonas Abara was arrested and executed in Bissau.", ["Bissau", "Bissau"]),
]

#: Who acts is not where, and what a statement is about is not where it was made.
SPOKEN = [
    ("Accra, May 17, 2024—The port council condemned the arrest of two editors.",),
    ("The bishop denounced the law.",),
    ("Chad accused Libya of arming rebels.",),
    ("Chad and Niger agreed to reopen the border.",),
    ("President Osvaldo Prett accused the Harbour Union of burning the customs house in Callao.",),
    # A capital that stands for its government.
    ("Kyiv accused Moscow of jailing two sailors.",),
    ("Delhi urged Dhaka to protect two shrines.",),
    ("Tokyo summoned the ambassador of China.",),
    ("Lima condemned Quito over the raid.",),
]

TAKEN_OVER = [
    ("A man holds a sign reading 'No war' during a rally in Dakar on May 9.", ["Dakar"]),
    ("Thousands took to the streets of Dakar on May 9. Police arrested ten of them.", ["Dakar", "Dakar"]),
    ("On May 9, teachers marched in Dakar. They burned an effigy of Osvaldo Prett.", ["Dakar", "Dakar"]),
    ("On May 9, teachers marched in Dakar. Two days later, police arrested six teachers.", ["Dakar", "Dakar"]),
    ("On May 12, dock workers marched in Valparaíso. Police arrested three of them.", ["Valparaiso", "Valparaiso"]),
    ("Students blocked a bridge in Concepción. Police detained four students.", ["Concepcion", "Concepcion"]),
    ("Police arrested six students in Dakar. On Wednesday, police released them.", ["Dakar", "Dakar"]),
    ("On May 12, dockers marched in Porto. In 1987, soldiers had killed two dockers there.", ["Porto", "Porto"]),
]

UNNAMED_SITES = [
    ("Protesters gathered outside the court in Sfax.", "court"),
    ("Farmers blocked a bridge near Puno.", "bridge"),
    ("In Dakar, a bomb exploded in front of the crowded market.", "crowded market"),
    ("Students set fire to the gate of a police station in Gao.", "police station"),
    ("Prisoners in Tunis began a hunger strike in prison.", "prison"),
    ("A judge in Tunis sentenced an editor to prison.", None),
    ("Police arrested two editors in Tunis, who were at home.", None),
    ("The Harbour Union will march to the court in Sfax on Friday.", None),
    ("The minister took part in talks in Tunis while in office.", None),
]

INCLUDING = [
    (
        "The Blue Lantern Movement tore down posters of Osvaldo Prett, including a poster on a bridge in Trujillo.",
        ["Peru", "Trujillo"],
    ),
    (
        "The Blue Lantern Movement burned several banners in Peru, including a large banner on a bridge in Arequipa.",
        ["Peru", "Arequipa"],
    ),
]

#: Which of the places of a sentence is the act's.
CHOSEN = [
    # What the act was part of, or what went on at the same time.
    ("Four soldiers were killed in clashes with rebels in Mopti.", ["Mopti"]),
    ("Six miners were killed in a raid on a camp near Gao.", ["Gao"]),
    ("A judge was shot dead as he left a restaurant in Porto.", ["Porto"]),
    ("A reporter was killed while he was covering a strike in Callao.", ["Callao"]),
    ("Sailors who were visiting the port of Callao were attacked on Monday.", ["Callao"]),
    ("The minister cited the killing of three judges in Cusco on May 3 as a warning.", ["Cusco"]),
    ("A bomb exploded in a hotel in the Cartagena tourist center, on the Caribbean, killing two men.", ["Cartagena"]),
    ("Rebels shelled Kakata, 60 kilometers (40 miles) northeast of Monrovia, on Monday.", ["Kakata"]),
    ("Two men were shot by soldiers of the US base in Callao.", ["Callao"]),
    ("Police in Lima arrested a man over a raid launched in Quito.", ["Lima"]),
    # What the act was done to, and not the wider place that it lies in.
    ("Rebels shelled the village of Ménaka in northern Mali.", ["Menaka"]),
    ("Rebels shelled Timbuktu, 300 km north of Mopti.", ["Timbuktu"]),
    # Not where somebody comes from, whom a place names, or where it was told.
    ("A driver from Abidjan was shot dead in Bouaké.", ["Bouake"]),
    ("A Dakar man shot dead a guard.", ["Senegal"]),
    ("Fighters of the Darfur Unity Front killed two traders in Khartoum.", ["Khartoum"]),
    ("Rebels killed six soldiers in Gao, a spokesman said in Dakar.", ["Gao"]),
    ("A spokesman told reporters in Dakar that rebels killed six soldiers in Gao.", ["Gao"]),
    ("Presidents of Chile and Peru held talks in Quito.", ["Quito"]),
    ("Citizens of Peru and Chile were arrested in Quito.", ["Quito"]),
    # What befell somebody before is not where the rest of the sentence is.
    ("Two men, kidnapped by gunmen in Gao in January, were freed in Mopti.", ["Gao", "Mopti"]),
    ("Two traders seized in Gao were beaten in Mopti.", ["Gao", "Mopti"]),
    # The ends of a road, and the name of a crossing.
    ("Farmers blocked the highway linking Puno and Juliaca on Monday.", ["Puno"]),
    ("Students blocked the roads that connect Puno with Juliaca.", ["Puno"]),
    ("Soldiers shot a trader at the Rafah crossing.", ["Rafah"]),
    # The toll that opens a headline.
    ("Three killed, five injured as bus bombed in Kabul", ["Kabul"]),
    # A place before a subject without a comma.
    ("Police arrested six students in Porto, while in Braga soldiers beat two.", ["Porto", "Braga"]),
]

#: A place without its name.
UNNAMED = [
    ("LIMA, May 17, 2024—Gunmen shot dead a judge in the capital.", "the capital", "Lima"),
    ("LIMA, May 17, 2024—Gunmen shot dead a judge in this city.", "this city", "Lima"),
    ("ROME, May 17, 2024—Gunmen shot dead a judge in the Peruvian capital.", "the Peruvian capital", "Lima"),
    ("Teachers marched in Porto on Monday. On Tuesday, police arrested two men in the city.", "the city", "Porto"),
    # A people's name that is a region's or a town's elsewhere too.
    ("MOGADISHU, May 16 - Gunmen killed two judges in the Somali capital.", "the Somali capital", "Mogadishu"),
    ("Police arrested six students in the Thai capital.", "the Thai capital", "Bangkok"),
    ("Pirates seized a ship off the Somali coast.", "the Somali coast", "Somalia"),
    ("Soldiers shot two herders in a Kenyan village.", "a Kenyan village", "Kenya"),
]

#: A site named after something else lies where the text says.
HOUSED = [
    ("Six men began a hunger strike in Evin prison in Tehran.", "Tehran", "Evin prison"),
    ("Two men were hanged in Ghezel Hesar prison in Karaj.", "Karaj", "Ghezel Hesar prison"),
    ("Police arrested two men at Manas airport in Bishkek.", "Bishkek", "Manas airport"),
    ("Prisoners rioted at Insein prison in the city of Yangon.", "Yangon", "Insein prison"),
    ("Police raided Quito prison in Ecuador.", "Quito", "Quito prison"),
    ("Rebels raided Kabul airport in Kabul.", "Kabul", "Kabul airport"),
    ("Police arrested a man at Entebbe airport.", "Entebbe", "Entebbe airport"),
]

#: What goes to a country is not tied to it.
TIED = [
    ("China supplied tents to Nepal on Monday.", "Nepal"),
    ("Rebels armed by Chad seized a town in Sudan.", "Sudan"),
    ("Groups aligned with Iran and Syria shelled Mosul.", "Mosul"),
]

#: Whose a party is, and what it is called, says nothing of where it acts.
NO_PLACE = [
    ("Hackers linked to North Korea robbed two banks.",),
    ("Rebels backed by Rwanda attacked a convoy.",),
    ("Militants loyal to Yemen seized a ship.",),
    ("The Moro Islamic Liberation Front declared a ceasefire.",),
    ("Students marched in the Catalan capital.",),
]

#: A sentence after the act that only says where it was.
NARROWED = [
    ("More than 900 people demonstrated in the Peru capital Lima.", ["Lima"]),
    ("In the province of Arequipa, rebels shelled the settlements of Camaná and Mollendo.", ["Camana", "Mollendo"]),
    ("Gunmen killed two guards near the Velgora refugee camp outside Damascus.", ["Velgora"]),
    ("A bomb in Peru's western Ica province killed three traders.", ["Ica"]),
    ("Two guards were killed in a US-led raid near Cusco.", ["Cusco"]),
    ("A clerk was shot as he walked along Grau Avenue.", ["Grau Avenue"]),
]

RETOLD = [
    ("On May 12, gunmen shot dead a judge. The attack took place in Cusco.", "Cusco"),
    ("Gunmen shot dead a judge. The murder occurred outside his home in northern Arequipa.", "Arequipa"),
    ("Gunmen shot dead a judge. It happened in Tacna.", "Tacna"),
    ("Gunmen shot dead a judge. The assembly took place in Tacna.", None),
]

#: An act that is yet to come.
AHEAD = [
    ("Teachers plan to march on Grau Avenue in Lima on May 25.", "Lima"),
    ("The union called on students to gather in the Barranco neighborhood of Lima on Saturday.", "Lima"),
    ("Teachers plan to march in the Barranco neighborhood of Lima on May 25.", "Lima"),
]

#: Who those who act are of, where nothing else says where they did it.
HOMES = [
    ("The mayor of Huaraz resigned on Monday.", ["Huaraz"]),
    ("Arequipa's governor ordered a curfew.", ["Arequipa"]),
    ("Miners of Turceni went on strike.", ["Turceni"]),
    ("Lima residents blocked a road.", ["Lima"]),
    ("Residents of Huaraz and Puno blocked a road.", ["Huaraz", "Puno"]),
    ("On Monday, teachers marched in Dakar. Residents of Rufisque blocked a road.", ["Dakar", "Rufisque"]),
    ("The bishop of Gao led a march in Mopti.", ["Mopti"]),
    # Whom they are for, or where they came from.
    ("Fans of Liverpool rioted on Monday.", ["United Kingdom"]),
    ("A student of Dakar shot dead a guard.", ["Senegal"]),
    ("The mayor of Lima condemned the raid.", [""]),
    # What states do at home, and what they do anywhere.
    ("Paris, May 17, 2024 — Mali expelled two French diplomats.", ["Mali"]),
    ("Argentina condemned the raid on Monday. Ecuador expelled the Argentine ambassador.", ["", "Ecuador"]),
    ("Police stormed the embassy in Quito. Ecuador expelled the Mexican ambassador.", ["Quito", "Quito"]),
    ("Kyiv, May 17, 2024 — Russia shelled two villages.", ["Ukraine"]),
]

#: "The region" is the city or region just named, where only one country is.
REGIONS = [
    ("Peru declared a state of emergency in Puno and sent soldiers to the region.", ["Puno", "Puno"]),
    ("Soldiers shelled Gao. Rebels killed six people in the area.", ["Gao", "Gao"]),
    ("Rebels seized Goma and Bukavu. The army sent troops to the region.", ["Goma", "Bukavu", CONGO]),
    ("Israel struck Beirut on Monday. France sent a warship to the region.", ["Beirut", "Israel"]),
]

KNOWN_GAPS = frozenset(
    {
        # "including" after a clause that has a place of its own.
        "The Blue Lantern Movement burned several banners in Peru, including a large banner on a bridge in Arequipa.",
    }
)


def known(lines: list[tuple]) -> set[str]:
    return {line[0] for line in lines} & KNOWN_GAPS


@table("text, expected", STATED, known(STATED))
def test_one_record_for_each_place_of_the_clause(text: str, expected: list[str]) -> None:
    assert places(code(text)) == expected


@table("text", SPOKEN, known(SPOKEN))
def test_a_speech_act_without_a_place_stays_without(text: str) -> None:
    assert places(event for event in code(text) if event.event_type != "COERCE") == [""]


@table("text, expected", TAKEN_OVER, known(TAKEN_OVER))
def test_a_clause_without_a_place_is_where_the_sentence_before_was(text: str, expected: list[str]) -> None:
    events = code(text)
    assert places(events) == expected
    assert [event.place.basis for event in events] == ["stated"] + ["inferred"] * (len(expected) - 1)


@table("text, expected", INCLUDING, known(INCLUDING))
def test_what_including_brings_in_has_its_own_place(text: str, expected: list[str]) -> None:
    assert places(code(text)) == expected


def test_records_of_one_clause_differ_in_nothing_but_the_place() -> None:
    text = "On Tuesday, May 14, the Blue Lantern Movement torched banners of Osvaldo Prett in Lima, Arequipa and Cusco."
    events = code(text)
    assert {(event.actors, event.recipients, event.objects, event.date, event.evidence) for event in events} == {
        (events[0].actors, events[0].recipients, events[0].objects, events[0].date, events[0].evidence)
    }
    assert len({event.event_id for event in events}) == 3


def test_a_place_is_given_in_full() -> None:
    place = only("Police arrested six students in Dakar.").place
    assert place is not None and place.span is not None
    assert (place.span.text, place.country, place.precision, place.basis) == ("Dakar", "SEN", "city", "stated")
    assert place.lat is not None and abs(place.lat - 14.7) < 0.2
    assert place.lon is not None and abs(place.lon + 17.4) < 0.2
    assert not place.near


def test_near_is_said() -> None:
    place = only("Gunmen killed five farmers near Maroua.").place
    assert place is not None and place.near


def test_a_street_is_the_site_and_the_city_the_place() -> None:
    place = only("On May 14, youths burned a portrait of Osvaldo Prett in Grau Avenue in Lima.").place
    assert place is not None and place.site is not None
    assert (place.name, place.site.text) == ("Lima", "Grau Avenue")


@table("text, expected", UNNAMED_SITES)
def test_a_building_without_a_name_is_a_site(text: str, expected: str | None) -> None:
    site = code(f"TUNIS, May 14 (Wire) - {text}")[0].place.site
    assert (site.text if site else None) == expected


def test_the_country_of_the_dateline_frames_what_names_no_place() -> None:
    place = only("MONTEVIDEO, May 17, 2024—Students occupied a faculty building on Thursday.").place
    assert place is not None
    assert (place.name, place.precision, place.basis, place.span) == ("Uruguay", "country", "inferred", None)


def test_no_place_is_made_up() -> None:
    assert only("Soldiers killed two traders.").place is None


def test_in_other_cities_means_those_of_the_list_that_are_left() -> None:
    events = code(
        "On May 12, members of the Blue Lantern Movement were active in Lima, Arequipa, Cusco, Trujillo and Piura.\n\n"
        "In Lima, members of the Blue Lantern Movement put up posters of Marta Quiroz.\n\n"
        "In other cities, members of the Blue Lantern Movement took to graffiti."
    )
    assert places(events) == ["Lima", "Arequipa", "Cusco", "Trujillo", "Piura"]
    assert [event.place.basis for event in events] == ["stated"] + ["inferred"] * 4
    assert names(events) == ["PROTEST/display"] * 5


def test_other_cities_that_are_named_are_those() -> None:
    events = code(
        "On May 12, members of the Blue Lantern Movement were active in Lima, Arequipa, Cusco, Trujillo and Piura.\n\n"
        "In other cities, including Tacna, members of the Blue Lantern Movement took to graffiti."
    )
    assert (places(events)[-1], events[-1].place.basis) == ("Tacna", "stated")


def test_acts_after_each_other_keep_their_own_places() -> None:
    events = code(
        "Members of the Harbour Union burned posters of Osvaldo Prett in Tartu and put up banners in Narva. "
        "Police arrested a docker in Rakvere."
    )
    assert list(zip(names(events), places(events), strict=True)) == [
        ("PROTEST/vandalize", "Tartu"),
        ("PROTEST/display", "Narva"),
        ("COERCE/arrest", "Rakvere"),
    ]


@table("text, expected", CHOSEN)
def test_the_place_of_the_act_among_those_of_the_sentence(text: str, expected: list[str]) -> None:
    assert places(code(text)) == expected


@table("text, words, expected", UNNAMED)
def test_a_city_that_is_meant_but_not_named(text: str, words: str, expected: str) -> None:
    place = code(text)[-1].place
    assert place is not None and place.span is not None
    assert (place.span.text, place.name, place.basis) == (words, expected, "stated")


@table("text, place, site", HOUSED)
def test_a_site_is_in_the_city_that_the_text_says(text: str, place: str, site: str) -> None:
    found = only(text).place
    assert found is not None and found.site is not None
    assert (found.name, found.site.text) == (place, site)


def test_a_site_placed_once_is_no_town_elsewhere() -> None:
    events = code("Two men were hanged in Evin prison in Tehran.\n\nOn Monday guards beat two men in Evin prison.")
    assert [event.place and event.place.country for event in events] == ["IRN", "IRN"]


@table("text, expected", TIED)
def test_where_an_act_was_among_a_partys_ties(text: str, expected: str) -> None:
    assert places(code(text))[-1] == expected


@table("text", NO_PLACE)
def test_a_partys_ties_and_name_place_nothing(text: str) -> None:
    assert code(text)[-1].place is None


@table("text, expected", NARROWED)
def test_of_a_place_and_a_wider_one_the_narrower_is_where_it_was(text: str, expected: list[str]) -> None:
    assert places(code(text)) == expected


@table("text, expected", RETOLD)
def test_a_later_sentence_that_says_where_the_act_was(text: str, expected: str | None) -> None:
    place = code(text)[0].place
    assert (place.name if place and place.precision != "country" else None) == expected


@table("text, expected", AHEAD)
def test_an_act_yet_to_come_is_placed_no_more_finely_than_the_city(text: str, expected: str) -> None:
    place = only(text).place
    assert place is not None
    assert (place.name, place.precision, place.site) == (expected, "city", None)


@table("text, expected", HOMES)
def test_those_who_are_of_a_city_act_there_where_nothing_says_otherwise(text: str, expected: list[str]) -> None:
    assert places(code(text)) == expected


@table("text, expected", REGIONS)
def test_the_region_is_the_one_just_named(text: str, expected: list[str]) -> None:
    assert places(code(text)) == expected


def test_a_strike_of_those_of_a_city_is_placed_by_inference() -> None:
    place = only("Miners of Turceni went on strike.").place
    assert (place.basis, place.span, place.country) == ("inferred", None, "ROU")


def test_an_unknown_area_of_a_city_lies_in_its_country() -> None:
    place = only("Police arrested two men in the Creggan area of Derry.").place
    assert (place.name, place.country, place.precision, place.lat) == ("Creggan", "GBR", "district", None)


def test_a_neighborhood_of_what_happened_is_a_district() -> None:
    place = only("Gunmen killed a judge in the Barranco neighborhood of Lima.").place
    assert place is not None
    assert (place.name, place.precision) == ("Barranco", "district")


def test_the_headline_places_what_the_text_places_only_in_a_country() -> None:
    text = "A bomb exploded in a crowded market on Friday evening, killing at least nine people, police said."
    (event,) = code(text, title="Bombing in Quetta market kills nine")
    assert event.place is not None
    assert (event.place.name, event.place.basis, event.place.span) == ("Quetta", "inferred", None)


def test_a_sentence_on_how_a_city_fares_places_what_follows() -> None:
    event = only("Cusco lives through a wave of terror. Gunmen shot dead a judge on Monday.")
    assert event.place and (event.place.name, event.place.basis) == ("Cusco", "inferred")


def test_a_government_named_by_its_city_places_nothing() -> None:
    event = only("Moscow remains opposed to the plan. Gunmen shot dead a judge on Monday.")
    assert event.place and event.place.name == "Russia"


def test_a_demonym_places_nothing() -> None:
    assert only("French police arrested a Peruvian man on Monday.").place is None


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Rebels shelled the village of Ouvera near Goma on Monday. In Ouvera, they burned a school.", "Ouvera", "COD"),
        ("Dockers marched over a Porto bridge on Monday.", "Porto", "PRT"),
        ("Students blocked a bridge over the Danube in Linz on Monday.", "Linz", "AUT"),
        (
            "Police in Enugu State confirmed the killing of two traders in Nsukka Local Government Area.",
            "Nsukka",
            "NGA",
        ),
    ],
)
def test_a_place_that_a_name_or_the_report_gives(text: str, place: str, country: str) -> None:
    found = code(text)[-1].place
    assert found and (found.name, found.country) == (place, country)


def test_the_names_of_gangs_are_no_places() -> None:
    text = "Members of two gangs, Los Lobos and Los Delfines, fought in a prison in Guayaquil on Sunday."
    assert set(places(code(text))) == {"Guayaquil"}


def test_a_name_that_only_opens_with_a_known_one_is_not_that() -> None:
    (event,) = code("The militia shelled homes in Abu Zerka on Monday, the army said.")
    assert event.place and (event.place.name, event.place.geonames_id) == ("Abu Zerka", None)


WIRE = [
    ("A bomb killed four soldiers in Quito.\n\nThe device went off beside a bus.", ["Quito", "Quito"]),
    ("A bomb killed four soldiers in Quito.\n\nDemonstrators marched later.", ["Quito", "Quito"]),
    ("Rebels killed two guards.\n\nThe fighting broke out in Loja in Ecuador.", ["Loja"]),
    ("Gunmen seized ten people in Nigeria.\n\nThe gunmen arrived on motorbikes in Kano.", ["Kano"]),
]


@pytest.mark.parametrize(("text", "expected"), WIRE)
def test_a_paragraph_that_goes_on_is_where_the_one_before_was(text: str, expected: list[str]) -> None:
    assert places(code(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed three officers assigned to protect nurses in Quito.", "Quito"),
        ("Ten people were killed in an air strike that hit homes in Quito.", "Quito"),
        ("Ten traders were killed by gunmen who attacked a market in Kano.", "Kano"),
        ("Miners blocked the road between La Paz and Oruro at Cochabamba.", "Cochabamba"),
        ("Residents of Loja blocked the road linking Quito and Guayaquil.", "Loja"),
        ("A warplane bombed a residential quarter of Kano in northern Nigeria.", "Kano"),
    ],
)
def test_a_place_told_in_a_clause_of_the_act(text: str, expected: str) -> None:
    assert places(code(text))[0] == expected


def test_a_dateline_abroad_does_not_frame_what_happened_elsewhere() -> None:
    title = "Peru jails two editors"
    events = code("MADRID, May 17, 2024 (AFP) - Two editors were jailed on Friday.", title=title)
    assert {event.place.country for event in events if event.place} == {"PER"}


def test_a_neighbourhood_lies_in_the_city_told_before() -> None:
    events = code("Two guards were killed in Quito on Monday. Mobs burned shops in the Brooklyn neighbourhood.")
    assert [event.place and event.place.country for event in events] == ["ECU", "ECU"]

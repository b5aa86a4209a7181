"""Names that only their construction shows to be persons' are withheld; bodies and places beside them are not."""

import datetime as dt
import re

import pytest

from dateline.pipeline import code_report
from dateline.privacy import WITHHELD, find_withheld
from dateline.records import Report
from tests.coding import tools


def shown(text: str) -> str:
    """Give the whole text of a report as the public profile shows it."""
    coded = code_report(Report(id="r", text=text, published=dt.date(2024, 5, 17)), tools())
    pieces, done = [], 0
    for stretch in find_withheld(text, coded.events, coded.private_names):
        pieces += [text[done : stretch.start], WITHHELD]
        done = stretch.end
    return "".join([*pieces, text[done:]])


def left_of(names: str, text: str) -> set[str]:
    """Give the words of names that the public profile leaves in a text."""
    left = {word.lower() for word in re.findall(r"\w+", shown(text))}
    return {word for word in re.findall(r"\w\w+", names.lower()) if word in left}


SHARED_SURNAMES = [
    (
        "Karim Joelle Nassouri",
        "Two members of the Assembly, Karim and Joelle Nassouri, were held in Sfax on Friday.",
    ),
    ("Ana Bero Cilka Vellin", "Soldiers killed Ana, Bero and Cilka Vellin in Goma on Tuesday."),
    ("Ivo Toma Ruzik", "The brothers Ivo and Toma Ruzik were abducted by rebels near Goma on Monday."),
    ("Odile Perrine Maud Lavergnat", "Three sisters - Odile, Perrine and Maud Lavergnat - were beaten in Lille."),
    ("Ivka Toma Ruzik", "Police detained Ivka and her husband Toma Ruzik in Lima on Sunday."),
    ("Vesna Marko Tulipanov", "Police did not say whether Vesna or Marko Tulipanov was held in Split on Friday."),
    ("Yara Sami Dalia Qubbani", "Protesters visited the graves of Yara, Sami and Dalia Qubbani in Homs on Friday."),
    (
        "Orla Fintan Keaveny Aoife Cillian Niamh",
        "Police evicted Orla and Fintan Keaveny and their children Aoife, Cillian and Niamh in Cork on Monday.",
    ),
    ("Ivo Toma Ruzik", "IVO AND TOMA RUZIK KILLED IN GOMA\n\nGunmen killed two brothers in Goma on Friday."),
]
LISTS = [
    ("Toma Ruzik Ilke Drosan Pavo Kestrin", "The dead were identified as Toma Ruzik, Ilke Drosan and Pavo Kestrin."),
    ("Noor Hamza Layan Shahla", "Siblings Noor, Hamza and Layan Abu Shahla were killed in a strike on Gaza City."),
    ("Adewunmi Folake Okonjo Ime", "Detained by police in Lagos on Monday: Adewunmi, Folake (28); Okonjo, Ime (31)."),
    ("Rosaura Tlapan Yadira Coatl", "VICTIMS: ROSAURA TLAPAN, YADIRA COATL. Gunmen killed two people in Lima."),
    (
        "Hugo Pliszka Wanda Grzegrz Leszek Morow",
        "The injured are Hugo Pliszka (23), Wanda Grzegrz and Leszek Morow.",
    ),
    ("Milo Tanasek Vera Dubray", "POLICE ARREST MILO TANASEK AND VERA DUBRAY\n\nPolice arrested two students in Brno."),
    ("Siobhan Dalaigh Tavita", "Police arrested Siobhan O'Dalaigh and Tavita Fa'asaval in Apia on Friday."),
]
OTHER_NAMES = [
    ("Vasil Grom Petkanov", "Police arrested Vasil “Grom” Petkanov in Sofia on Tuesday."),
    ("Vasil Grom Petkanov", "Police arrested Vasil 'Grom' Petkanov in Sofia on Tuesday."),
    ("Ingrid Solberg Aaskjer", "Ingrid Solberg, née Aaskjer, was arrested by police in Oslo on Friday."),
    ("Ingrid Solberg Aaskjer", "Police arrested Ingrid Solberg, born Aaskjer, in Oslo on Friday."),
    ("Mosharrel Rafiqun", "A.K. Mosharrel and S.M. Rafiqun were detained by police in Khulna on Saturday."),
    ("Suparminto", "Suparminto, a farmer, was stabbed during a protest in Medan on Friday."),
    ("Tinashe Madzoreral", "The court in Harare heard the case of Tinashe Madzoreral on Friday."),
    ("Renshuo Meifen", "Relatives of Guo Renshuo and Tang Meifen protested in Wuhan on Friday."),
    ("Esi", "The teenagers — Kofi, Yaw and Esi — were arrested by police in Kumasi."),
    ("Taras Vovchen", "Mourners carried portraits of Lesia Prydko and Taras Vovchen in Lviv on Sunday."),
    ("Sunniva", "He and Sunniva were beaten by police in Bergen on Friday, Trond Eikelund said."),
    ("Min Ji", "Protesters in Seoul mourned Han Do-yeong. Han's wife Min-ji wept."),
    ("Elmer Gato Quispel", "Police killed a miner and Elmer 'El Gato' Quispel in Puno on Friday."),
    ("Davit Marina", "Davit, son of Marina, was beaten by police in Batumi on Sunday."),
]


@pytest.mark.parametrize(("names", "text"), SHARED_SURNAMES + LISTS + OTHER_NAMES)
def test_names_shown_by_their_construction_are_withheld(names: str, text: str) -> None:
    assert left_of(names, text) == set()
    assert WITHHELD in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "Workers of Marks and Spencer marched in Leeds on Monday.",
        "Police arrested members of the Justice and Development Party in Izmir on Monday.",
        "Justice and Development Party offices were burned in Izmir on Monday.",
        "Protesters burned trucks of Procter and Gamble in Lagos on Monday.",
        "Rebels attacked Goma, Sake and Masisi Centre on Monday.",
        "Rebels shelled Goma and South Kivu on Monday.",
        "Troops from Burundi and South Africa clashed with rebels in Goma on Monday.",
        "Police fired tear gas in Machakos and Makueni counties on Monday.",
        "Fatah and Islamic Jihad clashed in Jenin on Monday.",
        "Israel attacked Hamas and Kataib Hezbollah on Monday.",
        "Russian and Wagner fighters attacked Bakhmut on Monday.",
        "Protesters blocked Oak and Elm Streets in Springfield on Monday.",
        "Protesters blocked J.K. Nyerere Road in Mwanza on Friday.",
        "President Emil “the Bear” Vantor visited Goma on Monday.",
        "President Emil and First Lady Olga Vantor visited Goma on Monday.",
        "Protesters in Goma chanted “Freedom” and “Justice” on Monday.",
        "A woman born in Aaskjer was arrested in Oslo on Friday.",
    ],
)
def test_bodies_places_and_public_persons_are_shown(text: str) -> None:
    assert shown(text) == text


def test_a_place_in_a_row_with_a_person_is_shown_where_it_is_one() -> None:
    text = "Police arrested Rosa Vellmar of Goma, and Toma Ruzik of Sake, on Friday."
    assert shown(text) == text.replace("Rosa Vellmar", WITHHELD).replace("Toma Ruzik", WITHHELD)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ("Tovar Min-ruk", "Police in Seoul detained Tovar Min-ruk and a friend at a rally. Tovar was freed later."),
        ("韋小寶", "Police in Lima also detained 韋小寶, a student, on Friday."),
        ("Tariq Vellmari", "Police in Dhaka arrested Sheikh Tariq Vellmari over the killing."),
    ],
)
def test_names_that_other_tongues_write_are_withheld(names: str, text: str) -> None:
    assert not left_of(names, text)

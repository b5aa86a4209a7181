"""What one sentence adds to an act told in another: tolls, counts, actors, slogans."""

import datetime as dt

import pytest
from coding import actors, code, name, only

from dateline.records import CodedEvent

PUBLISHED = dt.date(2024, 5, 17)  # a Friday


def counts(event: CodedEvent) -> set[tuple[str, int | None, int | None]]:
    return {(figure.kind, figure.min, figure.max) for figure in event.figures}


def test_a_toll_told_later_belongs_to_the_attack() -> None:
    event = only(
        "A bomb exploded at a bus station in Peshawar on Monday. At least nine people were killed and 20 were wounded,"
        " officials said."
    )
    assert (event.event_type, event.mode) == ("ASSAULT", "explosives")
    assert counts(event) == {("killed", 9, None), ("injured", 20, None)}
    assert len(event.evidence) == 2


def test_what_an_attack_did_is_not_a_second_attack() -> None:
    event = only("A bomb exploded at a market in Gao on Monday, killing four people and wounding at least 17.")
    assert counts(event) == {("killed", 4, 4), ("injured", 17, None)}


def test_a_toll_names_who_gives_it() -> None:
    (event, *_) = code(
        "Police fired tear gas at marchers in Arequipa on Monday.\n\n"
        "Sixteen marchers were injured, the health office said."
    )
    assert [actor.name for figure in event.figures for actor in figure.attributed_to] == ["health office"]


def test_a_toll_of_an_accident_belongs_to_no_attack() -> None:
    events = code("Soldiers attacked a village near Gao on Monday.\n\nTwo people died in a road accident.")
    assert not any(event.figures for event in events)


def test_a_general_sentence_says_who_did_what_its_list_tells() -> None:
    events = code(
        "Nurses in three cities held protest rallies on Monday.\n\nProtests were reported in Porto, Braga and Faro.",
    )
    assert [(event.place.name, [actor.name for actor in event.actors]) for event in events if event.place] == [
        (city, ["nurses"]) for city in ("Porto", "Braga", "Faro")
    ]


def test_nobody_is_charged_with_an_act_that_only_stands_near_theirs() -> None:
    events = code(
        "Soldiers opened fire on mourners in Kano on Sunday.\n\nA student died of beatings in custody in Zaria."
    )
    assert not any(event.actors for event in events if event.place and event.place.name == "Zaria")


def test_a_strike_announced_for_a_weekday_is_to_come() -> None:
    event = only("The Harbour Union announced a general strike for Tuesday.")
    assert (event.event_type, event.mode, event.status) == ("PROTEST", "strike", "planned")
    assert event.date is not None
    assert event.date.first == dt.date(2024, 5, 21)


def test_a_protest_called_for_is_no_threat() -> None:
    event = only("The Harbour Union called for nationwide protests.")
    assert (event.event_type, event.status) == ("PROTEST", "called-for")


def test_what_somebody_is_sentenced_for_is_not_told_as_done() -> None:
    events = code("A court in Porto sentenced two activists to five years in prison for insulting the mayor.")
    assert {event.event_type for event in events} == {"SANCTION", "COERCE"}


def test_since_a_day_reaches_to_the_report() -> None:
    event = only("At least 31 people have been arrested in Kano since Tuesday.")
    assert event.date is not None
    assert (event.date.first, event.date.last) == (dt.date(2024, 5, 14), PUBLISHED)


def test_who_denies_an_act_is_not_its_source() -> None:
    events = code("His family says he was beaten by police; the police deny it.")
    beaten = next(event for event in events if event.event_type == "ASSAULT")
    assert "police" not in {actor.name for actor in beaten.attributed_to}


def test_a_name_that_nothing_is_known_of_is_a_private_persons_when_arrested() -> None:
    (recipient,) = code("Police arrested Ana Smith in Lagos on Friday.")[0].recipients
    assert (recipient.name, recipient.kind, recipient.private) == ("Ana Smith", "person", True)


def test_two_plain_names_that_are_beaten_are_a_private_persons() -> None:
    (recipient,) = code("Police in Oslo beat Ulla Rand on Monday.")[0].recipients
    assert (recipient.name, recipient.kind, recipient.private) == ("Ulla Rand", "person", True)


COUNTED = [
    ("The attack left eight people with injuries in Gao.", {"ASSAULT": {("injured", 8, 8)}}),
    ("Gunmen attacked a base in Gao, leaving eight guards wounded.", {"ASSAULT/firearms": {("injured", 8, 8)}}),
    ("Protesters threw petrol bombs at police in Lima, leaving three officers with burns.",
     {"ASSAULT/primitive": {("injured", 3, 3)}}),
    ("Inmates rioted at a prison in Guayaquil, leaving 12 dead.", {"PROTEST/riot": {("killed", 12, 12)}}),
    ("Eight people were injured and 22 arrested in Lima.",
     {"ASSAULT": {("injured", 8, 8)}, "COERCE/arrest": {("arrested", 22, 22)}}),
    ("Six people were injured and two trapped when a building collapsed in Lima.", {}),
    ("Police arrested 25 people, 10 of them women, in Minsk.", {"COERCE/arrest": {("arrested", 25, 25)}}),
    ("Iran put to death three men convicted of murder on Monday.", {"COERCE/execute": {("killed", 3, 3)}}),
    ("Five people were held in Lyon.", {"COERCE/arrest": {("arrested", 5, 5)}}),
    ("Twelve hostages are being held by rebels in Gao.", {"ASSAULT/abduct": {("abducted", 12, 12)}}),
    ("Gunmen attacked a village near Gao, killing three and abducting eleven.",
     {"ASSAULT/firearms": {("killed", 3, 3)}, "ASSAULT/abduct": {("abducted", 11, 11)}}),
    ("Rebels killed four and abducted 20 in Beni.",
     {"ASSAULT": {("killed", 4, 4)}, "ASSAULT/abduct": {("abducted", 20, 20)}}),
    ("Militants stormed a clinic in Bor, killing two nurses, wounding six and kidnapping a doctor.",
     {"ASSAULT": {("killed", 2, 2), ("injured", 6, 6)}, "ASSAULT/abduct": {("abducted", 1, 1)}}),
    ("Police seized two tonnes of ivory and arrested seven in Cali.",
     {"COERCE/seize": set(), "COERCE/arrest": {("arrested", 7, 7)}}),
    ("Police beat three and detained nine in Harare.",
     {"ASSAULT/beat": set(), "COERCE/arrest": {("arrested", 9, 9)}}),
    ("Rebels freed two captured policemen in Goma.", {"RETREAT/release": {("other", 2, 2)}}),
    ("Rebels freed three of the 12 nurses, and 2,000 people fled.", {"RETREAT/release": {("other", 3, 3)}}),
    ("Anna Berg, a lawyer and mother of two, was arrested in Minsk.", {"COERCE/arrest": {("arrested", 1, 1)}}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "counted"), COUNTED)
def test_what_a_number_counts(text: str, counted: dict[str, set[tuple[str, int | None, int | None]]]) -> None:
    assert {name(event): counts(event) for event in code(text)} == counted


def test_dozens_are_no_thing() -> None:
    event = only("Dozens were arrested in Minsk.")
    assert (event.objects, counts(event)) == ((), {("arrested", 24, None)})


TOTALS = [
    ("Twelve people were killed in an attack in Gao, bringing the total to 56 this month.", {12: "event"}),
    ("A bomb killed two guards in Gao, bringing the death toll to 45.", {2: "event", 45: "running-total"}),
    ("The attack killed 30 people in Gao, and the toll is expected to rise.", {30: "event"}),
    ("Two people were killed in Gao on Monday and 30 have been killed so far.", {2: "event", 30: "running-total"}),
    ("The army says 1,000 have been killed in Gao, with those numbers only rising.", {1000: "running-total"}),
]


@pytest.mark.parametrize(("text", "scopes"), TOTALS)
def test_a_total_is_what_its_words_govern(text: str, scopes: dict[int, str]) -> None:
    assert {figure.min: figure.scope for event in code(text) for figure in event.figures} == scopes


CLAIMED = [
    ("Gunmen killed nine soldiers in Ica. The Red Dawn group claimed responsibility.", ["Red Dawn group"]),
    ("Two men shot dead a judge in Ica. The Red Dawn group claimed responsibility for the attack.", ["Red Dawn group"]),
    ("Gunmen killed nine soldiers in Ica. No group has claimed responsibility.", ["gunmen"]),
    ("Gunmen killed nine soldiers in Ica. Nobody claimed responsibility for the attack.", ["gunmen"]),
    ("Gunmen killed nine soldiers in Ica. The attack was claimed by the Red Dawn group.", ["Red Dawn group"]),
    ("Gunmen killed nine soldiers in Ica. No group claimed the attack.", ["gunmen"]),
    ("A bomb exploded in Ica. The Red Dawn group has not claimed responsibility.", []),
    ("A bomb exploded in Ica. None of the groups claimed responsibility for the attack.", []),
]


@pytest.mark.parametrize(("text", "doers"), CLAIMED)
def test_who_claims_an_attack_is_named_for_those_only_described(text: str, doers: list[str]) -> None:
    assert actors(only(text)) == doers


HELD = [
    ("Kidnappers freed the teacher. She had been seized three weeks before.", "ASSAULT/abduct"),
    ("The rebels released a priest who had been captured in Bor in April.", "ASSAULT/abduct"),
    ("Police freed the teacher. She had been detained three weeks before.", "COERCE/arrest"),
]


@pytest.mark.parametrize(("text", "taking"), HELD)
def test_whose_captive_somebody_was_tells_an_abduction_from_an_arrest(text: str, taking: str) -> None:
    assert [name(event) for event in code(text)] == ["RETREAT/release", taking]


COUNTED_TWICE = [
    ("A shell killed 20 people in Goma on Saturday, rebels said. The army said 11 people were killed.",
     {20: ["rebels"], 11: ["army"]}),
    ("Some 5,000 people marched in Lyon on Saturday, police said. Organisers spoke of 12,000 demonstrators.",
     {5000: ["police"], 12000: ["organisers"]}),
    ("Some 5,000 people marched in Lyon on Saturday, police said. Organisers claimed 12,000.",
     {5000: ["police"], 12000: ["organisers"]}),
    ("Workers marched in Lyon on Saturday. The Tram Union said that 12,000 people took part, while police put it"
     " at 4,500.", {12000: ["Tram Union"], 4500: ["police"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COUNTED_TWICE)
def test_each_party_keeps_its_own_count(text: str, expected: dict[int, list[str]]) -> None:
    (event,) = code(text)
    assert {figure.min: [actor.name for actor in figure.attributed_to] for figure in event.figures} == expected


def test_the_wounded_that_are_counted_apart_lose_none_to_the_dead() -> None:
    text = "Shells hit a camp in Goma on Tuesday and killed 13 people. Thirty people are being treated for wounds."
    (event,) = [each for each in code(text) if each.event_type == "ASSAULT"]
    assert {figure.kind: figure.min for figure in event.figures} == {"killed": 13, "injured": 30}

"""Forms of English in which acts are told: outcomes, claims of responsibility, headlines, several verbs of one act."""

from __future__ import annotations

import pytest

from dateline.records import CodedEvent
from tests.coding import code, days, name, names, only


def parties(event: CodedEvent) -> tuple[list[str], list[str]]:
    return [actor.name for actor in event.actors], [actor.name for actor in event.recipients]


def counts(event: CodedEvent) -> dict[str, int | None]:
    return {figure.kind: figure.min for figure in event.figures}


OUTCOMES = [
    ("Three people were killed when police opened fire on marchers in Lima.", ["police"], ["marchers"], {"killed": 3}),
    ("Three people died as soldiers shot at a crowd in Lima.", ["soldiers"], ["crowd"], {"killed": 3}),
    ("A policeman died on Tuesday when rebels ambushed a patrol.", ["rebels"], ["policeman"], {"killed": 1}),
    ("Four soldiers were killed in a rebel ambush near Puno.", ["rebel"], ["soldiers"], {"killed": 4}),
]


@pytest.mark.parametrize(("text", "actors", "recipients", "figures"), OUTCOMES)
def test_who_died_by_an_act_told_beside_it_is_counted_with_it(
    text: str, actors: list[str], recipients: list[str], figures: dict[str, int]
) -> None:
    event = only(text)
    assert (event.event_type, parties(event), counts(event)) == ("ASSAULT", (actors, recipients), figures)


def test_two_harms_of_one_doer_keep_their_own_counts() -> None:
    events = code("Gunmen killed a mayor and wounded his driver.")
    assert [counts(event) for event in events] == [{"killed": 1}, {"injured": 1}]
    events = code("A roadside bomb killed a mayor and wounded his driver.")
    assert [counts(event) for event in events] == [{"killed": 1}, {"injured": 1}]


def test_a_count_goes_to_the_act_that_counts_such() -> None:
    events = code("The two men, who had been arrested in March, were sentenced to ten years on Friday.")
    assert [(name(event), counts(event)) for event in events] == [
        ("COERCE/arrest", {}),
        ("SANCTION/convict", {"sentenced": 2}),
        ("COERCE/arrest", {}),
    ]


def test_who_is_found_dead_is_suspected_to_have_been_killed() -> None:
    event = only("Mayor Ernesto Palma was found dead in Ica on Monday.")
    assert (name(event), counts(event), event.certainty) == ("ASSAULT", {"killed": 1}, "suspected")
    assert not code("A hiker was found dead in an avalanche.")


CLAIMED = [
    "At least 30 people died in a bomb attack on a market in Maiduguri claimed by the Red Dawn Front.",
    "Responsibility for the bombing was claimed in a telephone call by the Red Dawn Front.",
    "The Red Dawn Front claimed responsibility for the attack in a telephone call.",
    "A bombing that killed three was claimed by the Red Dawn Front.",
    "The Red Dawn Front claimed the bombing of a police post in Puno.",
]


@pytest.mark.parametrize("text", CLAIMED)
def test_whoever_claims_an_attack_is_its_doer_by_their_own_word(text: str) -> None:
    event = only(text)
    assert (event.event_type, parties(event)[0], event.certainty) == ("ASSAULT", ["Red Dawn Front"], "claimed")


ACCUSED = [
    ("The army has been accused of torturing prisoners.", ["army"]),
    ("The union condemned the killing of two teachers by soldiers in Puno.", ["soldiers"]),
]


@pytest.mark.parametrize(("text", "recipients"), ACCUSED)
def test_whoever_is_blamed_is_the_recipient_and_not_the_victim(text: str, recipients: list[str]) -> None:
    assert parties(only(text))[1] == recipients


HEADLINES = [
    ("Opposition leader jailed for ten years", "SANCTION/convict", [], ["opposition leader"]),
    ("Mayor shot dead outside home", "ASSAULT/firearms", [], ["Mayor"]),
    ("Students torch bus in Cusco", "ASSAULT/destroy", ["students"], []),
    ("Three killed as police fire on marchers in Lima", "ASSAULT/firearms", ["police"], ["marchers"]),
    ("Dockers to strike on Monday in Callao", "PROTEST/strike", ["dockers"], []),
    ("Nurses to march against cuts", "PROTEST/demo", ["nurses"], []),
]


@pytest.mark.parametrize(("text", "what", "actors", "recipients"), HEADLINES)
def test_the_grammar_of_headlines(text: str, what: str, actors: list[str], recipients: list[str]) -> None:
    for events in (code(text), code("More follows.", title=text)):
        assert (name(events[0]), parties(events[0])) == (what, (actors, recipients))


def test_a_headline_that_says_what_is_to_come_is_a_plan() -> None:
    assert only("Dockers to strike on Monday in Callao").status == "planned"


def test_one_word_is_not_read_twice() -> None:
    assert [name(event) for event in code("The court ordered the newspaper to close.")] == ["COERCE/censor"]


def test_a_word_of_place_is_no_part_of_a_name() -> None:
    assert parties(only("Some 300 demonstrators gathered outside parliament in Lima."))[1] == ["parliament"]


def test_police_who_answer_with_tear_gas() -> None:
    events = code("Protesters hurled stones at police, who responded with tear gas.")
    assert [name(event) for event in events] == ["PROTEST/riot", "ASSAULT/crowd-control"]


SERIES = [
    # text, type and mode, actors, place
    ("A wave of arrests swept Minsk.", "COERCE/arrest", [], "Minsk"),
    ("The militia carried out a series of arrests in Goma.", "COERCE/arrest", ["militia"], "Goma"),
    ("A wave of arrests by soldiers followed the march in Dakar.", "COERCE/arrest", ["soldiers"], "Dakar"),
    ("There was a spate of kidnappings in Kaduna.", "ASSAULT/abduct", [], "Kaduna"),
    ("A string of killings in Cali has alarmed residents.", "ASSAULT", [], "Cali"),
    ("A wave of attacks killed 20 people in Kano.", "ASSAULT", [], "Kano"),
    ("A string of attacks rocked villages near Wau.", "ASSAULT", [], "Wau"),
    ("Rebels launched a campaign of assassinations in Basra.", "ASSAULT/targeted", ["rebels"], "Basra"),
    ("A new round of fighting erupted in Tripoli.", "ASSAULT", [], "Tripoli"),
    ("A wave of protests swept Tunisia.", "PROTEST/demo", [], "Tunisia"),
]


@pytest.mark.parametrize(("text", "what", "who", "place"), SERIES)
def test_a_wave_of_acts_is_such_acts(text: str, what: str, who: list[str], place: str) -> None:
    event = only(text)
    assert (name(event), parties(event)[0], event.place and event.place.name) == (what, who, place)


@pytest.mark.parametrize("text", ["A wave of migration swept Europe.", "The third round of the cup was held in Kano."])
def test_a_wave_of_anything_else_is_none(text: str) -> None:
    assert not code(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Police killed a gunman in Lima.", "ASSAULT"),
        ("Rebels attacked a tank near Goma.", "ASSAULT"),
        ("Rebels attacked a helicopter base near Goma.", "ASSAULT"),
        ("Rebels attacked a mine near Goma.", "ASSAULT"),
        ("Rebels attacked a mine near Goma with grenades.", "ASSAULT/explosives"),
        ("A gunman killed two guards in Lima.", "ASSAULT/firearms"),
    ],
)
def test_what_is_attacked_says_nothing_of_the_weapon(text: str, what: str) -> None:
    assert name(only(text)) == what


def test_a_known_group_may_open_a_sentence() -> None:
    assert parties(only("Naxalites ambushed a patrol near Gaya."))[0] == ["Naxalites"]


@pytest.mark.parametrize("verb", ["captured", "seized"])
def test_a_town_that_is_seized_is_not_arrested(verb: str) -> None:
    assert name(only(f"Militants {verb} Mosul.")) == "ASSAULT"


def test_an_attack_that_took_place_somewhere_is_told() -> None:
    assert name(only("An attack took place in Lagos on Monday.")) == "ASSAULT"


def test_a_headline_of_two_clauses_tells_two_acts() -> None:
    taken, left = code("Officials gave no details.", title="Rebels seize town; army retreats")
    assert [(name(taken), parties(taken)[0]), (name(left), parties(left)[0])] == [
        ("ASSAULT", ["rebels"]),
        ("RETREAT/withdraw", ["army"]),
    ]


WEAPONS_AS_VERBS = [
    ("Police tear-gassed students in Nairobi.", "ASSAULT/crowd-control", ["police"]),
    ("Officers pepper-sprayed marchers in Portland.", "ASSAULT/crowd-control", ["officers"]),
    ("Youths petrol-bombed a police station in Derry.", "ASSAULT/destroy", ["youths"]),
    ("Soldiers machine-gunned villagers near Bor.", "ASSAULT/firearms", ["soldiers"]),
]


@pytest.mark.parametrize(("text", "what", "who"), WEAPONS_AS_VERBS)
def test_a_weapon_may_be_a_verb(text: str, what: str, who: list[str]) -> None:
    event = only(text)
    assert (name(event), parties(event)[0]) == (what, who)


def test_what_was_stormed_is_set_ablaze() -> None:
    riot, fire = code("Protesters stormed the ministry and set it ablaze in Libreville.")
    assert [name(riot), name(fire)] == ["PROTEST/riot", "ASSAULT/destroy"]


def test_troops_ordered_to_withdraw_are_not_sent() -> None:
    event = only("The president ordered troops to withdraw from Kisangani.")
    assert (name(event), event.status) == ("RETREAT/withdraw", "called-for")


def test_police_answer_what_is_thrown_at_them() -> None:
    events = code("Masked men threw flares at police, who responded with pepper spray.")
    assert [(name(event), parties(event)[0]) for event in events] == [
        ("PROTEST/riot", ["masked men"]),
        ("ASSAULT/crowd-control", ["police"]),
    ]


DAYS = [
    "Five people were killed and another eight wounded when a bomb exploded in Oslo on Sunday.",
    "Three demonstrators were killed and 12 others injured in Oslo on Sunday.",
    "Police shot dead a vendor named Idris Bello in Oslo on Sunday.",
    "The Red Front claimed responsibility for Sunday's bombing in Oslo.",
]


@pytest.mark.parametrize("text", DAYS)
def test_the_only_day_of_a_sentence_is_that_of_its_act(text: str) -> None:
    event = only(text)
    assert (days(event), event.place and event.place.name) == ("05-12", "Oslo")


ROWS = [
    ("Protesters were arrested, beaten and deported by police in Harare.", "protesters"),
    ("Police arrested, beat and deported three journalists in Harare.", "journalists"),
    ("Police beat, arrested and deported three journalists in Harare.", "journalists"),
]


@pytest.mark.parametrize(("text", "whom"), ROWS)
def test_three_verbs_in_a_row_share_doer_and_sufferer(text: str, whom: str) -> None:
    events = code(text)
    assert sorted(name(event) for event in events) == ["ASSAULT/beat", "COERCE/arrest", "COERCE/deport"]
    assert all(parties(event) == (["police"], [whom]) for event in events)


def test_shot_and_wounded_is_one_blow() -> None:
    event = only("Police shot and wounded a man in Leeds.")
    assert (name(event), counts(event)) == ("ASSAULT/firearms", {"injured": 1})


AGAIN = [
    ("Soldiers arrested 12 students in Kano. They were later released.", ["students"]),
    ("Gunmen abducted 23 pupils in Kano. Eleven of them have since been freed.", ["pupils"]),
    ("Gunmen abducted two men near Gao. The two men were freed.", ["men"]),
    ("Two farmers were attacked by gunmen. The two men were beaten.", ["farmers"]),
    ("A policeman was shot dead by a gunman in Kano. He was later arrested.", ["gunman"]),
]


@pytest.mark.parametrize(("text", "recipients"), AGAIN)
def test_who_was_done_to_is_spoken_of_again(text: str, recipients: list[str]) -> None:
    assert parties(code(text)[-1])[1] == recipients


def test_what_is_condemned_is_told_where_nobody_is_charged_with_it() -> None:
    blame, killing = code("The union condemned the killing of two teachers in Puno on Sunday.")
    assert (name(blame), parties(blame)) == ("ACCUSE/disapprove", (["union"], []))
    assert (name(killing), parties(killing), counts(killing)) == ("ASSAULT", ([], ["teachers"]), {"killed": 2})


DENIED = [
    "The army rejected claims that its troops killed civilians in Cali.",
    "The army denied reports that its troops had shot at marchers in Cali.",
]


@pytest.mark.parametrize("text", DENIED)
def test_what_a_denied_report_says_is_denied(text: str) -> None:
    event = only(text)
    assert (event.event_type, event.status, parties(event)[0]) == ("ASSAULT", "denied", ["troops"])


@pytest.mark.parametrize("verb", ["foiled", "thwarted", "averted", "prevented"])
def test_what_was_foiled_did_not_happen(verb: str) -> None:
    assert not code(f"Police {verb} an attack on a school in Cali.")


@pytest.mark.parametrize("thing", ["a market", "a hotel", "a stadium", "a school", "the prison"])
def test_where_an_attack_was_says_nothing_of_what_it_was(thing: str) -> None:
    assert only(f"Rebels stormed {thing} in Gao.").event_type == "ASSAULT"


def test_a_league_marches_and_fighters_have_no_aircraft() -> None:
    assert name(only("The Amber League marched in Durban on Sunday.")) == "PROTEST/demo"
    assert name(only("Rebel fighters killed two teachers in Gao.")) == "ASSAULT"


LOST_VERBS = [
    ("A court in Amman jailed reporter Omar Saleh for six months.", "SANCTION/convict", ["court"]),
    ("Thousands of teachers protested in Lima.", "PROTEST/demo", ["teachers"]),
]


@pytest.mark.parametrize(("text", "what", "who"), LOST_VERBS)
def test_a_verb_that_the_parser_takes_for_a_participle(text: str, what: str, who: list[str]) -> None:
    event = code(text)[0]
    assert (name(event), parties(event)[0]) == (what, who)


def test_a_dateline_is_no_actor() -> None:
    assert parties(only("Lima, Peru: Gunmen killed four farmers on Monday."))[0] == ["gunmen"]


def test_remembered_years_later() -> None:
    massacre = code("Nine years after the massacre of 26 miners at Cali, relatives gathered on Sunday.")[0]
    assert (name(massacre), massacre.status, days(massacre)) == ("ASSAULT/targeted", "historical", "")


def test_a_total_told_beside_a_count() -> None:
    event = only("Clashes killed seven in Cali, bringing the toll this month to 61.")
    assert [(figure.min, figure.scope) for figure in event.figures] == [(7, "event"), (61, "running-total")]


def test_two_missing_persons_found_are_suspected_to_have_been_killed() -> None:
    event = only("The bodies of two missing activists were found near Cali.")
    assert (name(event), counts(event), event.certainty) == ("ASSAULT", {"killed": 2}, "suspected")


def test_beaten_to_death_is_killed() -> None:
    assert counts(only("Guards beat an inmate to death in Lima.")) == {"killed": 1}


def test_a_known_body_is_no_place() -> None:
    event = code("The rebels released two hostages to the Red Cross near Gao.")[0]
    assert event.place and event.place.name == "Gao"


CALLED = [
    "The union called for a general strike in Buenos Aires on May 20.",
    "The union called a strike for May 20 in Buenos Aires.",
]


@pytest.mark.parametrize("text", CALLED)
def test_a_strike_that_is_called_is_yet_to_come(text: str) -> None:
    event = only(text)
    assert (name(event), event.status, days(event)) == ("PROTEST/strike", "called-for", "05-20")


def test_neither_nor_and_claims_that_are_false() -> None:
    assert not code("Neither the army nor the rebels attacked the town of Sake on Monday.")
    assert only("The claim that police killed ten people in Enugu is false, the ministry said.").status == "denied"


def test_an_attack_claimed_with_its_dead_is_one_record() -> None:
    event = only("The Red Front claimed responsibility for the car bombing that killed six soldiers in Gao on Sunday.")
    assert (parties(event), counts(event), days(event)) == ((["Red Front"], ["soldiers"]), {"killed": 6}, "05-12")


def test_a_word_of_a_city_is_nobody() -> None:
    assert "Port" not in parties(only("A curfew was imposed in Port Moresby on Sunday."))[1]


PURPOSES = [
    ("Farmers drove their tractors into Warsaw to protest against the rules.", ["PROTEST/demo"], "reported"),
    ("Dozens of nurses travelled to Lima to demonstrate against the cuts.", ["PROTEST/demo"], "reported"),
    ("Farmers plan to drive to Berlin to protest against the law.", ["PROTEST/demo"], "planned"),
    ("Doctors went on strike in Accra to protest against low pay.", ["PROTEST/strike"], "reported"),
    ("Teachers wore black armbands in Cusco in protest at the cuts.", ["PROTEST/demo"], "reported"),
    ("Drivers blocked a road near Asti in protest at the tolls.", ["PROTEST/obstruct"], "reported"),
    ("Shopkeepers in Srinagar kept their shutters down in protest.", ["PROTEST/strike"], "reported"),
    ("The union called on all workers to join a general strike on 1 June.", ["PROTEST/strike"], "called-for"),
    ("The opposition urged people to protest against the law.", ["PROTEST/demo"], "called-for"),
]


@pytest.mark.parametrize(("text", "expected", "status"), PURPOSES)
def test_what_several_people_do_in_order_to_protest_is_one_protest(text: str, expected: list[str], status: str) -> None:
    assert [(name(event), event.status) for event in code(text)] == [(each, status) for each in expected]


@pytest.mark.parametrize(
    "text",
    [
        "The lawyer travelled to Geneva to protest against the ruling.",
        "Residents wrote letters to protest against the decision.",
        "Tourists came to Rome to march through the ruins.",
        "The ambassador left the hall in protest.",
        "The teacher wore a black armband in protest.",
    ],
)
def test_what_one_person_or_mere_words_are_for_is_no_protest_of_many(text: str) -> None:
    assert not [event for event in code(text) if event.event_type == "PROTEST"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police raided a warehouse in Lyon and confiscated 14 rifles and grenades.", ("COERCE/seize", [])),
        ("Rebels attacked a base near Gao and seized guns.", ("ASSAULT", [])),
        ("Police searched a house in Nantes and found pistols and a bomb.", ("ACCUSE/investigate", [])),
        ("Rebels attacked a base near Gao with mortars.", ("ASSAULT/heavy-weapons", ["mortars"])),
    ],
)
def test_nothing_is_done_with_arms_that_are_found_or_seized(text: str, expected: tuple[str, list[str]]) -> None:
    event = code(text)[0]
    assert (name(event), [span.text for span in event.instruments]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister promised that no one would be dismissed.", "AGREE"),
        ("The general promised never to attack the town.", "AGREE"),
        ("The governor promised that protesters would not be arrested.", "AGREE"),
        ("The president pledged that he would not resign.", "REJECT/change"),
        ("The minister promised that the strikers would be dismissed.", "THREATEN/relations"),
        ("The rebels promised to attack the town.", "THREATEN/violence"),
    ],
)
def test_a_promise_not_to_do_something_is_no_promise_of_it(text: str, expected: str) -> None:
    assert name(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ('Protesters in Baghdad chanted "Nassour, leave!" on Tuesday.', "protesters"),
        ('Crowds in Minsk shouted "Step down now!".', "crowds"),
    ],
)
def test_short_chanted_words_are_a_slogan_and_no_act(text: str, actor: str) -> None:
    event = only(text)
    assert (name(event), parties(event)[0], event.objects) == ("PROTEST/display", [actor], ())
    assert event.quotes


@pytest.mark.parametrize(
    "text",
    [
        "There was an explosion of interest in chess.",
        "The town has seen an explosion of tourism.",
        "Landslides blocked roads and flights were cancelled.",
        "The coach protested to the referee.",
        "The captain protested to the umpire about the light.",
        "Google fired a warning shot at its rivals.",
        "After the storm, residents had hung new ones.",
        'Fans chanted "One more" at the concert in Porto.',
    ],
)
def test_words_of_force_in_another_sense_tell_of_no_act(text: str) -> None:
    assert not code(text)


def test_a_sentence_of_life_is_a_sentence_to_prison() -> None:
    events = code("Three activists were handed life sentences on Monday.")
    assert [name(event) for event in events] == ["SANCTION/convict", "COERCE/arrest"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The president took part in a protest in Lima.", ["PROTEST/demo"]),
        ("The general took part in a meeting.", []),
        ("Rebels took part of the city.", ["ASSAULT"]),
    ],
)
def test_whoever_takes_part_in_something_takes_no_ground(text: str, expected: list[str]) -> None:
    assert names(code(text)) == expected


def test_a_police_station_is_no_broadcaster() -> None:
    assert name(only("Rebels raided a police station near Gao.")) == "ASSAULT"
    assert name(only("Police raided a radio station in Tbilisi.")) == "COERCE/censor"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tension rose after the kidnapping of a trader near Jos.", ["ASSAULT/abduct"]),
        ("Fear surged after the murder of a judge in Cali.", ["ASSAULT/targeted"]),
        ("The market reopened following a shooting outside a restaurant in Recife.", ["ASSAULT/firearms"]),
        ("A rise in the kidnapping of traders alarmed the ministry.", []),
    ],
)
def test_an_act_told_only_as_what_came_before_is_told(text: str, expected: list[str]) -> None:
    assert names(code(text)) == expected


def claimed(event: CodedEvent) -> list[tuple[int | None, list[str]]]:
    return [(figure.min, [actor.name for actor in figure.attributed_to]) for figure in event.figures]


@pytest.mark.parametrize(
    "rest",
    [
        "; the doctors' union said 17.",
        "; the doctors' union said 17 had died.",
        ", while the doctors' union said 17 had died.",
        ". The doctors' union said 17.",
        ". The doctors' union said that 17 people had been killed.",
    ],
)
def test_each_party_s_count_is_its_own(rest: str) -> None:
    event = only(f"Twelve people were killed in an air strike on Kharkiv on Monday, police said{rest}")
    assert claimed(event) == [(12, ["police"]), (17, ["doctors' union"])]


def test_arrests_are_counted_anew_by_another() -> None:
    text = (
        "Police arrested 40 activists at a march in Davao on Monday, a lawyer said. The league said 65 were arrested."
    )
    event = next(event for event in code(text) if event.mode == "arrest")
    assert claimed(event) == [(40, ["lawyer"]), (65, ["league"])]


def test_a_total_over_several_acts_is_no_act_s_count() -> None:
    first, second = code("Four people were shot dead in separate attacks in Lima. In Callao, gunmen killed a baker.")
    assert [figure.scope for figure in (*first.figures, *second.figures)] == ["running-total", "event"]


def test_all_in_a_row_behind_a_name_died() -> None:
    event = only("Gunmen shot dead Otto Brandner, an aide to the mayor, and two guards in Celaya on Monday.")
    assert counts(event) == {"killed": 3}


def test_who_is_rounded_up_is_counted() -> None:
    assert counts(only("Police rounded up 23 suspected rebels in Goma on Monday.")) == {"arrested": 23}


@pytest.mark.parametrize(
    "text",
    [
        "Vandals sprayed swastikas on the door of a mosque in Lyon on Monday.",
        "Insults and crosses were painted on a mosque in Lyon on Monday.",
    ],
)
def test_what_is_painted_on_a_wall_is_a_display(text: str) -> None:
    assert names(code(text)) == ["PROTEST/display"]


@pytest.mark.parametrize(
    "text",
    [
        "Coca growers blocked a highway near Sucre on Monday.",
        "Truckers kept the road to Sucre closed on Monday.",
        "Hauliers parked their lorries across a highway near Sucre on Monday.",
    ],
)
def test_a_road_is_blocked_in_many_words(text: str) -> None:
    assert names(code(text)) == ["PROTEST/obstruct"]


def test_arrests_in_a_raid_are_no_attack() -> None:
    assert names(code("Police detained 14 editors in dawn raids in Ankara on Monday.")) == ["COERCE/arrest"]


def test_what_befell_a_person_is_told_once() -> None:
    text = "A court in Tunis sentenced Amira Hadj to two years in prison on Monday. She was convicted of slander."
    assert names(code(text)) == ["SANCTION/convict", "COERCE/arrest"]


def test_a_murder_in_a_headline_is_the_shooting_in_the_text() -> None:
    text = "Police shot dead seven students near a market in Dhaka on Monday, a union said."
    assert [event.mode for event in code(text, title="Police murder seven students")] == ["firearms"]

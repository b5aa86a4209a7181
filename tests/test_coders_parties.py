"""Whom an act touches, who did it and who died of it, where that stands apart from the verb."""

from __future__ import annotations

import datetime as dt

import pytest
from coding import actors, code, name, names, tools

from dateline.commands.batch import Log, code_all
from dateline.pipeline import code_report, parse_reports
from dateline.records import CodedEvent, Report

TOUCHED = [
    ("Chile eased restrictions on Bolivian copper.", "CONCEDE", "Bolivia"),
    ("The court rejected an appeal lodged by the Harbour Union.", "REJECT", "Harbour Union"),
    ("Norway agreed to provide Mali with loans.", "AGREE", "Mali"),
    ("Kenya refused to lift the ban on the Lantern League.", "REJECT/yield", "Lantern League"),
    ("The miners will not end the strike until the ministry pays their wages.", "REJECT/yield", "ministry"),
    ("The governor imposed a curfew in Bukavu.", "COERCE/curfew", "Bukavu"),
    ("Ghana sent troops to Togo.", "MOBILIZE/troops", "Togo"),
    ("Soldiers quelled the protests in Dakar.", "COERCE/restrict", "protesters"),
    ("Rebels attacked a military base near Bunia.", "ASSAULT", "military"),
    ("Chile and Peru signed a trade treaty.", "SUPPORT", "Peru"),
    ("Students marched in Quito, demanding that the minister resign.", "PROTEST/demo", "minister"),
]
UNTOUCHED = [
    ("Workers set fire to a warehouse in Gazipur.", "Gazipur"),
    ("A bomb exploded in Peshawar.", "Peshawar"),
    ("Two men were shot on Karlin Street.", "Karlin"),
    ("The court ordered an inquiry into the Goma massacre.", "Goma"),
    ("Lawyers demanded a probe into the Santo Amaro killings.", "Santo Amaro"),
    ("Lawyers demanded an end to the Jodhpur curfew.", "Jodhpur"),
]
DOERS = [
    ("The Red Dawn group claimed responsibility for the bombing of the power station.", "Red Dawn group", "claimed"),
    ("The murder of Bishop Tomas Vela has been attributed to the army.", "army", "alleged"),
    ("A bomb exploded in a bank in Ica. On Monday the Red Dawn group claimed responsibility for the attack.",
     "Red Dawn group", "claimed"),
    ("Urban commandos attacked with automatic rifles the residence of the mayor.", "urban commandos", "stated"),
]  # fmt: skip
SUFFERERS = [
    ("The mayor was the target of an attack by gunmen.", ["mayor"]),
    ("The mayor was the victim of an attempt on his life.", ["mayor"]),
    ("The body of the teacher Luis Mora was found riddled with bullets.", ["Luis Mora"]),
    ("Gunmen opened fire on workers, killing Jose Rua and wounding Ana Paz.", ["workers", "Jose Rua", "Ana Paz"]),
    ("The extremists machinegunned the mayor's residence.", ["mayor"]),
]
TOLLS = [
    ("A man was shot in the leg in Ica.", {"injured": 1}),
    ("A man was fatally shot in Ica.", {"killed": 1}),
    ("Two men were shot, one of them fatally, in Ica.", {"injured": 1, "killed": 1}),
    ("A man was shot in Ica on Monday. He was pronounced dead at a hospital.", {"killed": 1}),
    ("Gunmen shot and killed two guards in Ica.", {"killed": 2}),
    ("Gunmen tried to assassinate a judge in Cali.", {}),
]
UNREAD = [
    ("Gunmen killed a welder and two tailors in Gao.", ["welder", "tailors"]),
    ("Gunmen killed dozens in Gao.", []),
]
AMONG = [
    ("Two nurses were among the 14 killed in the shelling of Gao.", ["nurses"], {"killed": 14}),
    ("Among the eleven killed in an air strike on Khost were three children.", ["children"], {"killed": 11}),
    ("The mayor was among five arrested in Minsk.", ["mayor"], {"arrested": 5}),
    ("A bomb killed eleven people in Gao, among them three children.", ["people"], {"killed": 11}),
]
NO_PROTEST = [
    "The home side rallied for a 6-4 win in the ninth inning.",
    "Shares rose after a rally on Wall Street.",
    "The report shows the skill that the players demonstrated.",
    "Hundreds of boys turned out at the tournament.",
    "The bank painted a rosy picture of the economy.",
    "The midfielder posted a message on Instagram.",
    "A strike by the midfielder in the second half gave them the lead.",
    "The teen had shot himself.",
]


def recipients(event: CodedEvent) -> list[str]:
    return [actor.name for actor in event.recipients]


@pytest.mark.parametrize(("text", "what", "whom"), TOUCHED)
def test_whom_an_act_touches(text: str, what: str, whom: str) -> None:
    found = [event for event in code(text) if name(event) == what]
    assert found and whom in recipients(found[0])


@pytest.mark.parametrize(("text", "place"), UNTOUCHED)
def test_where_an_act_happened_is_not_whom_it_touched(text: str, place: str) -> None:
    assert all(place not in recipients(event) for event in code(text))


@pytest.mark.parametrize(("text", "who", "certainty"), DOERS)
def test_who_is_said_to_have_done_it(text: str, who: str, certainty: str) -> None:
    event = code(text)[0]
    assert ([actor.name for actor in event.actors], event.certainty) == ([who], certainty)


def test_who_claims_an_attack_is_cited_for_it() -> None:
    (event,) = code("A bomb exploded in Ica, police said. The Red Dawn group claimed responsibility.")
    assert [actor.name for actor in event.attributed_to] == ["police", "Red Dawn group"]
    assert len(event.evidence) == 2


@pytest.mark.parametrize(("text", "whom"), SUFFERERS)
def test_who_suffered_it(text: str, whom: list[str]) -> None:
    (event,) = (event for event in code(text) if event.event_type == "ASSAULT")
    assert recipients(event) == whom


@pytest.mark.parametrize(("text", "toll"), TOLLS)
def test_who_was_hurt_and_who_died(text: str, toll: dict[str, int]) -> None:
    (event,) = code(text)
    assert {figure.kind: figure.min for figure in event.figures} == toll


@pytest.mark.parametrize(("text", "whom"), UNREAD)
def test_a_noun_for_a_person_is_a_victim_and_a_bare_number_is_none(text: str, whom: list[str]) -> None:
    assert recipients(code(text)[0]) == whom


@pytest.mark.parametrize(("text", "whom", "toll"), AMONG)
def test_whom_is_named_among_many_and_how_many_they_were(text: str, whom: list[str], toll: dict[str, int]) -> None:
    (event,) = code(text)
    assert (recipients(event), {figure.kind: figure.min for figure in event.figures}) == (whom, toll)


@pytest.mark.parametrize("text", NO_PROTEST)
def test_words_of_sport_and_trade_are_no_acts(text: str) -> None:
    assert not {"PROTEST", "ASSAULT"} & {event.event_type for event in code(text)}


def test_slogans_name_the_adversary_where_the_reporter_says_so() -> None:
    slogans = 'such as "Down with Mendo, long live Arisa" and "The Coast Guard must be dissolved".'
    (against,) = code(f"In Ica, the Harbour Units wrote graffiti with anti-government slogans {slogans}")
    assert recipients(against) == ["Mendo", "Coast Guard"]
    (plain,) = code('In Ica, the Harbour Units put up a poster that reads "Down with Mendo, long live Arisa".')
    assert recipients(plain) == []
    (march,) = code('In Lima, workers marched and chanted "Mendo is a thief, and so is his council."')
    assert recipients(march) == ["Mendo"]


def test_the_killing_of_many_unarmed_people_is_targeted() -> None:
    assert names(code("Security forces killed over 1,500 protesters in Ica.")) == ["ASSAULT/targeted"]
    assert names(code("Soldiers killed two farmers in Ica.")) == ["ASSAULT"]
    assert names(code("Soldiers killed 40 rebels in Ica.")) == ["ASSAULT"]


def test_reports_parsed_together_are_coded_as_one_by_one() -> None:
    reports = [
        Report(id=str(n), text=text, published=dt.date(2024, 5, 17))
        for n, text in enumerate([*(row[0] for row in TOUCHED), "", *NO_PROTEST, *(row[0] for row in TOLLS)])
    ]
    alone = [code_report(report, tools()).events for report in reports]
    parses = parse_reports(reports, tools())
    assert [code_report(r, tools(), parse).events for r, parse in zip(reports, parses, strict=True)] == alone
    with Log(quiet=True) as log:
        assert [tuple(events) for _, events in code_all(reports, tools(), None, log)] == alone


ROWS = [
    ("A car bomb killed a judge, his driver and two bodyguards.", ["judge", "driver", "bodyguards"], {"killed": 4}),
    ("A car bomb killed a judge, his driver and two bodyguards, police said.", ["judge", "driver", "bodyguards"],
     {"killed": 4}),
    ("A mayor, her brother and two guards were shot dead in Ica.", ["mayor", "brother", "guards"], {"killed": 4}),
    ("Rebels abducted a priest, his brother and three nuns in Gao.", ["priest", "brother", "nuns"], {"abducted": 5}),
    ("Gunmen killed a policeman, two soldiers and three civilians in Gao.", ["policeman", "soldiers", "civilians"],
     {"killed": 6}),
    ("Gunmen killed twelve people, two soldiers and ten villagers, in Gao.", ["people", "soldiers", "villagers"],
     {"killed": 12}),
    ("Police in Minsk arrested two activists, Anna Vell and Ivo Rask.", ["Anna Vell", "Ivo Rask"], {"arrested": 2}),
    ("Police arrested nurse Amina Vell and her husband.", ["Amina Vell", "husband"], {"arrested": 2}),
    ("Police arrested the lawyer Amina Vell, her husband and her son.", ["Amina Vell", "husband", "son"],
     {"arrested": 3}),
    ("Police arrested Anna Vell, a lawyer and activist, in Minsk.", ["Anna Vell"], {"arrested": 1}),
    ("At least ten soldiers and two guards were killed in Gao.", ["soldiers", "guards"], {"killed": 12}),
    ("Ten soldiers and a dog were killed in Gao.", ["soldiers"], {"killed": 10}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "whom", "toll"), ROWS)
def test_all_of_a_row_suffer_and_are_counted(text: str, whom: list[str], toll: dict[str, int]) -> None:
    (event,) = code(text)
    assert (recipients(event), {figure.kind: figure.min for figure in event.figures}) == (whom, toll)


def test_the_words_of_a_summed_row_stand_in_the_report() -> None:
    text = "Gunmen killed a policeman, two soldiers and three civilians in Gao."
    (figure,) = code(text)[0].figures
    assert figure.span.text == text[figure.span.start : figure.span.end]
    assert figure.span.text.endswith("policeman, two soldiers and three civilians")


INSERTED = [
    ("The police, a witness said, shot dead a baker.", ["police"], ["baker"], ["witness"]),
    ("The police, the opposition alleged, had tortured two activists.", ["police"], ["activists"], ["opposition"]),
    ("Soldiers, a human rights group said, killed two farmers in Kidal.", ["soldiers"], ["farmers"],
     ["human rights group"]),
    ("The militants, the governor told reporters, attacked a church in Jos.", ["militants"], ["church"], ["governor"]),
    ("The army, the rebels alleged on Tuesday, beat two monks in Gondar.", ["army"], ["monks"], ["rebels"]),
    ("A soldier, the court heard, raped two women in Bunia.", ["soldier"], ["women"], ["court"]),
    ("In Kidal, the army said, rebels killed two monks.", ["rebels"], ["monks"], ["army"]),
    ("The gunmen, police said, fled after they killed a guard.", ["gunmen"], ["guard"], ["police"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "doers", "whom", "cited"), INSERTED)
def test_a_source_in_the_midst_of_a_clause_takes_no_part(
    text: str, doers: list[str], whom: list[str], cited: list[str]
) -> None:
    (event,) = code(text)
    assert (actors(event), recipients(event)) == (doers, whom)
    assert [actor.name for actor in event.attributed_to] == cited


CONVICTED = [
    "The tribunal found the ex-commander guilty of ordering the massacre of 212 villagers.",
    "The tribunal found the former general guilty of the murder of 30 prisoners.",
]


@pytest.mark.parametrize("text", CONVICTED)
def test_a_court_does_not_do_what_it_finds_somebody_guilty_of(text: str) -> None:
    (event,) = code(text)
    assert (name(event), actors(event)) == ("SANCTION/convict", ["tribunal"])


VERBS = [
    ("The rebels torched huts, looted shops and killed four villagers in Dogo.", ["ASSAULT/destroy", "ASSAULT"]),
    ("The soldiers destroyed boats, seized weapons and arrested three fishermen.",
     ["ASSAULT/destroy", "COERCE/seize", "COERCE/arrest"]),
    ("The militia attacked a village, looted shops and raped women.", ["ASSAULT/destroy", "ASSAULT/sexual"]),
]  # fmt: skip


BLOWS = [
    ("Gunmen opened fire on a bus near Gao and killed eleven passengers.", ["ASSAULT/firearms"]),
    ("Troops shelled a camp in Goma and wounded four rebels on Monday.", ["ASSAULT/heavy-weapons"]),
    ("Militants bombed a market in Kano and later killed two policemen.", ["ASSAULT/explosives", "ASSAULT"]),
    ("Rebels shot dead a teacher in Goma and wounded two students.", ["ASSAULT/firearms", "ASSAULT"]),
]


@pytest.mark.parametrize(("text", "acts"), BLOWS)
def test_the_harm_of_a_blow_is_part_of_it(text: str, acts: list[str]) -> None:
    assert names(code(text)) == acts


@pytest.mark.parametrize(("text", "acts"), VERBS)
def test_each_verb_of_a_row_tells_an_act_of_the_shared_subject(text: str, acts: list[str]) -> None:
    events = code(text)
    assert names(events) == acts
    assert all(actors(event) for event in events)


EXECUTED = [
    ("Soldiers executed the imam in Mopti.", "ASSAULT/targeted"),
    ("Four men were executed by troops near Bor.", "ASSAULT/targeted"),
    ("Soldiers executed four deserters after a court martial condemned them.", "COERCE/execute"),
    ("Prison guards executed a convicted murderer in Texas.", "COERCE/execute"),
    ("Authorities executed two men in Riyadh.", "COERCE/execute"),
]


@pytest.mark.parametrize(("text", "act"), EXECUTED)
def test_soldiers_execute_by_law_only_where_a_sentence_is_told(text: str, act: str) -> None:
    assert names(code(text)) == [act]


INSTRUMENTS = [
    ("Gunmen kill three in market attack", []),
    ("Police arrested a man over the bombing in Ica.", []),
    ("Four men were jailed for the shooting in Ica.", []),
    ("Ten workers were abducted from a mine in Gao.", []),
    ("Twelve villagers were killed in the attack in Gao.", []),
    ("A farmer was killed by a landmine near Gao.", ["landmine"]),
    ("Two people were killed in a bomb blast in Gao.", ["bomb"]),
    ("Gunmen shot two men in a car in Gao.", []),
    ("Bombs exploded in Gao.", ["Bombs"]),
    ("Rebels attacked a village with rockets and grenades.", ["rockets", "grenades"]),
    ("Protesters threw stones and bottles at police in Ica.", ["stones", "bottles"]),
    ("Using machetes, attackers killed two farmers in Gao.", ["machetes"]),
]


@pytest.mark.parametrize(("text", "arms"), INSTRUMENTS)
def test_arms_are_instruments_and_acts_and_causes_are_none(text: str, arms: list[str]) -> None:
    assert [span.text for span in code(text)[0].instruments] == arms


SIDES = [
    ("Army, rebels trade fire in Goma", "ASSAULT/firearms", "Army", ["rebels"]),
    ("The army and rebels exchanged fire near Goma.", "ASSAULT/firearms", "army", ["rebels"]),
    ("Rebels exchanged gunfire with soldiers near Goma.", "ASSAULT/firearms", "Rebels", ["soldiers"]),
    ("Police and protesters clashed in Lima.", "ASSAULT", "police", ["protesters"]),
    ("Rebels clashed with the army near Goma.", "ASSAULT", "rebels", ["army"]),
    ("Clashes between rebels and the army left 14 dead in Goma.", "ASSAULT", "rebels", ["army"]),
    ("The armies of Kenya and Uganda clashed near Busia.", "ASSAULT", "army of Kenya", ["army of Uganda"]),
]


@pytest.mark.parametrize(("text", "what", "who", "whom"), SIDES)
def test_each_side_of_a_fight_is_the_other_s_recipient(text: str, what: str, who: str, whom: list[str]) -> None:
    event = code(text)[0]
    assert (name(event), [actor.name for actor in event.actors], recipients(event)) == (what, [who], whom)


def test_those_who_do_it_together_have_no_recipient_among_them() -> None:
    (event,) = code("Police and soldiers clashed with protesters in Lima.")
    assert ([actor.name for actor in event.actors], recipients(event)) == (["police", "soldiers"], ["protesters"])
    assert len(code("Rebels and militias attacked a village near Goma.")[0].actors) == 2


def test_a_mass_killing_needs_somebody_known_to_be_unarmed() -> None:
    assert names(code("The militia's attack left 40 dead in Goma.")) == ["ASSAULT"]
    assert names(code("The militia killed 40 villagers in Goma.")) == ["ASSAULT/targeted"]


def test_a_title_shared_by_two_countries_is_of_two_persons() -> None:
    (event,) = code("The foreign ministers of Iran and Iraq met in Baghdad on Monday.")
    told = [(actor.name, actor.country, actor.kind) for actor in event.actors]
    assert told == [("foreign minister of Iran", "IRN", "person"), ("foreign minister of Iraq", "IRQ", "person")]
    assert event.place is not None
    assert event.place.name == "Baghdad"


SPOKEN_OF = [
    ("The army said the rebels had attacked Gao. They burned 20 houses.", "actor", ["rebels"]),
    ("The police said gunmen attacked a bank. They killed a guard.", "actor", ["gunmen"]),
    ("The police said gunmen attacked a bank. They arrested two suspects.", "actor", ["police"]),
    ("The rebels attacked a village near Goma. The group killed five people.", "actor", ["rebels"]),
    ("Police arrested Ivo Rask. He was charged with murder.", "recipient", ["Ivo Rask"]),
    ("Police arrested Ivo Rask. The 69-year-old was later charged with treason.", "recipient", ["Ivo Rask"]),
    ("Police arrested Ivo Rask. His lawyer said he had been tortured.", "recipient", ["Ivo Rask"]),
    ("Police arrested a teacher. The teacher's sister said she was tortured.", "recipient", ["teacher"]),
    ("Two activists were arrested in Minsk. The two were beaten.", "recipient", ["activists"]),
    ("Two activists were arrested in Minsk. Both were beaten.", "recipient", ["activists"]),
    ("Two activists were arrested in Minsk. The pair were charged with treason.", "recipient", ["activists"]),
    ("Five soldiers met two students in Gao. The two were beaten.", "recipient", ["students"]),
    ("Police arrested Ana Vell and Ivo Rask in Lima. The two were beaten.", "recipient", []),
    ("Police arrested two men after they set fire to a court in Porto.", "actor", ["men"]),
    ("Students marched in Dhaka. Police detained 30 of them.", "recipient", ["students"]),
    ("Students marched in Dhaka. Police fired tear gas and detained 30 of them.", "recipient", ["students"]),
    ("Rebels attacked a village near Goma. Soldiers killed ten of them.", "recipient", ["rebels"]),
    ("The court jailed three activists because they had insulted the president.", "actor", ["activists"]),
    ("Troops detained two farmers before they burned the village.", "actor", ["troops"]),
    ("Police detained two women after they raided a flat in Porto.", "actor", ["police"]),
]


@pytest.mark.parametrize(("text", "side", "who"), SPOKEN_OF)
def test_who_is_meant_by_the_next_sentence(text: str, side: str, who: list[str]) -> None:
    event = code(text)[-1]
    assert [actor.name for actor in (event.actors if side == "actor" else event.recipients)] == who


ACCUSED = [
    ("Police accused of beating a student were suspended in Lima.", "police"),
    ("Police accused of torture resigned in Lima.", "police"),
    ("Soldiers suspected of looting were detained in Gao.", "soldiers"),
]


@pytest.mark.parametrize(("text", "whom"), ACCUSED)
def test_whoever_is_accused_accuses_nobody(text: str, whom: str) -> None:
    (event, *_) = code(text)
    assert (event.event_type, [*event.actors], recipients(event)) == ("ACCUSE", [], [whom])


def test_numbers_told_in_turn_are_each_of_one_place() -> None:
    text = "Bombs exploded in Gao and Mopti on Monday, killing 10 and 15 people respectively."
    told = [(event.place and event.place.name, [figure.min for figure in event.figures]) for event in code(text)]
    assert told == [("Gao", [10]), ("Mopti", [15])]


def test_a_body_found_with_no_cause_told_is_suspected_to_be_killed() -> None:
    (event,) = code("The bodies of three men were found in a ditch in Veracruz on Monday.")
    assert (name(event), event.certainty, event.figures[0].min) == ("ASSAULT", "suspected", 3)

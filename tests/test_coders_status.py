"""Did it happen, and who says so: negation, denial, plans, calls, threats, history, attribution, certainty."""

from __future__ import annotations

from coding import actors, code, days, name, only, table

STATUSES = [
    ("Police arrested six students in Dakar.", "COERCE/arrest", "reported"),
    ("Police have arrested six students in Dakar.", "COERCE/arrest", "reported"),
    ("Six students were arrested in Dakar.", "COERCE/arrest", "reported"),
    ("Police arrested six students in Dakar by order of a court.", "COERCE/arrest", "reported"),
    ("Soldiers began to shell Gao.", "ASSAULT/heavy-weapons", "reported"),
    ("No more than 700 miners marched in Porto.", "PROTEST/demo", "reported"),
    ("Not fewer than 30 people were killed in Gao.", "ASSAULT", "reported"),
    # denied
    ("The army denied killing four fishermen in Conakry.", "ASSAULT", "denied"),
    ("The army said its soldiers had not killed any fishermen in Conakry.", "ASSAULT", "denied"),
    ("The army rejected claims that its troops had killed two men in Conakry.", "ASSAULT", "denied"),
    ("The army rejected allegations of torture of detainees in Conakry.", "ASSAULT/torture", "denied"),
    ("The ministry denied that police had beaten the students.", "ASSAULT/beat", "denied"),
    ("The governor denied the killing of four fishermen.", "ASSAULT", "denied"),
    # planned
    ("The Harbour Union plans to march in Valparaíso on May 25.", "PROTEST/demo", "planned"),
    ("The Harbour Union intends to march in Valparaíso.", "PROTEST/demo", "planned"),
    ("The Harbour Union said it would march in Valparaíso on May 25.", "PROTEST/demo", "planned"),
    ("Teachers will strike in Accra next week.", "PROTEST/strike", "planned"),
    ("Teachers are going to strike in Accra.", "PROTEST/strike", "planned"),
    ("Nurses are to strike in Accra on Friday.", "PROTEST/strike", "planned"),
    ("The Harbour Union is to hold a rally in Porto.", "PROTEST/demo", "planned"),
    ("There is to be a rally in Porto on Friday.", "PROTEST/demo", "planned"),
    ("A strike by nurses is due on Friday.", "PROTEST/strike", "planned"),
    ("Dockers are set to march in Porto.", "PROTEST/demo", "planned"),
    ("The army is expected to attack Gao.", "ASSAULT", "planned"),
    ("A march is planned in Valparaíso for May 25.", "PROTEST/demo", "planned"),
    ("The strike is scheduled to begin in Accra on Monday.", "PROTEST/strike", "planned"),
    # called for
    ("The Harbour Union called on dockers to march in Valparaíso.", "PROTEST/demo", "called-for"),
    ("The opposition urged supporters to boycott the vote.", "PROTEST/boycott", "called-for"),
    ("The bishop asked dockers to strike in Porto.", "PROTEST/strike", "called-for"),
    # a threat is an act of its own, which has happened
    ("Rebels threatened to attack the airport in Bamako.", "THREATEN/violence", "reported"),
    ("The Northern Guard threatened to kill hostages.", "THREATEN/violence", "reported"),
    ("The Harbour Union threatened to strike in Porto.", "THREATEN/relations", "reported"),
    # hypothetical
    ("If soldiers attack Gao, thousands will flee.", "ASSAULT", "hypothetical"),
    ("If the army attacks Kidal, the rebels will respond.", "ASSAULT", "hypothetical"),
    ("If attacked, the Northern Guard will bomb the capital.", "ASSAULT/explosives", "hypothetical"),
    ("Dockers could strike in Porto if the talks fail.", "PROTEST/strike", "hypothetical"),
    ("Had police fired on the crowd in Dakar, dozens would have fled.", "ASSAULT/firearms", "hypothetical"),
    # what may have happened is told, not supposed
    ("Soldiers may have killed four fishermen in Conakry.", "ASSAULT", "reported"),
    ("Police might have beaten two students in Dakar.", "ASSAULT/beat", "reported"),
    # what was denied is the part in it
    (
        "The Northern Guard denied being involved in the bombing that killed six people in Gao.",
        "ASSAULT/explosives",
        "reported",
    ),
    # historical
    ("In 1987, soldiers killed forty miners in Potosí.", "ASSAULT/targeted", "historical"),
    ("In February 2024, police arrested two editors in Maseru.", "COERCE/arrest", "historical"),
    ("Twenty years ago, soldiers killed forty miners in Potosí.", "ASSAULT/targeted", "historical"),
    ("The massacre of 300 miners in Potosí in 1967 is still mourned.", "ASSAULT/targeted", "historical"),
    ("On April 20, police arrested two editors in Maseru.", "COERCE/arrest", "reported"),
]

UNTOLD = [
    ("Police did not arrest the students.",),
    ("Police didn't fire on the marchers.",),
    ("No one was killed in Kisumu.",),
    ("No group has said that it planted the bomb in Gao.",),
    ("The police did not say that officers had shot the man in Gao.",),
    ("Nobody was hurt in Dakar.",),
    ("Soldiers never attacked the village.",),
    ("No arrests were made in Dakar.",),
    ("The strike did not take place.",),
    ("Police failed to disperse the marchers.",),
    ("The marchers left without attacking the guards.",),
    ("Neither side attacked the village.",),
    ("Troops could attack the village.",),
    ("The government should release the detainees.",),
    ("The rebels wanted to attack Gao.",),
    ("If the minister meets the governor, talks will begin.",),
    ("The mayor said soldiers had not shot the students.",),
    ("The army routinely shells villages in Kachin.",),
    ("The regime is terrified of its people.",),
    ("The uprising changed the country.",),
    ("Members of the Tide Watch group carried out various activities in Lima.",),
    ("The Coast Guard's role is to arrest smugglers.",),
    ("Did police arrest the students in Dakar?",),
    ("Arrest the mayor now!",),
    ("Police foiled an attack on the airport in Bamako.",),
    ("Four people were killed when a bus overturned near Huaraz.",),
    ("A farmer killed himself in Ica.",),
    ("Critics fired back at the minister.",),
    ("Floods killed nine people in Maputo.",),
    ("A storm destroyed forty houses in Ica.",),
    ("Peru beat Chile 2-1 in Lima on Saturday. The striker shot twice.",),
    ("The bank fired forty clerks. The company attacked the problem.",),
    ("Voters in Lomé elected a new mayor on May 13.",),
    ("“We did not kill the fishermen,” the commander said.",),
    ("Ferries cross the bay twice a day.",),
    ("The bank kept its rates, and prices of maize fell in Accra.",),
]

#: Fiction, habits, idioms, sport and accidents tell of no act.
TRAPS = [
    ("In the film's final scene, the rebels execute the king.",),
    ("In the last chapter of the novel, soldiers shot a priest in Lima.",),
    ("The play tells how soldiers shot a priest in Lima.",),
    ("She wrote a thriller in which rebels kill the president of Mali.",),
    ("The president fired back at critics.",),
    ("The minister came under fire over taxes.",),
    ("The company fired a warning shot at rivals.",),
    ("The photographer shot the president for a magazine.",),
    ("Senegal defeated Ghana in Accra.",),
    ("A gas explosion killed five people in Lyon.",),
    ("A boiler blast at a mill in Porto injured five people.",),
]

#: What looks like a trap and is none.
NO_TRAPS = [
    ("Police arrested the author of a play in Cairo.", "COERCE/arrest"),
    ("Police arrested two men in the film studio in Rome.", "COERCE/arrest"),
    ("Soldiers fired back at the rebels in Gao.", "ASSAULT/firearms"),
    ("Protesters came under fire from police in Gao.", "ASSAULT/firearms"),
    ("The minister came under fire from lawmakers over taxes.", "ACCUSE/disapprove"),
    ("Police fired a warning shot at marchers in Gao.", "ASSAULT/firearms"),
    ("The army defeated the rebels near Gao.", "ASSAULT"),
    ("Rebels bombed a gas pipeline near Gao.", "ASSAULT/explosives"),
    ("The bomber struck a mosque in Peshawar.", "ASSAULT/explosives"),
    ("American bombers struck a camp near Gao.", "ASSAULT/aerial"),
    ("The rebels vowed to bomb the capital.", "THREATEN/violence"),
    ("“We will bomb the capital,” the rebels said.", "THREATEN/violence"),
    ("Chile condemned the sale of weapons to Peru.", "ACCUSE/disapprove"),
    ("The union refused to march.", "REJECT"),
]

#: Who keeps somebody from an act is not the one who does it.
KEPT_FROM = [
    ("The government banned the Harbour Union from marching in Valparaíso.", ["COERCE/restrict"]),
    ("Police prevented students from blocking a bridge in Dakar.", ["COERCE/restrict"]),
    ("A march planned in Porto for Friday was banned by the governor.", ["COERCE/restrict"]),
]

CITED = [
    ("According to Amnesty International, soldiers killed four fishermen in Conakry.", ["Amnesty International"]),
    ("Soldiers killed four fishermen in Conakry, Amnesty International said.", ["Amnesty International"]),
    ("Amnesty International said that soldiers had killed four fishermen.", ["Amnesty International"]),
    ("Soldiers killed four fishermen in Conakry, according to the governor.", ["governor"]),
    (
        "The governor said on Tuesday, citing the Coast Guard, that pirates had seized a trawler off Lomé.",
        ["governor", "Coast Guard"],
    ),
    (
        "The governor, quoted by the radio of Lomé, said that pirates had seized a trawler.",
        ["radio of Lomé", "governor"],
    ),
    (
        "“Soldiers burned a school in Gao,” a herder, citing neighbours, told reporters.",
        ["herder", "neighbours"],
    ),
    (
        "Soldiers killed four fishermen in Conakry, the governor was quoted as saying by the newspaper.",
        ["governor"],
    ),
    ("Soldiers killed four fishermen in Conakry.", []),
    ("Tide Watch said that soldiers had killed four fishermen in Conakry.", ["Tide Watch"]),
]

CERTAINTIES = [
    ("Soldiers killed two traders in Gao.", "stated"),
    ("The governor said that soldiers had killed two traders in Gao.", "claimed"),
    ("Police allegedly beat two students in Dakar.", "alleged"),
    ("Suspected rebels killed two traders in Gao.", "suspected"),
    ("Suspected Northern Guard fighters killed two traders in Gao.", "suspected"),
    ("Soldiers may have killed two traders in Gao.", "possible"),
    ("The army seems to have bombed a market in Gao.", "possible"),
    ("Rebels appear to have killed two traders in Gao.", "possible"),
    ("Soldiers reportedly killed two traders in Gao.", "claimed"),
    ("A teacher was beaten in Gao, the court heard.", "alleged"),
    ("The inquest was told that soldiers had killed two traders in Gao.", "alleged"),
]

#: A statement that blames or condemns is one record, of the speech and not of the charge.
CHARGES = [
    ("The Harbour Union blamed the port authority for killing two strikers.", "Harbour Union", "port authority"),
    (
        "President Osvaldo Prett accused the Harbour Union of burning the customs house.",
        "Osvaldo Prett",
        "Harbour Union",
    ),
    ("The Harbour Union condemned the government for arresting the dockers.", "Harbour Union", "government"),
    ("Chad accused Libya of arming rebels.", "Chad", "Libya"),
]

KNOWN_GAPS = frozenset({"The strike is scheduled to begin in Accra on Monday."})


def known(lines: list[tuple]) -> set[str]:
    return {line[0] for line in lines} & KNOWN_GAPS


@table("text, expected, status", STATUSES, known(STATUSES))
def test_whether_an_act_happened(text: str, expected: str, status: str) -> None:
    assert [(name(event), event.status) for event in code(text)] == [(expected, status)]


@table("text", UNTOLD, known(UNTOLD))
def test_what_did_not_happen_makes_no_record(text: str) -> None:
    assert not code(text)


@table("text", TRAPS)
def test_fiction_idioms_sport_and_accidents_make_no_record(text: str) -> None:
    assert not code(text)


@table("text, expected", NO_TRAPS)
def test_words_that_are_near_a_trap_keep_their_sense(text: str, expected: str) -> None:
    assert name(only(text)) == expected


@table("text, expected", KEPT_FROM, known(KEPT_FROM))
def test_an_act_that_somebody_was_kept_from_did_not_happen(text: str, expected: list[str]) -> None:
    assert [name(event) for event in code(text)] == expected


@table("text, expected", CITED, known(CITED))
def test_who_is_cited(text: str, expected: list[str]) -> None:
    event = only(text)
    assert [actor.name for actor in event.attributed_to] == expected
    assert event.certainty == ("claimed" if expected else "stated")


@table("text, expected", CERTAINTIES, known(CERTAINTIES))
def test_how_firmly_it_is_told(text: str, expected: str) -> None:
    assert only(text).certainty == expected


@table(
    "text",
    [
        ("The army rejected claims that its troops had killed two men in Gao.",),
        ("The army denied killing two men in Gao.",),
        ("The army said its soldiers had not killed any traders in Gao.",),
    ],
)
def test_a_denial_is_that_of_whoever_denies(text: str) -> None:
    event = only(text)
    assert (event.status, [actor.name for actor in event.attributed_to]) == ("denied", ["army"])


@table(
    "text",
    [
        ("No one was arrested during the march in Oslo on Saturday.",),
        ("Police did not arrest anyone at the protest in Oslo.",),
    ],
)
def test_a_protest_is_told_where_nothing_else_happened_at_it(text: str) -> None:
    event = only(text)
    assert (name(event), event.status) == ("PROTEST/demo", "reported")
    assert event.place is not None
    assert event.place.name == "Oslo"


@table("text, accuser, accused", CHARGES)
def test_blame_is_a_record_of_the_speech_alone(text: str, accuser: str, accused: str) -> None:
    event = only(text)
    assert event.event_type == "ACCUSE"
    assert actors(event) == [accuser]
    assert [actor.name for actor in event.recipients] == [accused]


def test_each_part_of_a_sentence_has_its_own_speaker() -> None:
    first, second = code(
        "The governor said that soldiers had killed two traders in Gao. Police arrested a driver in Mopti."
    )
    assert [actor.name for actor in first.attributed_to] == ["governor"]
    assert not second.attributed_to


@table(
    "text",
    [
        ("Tide Watch said police had tortured two men in Gao. In one case, officers shot a student.",),
        ("Tide Watch reports that police tortured two men in Gao. In another incident, officers shot a student.",),
    ],
)
def test_a_case_is_told_by_whoever_made_the_statement_before_it(text: str) -> None:
    assert [[actor.name for actor in event.attributed_to] for event in code(text)] == [["Tide Watch"]] * 2


@table(
    "text",
    [
        ("Organisers said 40,000 people marched in Paris on Sunday; police put it at 15,000.",),
        ("Organisers said 40,000 people marched in Paris on Sunday, while police put the number at 15,000.",),
        ("Thousands marched in Paris. Organisers put the turnout at 40,000. Police estimated the crowd at 15,000.",),
        ("Organisers said 40,000 people marched in Paris on Sunday. Police put the figure at 15,000.",),
    ],
)
def test_each_count_is_that_of_whoever_puts_it_so(text: str) -> None:
    told = {figure.min: [actor.name for actor in figure.attributed_to] for figure in only(text).figures}
    assert (told[40_000], told[15_000]) == (["organisers"], ["police"])


def test_the_day_of_the_speech_is_not_the_day_of_the_act() -> None:
    event = only("The minister said on Thursday that troops had killed two smugglers on Monday in Agadez.")
    assert days(event) == "05-13"


def test_words_of_a_witness_are_told_by_the_witness() -> None:
    event = only("“Soldiers burned our houses in Gao,” a herder said.")
    assert name(event) == "ASSAULT/destroy"
    assert [actor.name for actor in event.attributed_to] == ["herder"]


def test_a_statement_without_an_act_makes_no_record() -> None:
    assert not code("“We are proud of our valley,” said Leila Harzi, a baker in Sfax.")


def test_a_body_cited_again_by_its_noun_is_the_one_named_before() -> None:
    for body, noun in (("Interior Ministry", "ministry"), ("Miners' Federation", "federation")):
        first = f"The {body} said that six miners were arrested in Accra."
        events = code(f"{first} Police beat two miners, the {noun} said.")
        assert [[actor.name for actor in event.attributed_to] for event in events] == [[body], [body]]


def test_what_is_not_denied_is_told() -> None:
    told = {"did not deny": "reported", "neither confirmed nor denied": "reported", "denied": "denied"}
    for verb, status in told.items():
        event = only(f"The army {verb} that its troops had shot dead two men in Bamako on Sunday.")
        assert event.status == status


def test_the_day_of_an_agreement_is_not_the_day_agreed_on() -> None:
    assert days(only("The two sides agreed to a truce on Wednesday.")) == "05-15"
    assert days(only("The union announced a strike for Tuesday.")) == "05-21"

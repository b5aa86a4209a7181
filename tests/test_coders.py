"""Who did what to whom: types and modes, actors, recipients, objects, counts and quotations."""

from __future__ import annotations

from coding import actors, code, name, names, only, recipients, table

from dateline.records import CodedEvent

WHO = [
    # text, type and mode, actors, recipients
    ("Police arrested six students in Dakar.", "COERCE/arrest", ["police"], ["students"]),
    ("Two editors were detained by the police in Maseru.", "COERCE/arrest", ["police"], ["editors"]),
    ("Two shepherds were killed near Niamey.", "ASSAULT", [], ["shepherds"]),
    ("Gunmen kidnapped two nurses in Zinder.", "ASSAULT/abduct", ["gunmen"], ["nurses"]),
    ("Gunmen killed a teacher and two nurses in Zinder.", "ASSAULT/firearms", ["gunmen"], ["teacher", "nurses"]),
    ("The army and the coast guard shelled Gao.", "ASSAULT/heavy-weapons", ["army", "coast guard"], ["Gao"]),
    ("Guards tortured detainees in a prison in Yaoundé.", "ASSAULT/torture", ["guards"], ["detainees"]),
    ("Police fired tear gas at marchers in Nairobi.", "ASSAULT/crowd-control", ["police"], ["marchers"]),
    ("Warplanes bombed a depot in Hodeidah, killing three guards.", "ASSAULT/aerial", ["Warplanes"], ["guards"]),
    ("A drone strike killed two mechanics in Kramatorsk.", "ASSAULT/drone", [], ["mechanics"]),
    ("The rebels released six hostages near Ménaka.", "RETREAT/release", ["rebels"], ["hostages"]),
    ("Prime Minister Ulla Rand resigned.", "RETREAT/resign", ["Ulla Rand"], []),
    ("The governor imposed a curfew in Bukavu.", "COERCE/curfew", ["governor"], ["Bukavu"]),
    ("Tunisia deported forty migrants.", "COERCE/deport", ["Tunisia"], ["migrants"]),
    ("Estonia expelled two Russian diplomats.", "SANCTION/expel", ["Estonia"], ["Russian diplomats"]),
    ("Portugal sent medical supplies to Malawi.", "AID", ["Portugal"], ["Malawi"]),
    ("The mayor praised the dockers.", "SUPPORT", ["mayor"], ["dockers"]),
    ("The Harbour Union refused to negotiate with Chad.", "REJECT/meet", ["Harbour Union"], ["Chad"]),
    ("The Harbour Union urged the government to pay the wages.", "REQUEST", ["Harbour Union"], ["government"]),
    ("President Osvaldo Prett visited Mongolia.", "CONSULT/visit", ["Osvaldo Prett"], ["Mongolia"]),
    ("Three detainees in Minsk began a hunger strike.", "PROTEST/hunger", ["detainees"], []),
    ("Crowds rioted in Port Moresby.", "PROTEST/riot", ["crowds"], []),
    ("Opposition parties boycotted the vote in Lomé.", "PROTEST/boycott", ["opposition parties"], []),
    ("A march was held in Porto.", "PROTEST/demo", [], []),
    ("Marchers gathered at Independence Square in Accra.", "PROTEST/demo", ["marchers"], []),
    ("Protesters clashed with police in Nairobi.", "PROTEST/riot", ["protesters"], ["police"]),
    ("Hackers attacked the website of the Estonian parliament.", "COERCE/cyber", ["hackers"], ["Estonian parliament"]),
    ("The minister apologised to the families.", "CONCEDE", ["minister"], ["families"]),
    ("The union refused to march.", "REJECT", ["union"], []),
    ("Members of the Harbour Union put up banners against Osvaldo Prett in Tartu.", "PROTEST/display",
     ["members of the Harbour Union"], ["Osvaldo Prett"]),
    ("Police arrested between 20 and 30 students in Dakar.", "COERCE/arrest", ["police"], ["students"]),
]  # fmt: skip

#: What is done to a thing is done to whom it depicts or belongs to.
THINGS = [
    (
        "Students burned a banner of President Osvaldo Prett in Ica.",
        "PROTEST/vandalize", "banner of President Osvaldo Prett", "Osvaldo Prett",
    ),
    (
        "Workers set a portrait of Osvaldo Prett on fire in Lima.",
        "PROTEST/vandalize", "portrait of Osvaldo Prett", "Osvaldo Prett",
    ),
    (
        "The Blue Lantern Movement set fire to a base of the Northern Guard in Ica.",
        "ASSAULT/destroy", "base of the Northern Guard", "Northern Guard",
    ),
    (
        "Rebels torched the entrance of a building of the Interior Ministry in Ica.",
        "ASSAULT/destroy", "entrance of a building of the Interior Ministry", "Interior Ministry",
    ),
    (
        "Rioters torched the home of Mayor Karl Lund in Riga.",
        "ASSAULT/destroy", "home of Mayor Karl Lund", "Karl Lund",
    ),
    (
        "Students burned posters of Rein Kolt in Tartu.",
        "PROTEST/vandalize", "posters of Rein Kolt", "Rein Kolt",
    ),
    (
        "The militants set the militia's base on fire in Ica.",
        "ASSAULT/destroy", "militia's base", "militia",
    ),
    (
        "On May 12, youths set a Northern Guard base on fire in Ica.",
        "ASSAULT/destroy", "Northern Guard base", "Northern Guard",
    ),
]  # fmt: skip

COUNTS = [
    ("Gunmen killed three farmers near Goma.", [("killed", 3, 3)]),
    ("Soldiers killed over 1,500 protesters in Antofagasta.", [("killed", 1500, None)]),
    ("At least 40 people were killed in Antofagasta.", [("killed", 40, None)]),
    ("Police arrested up to 40 students in Dakar.", [("arrested", None, 40)]),
    ("Police arrested 20 to 30 students in Dakar.", [("arrested", 20, 30)]),
    ("Police arrested between 20 and 30 students in Dakar.", [("arrested", 20, 30)]),
    ("More than 300 dockers marched in Valparaíso.", [("participants", 300, None)]),
    ("Fewer than 50 dockers marched in Valparaíso.", [("participants", None, 50)]),
    ("Gunmen kidnapped two nurses in Zinder.", [("abducted", 2, 2)]),
    ("Soldiers killed Petra Lum and Jonas Abara in Gao.", [("killed", 2, 2)]),
    ("Police arrested students in Dakar.", []),
    ("Gunmen killed a teacher and two nurses in Zinder.", [("killed", 3, 3)]),
    ("Soldiers killed 12 protesters and wounded 30 in Antofagasta.", [("killed", 12, 12), ("injured", 30, 30)]),
    # A later sentence counts the victims of the act told before.
    (
        "Gunmen opened fire on a market in Maiduguri on May 13. Sixteen people were injured, officials said.",
        [("injured", 16, 16)],
    ),
    (
        "A bomb exploded in Peshawar on Monday. At least nine people were killed, officials said.",
        [("killed", 9, None)],
    ),
]

QUOTES = [
    (
        "On May 12, marchers in Lima chanted, “Prett killed our brothers,” and “The army must leave the valley.”",
        "PROTEST/display",
        ["Prett killed our brothers", "The army must leave the valley."],
    ),
    (
        "The Blue Lantern Movement put up posters in Cusco that read, “Burn the palace and arrest the president.”",
        "PROTEST/display",
        ["Burn the palace and arrest the president."],
    ),
    (
        "On May 12, hundreds of dockers marched in Valparaíso, chanting “The port is ours.”",
        "PROTEST/demo",
        ["The port is ours."],
    ),
    ("Dockers marched in Porto on May 12 with placards that read “Pay our wages.”", "PROTEST/demo", ["Pay our wages."]),
    (
        "On May 12, members of the Harbour Union sprayed graffiti in Lima that read:\n\n“Quiroz is our voice.”\n\n"
        "“The valley belongs to us.”",
        "PROTEST/display",
        ["Quiroz is our voice.", "The valley belongs to us."],
    ),
    (
        "Members of the Harbour Union put up a poster in Lima. “Quiroz is our voice,” the poster reads.",
        "PROTEST/display",
        ["Quiroz is our voice"],
    ),
]

PRIVATE = [
    ("Police arrested Leila Harzi, a baker, in Sfax.", True),
    ("Police arrested Leila Harzi in Sfax.", True),
    ("Police arrested Interior Minister Karim Ziad in Tunis.", False),
    ("Police arrested Petra Lum, the spokeswoman of the Harbour Union, in Porto.", False),
    ("Police arrested the opposition leader Petra Lum in Porto.", False),
]

#: One clause of several types makes a record of each.
SEVERAL = [
    ("On May 3, Jonas Abara was arrested and executed in Bissau.", ["COERCE/arrest", "COERCE/execute"]),
    ("Police beat and arrested four students in Dakar.", ["ASSAULT/beat", "COERCE/arrest"]),
    ("A court in Tunis sentenced Leila Harzi to six years in prison.", ["SANCTION/convict", "COERCE/arrest"]),
    ("Three editors were sentenced to ten years in prison in Minsk.", ["SANCTION/convict", "COERCE/arrest"]),
    ("A court in Juba sentenced two officers to death.", ["SANCTION/convict"]),
    ("Police dispersed marchers in Nairobi, arresting twelve people.", ["ASSAULT/crowd-control", "COERCE/arrest"]),
    (
        "Police arrested nine students in Dakar, and the ministry said two officers were injured.",
        ["COERCE/arrest", "ASSAULT"],
    ),
]

KNOWN_GAPS = frozenset(
    {
        "Protesters clashed with police in Nairobi.",
        "The minister apologised to the families.",
        # A count of one that an article tells.
        "Police arrested nine students in Dakar, and the ministry said two officers were injured.",
    }
)


def known(lines: list[tuple]) -> set[str]:
    return {line[0] for line in lines} & KNOWN_GAPS


def counts(event: CodedEvent) -> list[tuple]:
    return [(figure.kind, figure.min, figure.max) for figure in event.figures]


@table("text, what, who, whom", WHO, known(WHO))
def test_who_did_what_to_whom(text: str, what: str, who: list[str], whom: list[str]) -> None:
    event = only(text)
    assert name(event) == what
    assert [each.lower() for each in actors(event)] == [each.lower() for each in who]
    assert recipients(event) == whom


@table("text, what, thing, whom", THINGS, known(THINGS))
def test_damage_to_a_thing_is_done_to_whom_it_depicts_or_belongs_to(
    text: str, what: str, thing: str, whom: str
) -> None:
    event = only(text)
    assert name(event) == what
    assert [span.text for span in event.objects] == [thing]
    assert recipients(event) == [whom]


@table("text, expected", COUNTS, known(COUNTS))
def test_counts_of_people(text: str, expected: list[tuple]) -> None:
    assert counts(only(text)) == expected


@table("text, what, expected", QUOTES)
def test_slogans_are_carried_and_not_coded(text: str, what: str, expected: list[str]) -> None:
    event = only(text)
    assert name(event) == what
    assert [quote.span.text for quote in event.quotes] == expected


@table("text, expected", PRIVATE)
def test_persons_without_a_public_role_are_private(text: str, expected: bool) -> None:
    assert [actor.private for actor in only(text).recipients] == [expected]


def test_both_of_two_who_share_a_surname_are_private() -> None:
    event = only("Police arrested Karim and Joelle Nassouri in Zahle.")
    assert [actor.private for actor in event.recipients] == [True, True]


@table(
    "text, who",
    [
        ("Tide Watch condemned the arrests.", "Tide Watch"),
        ("Quayside Legal Aid condemned the arrests.", "Quayside Legal Aid"),
        ("Green Dawn condemned the arrest of two Green Dawn members.", "Green Dawn"),
        ("Chad said it would withdraw its troops from Gao.", "Chad"),
    ],
)
def test_a_body_is_no_person(text: str, who: str) -> None:
    (actor,) = code(text)[0].actors
    assert (actor.name, actor.kind, actor.private) == (who, "organization", False)


@table("text, expected", SEVERAL, known(SEVERAL))
def test_a_clause_of_several_types_makes_several_records(text: str, expected: list[str]) -> None:
    assert names(code(text)) == expected


def test_a_sentence_to_prison_has_one_recipient_in_both_records() -> None:
    convicted, jailed = code("A court in Tunis sentenced Leila Harzi to six years in prison on May 15.")
    assert actors(convicted) == actors(jailed) == ["court"]
    assert recipients(convicted) == recipients(jailed) == ["Leila Harzi"]
    assert (convicted.place, convicted.date) == (jailed.place, jailed.date)


def test_a_display_without_an_actor_goes_on_with_the_one_before() -> None:
    first, second = code(
        "On May 12, members of the Harbour Union put up posters of Marta Quiroz in Lima. "
        "In Arequipa, a poster of Marta Quiroz was put up."
    )
    assert names([first, second]) == ["PROTEST/display"] * 2
    assert actors(first) == actors(second) == ["members of the Harbour Union"]


def test_a_pronoun_stands_for_the_actor_before() -> None:
    first, second = code(
        "Members of the Harbour Union marched in Tartu on May 12. They burned a banner of Osvaldo Prett."
    )
    assert actors(first) == actors(second)


def test_an_acronym_stands_for_the_full_name() -> None:
    events = code(
        "The Harbour Workers Federation (HWF) marched in Porto on May 12. The HWF marched in Braga on May 13."
    )
    assert actors(events[0]) == actors(events[1])
    assert "Harbour Workers Federation" in actors(events[0])[0]


def test_a_state_force_has_the_country_of_its_name() -> None:
    (actor,) = only("Kenyan police arrested ten students in Nairobi.").actors
    assert (actor.role, actor.country) == ("COP", "KEN")


def test_an_actor_is_not_an_instrument() -> None:
    assert not only("Gunmen kidnapped two nurses in Zinder.").instruments


def test_a_weapon_is_an_instrument_and_gives_the_mode() -> None:
    event = only("Rebels killed two guards with a machete in Gao.")
    assert name(event) == "ASSAULT/primitive"
    assert [span.text for span in event.instruments] == ["machete"]


def test_every_code_has_its_names_in_other_schemes() -> None:
    event = only("Students blocked a bridge in Dakar.")
    assert event.cameo
    assert event.acled.event_type == "Protests"

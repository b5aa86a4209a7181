"""Actors across a report: names joined, descriptions neutral, pronouns resolved, private persons flagged."""

from __future__ import annotations

import pytest
from actor_reading import names, parse_text, resolved
from hypothesis import given
from hypothesis import strategies as st

from dateline.find.actors import find_actors
from dateline.resolve.actors import resolve_actors
from dateline.resolve.aliases import Form, is_same_person, join_organizations, join_persons, sounds_like
from dateline.resolve.report_country import report_country

FRONT = "The People's Front of Kenya (PFK) called a strike in Nairobi."


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        (f"{FRONT} The PFK burned flags.", "PFK", ["People's Front of Kenya (PFK)"]),
        ("Governor Ana Berg spoke. Later Berg left.", "Berg", ["Ana Berg", "Ana Berg"]),
        ("Governor Mohammad Lind spoke. Muhammed Lind left.", "Lind", ["Mohammad Lind", "Mohammad Lind"]),
        ("PFK River Units marched. The River Units left.", "Units", ["PFK River Units", "PFK River Units"]),
        ("Ministers Anna and Paul Berg resigned.", "Anna", ["Anna Berg"]),
    ],
)
def test_forms_of_a_name_are_joined(text, head, expected):
    assert names(text, head) == expected


@pytest.mark.parametrize(
    ("text", "pronoun", "expected"),
    [
        ("Ana Berg was arrested. She was beaten.", "She", "Ana Berg"),
        ("Norwegian police entered the camp. They fired shots.", "They", "Norwegian police"),
        ("The Northern Party won. It thanked voters.", "It", "Northern Party"),
        ("Gunmen who wore masks killed a farmer.", "who", "gunmen"),
        ("Students burned a portrait of Mayor Karl Lind, and his guards fled.", "his", "Karl Lind"),
        ("The protesters said they would stay.", "they", "protesters"),
        ("“We will stay,” said the Dock Workers' Union.", "We", "Dock Workers' Union"),
    ],
)
def test_pronouns_mean_who_was_named_before(text, pronoun, expected):
    found = [mention for word, mention in resolved(text) if word == pronoun]
    assert [mention.actor.name for mention in found] == [expected]
    assert found[0].pronoun


def test_a_pronoun_without_antecedent_is_left_out():
    assert all(word != "They" for word, _ in resolved("They burned a flag."))
    assert all(word != "It" for word, _ in resolved("The party won. It is worth noting that rain fell."))


def test_the_object_of_a_verb_is_not_its_subject():
    text = "Mayor Karl Lind spoke. The governor praised him."
    assert names(text, "him") == ["Karl Lind"]


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        (f"{FRONT} The group burned flags.", "group", "People's Front of Kenya (PFK)"),
        ("The Supreme Court met the Harbour Union. The union left.", "union", "Harbour Union"),
        ("The Harbour Union met the Supreme Court. The court ruled.", "court", "Supreme Court"),
        ("The Harbour Union met Governor Ana Berg. The party burned flags.", "party", "party"),
        ("Two villagers were kidnapped. The two men were freed.", "men", "villagers"),
        ("The party's spokesman, Karl Lind, resigned.", "spokesman", "Karl Lind"),
    ],
)
def test_descriptions_mean_who_was_named_before(text, head, expected):
    assert names(text, head)[-1] == expected


@pytest.mark.parametrize(
    ("text", "head", "name", "role"),
    [
        ("Kenya, Kenyan cities. The regime banned rallies in Kenya.", "regime", "Kenyan government", "GOV"),
        ("Kenyan towns. The regime's units fired in Kenya.", "units", "Kenyan government units", "GOV"),
        ("Kenyan towns. The tyranny's courts in Kenya convicted ten.", "courts", "Kenyan courts", "JUD"),
        ("The defiant and rebellious youths left.", "youths", "rebellious youths", "CVL"),
        ("The brutal police left.", "police", "police", "COP"),
    ],
)
def test_names_are_neutral(text, head, name, role):
    mention = next(mention for word, mention in resolved(text) if word == head)
    assert (mention.actor.name, mention.actor.role) == (name, role)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Belarusian regime jailed two men. Exiles rallied in Paris and Lyon. The regime jailed a third.", "BLR"),
        ("The regime jailed two men, and exiles rallied in Paris.", None),
        ("The regime jailed two men in Minsk.", "BLR"),
        ("Crowds marched in Minsk and Brest. The regime jailed two men.", "BLR"),
    ],
)
def test_a_regime_is_of_the_country_that_the_report_ties_it_to(text, country):
    regimes = [mention.actor.country for word, mention in resolved(text) if word == "regime"]
    assert regimes[-1] == country


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("The Northern Party won. Its supporters danced.", "supporters", "Northern Party supporters"),
        ("Kenyan towns. The regime in Kenya said its troops left.", "troops", "Kenyan troops"),
        ("Villagers, who are members of the River Front, burned a flag.", "Villagers", "members of the River Front"),
    ],
)
def test_a_group_is_named_by_whom_it_belongs_to(text, head, expected):
    assert names(text, head) == [expected]


def test_servants_of_the_state_take_the_reports_country():
    text = "Protests spread in Nairobi, Mombasa and other Kenyan towns. Police arrested ten students."
    found = {word: mention.actor.country for word, mention in resolved(text)}
    assert found["Police"] == "KEN"
    assert found["students"] is None


def test_no_country_dominates_where_two_are_named_alike():
    parse, places = parse_text("Kenya and Norway signed a pact. Police watched.")
    assert report_country(parse, places) is None
    actors = resolve_actors(find_actors(parse, places), parse, places)
    assert [m.actor.country for m in actors if m.actor.role == "COP"] == [None]


@pytest.mark.parametrize(
    ("text", "head", "private"),
    [
        ("Ana Berg was arrested.", "Berg", True),
        ("The student Ana Berg was arrested.", "Berg", True),
        ("Governor Ana Berg was arrested.", "Berg", False),
        ("Ana Berg, the party's leader, was arrested.", "Berg", False),
        ("Governor Ana Berg spoke. Then Berg was arrested.", "Berg", False),
        ("A member of the River Front was arrested.", "member", True),
        ("The prime minister was arrested.", "minister", False),
        ("Protesters were arrested.", "Protesters", False),
    ],
)
def test_persons_without_a_public_role_are_private(text, head, private):
    flags = [mention.actor.private for word, mention in resolved(text) if word == head]
    assert flags
    assert flags[-1] is private


@pytest.mark.parametrize(
    ("said", "private"),
    [
        ("the alleged ringleader Ana Berg", True),
        ("gang boss Ana Berg", True),
        ("school principal Ana Berg", True),
        ("bank official Ana Berg", True),
        ("student leader Ana Berg", True),
        ("aide Ana Berg", True),
        ("his secretary Ana Berg", True),
        ("Ana Berg, a secretary,", True),
        ("Ana Berg, secretary at a law firm,", True),
        ("Ana Berg, director of a small bakery,", True),
        ("Ana Berg, head of the family,", True),
        ("Ana Berg, spokeswoman for the family,", True),
        ("Ana Berg, a peer of the dead student,", True),
        ("Ana Berg, successor to the late imam,", True),
        ("Ana Berg, a delegate at the congress,", True),
        ("Ana Berg, an adviser to the president,", False),
        ("Ana Berg, leader of the River Front,", False),
        ("Ana Berg, the group's leader,", False),
        ("Ana Berg, head of the electoral commission,", False),
        ("Ana Berg, secretary of the Northern Party,", False),
        ("Ana Berg, director of the CIA,", False),
        ("Ana Berg, an official,", False),
        ("rebel chief Ana Berg", False),
        ("prison director Ana Berg", False),
        ("Chadian leader Ana Berg", False),
        ("Chad's leader Ana Berg", False),
        ("Health Secretary Ana Berg", False),
        ("Front leader Ana Berg", False),
        ("Taliban leader Ana Berg", False),
        ("the River Front and its leader Ana Berg", False),
        ("the bakery and its director Ana Berg", True),
        ("Ana Berg, chairwoman of the board of Delta Textiles,", True),
        ("Ana Berg, chief of the Oromo tribe,", True),
        ("Ana Berg, head of the Olive Oil Board,", False),
        ("Ana Berg, leader of the country,", False),
    ],
)
def test_who_leads_or_serves_is_public_only_in_public_life(said, private):
    flags = [m.actor.private for word, m in resolved(f"Police in Porto arrested {said} on Monday.") if word == "Berg"]
    assert flags
    assert set(flags) == {private}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Prince Okafor, a mechanic,", "Prince Okafor"),
        ("King Mensah, a student,", "King Mensah"),
        ("Justice Moyo, 34,", "Justice Moyo"),
        ("Prince Kofi Okafor, a 22-year-old student,", "Prince Kofi Okafor"),
        ("Prince", "Prince"),
        ("the Prince", None),
        ("Saudi Prince Okafor, 34,", None),
        ("Major Dlamini, an officer of the army,", None),
        ("Bishop Phiri, a critic of the president,", None),
        ("Judge Ana Berg, 54,", None),
    ],
)
def test_a_title_that_is_a_given_name_makes_nobody_public(said, name):
    persons = [m.actor for _, m in resolved(f"Police in Porto arrested {said} on Monday.") if not m.generic]
    assert [actor.name for actor in persons if actor.private and actor.kind == "person"][:1] == ([name] if name else [])


@pytest.mark.parametrize("body", ["Human Rights Watch", "Doctors Without Borders", "Amnesty International"])
@pytest.mark.parametrize(
    "text",
    [
        "{} said police beat protesters in Tunis.",
        "Police beat protesters in Tunis on Monday, {} said.",
        "In Tunis, {} condemned the arrests.",
        "Police beat protesters in Tunis, according to {}.",
        "Soldiers and {} clashed in Tunis.",
    ],
)
def test_a_registered_body_is_no_person_wherever_it_stands(body, text):
    actors = [mention.actor for _, mention in resolved(text.format(body))]
    assert body in [actor.name for actor in actors if actor.kind == "organization"]
    assert not [actor for actor in actors if actor.kind == "person"]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Minister of Defence Rui Berg visited Praia.", "Rui Berg", "GOV"),
        ("Rebels killed the Minister of Defence Rui Berg in Praia.", "Rui Berg", "GOV"),
        ("Police arrested Minister of Foreign Affairs Ana Berg.", "Ana Berg", "GOV"),
        ("The Minister of the Interior Rui Berg spoke.", "Rui Berg", "GOV"),
        ("Secretary of State Ana Berg spoke.", "Ana Berg", "GOV"),
        ("Mayor of Porto Rui Berg condemned the attack.", "Rui Berg", "GOV"),
        ("Chief of Police Ana Berg spoke.", "Ana Berg", "COP"),
        ("Foreign Minister Ana Lind met his Chinese counterpart Rui Berg.", "Rui Berg", "GOV"),
    ],
)
def test_an_office_of_a_body_is_no_part_of_the_name(text, name, role):
    found = [m.actor for word, m in resolved(text) if word == "Berg"]
    assert {(actor.name, actor.role, actor.private) for actor in found} == {(name, role, False)}


def test_an_acronym_means_what_the_text_says():
    text = "The National Salvation Army (NSA) attacked a base. The NSA killed ten soldiers."
    found = [mention.actor for word, mention in resolved(text) if word in ("Army", "NSA")]
    assert {(actor.name, actor.role, actor.country) for actor in found} == {
        ("National Salvation Army (NSA)", "MIL", None)
    }


@pytest.mark.parametrize(
    "text", ["The Resistance Units of the MEK burned a flag.", "The Ministry of the Interior spoke."]
)
def test_a_name_does_not_end_within_its_body(text):
    (name,) = [mention.actor.name for _, mention in resolved(text)]
    assert name == text.removeprefix("The ").split(" burned")[0].split(" spoke")[0]


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Rebels, who had killed ten soldiers in Goma on Friday, released two hostages.", "Rebels", "group"),
        ("Protesters, who had blocked a road in Goma on Friday, burned tyres.", "Protesters", "group"),
        ("Hutu and Tutsi militias clashed in Goma.", "militias", "organization"),
        ("Soldiers killed Hema and Lendu rebels in Goma.", "rebels", "group"),
    ],
)
def test_a_group_is_no_person(text, word, kind):
    found = resolved(text)
    assert [m.actor.kind for head, m in found if head == word] == [kind]
    assert not [m for _, m in found if m.actor.kind == "person"]


@pytest.mark.parametrize("word", ["Shelling", "Gunfire", "Bombing", "Fighting"])
def test_what_happens_is_nobody(word):
    assert word not in names_of(f"{word} killed 34 people in Goma on Monday.")
    assert names_of("Rania told reporters in Goma that police beat her.")[0] == "Rania"


def names_of(text):
    return [mention.actor.name for _, mention in resolved(text)]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Police arrested Rania, Yusuf and Zainab in Tunis.", {"Rania", "Yusuf", "Zainab"}),
        ("Police arrested nurses Rania and Zainab in Tunis.", {"Rania", "Zainab"}),
        ("Police arrested a nurse named Rania in Tunis.", {"Rania"}),
        ("Rania was arrested in Tunis.", {"Rania"}),
        ("Police arrested San San in Yangon.", {"San San"}),
        (
            "Police held three people: Ana Lind, 23; Ben Korr, 45; and Tia Munn, 19.",
            {"Ana Lind", "Ben Korr", "Tia Munn"},
        ),
        ("The victims were identified as Ana Lind, Ben Korr and Tia Munn.", {"Ana Lind", "Ben Korr", "Tia Munn"}),
        ("- Ana Lind, shot in the head", {"Ana Lind"}),
        ("ANA LIND ARRESTED IN TUNIS", {"ANA LIND"}),
        ("Ana Lind is led away by police in Porto.", {"Ana Lind"}),
        ("Students painted “Justice for Ana Lind” on a wall in Tunis.", {"Ana Lind"}),
        ("My sister Rania was beaten by police in Tunis, Yusuf said.", {"Rania", "Yusuf"}),
        ("Israel attacked us in Gaza, Hamas said.", set()),
        ("MILITARY BASE ATTACKED IN TUNIS", set()),
        ("Students chanted “Freedom for Palestine” in Tunis.", set()),
        ("Police identified the dead man as Ana Lind in Porto.", {"Ana Lind"}),
        ("Police arrested Santiago Lima of Lagos.", {"Santiago Lima"}),
        ("Rebels shelled Goma and Rania.", set()),
        ("Porto beat Lagos.", set()),
        ("Rebels seized a town called Rania.", set()),
    ],
)
def test_who_suffers_as_persons_do_or_is_named_so_is_a_person(text, persons):
    found = {m.actor.name for _, m in resolved(text) if m.actor.private and not m.generic and not m.pronoun}
    assert found == persons


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (["Berg", "Ana Berg"], ["Ana Berg", "Ana Berg"]),
        (["Ana Berg", "Berg", "Karl Berg"], ["Ana Berg", "Ana Berg", "Karl Berg"]),
        (["Ana Berg", "Karl Berg", "Berg"], ["Ana Berg", "Karl Berg", "Berg"]),
        (["Ana Berg", "Karl Berg", "Ana Berg", "Berg"], ["Ana Berg", "Karl Berg", "Ana Berg", "Ana Berg"]),
        (
            ["Ana Berg", "Karl Berg", "Karl Berg", "Ana Berg", "Berg"],
            ["Ana Berg", "Karl Berg", "Karl Berg", "Ana Berg", "Berg"],
        ),
        (["Berg", "Ana Berg", "Karl Berg"], ["Berg", "Ana Berg", "Karl Berg"]),
    ],
)
def test_a_surname_of_two_persons_means_the_only_one_named_since(told, meant):
    joined = join_persons([Form(name, position=i) for i, name in enumerate(told)])
    assert [joined[i] for i in range(len(told))] == meant


def test_bodies_of_two_countries_are_not_joined():
    forms = [Form("Kenyan Foreign Ministry", "KEN"), Form("Ugandan Foreign Ministry", "UGA"), Form("Foreign Ministry")]
    assert join_organizations(forms)["Foreign Ministry"] == "Foreign Ministry"


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("The Army clashed with the Liberation Army in Juba.", "Army", ["Army", "Liberation Army"]),
        ("Soldiers of the Army attacked the Liberation Army.", "Army", ["Army", "Liberation Army"]),
        ("The Party accused the Labour Party of fraud.", "Party", ["Party", "Labour Party"]),
        ("The Labour Party accused the New Labour Party of fraud.", "Party", ["Labour Party", "New Labour Party"]),
        ("The Army left. The Liberation Army came.", "Army", ["Army", "Liberation Army"]),
        ("The Labour Party left. The New Labour Party came.", "Party", ["Labour Party", "New Labour Party"]),
        ("The Liberation Army came. The Army left.", "Army", ["Liberation Army", "Liberation Army"]),
        (
            "The Liberation Army met the Northern Army. Later the Army left.",
            "Army",
            ["Liberation Army", "Northern Army", "Army"],
        ),
    ],
)
def test_a_short_name_means_a_longer_one_only_where_that_came_before(text, head, expected):
    assert names(text, head) == expected


def test_a_headline_may_tell_the_shorter_form_first():
    full = Form("Dune Movement River Units", sentences=frozenset({1}))
    for headline, name in ((True, full.name), (False, "River Units")):
        short = Form("River Units", sentences=frozenset({0}), headline=headline)
        assert join_organizations([short, full])["River Units"] == name


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


@given(WORDS)
def test_a_name_sounds_like_itself(word):
    assert sounds_like(word, word)
    assert is_same_person(word, f"Ana {word}")


@given(WORDS, WORDS)
def test_sounding_alike_is_symmetric(one, other):
    assert sounds_like(one, other) == sounds_like(other, one)


@given(st.lists(st.builds(" ".join, st.lists(WORDS, min_size=1, max_size=4)), min_size=1, max_size=6))
def test_every_form_gets_a_name_at_least_as_full(texts):
    joined = join_organizations([Form(text) for text in dict.fromkeys(texts)])
    assert joined.keys() == set(texts)
    assert all(len(joined[text].split()) >= len(text.split()) for text in joined)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Police raided a bar in Lagos. Officers arrested two men.", "COP"),
        ("Officers arrested two men in Lagos, police said.", "COP"),
        ("Soldiers entered Goma. Officers arrested two men.", "MIL"),
        ("Police left. Soldiers came, and officers arrested two men.", "MIL"),
        ("Officers arrested two men in Lagos.", "MIL"),
        ("Police left. Army officers arrested two men.", "MIL"),
        ("Soldiers left. Prison officers beat two men.", "COP"),
        ("Police left. Harbour Guard officers beat two men.", "MIL"),
    ],
)
def test_officers_are_those_of_the_service_that_is_told(text: str, role: str) -> None:
    assert [m.actor.role for word, m in resolved(text) if word.lower() == "officers"] == [role]


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("The Lima criminal chamber jailed two men.", "chamber", [("Lima criminal chamber", "JUD")]),
        ("The trial chamber jailed two men.", "chamber", [("trial chamber", "JUD")]),
        ("Ex-commander Ratko Vellin was arrested in Split.", "Vellin", [("Ratko Vellin", "MIL")]),
        ("Police arrested ex-minister Rui Vellin.", "Vellin", [("Rui Vellin", "GOV")]),
        ("The governor declared a 30-day state of emergency.", "state", []),
        ("The governor declared a State of Siege.", "Siege", []),
        ("The northern state of Borno shut its border.", "state", [("northern state of Borno", "GOV")]),
    ],
)
def test_roles_of_courts_conditions_and_former_holders(text: str, head: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.actor.name, m.actor.role) for word, m in resolved(text) if word == head] == expected

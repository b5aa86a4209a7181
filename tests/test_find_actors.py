"""Parse -> actors: what the words of a noun phrase say of name, role, country and kind."""

from __future__ import annotations

import pytest
from actor_reading import found, parse_text
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.find.actors import find_actors
from dateline.find.phrases import read_scene
from dateline.find.roles import name_parts
from dateline.ontology.registry import load_lexicon


@pytest.mark.parametrize(
    ("text", "head", "span", "role", "country", "kind"),
    [
        ("Norwegian police fired tear gas.", "police", "Norwegian police", "COP", "NOR", "organization"),
        ("Masked gunmen killed three farmers.", "gunmen", "Masked gunmen", "REB", None, "group"),
        ("Masked gunmen killed three farmers.", "farmers", "farmers", "BUS", None, "group"),
        ("Rebel soldiers seized the airport.", "soldiers", "Rebel soldiers", "REB", None, "group"),
        ("Portugal's prime minister resigned.", "minister", "Portugal's prime minister", "GOV", "PRT", "person"),
        ("The government of Norway resigned.", "government", "government of Norway", "GOV", "NOR", "organization"),
        ("Opposition lawmakers in Kenya walked out.", "lawmakers", "Opposition lawmakers", "OPP", "KEN", "group"),
        ("The judge sentenced four students.", "students", "students", "EDU", None, "group"),
        ("Kenya condemned the attack.", "Kenya", "Kenya", "GOV", "KEN", "organization"),
        ("Kenyans marched on Sunday.", "Kenyans", "Kenyans", "CVL", "KEN", "group"),
        ("The United Nations sent observers.", "Nations", "United Nations", "IGO", None, "organization"),
        ("Greenpeace accused the army.", "Greenpeace", "Greenpeace", "NGO", None, "organization"),
        ("Thousands gathered near the wounded.", "wounded", "wounded", "CVL", None, "group"),
        ("Union leader Ana Berg called a strike.", "Berg", "Ana Berg", "LAB", None, "person"),
        ("Foreign Minister Ana Berg visited Oslo.", "Berg", "Ana Berg", "GOV", None, "person"),
        ("Norwegian President Ana Berg left.", "Berg", "Ana Berg", "GOV", "NOR", "person"),
        ("Ana Berg, a spokeswoman for the police, declined.", "Berg", "Ana Berg", "COP", None, "person"),
        ("Supporters of the Red Party left.", "Supporters", "Supporters of the Red Party", "PTY", None, "group"),
        ("The Ministry of Defence denied it.", "Ministry", "Ministry of Defence", "GOV", None, "organization"),
        ("A group of students blocked the road.", "group", "students", "EDU", None, "group"),
        ("A police raid killed two men.", "police", "police", "COP", None, "organization"),
        ("Kenyan air raids destroyed the camp.", "Kenyan", "Kenyan", "GOV", "KEN", "organization"),
    ],
)  # fmt: skip
def test_a_phrase_gives_span_role_country_kind(text, head, span, role, country, kind):
    mention = found(text)[head]
    actor = mention.actor
    assert actor.span is not None
    assert (actor.span.text, actor.role, actor.country, actor.kind) == (span, role, country, kind)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The banner hung over the street.", "banner"),
        ("The protest ended in Nairobi.", "Nairobi"),
        ("They signed the Treaty of Lisbon in March.", "March"),
        ("The attack on Monday was severe.", "Monday"),
        ("The bridge collapsed.", "bridge"),
    ],
)
def test_things_and_days_are_no_actors(text, word):
    assert word not in found(text)


@pytest.mark.parametrize(
    ("text", "head", "span"),
    [
        ("On Monday police in Lima arrested two men.", "police", "police"),
        ("On Monday night gunmen killed two.", "gunmen", "gunmen"),
        ("On 5 May police held ten men.", "police", "police"),
        ("Tomorrow police will march.", "police", "police"),
        ("Monday's protesters were jailed.", "protesters", "protesters"),
        ("On Monday River Front members marched.", "members", "River Front members"),
        ("Late Monday Peruvian police arrested ten men.", "police", "Peruvian police"),
    ],
)
def test_days_and_months_begin_no_actor(text, head, span):
    actor = found(text)[head].actor
    assert actor.span is not None
    assert actor.span.text == span


def test_a_country_where_something_happens_is_a_place():
    assert found("Three people died in Kenya.")["Kenya"].actor.kind == "place"


def test_a_capital_stands_for_its_state_only_where_it_acts():
    assert found("Moscow condemned the attack.")["Moscow"].actor.country == "RUS"
    assert "Moscow" not in found("Three people died in Moscow.")


def test_a_name_keeps_its_brackets_and_what_follows():
    mention = found("People's Front of Kenya (PFK) River Units burned a flag.")
    spans = [each.actor.span.text for each in mention.values() if each.actor.span]
    assert "People's Front of Kenya (PFK) River Units" in spans


def test_coordinated_nouns_are_actors_each():
    mentions = found("Students and teachers joined the nurses.")
    assert {"Students", "teachers", "nurses"} <= mentions.keys()


def test_evaluating_and_counting_words_are_left_out_of_the_span():
    text = "The other brave young protesters and three so-called rebels fled."
    spans = {word: mention.actor.span.text for word, mention in found(text).items() if mention.actor.span}
    assert spans["protesters"] == "protesters"
    assert spans["rebels"] == "rebels"


def test_foreign_backing_is_no_origin():
    assert found("Kenyan-backed rebels attacked the town.")["rebels"].actor.country is None


def test_a_public_office_is_known_by_its_title():
    assert found("Mayor Ana Berg spoke.")["Berg"].office
    assert not found("The student Ana Berg spoke.")["Berg"].office


SENTENCES = st.sampled_from(
    [
        "Norwegian police arrested Ana Berg and two students in Oslo.",
        "They were released, said the group's spokesman, Karl Lind.",
        "The River Front (RF), known as the Reds, torched its own banners.",
        "“We will not leave,” he told reporters who had gathered.",
        "GUNMEN KILL THREE IN MARKET ATTACK",
        "Supporters of the ’98 movement — some of them armed — fled.",
        "U.N. peacekeepers & the E.U.'s envoy met at 5 p.m.",
        "…",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=4), st.sampled_from([" ", "\n\n", "\u00a0"]))
def test_spans_are_verbatim_and_heads_unique(sentences, joint):
    parse, places = parse_text(joint.join(sentences))
    mentions = find_actors(parse, places)
    assert len({mention.head for mention in mentions}) == len(mentions)
    for mention in mentions:
        span = mention.actor.span
        assert span is not None
        assert parse.document.text[span.start : span.end] == span.text
        assert 0 <= mention.first < mention.last <= len(parse.words)
        assert parse.sentence_of[mention.first] == parse.sentence_of[mention.last - 1]


@pytest.mark.parametrize("text", ["Ulla Rand, 34, was held in Oslo.", "Police in Oslo held Ulla Rand (34)."])
def test_a_name_with_an_age_is_a_persons(text: str) -> None:
    assert found(text)["Rand"].actor.kind == "person"


def test_the_noun_before_a_name_says_that_it_is_a_bodys() -> None:
    actor = found("The armed group Alba Verde released a nurse in Cauca.")["Verde"].actor
    assert (actor.name, actor.kind, actor.private) == ("Alba Verde", "organization", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army shelled Nairobi, Zarvek and Minorel on Monday.", {"army"}),
        ("Rebels seized Zarvek and Nairobi on Monday.", {"Rebels"}),
        ("Police arrested Leyla, Yusuf and Sydney in Porto.", {"Police", "Leyla", "Yusuf", "Sydney"}),
    ],
)
def test_unknown_names_in_a_row_of_places_are_no_persons(text: str, expected: set[str]) -> None:
    heads = {word for word, mention in found(text).items() if mention.actor.kind != "place"}
    assert heads - {"Nairobi"} == expected


@pytest.mark.parametrize("text", ["Vell) of the (Ruzik met.", "Vell)) Ruzik) (AB/CD) met.", ") ( Vell met.", ")("])
def test_a_bracket_that_closes_before_any_opens_splits_no_name(text: str) -> None:
    parse, _ = parse_text(text)
    parts = name_parts(read_scene(parse, (), load_lexicon()), 0, len(parse.words))
    assert "(" not in "".join(parts) and ")" not in "".join(parts)


def test_whose_workers_are_told_is_a_body() -> None:
    actors = found("Workers of Marks and Spencer marched in Leeds on Monday.")
    assert {mention.actor.kind for mention in actors.values()} <= {"organization", "group", "place"}

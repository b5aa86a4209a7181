"""Which two events tell of one happening, as the evidence weighs it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.jsonlines import event_to_json
from dateline.merge.candidates import blocks_together, pairs_of_blocks
from dateline.merge.score import EVIDENCE, probability, score_pairs, weigh
from dateline.merge.table import TraitTable, make_table
from dateline.merge.traits import hidden_words, traits_of
from dateline.records import Actor, CodedEvent, EventPlace, Figure, Span
from tests.claims import actor, figure, on, place, told

MARKET = "A bomb tore through the fish market in Arden on Tuesday, killing 14 people."
AGAIN = "At least 14 people died when a bomb exploded in Arden's fish market on Tuesday."
STATION = "A blast at the bus station in Arden on Tuesday wounded three soldiers."


def table(*events: CodedEvent) -> TraitTable:
    return make_table([traits_of(event_to_json(event), report=event.report_id) for event in events])


def score(one: CodedEvent, other: CodedEvent) -> float:
    return float(score_pairs(table(one, other), np.array([0]), np.array([1]))[0])


def event(report_id: str, sentence: str = MARKET, **fields: Any) -> CodedEvent:
    return told(report_id, sentence, **fields)[1]


def test_two_papers_tell_of_one_bombing() -> None:
    killed = (figure("killed", 14),)
    assert score(event("a", MARKET, figures=killed), event("b", AGAIN, figures=killed)) > 2


def test_two_bombings_in_one_city_on_one_day_stay_two() -> None:
    one = event("a", MARKET, figures=(figure("killed", 14),), recipients=(actor("fish traders"),))
    other = event("b", STATION, figures=(figure("injured", 3),), recipients=(actor("Arden Garrison"),))
    assert score(one, other) < 0


@pytest.mark.parametrize(
    ("words", "one", "other"),
    [("A bomb at a {} in Arden killed three people on Tuesday.", "bank", "school"),
     ("A bomb in Arden killed three {} on Tuesday.", "nurses", "farmers")],
)  # fmt: skip
def test_where_only_a_common_noun_differs_there_are_two(words: str, one: str, other: str) -> None:
    def of(report: str, noun: str) -> CodedEvent:
        at = words.index("{}")
        people = words.startswith("A bomb in")
        where = place() if people else replace(place(), site=Span(at, at + len(noun), noun), precision="site")
        hurt = (actor(noun if people else "people"),)
        return event(report, words.format(noun), place=where, recipients=hurt, figures=(figure("killed", 3),))

    assert score(of("a", one), of("b", one)) > 2
    assert score(of("a", one), of("b", other)) < 0


@pytest.mark.parametrize(
    "fields",
    [
        {"place": place("Velm")},
        {"date": on("2024-03-12")},
        {"mode": "abduct", "sentence": "Gunmen took two teachers away in Arden on Tuesday."},
    ],
    ids=["another city", "a week later", "another way"],
)
def test_what_clearly_differs_is_another_happening(fields: dict[str, Any]) -> None:
    assert score(event("a"), event("b", **({"sentence": AGAIN} | fields))) < 0


@pytest.mark.parametrize(
    "fields",
    [
        {"place": place("North", "region")},
        {"place": place("Kosovo", "country")},
        {"date": on("2024-03-04", "2024-03-10")},
        {"mode": None},
        {"mode": "suicide-attack"},
        {"date": on("2024-03-06", basis="report")},
    ],
    ids=["its region", "its country", "its week", "no mode", "a mode beside", "the report's own day"],
)
def test_what_is_told_less_precisely_may_be_the_same(fields: dict[str, Any]) -> None:
    assert score(event("a"), event("b", AGAIN, **fields)) > 0


def test_one_report_that_tells_of_two_places_tells_of_two_happenings() -> None:
    assert score(event("a", place=place("Arden")), event("a", place=place("Arden Port"))) < -4


def in_one_report(sentence: str, **fields: Any) -> float:
    """Score the first sentence of a report with a later one."""
    later = event("a", sentence, place=replace(place(), basis="inferred"), date=on("2024-03-05", basis="inferred"))
    start, shift = sentence.index("blast"), len(MARKET)
    trigger = Span(shift + start, shift + start + 5, "blast")
    evidence = (Span(shift, shift + len(sentence), sentence),)
    return score(event("a", MARKET), replace(later, trigger=trigger, evidence=evidence, **fields))


def test_one_report_that_speaks_of_the_act_as_known_tells_it_again() -> None:
    assert in_one_report("The blast wounded nine.", actors=(), recipients=()) > 0
    assert in_one_report("A separate blast wounded nine.", actors=(), recipients=()) < -2
    assert in_one_report("A blast killed Ana Vell's guards.", actors=(actor("Red Front"),)) < 0


def test_a_strike_is_still_on_days_later() -> None:
    strike = {"event_type": "PROTEST", "mode": "strike", "actors": (actor("nurses"),)}
    days = {"date": on("2024-03-07")}
    one = event("a", "Nurses in Arden went on strike on Tuesday.", **strike)
    assert score(one, event("b", "Nurses in Arden stayed on strike on Thursday.", **(strike | days))) > 0


def test_a_shared_large_count_weighs_more_than_a_small_one() -> None:
    counts = [
        score(event("a", figures=(figure("killed", n),)), event("b", figures=(figure("killed", n),)))
        for n in (1, 14, 1500)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def killed(*counts: tuple[int, int | None]) -> tuple[Figure, ...]:
    return tuple(figure("killed", low, high) for low, high in counts)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (killed((54, 54)), killed((300, 300))),  # at least 30 may be 54
        (killed((40, 40)), killed((54, 54))),
        (killed((12, 12), (30, None)), killed((12, 12))),  # the best of what one report gives
        (killed((12, 12)), killed((2, 2))),
    ],
    ids=["open", "near", "several", "as claimants differ"],
)
def test_counts_that_may_be_of_one_happening_contradict_less(
    nearer: tuple[Figure, ...], farther: tuple[Figure, ...]
) -> None:
    one = event("a", figures=killed((30, None)))
    assert score(one, event("b", AGAIN, figures=nearer)) > score(one, event("b", AGAIN, figures=farther))


def test_a_total_over_several_attacks_is_not_one_of_them() -> None:
    total = tuple(replace(each, scope="running-total") for each in killed((14, 14)))
    one = event("a", figures=killed((1, 1)))
    assert score(one, event("b", AGAIN, figures=total)) < score(one, event("b", AGAIN)) - 1


@pytest.mark.parametrize(("one", "other"), [("two years", "18 years"), ("six months", "a year")])
def test_two_terms_are_two_sentences(one: str, other: str) -> None:
    texts = {
        "a": "A court in Arden sentenced a presenter to {} in prison on Tuesday.",
        "b": "Judges gave the host of a show {} behind bars.",
    }

    def sentence(report: str, term: str) -> CodedEvent:
        text = texts[report].format(term)
        return event(report, text, event_type="SANCTION", mode="convict", figures=(figure("sentenced", 1),))

    assert score(sentence("a", one), sentence("b", other)) < 0 < score(sentence("a", one), sentence("b", one))


@pytest.mark.parametrize(
    ("one", "other"),
    [(actor("presenters", role="MED"), actor("fighters", role="REB")),
     (actor("guards", role="COP"), actor("customers", role="CVL")),
     (actor("a judge", role="JUD"), actor("a baker", private=True, role="CVL"))],
    ids=["presenters and fighters", "guards and customers", "a judge and a baker"],
)  # fmt: skip
def test_people_of_other_roles_suffered_something_else(one: Actor, other: Actor) -> None:
    same = score(event("a", recipients=(one,)), event("b", recipients=(one,)))
    assert score(event("a", recipients=(one,)), event("b", recipients=(other,))) < same - 2


def test_the_country_of_an_arrest_does_not_tell_its_police_apart() -> None:
    def arrest(report: str, police: str) -> CodedEvent:
        where = place("Huaraz", country="PER")
        return event(report, f"{police} held ten men.", actors=(actor(police),), place=where, mode="arrest")

    assert score(arrest("a", "Peruvian police"), arrest("b", "police")) == pytest.approx(
        score(arrest("a", "police"), arrest("b", "police")), abs=0.01
    )


def test_dealings_are_of_their_parties_wherever_they_were_made() -> None:
    parties = (replace(actor("the army", role="MIL"), country="COD"),)
    texts = "The army signed a truce with rebels in Doha.", "The army and rebels signed a truce."
    signed, told_of = (
        event(report, text, event_type="RETREAT", mode="ceasefire", actors=parties, place=where)
        for report, text, where in zip("ab", texts, (place("Doha", country="QAT"), None), strict=True)
    )
    assert compared([signed, told_of]) == {(0, 1)}


@pytest.mark.parametrize(
    "where", [place("North", "region"), place("Kosovo", "country"), replace(place("Yur"), admin1="North")]
)
def test_what_is_placed_in_a_region_meets_what_happened_in_its_towns(where: EventPlace) -> None:
    far = event("b", "Eleven died.", place=where, recipients=(), figures=())
    assert compared([event("a"), far]) == {(0, 1)}
    assert compared([event("a"), replace(far, event_type="PROTEST")]) == set()


def compared(events: list[CodedEvent]) -> set[tuple[int, int]]:
    whole = table(*events)
    parts = (part for blocks in blocks_together(whole) for part in pairs_of_blocks(whole, blocks))
    return {pair for left, right in parts for pair in zip(left.tolist(), right.tolist(), strict=True)}


def test_names_of_private_persons_link_nothing() -> None:
    def arrest(report_id: str, name: str) -> CodedEvent:
        sentence = f"Police in Arden arrested {name} on Tuesday."
        return event(report_id, sentence, event_type="COERCE", mode="arrest", recipients=(actor(name, private=True),))

    def traits(one: CodedEvent, name: str) -> Any:
        return traits_of(event_to_json(one), report=one.report_id, hidden=hidden_words([name]))

    same = make_table(
        [traits(arrest("a", "Ana Vellmar"), "Ana Vellmar"), traits(arrest("b", "Ana Vellmar"), "Ana Vellmar")]
    )
    other = make_table(
        [traits(arrest("a", "Ana Vellmar"), "Ana Vellmar"), traits(arrest("b", "Toma Ruzik"), "Toma Ruzik")]
    )
    left, right = np.array([0]), np.array([1])
    assert score_pairs(same, left, right) == score_pairs(other, left, right)


def test_the_evidence_sums_to_the_score() -> None:
    both = table(event("a"), event("b", AGAIN))
    weights = weigh(both, np.array([0]), np.array([1]))
    assert weights.shape == (1, len(EVIDENCE))
    assert score(event("a"), event("b", AGAIN)) == pytest.approx(float(weights.sum()), abs=0.001)


def test_probability_is_that_of_the_log_odds() -> None:
    assert probability(0) == 0.5
    assert probability(-50) == 0.0


EVENTS = st.builds(
    event,
    report_id=st.sampled_from("abcd"),
    sentence=st.sampled_from([MARKET, AGAIN, STATION]),
    mode=st.sampled_from([None, "explosives", "firearms", "abduct"]),
    place=st.sampled_from(
        [None, place(), place("Velm"), place("North", "region"), place("Kosovo", "country"), place("Yur")]
    ),
    date=st.sampled_from([None, on("2024-03-05"), on("2024-03-06", basis="report"), on("2024-03-01", "2024-03-31")]),
    figures=st.sampled_from(
        [(), (figure("killed", 14),), (figure("killed", 20, None), figure("injured", 3), figure("killed", 14))]
    ),
    actors=st.sampled_from([(), (actor("Red Hand Brigade"),), (actor("gunmen"),)]),
)


@given(EVENTS, EVENTS)
def test_a_pair_scores_the_same_both_ways(one: CodedEvent, other: CodedEvent) -> None:
    assert score(one, other) == pytest.approx(score(other, one), abs=0.002)


@given(st.lists(EVENTS, min_size=2, max_size=8))
def test_a_pair_is_compared_whatever_stands_beside_it(events: list[CodedEvent]) -> None:
    among_all = (0, 1) in compared(events)
    assert among_all == ((0, 1) in compared(events[:2]))

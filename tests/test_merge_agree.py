"""What an incident keeps of its claims: what they agree on, what is disputed and by whom, and who tells it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.identity import identify
from dateline.incidents import COMPARED_FIELDS, Incident, Member, Reliability, incident_to_json
from dateline.merge.agree import make_incident
from tests.claims import actor, figure, on, place, told


def member(report_id: str, copy_of: str | None = None, **fields: Any) -> Member:
    values = {"source": f"{report_id}.example"} | fields
    report, event = told(report_id, f"A bomb exploded in Arden, said {report_id}.", **values)
    (event,) = identify([event], report)
    return Member(event=event, copy_of=copy_of, copy_kind="copy" if copy_of else None)


def incident(*members: Member, grades: dict[str, Reliability] | None = None) -> Incident:
    return make_incident("i1", members, grades=grades)


def field(found: Incident, name: str) -> Any:
    return next(each for each in found.fields if each.name == name)


def values(found: Incident, name: str) -> list[str | None]:
    return [value.value for value in field(found, name).values]


def test_every_field_is_compared() -> None:
    assert tuple(each.name for each in incident(member("a")).fields) == COMPARED_FIELDS


@pytest.mark.parametrize(
    ("name", "one", "other", "agreed"),
    [
        ("place", place("Arden"), place("North", "region"), "Arden"),
        ("place", place("Arden"), place("Kosovo", "country"), "Arden"),
        ("place", place("Arden"), replace(place("Old Quay"), admin1=None), "Arden"),
        ("date", on("2024-03-05"), on("2024-03-01", "2024-03-31"), "2024-03-05"),
        ("date", on("2024-03-05"), on("2024-03-06", basis="report"), "2024-03-05"),
        ("actors", (actor("Red Hand Brigade"),), (actor("gunmen"),), "Red Hand Brigade"),
        ("actors", (actor("Red Hand Brigade"),), (), "Red Hand Brigade"),
        ("actors", (actor("Red Hand Brigade (RHB)"),), (actor("the Red Hand Brigade"),), "Red Hand Brigade (RHB)"),
        ("mode", "explosives", None, "explosives"),
    ],
)  # fmt: skip
def test_values_that_may_both_be_true_agree_on_the_finer(name: str, one: Any, other: Any, agreed: str) -> None:
    for first, second in ((one, other), (other, one)):
        found = incident(member("a", **{name: first}), member("b", **{name: second}))
        assert field(found, name).agreed
        assert values(found, name) == [agreed]
        assert found.disputed == ()


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("place", place("Arden"), place("Velm")),
        ("date", on("2024-03-05"), on("2024-03-08")),
        ("actors", (actor("Red Hand Brigade"),), (actor("Northern Front"),)),
        ("recipients", (actor("Arden Garrison"),), (actor("Dockers Union"),)),
        ("mode", "explosives", "suicide-attack"),
        ("status", "reported", "denied"),
    ],
)
def test_values_that_contradict_are_kept_with_who_claims_them(name: str, one: Any, other: Any) -> None:
    found = incident(member("a", **{name: one}), member("b", **{name: other}))
    assert found.disputed == (name,)
    assert {(value.claimants, value.sources) for value in field(found, name).values} == {
        (("a.example",), ("a.example",)),
        (("b.example",), ("b.example",)),
    }


def test_told_as_news_and_as_history_is_no_dispute() -> None:
    assert incident(member("a"), member("b", status="historical")).disputed == ()


def test_a_private_person_is_never_compared_by_name() -> None:
    one, other = (actor("Ana Vellmar", private=True),), (actor("Toma Ruzik", private=True),)
    found = incident(member("a", recipients=one), member("b", recipients=other))
    assert values(found, "recipients") == ["a private person"]
    assert found.disputed == ()


def test_two_parties_that_count_differently_dispute_the_count() -> None:
    party, ministry = (actor("Northern Front"),), (actor("Interior Ministry"),)
    found = incident(
        member("a", figures=(figure("killed", 1500, None),), attributed_to=party),
        member("b", figures=(figure("killed", 200),), attributed_to=ministry),
    )
    assert found.disputed == ("figures.killed",)
    assert [(row.claimant, row.min, row.max) for row in found.figures] == [
        ("Interior Ministry", 200, 200),
        ("Northern Front", 1500, None),
    ]


def test_a_rising_toll_by_one_claimant_is_an_update() -> None:
    ministry = (actor("Interior Ministry"),)
    found = incident(
        member("a", figures=(figure("killed", 3),), attributed_to=ministry, published="2024-03-06"),
        member("b", figures=(figure("killed", 14),), attributed_to=ministry, published="2024-03-08"),
    )
    assert found.disputed == ()
    first, last = found.figures
    assert (first.min, first.updated_by) == (3, last.event_id)
    assert (last.min, last.updated_by) == (14, None)


def test_at_least_three_and_five_do_not_contradict() -> None:
    found = incident(member("a", figures=(figure("killed", 3, None),)), member("b", figures=(figure("killed", 5),)))
    assert found.disputed == ()


def test_a_running_total_contradicts_no_count_of_the_event() -> None:
    total = replace(figure("killed", 900), scope="running-total")
    assert incident(member("a", figures=(figure("killed", 3),)), member("b", figures=(total,))).disputed == ()


def test_copies_count_once_and_dispute_nothing() -> None:
    first = member("a")
    copy = member("b", copy_of=first.event.event_id, date=on("2024-03-12"), published="2024-03-13")
    found = incident(first, copy, member("c"))
    assert found.independent_sources == 2
    assert found.disputed == ()
    assert [(note.source, note.independent, note.copies) for note in found.sources if not note.independent] == [
        ("b.example", False, ("a.example",))
    ]


def test_who_tells_it_alone_is_named() -> None:
    first = member("a")
    assert incident(first, member("b", copy_of=first.event.event_id)).told_alone_by == "a.example"
    assert incident(first, member("b")).told_alone_by is None


def test_two_reports_of_one_source_are_one_source() -> None:
    assert incident(member("a", source="x.example"), member("b", source="x.example")).independent_sources == 1


def test_grades_are_carried_and_never_invented() -> None:
    grade = Reliability(grade="C", credibility="3")
    found = incident(member("a"), member("b"), grades={"a.example": grade})
    assert {note.source: note.reliability for note in found.sources} == {"a.example": grade, "b.example": None}
    assert {claim.member.event.source: claim.reliability for claim in found.claims} == {
        "a.example": grade,
        "b.example": None,
    }


def test_the_order_of_claims_changes_nothing() -> None:
    members = [
        member("a", published="2024-03-07", place=place("Velm")),
        member("b", published="2024-03-06"),
        member("c", place=place("North", "region"), figures=(figure("killed", 3),)),
    ]
    whole = incident_to_json(incident(*members))
    assert incident_to_json(incident(*reversed(members))) == whole


def test_an_incident_as_json_holds_claims_with_their_evidence() -> None:
    data = incident_to_json(incident(member("a"), member("b", status="denied")))
    assert data["agreed"]["place"] == "Arden"
    assert sorted(value["value"] for value in data["disputed"]["status"]) == ["denied", "reported"]
    assert data["claims"][0]["event"]["evidence"][0]["text"].startswith("A bomb exploded")


def test_a_claimant_is_told_as_described_and_a_private_name_is_not() -> None:
    described, named = (actor(name, private=True) for name in ("a local official", "Ana Vellmar"))
    found = incident(
        member("a", figures=(figure("killed", 5, by=(described,)),)),
        member("b", figures=(figure("killed", 6, by=(named,)),)),
        member("c", published="2024-03-07", figures=(figure("killed", 9, by=(named,)),)),
    )
    rows = {row.min: (row.claimant, row.updated_by) for row in found.figures}
    assert rows == {5: ("a local official", None), 6: ("a private person", None), 9: ("a private person", None)}
    assert found.disputed == ("figures.killed",)

"""Lists and counts of incidents, as pages show them: newest first, page by page, and counts that are kept."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select
from stored import VERSION, make_event, make_place, make_report

from dateline.happenings import update_incidents
from dateline.records import CodedEvent, EventDate, Report
from dateline.store import Coding, Query, Store, open_store
from dateline.store.incidents import KeptIncident
from dateline.store.tables import tallies

TYPES, COUNTRIES, STATUSES = ("PROTEST", "ASSAULT"), ("XKX", "ALB", None), ("reported", "denied", "planned")
WORDS = "Crowds gathered near the mill."


def event_of(number: int, rng: random.Random) -> CodedEvent:
    day = dt.date(2021, 1, 1) + dt.timedelta(days=rng.randrange(90))
    country = rng.choice(COUNTRIES)
    place = replace(make_place(f"Town {number % 7}", country or ""), lat=float(number % 9), lon=170.0 + number % 20)
    date = EventDate(first=day, last=day, precision="day", basis="stated") if rng.random() < 0.8 else None
    return make_event(
        WORDS,
        "gathered",
        rng.choice(TYPES),
        place=replace(place, lon=place.lon - 360 if place.lon > 180 else place.lon) if country else None,
        date=date,
        status=rng.choice(STATUSES),
        published=day,
    )


def told(number: int, rng: random.Random) -> tuple[Report, Coding]:
    report = make_report(f"r{number}", f"{WORDS} {number}", published=dt.date(2021, 4, 9))
    return report, Coding(events=[event_of(number, rng)], coder_version=VERSION)


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    with open_store(store_target) as opened:
        rng = random.Random(5)
        opened.save_many(told(number, rng) for number in range(60))
        update_incidents(opened)
        yield opened


def kept_tallies(store: Store) -> dict[tuple[str, ...], int]:
    with store.reading() as connection:
        rows = connection.execute(select(tallies)).all()
    return {tuple(row[:-1]): row[-1] for row in rows}


def fresh_tallies(store: Store) -> dict[tuple[str, ...], int]:
    kinds = (
        (each.country or "", each.event_type, (each.first_day or "")[:7], each.status) for each in store.incidents()
    )
    return dict(Counter(kinds))


def test_kept_counts_are_those_of_a_fresh_count_whatever_happens(store: Store) -> None:
    assert kept_tallies(store) == fresh_tallies(store) != {}
    rng = random.Random(6)
    for number in range(12):
        if number % 3:
            store.save_many([told(50 + number, rng)])  # new reports, and other codings of known ones
        else:
            store.forget(f"r{number}")
        update_incidents(store)
        assert kept_tallies(store) == fresh_tallies(store)
    for number in range(70):
        store.forget(f"r{number}")
    update_incidents(store)
    assert kept_tallies(store) == fresh_tallies(store) == {}


@pytest.mark.parametrize("by", ["country", "event_type", "month", "status"])
@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(countries=("XKX",)),
        Query(event_types=("ASSAULT",), statuses=("denied", "reported")),
        Query(since=dt.date(2021, 2, 3)),
        Query(countries=("ALB",), min_confidence=0.9),
    ],
)
def test_counts_are_of_the_incidents_that_are_asked_for(store: Store, by: str, query: Query) -> None:
    def part(incident: KeptIncident) -> str:
        return (incident.first_day or "")[:7] if by == "month" else getattr(incident, by) or ""

    whole = list(store.incidents(query))
    assert store.incident_counts(by, query) == dict(Counter(map(part, whole)))
    begun = [each for each in whole if "2021-02" <= (each.first_day or "")[:7] <= "2021-03"]
    assert store.incident_counts(by, query, months=("2021-02", "2021-03")) == dict(Counter(map(part, begun)))


@pytest.mark.parametrize(
    "query", [Query(), Query(event_types=("PROTEST",)), Query(countries=("XKX",), until=dt.date(2021, 2, 20))]
)
def test_pages_give_each_incident_once_the_newest_first(store: Store, query: Query) -> None:
    pages: list[KeptIncident] = []
    while page := store.newest_incidents(query, limit=7, after=pages[-1].incident_id if pages else None):
        assert len(page) <= 7
        pages += page
    wanted = sorted(store.incidents(query), key=lambda each: (each.first_day or "", each.incident_id), reverse=True)
    assert pages == wanted != []


def test_incidents_in_a_box_also_over_the_180th_meridian(store: Store) -> None:
    def inside(box: tuple[float, float, float, float]) -> list[KeptIncident]:
        found = store.newest_incidents(limit=100, box=box)
        assert found != []
        return found

    assert all(2 <= each.lat <= 4 and 172 <= each.lon <= 176 for each in inside((2, 172, 4, 176)))
    both = inside((0, 175, 9, -175))
    assert {each.lon > 0 for each in both} == {True, False}
    assert all(each.lon >= 175 or each.lon <= -175 for each in both)


def test_changes_since_a_time_and_up_to_a_number(store: Store) -> None:
    whole = list(store.changes())
    at = whole[len(whole) // 2].at
    assert list(store.changes(since=at)) == [each for each in whole if each.at >= at]
    assert list(store.changes(since=at, after=whole[-3].number)) == whole[-2:]
    assert list(store.changes(since="2999")) == []
    assert list(store.changes(limit=3)) == whole[:3]

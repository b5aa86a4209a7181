"""Many reports saved at once: what comes of it is what comes of saving them one by one, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from stored import TEXT, VERSION, make_events, make_report

from dateline.happenings import update_incidents
from dateline.records import Report
from dateline.store import Coding, Store, open_store
from dateline.store import tables as kept

DAYS = (None, dt.date(2021, 3, 9), dt.date(2021, 3, 20))
NAMES = ((), ("Ana Vellmar",), ("Teachers",))
Told = tuple[Report, Coding]


@st.composite
def told(draw: st.DrawFn) -> Told:
    """Draw a report whose id, url, text or date others may have."""
    number = draw(st.integers(0, 5))
    body = TEXT + " " * 2 * (number % 2) + f" {draw(st.integers(0, 3))}"
    report = make_report(
        f"r{number}",
        body,
        title=draw(st.sampled_from([None, "Arden"])),
        published=draw(st.sampled_from(DAYS)),
        url=draw(st.sampled_from([None, "https://a.example/1", "https://a.example/2"])),
    )
    events = make_events()[: draw(st.integers(0, 2))]
    return report, Coding(
        events=[replace(event, published=report.published) for event in events],
        coder_version=draw(st.sampled_from([VERSION, "rules 2"])),
        private_names=draw(st.sampled_from(NAMES)),
    )


def state(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Give all that a store holds but the times of changes and the order of what is pending."""
    with store.reading() as connection:
        found = {
            name: sorted(
                repr([value for column, value in row._mapping.items() if column != "at"])
                for row in connection.execute(select(table))
            )
            for name, table in kept.metadata.tables.items()
            if table not in (kept.pending, kept.settings)
        }
        pending = connection.execute(select(kept.pending.c.event_id, kept.pending.c.why))
        found["pending"] = sorted(repr(tuple(row)) for row in pending)
        for name in ("text_words", "event_words"):
            number = "rowid" if connection.dialect.name == "sqlite" else "id"
            rows = connection.execute(text(f"SELECT {number}, words FROM {name}"))
            found[name] = sorted(repr(tuple(row)) for row in rows)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Store]:
    """Give a function that opens an empty store."""

    def make() -> Store:
        if request.param == "postgresql":
            return open_store(request.getfixturevalue("make_postgres")())
        return open_store(tmp_path_factory.mktemp("many") / "dateline.db")

    return make


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(told(), max_size=3), reports=st.lists(told(), max_size=8))
def test_saving_many_is_saving_each(
    make_store: Callable[[], Store], before: Sequence[Told], reports: Sequence[Told]
) -> None:
    with make_store() as one, make_store() as other:
        for store in (one, other):
            for report, coding in before:
                store.save(report, coding.events, coder_version=coding.coder_version)
            update_incidents(store)
        outcomes = [
            one.save(report, coding.events, coder_version=coding.coder_version, private_names=coding.private_names)
            for report, coding in reports
        ]
        assert other.save_many(reports) == outcomes
        assert state(other) == state(one)

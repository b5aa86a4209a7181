"""Work that is done in other processes: the same results, in order; and what is said where one of them ends."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from test_store_incident_pages import told

import dateline.happenings.texts as texts
import dateline.happenings.update as update
from dateline.errors import RunError
from dateline.happenings import update_incidents
from dateline.happenings.workers import in_order, started
from dateline.records import Report
from dateline.store import Coding, Store, open_store
from dateline.store import tables as kept

MORE = "The strike at the harbour of Arden went on for a third day, and dockers said that they would not load grain."


def test_results_come_in_the_order_of_the_tasks() -> None:
    with started(worth_it=True) as workers:
        assert list(in_order(workers, math.factorial, range(50))) == [math.factorial(each) for each in range(50)]
        assert list(in_order(workers, math.sqrt, [4.0])) == [2.0]
        assert list(in_order(workers, math.sqrt, [])) == []


def test_no_other_process_is_started_where_it_is_not_worth_it() -> None:
    with started(worth_it=False) as workers:
        assert list(workers) == []
        assert list(in_order(workers, math.sqrt, [4.0, 9.0])) == [2.0, 3.0]


def test_a_worker_that_ends_early_is_told() -> None:
    with started(worth_it=True) as workers:
        if not workers:
            pytest.skip("one processor only")
        with pytest.raises(RunError, match="ended early, with status 3"):
            list(in_order(workers, os._exit, [3]))


def longer(report: Report, coding: Coding) -> tuple[Report, Coding]:
    return replace(report, text=f"{report.text} {MORE}"), coding


def rows(store: Store) -> list[Sequence[object]]:
    with store.reading() as connection:
        return [
            sorted(tuple(row) for row in connection.execute(select(table)))
            for table in (kept.members, kept.links, kept.event_keys, kept.likenesses, kept.sketch_keys, kept.tallies)
        ]


def test_merging_with_workers_gives_what_merging_without_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    found = []
    for few in (10**9, 0):
        monkeypatch.setattr(update, "FEW_FOR_WORKERS", few)
        monkeypatch.setattr(texts, "FEW_FOR_WORKERS", few)
        with open_store(tmp_path / f"{few}.db") as store:
            rng = random.Random(5)
            store.save_many(longer(*told(number, rng)) for number in range(60))
            update_incidents(store)
            found.append(rows(store))
    assert found[0] == found[1]
    assert all(found[0])

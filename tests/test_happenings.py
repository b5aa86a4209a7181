"""Incidents of a store, one contract over SQLite and PostgreSQL: what is joined, what is kept apart, what is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from happened import shown

from dateline.happenings import Merged, needs_update, update_incidents
from dateline.store import Store, open_store


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    with open_store(store_target) as opened:
        yield opened


def test_a_store_without_events_has_no_incidents(store: Store) -> None:
    assert update_incidents(store) == Merged()
    assert shown(store) == []
    assert not needs_update(store)

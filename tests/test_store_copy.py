"""A store copied into another kind of database, and back: the same in every byte that is exported."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from stored import TEXT, make_events, make_report, save

from dateline.errors import StoreError
from dateline.exporters import EXPORTERS
from dateline.privacy import apply_profile
from dateline.store import Store, open_store
from dateline.store.database import writing
from dateline.store.tables import decisions, metadata, settings, sketches

KINDS = ["sqlite", "postgresql"]


@pytest.fixture
def make_target(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Give a function that gives a place for a new store of a kind."""
    numbers = iter(range(100))

    def make(kind: str) -> str:
        if kind == "postgresql":
            return request.getfixturevalue("make_postgres")()
        return str(tmp_path / f"store{next(numbers)}.db")

    return make


def fill(target: str) -> None:
    with open_store(target) as store:
        for number in range(20):
            save(store, make_report(f"r{number}", f"{TEXT} {number}", title=f"Vellmar \0 \ud800 {number}"))
        save(store, make_report("r3", TEXT + " Corrected."), make_events()[:1])
        store.forget("r5")
        with writing(store._engine) as connection:
            connection.execute(settings.update().where(settings.c.name == "secret").values(value="00" * 32))
            connection.execute(
                sketches.insert(), {"text_id": 1, "kind": "k", "version": "1", "sketch": bytes(range(256))}
            )


def exported(store: Store) -> bytes:
    out = io.BytesIO()
    EXPORTERS["events"]["jsonl"](apply_profile("full", store.batches()), out)
    return out.getvalue()


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store._engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for name, table in metadata.tables.items()
        }


@pytest.mark.parametrize("old", KINDS)
@pytest.mark.parametrize("new", KINDS)
def test_a_copy_is_the_same_and_goes_on(
    old: str, new: str, make_target: Callable[[str], str], call: Callable[..., object]
) -> None:
    source, target = make_target(old), make_target(new)
    fill(source)
    result = call("copy", source, target)
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("copied ")
    with open_store(source) as one, open_store(target) as other:
        assert exported(one) == exported(other) != b""
        assert rows(one) == rows(other)
        assert sorted(map(repr, one.search("teachers"))) == sorted(map(repr, other.search("teachers")))
        assert one.search("vellmar") == other.search("vellmar") == []
        assert len(other.search("teachers", limit=500)) == 37
        for store in (one, other):
            assert save(store, make_report("later", TEXT + " Later.")) == "new"
        assert exported(one) == exported(other)


def test_what_is_not_empty_is_left_as_it_is(
    store_target: str, make_target: Callable[[str], str], call: Callable[..., object]
) -> None:
    source = make_target("sqlite")
    fill(source)
    with open_store(store_target) as store:
        save(store, make_report())
        before = rows(store)
        result = call("copy", source, store_target)
        assert result.code == 1
        assert "is not empty: nothing was copied; name a new one" in result.err
        assert rows(store) == before


def test_a_decision_alone_is_something_to_lose(store_target: str, make_target: Callable[[str], str]) -> None:
    decision = {"act": 1, "verdict": "same", "event_id": "a", "other_id": "b", "made_at": "", "made_by": "", "note": ""}
    with open_store(make_target("sqlite")) as source, open_store(store_target) as target:
        with writing(target._engine) as connection:
            connection.execute(decisions.insert(), decision)
        with pytest.raises(StoreError, match="not empty"):
            source.copy_to(target)


def test_a_copy_that_is_cut_off_leaves_nothing(store_target: str, make_target: Callable[[str], str]) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise StoppedError

    source = make_target("sqlite")
    fill(source)
    with open_store(source) as one, open_store(store_target) as other:
        with pytest.raises(StoppedError):
            one.copy_to(other, progress=stop)
        assert list(other.reports()) == []
        assert one.copy_to(other) == one.copy_to(open_store(make_target("sqlite")))
        assert exported(one) == exported(other)


def test_a_fault_of_the_target_is_told_of_the_target(postgres_url: str, make_target: Callable[[str], str]) -> None:
    source = make_target("sqlite")
    fill(source)
    with open_store(source) as one, open_store(postgres_url) as other:
        with writing(other._engine) as connection:
            connection.exec_driver_sql("ALTER TABLE events ADD CHECK (position < 0)")
        with pytest.raises(StoreError, match=r"the store postgresql://.* failed: .*events"):
            one.copy_to(other)
        assert list(other.reports()) == []


def test_a_store_is_not_copied_onto_itself(call: Callable[..., object]) -> None:
    open_store("dateline.db").close()
    result = call("copy", "dateline.db", "sqlite:///dateline.db")
    assert result.code == 2
    assert "onto itself" in result.err


def test_there_must_be_something_to_copy(call: Callable[..., object]) -> None:
    result = call("copy", "none.db", "copy.db")
    assert result.code == 1
    assert "there is no store" in result.err
    assert not Path("copy.db").exists()

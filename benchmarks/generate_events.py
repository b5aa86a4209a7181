"""Make coded events whose incidents are known, to measure how events are merged into incidents at any size.

    python benchmarks/generate_events.py 10000 --out FOLDER        # events.jsonl, reports.jsonl, truth.csv
    python benchmarks/generate_events.py 100000 --store FILE.db    # saves them in a store; truth.csv beside it

How they are made
-----------------
*Happenings* fall on three years. Their countries follow Zipf's law (some 190 countries with eight towns or more), their
towns are places of the gazetteer with 5,000 people or more, drawn by the 0.7th power of their people. Types and modes
are drawn by weights (`data/generated_words.yaml`: 42 of the codebook's, a fifth of them speech acts, most of which
have no place); CAMEO codes and ACLED names come from the codebook. Actors and recipients are drawn from each country's
invented organizations, officials and unnamed groups, and from bodies of no country; private persons are invented for
each act. Objects are a noun with something that tells it from others ("a roadblock near the Kamida bridge"). Acts
follow from others: arrests from a protest, an accusation from an attack; each is a happening of its own.

*Hard negatives*, which must stay apart: waves of protest (the same cause and, mostly, the same organization on the same
day in 3 to 60 towns of a country); series (2 to 6 attacks of one kind in one town on one day, on other targets, half of
them by the same actor); attacks repeated in the same town within ten days; and what falls together by chance, which
grows with the number of events, since the three years stay the same. A report of one of them may tell of its relatives.

*Reports*: a story (a main act and what follows) is told by k or more with probability k ** -1.3, 40 at the most. They
come on the day itself or later, with a long tail; a toll rises with the days, officials tell fewer and others more.
A quarter of the later ones are copies in another outlet: word for word, with words added, or cut. A report may mention
an older act of the same country. Each has a text of the sentences that are its events' evidence, and some others.

*Noise*: `Noise` (in `invented_claims.py`) holds the share of each error of sources and coders: actor, recipient,
object, mode or place missing; a generic word or another spelling for a name; a sibling mode or type; a neighbouring
town, the region or the country for the town; a day off, the day of the report, a week or a month for the day; a
denial by the actor. `--noise 2` doubles all of them, `--noise 0` leaves none.

Some records cannot be told apart by anybody (two shootings in one town on one day, told without target, actor and
toll): a perfect score is out of reach, and the more so the more events there are.

The same number, seed and noise give the same events, byte by byte, on every machine and in every process.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import heapq
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from random import Random

from invented_claims import Noise
from invented_happenings import PLANNED_AHEAD, Happenings, Story
from invented_reports import CODER_VERSION, Teller
from invented_world import World

from dateline.jsonlines import event_line
from dateline.records import CodedEvent, Report
from dateline.store import Coding, open_store

Told = tuple[Report, list[CodedEvent], list[str]]

START, DAYS = dt.date(2021, 1, 1), 1096
#: Reports come so many days after the act: 35 % on the day, 40 % on the next, then a tail (Pareto) to 30.
SAME_DAY, NEXT_DAY, LAG_SLOPE, LAST_LAG = 0.35, 0.75, 1.2, 30
TOGETHER = 2_000  # reports saved in one transaction
EVENTS_A_REPORT = 1.35  # measured on 100,000 events; only says how far the calendar has got


def generate(
    n_events: int, seed: int = 0, *, noise: Noise | None = None, days: int = DAYS, world: World | None = None
) -> Iterator[Told]:
    """Give reports in the order of publication, each with its coded events and the happening of each event.

    The events are as `dateline.identity.identify` tells them; in all there are `n_events`.
    """
    rng = Random(f"{seed} events")
    world = world or World(seed)
    happenings, teller = Happenings(rng, world), Teller(rng, world, noise or Noise())
    waiting: list[tuple[dt.date, int, Story]] = []
    numbers, given = count(), 0
    while given < n_events:
        past = (given + len(waiting) * EVENTS_A_REPORT) / n_events
        day = START + dt.timedelta(days=min(int(days * past), days - 1))
        for story in happenings.draw(day):
            for published in _publications(rng, story):
                heapq.heappush(waiting, (published, next(numbers), story))
        until = day if past < 1 else dt.date.max
        while waiting and waiting[0][0] < until and given < n_events:
            published, _, story = heapq.heappop(waiting)
            report, events, truth = teller.report(story, published, happenings.older(story, published))
            events, truth = events[: n_events - given], truth[: n_events - given]
            given += len(events)
            yield report, events, truth


def _publications(rng: Random, story: Story) -> Iterator[dt.date]:
    """Draw the days on which a story's reports come."""
    act = story.acts[0]
    for _ in range(story.tellers):
        chance = rng.random()
        if act.status != "reported":
            lag = -rng.randint(1, PLANNED_AHEAD)
        elif chance < NEXT_DAY:
            lag = int(chance >= SAME_DAY)
        else:
            lag = min(LAST_LAG, 1 + int((1 - rng.random()) ** (-1 / LAG_SLOPE)))
        yield act.first + dt.timedelta(days=lag)


def load(
    store: str | Path, n_events: int, seed: int = 0, *, noise: Noise | None = None, truth: Path | None = None
) -> float:
    """Save generated events in a store, many reports in a transaction; gives the seconds it took."""
    start = time.perf_counter()
    told = generate(n_events, seed, noise=noise)
    with Truth(truth) as happenings, open_store(store, patience=60) as opened:
        while group := list(islice(told, TOGETHER)):
            opened.save_many(
                (report, Coding(events=events, coder_version=CODER_VERSION)) for report, events, _ in group
            )
            for _, events, ids in group:
                happenings.add(events, ids)
    return time.perf_counter() - start


class Truth:
    """Writes which happening each event tells of, as CSV; nowhere if no file is named."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("w", encoding="utf-8", newline="") if path else None
        self._rows = csv.writer(self._file, lineterminator="\n") if self._file else None
        if self._rows:
            self._rows.writerow(("event_id", "happening"))

    def __enter__(self) -> Truth:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, events: Sequence[CodedEvent], happenings: Sequence[str]) -> None:
        if self._rows:
            self._rows.writerows(
                (event.event_id, happening) for event, happening in zip(events, happenings, strict=True)
            )


@dataclass
class Statistics:
    """Counts what was generated."""

    reports: int = 0
    sizes: Counter[str] = field(default_factory=Counter)  # happening -> events
    shares: Counter[str] = field(default_factory=Counter)  # property -> events that have it

    def add(self, report: Report, events: Sequence[CodedEvent], happenings: Sequence[str]) -> None:
        self.reports += 1
        self.sizes.update(happenings)
        for event in events:
            place, date = event.place, event.date
            self.shares.update(
                name
                for name, holds in (
                    ("no actor", not event.actors),
                    ("no recipient", not event.recipients),
                    ("no object", not event.objects),
                    ("no mode", event.mode is None),
                    ("no place", place is None),
                    ("place: " + (place.precision if place else ""), place is not None),
                    ("date: " + (f"{date.precision} {date.basis}" if date else ""), date is not None),
                    ("status: " + event.status, True),
                    ("with figures", bool(event.figures)),
                    ("attributed", bool(event.attributed_to)),
                    ("several evidence spans", len(event.evidence) > 1),
                )
                if holds
            )

    def lines(self) -> Iterator[str]:
        events, sizes = sum(self.sizes.values()), sorted(self.sizes.values())
        yield f"{events} events in {self.reports} reports of {len(sizes)} happenings"
        yield f"{sum(n * (n - 1) // 2 for n in sizes)} pairs of events tell of one happening"
        quantiles = ", ".join(f"{share:.0%} {sizes[int(share * (len(sizes) - 1))]}" for share in (0.5, 0.9, 0.99, 1.0))
        alone = sizes.count(1) / len(sizes)
        yield f"events a happening: mean {events / len(sizes):.2f}, {quantiles}; alone {alone:.0%}"
        for name, number in sorted(self.shares.items()):
            yield f"{name:28}{number / events:6.1%}"


def write(folder: Path, told: Iterable[Told]) -> Statistics:
    """Write events.jsonl, reports.jsonl (as `dateline code` reads them) and truth.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    statistics = Statistics()
    with (
        (folder / "events.jsonl").open("w", encoding="utf-8") as event_lines,
        (folder / "reports.jsonl").open("w", encoding="utf-8") as report_lines,
        Truth(folder / "truth.csv") as truth,
    ):
        for report, events, happenings in told:
            report_lines.write(_report_line(report) + "\n")
            event_lines.writelines(event_line(event) + "\n" for event in events)
            truth.add(events, happenings)
            statistics.add(report, events, happenings)
    return statistics


def _report_line(report: Report) -> str:
    shown = {"id": report.id, "text": report.text, "title": report.title, "published": str(report.published)}
    return json.dumps(
        shown | {"source": report.source, "url": report.url, "language": report.language}, ensure_ascii=False
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("events", type=int, help="how many events")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--noise", type=float, default=1.0, help="how many times the usual errors (default 1)")
    options.add_argument("--out", type=Path, help="folder to write events.jsonl, reports.jsonl and truth.csv to")
    options.add_argument("--store", type=Path, help="store to save the events in; truth is written to STORE.truth.csv")
    chosen = options.parse_args()
    noise = Noise().scaled(chosen.noise)
    start = time.perf_counter()
    if chosen.store:
        taken = load(chosen.store, chosen.events, chosen.seed, noise=noise, truth=Path(f"{chosen.store}.truth.csv"))
        print(f"{chosen.events} events saved in {taken:.0f} s")
        return
    told = generate(chosen.events, chosen.seed, noise=noise)
    if chosen.out:
        statistics = write(chosen.out, told)
    else:
        statistics = Statistics()
        for each in told:
            statistics.add(*each)
    print("\n".join(statistics.lines()))
    print(f"made in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

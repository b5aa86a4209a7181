"""Groups of rows -> incidents of the store, and what became different for the change feed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from dateline.happenings.loaded import read_record
from dateline.happenings.workers import Worker, in_order
from dateline.merge.agree import Comparison, compare
from dateline.merge.sayings import Saying, saying_of
from dateline.store import merging as kept
from dateline.store.history import Note, note
from dateline.store.likeness import WHY as WHY_ALIKE
from dateline.store.links import WHY as WHY_UNLINKED
from dateline.store.merging import MemberRow, Telling, ToldRow
from dateline.store.tallies import Kind, change_tallies, kinds_of

Group = Sequence[int]
Repeats = Mapping[int, tuple[int, str]]

GROUPS_AT_ONCE = 1_000
DIGEST_LENGTH = 16
FROM_OTHERS = (WHY_ALIKE, WHY_UNLINKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What an update did: the events that it looked at, and the incidents that became different."""

    events: int = 0
    added: int = 0
    changed: int = 0
    withdrawn: int = 0


@dataclass(slots=True, kw_only=True)
class Before:
    """Where events stood before, and why they are merged anew."""

    incident_of: dict[str, str]  # by event
    digests: dict[str, str]  # by incident
    why: Mapping[str, str]  # by event
    otherwise: str  # the reason where no event has one
    events_of: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Turn the places of events around."""
        self.events_of = _turned(self.incident_of)

    def reason(self, ids: Sequence[str]) -> str:
        """Give the first reason that events have; that of their own before one that comes from others."""
        reasons = [self.why[each] for each in ids if each in self.why]
        own = [each for each in reasons if each not in FROM_OTHERS]
        return next(iter([*own, *reasons]), self.otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """One incident as it is to be kept."""

    row: dict[str, Any]
    members: tuple[MemberRow, ...]

    @property
    def incident_id(self) -> str:
        """Give its id."""
        return str(self.row["incident_id"])

    @property
    def events(self) -> set[str]:
        """Give the ids of its events."""
        return {each.event_id for each in self.members}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Some groups, and what their rows tell."""

    groups: Sequence[Group]
    rows: Mapping[int, ToldRow]
    tellings: Mapping[int, Sequence[Telling]]
    repeats: Mapping[int, tuple[str | None, str]]  # by row, the event that it repeats


def write_groups(
    connection: Connection,
    groups: Sequence[Group],
    repeats: Repeats,
    before: Before,
    workers: Sequence[Worker] = (),
) -> Merged:
    """Keep groups of rows as incidents, and note which of them became different."""
    now_in: dict[str, str] = {}
    counts: Counter[str] = Counter()
    tallies: Counter[Kind] = Counter()
    told = (
        _read_told(connection, groups[start : start + GROUPS_AT_ONCE], repeats)
        for start in range(0, len(groups), GROUPS_AT_ONCE)
    )
    for part in in_order(workers, _summaries, told):
        now_in |= {each: grouped.incident_id for grouped in part for each in grouped.events}
        fresh = [each for each in part if before.digests.get(each.incident_id) != each.row["digest"]]
        tallies.update(_write(connection, fresh, before))  # less than nothing too, which += leaves out
        notes = [_note_of(each, before) for each in fresh]
        note(connection, notes)
        counts.update(each.what for each in notes)
    stale = sorted(before.digests.keys() - set(now_in.values()))
    tallies.subtract(kept.drop_incidents(connection, stale))
    change_tallies(connection, tallies)
    members = _turned(now_in)
    note(connection, (_note_of_stale(each, before, now_in, members) for each in stale))
    return Merged(events=len(now_in), added=counts["added"], changed=counts["changed"], withdrawn=len(stale))


def _write(connection: Connection, fresh: Sequence[Grouped], before: Before) -> Counter[Kind]:
    """Put incidents in place of what they were before; give by how many there are more of each kind."""
    kept.drop_members(connection, (event_id for each in fresh for event_id in each.events & before.incident_of.keys()))
    gone = kept.drop_incidents(connection, (each.incident_id for each in fresh if each.incident_id in before.digests))
    rows = [each.row for each in fresh]
    kept.add_incidents(connection, rows, [row for each in fresh for row in each.members])
    change = kinds_of(rows)
    change.subtract(gone)
    return change


def _turned(incident_of: Mapping[str, str]) -> dict[str, set[str]]:
    events_of: dict[str, set[str]] = {}
    for event_id, incident_id in incident_of.items():
        events_of.setdefault(incident_id, set()).add(event_id)
    return events_of


def _note_of(grouped: Grouped, before: Before) -> Note:
    events, old = grouped.events, before.events_of.get(grouped.incident_id, set())
    came, left = sorted(events - old), sorted(old - events)
    known = grouped.incident_id in before.digests
    return Note(
        subject="incident",
        subject_id=grouped.incident_id,
        what="changed" if known else "added",
        why=before.reason([*came, *left, *sorted(events)]),
        detail={"claims_added": came, "claims_withdrawn": left} if known else {"claims_added": came},
    )


def _note_of_stale(
    incident_id: str, before: Before, now_in: Mapping[str, str], members: Mapping[str, set[str]]
) -> Note:
    old = sorted(before.events_of.get(incident_id, ()))
    became = sorted({now_in[each] for each in old if each in now_in})
    return Note(
        subject="incident",
        subject_id=incident_id,
        what="withdrawn",
        why=before.reason([*old, *(event_id for now in became for event_id in sorted(members[now]))]),
        detail={"claims_withdrawn": old, "now_in": became},
    )


def _read_told(connection: Connection, groups: Sequence[Group], repeats: Repeats) -> Told:
    """Read what the rows of groups tell."""
    wanted = {row for group in groups for row in group}
    rows = {row.row_id: row for row in kept.read_told(connection, wanted)}
    repeated = {row: repeats[row] for row in wanted if row in repeats}
    elsewhere = {first for first, _ in repeated.values()} - wanted
    first_ids = {row.row_id: row.event_id for row in (*rows.values(), *kept.read_told(connection, elsewhere))}
    tellings: dict[int, list[Telling]] = {}
    for telling in kept.read_tellings(connection, wanted):
        tellings.setdefault(telling.row_id, []).append(telling)
    told = {row: (first_ids.get(first), kind) for row, (first, kind) in repeated.items()}
    return Told(groups=groups, rows=rows, tellings=tellings, repeats=told)


def _summaries(told: Told) -> list[Grouped]:
    """Give each group as it is to be kept."""
    return [_summary_of(group, told) for group in told.groups]


def _summary_of(group: Group, told: Told) -> Grouped:
    sayings = [
        saying
        for row in group
        for saying in _sayings(told.rows[row], told.tellings[row], told.repeats.get(row, (None, None)))
    ]
    contents = sorted(_content(told.rows[row].record) for row in group)
    return _summary(sorted(sayings, key=lambda saying: saying.order), contents)


def _sayings(row: ToldRow, tellings: Sequence[Telling], repeat: tuple[str | None, str | None]) -> Iterator[Saying]:
    """Give one row's saying for each report that tells it; all but the first are copies of the first."""
    record = read_record(row.record)
    for telling in sorted(tellings, key=lambda each: each.event_id):
        own = {"event_id": telling.event_id, "report_id": telling.report_id, "source": telling.source}
        copy_of, kind = repeat if telling.event_id == row.event_id else (row.event_id, "same")
        yield saying_of(record | own, copy_of=copy_of, copy_kind=kind)


def _content(record: str) -> str:
    """Give what a record says, without the ids and the source of the report that was coded first, which stand first."""
    return record.partition('"published": ')[2]


def _summary(sayings: Sequence[Saying], records: Sequence[str]) -> Grouped:
    compared = compare(sayings)
    incident_id = f"i{sayings[0].event_id}"
    placed = next((each.place for each in sayings if each.event_id == compared.place_from), None)
    dated = next((each.date for each in sayings if each.event_id == compared.date_from), None)
    lat, lon = placed.point if placed and placed.point else (None, None)
    members = tuple(
        MemberRow(event_id=each.event_id, incident_id=incident_id, copy_of=each.copy_of, copy_kind=each.copy_kind)
        for each in sayings
    )
    row = {
        "incident_id": incident_id,
        "event_type": sayings[0].event_type,
        "mode": compared.mode,
        "status": compared.status,
        "country": placed.country if placed else None,
        "admin1": placed.admin1 if placed else None,
        "place": placed.name if placed else None,
        "precision": placed.precision if placed else None,
        "lat": lat,
        "lon": lon,
        "first_day": dated.first.isoformat() if dated else None,
        "last_day": dated.last.isoformat() if dated else None,
        "claims": len(sayings),
        "reports": len({each.report_id for each in sayings}),
        "sources": compared.independent,
        "disputed": " ".join(compared.disputed),
        "confidence": max(each.confidence for each in sayings),
        "digest": _digest(members, compared, records),
    }
    return Grouped(row=row, members=members)


def _digest(members: Sequence[MemberRow], compared: Comparison, records: Sequence[str]) -> str:
    told = [f"{each.event_id} {each.copy_of} {each.copy_kind}" for each in members]
    told += [f"{note.source} {note.reports} {note.independent}" for note in compared.sources]
    whole = "\n".join([*told, *records])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LENGTH]

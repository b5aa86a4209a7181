"""Incident -> Brief: what a brief counts, for a period and for the period of equal length before it.

An incident counts in the period that holds all of its days, so that both periods are counted by one rule; an incident
dated "in 2024" is in no month. Counts are of what is told as having happened; the rest is counted apart.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

from dateline.briefs.listing import most_told
from dateline.briefs.shapes import (
    Bin,
    Brief,
    Change,
    CoderCount,
    Group,
    PeopleCount,
    PlaceCount,
    Scope,
    SourceCount,
    StatusCount,
    TypeCount,
)
from dateline.briefs.wording import STATUSES, group_of
from dateline.errors import UsageError
from dateline.gazetteer import load_gazetteer
from dateline.incidents import FigureRow, Incident, SourceNote
from dateline.privacy import WITHHELD, WITHHELD_SITE
from dateline.records import CodedEvent, EventPlace, FigureKind, PlacePrecision

#: Told as having happened; what is announced, threatened, denied or supposed is counted apart and on no map.
HAPPENED = frozenset({"reported", "historical"})
#: More bars than these cannot be told apart at the width of a page: about two months of days, fourteen of weeks.
MOST_DAYS, MOST_WEEKS = 62, 62
#: As many as an editor reads; the count of all stands beside them.
MOST_DISPUTED = 10
#: "3 or more": with three tellings of their own nobody depends on one source any more.
MANY_SOURCES = 3

BinUnit = Literal["day", "week", "month"]
_PlaceKey = tuple[str, str, str, str]
_ORDER: tuple[PlacePrecision, ...] = ("city", "district", "region", "country")


def make_brief(incidents: Sequence[Incident], before: Sequence[Incident], scope: Scope) -> Brief:
    """Count what a brief says of the incidents of a period and of the one before it.

    Both are taken as the profile shows them; those outside their period are left out and the order does not matter.
    Raises UsageError where the country is none.
    """
    name = _country_name(scope)
    inside = _inside(incidents, scope.first, scope.last)
    earlier = _inside(before, *scope.before)
    known = len(earlier) > 0
    happened = [incident for incident in inside if incident.status in HAPPENED]
    happened_earlier = [incident for incident in earlier if incident.status in HAPPENED]
    unit = _bin_unit(scope)
    bins = _bins(happened, scope, unit)
    disputed = sorted((incident for incident in inside if incident.disputed), key=_most_disputed)
    members = [claim.member for incident in inside for claim in incident.claims]
    return Brief(
        scope=scope,
        country=name,
        total=_change(len(happened), len(happened_earlier), known=known),
        types=_types(happened, happened_earlier, known=known),
        places=_places(happened, happened_earlier, known=known),
        unplaced=sum(incident.place is None for incident in happened),
        beyond=len({incident.incident_id for incident in incidents}) - len(inside),
        places_gone=len(_by_place(happened_earlier).keys() - _by_place(happened).keys()),
        bins=bins,
        bin_unit=unit,
        undated=len(happened) - sum(count for each in bins for _, count in each.groups),
        people=_people(happened),
        not_done=_not_done(inside, earlier, known=known),
        told_by=_told_by(happened),
        listed=most_told(happened),
        disputed=tuple(disputed[:MOST_DISPUTED]),
        disputed_count=len(disputed),
        sources=_sources(inside),
        coders=_coders(inside),
        reports=len({member.event.report_id for member in members}),
        claims=len(members),
        copies=sum(member.copy_of is not None for member in members),
        masked=len({member.event.report_id for member in members if _is_masked(member.event)}),
    )


def _country_name(scope: Scope) -> str | None:
    if scope.country is None:
        return None
    found = load_gazetteer().country(scope.country)
    if found is None:
        raise UsageError(f"'{scope.country}' is no country: give an ISO 3166-1 alpha-3 code such as PRT")
    return found.name


def _inside(incidents: Iterable[Incident], first: dt.date, last: dt.date) -> list[Incident]:
    """Give the incidents that lie in a period with all their days, each once, in the order of their ids."""
    kept = {
        incident.incident_id: incident
        for incident in incidents
        if incident.date is not None
        and incident.date.first is not None
        and first <= incident.date.first
        and (incident.date.last or incident.date.first) <= last
    }
    return [kept[number] for number in sorted(kept)]


def _change(now: int, before: int, *, known: bool) -> Change:
    return Change(now=now, before=before if known else None)


def _types(happened: Sequence[Incident], earlier: Sequence[Incident], *, known: bool) -> tuple[TypeCount, ...]:
    now, before = (Counter(each.event_type for each in period) for period in (happened, earlier))
    alone = Counter(each.event_type for each in happened if each.independent_sources <= 1)
    counts = [
        TypeCount(
            event_type=name,
            group=group_of(name),
            count=_change(now[name], before[name], known=known),
            alone=alone[name],
        )
        for name in now.keys() | before.keys()
    ]
    return tuple(sorted(counts, key=lambda each: (-each.count.now, -(each.count.before or 0), each.event_type)))


def _place_key(place: EventPlace) -> _PlaceKey:
    precision = "city" if place.precision == "site" else place.precision
    return place.name, place.admin1 or "", place.country or "", precision


def _by_place(incidents: Iterable[Incident]) -> dict[_PlaceKey, list[Incident]]:
    found: defaultdict[_PlaceKey, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.place is not None:
            found[_place_key(incident.place)].append(incident)
    return dict(found)


def _places(happened: Sequence[Incident], earlier: Sequence[Incident], *, known: bool) -> tuple[PlaceCount, ...]:
    now, before = _by_place(happened), _by_place(earlier)
    counts = [_place_count(key, found, _change(len(found), len(before.get(key, ())), known=known))
              for key, found in now.items()]  # fmt: skip
    return tuple(
        sorted(
            counts,
            key=lambda each: (
                -each.count.now,
                _ORDER.index(each.precision),
                each.name,
                each.admin1 or "",
                each.country or "",
            ),
        )
    )


def _place_count(key: _PlaceKey, incidents: Sequence[Incident], count: Change) -> PlaceCount:
    name, admin1, country, _ = key
    points = sorted(
        (each.place.lat, each.place.lon)
        for each in incidents
        if each.place is not None and each.place.lat is not None and each.place.lon is not None
    )
    precision = incidents[0].place.precision if incidents[0].place else "country"
    return PlaceCount(
        name=name,
        admin1=admin1 or None,
        country=country or None,
        precision="city" if precision == "site" else precision,
        lat=points[0][0] if points else None,
        lon=points[0][1] if points else None,
        groups=_groups(incidents),
        count=count,
    )


def _groups(incidents: Iterable[Incident]) -> tuple[tuple[Group, int], ...]:
    """Count incidents by group, in the order in which groups are always shown."""
    counts = Counter(group_of(each.event_type) for each in incidents)
    return tuple((name, counts[name]) for name in get_args(Group) if counts[name])


def _bin_unit(scope: Scope) -> BinUnit:
    days = (scope.last - scope.first).days + 1
    if days <= MOST_DAYS:
        return "day"
    return "week" if days <= 7 * MOST_WEEKS else "month"


def _bins(happened: Sequence[Incident], scope: Scope, unit: BinUnit) -> tuple[Bin, ...]:
    edges = list(_edges(scope, unit))
    found: defaultdict[dt.date, list[Incident]] = defaultdict(list)
    starts = {day: first for first, last in edges for day in _days(first, last)}
    for incident in happened:
        if incident.date is not None and incident.date.first is not None:
            first = starts[incident.date.first]
            if starts[incident.date.last or incident.date.first] == first:
                found[first].append(incident)
    return tuple(Bin(first=first, last=last, groups=_groups(found[first])) for first, last in edges)


def _edges(scope: Scope, unit: BinUnit) -> Iterator[tuple[dt.date, dt.date]]:
    first = scope.first
    while True:
        last = min(_bin_end(first, unit), scope.last)
        yield first, last
        if last == scope.last:
            return
        first = last + dt.timedelta(days=1)


def _bin_end(first: dt.date, unit: BinUnit) -> dt.date:
    if unit == "day":
        return first
    if unit == "week":
        return dt.date.fromordinal(min(first.toordinal() + 6, dt.date.max.toordinal()))
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def standing_figures(incident: Incident) -> list[FigureRow]:
    """Give the counts of people that no later count by the same claimant replaced and that repeat no other telling."""
    return [row for row in incident.figures if row.updated_by is None and row.copy_of is None]


def _people(happened: Sequence[Incident]) -> tuple[PeopleCount, ...]:
    found: defaultdict[FigureKind, list[list[FigureRow]]] = defaultdict(list)
    for incident in happened:
        rows = [
            row for row in standing_figures(incident) if row.scope == "event" and (row.min, row.max) != (None, None)
        ]
        for kind in dict.fromkeys(row.kind for row in rows):
            found[kind].append([row for row in rows if row.kind == kind])
    return tuple(_people_count(kind, found[kind]) for kind in get_args(FigureKind) if found[kind])


def _people_count(kind: FigureKind, incidents: Sequence[Sequence[FigureRow]]) -> PeopleCount:
    spans = [_span(rows) for rows in incidents]
    return PeopleCount(
        kind=kind,
        incidents=len(spans),
        low=sum(low for low, _, _ in spans),
        high=sum(high for _, high, _ in spans),
        open=any(is_open for _, _, is_open in spans),
        differing=sum(len({(row.min, row.max) for row in rows}) > 1 for rows in incidents),
    )


def _span(rows: Sequence[FigureRow]) -> tuple[int, int, bool]:
    """Give the lowest and the highest claim, and whether the highest says "or more"."""
    high = max(row.max if row.max is not None else row.min or 0 for row in rows)
    return min(row.min or 0 for row in rows), high, any(row.max is None and row.min == high for row in rows)


def _not_done(inside: Sequence[Incident], earlier: Sequence[Incident], *, known: bool) -> tuple[StatusCount, ...]:
    now, before = (Counter[str](each.status for each in period) for period in (inside, earlier))
    return tuple(
        StatusCount(status=name, count=_change(now[name], before[name], known=known))
        for name in STATUSES
        if now[name] or before[name]
    )


def _told_by(happened: Sequence[Incident]) -> tuple[tuple[str, int], ...]:
    counts = Counter(min(max(each.independent_sources, 1), MANY_SOURCES) for each in happened)
    names = {number: str(number) for number in range(1, MANY_SOURCES)} | {MANY_SOURCES: f"{MANY_SOURCES} or more"}
    return tuple((name, counts[number]) for number, name in names.items())


def _most_disputed(incident: Incident) -> tuple[int, int, int, str]:
    claimants = {
        name for field in incident.fields if not field.agreed for value in field.values for name in value.claimants
    }
    claimants |= {row.claimant for row in incident.figures if f"figures.{row.kind}" in incident.disputed}
    return -len(incident.disputed), -len(claimants), -incident.independent_sources, incident.incident_id


def _sources(inside: Sequence[Incident]) -> tuple[SourceCount, ...]:
    notes: defaultdict[str, list[SourceNote]] = defaultdict(list)
    alone = Counter(incident.told_alone_by for incident in inside if incident.told_alone_by is not None)
    for incident in inside:
        for note in incident.sources:
            notes[note.source].append(note)
    counts = [
        SourceCount(
            name=name,
            reports=len({report for note in found for report in note.reports}),
            own=sum(note.independent for note in found),
            repeated=sum(not note.independent for note in found),
            alone=alone[name],
            reliability=next((note.reliability for note in found if note.reliability), None),
        )
        for name, found in notes.items()
    ]
    return tuple(sorted(counts, key=lambda each: (-each.own, -each.reports, each.name)))


def _is_masked(event: CodedEvent) -> bool:
    actors = (*event.actors, *event.recipients, *event.attributed_to)
    words = [*(actor.name for actor in actors), *(span.text for span in (*event.evidence, *event.objects))]
    words += [event.place.site.text] if event.place and event.place.site else []
    return any(WITHHELD in text or WITHHELD_SITE in text for text in words)


def _coders(inside: Sequence[Incident]) -> tuple[CoderCount, ...]:
    events = (claim.member.event for incident in inside for claim in incident.claims)
    counts = Counter((event.coder, event.coder_version) for event in events)
    return tuple(
        CoderCount(coder=coder, version=version, claims=claims) for (coder, version), claims in sorted(counts.items())
    )

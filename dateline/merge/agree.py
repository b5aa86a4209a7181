"""Claims... -> Incident: which fields they agree on, and for each other field every value with who claims it.

Values that may both be true agree: a city and its region, a day within a week, a name and its short form, a claim that
says nothing. A count by the same claimant at a later time is an update, not a dispute. Copies of one telling are kept
and listed, but count once.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, get_args

from dateline.incidents import (
    COMPARED_FIELDS,
    Claim,
    ComparedField,
    FieldValue,
    FigureRow,
    Incident,
    Link,
    Member,
    Reliability,
    SourceNote,
)
from dateline.jsonlines import event_to_json
from dateline.merge.sayings import PRIVATE, Count, Days, Saying, Spot, saying_of
from dateline.merge.score import EARTH_KM, NAMED, TOWN_KM
from dateline.merge.stories import story_words
from dateline.merge.traits import is_named
from dateline.merge.words import word_weight
from dateline.records import FigureKind, Status

SAME_NAME = 0.5  # share of a name's telling words from which on two names are taken for one
LONG_AGO = 1_000_000  # days: what is only assumed is vaguer than any date that is told
NO_DISPUTE = ("historical",)  # told as history, or as news: both say that it happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How the claims of one incident compare."""

    fields: tuple[ComparedField, ...]
    figures: tuple[FigureRow, ...]
    sources: tuple[SourceNote, ...]
    disputed: tuple[str, ...]
    place_from: str | None  # the event that gives the place
    date_from: str | None
    mode: str | None
    status: Status

    @property
    def independent(self) -> int:
        """Give the number of independent sources."""
        return sum(note.independent for note in self.sources)


def make_incident(
    incident_id: str,
    members: Sequence[Member],
    *,
    links: Sequence[Link] = (),
    grades: Mapping[str, Reliability] | None = None,
) -> Incident:
    """Join claims to an incident; `grades` are an analyst's own grades of sources, by name of the source."""
    grades = grades or {}
    sayings = {each.event.event_id: _saying(each) for each in members}
    ordered = sorted(members, key=lambda each: sayings[each.event.event_id].order)
    compared = compare([sayings[each.event.event_id] for each in ordered], grades)
    places = {each.event.event_id: each.event.place for each in members}
    dates = {each.event.event_id: each.event.date for each in members}
    alone = [note.source for note in compared.sources if note.independent]
    return Incident(
        incident_id=incident_id,
        event_type=ordered[0].event.event_type,
        mode=compared.mode,
        status=compared.status,
        place=places.get(compared.place_from or ""),
        date=dates.get(compared.date_from or ""),
        fields=compared.fields,
        figures=compared.figures,
        disputed=compared.disputed,
        claims=tuple(
            Claim(
                member=each,
                told_by=sayings[each.event.event_id].told_by,
                reliability=grades.get(each.event.source or ""),
            )
            for each in ordered
        ),
        sources=compared.sources,
        independent_sources=compared.independent,
        told_alone_by=alone[0] if len(alone) == 1 else None,
        links=tuple(links),
    )


def compare(sayings: Sequence[Saying], grades: Mapping[str, Reliability] | None = None) -> Comparison:
    """Compare claims, given in the order in which they stand in line."""
    groups = {name: _grouped(name, sayings) for name in COMPARED_FIELDS}
    fields = tuple(_field(name, groups[name]) for name in COMPARED_FIELDS)
    figures = figure_rows(sayings)
    disputed = [field.name for field in fields if not field.agreed]
    disputed += [f"figures.{kind}" for kind in disputed_kinds(figures)]
    return Comparison(
        fields=fields,
        figures=figures,
        sources=_sources(sayings, grades or {}),
        disputed=tuple(disputed),
        place_from=_most_precise("place", groups["place"]),
        date_from=_most_precise("date", groups["date"]),
        mode=groups["mode"][0][0].mode if groups["mode"] else None,
        status=groups["status"][0][0].status,
    )


def _saying(member: Member) -> Saying:
    return saying_of(event_to_json(member.event), copy_of=member.copy_of, copy_kind=member.copy_kind)


# --- fields


def _grouped(name: str, sayings: Sequence[Saying]) -> list[list[Saying]]:
    """Group the claims that say something of a field by values that agree, the best supported first.

    What only copies say is left out: a date that was counted from the day of a reprint contradicts nobody.
    """
    said, agrees = _COMPARED[name]
    if len(sayings) == 1:
        return [list(sayings)] if said(sayings[0]) is not None else []
    telling = sorted((each for each in sayings if said(each) is not None), key=lambda each: _vagueness(name, each))
    groups: list[list[Saying]] = []
    for each in telling:
        fitting = [group for group in groups if agrees(said(group[0]), said(each))]
        if fitting:
            max(fitting, key=_support).append(each)
        else:
            groups.append([each])
    own = [group for group in groups if _support(group)] or groups
    return sorted(own, key=lambda group: (-_support(group), min(each.order for each in group)))


def _support(group: Sequence[Saying]) -> int:
    return len({each.source for each in group if each.is_own})


def _vagueness(name: str, saying: Saying) -> tuple[int, bool, tuple[str, str]]:
    """Give the key that puts the most precise values first, so that vaguer ones join them."""
    vague = 0
    if name == "place" and saying.place:
        vague = 2 * saying.place.coarseness + (saying.place.point is None)
    if name == "date" and saying.date:
        vague = saying.date.length + (LONG_AGO if saying.date.assumed else 0)
    if name in ("actors", "recipients"):
        vague = -round(100 * sum(_telling_words(getattr(saying, name)).values()))
    return vague, not saying.is_own, saying.order


def _field(name: str, groups: Sequence[Sequence[Saying]]) -> ComparedField:
    return ComparedField(name=name, agreed=len(groups) < 2, values=tuple(_value(name, group) for group in groups))


def _value(name: str, group: Sequence[Saying]) -> FieldValue:
    """Give a value with those who say as much themselves; who says less, or less precisely, does not claim it."""
    said, _ = _COMPARED[name]
    ordered = sorted(group, key=lambda each: each.order)
    told = [each for each in ordered if _says_as_much(name, said(each), said(group[0]))]
    own = [each for each in told if each.is_own] or told
    return FieldValue(
        value=_written(name, group[0]),
        claimants=tuple(dict.fromkeys(who for each in own for who in each.told_by)),
        sources=tuple(dict.fromkeys(each.source for each in told)),
        event_ids=tuple(each.event_id for each in ordered),
        evidence=own[0].evidence,
    )


def _says_as_much(name: str, one: Any, value: Any) -> bool:
    if name in ("actors", "recipients"):
        words, all_words = _telling_words(one), _telling_words(value)
        shared = sum(all_words[word] for word in words.keys() & all_words.keys())
        return one == value or (shared > 0 and shared >= SAME_NAME * sum(all_words.values()))
    if name == "place":
        return bool(one.coarseness == value.coarseness)
    if name == "date":
        return bool((one.first, one.last) == (value.first, value.last))
    return bool(one == value)


def _written(name: str, saying: Saying) -> str | None:
    if name == "place" and saying.place:
        return saying.place.name
    if name == "date" and saying.date:
        first, last = saying.date.first.isoformat(), saying.date.last.isoformat()
        return first if first == last else f"{first}/{last}"
    value = getattr(saying, name)
    return "; ".join(value) if isinstance(value, tuple) else value


def _most_precise(name: str, groups: Sequence[Sequence[Saying]]) -> str | None:
    """Give the event of the best supported value that tells it most precisely."""
    return min(groups[0], key=lambda each: _vagueness(name, each)).event_id if groups else None


def _said_status(saying: Saying) -> str:
    return "reported" if saying.status in NO_DISPUTE else saying.status


def _said_names(names: tuple[str, ...]) -> tuple[str, ...] | None:
    return names or None


def _agree_names(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two lists of names may mean the same: a telling word is shared, or one side names nobody."""
    first, second = _telling_words(one), _telling_words(other)
    least = min(sum(first.values()), sum(second.values()))
    if least < NAMED or PRIVATE in one or PRIVATE in other:
        return True
    return sum(first[word] for word in first.keys() & second.keys()) >= SAME_NAME * least


@lru_cache(maxsize=20_000)
def _telling_words(names: tuple[str, ...]) -> Mapping[str, float]:
    return {word: word_weight(word) for name in names if is_named(name) for word in story_words(name)}


def _agree_places(one: Spot, other: Spot) -> bool:
    if one.country and other.country and one.country != other.country:
        return False
    if one.coarseness >= 2 or other.coarseness >= 2:
        both = one.admin1 and other.admin1 and max(one.coarseness, other.coarseness) < 3
        return not both or one.admin1 == other.admin1
    if (one.point is None) != (other.point is None):  # nobody knows whether a Lyari lies in Karachi
        return not (one.admin1 and other.admin1) or one.admin1 == other.admin1
    same = one.place_id == other.place_id if one.place_id and other.place_id else one.name == other.name
    return same or (one.point is not None and other.point is not None and _km(one.point, other.point) <= TOWN_KM)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(chord, 1.0)))


def _agree_days(one: Days, other: Days) -> bool:
    vague = one.assumed or other.assumed or one.inferred or other.inferred
    return vague or (one.first <= other.last and other.first <= one.last)


_COMPARED: dict[str, tuple[Callable[[Saying], object], Callable[..., bool]]] = {
    "mode": (lambda saying: saying.mode, lambda one, other: one == other),
    "status": (_said_status, lambda one, other: one == other or "denied" not in (one, other)),
    "actors": (lambda saying: _said_names(saying.actors), _agree_names),
    "recipients": (lambda saying: _said_names(saying.recipients), _agree_names),
    "place": (lambda saying: saying.place, _agree_places),
    "date": (lambda saying: saying.date, _agree_days),
}


# --- figures


def figure_rows(sayings: Sequence[Saying]) -> tuple[FigureRow, ...]:
    """List all counts by kind, claimant and time; an earlier count by the same claimant names the later one."""
    kinds = get_args(FigureKind)
    rows = [_figure_row(each, count) for each in sayings for count in each.counts if count.min is not None or count.max]
    rows.sort(key=lambda row: (kinds.index(row.kind), row.claimant, _time(row.published), row.event_id, row.text))
    return tuple(
        replace(row, updated_by=later.event_id) if later else row
        for place, row in enumerate(rows)
        for later in [next((after for after in rows[place + 1 :] if _is_update(row, after)), None)]
    )


def _figure_row(saying: Saying, count: Count) -> FigureRow:
    return FigureRow(
        kind=count.kind,
        claimant=count.told_by,
        min=count.min,
        max=count.max,
        scope="running-total" if count.scope == "running-total" else "event",
        source=saying.source if saying.source_known else None,
        published=dt.date.fromisoformat(saying.published) if saying.published else None,
        event_id=saying.event_id,
        report_id=saying.report_id,
        text=count.text,
        copy_of=saying.copy_of,
    )


def _time(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _is_update(row: FigureRow, after: FigureRow) -> bool:
    told_anew = after.copy_of is None and row.report_id != after.report_id and row.claimant != PRIVATE
    return (
        told_anew
        and (row.kind, row.claimant, row.scope) == (after.kind, after.claimant, after.scope)
        and (row.min, row.max) != (after.min, after.max)
        and _time(row.published) < _time(after.published)
    )


def disputed_kinds(rows: Iterable[FigureRow]) -> tuple[str, ...]:
    """Give the kinds of figures on which claimants differ, by the last count of each; running totals are apart."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if row.updated_by is None and row.copy_of is None and row.scope == "event" and row.kind != "other":
            found.setdefault(row.kind, []).append((row.min or 0, math.inf if row.max is None else row.max))
    return tuple(kind for kind, spans in found.items() if max(low for low, _ in spans) > min(high for _, high in spans))


# --- sources


def _sources(sayings: Sequence[Saying], grades: Mapping[str, Reliability]) -> tuple[SourceNote, ...]:
    """List the sources in the order in which they first told of it."""
    source_of = {each.event_id: each.source for each in sayings}
    by_source: dict[str, list[Saying]] = {}
    for each in sayings:
        by_source.setdefault(each.source, []).append(each)
    return tuple(
        SourceNote(
            source=source,
            reports=tuple(sorted({each.report_id for each in told})),
            independent=any(each.is_own for each in told),
            copies=tuple(
                sorted({source_of.get(each.copy_of, "") for each in told if each.copy_of is not None} - {source, ""})
            ),
            reliability=grades.get(source),
        )
        for source, told in by_source.items()
    )

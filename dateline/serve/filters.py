"""The query of an address → Query, and back: every view is an address that can be shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args
from urllib.parse import urlencode

from dateline.commands.choosing import EventChoice, query_of
from dateline.config import Config
from dateline.errors import UsageError
from dateline.records import Status
from dateline.store import Query
from dateline.store.incidents import Box

DAYS = ("since", "until")
LONGEST = 200  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a page shows: the query as it was asked for, the incident after which to go on, and the part of the map."""

    query: Query
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    disputed: bool = False
    after: str | None = None
    box: Box | None = None

    def address(self, **changes: str | None) -> str:
        """Give the query of an address like this view, with fields set anew or, by None, left out."""
        pairs = [(name, value) for name, values in self.asked.items() for value in values if name not in changes]
        return urlencode([*pairs, *((name, value) for name, value in changes.items() if value is not None)])

    def with_value(self, name: str, value: str) -> str:
        """Give the query of an address with one value more of a list, or one less where it is asked for already."""
        asked = list(self.asked.get(name, ()))
        values = [each for each in asked if each != value] if value in asked else [*asked, value]
        others = [(key, each) for key, each_of in self.asked.items() for each in each_of if key not in (name, "after")]
        return urlencode([*others, *((name, each) for each in values)])

    def first(self, name: str) -> str:
        """Give the first value that is asked for of a field, nothing where none is."""
        return next(iter(self.asked.get(name, ())), "")

    def has(self, name: str, value: str) -> bool:
        """Tell whether a value of a list is asked for."""
        return value in self.asked.get(name, ())


def read_view(given: Iterable[tuple[str, str]], config: Config) -> View:
    """Read what an address asks for; raises UsageError for what there is not."""
    asked: dict[str, list[str]] = {}
    for name, value in given:
        if value.strip():
            asked.setdefault(name, []).append(value.strip()[:LONGEST])
    for status in asked.get("status", ()):
        if status not in get_args(Status):
            raise UsageError(f"'{status}' is no status: use one of {', '.join(get_args(Status))}")
    first, last = (_day(name, asked[name][-1]) if name in asked else None for name in DAYS)
    choice = EventChoice(
        event_types=tuple(asked.get("type", ())),
        countries=tuple(asked.get("country", ())),
        places=tuple(asked.get("place", ())),
        sources=tuple(asked.get("source", ())),
        statuses=tuple(asked.get("status", ())),
        since=first,
        until=last,
        min_confidence=_share(asked.get("confidence", ["0"])[-1]),
    )
    return View(
        query=query_of(choice, config),
        asked=asked,
        disputed=bool(asked.get("disputed")),
        after=asked["after"][-1] if "after" in asked else None,
        box=_box(asked["box"][-1]) if "box" in asked else None,
    )


def _day(name: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{name}: '{text}' is no day; write it as 2024-03-12") from error


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError as error:
        raise UsageError(f"confidence: '{text}' is no number from 0 to 1") from error
    if not 0 <= share <= 1:
        raise UsageError(f"confidence: {text} is not from 0 to 1")
    return share


def _box(text: str) -> Box:
    try:
        south, west, north, east = map(float, text.split(","))
    except ValueError as error:
        raise UsageError(f"box: '{text}' is no south,west,north,east in degrees") from error
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise UsageError(f"box: '{text}' is no south,west,north,east in degrees")
    return south, west, north, east

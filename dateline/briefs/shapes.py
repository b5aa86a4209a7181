"""The nouns of a brief: what was asked, and all that was counted for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dateline.errors import UsageError
from dateline.incidents import Incident, Reliability
from dateline.records import FigureKind, PlacePrecision

#: What event types have in common for a reader who knows no codebook; `other` is for types of one's own.
Group = Literal["violence", "protest", "coercion", "words", "cooperation", "other"]

#: Fifty years: the bars of more months cannot be told apart.
LONGEST_PERIOD = 18_300


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a brief is asked about, and what is known of it beside the incidents."""

    first: dt.date
    last: dt.date
    country: str | None = None  # ISO 3166-1 alpha-3; None: all countries
    profile: str = "public"
    made: dt.date | None = None  # printed only where it is given: no clock is read
    withheld: tuple[str, ...] = ()  # sentences on what the profile left out
    urls: Mapping[str, str] = field(default_factory=dict)  # of reports, by id; shown in the full profile only
    meanings: Mapping[str, str] = field(default_factory=dict)  # what event types mean, by name

    def __post_init__(self) -> None:
        """Raise UsageError where the period cannot be."""
        if self.last < self.first:
            raise UsageError(f"expected a period that begins before it ends, found {self.first} to {self.last}")
        length = (self.last - self.first).days + 1
        if length > LONGEST_PERIOD:
            raise UsageError(f"expected a period of at most {LONGEST_PERIOD} days, found {length}: narrow it")
        if (self.first - dt.date.min).days < length:
            raise UsageError(f"expected a period with one of equal length before it, found {self.first} to {self.last}")

    @property
    def before(self) -> tuple[dt.date, dt.date]:
        """Give the first and last day of the period of equal length that ends where this one begins."""
        end = self.first - dt.timedelta(days=1)
        return end - (self.last - self.first), end


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A count in the period and in the period before it; `before` is None where nothing at all is on record then."""

    now: int
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCount:
    """How many incidents are of one event type, and how many of them only one source tells."""

    event_type: str
    group: Group
    count: Change
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """How many incidents happened at a place; districts, regions and countries are areas, not points."""

    name: str
    admin1: str | None
    country: str | None
    precision: PlacePrecision  # the finest of its incidents; a site counts as its city
    lat: float | None
    lon: float | None
    groups: tuple[tuple[Group, int], ...]  # most frequent first
    count: Change

    @property
    def is_point(self) -> bool:
        """Tell whether it may be drawn as a point."""
        return self.precision == "city" and self.lat is not None and self.lon is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The incidents of one day, week or month (both days inclusive)."""

    first: dt.date
    last: dt.date
    groups: tuple[tuple[Group, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCount:
    """What is claimed of how many people: the lowest and the highest claim of each incident, added up."""

    kind: FigureKind
    incidents: int
    low: int
    high: int
    open: bool  # some highest claim says "or more"
    differing: int  # incidents on which the claims differ


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """How many incidents are told as not having happened, or not yet."""

    status: str
    count: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """What one source told: reports, incidents by a telling of its own or by repeating another's, and alone."""

    name: str
    reports: int
    own: int
    repeated: int
    alone: int
    reliability: Reliability | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderCount:
    """How many claims one version of a coder read."""

    coder: str
    version: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that a brief says, before it is put in words."""

    scope: Scope
    country: str | None  # its name
    total: Change
    types: tuple[TypeCount, ...]
    places: tuple[PlaceCount, ...]
    unplaced: int  # incidents without any place
    beyond: int  # incidents left out, since their dates reach beyond the period
    places_gone: int  # places of the period before that are not in this one
    bins: tuple[Bin, ...]
    bin_unit: Literal["day", "week", "month"]
    undated: int  # incidents whose dates fit into no single bin
    people: tuple[PeopleCount, ...]
    not_done: tuple[StatusCount, ...]
    told_by: tuple[tuple[str, int], ...]  # incidents by how many independent sources: "1", "2", "3 or more"
    listed: tuple[Incident, ...]  # those that most sources tell of, by day
    disputed: tuple[Incident, ...]  # the most disputed first
    disputed_count: int  # of all that happened or are told as such
    sources: tuple[SourceCount, ...]
    coders: tuple[CoderCount, ...]
    reports: int
    claims: int
    copies: int  # claims that repeat another's telling
    masked: int  # reports in whose claims names or sites are withheld

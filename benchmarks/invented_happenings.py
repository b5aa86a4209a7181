"""Draw what happens: single acts, waves of protest, several attacks on one day, attacks that are repeated.

A story is a main act with those that follow from it; each act is one happening, to be told as one incident.
"""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from invented_world import Country, Party, World, pick

from dateline.gazetteer import GazetteerPlace
from dateline.records import CodedEvent, FigureKind, Report, Status

#: P(an act is told by k or more reports) = k ** -TELLERS_SLOPE, up to MOST_TELLERS: 2.8 on average.
TELLERS_SLOPE, MOST_TELLERS = 1.3, 40
WAVE_CITIES = (1.1, 60)  # slope and most cities of a wave, three at the least
SERIES = (2, 6)  # attacks of one kind in one town on one day
REPEATED, REPEATED_WITHIN = 0.05, 10  # chance that an attack is repeated in the town, and within how many days
PLANNED = 0.02  # acts that are only planned or called for
PLANNED_AHEAD = 10  # days, at most, that they are told before
SPEECH_PLACED = 0.3  # speech acts that have a place at all
MEMORY = 300  # acts of a country that later reports may mention
#: Figures follow Pareto's law: its slope, and its least value where that is not 1.
TOLL = {
    "killed": 1.0,
    "injured": 0.8,
    "arrested": 0.9,
    "sentenced": 3.0,
    "abducted": 1.5,
    "participants": 0.6,
    "other": 0.8,
}
LEAST = {"participants": 40, "arrested": 2, "other": 20}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type and mode, and the words that tell of it."""

    type: str
    mode: str | None
    weight: float
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    object: str
    figures: tuple[FigureKind, ...]
    siblings: tuple[str | None, ...]
    active: tuple[str, ...]
    passive: tuple[str, ...]
    speech: bool = False
    waves: float = 0.0
    series: float = 0.0


@dataclass(slots=True, eq=False)
class Act:
    """One happening: what a perfect coder with all knowledge would write."""

    id: str
    kind: Kind
    country: Country
    town: GazetteerPlace | None
    first: dt.date
    last: dt.date
    actor: Party
    recipient: Party | None
    nouns: tuple[str, ...]  # words for the object
    qualifier: str  # what tells this object from others of its kind
    detail: str
    figures: dict[FigureKind, int]
    status: Status = "reported"
    crowd: bool = False  # one of a wave or series


@dataclass(slots=True, eq=False)
class Story:
    acts: list[Act]  # the main one first
    tellers: int
    relatives: list[Act] = field(default_factory=list)  # of the same wave, series or quarrel
    told: list[tuple[Report, list[CodedEvent], list[str]]] = field(default_factory=list)  # reports written so far


class Happenings:
    """Draws stories day by day."""

    def __init__(self, rng: Random, world: World) -> None:
        self._rng, self._world = rng, world
        words = world.vocabulary
        rows: list[dict[str, Any]] = words["kinds"]
        self.kinds = [_kind(row) for row in rows]
        self._by_name = {f"{kind.type}/{kind.mode or ''}": kind for kind in self.kinds}
        self._weights = list(itertools.accumulate(kind.weight for kind in self.kinds))
        self._number = 0
        self.past: dict[str, deque[Act]] = {}

    def draw(self, day: dt.date) -> list[Story]:
        """Draw the stories that come from one cause: one, or all of a wave, a series or a repeated attack."""
        rng, world = self._rng, self._world
        kind = self.kinds[bisect(self._weights, rng.random() * self._weights[-1])]
        country = world.country(rng)
        town = world.town(rng, country)
        first = self._story(kind, country, town, day)
        stories, chance = [first], rng.random()
        if chance < kind.waves:
            stories += self._wave(first.acts[0])
        elif kind.series and chance < kind.series:
            stories += [self._again(first.acts[0], town, 0) for _ in range(rng.randint(SERIES[0], SERIES[1]) - 1)]
        elif kind.series and chance < kind.series + REPEATED:
            stories.append(self._again(first.acts[0], town, rng.randint(1, REPEATED_WITHIN)))
        mains = [story.acts[0] for story in stories]
        for story in stories:
            story.relatives = [act for act in mains if act is not story.acts[0] and act.first <= story.acts[0].last]
            self._remember(story)
        return stories

    def older(self, story: Story, published: dt.date) -> Act | None:
        """Draw an older act of the country, which a report may mention; None if the one drawn is not older."""
        past = self.past.get(story.acts[0].country.place.country or "", ())
        act = pick(self._rng, past) if past else None
        return act if act and (published - act.last).days > 2 and act not in story.acts else None

    def _remember(self, story: Story) -> None:
        code = story.acts[0].country.place.country or ""
        if code not in self.past:
            self.past[code] = deque(maxlen=MEMORY)
        self.past[code].extend(act for act in story.acts[:1] if act.status == "reported")

    def _story(self, kind: Kind, country: Country, town: GazetteerPlace, day: dt.date) -> Story:
        rng, world = self._rng, self._world
        actor = world.party(rng, country, pick(rng, kind.actors))
        recipient = world.party(rng, country, pick(rng, kind.recipients)) if kind.recipients else None
        main = self._act(kind, country, town, day, (actor, recipient))
        if rng.random() < PLANNED and not kind.speech:
            main.status = "called-for" if kind.type == "PROTEST" else "planned"
            main.first, main.last = (day + dt.timedelta(days=PLANNED_AHEAD) for day in (main.first, main.last))
        story = Story([main], tellers(rng))
        if main.status == "reported":
            story.acts += self._followers(main)
        return story

    def _followers(self, main: Act) -> Iterator[Act]:
        rng, world = self._rng, self._world
        for name, chance, who, whom in world.vocabulary["follows"].get(main.kind.type, ()):
            if rng.random() >= chance:
                continue
            parties = []
            for pool in (who, whom):
                own = {"main.actor": main.actor, "main.recipient": main.recipient or main.actor}
                parties.append(own.get(pool) or world.party(rng, main.country, pool))
            kind = self._by_name[name]
            later = main.last + dt.timedelta(days=int(rng.random() < 0.4) if kind.speech else 0)
            yield self._act(kind, main.country, main.town, later, (parties[0], parties[1]))

    def _wave(self, model: Act) -> Iterator[Story]:
        """Tell of the same protest in other towns on the same days: same cause and, often, the same organization."""
        rng, world = self._rng, self._world
        slope, most = WAVE_CITIES
        towns = {model.town.number if model.town else 0}
        for _ in range(min(most, int(3 * (1 - rng.random()) ** (-1 / slope))) - 1):
            town = world.town(rng, model.country)
            if town.number in towns:
                continue
            towns.add(town.number)
            story = self._story(
                model.kind, model.country, town, model.first + dt.timedelta(days=int(rng.random() < 0.2))
            )
            act = story.acts[0]
            act.nouns, act.crowd, act.recipient = model.nouns, True, model.recipient
            if model.kind.object == "cause":
                act.qualifier = model.qualifier
            if rng.random() < 0.7:
                act.actor = model.actor
            yield story
        model.crowd = True

    def _again(self, model: Act, town: GazetteerPlace, later: int) -> Story:
        """Tell of another attack of the same kind in the same town, on another target."""
        rng = self._rng
        day = model.first + dt.timedelta(days=later)
        story = self._story(model.kind, model.country, town, day)
        if rng.random() < 0.5:
            story.acts[0].actor = model.actor
        story.acts[0].crowd = model.crowd = True
        return story

    def _act(
        self,
        kind: Kind,
        country: Country,
        town: GazetteerPlace | None,
        day: dt.date,
        parties: tuple[Party, Party | None],
    ) -> Act:
        rng, words = self._rng, self._world.vocabulary
        self._number += 1
        placed = not kind.speech or rng.random() < SPEECH_PLACED
        long = kind.mode in ("strike", "hunger", "obstruct", "heavy-weapons") and rng.random() < 0.15
        return Act(
            id=f"h{self._number:07d}",
            kind=kind,
            country=country,
            town=town if placed else None,
            first=day,
            last=day + dt.timedelta(days=rng.randint(1, 5) if long else 0),
            actor=parties[0],
            recipient=parties[1],
            nouns=tuple(pick(rng, words["objects"][kind.object])),
            qualifier=self._qualifier(kind.object),
            detail=pick(rng, words["details"]),
            figures={name: self._toll(name) for name in kind.figures},
        )

    def _qualifier(self, pool: str) -> str:
        rng, words = self._rng, self._world.vocabulary
        if pool in ("relief", "charge", "symbol", "slogan"):
            name = "qualifiers" if rng.random() < 0.6 else ""
        else:
            name = {"topic": "topic_qualifiers", "cause": "cause_qualifiers"}.get(pool, "qualifiers")
        return pick(rng, words[name]).format(word=self._world.word(rng)) if name else ""

    def _toll(self, name: str) -> int:
        rng = self._rng
        if name in ("killed", "injured") and rng.random() < 0.35:
            return 0
        return min(int(LEAST.get(name, 1) * (1 - rng.random()) ** (-1 / TOLL[name])), 20_000)


def _kind(row: dict[str, Any]) -> Kind:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Kind(**values)


def tellers(rng: Random) -> int:
    """Draw by how many reports a story is told."""
    return min(MOST_TELLERS, int((1 - rng.random()) ** (-1 / TELLERS_SLOPE)))

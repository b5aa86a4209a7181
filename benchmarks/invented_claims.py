"""Draw what one report claims of an act: what it leaves out, misnames, misplaces, misdates, miscounts or denies."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from invented_happenings import Act
from invented_world import Party, World, pick, skewed

from dateline.gazetteer import GazetteerPlace
from dateline.records import Anchor, FigureKind, Status

HISTORICAL = 31  # days after which an act is background (codebook, section 3)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTED = frozenset({"target", "place", "road", "symbol"})  # objects that take an article
SIBLING_TYPES = {"ASSAULT": "COERCE", "COERCE": "ASSAULT", "SANCTION": "COERCE"}  # others are taken for ACCUSE
FEWER_ERRORS = 3  # so much rarer are wrong or coarse places where an act is one of many: it is told by its town
VAGUER = 6  # so much more often has background only a month
CANONICAL = 0.5  # names told in another spelling that the coder knows
INFERRED_DAY, INFERRED_TOWN, INFERRED_COUNTRY = 0.25, 0.1, 0.6  # not in the words of the act's sentence
NEAR = 0.05  # "near Towntown"
OFFICIAL = 0.55  # of the speakers
RECENT = 7  # days that "in recent days" covers


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How often a record of a report differs from what happened; shares of all records unless said otherwise."""

    no_actor: float = 0.15
    generic_actor: float = 0.12
    variant_name: float = 0.25  # of the names told
    no_recipient: float = 0.2
    generic_recipient: float = 0.1
    no_object: float = 0.15
    short_object: float = 0.2  # of the objects told: without what tells it from others of its kind
    other_noun: float = 0.35  # of the objects told: another word for the same thing
    no_place: float = 0.05
    country_only: float = 0.08
    region_only: float = 0.06
    district_only: float = 0.03
    neighbour: float = 0.04
    day_off: float = 0.06
    report_day: float = 0.12  # the day of publication instead, which is right for a third of them
    week: float = 0.04
    month: float = 0.03
    no_date: float = 0.01
    no_mode: float = 0.12
    sibling_mode: float = 0.04
    sibling_type: float = 0.01
    denied: float = 0.015
    no_figure: float = 0.3  # of the figures of an act
    attributed: float = 0.35
    hedged: float = 0.04
    second_sentence: float = 0.15  # the evidence has a second sentence, with a detail
    told_twice: float = 0.03  # in one report, as two records
    copy: float = 0.25  # of the reports after the first of a story
    follower: float = 0.6  # a report tells an act that follows from the main one
    relative: float = 0.2  # a report tells another act of its wave, series or quarrel
    background: float = 0.12  # a report mentions an older act of the country

    def scaled(self, factor: float) -> Noise:
        """Make all errors so many times as frequent; what is no error (copies, attributions, ...) stays."""
        kept = ("attributed", "hedged", "second_sentence", "told_twice", "copy", "follower", "relative", "background")
        values = {f.name: min(0.9, getattr(self, f.name) * factor) for f in fields(self) if f.name not in kept}
        return replace(self, **values)


@dataclass(frozen=True, slots=True)
class ToldParty:
    """A party as a report names it; `fields` are those of the coder's Actor."""

    before: str  # office or occupation
    words: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figured:
    kind: FigureKind
    words: str
    min: int | None
    max: int | None


class Claims:
    """Draws the parts of a claim; places and dates come as the fields of their records, with their words."""

    def __init__(self, rng: Random, world: World, noise: Noise) -> None:
        self._rng, self._world, self._noise = rng, world, noise

    def party(self, party: Party, missing: float, generic: float) -> ToldParty | None:
        rng = self._rng
        chance = rng.random()
        if chance < missing:
            return None
        told = {"role": party.role, "country": party.country, "kind": party.kind, "private": party.private}
        if not party.named:
            words = skewed(rng, party.told)
            return ToldParty("", words, told | {"name": words})
        if chance < missing + generic:
            words = self._world.generic(rng, party.pool)
            return ToldParty("", words, told | {"name": words, "kind": "group", "private": False})
        words = pick(rng, party.told) if rng.random() < self._noise.variant_name else party.name
        name = party.name if rng.random() < CANONICAL else words
        return ToldParty(party.before if rng.random() < 0.7 else "", words, told | {"name": name})

    def thing(self, act: Act) -> str:
        """Give the words for the object, "" where it is left out."""
        rng, noise = self._rng, self._noise
        if rng.random() < noise.no_object:
            return ""
        noun = pick(rng, act.nouns) if rng.random() < noise.other_noun else act.nouns[0]
        words = noun if rng.random() < noise.short_object or not act.qualifier else f"{noun} {act.qualifier}"
        if act.kind.object not in COUNTED:
            return words
        return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"

    def code(self, act: Act) -> tuple[str, str | None]:
        """Give type and mode as coded."""
        noise, kind = self._noise, act.kind
        chance = self._rng.random()
        if chance < noise.sibling_type:
            return SIBLING_TYPES.get(kind.type, "ACCUSE"), None
        if chance < noise.sibling_type + noise.sibling_mode and kind.siblings:
            return kind.type, pick(self._rng, kind.siblings)
        return kind.type, None if chance > 1 - noise.no_mode else kind.mode

    def status(self, act: Act, *, old: bool, denied: bool) -> Status:
        if denied:
            return "denied"
        return "historical" if old and act.status == "reported" else act.status

    # --- where

    def place(self, act: Act) -> tuple[dict[str, Any] | None, str]:
        place = self._named_place(act)
        if place is None:
            return None, ""
        inferred = self._rng.random() < (INFERRED_COUNTRY if place.feature == "country" else INFERRED_TOWN)
        told = {
            "name": place.name,
            "geonames_id": place.geonames_id,
            "admin1": place.name if place.feature == "region" else place.admin1,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "precision": place.feature,
            "basis": "inferred" if inferred else "stated",
            "near": place.feature == "city" and not inferred and self._rng.random() < NEAR,
        }
        return told, "" if inferred else place.name

    def _named_place(self, act: Act) -> GazetteerPlace | None:
        noise, town, world = self._noise, act.town, self._world
        if town is None:
            return None
        chance = self._rng.random() * (FEWER_ERRORS if act.crowd else 1)
        if (chance := chance - noise.no_place) < 0:
            return None
        if (chance := chance - noise.country_only) < 0:
            return act.country.place
        if (chance := chance - noise.region_only) < 0:
            return world.region(town.region)
        if (chance := chance - noise.district_only) < 0:
            return world.region(town.district)
        return pick(self._rng, world.neighbours(act.country, town)) if chance < noise.neighbour else town

    # --- when

    def date(self, act: Act, published: dt.date, *, old: bool) -> tuple[dict[str, Any], str]:
        noise = self._noise
        chance = self._rng.random() / (VAGUER if old else 1)
        if (chance := chance - noise.no_date) < 0:
            return _days(None, None, None, "inferred"), ""
        if (chance := chance - noise.month) < 0:
            first = act.first.replace(day=1)
            last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
            last = min(last, published) if act.status == "reported" else last
            return _days(first, last, "month", "stated"), f"in {first:%B %Y}"
        ago = (published - act.first).days
        if old or act.status != "reported":
            return self._exact(act, published, shifted=chance < noise.day_off)
        if (chance := chance - noise.week) < 0 and ago <= RECENT:
            return _days(published - dt.timedelta(days=RECENT), published, "week", "stated"), "in recent days"
        if 0 <= chance < noise.report_day and ago <= 3:
            return _days(published, published, "day", "report"), ""
        return self._exact(act, published, shifted=0 <= chance - noise.report_day < noise.day_off)

    def _exact(self, act: Act, published: dt.date, *, shifted: bool) -> tuple[dict[str, Any], str]:
        rng, first, last = self._rng, act.first, act.last
        if shifted:
            step = dt.timedelta(days=pick(rng, (-1, 1)))
            if act.status != "reported" or last + step <= published:
                first, last = first + step, last + step
        if act.status == "reported":
            first, last = min(first, published), min(last, published)
        precision = "day" if first == last else "range"
        if rng.random() < INFERRED_DAY:
            return _days(first, last, precision, "inferred"), ""
        told = _days(first, last, precision, "stated") | {"anchor": Anchor(kind="published", day=published)}
        if first != last:
            return told, f"from {first.day} {first:%B} to {last.day} {last:%B}"
        weekday = 0 <= (published - first).days < RECENT and rng.random() < 0.6
        return told, f"on {WEEKDAYS[first.weekday()]}" if weekday else f"on {first.day} {first:%B}"

    # --- who says so, and how many

    def speaker(self, act: Act) -> tuple[str, str | None, bool]:
        """Give who is cited, in which role, and whether to deny it; "" where nobody is."""
        rng, noise, actor = self._rng, self._noise, act.actor
        if actor.named and not actor.private and not act.kind.speech and rng.random() < noise.denied:
            return actor.name, actor.role, True
        if rng.random() >= noise.attributed:
            return "", None, False
        side = "official" if rng.random() < OFFICIAL else "other"
        return pick(rng, self._world.vocabulary["speakers"][side]), "GOV" if side == "official" else "CVL", False

    def figures(self, act: Act, published: dt.date, role: str | None) -> list[Figured]:
        """Give the figures told: those of the day, as the speaker's side tells them."""
        if act.status != "reported":
            return []
        known = 1 - 0.5 * math.exp(-max((published - act.first).days, 0) / 2)
        told = []
        for kind, number in act.figures.items():
            if number and self._rng.random() >= self._noise.no_figure:
                rises = kind in ("killed", "injured") and number > 2
                told.append(_figure(self._rng, kind, max(1, round(number * known)) if rises else number, role))
        return told


def _days(first: dt.date | None, last: dt.date | None, precision: str | None, basis: str) -> dict[str, Any]:
    return {"first": first, "last": last, "precision": precision, "basis": basis}


def _figure(rng: Random, kind: FigureKind, number: int, role: str | None) -> Figured:
    """Put a figure as a side tells it: officials tell fewer, others more, of large numbers rounded ones."""
    if number > 3 and role and rng.random() < 0.5:
        number = round(number * (1 + rng.random() if role == "CVL" else 0.6 + 0.4 * rng.random()))
    if number >= 40:
        number = round(number, -1 if number < 400 else -2)
    form = rng.random()
    if form < 0.6 or number < 3:
        return Figured(kind, f"{number} {'people' if number > 1 else 'person'}", number, number)
    if form < 0.85:
        return Figured(kind, f"at least {number} people", number, None)
    if form < 0.95:
        return Figured(kind, f"more than {number} people", number, None)
    return Figured(kind, f"up to {number} people", None, number)

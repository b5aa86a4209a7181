"""Traits... -> TraitTable: many events' traits as columns, so that pairs are compared many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.merge.traits import FIGURE_KINDS, NAME_WORDS, OBJECT_WORDS, TEXT_WORDS, Bag, Traits, word_hash

Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

NO_DAY = 0
BASES = ("stated", "inferred", "report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    """For each event the hashes of its words and their weights, padded with zeros."""

    keys: Ints
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitTable:
    """One row an event; strings are hashed, what is unknown is 0 (of coordinates: NaN; of figures: -1; see TOTAL)."""

    report: Ints
    event_type: Ints
    mode: Ints
    status: Ints
    country: Ints
    admin1: Ints
    place: Ints
    called: Ints
    part: Bools
    lat: Floats
    lon: Floats
    near: Bools
    placed: Bools  # whether a place is told at all
    stated: Bools  # whether it is told with the act itself
    first: Ints
    last: Ints
    basis: Ints
    published: Ints
    claimants: Ints
    again: Ints
    start: Ints
    things: Ints  # kinds, as bits
    doers: Ints
    sufferers: Ints
    doers_roles: Ints  # groups, as bits
    fighters: Ints
    sufferers_roles: Ints
    figures: Counts  # (events, kinds, 2, 2): the least and the greatest count, each its lowest and highest
    actors: Bags
    recipients: Bags
    objects: Bags
    words: Bags

    def __len__(self) -> int:
        return len(self.report)


def make_table(traits: Sequence[Traits]) -> TraitTable:
    """Give the traits of events as columns."""
    return TraitTable(
        report=_hashed(each.report for each in traits),
        event_type=_hashed(each.event_type for each in traits),
        mode=_hashed(each.mode or "" for each in traits),
        status=_ints(each.status for each in traits),
        country=_hashed(each.country for each in traits),
        admin1=_ints(each.admin1 for each in traits),
        place=_ints(each.place for each in traits),
        called=_ints(each.called for each in traits),
        part=np.array([each.part for each in traits], np.bool_),
        lat=np.array([np.nan if each.lat is None else each.lat for each in traits], np.float32),
        lon=np.array([np.nan if each.lon is None else each.lon for each in traits], np.float32),
        near=np.array([each.near for each in traits], np.bool_),
        placed=np.array([each.placed for each in traits], np.bool_),
        stated=np.array([each.stated for each in traits], np.bool_),
        first=_ints(each.first or NO_DAY for each in traits),
        last=_ints(each.last or NO_DAY for each in traits),
        basis=_ints(BASES.index(each.date_basis) for each in traits),
        published=_ints(each.published or NO_DAY for each in traits),
        claimants=_ints(each.claimants for each in traits),
        again=_ints(each.again for each in traits),
        start=_ints(each.start for each in traits),
        things=_ints(each.things for each in traits),
        doers=_ints(each.doers for each in traits),
        sufferers=_ints(each.sufferers for each in traits),
        doers_roles=_ints(each.doers_roles for each in traits),
        fighters=_ints(each.fighters for each in traits),
        sufferers_roles=_ints(each.sufferers_roles for each in traits),
        figures=_figures(traits),
        actors=_bags([each.actors for each in traits], NAME_WORDS),
        recipients=_bags([each.recipients for each in traits], NAME_WORDS),
        objects=_bags([each.objects for each in traits], OBJECT_WORDS),
        words=_bags([each.words for each in traits], TEXT_WORDS),
    )


def join_tables(tables: Sequence[TraitTable]) -> TraitTable:
    """Put tables one under the other."""
    columns: dict[str, Any] = {}
    for field in fields(TraitTable):
        parts = [getattr(table, field.name) for table in tables]
        if isinstance(parts[0], Bags):
            columns[field.name] = Bags(
                keys=np.concatenate([part.keys for part in parts]),
                weights=np.concatenate([part.weights for part in parts]),
            )
        else:
            columns[field.name] = np.concatenate(parts)
    return TraitTable(**columns)


def take(table: TraitTable, rows: Ints) -> TraitTable:
    """Give some rows of a table, in the order asked for."""
    columns: dict[str, Any] = {}
    for field in fields(TraitTable):
        column = getattr(table, field.name)
        bags = isinstance(column, Bags)
        columns[field.name] = Bags(keys=column.keys[rows], weights=column.weights[rows]) if bags else column[rows]
    return TraitTable(**columns)


def _ints(values: Iterator[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _hashed(values: Iterator[str]) -> Ints:
    return np.fromiter((word_hash(value) if value else 0 for value in values), np.int64)


def _bags(bags: Sequence[Bag], width: int) -> Bags:
    keys, weights = np.zeros((len(bags), width), np.int64), np.zeros((len(bags), width), np.float32)
    for row, bag in enumerate(bags):
        for column, (key, weight) in enumerate(bag[:width]):
            keys[row, column], weights[row, column] = key, weight
    return Bags(keys=keys, weights=weights)


def _figures(traits: Sequence[Traits]) -> Counts:
    figures = np.full((len(traits), len(FIGURE_KINDS), 2, 2), -1, np.int32)
    for row, each in enumerate(traits):
        for kind, low, high in each.figures:
            least, greatest = figures[row, kind]
            if least[0] == -1 or low < least[0]:
                least[:] = low, high
            if low > greatest[0] or greatest[0] == -1:
                greatest[:] = low, high
    return figures

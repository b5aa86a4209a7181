"""TraitTable -> keys -> pairs: which events are worth a comparison, by type, country, time window and a shared word.

Two events are compared where they are of one type, country and kind of status, lie near each other in time, and share
a place or a telling word, or one of them is placed in a region or country alone that the other may lie in. Whether a
pair is compared depends on these two events alone, so the order in which reports come changes nothing, and events that
come later meet those before them by the same keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from dateline.merge.table import NO_DAY, Ints, TraitTable

Unsigned = npt.NDArray[np.uint64]
Pairs = tuple[Ints, Ints]

SHORT_DAYS = 9  # a date of up to so many days is keyed by its days, a longer one by its months
LONGEST_MONTHS = 13  # a longer or an unknown time is keyed without time
WINDOW = 3  # most days between two short dates of one happening: reports and time zones differ
BUCKET = 4  # days that share a key; at least WINDOW + 1, so that it is enough to look at the buckets beside
MONTH = 30.4375  # days
CHUNK = 300_000  # pairs found at once
ROWS_TOGETHER = 20_000  # rows whose pairs are looked for at once
LARGE = 10  # a count that two reports are not likely to share by chance
#: What may bring two events together: the place, and the most telling words of each side and of the text.
RECIPIENT_WORDS, ACTOR_WORDS, TEXT_WORDS = 2, 2, 3
#: Events with long dates meet by fewer words.
LONG_RECIPIENT_WORDS, LONG_TEXT_WORDS = 1, 4

BY_DAY, SHORT_IN_MONTH, LONG_IN_MONTH = (np.uint64(kind) for kind in (1, 2, 3))
MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def stored_keys(table: TraitTable) -> tuple[Ints, Ints]:
    """Give the keys by which others find these events: the rows of the table and, one for one, keys of 63 bits."""
    return _unique(_keys(table, days=(0,), probe=False))


def probe_keys(table: TraitTable, *, both_ways: bool = True) -> tuple[Ints, Ints]:
    """Give the keys that find the events that these are to be compared with.

    Where all events are at hand it is enough that one of two finds the other: `both_ways` false gives fewer keys.
    """
    return _unique(_keys(table, days=(-1, 0, 1) if both_ways else (0, 1), probe=True, both_ways=both_ways))


def blocks_together(table: TraitTable) -> Iterator[list[Ints]]:
    """Give the rows of one type, country and kind of status, sorted; many such blocks together."""
    base = _base(table)
    order = np.argsort(base, kind="stable")
    together: list[Ints] = []
    count = 0
    for rows in np.split(order, np.flatnonzero(np.diff(base[order])) + 1):
        if len(rows) > 1:
            together.append(rows)
            count += len(rows)
        if count >= ROWS_TOGETHER:
            yield together
            together, count = [], 0
    if together:
        yield together


def pairs_of_blocks(table: TraitTable, blocks: Sequence[Ints]) -> Iterator[Pairs]:
    """Give all pairs of rows that are to be compared within blocks."""
    stored, probes = _by_row(stored_keys(table), len(table)), _by_row(probe_keys(table, both_ways=False), len(table))
    for rows in blocks:
        yield from _pairs_of_block(table, rows, stored, probes)


def near_in_time(table: TraitTable, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Tell of pairs of rows whether they lie within the window, or one of them has a long or unknown time."""
    first, last = (np.stack([column[left], column[right]]) for column in (table.first, table.last))
    length = last - first + 1
    short = ((first > NO_DAY) & (length > 0) & (length <= SHORT_DAYS)).all(axis=0)
    gap = np.maximum(first[0] - last[1], first[1] - last[0])
    return np.asarray(~short | (gap <= WINDOW), np.bool_)


def same_block(table: TraitTable, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Tell of pairs of rows whether they are of one type, country and kind of status."""
    columns = (table.event_type, table.country, table.status)
    return np.asarray(np.logical_and.reduce([column[left] == column[right] for column in columns]), np.bool_)


def alike_block(table: TraitTable, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Tell of pairs of rows whether they are of one type and kind of status, and of one country as far as is told."""
    one, other = table.country[left], table.country[right]
    same = (table.event_type[left] == table.event_type[right]) & (table.status[left] == table.status[right])
    return np.asarray(same & ((one == other) | (one == 0) | (other == 0)), np.bool_)


def _pairs_of_block(
    table: TraitTable, rows: Ints, stored: tuple[Ints, Ints, Ints], probes: tuple[Ints, Ints, Ints]
) -> Iterator[Pairs]:
    held, held_keys = _of_rows(stored, rows)
    asked, asked_keys = _of_rows(probes, rows)
    order = np.argsort(held_keys, kind="stable")
    held, held_keys = held[order], held_keys[order]
    low, high = (np.searchsorted(held_keys, asked_keys, side) for side in ("left", "right"))
    counts = high - low
    found: list[Ints] = []
    for part in np.split(np.arange(len(asked)), np.flatnonzero(np.diff(np.cumsum(counts) // CHUNK)) + 1):
        left = np.repeat(asked[part], counts[part])
        offsets = np.arange(len(left)) - np.repeat(np.cumsum(counts[part]) - counts[part], counts[part])
        right = held[np.repeat(low[part], counts[part]) + offsets]
        kept = (left != right) & near_in_time(table, left, right)
        first, second = np.minimum(left, right)[kept], np.maximum(left, right)[kept]
        found.append(np.unique(first * len(table) + second))
    codes = np.unique(np.concatenate(found))
    for start in range(0, len(codes), CHUNK):
        part = codes[start : start + CHUNK]
        yield part // len(table), part % len(table)


def _by_row(keyed: tuple[Ints, Ints], rows: int) -> tuple[Ints, Ints, Ints]:
    """Give rows and keys in the order of rows, and where each row begins."""
    order = np.argsort(keyed[0], kind="stable")
    return keyed[0][order], keyed[1][order], np.searchsorted(keyed[0][order], np.arange(rows + 1))


def _of_rows(keyed: tuple[Ints, Ints, Ints], rows: Ints) -> Pairs:
    owners, keys, begins = keyed
    counts = begins[rows + 1] - begins[rows]
    at = np.repeat(begins[rows], counts) + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return owners[at], keys[at]


def _unique(parts: Iterator[Pairs]) -> Pairs:
    rows, keys = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((keys, rows))
    rows, keys = rows[order], keys[order]
    new = np.ones(len(rows), np.bool_)
    new[1:] = (rows[1:] != rows[:-1]) | (keys[1:] != keys[:-1])
    return rows[new], keys[new]


def _length(table: TraitTable) -> Ints:
    return np.where(table.first > NO_DAY, table.last - table.first + 1, 0)


def _base(table: TraitTable) -> Unsigned:
    return _mixed(*(column.astype(np.uint64) for column in (table.event_type, table.country, table.status)))


def _keys(table: TraitTable, *, days: tuple[int, ...], probe: bool, both_ways: bool = True) -> Iterator[Pairs]:
    length, base = _length(table), _base(table)
    short = np.flatnonzero((length > 0) & (length <= SHORT_DAYS))
    months = [(table.first / MONTH).astype(np.int64), (table.last / MONTH).astype(np.int64)]
    timed = np.flatnonzero((length > SHORT_DAYS) & (months[1] - months[0] < LONGEST_MONTHS))
    timeless = np.flatnonzero((length == 0) | (months[1] - months[0] >= LONGEST_MONTHS))
    for terms in (*_terms(table), *_areas(table, probe=probe)):
        for step in range(SHORT_DAYS // BUCKET + 2):
            bucket = table.first[short] // BUCKET + step
            inside = bucket <= table.last[short] // BUCKET
            for day in days:
                yield _key(base, terms, short[inside], BY_DAY, bucket[inside] + day)
    for terms in _terms_of_long(table):
        for step in range(LONGEST_MONTHS):
            inside = months[0][timed] + step <= months[1][timed]
            month = months[0][timed][inside] + step
            yield _key(base, terms, timed[inside], LONG_IN_MONTH, month)
            if probe:
                yield _key(base, terms, timed[inside], SHORT_IN_MONTH, month)
        yield _key(base, terms, timeless, LONG_IN_MONTH, np.zeros(len(timeless), np.int64))
        for month in (months[0][short], months[1][short]):
            if probe and both_ways:
                yield _key(base, terms, short, LONG_IN_MONTH, month)
            if not probe:
                yield _key(base, terms, short, SHORT_IN_MONTH, month)


def _terms(table: TraitTable) -> Iterator[Ints]:
    yield table.place
    yield from table.recipients.keys.T[:RECIPIENT_WORDS]
    yield from table.actors.keys.T[:ACTOR_WORDS]
    yield from table.words.keys.T[:TEXT_WORDS]
    yield _large_count(table)


def _areas(table: TraitTable, *, probe: bool) -> Iterator[Ints]:
    """Give the area by which an event placed in it alone, or nobody knows where in it, meets all that lie in it."""
    region, fine = table.admin1, (table.place != 0) & ~np.isnan(table.lat)
    vague = table.placed & ~fine
    wide = vague & (region == 0)
    in_country = np.where(table.placed, np.int64(1), np.int64(0))
    if probe:
        yield np.where(vague, 3 * region, 0)  # what lies in the region
        yield np.where(table.placed, 5 * region, 0)  # what is placed in the region as a whole
        yield np.where(wide, 7 * in_country, 0)
        yield 11 * in_country
    else:
        yield np.where(fine, 3 * region, 0)
        yield np.where(vague, 5 * region, 0)
        yield 7 * in_country
        yield np.where(wide, 11 * in_country, 0)


def _terms_of_long(table: TraitTable) -> Iterator[Ints]:
    yield table.place
    yield _large_count(table)
    yield from table.recipients.keys.T[:LONG_RECIPIENT_WORDS]
    yield from table.words.keys.T[:LONG_TEXT_WORDS]


def _large_count(table: TraitTable) -> Ints:
    """Give for each event its largest count with what was counted, as one number; 0 where none is large."""
    low = table.figures[:, :, 1, 0].astype(np.int64)
    kind = low.argmax(axis=1)
    most = low[np.arange(len(table)), kind] if len(table) else np.empty(0, np.int64)
    return np.where(most >= LARGE, -(most * len(low.T) + kind), 0)


def _key(base: Unsigned, terms: Ints, rows: Ints, kind: np.uint64, time: Ints) -> Pairs:
    """Give the keys of some rows; a row without the term has none."""
    told = terms[rows] != 0
    rows, time = rows[told], time[told]
    if not len(rows):
        return rows, time
    mixed = _mixed(base[rows], terms[rows].astype(np.uint64), np.full(len(rows), kind), time.astype(np.uint64))
    return rows, (mixed >> np.uint64(1)).astype(np.int64)


def _mixed(*columns: Unsigned) -> Unsigned:
    """Mix columns into one hash (the finalizer of SplitMix64, Steele et al. 2014)."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed ^ column) + MIX[0]
        mixed = (mixed ^ (mixed >> np.uint64(30))) * MIX[1]
        mixed = (mixed ^ (mixed >> np.uint64(27))) * MIX[2]
        mixed ^= mixed >> np.uint64(31)
    return mixed

"""Pending events -> incidents: merge what came, went or changed, and what hangs together with it, and nothing else.

Whether two events are linked depends on these two alone, and how events that hang together are grouped depends on them
alone. So to look at what is pending and at what hangs together with it gives what merging all at once would give, in
whatever order the reports came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from sqlalchemy import Connection

from dateline.happenings.loaded import Loaded, load
from dateline.happenings.repeats import find_repeats, follow, story_pairs, texts_of_stories, texts_to_look_at
from dateline.happenings.rows import Before, Merged, Repeats, write_groups
from dateline.happenings.texts import compare_texts
from dateline.happenings.workers import Worker, in_order, started
from dateline.merge.candidates import near_in_time, probe_keys, same_block, stored_keys
from dateline.merge.kinds import PATH as KINDS
from dateline.merge.partition import Links, Spread, StoryPairs, find_links, links_between, partition
from dateline.merge.score import WEIGHTS
from dateline.store import Store
from dateline.store import merging as kept
from dateline.store.links import cut_rows, neighbours, told_ids
from dateline.store.tables import event_keys, links, repeats

#: Of the way in which events are merged; another one merges all anew.
MERGE_VERSION = "5 " + hashlib.sha256(repr(WEIGHTS).encode() + KINDS.read_bytes()).hexdigest()[:12]
VERSION_SETTING = "merge version"
NEW_VERSION = "new version of dateline"
NEIGHBOUR = "events beside it"

ALL_AT_ONCE = 0.2  # share of events to be merged from which on merging all is quicker
FEW = 2_000  # events that are never worth merging all

FEW_FOR_WORKERS = 20_000  # events for which it is not worth it to start other processes: these take a second

Reasons = Mapping[str, str]
Tell = Callable[[str], None]


def update_incidents(store: Store, *, tell: Tell = lambda step: None) -> Merged:
    """Bring a store's incidents up to date, in one transaction; does nothing where nothing is pending.

    `tell` is called with each step that begins.
    """
    if not needs_update(store):
        return Merged()
    tell("comparing texts")
    compare_texts(store, tell)
    tell("merging events into incidents")
    with store.transaction() as connection:
        return _update(connection, tell)


def needs_update(store: Store) -> bool:
    """Tell whether events are to be merged."""
    with store.reading() as connection:
        return kept.has_pending(connection) or kept.read_setting(connection, VERSION_SETTING) != MERGE_VERSION


def _update(connection: Connection, tell: Tell) -> Merged:
    last, why = kept.read_pending(connection)
    version = kept.read_setting(connection, VERSION_SETTING)
    several = len(why) > FEW and len(why) > ALL_AT_ONCE * kept.count_told(connection)
    if version != MERGE_VERSION or several:
        with started(worth_it=kept.count_told(connection) > FEW_FOR_WORKERS) as workers:
            otherwise = NEIGHBOUR if version in (None, MERGE_VERSION) else NEW_VERSION
            merged = _merge_all(connection, (why, otherwise), tell, workers)
    else:
        merged = _merge_some(connection, set(kept.rows_of(connection, why).values()), why)
    kept.clear_pending(connection, last)
    kept.keep_setting(connection, VERSION_SETTING, MERGE_VERSION)
    return merged


def _merge_all(connection: Connection, reasons: tuple[Reasons, str], tell: Tell, workers: Sequence[Worker]) -> Merged:
    tell("reading events")
    loaded = load(connection, None, workers)
    tell("comparing events")
    stories = story_pairs(connection)
    spread = partial(in_order, workers)
    found = find_links(loaded.table, stories, spread)
    repeated = find_repeats(connection)
    tell("keeping what was found alike")
    kept.clear_tables(connection, event_keys, links, repeats)
    rows, keys = stored_keys(loaded.table)
    kept.add_keys(connection, loaded.rows[rows], keys)
    _keep_links(connection, loaded, found)
    kept.add_repeats(connection, repeated)
    followed = follow(kept.read_repeats(connection))
    tell("grouping events")
    groups = _partition(connection, loaded, (found, stories), followed, spread)
    del loaded, found, stories, rows, keys
    tell("writing incidents")
    why, otherwise = reasons
    before = Before(
        incident_of={each.event_id: each.incident_id for each in kept.read_members(connection)},
        digests=kept.read_digests(connection),
        why=why,
        otherwise=otherwise,
    )
    return write_groups(connection, groups, followed, before, workers)


def _merge_some(connection: Connection, dirty: set[int], why: Reasons) -> Merged:
    """Merge rows anew, with all that hangs together with them."""
    silent = kept.silent_rows(connection, why)
    beside = neighbours(connection, silent) - silent
    cut_rows(connection, silent)
    left = kept.read_members(connection, of_events=why)
    around = kept.read_members(connection, of_incidents={each.incident_id for each in left})
    reached = dirty | beside | set(kept.rows_of(connection, (each.event_id for each in around)).values())
    _link(connection, dirty | beside)
    whole = _hanging_together(connection, reached)
    loaded = load(connection, whole)
    stories = story_pairs(connection, set(loaded.texts.tolist()))
    place = loaded.places()
    known = kept.read_links(connection, place)
    found = Links(
        left=np.array([place[one] for one, _, _ in known], np.int64),
        right=np.array([place[other] for _, other, _ in known], np.int64),
        scores=np.array([score for _, _, score in known], np.float32),
    )
    followed = follow(kept.read_repeats(connection, place))
    groups = _partition(connection, loaded, (found, stories), followed)
    return write_groups(connection, groups, followed, _before(connection, loaded, left, why))


def _before(connection: Connection, loaded: Loaded, left: Sequence[kept.MemberRow], why: Reasons) -> Before:
    told = kept.read_tellings(connection, loaded.rows.tolist())
    near = kept.read_members(connection, of_events=(each.event_id for each in told))
    incidents = {each.incident_id for each in (*left, *near)}
    members = kept.read_members(connection, of_incidents=incidents)
    return Before(
        incident_of={each.event_id: each.incident_id for each in members},
        digests=kept.read_digests(connection, incidents),
        why=why,
        otherwise=NEIGHBOUR,
    )


def _link(connection: Connection, dirty: set[int]) -> None:
    """Find anew what rows are linked with."""
    mine = load(connection, dirty)
    rows, keys = stored_keys(mine.table)
    kept.drop_keys(connection, dirty)
    kept.add_keys(connection, mine.rows[rows], keys)
    asking, asked = probe_keys(mine.table)
    holders: dict[int, set[int]] = {}
    for key, row in kept.rows_by_key(connection, asked.tolist()):
        holders.setdefault(key, set()).add(row)
    askers = mine.rows[asking].tolist()
    pairs = {(one, other) for one, key in zip(askers, asked.tolist(), strict=True) for other in holders.get(key, ())}
    texts = set(mine.texts.tolist())
    beside = kept.rows_of_texts(connection, texts_of_stories(connection, texts))
    loaded = load(connection, dirty | {other for _, other in pairs} | set(beside))
    place = loaded.places()
    placed = ((place[one], place[other]) for one, other in pairs if one != other and other in place)
    codes = sorted({(min(pair), max(pair)) for pair in placed})
    left, right = (np.array([pair[side] for pair in codes], np.int64) for side in (0, 1))
    near = near_in_time(loaded.table, left, right) & same_block(loaded.table, left, right)
    stories = story_pairs(connection, texts)
    one, other = stories.candidates(loaded.table)
    mine_too = np.isin(loaded.rows[one], mine.rows) | np.isin(loaded.rows[other], mine.rows)  # the rest is linked
    left, right = np.concatenate([left[near], one[mine_too]]), np.concatenate([right[near], other[mine_too]])
    found = links_between(loaded.table, stories, left, right)
    kept.drop_links(connection, dirty)
    _keep_links(connection, loaded, found)
    texts = texts_to_look_at(connection, texts)
    kept.drop_repeats(connection, kept.rows_of_texts(connection, texts))
    kept.add_repeats(connection, find_repeats(connection, texts))


def _keep_links(connection: Connection, loaded: Loaded, found: Links) -> None:
    """Keep links by the numbers of their rows, the smaller first."""
    one, other = loaded.rows[found.left], loaded.rows[found.right]
    scores = np.asarray(found.scores, np.float64).round(3)
    kept.add_links(connection, np.minimum(one, other), np.maximum(one, other), scores)


def _hanging_together(connection: Connection, rows: set[int]) -> set[int]:
    """Give rows with all that links, repeats and decisions tie to them, near or far."""
    whole: set[int] = set()
    new = rows
    while new:
        whole |= new
        ids = told_ids(connection, new)
        decided = kept.decided_pairs(connection, ids)["same"]
        bound = kept.rows_of(connection, (each for pair in decided for each in pair))
        new = (neighbours(connection, new) | set(bound.values())) - whole
    return whole


def _partition(
    connection: Connection,
    loaded: Loaded,
    alike: tuple[Links, StoryPairs],
    followed: Repeats,
    spread: Spread = map,
) -> list[list[int]]:
    """Group the rows that are loaded; give the groups by the numbers of their rows."""
    place = loaded.places()
    follows = {place[row]: place[first] for row, (first, _) in followed.items()}
    decided = kept.decided_pairs(connection)
    row_of = kept.rows_of(connection, {each for pairs in decided.values() for pair in pairs for each in pair})
    at = {event_id: place[row] for event_id, row in row_of.items() if row in place}
    pairs = {
        verdict: [(at[one], at[other]) for one, other in told if one in at and other in at]
        for verdict, told in decided.items()
    }
    groups = partition(
        loaded.table, *alike, repeats=follows, same=pairs["same"], different=pairs["different"], spread=spread
    )
    return [loaded.rows[group].tolist() for group in groups]

"""Numbers of one sentence taken together: totals that run, and bounds that reach over a row of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.find.counts import Count
from dateline.find.kinds import ADJECTIVES, DONE, LATER_DEATHS, ONE_ACT, RUNNING_SINCE, RUNNING_TOTAL, SUFFERED
from dateline.records import FigureKind, Parse


@dataclass(frozen=True, slots=True)
class Counted:
    """A number's place in the parse: its own tokens, the head of its phrase, the noun counted."""

    count: Count
    first: int
    last: int  # half-open, the counted noun included
    head: int
    noun: int | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A counted phrase with its kinds."""

    counted: Counted
    kinds: tuple[FigureKind, ...]


def read_totals(hits: Sequence[Hit], text: str, start: int) -> tuple[list[Hit], frozenset[int]]:
    """Give the numbers of a sentence that count for an act, and the heads of those that are running totals.

    `start` is where the sentence's text starts. "Two more died of their wounds, raising the toll to six" counts six,
    as does "the toll of Monday's bombing rose to six".
    """
    running = _running(hits, text, start)
    totals = {hit.kinds for hit in hits if hit.counted.head in running}
    added = [hit for hit in hits if hit.counted.head not in running and hit.kinds in totals]
    later = LATER_DEATHS.search(text) or (not added and ONE_ACT.search(text))
    if not running or not later or RUNNING_SINCE.search(text):
        return list(hits), running
    return [hit for hit in hits if hit not in added], frozenset()


def _running(hits: Sequence[Hit], text: str, start: int) -> frozenset[int]:
    """Give the heads of the numbers that words of a running total govern.

    "Killed two, bringing the toll to 45": the two are those of the act.
    """
    total, since = RUNNING_TOTAL.search(text), RUNNING_SINCE.search(text)
    if total is not None:
        behind = [hit for hit in hits if hit.counted.count.start > start + total.start()]
        if behind or since is None:
            return frozenset(hit.counted.head for hit in behind)
    if since is None:
        return frozenset()
    behind = [hit for hit in hits if hit.counted.count.start > start + since.start()]
    if behind:  # "since January, 30 have died"
        return frozenset(hit.counted.head for hit in behind)
    last = hits[-1].kinds  # "two died on Monday and 30 have died so far"
    return frozenset(
        hit.counted.head for number, hit in enumerate(hits) if number == len(hits) - 1 or hit.kinds != last
    )


def carry_bounds(parse: Parse, hits: list[Hit]) -> Iterator[Hit]:
    """Let "at least" reach over the numbers coordinated with its own.

    "At least 30 were killed and 12 injured": both are lower bounds, for the modifier stands before the whole row.
    """
    before: Hit | None = None
    for hit in hits:
        count = hit.counted.count
        if before is not None and count.start == count.number and _in_row(parse, before.counted, hit.counted):
            bounds = before.counted.count
            if count.min == count.max and bounds.max is None:
                hit = _rebound(hit, count.min, None)
            elif count.min == count.max and bounds.min is None:
                hit = _rebound(hit, None, count.max)
        yield hit
        before = hit


def _rebound(hit: Hit, low: int | None, high: int | None) -> Hit:
    return Hit(replace(hit.counted, count=replace(hit.counted.count, min=low, max=high)), hit.kinds)


def _in_row(parse: Parse, before: Counted, after: Counted) -> bool:
    """Say whether only kind words, auxiliaries, commas and a last "and" stand between two numbers."""
    if before.count.vague:
        return False
    between = range(before.last, after.first)
    if not between or parse.words[between[-1]].lower() not in ("and", ",", "&", "or"):
        return False
    return all(
        parse.words[t].lower() in ("and", ",", "&", "or", "others", "people")
        or parse.pos[t] == "AUX"
        or parse.lemmas[t] in SUFFERED
        or parse.lemmas[t] in DONE
        or parse.words[t].lower() in ADJECTIVES
        for t in between
    )

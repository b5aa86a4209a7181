"""A place's names → those that an English text may hold: Latin script, capitalised, no codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dateline.gazetteer.folding import fold_name

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’‘ʻʼʿʾ`´ .\-–/()&,0-9ə\u0300-\u036f]+")
#: Below this population only alternate names that begin like the main one are worth their space.
WIDE_ALTERNATES = 5000
MAX_ALTERNATES = 24
#: From this population on every Latin name counts.
WELL_KNOWN = 100_000
SHORTEST = 3
LONGEST_CODE = 4


def useful_alternates(name: str, population: int, others: Iterable[str]) -> Iterator[str]:
    """Give the alternate names that an English text may hold.

    >>> list(useful_alternates("Moscow", 10_000_000, ["Moskva", "MOW", "Москва", "moscow"]))
    ['Moskva']
    """
    seen, given = {fold_name(name)}, 0
    initial = fold_name(name)[:1]
    for other in others:
        folded = fold_name(other)
        if folded in seen or not LATIN.fullmatch(other) or not other[:1].isupper() or len(folded) < SHORTEST:
            continue
        if other.isupper() and len(other) <= LONGEST_CODE:
            continue
        if population < WIDE_ALTERNATES and folded[:1] != initial:
            continue
        seen.add(folded)
        yield other
        given += 1
        if given == MAX_ALTERNATES and population < WELL_KNOWN:
            return

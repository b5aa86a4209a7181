"""How much a word tells of an event: fixed weights, so that no score changes as other reports come."""

from __future__ import annotations

import math
from functools import lru_cache

from dateline.merge.stories import word_share

#: Share of reports below which a word is as telling as any, and which a word has that is not known: most are names.
RAREST = 1 / 3000
#: Logarithm of the share of reports from which on a word tells nothing.
COMMON = 1.0


@lru_cache(maxsize=100_000)
def word_weight(word: str) -> float:
    """Give the weight of a folded word: the logarithm of how rare it is in news, from 0 to about 7.

    >>> word_weight("the"), word_weight("bomb") < word_weight("fishmonger")
    (0.0, True)
    """
    return max(0.0, -math.log(max(word_share(word), RAREST)) - COMMON)

"""How much a word tells of a text: fixed weights, so that no score changes as other reports come."""

from __future__ import annotations

import importlib.resources
import json
from functools import cache

RARE = 9.0  # of a word that the table does not hold


@cache
def _weights() -> dict[str, float]:
    path = importlib.resources.files("dateline.merge").joinpath("word_weights.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def word_weight(word: str) -> float:
    """Give the weight of a folded word: the logarithm of how rare it is in news, 0 for the most frequent words."""
    return 0.0 if word.isdigit() and len(word) < 2 else _weights().get(word, RARE)

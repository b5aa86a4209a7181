"""Regular expressions of rules: RE2's, which reads a sentence in one pass, whatever the expression is."""

from __future__ import annotations

import functools

import re2

LONGEST = 1000  # characters of an expression
_PLACE = {"missing )": "its end", "missing ]": "its end"}


def fault_of(pattern: str) -> str | None:
    """Say what is wrong with an expression and at which character, counted from 1; None where nothing is.

    >>> fault_of("check(point|ing"), fault_of("check point")
    ('missing ) at its end', None)
    """
    if len(pattern) > LONGEST:
        return f"it has {len(pattern)} characters, more than {LONGEST}"
    try:
        _compile(pattern)
    except re2.error as error:
        said = error.args[0]
        what, _, part = (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)).partition(": ")
        where = _PLACE.get(what) or f"character {pattern.find(part) + 1}" + (f" (`{part}`)" if part else "")
        return f"{what} at {where}"
    return None


def holds(pattern: str, sentence: str) -> bool:
    """Tell whether a sentence holds an expression.

    >>> holds("(?i)check ?points?", "Soldiers manned two Checkpoints.")
    True
    """
    whole = sentence.encode("utf-8", "replace").decode("utf-8")  # RE2 takes no half of a character
    return _compile(pattern).search(whole) is not None


@functools.lru_cache(maxsize=1024)
def _compile(pattern: str) -> re2._Regexp:
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)

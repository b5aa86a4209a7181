"""Values -> the words in which a reader who never saw the program is told them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from dateline.briefs.shapes import Change, Group

#: A name or a value is cut here, a sentence there: a page stays readable whatever a report holds.
LONGEST_NAME, LONGEST_SENTENCE = 120, 400

MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
MINUS, DASH = "−", "–"

GROUPS: dict[Group, str] = {
    "violence": "Violence",
    "protest": "Protest",
    "coercion": "Coercion and force on show",
    "words": "Hostile words",
    "cooperation": "Cooperation",
    "other": "Other",
}
_TYPES: dict[str, tuple[Group, str]] = {
    "ASSAULT": ("violence", "Violence"),
    "PROTEST": ("protest", "Protests"),
    "COERCE": ("coercion", "Arrests, bans and seizures"),
    "SANCTION": ("coercion", "Penalties and broken relations"),
    "MOBILIZE": ("coercion", "Forces made ready or shown"),
    "ACCUSE": ("words", "Criticism and accusations"),
    "REJECT": ("words", "Refusals"),
    "REQUEST": ("words", "Demands and requests"),
    "THREATEN": ("words", "Threats"),
    "AGREE": ("cooperation", "Agreements"),
    "CONSULT": ("cooperation", "Meetings and talks"),
    "SUPPORT": ("cooperation", "Words of support"),
    "CONCEDE": ("cooperation", "Concessions"),
    "COOPERATE": ("cooperation", "Joint work"),
    "AID": ("cooperation", "Aid"),
    "RETREAT": ("cooperation", "Releases, truces and withdrawals"),
}
PEOPLE = {
    "killed": "Killed",
    "injured": "Injured",
    "arrested": "Arrested",
    "sentenced": "Sentenced",
    "abducted": "Abducted",
    "participants": "Took part",
    "other": "Other people counted",
}
STATUSES = {
    "planned": "Planned",
    "called-for": "Called for",
    "threatened": "Threatened",
    "denied": "Denied",
    "hypothetical": "Only supposed",
}
FIELDS = {
    "mode": "Kind",
    "status": "Whether it happened",
    "actors": "Who did it",
    "recipients": "To whom",
    "place": "Where",
    "date": "When",
}
GRADES = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed by others",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
#: Signs that turn the direction of what follows them; each told value is isolated instead.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")


def group_of(event_type: str) -> Group:
    """Give the group of an event type."""
    return _TYPES[event_type][0] if event_type in _TYPES else "other"


def type_words(event_type: str, mode: str | None = None) -> str:
    """Give an event type in plain words, and its mode.

    >>> type_words("ASSAULT", "heavy-weapons")
    'Violence: heavy weapons'
    >>> type_words("LAND_SEIZURE")
    'Land seizure'
    """
    known = _TYPES[event_type][1] if event_type in _TYPES else clean(event_type.replace("_", " ").capitalize())
    return f"{known}: {clean(mode.replace('-', ' '))}" if mode else known


def day_words(day: dt.date) -> str:
    """Give a day that no reader can misread: "3 Mar 2024"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_words(first: dt.date, last: dt.date) -> str:
    """Give a stretch of days, each part of the date once where it can be.

    >>> days_words(dt.date(2024, 3, 1), dt.date(2024, 3, 31))
    '1–31 Mar 2024'
    >>> days_words(dt.date(2023, 12, 30), dt.date(2024, 1, 2))
    '30 Dec 2023 – 2 Jan 2024'
    """
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{day_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {DASH} {day_words(last)}"
    return f"{day_words(first)} {DASH} {day_words(last)}"


def number_words(number: int) -> str:
    """Give a number with its thousands parted: "1,540"."""
    return f"{number:,}"


def change_words(change: Change) -> str:
    """Give the change of a count against the period before.

    >>> [change_words(Change(now=now, before=before)) for now, before in ((3, 1), (1, 3), (2, 2), (2, 0), (2, None))]
    ['+2', '−2', '0', 'new', '–']
    """
    if change.before is None:
        return DASH
    if change.before == 0 and change.now:
        return "new"
    difference = change.now - change.before
    return "0" if difference == 0 else f"{'+' if difference > 0 else MINUS}{number_words(abs(difference))}"


def range_words(low: int | None, high: int | None, *, or_more: bool = False) -> str:
    """Give a count of people as it is claimed.

    >>> range_words(12, 1540), range_words(1500, None), range_words(None, 30), range_words(4, 4)
    ('12–1,540', '1,500 or more', 'up to 30', '4')
    """
    if low is None and high is None:
        return "not said"
    if low is None:
        return f"up to {number_words(high or 0)}"
    if high is None or (or_more and high == low):
        return f"{number_words(low)} or more"
    words = number_words(low) if low == high else f"{number_words(low)}{DASH}{number_words(high)}"
    return f"{words} or more" if or_more else words


def count_words(count: int, one: str, many: str | None = None) -> str:
    """Give a count and what is counted: "1 report", "2 reports"."""
    return f"{number_words(count)} {one if count == 1 else many or one + 's'}"


def list_words(parts: Sequence[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def clean(text: str, longest: int = LONGEST_NAME) -> str:
    """Give text of a report fit for one line: no signs that cannot be seen, one blank between words, cut where long.

    >>> clean("a\\x00\\u202eb \\n c"), clean("word " * 100, 12)
    ('ab c', 'word word…')
    """
    head = text[: 4 * longest]
    seen = "".join(
        each for each in head if unicodedata.category(each) not in ("Cc", "Cs", "Co", "Cn") or each in "\n\t"
    )
    words = _SPACES.sub(" ", _TURNING.sub("", seen)).strip()
    if len(words) <= longest and len(text) <= 4 * longest:
        return words
    cut = words[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip() + "…"

"""Likeness..., CodedEvent... -> which text, and which event, was told first, and which ones repeat it.

Every answer depends on the set of texts alone: the earliest published comes first, then the one whose hash is least.
No name of a person is looked at: events are matched by where they stand in stretches that were found to be the same.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.incidents import CopyKind
from dateline.merge.copies import Likeness, Stretch
from dateline.records import CodedEvent, EventDate, EventPlace

Repeats = dict[str, tuple[str, CopyKind]]  # an event's id -> the id of the event it repeats, and how

_NEAR = 40  # characters between where a trigger should stand by its stretch and where one stands: about six words
_BRIDGED = 100  # characters between two pieces of a stretch: eight kept words at most, as within a chain
_MARGIN = 15  # characters around a stretch: the function words and full stops at its edges are not compared
_COARSE = ("country", "region")
_STRENGTH: tuple[CopyKind, ...] = ("same", "copy", "passage")


def find_earlier(
    published: Mapping[str, dt.date | None], alike: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Give, for each text that repeats others, the texts it is directly alike that were told before it, in order.

    `published` gives each text's earliest day, and a text without one comes last; of one day, their names decide.
    A repeated event is looked for in the first of them, then in the next.
    """
    earlier: dict[str, set[str]] = {}
    for pair in alike:
        first, second = sorted(pair, key=lambda text: _rank(published, text))
        if first != second:
            earlier.setdefault(second, set()).add(first)
    return {
        text: tuple(sorted(earlier[text], key=lambda other: _rank(published, other)))
        for text in sorted(earlier, key=lambda text: _rank(published, text))
    }


def find_originals(published: Mapping[str, dt.date | None], copies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give, for each text that is a copy, its original: the earliest text it is like, and what that is a copy of.

    >>> day = dt.date(2024, 5, 1)
    >>> find_originals({"b": day, "a": day, "c": None}, [("c", "b"), ("b", "a")])
    {'b': 'a', 'c': 'a'}
    """
    originals: dict[str, str] = {}
    for text, earlier in find_earlier(published, copies).items():  # each after all that it may point to
        originals[text] = originals.get(earlier[0], earlier[0])
    return originals


def find_repeated_events(
    events: Sequence[CodedEvent], earlier: Sequence[CodedEvent], likeness: Likeness | None
) -> Repeats:
    """Give, for the events of a text, those of an earlier text that they repeat: each at most once.

    `likeness` is that of the two texts as seen from the text of `events`; None says that it is one text, told under
    two report ids. Two events are one telling where their types fit, the trigger of one stands where the other's is
    carried to, or their evidence does, and neither places or dates stated in full set them apart. Dates counted from
    the report's day may differ: a paragraph reused a year later still tells what it told.
    """
    kind: CopyKind = likeness.kind if likeness else "same"
    carry = _Carrier(likeness.spans) if likeness else None
    found = sorted(
        (*cost, abs(here - there), here, there)
        for here, event in enumerate(events)
        for there, other in enumerate(earlier)
        if _fits(event, other) and (cost := _cost(event, other, carry, whole=kind != "passage")) is not None
    )
    repeats: Repeats = {}
    used: set[int] = set()
    for *_, here, there in found:
        if events[here].event_id not in repeats and there not in used:
            repeats[events[here].event_id] = (earlier[there].event_id, kind)
            used.add(there)
    return repeats


def follow_repeats(repeats: Mapping[str, tuple[str, CopyKind]]) -> Repeats:
    """Follow each event to the first that told it; the kind is that of the loosest step on the way."""
    followed: Repeats = {}
    for event in repeats:
        target, kind = repeats[event]
        passed = {event, target}
        while target in repeats and repeats[target][0] not in passed:
            target, further = repeats[target]
            kind = max(kind, further, key=_STRENGTH.index)
            passed.add(target)
        followed[event] = (target, kind)
    return followed


def _rank(published: Mapping[str, dt.date | None], text: str) -> tuple[dt.date, str]:
    return published.get(text) or dt.date.max, text


class _Carrier:
    """Carries offsets of one text to the other, along the stretches that are the same."""

    def __init__(self, spans: Sequence[Stretch]) -> None:
        self._spans = sorted(spans)
        self._starts = [span[0] for span in self._spans]

    def __call__(self, offset: int) -> int | None:
        """Give where an offset stands in the other text; None where that text has no such stretch."""
        place = bisect.bisect_right(self._starts, offset) - 1
        before = self._spans[place] if place >= 0 else None
        after = self._spans[place + 1] if place + 1 < len(self._spans) else None
        if before and offset <= before[1]:
            return _between(offset, (before[0], before[1]), (before[2], before[3]))
        if before and after and after[0] - before[1] <= _BRIDGED and 0 <= after[2] - before[3] <= _BRIDGED:
            return _between(offset, (before[1], after[0]), (before[3], after[2]))
        if before and offset - before[1] <= _MARGIN:
            return before[3] + offset - before[1]
        if after and after[0] - offset <= _MARGIN:
            return max(0, after[2] + offset - after[0])
        return None


def _between(offset: int, here: tuple[int, int], there: tuple[int, int]) -> int:
    share = (offset - here[0]) / (here[1] - here[0]) if here[1] > here[0] else 0.0
    return round(there[0] + share * (there[1] - there[0]))


def _fits(event: CodedEvent, other: CodedEvent) -> bool:
    modes = event.mode is None or other.mode is None or event.mode == other.mode
    return (
        event.event_type == other.event_type
        and modes
        and not (_counts_differ(event, other) and _sides_differ(event, other))
        and not (_places_differ(event.place, other.place) or _dates_differ(event.date, other.date))
    )


def _counts_differ(event: CodedEvent, other: CodedEvent) -> bool:
    """Tell whether the two count people of one kind, and no count of one is a count of the other."""
    counts, others = ({(each.kind, each.min, each.max) for each in told.figures} for told in (event, other))
    return bool({kind for kind, *_ in counts} & {kind for kind, *_ in others}) and not counts & others


def _sides_differ(event: CodedEvent, other: CodedEvent) -> bool:
    """Tell whether the two say to whom it was done, and have no word of it in common."""
    words, others = (
        {word for actor in told.recipients for word in actor.name.casefold().split()} for told in (event, other)
    )
    return bool(words and others) and not words & others


def _places_differ(place: EventPlace | None, other: EventPlace | None) -> bool:
    if not place or not other:
        return False
    if place.site and other.site and place.site.text.casefold() != other.site.text.casefold():
        return True
    stated = place.basis == other.basis == "stated"
    fine = place.precision not in _COARSE and other.precision not in _COARSE
    if place.geonames_id and other.geonames_id:
        same = place.geonames_id == other.geonames_id
    else:
        same = place.name.casefold() == other.name.casefold()
    return stated and not same and (fine or place.precision == other.precision)


def _dates_differ(date: EventDate | None, other: EventDate | None) -> bool:
    """Say whether two full dates, by their own words, are not the same day; "on Tuesday" is any."""
    if not date or not other or not date.span or not other.span or date.span.text == other.span.text:
        return False
    if not (any(map(str.isdigit, date.span.text)) and any(map(str.isdigit, other.span.text))):
        return False
    if not (date.first and date.last and other.first and other.last):
        return False
    return date.last < other.first or other.last < date.first


def _cost(
    event: CodedEvent, other: CodedEvent, carry: _Carrier | None, *, whole: bool
) -> tuple[int, int, bool, bool] | None:
    """Give how far two events are from being the same telling, the least first; None where they are not."""
    unlike = (event.mode != other.mode, _name(event.place) != _name(other.place))
    if event.trigger.part != other.trigger.part:
        return None
    if carry is None:
        same = (event.trigger.start, event.trigger.end) == (other.trigger.start, other.trigger.end)
        return (0, 0, *unlike) if same else None
    if event.trigger.part == "title":
        return (2, 0, *unlike) if whole else None
    place = carry(event.trigger.start)
    if place is not None and abs(place - other.trigger.start) <= _NEAR:
        return (0, abs(place - other.trigger.start), *unlike)
    return (1, 0, *unlike) if _evidence_meets(event, other, carry) else None


def _evidence_meets(event: CodedEvent, other: CodedEvent, carry: _Carrier) -> bool:
    return any(
        min(end, span.end) - max(start, span.start) >= 0.5 * max(end - start, span.end - span.start)
        for start, end in _carried(event, carry)
        for span in other.evidence
        if span.part == "text"
    )


def _carried(event: CodedEvent, carry: _Carrier) -> Iterator[tuple[int, int]]:
    for span in event.evidence:
        if span.part == "text":
            start, end = carry(span.start), carry(span.end)
            if start is not None and end is not None and start < end:
                yield start, end


def _name(place: EventPlace | None) -> str:
    return place.name if place else ""

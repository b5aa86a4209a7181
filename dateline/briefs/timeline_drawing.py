"""Brief -> the timeline: a row of bars for each group of event types, one bar a day, week or month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from dateline.briefs.blocks import Bar, Drawing, Key, Label, Shape, Stroke
from dateline.briefs.shapes import Bin, Brief, Group
from dateline.briefs.wording import GROUPS, day_words, days_words, number_words

WIDTH, ROW, BARS, AXIS = 860.0, 58.0, 30.0, 24.0
EDGE = 1.0  # left free at both sides, for the axis's ends
#: The mean width of a letter, in its size. Each bar bears its number where there is room; else the highest of its row.
LETTER = 0.56
MOST_TICKS = 7
SMALL, TEXT = 10.5, 12.0


def draw_timeline(brief: Brief) -> Drawing:
    """Draw how many incidents each day, week or month has, by group; all rows have one scale."""
    groups = [name for name in get_args(Group) if any(name == found for each in brief.bins for found, _ in each.groups)]
    most = max((count for each in brief.bins for _, count in each.groups), default=1)
    shapes: list[Shape] = []
    for number, group in enumerate(groups):
        shapes += _row(brief.bins, group, number * ROW, most)
    bottom = len(groups) * ROW
    shapes += _axis(brief, bottom)
    return Drawing(
        name="timeline",
        title=f"Incidents by {brief.bin_unit}",
        description=f"One row of bars for each of {len(groups)} groups of types, "
        f"{days_words(brief.scope.first, brief.scope.last)}; the table has the numbers.",
        width=WIDTH,
        height=bottom + AXIS,
        shapes=tuple(shapes),
        legend=tuple((Key(group, GROUPS[group]),) for group in groups),
    )


def _row(bins: tuple[Bin, ...], group: Group, top: float, most: int) -> Iterator[Shape]:
    counts = [dict(each.groups).get(group, 0) for each in bins]
    step = (WIDTH - 2 * EDGE) / len(bins)
    base = top + ROW - 3
    yield Label(x=EDGE, y=top + 12, text=f"{GROUPS[group]} {number_words(sum(counts))}", size=TEXT, role="name")
    yield Stroke(points=((EDGE, base), (WIDTH - EDGE, base)), role="axis")
    for number, count in enumerate(counts):
        if count:
            height, left = round(max(1.5, BARS * count / most), 1), EDGE + number * step
            wide = max(min(step - 1.5, 26.0), step * 0.6)
            yield Bar(
                x=round(left + (step - wide) / 2, 1), y=base - height, width=round(wide, 1), height=height, role=group
            )
            at, text = round(left + step / 2, 1), number_words(count)
            if step >= len(text) * SMALL * LETTER + 2 or number == counts.index(max(counts)):
                yield Label(x=at, y=base - height - 2.5, text=text, size=SMALL, role="number", anchor="middle")


def _axis(brief: Brief, top: float) -> Iterator[Shape]:
    """Mark the first day of some bins, evenly spaced."""
    step = (WIDTH - 2 * EDGE) / len(brief.bins)
    every = -(-len(brief.bins) // MOST_TICKS)
    for number in range(0, len(brief.bins), every):
        x = round(EDGE + number * step, 1)
        yield Stroke(points=((x, top - 3), (x, top + 3)), role="axis")
        text = day_words(brief.bins[number].first)
        if x + len(text) * SMALL * LETTER > WIDTH:
            yield Label(x=WIDTH - EDGE, y=top + 16, text=text, size=SMALL, role="tick", anchor="end")
        else:
            yield Label(x=x, y=top + 16, text=text, size=SMALL, role="tick")

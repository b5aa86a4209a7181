"""Figures -> pieces of a page: bars with intervals, heat tables, reliability diagrams; plain SVG and HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from dateline.evaluate.bootstrap import Interval
from dateline.evaluate.calibration import Bin
from dateline.evaluate.fields import NONE

WIDTH, HEIGHT = 180, 16  # of a bar, in pixels
SIDE, MARGIN = 260, 36  # of a reliability diagram


def bar(value: float | None, interval: Interval | None, *, low: float = 0.0) -> str:
    """Draw a value on a scale from `low` to 1 as a bar, with its interval as a line across the bar's end.

    The numbers stand beside it in the table, so that a reader of the screen is told nothing twice.
    """

    def at(number: float) -> float:
        return round((min(max(number, low), 1) - low) / (1 - low) * WIDTH, 1)

    drawn = [f'<rect class="track" width="{WIDTH}" height="{HEIGHT}" rx="2"/>']
    if low < 0:
        drawn.append(f'<line class="zero" x1="{at(0)}" x2="{at(0)}" y1="0" y2="{HEIGHT}"/>')
    if value is not None:
        left, right = sorted((at(max(low, 0.0)), at(value)))
        drawn.append(f'<rect class="bar" x="{left}" y="3" width="{right - left:.1f}" height="{HEIGHT - 6}" rx="1"/>')
    if interval is not None:
        start, end, middle = at(interval[0]), at(interval[1]), HEIGHT / 2
        drawn.append(f'<path class="whisker" d="M{start} {middle}H{end}M{start} {middle - 4}v8M{end} {middle - 4}v8"/>')
    return (
        f'<svg class="bar" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">'
        f"{''.join(drawn)}</svg>"
    )


def heat_table(counts: Counter[tuple[str, str]], *, caption: str, empty: str = "(no mode)") -> str:
    """Lay out how often each gold value was found as which; the shade is the share of the row."""
    rows = _by_frequency(counts, 0)
    columns = [name for name in rows if name != NONE and any(found == name for _, found in counts)]
    columns += [name for name in _by_frequency(counts, 1) if name not in columns and name != NONE]
    columns += [NONE] * any(found == NONE for _, found in counts)
    head = "".join(f'<th scope="col"><span>{escape(name or empty)}</span></th>' for name in columns)
    lines = []
    for gold in rows:
        total = sum(count for (name, _), count in counts.items() if name == gold)
        cells = "".join(_heat_cell(counts[gold, found], total, right=gold == found != NONE) for found in columns)
        lines.append(f'<tr><th scope="row">{escape(gold or empty)}</th>{cells}<td class="sum">{total}</td></tr>')
    return (
        f'<div class="wide"><table class="heat"><caption>{escape(caption)}</caption>\n'
        f'<thead><tr><th scope="col"><span>gold ↓ found →</span></th>{head}<th scope="col"><span>all</span></th></tr>'
        f"</thead>\n<tbody>{''.join(lines)}</tbody></table></div>\n"
    )


def reliability_diagram(bins: Sequence[Bin], *, title: str) -> str:
    """Draw how many of the records of each confidence are right; the dashed line is where both are the same."""
    most = max((bin.count for bin in bins), default=0) or 1

    def x(share: float) -> float:
        return round(MARGIN + share * (SIDE - MARGIN - 8), 1)

    def y(share: float) -> float:
        return round(SIDE - MARGIN - share * (SIDE - MARGIN - 8), 1)

    drawn = [
        *(f'<path class="grid" d="M{x(0)} {y(share)}H{x(1)}"/>' for share in (0, 0.5, 1)),
        f'<path class="grid" d="M{x(0)} {y(0)}V{y(1)}"/>',
        f'<path class="ideal" d="M{x(0)} {y(0)}L{x(1)} {y(1)}"/>',
    ]
    drawn += [f'<text x="{x(share)}" y="{SIDE - 16}" text-anchor="middle">{share:g}</text>' for share in (0, 0.5, 1)]
    drawn += [f'<text x="{MARGIN - 6}" y="{y(share) + 4}" text-anchor="end">{share:g}</text>' for share in (0, 0.5, 1)]
    drawn.append(f'<text x="{x(0.5)}" y="{SIDE - 2}" text-anchor="middle">confidence</text>')
    points = [bin for bin in bins if bin.count]
    if len(points) > 1:
        drawn.append(f'<path class="curve" d="M{"L".join(f"{x(p.confidence)} {y(p.right)}" for p in points)}"/>')
    for bin in points:
        radius = round(3 + 5 * (bin.count / most) ** 0.5, 1)
        told = f"{bin.count} records of mean confidence {bin.confidence:.2f}: {bin.right:.2f} right"
        drawn.append(
            f'<circle cx="{x(bin.confidence)}" cy="{y(bin.right)}" r="{radius}"><title>{told}</title></circle>'
        )
    told = "; ".join(f"confidence {bin.confidence:.2f}, right {bin.right:.2f}, {bin.count} records" for bin in points)
    return (
        f'<svg class="diagram" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}" role="img" '
        f'aria-label="{escape(title)}: {escape(told)}">{"".join(drawn)}</svg>\n'
    )


def _heat_cell(count: int, total: int, *, right: bool) -> str:
    if not count:
        return '<td class="right"></td>' if right else "<td></td>"
    kind = "right" if right else "wrong"
    return f'<td class="{kind}" style="--share:{count / total:.2f}">{count}</td>'


def _by_frequency(counts: Counter[tuple[str, str]], side: int) -> list[str]:
    """List the values of one side, the most frequent first and the one that stands for no record last."""
    totals: Counter[str] = Counter()
    for names, count in counts.items():
        totals[names[side]] += count
    return sorted(totals, key=lambda name: (name == NONE, -totals[name], name))

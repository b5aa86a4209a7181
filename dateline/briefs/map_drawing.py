"""Brief -> the map: outlines, a circle for each place, sized by the number of its incidents.

Only what is placed by a town or finer is a filled circle. A district or region is a hollow one at its middle; what is
placed by a country alone is drawn on maps of several countries only, hollow too.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from dateline.briefs.basemap import (
    CREDIT,
    WORLD_NORTH,
    WORLD_SOUTH,
    Area,
    Frame,
    bounds,
    centred,
    clipped_rings,
    equal_earth,
    frame_points,
    load_areas,
    squeeze_at,
    turned,
)
from dateline.briefs.blocks import Anchor, Bar, Disc, Drawing, Key, Label, Point, Polygon, Shape, Words
from dateline.briefs.shapes import Brief, PlaceCount
from dateline.briefs.wording import GROUPS, clean, count_words, number_words
from dateline.gazetteer import NOTICE, load_gazetteer

WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 560.0, 300.0, 560.0
LEAST_ISLAND = 1.5  # of islands of countries that are not asked for
WORLD_PAD = 1.05  # a circle at the edge of the world is seen whole
MARGIN = 0.07  # of the frame's sides, left free about the outlines
LARGEST, SMALLEST, FOR_ONE = 26.0, 3.5, 6.5  # radii: of the largest circle at most, of any at least, of one incident
#: With more circles than these a map is grey; the table has them all.
MOST_CIRCLES, MOST_LABELS = 400, 9
#: A country's parts are within its frame where they are large and near, or at its shores (degrees; share of its main
#: part): Alaska is, French Guiana and the Azores are not, unless something happened there.
LARGE_PART, NEAR_PART, SHORE = 0.1, 25.0, 3.0
#: Where several countries are wider than this (degrees), the whole world is shown.
WIDE = 110.0
TEXT_SIZE, LETTER = 11.5, 0.56  # of a label, and the mean width of its letters (in its size)


def draw_map(brief: Brief) -> Drawing:
    """Draw the places of a brief on the outlines of its country, or of all countries where something happened."""
    single = brief.scope.country is not None
    places = [place for place in brief.places if _has_symbol(place, single=single)][:MOST_CIRCLES]
    asked = {brief.scope.country} if single else {place.country for place in places}
    codes = {code for code in asked if code}
    frame = _frame(codes, places)
    most = max((place.count.now for place in places), default=1)
    circles = [(_radius(place.count.now, most), place) for place in places]
    shapes: list[Shape] = [Bar(x=0, y=0, width=frame.width, height=frame.height, role="sea")]
    shapes += _outlines(frame, codes)
    shapes += itertools.chain.from_iterable(_circle(frame, radius, place) for radius, place in circles)
    shapes += _labels(frame, circles)
    where = brief.country or "the world"
    return Drawing(
        name="map",
        title=f"Map of {where}: where incidents are placed",
        description=_description(circles),
        width=frame.width,
        height=frame.height,
        shapes=tuple(shapes),
        legend=_legend(brief, circles),
        credit=f"{CREDIT}. {NOTICE}.",
    )


def _has_symbol(place: PlaceCount, *, single: bool) -> bool:
    known = place.lat is not None and place.lon is not None
    return known and (place.precision != "country" or not single)


def _frame(codes: set[str], places: Sequence[PlaceCount]) -> Frame:
    points = [(place.lon or 0.0, place.lat or 0.0) for place in places]
    corners = [*points, *itertools.chain.from_iterable(_main_corners(code) for code in sorted(codes))]
    if not corners:
        return _world()
    middle = _middle(corners)
    west, south, east, north = bounds((turned(lon - middle), lat) for lon, lat in corners)
    if len(codes) != 1 and east - west > WIDE:
        return _world()
    squeeze = squeeze_at((south + north) / 2)
    project = centred(middle + (west + east) / 2, squeeze)
    pad = max(MARGIN * max(east - west, north - south), 0.1)
    edges = [(west + middle - pad / squeeze, south - pad), (east + middle + pad / squeeze, north + pad)]
    framed = [project(lon, lat) for lon, lat in edges]
    return frame_points(framed, project, width=WIDTH, heights=(LEAST_HEIGHT, MOST_HEIGHT), squeeze=squeeze)


def _middle(corners: Sequence[Point]) -> float:
    """Give the middle of the shortest stretch of longitudes that holds all points: across from the widest gap."""
    lons = sorted({lon % 360 for lon, _ in corners})
    gaps = [(after - before, after) for before, after in itertools.pairwise([*lons, lons[0] + 360])]
    widest, end = max(gaps)
    return turned(end + (360 - widest) / 2)


def _world() -> Frame:
    edges = [(-180.0, 0.0), (180.0, 0.0), (0.0, WORLD_SOUTH), (0.0, WORLD_NORTH)]
    framed = [(x * WORLD_PAD, y) for x, y in (equal_earth(lon, lat) for lon, lat in edges)]
    return frame_points(framed, equal_earth, width=WIDTH, heights=(0.0, MOST_HEIGHT))


def _main_corners(code: str) -> list[Point]:
    """Give the corners of a country's main part and of what lies large or close beside it."""
    shores = [polygon[0] for area in load_areas() if area.code == code for polygon in area.polygons]
    if not shores:
        return _extent_corners(code)
    sizes = [_size(ring) for ring in shores]
    main = shores[sizes.index(max(sizes))]
    middle = _middle(main)
    home = bounds((turned(lon - middle), lat) for lon, lat in main)
    kept = list(main)
    for ring, size in zip(shores, sizes, strict=True):
        gap = _gap(home, bounds((turned(lon - middle), lat) for lon, lat in ring))
        if gap <= SHORE or (size >= LARGE_PART * max(sizes) and gap <= NEAR_PART):
            kept += ring
    return kept


def _extent_corners(code: str) -> list[Point]:
    place = load_gazetteer().country(code)
    if place is None or place.extent is None:
        return []
    south, west, north, east = place.extent
    return [(west, south), (east, north)]


def _size(ring: Sequence[Point]) -> float:
    """Give the area of a ring, in square degrees of latitude."""
    squeeze = squeeze_at(ring[0][1])
    crossed = sum(x * below - right * y for (x, y), (right, below) in itertools.pairwise([*ring, ring[0]]))
    return abs(crossed) / 2 * squeeze


def _gap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    return max(across, one[1] - other[3], other[1] - one[3])


def _outlines(frame: Frame, codes: set[str]) -> Iterator[Shape]:
    """Give the land, that of the countries asked for last, so that their borders are on top."""
    for area in sorted(load_areas(), key=lambda area: area.code in codes):
        rings = tuple(clipped_rings(area, frame, least=0.0 if area.code in codes else LEAST_ISLAND))
        if rings:
            yield Polygon(rings=rings, role=_land_role(area, codes))


def _land_role(area: Area, codes: set[str]) -> str:
    return "land" if area.code in codes else "neighbour"


def _radius(count: int, most: int) -> float:
    """Give the radius of a circle whose area tells a count."""
    return round(max(SMALLEST, min(FOR_ONE, LARGEST / math.sqrt(most)) * math.sqrt(count)), 1)


def _circle(frame: Frame, radius: float, place: PlaceCount) -> Iterator[Shape]:
    x, y = frame.at(place.lon or 0.0, place.lat or 0.0)
    if not place.is_point:
        yield Disc(x=x, y=y, radius=radius, role="area")
    elif len(place.groups) == 1:
        yield Disc(x=x, y=y, radius=radius, role=place.groups[0][0])
    else:
        begin = 0.0
        for group, count in place.groups:
            end = begin + count / place.count.now
            yield Polygon(rings=(_slice(x, y, radius, (begin, end)),), role=group)
            begin = end


def _slice(x: float, y: float, radius: float, part: tuple[float, float]) -> tuple[Point, ...]:
    """Give a part of a disc, clockwise from the top, as points one for every 9 degrees."""
    steps = max(2, math.ceil((part[1] - part[0]) * 40))
    turns = [math.tau * (part[0] + (part[1] - part[0]) * step / steps) for step in range(steps + 1)]
    rim = [(round(x + radius * math.sin(turn), 1), round(y - radius * math.cos(turn), 1)) for turn in turns]
    return ((x, y), *rim)


def _labels(frame: Frame, circles: Sequence[tuple[float, PlaceCount]]) -> Iterator[Label]:
    """Name the places with most incidents where their names cover neither a circle nor one another."""
    taken = []
    for radius, place in circles:
        x, y = frame.at(place.lon or 0.0, place.lat or 0.0)
        taken.append((x - radius, y - radius, x + radius, y + radius))
    named = 0
    for radius, place in circles:
        if named == MOST_LABELS:
            return
        text = f"{clean(place.name, 28)} {number_words(place.count.now)}"
        for label, box in _positions(frame.at(place.lon or 0.0, place.lat or 0.0), radius, text):
            inside = min(box[:2]) >= 2 and box[2] <= frame.width - 2 and box[3] <= frame.height - 2
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                named += 1
                yield label
                break


def _positions(at: Point, radius: float, text: str) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    x, y = at
    width, gap = len(text) * TEXT_SIZE * LETTER, radius + 3
    sides: tuple[tuple[float, float, Anchor], ...] = (
        (x + gap, y + 4, "start"),
        (x - gap, y + 4, "end"),
        (x, y - gap, "middle"),
        (x, y + gap + 9, "middle"),
    )
    for end, base, anchor in sides:
        left = end - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        label = Label(
            x=round(end, 1), y=round(base, 1), text=text, size=TEXT_SIZE, role="place", anchor=anchor, told=True
        )
        yield label, (left, base - TEXT_SIZE + 2, left + width, base + 3)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _description(circles: Sequence[tuple[float, PlaceCount]]) -> str:
    if not circles:
        return "No incident is placed by a town or a region."
    named = [f"{clean(place.name)} {number_words(place.count.now)}" for _, place in circles[:5]]
    return f"{count_words(len(circles), 'circle')}; most incidents: {', '.join(named)}. The table has all places."


def _legend(brief: Brief, circles: Sequence[tuple[float, PlaceCount]]) -> tuple[Words, ...]:
    shown = {group for _, place in circles if place.is_point for group, _ in place.groups}
    lines: list[Words] = [(Key(group, words),) for group, words in GROUPS.items() if group in shown]
    if any(not place.is_point for _, place in circles):
        lines.append((Key("area", "Placed only by district, region or country"),))
    return tuple(lines)

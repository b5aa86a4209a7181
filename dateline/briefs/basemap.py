"""The outlines of the world's countries (Natural Earth 1:50m, public domain), and their projection onto a page.

Natural Earth draws the lines that are in force on the ground; a brief says so beside each map.
"""

from __future__ import annotations

import functools
import gzip
import importlib.resources
import itertools
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.briefs.blocks import Point

CREDIT = "Outlines: Natural Earth (naturalearthdata.com), public domain; boundaries as controlled on the ground"

#: Equal Earth (Savric, Patterson and Jenny 2018): areas keep their sizes, and shapes look right to most readers.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
#: South and north of these nobody lives, and nothing is drawn.
WORLD_SOUTH, WORLD_NORTH = -58.0, 82.0
#: Points closer than this (in units of the drawing, about a screen's pixel) are drawn as one.
FINEST = 0.8
EDGE = 4.0  # so far beyond the drawing outlines go on, so that their cuts are not seen

Ring = tuple[Point, ...]
Box = tuple[float, float, float, float]
Project = Callable[[float, float], Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area as Natural Earth has it: its country's code (empty where it has none) and its polygons of rings.

    Points are longitude and latitude; longitudes go on beyond 180 degrees where a ring crosses that meridian.
    """

    code: str
    polygons: tuple[tuple[Ring, ...], ...]  # the first ring of a polygon is its shore
    boxes: tuple[tuple[Box, ...], ...]  # west, south, east, north of each ring


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A stretch of the projected world and how it fits into a drawing."""

    left: float
    top: float
    scale: float
    width: float
    height: float
    project: Project
    squeeze: float = 1.0  # how much narrower a degree of longitude is than one of latitude

    def at(self, longitude: float, latitude: float) -> Point:
        """Give where a point of the world stands in the drawing."""
        x, y = self.project(longitude, latitude)
        return round((x - self.left) * self.scale, 1), round((y - self.top) * self.scale, 1)


@functools.cache
def load_areas() -> tuple[Area, ...]:
    """Load all areas."""
    packed = importlib.resources.files("dateline.briefs").joinpath("data", "countries.json.gz").read_bytes()
    data = json.loads(gzip.decompress(packed))
    arcs = [_decode(arc, data["scale"], data["translate"]) for arc in data["arcs"]]
    return tuple(_area(area["code"], area["polygons"], arcs) for area in data["areas"])


def _area(code: str, polygons: Sequence[Sequence[Sequence[int]]], arcs: Sequence[list[Point]]) -> Area:
    rings = tuple(tuple(unrolled(_join(ring, arcs)) for ring in polygon) for polygon in polygons)
    return Area(code=code, polygons=rings, boxes=tuple(tuple(map(bounds, polygon)) for polygon in rings))


def _decode(arc: Sequence[Sequence[int]], scale: Sequence[float], translate: Sequence[float]) -> list[Point]:
    """Give the points of a TopoJSON arc, whose numbers are steps from the point before."""
    steps = itertools.accumulate(arc, lambda point, step: (point[0] + step[0], point[1] + step[1]))
    return [(x * scale[0] + translate[0], y * scale[1] + translate[1]) for x, y, *_ in steps]


def _join(numbers: Iterable[int], arcs: Sequence[list[Point]]) -> Ring:
    """Give the ring that arcs make; ~n is arc n backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return tuple(points)


def bounds(points: Iterable[Point]) -> Box:
    """Give the least and greatest coordinates: left, top, right, bottom."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def equal_earth(longitude: float, latitude: float) -> Point:
    """Project the whole world; y grows southwards."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    slope = 9 * _A4 * t6 * t2 + 7 * _A3 * t6 + 3 * _A2 * t2 + _A1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return math.degrees(x), -math.degrees(theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2)))


def squeeze_at(latitude: float) -> float:
    """Give how much narrower a degree of longitude is drawn than one of latitude, on a map about a latitude."""
    return math.cos(math.radians(max(-75.0, min(75.0, latitude))))


def centred(longitude: float, squeeze: float) -> Project:
    """Give a plain projection that is true to shape about a meridian; the 180th meridian is no edge of it."""

    def project(lon: float, lat: float) -> Point:
        return turned(lon - longitude) * squeeze, -lat

    return project


def turned(degrees: float) -> float:
    """Give an angle between -180 and 180 degrees."""
    return (degrees + 180) % 360 - 180


def frame_points(
    points: Iterable[Point], project: Project, *, width: float, heights: tuple[float, float], squeeze: float = 1.0
) -> Frame:
    """Fit a frame of a width, and of a height between two, about projected points."""
    left, top, right, bottom = bounds(points)
    across, down = max(right - left, 1e-6), max(bottom - top, 1e-6)
    scale = min(width / across, heights[1] / down)
    height = max(heights[0], min(heights[1], down * scale))
    return Frame(
        left=(left + right) / 2 - width / scale / 2,
        top=(top + bottom) / 2 - height / scale / 2,
        scale=scale,
        width=width,
        height=round(height),
        project=project,
        squeeze=squeeze,
    )


def clipped_rings(area: Area, frame: Frame, *, least: float = 0.0) -> Iterator[Ring]:
    """Give the rings of an area as far as they are seen in a frame, without points that nobody could tell apart.

    Rings that are nowhere `least` wide are left out.
    """
    boxes = itertools.chain.from_iterable(area.boxes)
    for ring, box in zip(itertools.chain.from_iterable(area.polygons), boxes, strict=True):
        for drawn in _drawn(ring, box, frame):
            kept = _thinned(_clip(drawn, (-EDGE, -EDGE, frame.width + EDGE, frame.height + EDGE)))
            if len(kept) >= 3 and _extent(kept) >= least:
                yield kept


def _drawn(ring: Ring, box: Box, frame: Frame) -> Iterator[list[Point]]:
    """Give a ring in the drawing: in one piece where the frame holds it, else the piece at either edge of the world."""
    if frame.project is equal_earth:
        for turn in (-360.0, 0.0, 360.0):
            if box[0] + turn < 180 and box[2] + turn > -180:
                part = _clip([(lon + turn, lat) for lon, lat in ring], (-180.0, -90.0, 180.0, 90.0))
                yield [frame.at(lon, lat) for lon, lat in part]
        return
    wide, scale = frame.squeeze * frame.scale, frame.scale
    left = frame.at((box[0] + box[2]) / 2, 0.0)[0] - (box[0] + box[2]) / 2 * wide
    if left + box[0] * wide < frame.width and left + box[2] * wide > 0:
        yield [(round(left + lon * wide, 1), round((-lat - frame.top) * scale, 1)) for lon, lat in ring]


def unrolled(ring: Sequence[Point]) -> Ring:
    """Give a ring whose longitudes go on beyond 180 degrees where it crosses that meridian."""
    whole, lon = [ring[0]], ring[0][0]
    for here, lat in ring[1:]:
        lon += turned(here - lon)
        whole.append((lon, lat))
    return tuple(whole)


def _extent(ring: Ring) -> float:
    left, top, right, bottom = bounds(ring)
    return max(right - left, bottom - top)


def _clip(points: list[Point], box: Box) -> list[Point]:
    """Cut a ring to a box, side by side (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        points = list(_cut(points, axis, limit, sign))
    return points


def _cut(points: list[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
        was, stays = sign * before[axis] >= sign * limit, sign * here[axis] >= sign * limit
        if was != stays:
            part = (limit - before[axis]) / (here[axis] - before[axis])
            x, y = (before[i] + part * (here[i] - before[i]) for i in (0, 1))
            yield round(x, 1), round(y, 1)
        if stays:
            yield here


def _thinned(points: list[Point]) -> Ring:
    kept: list[Point] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= FINEST:
            kept.append(point)
    return tuple(kept)

"""The parts of a page, the same for HTML and for PDF: headings, paragraphs, tables, drawings, cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: What a shape stands for: its colour is the writer's matter. A group's name, or one of these.
Role = str
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Told:
    """Words that come from a report or a source: shown apart from the brief's own, in their own direction."""

    text: str
    url: str | None = None  # http or https only


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of the brief's own that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """A patch of a group's colour and the words that it stands for, on one line."""

    role: Role
    text: str


Run = str | Told | Strong | Key
Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running words: `lead` opens the page, `note` explains, `quote` shows words of a report."""

    words: Words
    tone: Literal["plain", "lead", "note", "quote"] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; `share` is its part of the width on paper."""

    head: str
    share: float = 1.0
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads; the first cell of a row is its head. `folded`: to be opened on a screen, open on paper."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Polygon:
    """A filled outline of one or more closed rings; a ring within another is a hole."""

    rings: tuple[tuple[Point, ...], ...]
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A circle; hollow and dashed where its role is `area`."""

    x: float
    y: float
    radius: float
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words on a drawing; `y` is their base line, and `told` words are of a report's or the gazetteer's making."""

    x: float
    y: float
    text: str
    size: float
    role: Role
    anchor: Anchor = "start"
    told: bool = False


Shape = Polygon | Disc | Bar | Stroke | Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture made of shapes, the first at the bottom, with what it shows in words."""

    name: str  # a word that no other drawing of the page has
    title: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    legend: tuple[Words, ...] = ()
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One of the few figures at the top of the page."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The few figures at the top of the page."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is said of one incident, under a heading of its own."""

    heading: Words
    blocks: tuple[Paragraph | Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two parts that stand side by side where there is room."""

    left: Drawing | Table
    right: Table


Block = Paragraph | Table | Drawing | Facts | Card | Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it; `name` is a word that no other section has."""

    name: str
    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A whole brief laid out."""

    title: str
    kicker: str  # above the title: what kind of page this is
    opening: Sequence[Block]
    sections: Sequence[Section]
    notices: tuple[str, ...]

"""Pages -> one HTML page that holds all that it needs: no script, nothing fetched, every value escaped."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from dateline.briefs.blocks import (
    Bar,
    Block,
    Card,
    Column,
    Disc,
    Drawing,
    Facts,
    Key,
    Label,
    Pair,
    Paragraph,
    Polygon,
    Run,
    Section,
    Shape,
    Stroke,
    Strong,
    Table,
    Words,
)
from dateline.briefs.layout import lay_out
from dateline.briefs.shapes import Brief
from dateline.page_text import page_head

#: A table of no more columns need not be as wide as the page.
NARROW = 4


def write_brief(brief: Brief, out: BinaryIO) -> None:
    """Write a brief as HTML, encoded as UTF-8; the same brief gives the same bytes."""
    for piece in _page(brief):
        out.write(piece.encode("utf-8"))


def _page(brief: Brief) -> Iterator[str]:
    pages = lay_out(brief)
    style = importlib.resources.files("dateline.briefs").joinpath("page.css").read_text(encoding="utf-8")
    yield page_head(f"{pages.kicker}: {pages.title}", style)
    yield f'<main>\n<header>\n<p class="kicker">{escape(pages.kicker)}</p>\n<h1>{escape(pages.title)}</h1>\n'
    for block in pages.opening:
        yield _block(block, 2)
    yield "</header>\n"
    for section in pages.sections:
        yield from _section(section)
    yield "</main>\n<footer>\n"
    for notice in pages.notices:
        yield f"<p>{escape(notice)}</p>\n"
    yield "<p>Made by dateline.</p>\n</footer>\n</body>\n</html>\n"


def _section(section: Section) -> Iterator[str]:
    yield f'<section aria-labelledby="{section.name}">\n<h2 id="{section.name}">{escape(section.heading)}</h2>\n'
    for block in section.blocks:
        yield _block(block, 3)
    yield "</section>\n"


def _block(block: Block, level: int) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Drawing):
        return _figure(block)
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Pair):
        return f'<div class="pair">\n{_block(block.left, level)}{_block(block.right, level)}</div>\n'
    return _card(block, level)


def _paragraph(block: Paragraph) -> str:
    words = _words(block.words)
    if block.tone == "quote":
        return f"<blockquote><p>{words}</p></blockquote>\n"
    return f"<p>{words}</p>\n" if block.tone == "plain" else f'<p class="{block.tone}">{words}</p>\n'


def _words(words: Words) -> str:
    return "".join(map(_run, words))


def _run(run: Run) -> str:
    if isinstance(run, str):
        return escape(run)
    if isinstance(run, Strong):
        return f"<b>{escape(run.text)}</b>"
    if isinstance(run, Key):
        return f'<span class="keyed"><i class="key {escape(run.role)}"></i>{escape(run.text)}</span>'
    told = f"<bdi>{escape(run.text)}</bdi>"
    return f'<a href="{escape(run.url)}" rel="noreferrer">{told}</a>' if run.url else told


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col"{_number(column)}>{escape(column.head)}</th>' for column in table.columns)
    rows = "".join(_row(row, table.columns) for row in table.rows)
    body = f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    caption = escape(table.caption)
    group = f'role="group" tabindex="0" aria-label="{caption}"'  # what is wider than a screen is moved by keys too
    if table.folded:
        return (
            f"<details><summary>{caption}</summary>\n"
            f'<div class="wide" {group}><table aria-label="{caption}">\n{body}</details>\n'
        )
    narrow = " narrow" if len(table.columns) <= NARROW else ""
    return f'<div class="wide{narrow}" {group}><table><caption>{caption}</caption>\n{body}'


def _row(row: tuple[Words, ...], columns: tuple[Column, ...]) -> str:
    cells = (f"<td{_number(column)}>{_words(words)}</td>" for column, words in zip(columns[1:], row[1:], strict=True))
    return f'<tr><th scope="row">{_words(row[0])}</th>{"".join(cells)}</tr>\n'


def _number(column: Column) -> str:
    return ' class="number"' if column.number else ""


def _facts(block: Facts) -> str:
    items = "".join(
        f"<div><dt>{escape(fact.label)}</dt><dd><b>{escape(fact.value)}</b><small>{escape(fact.note)}</small></dd></div>\n"
        for fact in block.facts
    )
    return f'<dl class="facts">\n{items}</dl>\n'


def _card(card: Card, level: int) -> str:
    inner = "".join(_block(block, level + 1) for block in card.blocks)
    return f"<article>\n<h{level}>{_words(card.heading)}</h{level}>\n{inner}</article>\n"


def _figure(drawing: Drawing) -> str:
    name, shapes = drawing.name, "\n".join(map(_shape, drawing.shapes))
    legend = "".join(f"<li>{_words(words)}</li>" for words in drawing.legend)
    below = f'<ul class="legend">{legend}</ul>' if legend else ""
    below += f"<small>{escape(drawing.credit)}</small>" if drawing.credit else ""
    caption = f"<figcaption>{below}</figcaption>\n" if below else ""
    return (
        f'<figure class="{name}">\n<div class="wide"><svg role="img" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" aria-labelledby="{name}-title {name}-about">\n'
        f'<title id="{name}-title">{escape(drawing.title)}</title>\n'
        f'<desc id="{name}-about">{escape(drawing.description)}</desc>\n'
        f"{shapes}\n</svg></div>\n{caption}</figure>\n"
    )


def _shape(shape: Shape) -> str:
    role = escape(shape.role)
    if isinstance(shape, Polygon):
        path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in shape.rings)
        return f'<path class="{role}" d="{path}"/>'
    if isinstance(shape, Disc):
        return f'<circle class="{role}" cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}"/>'
    if isinstance(shape, Bar):
        place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
        return f'<rect class="{role}" {place}/>'
    if isinstance(shape, Stroke):
        return f'<path class="{role}" d="M{"L".join(f"{x:g} {y:g}" for x, y in shape.points)}"/>'
    return _label(shape, role)


def _label(label: Label, role: str) -> str:
    told = ' unicode-bidi="isolate"' if label.told else ""
    place = f'x="{label.x:g}" y="{label.y:g}" font-size="{label.size:g}" text-anchor="{label.anchor}"'
    return f'<text class="{role}" {place}{told}>{escape(label.text)}</text>'

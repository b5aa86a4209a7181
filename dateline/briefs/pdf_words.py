"""Words -> a PDF's running text and cells: what reports tell in its own direction, keys as dots of colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.briefs.blocks import Key, Run, Strong, Told, Words
from dateline.briefs.pdf_drawing import COLOURS, set_type

LINE = 0.47  # height of a line of text, in millimetres for each point of its size
KEY_ROOM = 0.36  # before the words of a key, likewise


def plain_words(words: Words) -> str:
    """Give words without their marks."""
    return "".join(run if isinstance(run, str) else run.text for run in words)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that are written in one go; `parted` where a line may end before them."""

    run: Run
    text: str
    parted: bool


def write_words(pdf: Any, words: Words, *, size: float, style: str, colour: str) -> None:
    """Write running text over the page's width and end the line."""
    height = size * LINE
    for unit in _units([piece for run in words for piece in _pieces(pdf, run, size)]):
        wide = sum(_measure(pdf, piece, size, style) for piece in unit)
        started = pdf.get_x() > pdf.l_margin + 0.01
        if started and pdf.get_x() + wide - pdf.get_string_width(" ") > pdf.w - pdf.r_margin:
            pdf.ln(height)
        for piece in unit:
            _write_piece(pdf, piece, size, (style, colour))
    pdf.ln(height)


def _pieces(pdf: Any, run: Run, size: float) -> Iterator[_Piece]:
    """Part a run at its blanks; what is told stays whole where it is short, since its words may run the other way."""
    text = run if isinstance(run, str) else run.text
    set_type(pdf, text, size)
    if isinstance(run, Key) or (isinstance(run, Told) and pdf.get_string_width(text) < pdf.epw / 2):
        yield _Piece(run, text, parted=isinstance(run, Key))
        return
    for number, word in enumerate(re.findall(r"\s*\S+|\s+$", text)):
        yield _Piece(run, word, parted=number > 0 or word[:1].isspace())


def _units(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Put together what no line's end may part."""
    unit: list[_Piece] = []
    for piece in pieces:
        if piece.parted and unit:
            yield unit
            unit = []
        unit.append(piece)
    if unit:
        yield unit


def _measure(pdf: Any, piece: _Piece, size: float, style: str) -> float:
    set_type(pdf, piece.text, size, _style(piece.run, style))
    width: float = pdf.get_string_width(piece.text)
    return width + (size * KEY_ROOM if isinstance(piece.run, Key) else 0.0)


def _style(run: Run, style: str) -> str:
    return style + "B" if isinstance(run, Strong) and "B" not in style else style


def _write_piece(pdf: Any, piece: _Piece, size: float, look: tuple[str, str]) -> None:
    at_start = pdf.get_x() <= pdf.l_margin + 0.01
    text = piece.text.lstrip() if at_start else piece.text
    if isinstance(piece.run, Key):
        dot(pdf, piece.run.role, (pdf.get_x() + size * 0.15, pdf.get_y() + size * LINE / 2), size * 0.12)
        pdf.set_x(pdf.get_x() + size * KEY_ROOM)
    url = _url(piece.run)
    set_type(pdf, text, size, _style(piece.run, look[0]), "link" if url else look[1])
    if text:
        pdf.cell(pdf.get_string_width(text), size * LINE, text, link=url or "", new_x="RIGHT", new_y="TOP")


def dot(pdf: Any, role: str, at: tuple[float, float], radius: float) -> None:
    """Draw a patch of a role's colour; hollow for areas."""
    pdf.set_line_width(0.25)
    if role == "area":
        pdf.set_draw_color(*COLOURS["ink"])
        pdf.circle(at[0], at[1], radius, style="D")
    else:
        pdf.set_fill_color(*COLOURS[role])
        pdf.circle(at[0], at[1], radius, style="F")


def _url(run: Run) -> str | None:
    return run.url if isinstance(run, Told) else None

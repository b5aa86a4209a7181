"""Table -> a PDF: rows that are never parted at a page's foot, heads anew on each page."""

from __future__ import annotations

from typing import Any

from dateline.briefs.blocks import Column, Key, Run, Strong, Table, Told, Words
from dateline.briefs.pdf_drawing import COLOURS, set_type
from dateline.briefs.pdf_words import LINE, dot, plain_words

SIZE, HEAD_SIZE = 8.2, 7.4  # points
PAD, GUTTER = 0.9, 2.6  # millimetres: above and below a cell's words, and between columns
DOT_ROOM = 3.2
#: Tables of numbers do not stretch over the page: the width of a share of 1 is at most this (millimetres).
WIDEST_SHARE = 16.0


def write_table(pdf: Any, table: Table) -> None:
    """Write a table with its caption."""
    shares = sum(column.share for column in table.columns)
    of_numbers = all(column.number for column in table.columns[1:])
    total = min(pdf.epw, WIDEST_SHARE * shares) if of_numbers else pdf.epw
    widths = [total * column.share / shares for column in table.columns]
    set_type(pdf, table.caption, SIZE, "B")
    pdf.multi_cell(0, SIZE * LINE, table.caption, align="L", new_x="LMARGIN", new_y="NEXT")
    _heads(pdf, table.columns, widths)
    for row in table.rows:
        cells = [
            _lines(pdf, words, width, column) for words, width, column in zip(row, widths, table.columns, strict=True)
        ]
        height = max(len(lines) for lines in cells) * SIZE * LINE + 2 * PAD
        if pdf.will_page_break(height):
            pdf.add_page()
            _heads(pdf, table.columns, widths)
        _row(pdf, table.columns, widths, cells)
        _rule(pdf, total, pdf.get_y() + height, "line")
        pdf.set_xy(pdf.l_margin, pdf.get_y() + height)
    pdf.ln(3)


def _heads(pdf: Any, columns: tuple[Column, ...], widths: list[float]) -> None:
    set_type(pdf, "", HEAD_SIZE, colour="soft")
    wrapped = [_wrap(pdf, column.head, width - GUTTER) for column, width in zip(columns, widths, strict=True)]
    height = max(map(len, wrapped)) * HEAD_SIZE * LINE + 2 * PAD
    top, left = pdf.get_y(), pdf.l_margin
    for column, width, lines in zip(columns, widths, wrapped, strict=True):
        base = top + height - PAD - len(lines) * HEAD_SIZE * LINE
        for number, line in enumerate(lines):
            pdf.set_xy(left, base + number * HEAD_SIZE * LINE)
            pdf.cell(width - GUTTER, HEAD_SIZE * LINE, line, align="R" if column.number else "L")
        left += width
    _rule(pdf, sum(widths), top + height, "soft")
    pdf.set_xy(pdf.l_margin, top + height)


def _rule(pdf: Any, width: float, y: float, colour: str) -> None:
    pdf.set_draw_color(*COLOURS[colour])
    pdf.set_line_width(0.15)
    pdf.line(pdf.l_margin, y, pdf.l_margin + width - GUTTER, y)


_Line = tuple[Run, ...]


def _lines(pdf: Any, words: Words, width: float, column: Column) -> list[_Line]:
    """Break a cell into lines: keys stand on lines of their own, all else is wrapped as one text."""
    strong = any(isinstance(run, Strong) for run in words)
    set_type(pdf, plain_words(words), SIZE, "B" if strong else "")
    room = width - GUTTER
    if any(isinstance(run, Key) for run in words):
        return _keyed_lines(pdf, words, room)
    linked = [run for run in words if isinstance(run, Told) and run.url]
    if linked:
        return [(Told(line, run.url),) for run in linked for line in _wrap(pdf, run.text, room)]
    lines = _wrap(pdf, plain_words(words), room)
    return [(Strong(line) if strong else line,) for line in lines]


def _keyed_lines(pdf: Any, words: Words, room: float) -> list[_Line]:
    lines: list[list[Run]] = [[]]
    used = 0.0
    for run in words:
        if not isinstance(run, Key):
            continue
        wide = pdf.get_string_width(run.text) + DOT_ROOM
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        lines[-1].append(run)
        used += wide + 2
    return [tuple(line) for line in lines]


def _wrap(pdf: Any, text: str, room: float) -> list[str]:
    if not text:
        return [""]
    found: list[str] = pdf.multi_cell(room, SIZE * LINE, text, align="L", dry_run=True, output="LINES")
    return found or [""]


def _row(pdf: Any, columns: tuple[Column, ...], widths: list[float], cells: list[list[_Line]]) -> None:
    top, left = pdf.get_y(), pdf.l_margin
    for column, width, lines in zip(columns, widths, cells, strict=True):
        for number, line in enumerate(lines):
            pdf.set_xy(left, top + PAD + number * SIZE * LINE)
            _cell(pdf, line, width - GUTTER, number=column.number)
        left += width
    pdf.set_xy(pdf.l_margin, top)


def _cell(pdf: Any, line: _Line, width: float, *, number: bool) -> None:
    for run in line:
        text = run if isinstance(run, str) else run.text
        url = run.url if isinstance(run, Told) else None
        set_type(pdf, text, SIZE, "B" if isinstance(run, Strong) else "", "link" if url else "ink")
        if isinstance(run, Key):
            dot(pdf, run.role, (pdf.get_x() + 1.0, pdf.get_y() + SIZE * LINE / 2), 0.9)
            pdf.set_x(pdf.get_x() + DOT_ROOM - 0.2)
            pdf.cell(pdf.get_string_width(text) + 2.6, SIZE * LINE, text, align="L")
        else:
            pdf.cell(width, SIZE * LINE, text, align="R" if number else "L", link=url or "")

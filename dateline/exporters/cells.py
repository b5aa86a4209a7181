"""Text -> cells of a spreadsheet that are read as text, never run as formulas."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import BinaryIO, TextIO, TypeVar

from dateline.exporters.sheets import Sheet, Value

T = TypeVar("T")
Cell = str | int | float | None

LINE_BREAK = re.compile(r"\r\n?")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutralise(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    >>> neutralise("=1+1"), neutralise("-5"), neutralise("1500-")
    ("'=1+1", "'-5", '1500-')
    """
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _cell(value: Cell) -> Cell:
    # a bare carriage return would end the row for many readers
    return neutralise(LINE_BREAK.sub("\n", value)) if isinstance(value, str) else value


@contextmanager
def text_writer(out: BinaryIO) -> Iterator[TextIO]:
    """Write text as UTF-8 to a binary handle, which stays open."""
    # replace: a lone surrogate cannot be written as UTF-8, and must not end a long export
    wrapper = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
    try:
        yield wrapper
    finally:
        wrapper.detach()


class TableWriter:
    """Writes rows of named cells as CSV; numbers stay numbers, text is neutralised."""

    def __init__(self, out: TextIO, columns: Sequence[str]) -> None:
        self._writer = csv.DictWriter(out, columns, lineterminator="\n")
        self._writer.writeheader()
        self.rows = 0

    def write(self, row: Mapping[str, Cell]) -> None:
        """Write one row; a cell that is None stays empty."""
        self._writer.writerow({name: _cell(value) for name, value in row.items()})
        self.rows += 1


def write_csv(sheet: Sheet[T], items: Iterable[T], out: BinaryIO) -> int:
    """Write records as CSV in the columns of their sheet; give how many rows. Truth is told as yes and no."""
    with text_writer(out) as text:
        table = TableWriter(text, list(sheet.columns))
        for row in sheet.rows_of(items):
            table.write({name: _as_cell(value) for name, value in row.items()})
    return table.rows


def _as_cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, dt.date) else value

"""Records -> rows of typed values: what is exported as a table, whichever format it is written in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Value = str | int | float | bool | dt.date | None
Row = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[T]):
    """A table of records: its name, the column that identifies a row, its columns and their types, and its rows."""

    name: str
    key: str
    columns: Mapping[str, type]
    rows: Callable[[T], Iterable[Row]]

    def rows_of(self, items: Iterable[T]) -> Iterator[Row]:
        """Give the rows of several records, in their order."""
        for item in items:
            yield from self.rows(item)

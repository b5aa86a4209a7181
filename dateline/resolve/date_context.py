"""What is known while the dates of a document are read in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateline.records import Document, Span, Timex
from dateline.resolve.date_values import Period
from dateline.resolve.tense import direction_at


@dataclass(slots=True)
class Context:
    """What is known while the dates of a document are read in order."""

    document: Document
    history: bool
    month_first: bool | None  # how the source writes numeric dates; None: not known
    last: Period | None = None  # the last date before, to which "later" and "the same day" point
    last_span: Span | None = None
    quarter: Period | None = None  # the quarter whose results are told
    quarter_span: Span | None = None
    asides: frozenset[int] = frozenset()  # starts of the years in passing that a history leaves again at once
    months: bool = False  # results of "the nine months" were told after those of the quarter

    @property
    def published(self) -> dt.date | None:
        """Give the day of the report."""
        return self.document.published

    def direction(self, timex: Timex) -> int:
        """Give where the words around an expression point."""
        return direction_at(self.document.text, timex.span.start, timex.span.end)


#: A stretch of days, and what it was counted from: "published" or "antecedent"; None for neither.
Anchored = tuple[Period | None, str | None]

"""What is known while the dates of a document are read in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateline.records import Document, Span, Timex
from dateline.resolve.date_values import Period
from dateline.resolve.tense import direction_at

LATEST = 3  # days between a dateline and the publication of its report


@dataclass(slots=True)
class Context:
    """What is known while the dates of a document are read in order."""

    document: Document
    history: bool
    month_first: bool | None  # how the source writes numeric dates; None: not known
    last: Period | None = None  # the last date before, to which "later" and "the same day" point
    last_span: Span | None = None
    year_named: bool = False  # the last date told its year, or goes on in one just told
    written: dt.date | None = None  # the dateline's day, where it is not that of publication
    quarter: Period | None = None  # the quarter whose results are told
    quarter_span: Span | None = None
    asides: frozenset[int] = frozenset()  # starts of the years in passing that a history leaves again at once
    months: bool = False  # results of "the nine months" were told after those of the quarter

    @property
    def published(self) -> dt.date | None:
        """Give the day that the report was written on: its dateline's, where it came out a few days later."""
        return self.written or self.document.published

    @property
    def is_from_dateline(self) -> bool:
        """Say whether that day is the dateline's."""
        return self.written is not None or self.document.published_from == "dateline"

    def read_dateline(self, day: dt.date | None) -> None:
        """Take the day of a dateline for the one that the report was written on, if it came out soon after."""
        published = self.document.published
        if day is not None and published is not None and 0 < (published - day).days <= LATEST:
            self.written = day

    def direction(self, timex: Timex) -> int:
        """Give where the words around an expression point."""
        return direction_at(self.document.text, timex.span.start, timex.span.end)


#: A stretch of days, and what it was counted from: "published" or "antecedent"; None for neither.
Anchored = tuple[Period | None, str | None]

"""Words -> Timex: read one time expression by itself, without a report around it."""

from __future__ import annotations

import datetime as dt

from dateline.find.dates import find_dates
from dateline.records import Block, Document, Report, Timex
from dateline.resolve.date_intervals import join_intervals
from dateline.resolve.dates import resolve_dates


def resolve_date(text: str, *, published: str | dt.date | None) -> Timex | None:
    """Read the first time expression of a text, or the interval that it begins, as of a day of publication.

    >>> found = resolve_date("on Tuesday", published="2020-01-29")
    >>> found.value, found.first, found.last
    ('2020-01-28', datetime.date(2020, 1, 28), datetime.date(2020, 1, 28))
    >>> resolve_date("from August 1 to August 4", published="2020-08-05").last
    datetime.date(2020, 8, 4)
    >>> resolve_date("nothing", published="2020-01-29") is None
    True
    """
    day = dt.date.fromisoformat(published) if isinstance(published, str) else published
    document = Document(
        report=Report(id="", text=text, published=day),
        text=text,
        text_start=0,
        blocks=(Block(start=0, end=len(text), kind="body", line=0),),
        published=day,
    )
    found = resolve_dates(find_dates(document), document)
    intervals = join_intervals(found, document)
    if intervals and intervals[0].span.start == found[0].span.start:
        return intervals[0]
    return found[0] if found else None

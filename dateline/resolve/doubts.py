"""Document, dates → messages: what is doubtful about the day of a report and about the days that it names."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

from dateline.records import Document, Timex
from dateline.resolve.date_values import made_day

NO_DATE = "no date of publication: days such as 'on Friday' stay open; give --published DATE or a manifest"
FIRST_NEWSPAPERS = 1600  # year
MOST_DOUBTS = 20  # of the dates of one report
USUAL_DELAY = dt.timedelta(days=1)  # between the day of a dateline and that of publication


def doubts_of_day(document: Document) -> Iterator[str]:
    """Say what is doubtful about the day that a report's days are counted from."""
    taken = document.published
    if taken is None:
        yield NO_DATE
        return
    if taken.year < FIRST_NEWSPAPERS:
        yield f"the report's date {taken} lies before there were newspapers; give --published DATE or a manifest"
    elif taken - dt.date.today() > USUAL_DELAY:
        yield f"the report's date {taken} lies in the future; give --published DATE or a manifest"
    others = {"dateline": document.dateline_day, "page's metadata": document.report.published}
    for source, day in others.items():
        if day is not None and abs(day - taken) > USUAL_DELAY:
            yield f"took {taken} for the report's date, though its {source} says {day}"


def doubts_of_dates(dates: Iterable[Timex], document: Document) -> Iterator[str]:
    """Name the dates that no calendar has ("February 30"), and those whose weekday is another; the first few."""
    yield from itertools.islice(_odd_dates(dates, document), MOST_DOUBTS)


def _odd_dates(dates: Iterable[Timex], document: Document) -> Iterator[str]:
    for timex in dates:
        reading = timex.reading
        if reading is None or reading.kind != "date" or not reading.day or not reading.month:
            continue
        at = timex.span.start - document.text_start
        words = f"'{' '.join(timex.span.text.split())}' {f'at {at}' if at >= 0 else 'in the title'}"
        if reading.calendar is None and made_day(reading.year or 2000, reading.month, reading.day) is None:
            yield f"{words} is no day of the calendar: it is left open"
        elif timex.precision == "day" and timex.first and reading.weekday not in (None, timex.first.isoweekday()):
            yield f"{words} was read as {timex.first}, which is a {timex.first:%A}"

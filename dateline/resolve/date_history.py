"""Timex..., Document -> bool: tell a history, whose days belong to the year told last, from news."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.records import Document, TimeReading, Timex

OLD_YEARS = 2  # a history's years lie at least this far before its publication
REMOTE_YEARS = 60  # a text whose years all lie further back is a history even if it is short
CHRONICLE = 20  # years that a text names which tells of many years up to its own
CHRONICLE_YEARS = 5  # ... and how many different ones
MANY_DATES = 6  # dates of a text that opens with an old year and names no newer one
SHORT_HISTORY = 3  # dates or years that a text needs to be told from a report that looks back once


def is_history(timexes: Sequence[Timex], document: Document) -> bool:
    """Tell whether a text's years lie long before its publication, and nothing in it happens "yesterday".

    A short history may name its year once, in front of all its days. A text without a day of publication is read
    like a history.
    """
    published = document.published
    if published is None:
        return True
    readings = [timex.reading for timex in timexes if timex.reading is not None]
    dated = [reading for reading in readings if reading.kind == "date" and not reading.unit]
    years = [reading.year for reading in dated if reading.year]
    days = [reading.year for reading in dated if reading.year and reading.month]
    old = sum(year < published.year - OLD_YEARS for year in years)
    fresh = sum(_is_news(reading) for reading in readings) + len(years) - old
    if (old >= 4 and old > 2 * fresh) or _is_chronicle(days, published.year, sum(map(_is_news, readings))):
        return True
    if not years or max(years) >= published.year - OLD_YEARS:
        return False
    first_told = dated[0].year is not None and document.dateline_place is None
    if first_told and len(dated) >= MANY_DATES and 1 < len(years) >= 2 * fresh:
        return True
    if max(years) >= published.year - REMOTE_YEARS:
        return False
    return not fresh and ((first_told and len(dated) >= SHORT_HISTORY) or len(years) >= SHORT_HISTORY)


def _is_chronicle(years: Sequence[int], this_year: int, news: int) -> bool:
    """Tell whether a text tells of year after year up to its own, as a report on a whole war does."""
    before = sum(year < this_year for year in years)
    return before >= CHRONICLE and len(set(years)) >= CHRONICLE_YEARS and before > 3 * (len(years) - before + news)


def _is_news(reading: TimeReading) -> bool:
    if reading.kind == "offset":
        return not reading.from_text
    return reading.kind == "date" and reading.weekday is not None and reading.month is None

"""Code short invented reports with the real tools, and say briefly what was coded."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Collection, Iterable, Sequence

import pytest

from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report
from dateline.tools import Tools, load_tools

#: A Friday.
PUBLISHED = dt.date(2024, 5, 17)


@functools.cache
def tools() -> Tools:
    return load_tools()


def code(text: str, *, published: dt.date | None = PUBLISHED, title: str | None = None) -> tuple[CodedEvent, ...]:
    return code_report(Report(id="r1", text=text, title=title, published=published), tools()).events


def only(text: str, *, published: dt.date | None = PUBLISHED) -> CodedEvent:
    """Code a report that makes one record."""
    (event,) = code(text, published=published)
    return event


def name(event: CodedEvent) -> str:
    return f"{event.event_type}/{event.mode}" if event.mode else event.event_type


def names(events: Iterable[CodedEvent]) -> list[str]:
    return [name(event) for event in events]


def places(events: Iterable[CodedEvent]) -> list[str]:
    return [event.place.name if event.place else "" for event in events]


def days(event: CodedEvent) -> str:
    """Write an event's days as "05-12" or "05-06/05-10", with the year where it is not that of the report."""
    if event.date is None or event.date.first is None or event.date.last is None:
        return ""
    ends = dict.fromkeys(_day(day) for day in (event.date.first, event.date.last))
    return "/".join(ends)


def _day(day: dt.date) -> str:
    return f"{day:%m-%d}" if day.year == PUBLISHED.year else f"{day:%Y-%m-%d}"


def actors(event: CodedEvent) -> list[str]:
    return [actor.name for actor in event.actors]


def recipients(event: CodedEvent) -> list[str]:
    return [actor.name for actor in event.recipients]


def rows(table: Sequence[tuple], gaps: Collection[str]) -> list:
    """Make a table's rows parameters; those of `gaps` (by their first column) must fail until they are mended."""
    unknown = set(gaps) - {row[0] for row in table}
    assert not unknown, unknown
    gap = pytest.mark.xfail(strict=True, reason="a known gap: when this passes, take it out of KNOWN_GAPS")
    return [pytest.param(*row, id=row[0][:60], marks=gap if row[0] in gaps else ()) for row in table]


def table(columns: str, lines: Sequence[tuple], gaps: Collection[str] = ()) -> Callable:
    return pytest.mark.parametrize(columns, rows(lines, gaps))

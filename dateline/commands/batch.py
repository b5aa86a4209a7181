"""Report… → CodedEvent… with a store between: code what is new, count what was done, say what went wrong."""

from __future__ import annotations

import functools
import itertools
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from dateline.commands.options import message_console
from dateline.errors import DatelineError, LeftUncodedError, ReportError
from dateline.pipeline import code_report, parse_reports
from dateline.records import CodedEvent, Issue, Parse, Report
from dateline.tools import Tools

if TYPE_CHECKING:
    from dateline.store import Store

T = TypeVar("T")

READ_AHEAD = 16  # reports that are parsed at once
LONG_TEXT = 50_000  # characters; what is longer is parsed by itself


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    done: str = "coded"  # what the run does with a report
    seen: int = 0
    coded: int = 0
    known: int = 0
    events: int = 0
    warnings: int = 0
    failed: int = 0
    left: int = 0  # not tried
    why_left: str = ""

    def lines(self) -> Iterator[str]:
        """Give the summary of the run."""
        counts = [f"{self.coded} {self.done}"]
        counts += [f"{self.known} already coded"] if self.known else []
        counts += [f"{self.failed} failed"] if self.failed else []
        counts += [f"{self.left} left uncoded"] if self.left else []
        counts += [f"{self.warnings} warning{'s' if self.warnings > 1 else ''}"] if self.warnings else []
        found = f"; {_count(self.events, 'event')}" if self.done == "coded" else ""
        yield f"{_count(self.seen, 'report')}: {', '.join(counts)}{found}"
        if self.left:
            yield f"  left uncoded: {self.why_left}; the same command goes on there"


class Log:
    """The messages, progress and summary of a run, on standard error."""

    def __init__(self, *, verbose: bool = False, quiet: bool = False, done: str = "coded") -> None:
        self.tally = Tally(done=done)
        self._verbose, self._quiet = verbose, quiet
        self._console = message_console()
        self._progress = _progress(self._console, shown=not quiet)
        self._task = self._progress.add_task("loading the language tools")

    def __enter__(self) -> Log:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def failure(self, error: ReportError, report: Report, step: str) -> None:
        """Tell that a step failed on a report; with its trace, for a fault of the program in a verbose run."""
        self.issue(Issue(place=error.place or report.origin or report.id, step=step, message=error.message))
        if self._verbose and error.__cause__:
            self._say("".join(traceback.format_exception(error.__cause__)))

    def issue(self, issue: Issue) -> None:
        """Tell of something that went wrong with one report."""
        tally = self.tally
        if issue.level == "warning":
            tally.warnings += 1
            if not self._quiet:
                self._say(f"warning: {issue.place}: {issue.message}")
            return
        tally.seen += 1
        tally.failed += 1
        self._say(f"error: {issue.place}: {issue.message}")

    def left(self, error: LeftUncodedError) -> None:
        """Count a report that was not tried; the first tells why."""
        tally = self.tally
        tally.seen += 1
        tally.left += 1
        if not tally.why_left:
            tally.why_left = error.message
            self._say(f"error: from {error.place} on, reports are left uncoded: {error.message}")

    def done(self, report: Report, events: int, *, known: bool) -> None:
        """Count one report that was coded now or before."""
        tally = self.tally
        tally.seen += 1
        tally.known += known
        tally.coded += not known
        tally.events += events
        if self._verbose:
            self._say(f"{report.id}: {_count(events, 'event')}{' (already coded)' if known else ''}")
        self._progress.update(
            self._task, description=f"{_count(tally.seen, 'report')}, {_count(tally.events, 'event')}"
        )

    def close(self) -> None:
        """Say what was done in all."""
        self._progress.stop()
        if not self._quiet or self.tally.failed or self.tally.left:
            for line in self.tally.lines():
                self._say(line)

    def say(self, message: str) -> None:
        """Tell something unless the run is to be quiet."""
        if not self._quiet:
            self._say(message)

    def show(self, table: Table) -> None:
        """Show a table unless the run is to be quiet."""
        if not self._quiet:
            self._console.print(table, soft_wrap=False)

    def _say(self, message: str) -> None:
        self._console.print(Text(message))


def code_all(
    items: Iterable[Report | Issue], tools: Tools, store: Store | None, log: Log
) -> Iterator[tuple[Report, list[CodedEvent]]]:
    """Give each report with its events, in the order of the reports; what fails is told to `log` and left out."""
    for item, parse in _parsed_ahead(items, tools, store):
        if isinstance(item, Issue):
            log.issue(item)
            continue
        try:
            events = _code_once(item, parse, tools, store, log)
        except LeftUncodedError as error:
            log.left(error)
            continue
        except ReportError as error:
            log.failure(error, item, "code")
            continue
        yield item, events


def _parsed_ahead(
    items: Iterable[Report | Issue], tools: Tools, store: Store | None
) -> Iterator[tuple[Report | Issue, Parse | None]]:
    """Give each report with its parse, if it is to be coded: groups are parsed at once, small ones at first."""
    left, size = iter(items), 1
    while group := list(itertools.islice(left, size)):
        reports = [item for item in group if isinstance(item, Report)]
        new = [each for each in reports if not store or store.find_coded(each, tools.coder_version) is None]
        short = [each for each in new if len(each.text) <= LONG_TEXT]
        parses = {id(each): parse for each, parse in zip(short, _parse_together(short, tools), strict=False)}
        yield from ((item, parses.get(id(item))) for item in group)
        size = min(2 * size, READ_AHEAD)


def _parse_together(reports: Sequence[Report], tools: Tools) -> list[Parse]:
    """Parse reports at once; where that fails none is parsed, and each will tell its own fault."""
    if len(reports) < 2:
        return []
    try:
        return at_report_boundary(lambda _, used: parse_reports(reports, used), reports[0], tools)
    except ReportError:
        return []


def at_report_boundary(step: Callable[[Report, Tools], T], report: Report, tools: Tools) -> T:
    """Run a step on one report; a fault of the program fails that report and not the run."""
    try:
        return step(report, tools)
    except DatelineError:
        raise
    except Exception as error:  # the one place where any fault is caught, so that the other reports go on
        fault = f"a fault of the program, {type(error).__name__}: {error}; please tell its makers"
        raise ReportError(fault, place=report.origin or report.id) from error


def _code_once(report: Report, parse: Parse | None, tools: Tools, store: Store | None, log: Log) -> list[CodedEvent]:
    """Give a report's events: from the store where it has them, else coded now and kept."""
    known = store.find_coded(report, tools.coder_version) if store else None
    events, names = known or [], tuple[str, ...]()
    if known is None:
        coded = at_report_boundary(functools.partial(code_report, parse=parse), report, tools)
        events, names = list(coded.events), coded.private_names
        for message in coded.doubts:
            log.issue(Issue(place=report.origin or report.id, step="code", message=message, level="warning"))
    if store:
        store.save(report, events, coder_version=tools.coder_version, private_names=names)
    log.done(report, len(events), known=known is not None)
    return events


def _progress(console: Console, *, shown: bool) -> Progress:
    """Give a moving line for a person who waits while results go elsewhere; on one terminal they move themselves."""
    waiting = shown and sys.stderr.isatty() and not sys.stdout.isatty()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False, disable=not waiting
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

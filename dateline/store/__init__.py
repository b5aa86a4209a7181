"""Report, CodedEvent -> store -> Report, CodedEvent: each text kept and coded once, each report told in full.

`tables` shows what is kept, `save` how it comes in and goes out, `read` how it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine

from dateline.incidents import Change, Decision, Verdict
from dateline.privacy import Batch, ToldReport
from dateline.records import CodedEvent, Report
from dateline.store import audit, deciding, fulltext, history, read
from dateline.store.audit import AuditLine
from dateline.store.database import explained, open_database, scrub, writing
from dateline.store.fulltext import Hit
from dateline.store.incidents import (
    Box,
    KeptIncident,
    KeptMember,
    count_incidents,
    incidents_by_prefix,
    read_incident_members,
    read_incidents,
    read_newest,
)
from dateline.store.read import Query, StoredReport
from dateline.store.save import Coding, Forgotten, Outcome, forget_report, save_report
from dateline.store.save_many import save_reports
from dateline.store.secret import get_secret
from dateline.store.tallies import CountedBy
from dateline.store.transfer import Progress, Target, copy_rows

__all__ = ["AuditLine", "Coding", "Forgotten", "Hit", "Outcome", "Query", "Store", "StoredReport", "open_store"]

EVERYTHING = Query()


def open_store(target: str | Path = "dateline.db", *, create: bool = True, patience: float = 10.0) -> Store:
    """Open the store that a path or URL names, making it where there is none unless `create` is false.

    A URL is that of a SQLite file or of a PostgreSQL database; the latter needs the extra 'postgres'. `patience` is how
    many seconds to wait for a server, and for another process that writes.
    """
    return Store(*open_database(target, create=create, patience=patience))


class Store:
    """An open store; close it, or use it in a `with` statement."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def find_coded(self, report: Report, coder_version: str) -> list[CodedEvent] | None:
        """Give the events of a report's text if this coder coded it with the same date; None where it did not.

        They are told as this report's, with its id and source, also where the text came under another id.
        """
        with self.reading() as connection:
            return read.find_coded(connection, report, coder_version)

    def save(
        self, report: Report, events: Sequence[CodedEvent], *, coder_version: str, private_names: Iterable[str] = ()
    ) -> Outcome:
        """Keep a report and its events in one transaction; to save the same again changes nothing.

        `private_names` are those of all private persons the report tells of, also of those in no event.
        The outcome is `new` (a text not seen before), `publication` (a known text under a new id), `version` (a new
        text under a known id or url: the older one is no longer shown), `recoded` (a known report with another date
        or coder) or `known`.
        """
        coding = Coding(events=events, coder_version=coder_version, private_names=private_names)
        with explained(self.name), writing(self._engine) as connection:
            return save_report(connection, report, coding)

    def save_many(self, reports: Iterable[tuple[Report, Coding]]) -> list[Outcome]:
        """Keep many reports with their codings in one transaction: all of them or none, in less time."""
        with explained(self.name), writing(self._engine) as connection:
            return list(save_reports(connection, reports))

    def batches(self, query: Query = EVERYTHING) -> Iterator[Batch]:
        """Give the events that a query asks for, report by report, in the order of the reports and of the text."""
        with self.reading() as connection:
            for batch in read.read_batches(connection, query):
                yield batch if query == EVERYTHING else replace(batch, beside=self._beside(connection, batch))

    def _beside(self, connection: Connection, batch: Batch) -> tuple[CodedEvent, ...]:
        asked = {event.event_id for event in batch.events}
        whole = read.read_batches(connection, Query(reports=(batch.report_id,)))
        return tuple(event for each in whole for event in each.events if event.event_id not in asked)

    def events(self, query: Query = EVERYTHING) -> Iterator[CodedEvent]:
        """Give the events that a query asks for, in the order of the reports and of the text."""
        for batch in self.batches(query):
            yield from batch.events

    def told(self, query: Query = EVERYTHING) -> Iterator[ToldReport]:
        """Give each report that tells of events that a query asks for, with these events and with all that it tells."""
        for batch in self.batches(query):
            report = self.report(batch.report_id)
            whole = (*batch.events, *batch.beside)
            if report is not None:
                yield ToldReport(report=report, batch=batch, whole=whole)

    def reports(self) -> Iterator[StoredReport]:
        """Give all reports in the order in which they came, older versions too."""
        with self.reading() as connection:
            yield from read.read_reports(connection)

    def report(self, report_id: str) -> Report | None:
        """Give the newest version of a report."""
        with self.reading() as connection:
            return read.read_report(connection, report_id)

    def event(self, prefix: str) -> list[CodedEvent]:
        """Give the events whose id begins so: none, the one that is meant, or several."""
        with self.reading() as connection:
            return read.read_events_by_prefix(connection, prefix)

    def forget(self, report_id: str) -> Forgotten:
        """Delete a report, in all its versions, and all that came from it, and wipe its words from the file.

        A text that another report tells too is kept for that one.
        """
        with explained(self.name):
            with writing(self._engine) as connection:
                forgotten = forget_report(connection, report_id)
            scrub(self._engine, self.name)
        return forgotten

    def copy_to(self, target: Store, *, progress: Progress = lambda _done, _total: None) -> int:
        """Copy all that is here into another store, which must be empty, and give the number of rows.

        The copy is one transaction: it is whole or there is nothing. `progress` is told how many rows are copied, and
        of how many.
        """
        with explained(target.name), writing(target._engine) as connection, self.reading() as own:
            return copy_rows(own, Target(connection=connection, name=target.name), progress)

    def search(self, words: str, *, limit: int = 50) -> list[Hit]:
        """Find the reports and events that hold all the words; names of private persons are not found."""
        with self.reading() as connection:
            return fulltext.search(connection, words, limit)

    def changes(self, *, since: str = "", after: int = 0, limit: int | None = None) -> Iterator[Change]:
        """Give what was added, changed and withdrawn since a time (UTC, ISO 8601) or after a number, in its order."""
        with self.reading() as connection:
            yield from history.read_changes(connection, since=since, after=after, limit=limit)

    def names_in_reports(self, report_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Give the names of the private persons that reports tell of, by the ids of the reports."""
        with self.reading() as connection:
            return read.names_in_reports(connection, report_ids)

    def incidents(self, query: Query = EVERYTHING, *, limit: int | None = None) -> Iterator[KeptIncident]:
        """Give the rows of incidents that a query asks for, by their first day and id."""
        with self.reading() as connection:
            yield from read_incidents(connection, query, limit=limit)

    def newest_incidents(
        self,
        query: Query = EVERYTHING,
        *,
        limit: int,
        after: str | None = None,
        box: Box | None = None,
        disputed: bool = False,
    ) -> list[KeptIncident]:
        """Give the newest incidents that a query asks for, by their first day; those without a day come last.

        `after` is the id of the incident after which to go on. `box` is south, west, north and east in degrees, and
        goes over the 180th meridian where west is greater than east. `disputed` asks for those whose claims differ.
        """
        with self.reading() as connection:
            return read_newest(connection, query, limit=limit, after=after, box=box, disputed=disputed)

    def incident_counts(
        self, by: CountedBy, query: Query = EVERYTHING, *, months: tuple[str, str] | None = None
    ) -> dict[str, int]:
        """Count the incidents that a query asks for by country, event_type, month or status; an unknown one is empty.

        `months` are the first and the last ("2024-05") in which they are to begin. Counts of countries, types,
        statuses and months are kept; for what else a query may ask, the incidents are counted one by one.
        """
        with self.reading() as connection:
            return count_incidents(connection, by, query, months)

    def incident(self, prefix: str) -> list[KeptIncident]:
        """Give the incidents whose id, or the id of one of whose events, begins so: none, one or several."""
        with self.reading() as connection:
            return incidents_by_prefix(connection, prefix)

    def members(self, incident_id: str) -> list[KeptMember]:
        """Give the events of an incident."""
        with self.reading() as connection:
            return read_incident_members(connection, [incident_id])

    def decide(self, verdict: Verdict, pairs: Iterable[tuple[str, str]], *, who: str, note: str = "") -> int:
        """Keep a person's decision that pairs of events tell of one happening or do not; give its number."""
        with self.transaction() as connection:
            return deciding.decide(connection, verdict, pairs, who=who, note=note)

    def withdraw(self, number: int, *, who: str) -> Decision:
        """Withdraw a decision."""
        with self.transaction() as connection:
            return deciding.withdraw(connection, number, who=who)

    def decisions(self) -> list[tuple[Decision, set[str]]]:
        """Give all decisions, each with the events it is about that are there no more."""
        with self.reading() as connection:
            made = deciding.read_decisions(connection)
            gone = deciding.gone_events(connection, made)
        return [(each, {event for pair in each.pairs for event in pair} & gone) for each in made]

    def secret(self) -> bytes:
        """Give the secret from which this store's pseudonyms are made."""
        with self.reading() as connection:
            return get_secret(connection)

    def audit(self, action: str, detail: Mapping[str, Any], *, who: str | None = None) -> None:
        """Add a line to the audit log, in the name of `who` or of the user who runs this process."""
        with explained(self.name), writing(self._engine) as connection:
            audit.record(connection, who or audit.current_user(), action, detail)

    def audit_lines(self) -> Iterator[AuditLine]:
        """Give the lines of the audit log, the oldest first."""
        with self.reading() as connection:
            yield from audit.read(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection to read from."""
        with explained(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction that writes: all of it is kept, or nothing."""
        with explained(self.name), writing(self._engine) as connection:
            yield connection

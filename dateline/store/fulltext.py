"""Words -> the reports and events that hold them. The names of private persons are masked before they are indexed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, text

from dateline.privacy import Mask, name_mask
from dateline.records import CodedEvent

MASKED = "█████"  # holds no letter, so it is no word of the index
QUERY_TERM = re.compile(r'"([^"]*)"|(\S+)')

# The index is SQLite's FTS5: its rows are numbered as the tables' rows. `snippet` takes the column, the marks around a
# match, the sign of an omission, and the number of words.
HITS_IN_REPORTS = text("""
    SELECT publications.report_id, NULL AS event_id, text_words.title,
           snippet(text_words, -1, '[', ']', '…', 24) AS snippet, text_words.rank AS rank
    FROM text_words JOIN publications ON publications.text_id = text_words.rowid
    WHERE text_words MATCH :query AND publications.current
    ORDER BY text_words.rank, publications.id LIMIT :limit
""")
HITS_IN_EVENTS = text("""
    SELECT publications.report_id, event_ids.event_id, NULL AS title,
           snippet(event_words, -1, '[', ']', '…', 24) AS snippet, event_words.rank AS rank
    FROM event_words JOIN event_ids ON event_ids.row_id = event_words.rowid
         JOIN publications ON publications.id = event_ids.publication_id
    WHERE event_words MATCH :query AND publications.current
    ORDER BY event_words.rank, publications.id, event_words.rowid LIMIT :limit
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report or an event that holds the words searched for; the snippet has them in [brackets]."""

    kind: Literal["report", "event"]
    report_id: str
    event_id: str | None
    title: str | None
    snippet: str


def index_mask(private_names: Iterable[str]) -> Mask:
    """Give the function that masks names in what is indexed."""
    return name_mask(private_names, withheld=MASKED)


def index_text(connection: Connection, row: int, title: str | None, words: str, mask: Mask) -> None:
    """Put a text into the index, in place of what was there for it."""
    _drop(connection, "text_words", [row])
    connection.execute(
        text("INSERT INTO text_words(rowid, title, words) VALUES (:row, :title, :words)"),
        {"row": row, "title": mask(title) if title else None, "words": mask(words)},
    )


def index_event(connection: Connection, row: int, event: CodedEvent, mask: Mask) -> None:
    """Put the words of an event into the index."""
    connection.execute(
        text("INSERT INTO event_words(rowid, words) VALUES (:row, :words)"),
        {"row": row, "words": mask(_words_of(event))},
    )


def drop_texts(connection: Connection, rows: list[int]) -> None:
    """Take texts out of the index."""
    _drop(connection, "text_words", rows)


def drop_events(connection: Connection, rows: list[int]) -> None:
    """Take events out of the index."""
    _drop(connection, "event_words", rows)


def compact(connection: Connection) -> None:
    """Rewrite the index, so that it holds no trace of what was taken out."""
    for table in ("text_words", "event_words"):
        connection.execute(text(f"INSERT INTO {table}({table}) VALUES ('optimize')"))


def search(connection: Connection, words: str, limit: int) -> list[Hit]:
    """Find reports, then events, that hold all the words; the best matches first."""
    query = match_query(words)
    if not query:
        return []
    values = {"query": query, "limit": limit}
    reports = [_hit(row, "report") for row in connection.execute(HITS_IN_REPORTS, values)]
    events = [_hit(row, "event") for row in connection.execute(HITS_IN_EVENTS, values)]
    return [*reports, *events]


def match_query(words: str) -> str:
    """Write what a user typed as a query of FTS5: all words, "phrases" in quotation marks, a final * for beginnings.

    >>> match_query('burned "large banner" torch* NOT (')
    '"burned" "large banner" "torch"* "NOT"'
    """
    terms = []
    for phrase, word in QUERY_TERM.findall(words.replace("\0", " ")):
        term = (phrase or word).replace('"', "")
        if any(character.isalnum() for character in term):
            terms.append(f'"{term.rstrip("*")}"' + ("*" if word.endswith("*") else ""))
    return " ".join(terms)


def _words_of(event: CodedEvent) -> str:
    spans = (*event.evidence, *event.objects, *(quote.span for quote in event.quotes))
    actors = (*event.actors, *event.recipients, *event.attributed_to)
    place = [event.place.name, event.place.admin1 or "", event.place.country or ""] if event.place else []
    codes = [event.event_type, event.mode or "", event.status]
    return "\n".join([*(span.text for span in spans), *(actor.name for actor in actors), *place, *codes])


def _drop(connection: Connection, table: str, rows: list[int]) -> None:
    if rows:
        connection.execute(text(f"DELETE FROM {table} WHERE rowid = :row"), [{"row": row} for row in rows])


def _hit(row: Row[Any], kind: Literal["report", "event"]) -> Hit:
    snippet = " ".join(row.snippet.split())
    return Hit(kind=kind, report_id=row.report_id, event_id=row.event_id, title=row.title, snippet=snippet)

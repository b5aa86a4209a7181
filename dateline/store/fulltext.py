"""Words -> the reports and events that hold them. The names of private persons are masked before they are indexed.

SQLite's index is its FTS5. PostgreSQL's holds the lexemes that FTS5 makes (`lexemes`) and gives the candidates; FTS5
then says which of them match. So both databases find the same.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, text

from dateline.privacy import Mask, name_mask
from dateline.records import CodedEvent
from dateline.store.lexemes import SNIPPET, candidates_query, lexemes_of, snippets, without_oddities
from dateline.store.postgresql import copy_in
from dateline.store.words import unescape

MASKED = "█████"  # holds no letter, so it is no word of the index
QUERY_TERM = re.compile(r'"([^"]*)"|(\S+)')
CANDIDATES_AT_ONCE = 100
ENTRIES_AT_ONCE = 1000
_CONTROL = re.compile("[\0-\x1f\ud800-\udfff]")

IndexTable = Literal["text_words", "event_words"]
INDEX_TABLES: tuple[IndexTable, ...] = ("text_words", "event_words")

# The rows of the index are numbered as the tables' rows. What is found is told by each publication.
TOLD_TEXTS = """
    SELECT publications.report_id, NULL AS event_id, text_words.{row} AS number, {columns}
    FROM text_words JOIN publications ON publications.text_id = text_words.{row}
    WHERE {match} AND publications.current
    ORDER BY {rank}, publications.id"""
TOLD_EVENTS = """
    SELECT publications.report_id, event_ids.event_id, event_words.{row} AS number, {columns}
    FROM event_words JOIN event_ids ON event_ids.row_id = event_words.{row}
         JOIN publications ON publications.id = event_ids.publication_id
    WHERE {match} AND publications.current
    ORDER BY {rank}, publications.id, event_words.{row}"""
TOLD: dict[IndexTable, str] = {"text_words": TOLD_TEXTS, "event_words": TOLD_EVENTS}
TITLES: dict[IndexTable, str] = {"text_words": "title", "event_words": "NULL AS title"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report or an event that holds the words searched for; the snippet has them in [brackets]."""

    kind: Literal["report", "event"]
    report_id: str
    event_id: str | None
    title: str | None
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The words of one text or event in the index, names of private persons masked."""

    row: int
    words: str
    title: str | None = None


def index_mask(private_names: Iterable[str]) -> Mask:
    """Give the function that masks names in what is indexed."""
    return name_mask(private_names, withheld=MASKED)


def index_text(connection: Connection, row: int, title: str | None, words: str, mask: Mask) -> None:
    """Put a text into the index, in place of what was there for it."""
    drop(connection, "text_words", [row])
    write_entries(connection, "text_words", [text_entry(row, title, words, mask)])


def index_events(connection: Connection, events: Iterable[tuple[int, CodedEvent]], mask: Mask) -> None:
    """Put the words of events into the index, each by the number of its row."""
    write_entries(connection, "event_words", event_entries(events, mask))


def text_entry(row: int, title: str | None, words: str, mask: Mask) -> Entry:
    """Give what of a text is put into the index."""
    return Entry(row=row, title=mask(title) if title else None, words=mask(words))


def event_entries(events: Iterable[tuple[int, CodedEvent]], mask: Mask) -> list[Entry]:
    """Give what of events is put into the index, each by the number of its row."""
    return [Entry(row=row, words=mask(_words_of(event))) for row, event in events]


def drop(connection: Connection, table: IndexTable, rows: list[int]) -> None:
    """Take texts or events out of the index."""
    if rows:
        statement = f"DELETE FROM {table} WHERE {_row(connection)} = :row"
        connection.execute(text(statement), [{"row": row} for row in rows])


def compact(connection: Connection) -> None:
    """Rewrite SQLite's index, so that it holds no trace of what was taken out."""
    if _in_sqlite(connection):
        for table in INDEX_TABLES:
            connection.execute(text(f"INSERT INTO {table}({table}) VALUES ('optimize')"))


def read_entries(connection: Connection, table: IndexTable) -> Iterator[Entry]:
    """Give all that is in the index."""
    row = _row(connection)
    statement = text(f"SELECT {row} AS number, {TITLES[table]}, words FROM {table} ORDER BY {row}")
    with connection.execute(statement, execution_options={"yield_per": ENTRIES_AT_ONCE}) as rows:
        for found in rows:
            yield Entry(row=found.number, title=found.title, words=found.words)


def write_entries(connection: Connection, table: IndexTable, entries: Sequence[Entry]) -> None:
    """Put words into the index under numbers of rows that are not in it."""
    kept = [(each.row, each.title and without_oddities(each.title), without_oddities(each.words)) for each in entries]
    if not kept:
        return
    if not _in_sqlite(connection):
        vectors = lexemes_of([(title, words) for _, title, words in kept])
        rows = [(*entry, lexemes) for entry, lexemes in zip(kept, vectors, strict=True)]
        copy_in(connection, table, ("id", "title", "words", "lexemes"), rows)
        return
    title = "title, " if table == "text_words" else ""
    statement = f"INSERT INTO {table}(rowid, {title}words) VALUES (:row, {title and ':title, '}:words)"
    connection.execute(text(statement), [dict(zip(("row", "title", "words"), entry, strict=True)) for entry in kept])


def search(connection: Connection, words: str, limit: int) -> list[Hit]:
    """Find reports, then events, that hold all the words; the best matches first."""
    terms = query_terms(words)
    if not terms:
        return []
    find = _found_by_fts5 if _in_sqlite(connection) else _found_by_lexemes
    return [hit for table in INDEX_TABLES for hit in find(connection, table, terms, limit)]


def query_terms(words: str) -> list[tuple[str, bool]]:
    """Read what a user typed: all words, "phrases" in quotation marks, a final * for beginnings.

    >>> query_terms('burned "large banner" torch* (')
    [('burned', False), ('large banner', False), ('torch', True)]
    """
    terms = []
    for phrase, word in QUERY_TERM.findall(words):
        term = _CONTROL.sub(" ", phrase or word).replace('"', "")
        if any(character.isalnum() for character in term):
            terms.append((term.rstrip("*"), word.endswith("*")))
    return terms


def match_query(terms: Iterable[tuple[str, bool]]) -> str:
    """Write terms as a query of FTS5.

    >>> match_query([("NOT", False), ("large banner", False), ("torch", True)])
    '"NOT" "large banner" "torch"*'
    """
    return " ".join(f'"{term}"' + ("*" if beginning else "") for term, beginning in terms)


def _found_by_fts5(connection: Connection, table: IndexTable, terms: list[tuple[str, bool]], limit: int) -> list[Hit]:
    columns = f"{TITLES[table]}, {SNIPPET.format(table=table)} AS snippet"
    match, rank = f"{table} MATCH :query", f"{table}.rank"
    statement = TOLD[table].format(row="rowid", columns=columns, match=match, rank=rank) + " LIMIT :limit"
    rows = connection.execute(text(statement), {"query": match_query(terms), "limit": limit})
    return [_hit(table, row, row.title, row.snippet) for row in rows]


def _found_by_lexemes(
    connection: Connection, table: IndexTable, terms: list[tuple[str, bool]], limit: int
) -> Iterator[Hit]:
    wanted = candidates_query(terms)
    if not wanted:
        return
    # 1: divided by the length of the text, as FTS5's rank is
    rank = f"ts_rank({table}.lexemes, CAST(:query AS tsquery), 1) DESC"
    match = f"{table}.lexemes @@ CAST(:query AS tsquery)"
    statement = TOLD[table].format(row="id", columns="NULL AS words", match=match, rank=rank)
    streaming = {"yield_per": CANDIDATES_AT_ONCE}
    with connection.execute(text(statement), {"query": wanted}, execution_options=streaming) as candidates:
        parts = candidates.partitions(CANDIDATES_AT_ONCE)
        chunks = (_matching(connection, table, rows, match_query(terms)) for rows in parts)
        yield from itertools.islice(itertools.chain.from_iterable(chunks), limit)


def _matching(connection: Connection, table: IndexTable, rows: Sequence[Row[Any]], query: str) -> list[Hit]:
    """Give the hits among candidates, in their order."""
    numbers = list(dict.fromkeys(row.number for row in rows))
    statement = text(f"SELECT id, title, words FROM {table} WHERE id = ANY(:numbers)")
    kept = {row.id: row for row in connection.execute(statement, {"numbers": numbers})}
    documents = [(kept[number].title, kept[number].words) for number in numbers]
    found = dict(zip(numbers, snippets(documents, query), strict=True))
    return [
        _hit(table, row, kept[row.number].title, snippet) for row in rows if (snippet := found[row.number]) is not None
    ]


def _words_of(event: CodedEvent) -> str:
    spans = (*event.evidence, *event.objects, *(quote.span for quote in event.quotes))
    actors = (*event.actors, *event.recipients, *event.attributed_to)
    place = [event.place.name, event.place.admin1 or "", event.place.country or ""] if event.place else []
    codes = [event.event_type, event.mode or "", event.status]
    return "\n".join([*(span.text for span in spans), *(actor.name for actor in actors), *place, *codes])


def _in_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _row(connection: Connection) -> str:
    return "rowid" if _in_sqlite(connection) else "id"


def _hit(table: IndexTable, row: Row[Any], title: str | None, snippet: str) -> Hit:
    return Hit(
        kind="report" if table == "text_words" else "event",
        report_id=unescape(row.report_id),
        event_id=row.event_id,
        title=title,
        snippet=" ".join(snippet.split()),
    )

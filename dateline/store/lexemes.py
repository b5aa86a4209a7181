"""Words -> lexemes, by SQLite's FTS5: so a database whose own word forms differ finds what SQLite finds.

FTS5 runs in memory here, on a few texts at a time: it cuts them into words, folds case and accents and takes the stems
(Porter 1980). PostgreSQL keeps these lexemes in its own index and gives the candidates for a search; FTS5 then decides
which of them match, and cuts their snippets.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

TOKENIZER = "porter unicode61 remove_diacritics 2"  # as in the migration that makes SQLite's index
SNIPPET = "snippet({table}, -1, '[', ']', '…', 24)"  # any column, the marks, the sign of an omission, the words

# Limits of PostgreSQL (its documentation, 12.11): a lexeme takes 2 KB, a tsvector 1 MB, a position is at most 16383, a
# lexeme has at most 256. Positions serve the rank alone; so nothing is missed but what comes last in a text whose
# different words take a million bytes.
MOST_LETTERS = 500
MOST_BYTES = 1_000_000
MOST_POSITIONS = 255
LAST_POSITION = 16_383

_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")

Words = tuple[str | None, str]  # a title and a text


def lexemes_of(documents: Sequence[Words]) -> list[str]:
    """Give the lexemes of each document with their positions, as PostgreSQL writes a tsvector."""
    return [_vector(found) for found in _found_in(documents)]


def candidates_query(terms: Sequence[tuple[str, bool]]) -> str:
    """Give the tsquery of what holds all words of all terms; a term that says so ends with the beginning of a word.

    >>> candidates_query([("burned", False), ("large banners", False), ("torch", True)])
    "'burn' & 'larg' & 'banner' & 'torch':*"
    """
    wanted = []
    for (_, beginning), found in zip(terms, _found_in([(None, term) for term, _ in terms]), strict=True):
        last = max((place for places in found.values() for place in places), default=0)
        ordered = sorted((place, word) for word, places in found.items() for place in places)
        wanted += [_quoted(word) + (":*" if beginning and place == last else "") for place, word in ordered]
    return " & ".join(wanted)


def snippets(documents: Sequence[Words], query: str) -> list[str | None]:
    """Give a snippet of each document that a query of FTS5 matches, None for the others."""
    with _index(documents) as connection:
        statement = f"SELECT rowid, {SNIPPET.format(table='documents')} FROM documents WHERE documents MATCH ?"
        found = dict(connection.execute(statement, [query]).fetchall())
    return [found.get(number) for number in range(len(documents))]


def without_oddities(text: str) -> str:
    """Put the sign of a replacement where a text holds what no index can: NUL and lone surrogates."""
    return _NO_CHARACTER.sub("\ufffd", text)


def _found_in(documents: Sequence[Words]) -> list[dict[str, list[int]]]:
    """Give each document's lexemes with the places where they stand, counted from 1; the title comes first."""
    found: list[dict[str, list[int]]] = [defaultdict(list) for _ in documents]
    with _index(documents) as connection:
        connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(documents, instance)")
        for number, word, place in connection.execute(
            "SELECT doc, term, offset FROM vocabulary ORDER BY doc, col, offset"
        ):
            found[number][word[:MOST_LETTERS]].append(place + 1)
    return found


@contextmanager
def _index(documents: Sequence[Words]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE documents USING fts5(title, words, tokenize='{TOKENIZER}')")
        rows = [(number, title, words) for number, (title, words) in enumerate(documents)]
        connection.executemany("INSERT INTO documents(rowid, title, words) VALUES (?, ?, ?)", rows)
        yield connection


def _vector(found: dict[str, list[int]]) -> str:
    parts, size = [], 0
    for word, places in found.items():
        positions = sorted({min(place, LAST_POSITION) for place in places[:MOST_POSITIONS]})
        part = f"{_quoted(word)}:{','.join(map(str, positions))}"
        size += len(word.encode()) + 4 * len(positions) + 8
        if size > MOST_BYTES:
            break
        parts.append(part)
    return " ".join(parts)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"

"""The store's tables: texts, their codings and events, and the publications in which a text was told.

A text is kept and coded once; a publication is one report (its id, source, url, date) that tells it. An event is kept
once for each coding; `event_ids` gives it an id for each publication. Days are ISO 8601 text, records are JSON text,
so that every SQL database holds them alike.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

SCHEMA = "0001"  # the newest migration that this version knows

metadata = MetaData()

texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("text", Text, nullable=False),
)

codings = Table(
    "codings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text_id", Integer, ForeignKey("texts.id"), nullable=False),
    Column("anchor", Text, nullable=False),  # the date given with the text, on which its times hang
    Column("coder_version", Text, nullable=False),
    Column("private_names", Text, nullable=False),  # a JSON list
    UniqueConstraint("text_id", "anchor", "coder_version", name="one_coding"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coding_id", Integer, ForeignKey("codings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("country", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("confidence", Float, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("coding_id", "position", name="one_position"),
    Index("events_by_type", "event_type", "country"),
    Index("events_by_day", "first_day"),
)

publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False),
    Column("text_id", Integer, ForeignKey("texts.id"), nullable=False),
    Column("coding_id", Integer, ForeignKey("codings.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("published", Text),
    Column("published_from", Text),
    Column("source", Text),
    Column("url", Text),
    Column("language", Text),
    Column("author", Text),
    Column("origin", Text, nullable=False),
    UniqueConstraint("report_id", "text_id", name="one_publication"),
    Index("publications_by_text", "text_id"),
    Index("publications_by_coding", "coding_id"),
    Index("publications_by_url", "url"),
)

event_ids = Table(
    "event_ids",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("publication_id", Integer, ForeignKey("publications.id"), nullable=False),
    Column("row_id", Integer, ForeignKey("events.id"), nullable=False),
    Index("event_ids_by_publication", "publication_id"),
    Index("event_ids_by_row", "row_id"),
)

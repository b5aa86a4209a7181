"""The store's tables: texts, their codings and events, and the publications in which a text was told.

A text is kept and coded once; a publication is one report (its id, source, url, date) that tells it. An event is kept
once for each coding; `event_ids` gives it an id for each publication. `members` says which incident an event belongs
to, `links` which events were found alike, `repeats` which tell what another told, `decisions` what a person decided,
`pending` what is still to be merged, `changes` what became different and why. Days and times are ISO 8601 text, records
are JSON text, so that every SQL database holds them alike.

The largest tables, keys and links, name rows without a foreign key: to look up each of some fifteen keys an event would
take longer than to merge it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from dateline.store.words import Text

SCHEMA = "0002"  # the newest migration that this version knows

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
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("place", Text),  # its name as the gazetteer has it
    Column("coder", Text, nullable=False, server_default=""),
    Column("first_day", Text),  # where the record has one of both days, it is here for both
    Column("last_day", Text),
    Column("confidence", Float, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("coding_id", "position", name="one_position"),
    Index("events_by_type", "event_type", "country"),
    Index("events_by_day", "first_day", "last_day"),
    Index("events_by_last_day", "last_day", "first_day"),
    Index("events_by_country", "country"),
    Index("events_by_place", "place"),
    Index("events_by_region", "admin1"),
    Index("events_by_status", "status"),
    Index("events_by_confidence", "confidence"),
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
    Index("publications_by_url", "url", postgresql_using="hash"),  # urls of any length, asked for by equality alone
    Index("publications_by_source", "source", postgresql_using="hash"),
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

sketches = Table(  # what of a text is compared with other texts
    "sketches",
    metadata,
    Column("text_id", Integer, ForeignKey("texts.id"), primary_key=True),
    Column("kind", Text, primary_key=True),  # copy or story
    Column("version", Text, nullable=False),  # of the way in which it was made
    Column("sketch", LargeBinary, nullable=False),
)

sketch_keys = Table(  # texts that share keys of a kind may be alike
    "sketch_keys",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("text_id", Integer, primary_key=True),
    Index("sketch_keys_by_text", "text_id"),
    sqlite_with_rowid=False,
)

likenesses = Table(  # pairs of texts found alike, the smaller number first
    "likenesses",
    metadata,
    Column("text_id", Integer, ForeignKey("texts.id"), primary_key=True),
    Column("other_id", Integer, ForeignKey("texts.id"), primary_key=True),
    Column("kind", Text, primary_key=True),  # copy, passage or story
    Column("score", Float, nullable=False),
    Column("detail", Text, nullable=False),  # JSON: for passages their offsets in both
    Index("likenesses_by_other", "other_id"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("incident_id", Text, primary_key=True),
    Column("event_type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("place", Text),
    Column("precision", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("claims", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("sources", Integer, nullable=False),  # independent ones
    Column("disputed", Text, nullable=False),  # names of fields, joined by blanks
    Column("confidence", Float, nullable=False),  # the highest of its claims
    Column("digest", Text, nullable=False),  # of its claims and their records: another one is another state
    Index("incidents_by_day", "first_day", "incident_id"),
    Index("incidents_by_type", "event_type", "first_day", "incident_id"),
    Index("incidents_by_country", "country", "first_day", "incident_id"),
    Index("incidents_by_type_and_country", "event_type", "country", "first_day", "incident_id"),
    Index("incidents_by_status", "status", "first_day", "incident_id"),
    Index("incidents_by_point", "lat", "lon"),
    Index(
        "incidents_that_last",
        "last_day",
        "first_day",
        sqlite_where=text("last_day > first_day"),
        postgresql_where=text("last_day > first_day"),
    ),
)

tallies = Table(  # how many incidents there are of each kind
    "tallies",
    metadata,
    Column("country", Text, primary_key=True),  # empty where it is not known
    Column("event_type", Text, primary_key=True),
    Column("month", Text, primary_key=True),  # of the first day, empty where it is not known
    Column("status", Text, primary_key=True),
    Column("incidents", Integer, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("incident_id", Text, ForeignKey("incidents.incident_id"), nullable=False),
    Column("copy_of", Text),  # the event whose telling this one repeats
    Column("copy_kind", Text),  # same, copy or passage
    Index("members_by_incident", "incident_id"),
)

event_keys = Table(  # rows of events that share keys may tell of one happening
    "event_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("row_id", Integer, primary_key=True),
    Index("event_keys_by_row", "row_id"),
    sqlite_with_rowid=False,
)

links = Table(  # pairs of events that may tell of one happening, the smaller number first
    "links",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("other_id", Integer, primary_key=True),
    Column("score", Float, nullable=False),
    Index("links_by_other", "other_id"),
    sqlite_with_rowid=False,
)

repeats = Table(  # events that repeat the telling of another
    "repeats",
    metadata,
    Column("row_id", Integer, ForeignKey("events.id"), primary_key=True),
    Column("first_id", Integer, ForeignKey("events.id"), nullable=False),
    Column("kind", Text, nullable=False),  # same, copy or passage
    Index("repeats_by_first", "first_id"),
)

decisions = Table(  # a person's: appended, never changed but for being withdrawn, and for the ids of the same claims
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("act", Integer, nullable=False),  # the pairs decided together share this number
    Column("verdict", Text, nullable=False),  # same or different
    Column("event_id", Text, nullable=False),
    Column("other_id", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("withdrawn_at", Text),
    Column("withdrawn_by", Text),
    Index("decisions_by_event", "event_id"),
    Index("decisions_by_other", "other_id"),
)

pending = Table(  # events that came, went or changed since incidents were brought up to date
    "pending",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("why", Text, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("subject", Text, nullable=False),  # report, event or incident
    Column("subject_id", Text, nullable=False),
    Column("what", Text, nullable=False),  # added, changed or withdrawn
    Column("why", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON
    Index("changes_by_time", "at"),
    Index("changes_by_subject", "subject_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON
)

settings = Table(  # what belongs to this store: its secret for pseudonyms, the version that merged it
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

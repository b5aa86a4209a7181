"""Incidents: what of texts is compared, which events tell of one happening, what was decided, and what changed."""

import json
import os
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # ordered by code points, as SQLite does it

EVENTS = sa.table("events", *(sa.column(name) for name in ("id", "record", "mode", "admin1", "place", "coder")))
EVENT_INDEXES = {
    "events_by_confidence": ["confidence"],
    "events_by_country": ["country"],
    "events_by_day": ["first_day", "last_day"],
    "events_by_last_day": ["last_day", "first_day"],
    "events_by_place": ["place"],
    "events_by_region": ["admin1"],
    "events_by_status": ["status"],
}
ROWS_AT_ONCE = 500


def upgrade() -> None:
    """Create the tables of incidents, and take what queries ask for out of the records of events."""
    _widen_events()
    _create_likenesses()
    _create_incidents()
    _create_links()
    _create_decisions()
    _create_history()
    settings = sa.table("settings", sa.column("name"), sa.column("value"))
    op.execute(settings.insert().values(name="secret", value=os.urandom(32).hex()))  # of dateline.store.secret
    op.execute("INSERT INTO pending (event_id, why) SELECT event_id, 'new report' FROM event_ids ORDER BY event_id")


def _widen_events() -> None:
    for name in ("mode", "admin1", "place"):
        op.add_column("events", sa.Column(name, TEXT))
    op.add_column("events", sa.Column("coder", TEXT, nullable=False, server_default=""))
    op.drop_index("events_by_day", "events")
    for name, columns in EVENT_INDEXES.items():
        op.create_index(name, "events", columns)
    op.create_index("publications_by_source", "publications", ["source"], postgresql_using="hash")
    _fill_columns()


def _fill_columns() -> None:
    op.execute("UPDATE events SET first_day = coalesce(first_day, last_day), last_day = coalesce(last_day, first_day)")
    connection, last = op.get_bind(), 0
    while rows := connection.execute(
        sa.select(EVENTS.c.id, EVENTS.c.record).where(EVENTS.c.id > last).order_by(EVENTS.c.id).limit(ROWS_AT_ONCE)
    ).all():
        for row in rows:
            connection.execute(sa.update(EVENTS).where(EVENTS.c.id == row.id).values(_columns(json.loads(row.record))))
        last = rows[-1].id


def _columns(record: dict[str, object]) -> dict[str, object]:
    place = record.get("place") or {}
    assert isinstance(place, dict)
    return {
        "mode": record.get("mode"),
        "admin1": place.get("admin1"),
        "place": place.get("name"),
        "coder": record.get("coder") or "",
    }


def _create_likenesses() -> None:
    op.create_table(
        "sketches",
        sa.Column("text_id", sa.Integer, sa.ForeignKey("texts.id"), primary_key=True),
        sa.Column("kind", TEXT, primary_key=True),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sketch_keys",
        sa.Column("kind", TEXT, primary_key=True),
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("text_id", sa.Integer, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("sketch_keys_by_text", "sketch_keys", ["text_id"])
    op.create_table(
        "likenesses",
        sa.Column("text_id", sa.Integer, sa.ForeignKey("texts.id"), primary_key=True),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("texts.id"), primary_key=True),
        sa.Column("kind", TEXT, primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
    )
    op.create_index("likenesses_by_other", "likenesses", ["other_id"])


def _create_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("incident_id", TEXT, primary_key=True),
        sa.Column("event_type", TEXT, nullable=False),
        sa.Column("mode", TEXT),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("country", TEXT),
        sa.Column("admin1", TEXT),
        sa.Column("place", TEXT),
        sa.Column("precision", TEXT),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("first_day", TEXT),
        sa.Column("last_day", TEXT),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("sources", sa.Integer, nullable=False),
        sa.Column("disputed", TEXT, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
    )
    op.create_index("incidents_by_country", "incidents", ["country", "first_day", "incident_id"])
    op.create_index("incidents_by_day", "incidents", ["first_day", "incident_id"])
    op.create_index("incidents_by_point", "incidents", ["lat", "lon"])
    op.create_index("incidents_by_status", "incidents", ["status", "first_day", "incident_id"])
    op.create_index(
        "incidents_that_last",
        "incidents",
        ["last_day", "first_day"],
        sqlite_where=sa.text("last_day > first_day"),
        postgresql_where=sa.text("last_day > first_day"),
    )
    op.create_index("incidents_by_type", "incidents", ["event_type", "first_day", "incident_id"])
    both = ["event_type", "country", "first_day", "incident_id"]
    op.create_index("incidents_by_type_and_country", "incidents", both)
    op.create_table(
        "tallies",
        sa.Column("country", TEXT, primary_key=True),
        sa.Column("event_type", TEXT, primary_key=True),
        sa.Column("month", TEXT, primary_key=True),
        sa.Column("status", TEXT, primary_key=True),
        sa.Column("incidents", sa.Integer, nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("event_id", TEXT, primary_key=True),
        sa.Column("incident_id", TEXT, sa.ForeignKey("incidents.incident_id"), nullable=False),
        sa.Column("copy_of", TEXT),
        sa.Column("copy_kind", TEXT),
    )
    op.create_index("members_by_incident", "members", ["incident_id"])


def _create_links() -> None:
    op.create_table(
        "event_keys",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("row_id", sa.Integer, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("event_keys_by_row", "event_keys", ["row_id"])
    op.create_table(
        "links",
        sa.Column("row_id", sa.Integer, primary_key=True),
        sa.Column("other_id", sa.Integer, primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("links_by_other", "links", ["other_id"])
    op.create_table(
        "repeats",
        sa.Column("row_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("first_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
    )
    op.create_index("repeats_by_first", "repeats", ["first_id"])


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("act", sa.Integer, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("other_id", TEXT, nullable=False),
        sa.Column("made_at", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("withdrawn_at", TEXT),
        sa.Column("withdrawn_by", TEXT),
    )
    op.create_index("decisions_by_event", "decisions", ["event_id"])
    op.create_index("decisions_by_other", "decisions", ["other_id"])
    op.create_table(
        "pending",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
    )


def _create_history() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
    )
    op.create_index("changes_by_subject", "changes", ["subject_id"])
    op.create_index("changes_by_time", "changes", ["at"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("value", TEXT, nullable=False),
    )

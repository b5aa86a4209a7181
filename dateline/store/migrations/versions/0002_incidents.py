"""Incidents: what of texts is compared, which events tell of one happening, what was decided, and what changed."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

EVENTS = sa.table("events", *(sa.column(name) for name in ("id", "record", "mode", "admin1", "place", "coder")))
ROWS_AT_ONCE = 500


def upgrade() -> None:
    """Create the tables of incidents, and take what queries ask for out of the records of events."""
    _widen_events()
    _create_likenesses()
    _create_incidents()
    _create_decisions()
    _create_history()
    op.execute("INSERT INTO pending (event_id, why) SELECT event_id, 'new report' FROM event_ids ORDER BY event_id")


def _widen_events() -> None:
    for name in ("mode", "admin1", "place"):
        op.add_column("events", sa.Column(name, sa.Text))
    op.add_column("events", sa.Column("coder", sa.Text, nullable=False, server_default=""))
    op.create_index("events_by_place", "events", ["country", "place"])
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
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sketch_keys",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("text_id", sa.Integer, sa.ForeignKey("texts.id"), primary_key=True),
    )
    op.create_index("sketch_keys_by_text", "sketch_keys", ["text_id"])
    op.create_table(
        "likenesses",
        sa.Column("text_id", sa.Integer, sa.ForeignKey("texts.id"), primary_key=True),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("texts.id"), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("likenesses_by_other", "likenesses", ["other_id"])


def _create_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("incident_id", sa.Text, primary_key=True),
        sa.Column("event_type", sa.Text, nullable=False),
        sa.Column("mode", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("country", sa.Text),
        sa.Column("admin1", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("precision", sa.Text),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("first_day", sa.Text),
        sa.Column("last_day", sa.Text),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("sources", sa.Integer, nullable=False),
        sa.Column("disputed", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_index("incidents_by_country", "incidents", ["country", "first_day"])
    op.create_index("incidents_by_day", "incidents", ["first_day", "incident_id"])
    op.create_index("incidents_by_point", "incidents", ["lat", "lon"])
    op.create_index("incidents_by_type", "incidents", ["event_type", "first_day"])
    op.create_table(
        "members",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("incident_id", sa.Text, sa.ForeignKey("incidents.incident_id"), nullable=False),
        sa.Column("copy_of", sa.Text),
        sa.Column("copy_kind", sa.Text),
    )
    op.create_index("members_by_incident", "members", ["incident_id"])
    op.create_table(
        "event_keys",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("row_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
    )
    op.create_index("event_keys_by_row", "event_keys", ["row_id"])
    op.create_table(
        "links",
        sa.Column("row_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
    )
    op.create_index("links_by_other", "links", ["other_id"])
    op.create_table(
        "repeats",
        sa.Column("row_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("first_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
    )
    op.create_index("repeats_by_first", "repeats", ["first_id"])


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("act", sa.Integer, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("other_id", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.Text),
        sa.Column("withdrawn_by", sa.Text),
    )
    op.create_index("decisions_by_event", "decisions", ["event_id"])
    op.create_index("decisions_by_other", "decisions", ["other_id"])
    op.create_table(
        "pending",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )


def _create_history() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("changes_by_subject", "changes", ["subject_id"])
    op.create_index("changes_by_time", "changes", ["at"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )

"""The first tables: texts, codings, events, publications, event ids, and the full-text index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # ordered by code points, as SQLite does it


def upgrade() -> None:
    """Create the first tables."""
    _create_texts()
    _create_events()
    _create_publications()
    _create_full_text()


def _create_texts() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("hash", TEXT, nullable=False, unique=True),
        sa.Column("title", TEXT),
        sa.Column("text", TEXT, nullable=False),
    )
    op.create_table(
        "codings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text_id", sa.Integer, sa.ForeignKey("texts.id"), nullable=False),
        sa.Column("anchor", TEXT, nullable=False),
        sa.Column("coder_version", TEXT, nullable=False),
        sa.Column("private_names", TEXT, nullable=False),
        sa.UniqueConstraint("text_id", "anchor", "coder_version", name="one_coding"),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("coding_id", sa.Integer, sa.ForeignKey("codings.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("event_type", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("country", TEXT),
        sa.Column("first_day", TEXT),
        sa.Column("last_day", TEXT),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.UniqueConstraint("coding_id", "position", name="one_position"),
    )
    op.create_index("events_by_type", "events", ["event_type", "country"])
    op.create_index("events_by_day", "events", ["first_day"])


def _create_publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report_id", TEXT, nullable=False),
        sa.Column("text_id", sa.Integer, sa.ForeignKey("texts.id"), nullable=False),
        sa.Column("coding_id", sa.Integer, sa.ForeignKey("codings.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("published", TEXT),
        sa.Column("published_from", TEXT),
        sa.Column("source", TEXT),
        sa.Column("url", TEXT),
        sa.Column("language", TEXT),
        sa.Column("author", TEXT),
        sa.Column("origin", TEXT, nullable=False),
        sa.UniqueConstraint("report_id", "text_id", name="one_publication"),
    )
    op.create_index("publications_by_text", "publications", ["text_id"])
    op.create_index("publications_by_coding", "publications", ["coding_id"])
    op.create_index("publications_by_url", "publications", ["url"], postgresql_using="hash")
    op.create_table(
        "event_ids",
        sa.Column("event_id", TEXT, primary_key=True),
        sa.Column("publication_id", sa.Integer, sa.ForeignKey("publications.id"), nullable=False),
        sa.Column("row_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
    )
    op.create_index("event_ids_by_publication", "event_ids", ["publication_id"])
    op.create_index("event_ids_by_row", "event_ids", ["row_id"])


def _create_full_text() -> None:
    if op.get_bind().dialect.name == "sqlite":
        tokenizer = "tokenize='porter unicode61 remove_diacritics 2'"
        op.execute(f"CREATE VIRTUAL TABLE text_words USING fts5(title, words, {tokenizer})")
        op.execute(f"CREATE VIRTUAL TABLE event_words USING fts5(words, {tokenizer})")
        return
    for name in ("text_words", "event_words"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("title", TEXT),
            sa.Column("words", TEXT, nullable=False),
            sa.Column("lexemes", TSVECTOR, nullable=False),
        )
        op.create_index(f"{name}_by_lexeme", name, ["lexemes"], postgresql_using="gin")

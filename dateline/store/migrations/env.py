"""Alembic runs this file to bring a store up to date; `dateline.store.database` hands it the connection."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()

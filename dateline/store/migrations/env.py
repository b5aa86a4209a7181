"""Alembic runs this file to bring a store up to date; `dateline.store.database` hands it the connection."""

from alembic import context

if hasattr(context, "config"):  # not so where the file is only read, as by a search for doctests
    context.configure(connection=context.config.attributes["connection"])
    with context.begin_transaction():
        context.run_migrations()

"""Alembic runs this file; `upgrade` has opened the connection and its transaction already."""

from alembic import context

from backend.migrations.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a table in place: it is copied.
    render_as_batch=True,
)
context.run_migrations()

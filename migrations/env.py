"""Alembic's entry: runs the migrations on the connection that server.migrate opened."""

from alembic import context


def run() -> None:
    """Run what was asked for, in the transaction of the given connection."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get("metadata"),
        render_as_batch=True,  # SQLite alters a table by making it anew
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()

"""Inserting many rows by one statement that is compiled once.

A push writes fifty rows each into the ledger, the feed and the audit. SQLAlchemy puts the parameters of every
row together as if it had never seen the statement: that costs more than SQLite takes to store the row.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert

Row = Mapping[str, Any]
_Convert = Callable[[Any], Any] | None


class BulkInsert:
    """An INSERT of whole rows."""

    def __init__(self, make: Callable[[str], Insert]) -> None:
        """Take what makes the statement for a dialect of that name; it fills every column of its table."""
        self._make = make
        self._compiled = lru_cache(maxsize=4)(self._compile)

    def execute(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Insert the rows; raises what the database raises."""
        text, names, positional = self._compiled(connection.dialect)
        values = [
            [row[name] if convert is None else convert(row[name]) for name, convert in names] for row in rows
        ]
        if positional:
            connection.exec_driver_sql(text, [tuple(each) for each in values])
        else:
            keys = [name for name, _ in names]
            connection.exec_driver_sql(text, [dict(zip(keys, each, strict=True)) for each in values])

    def _compile(self, dialect: Dialect) -> tuple[str, list[tuple[str, _Convert]], bool]:
        """Return the statement, its parameters in order and how each is converted, and whether by place."""
        statement = self._make(dialect.name)
        columns = [column.key for column in statement.table.columns]
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        order = compiled.positiontup or list(compiled.binds)
        names: list[tuple[str, _Convert]] = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order
        ]
        return str(compiled), names, compiled.positional

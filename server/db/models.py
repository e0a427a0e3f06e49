"""The declarative base, the session class and Flask-SQLAlchemy's handle on both."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import MetaData, event
from sqlalchemy.orm import DeclarativeBase

from server.db.fresh import forget_fresh, write_fresh

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables. Every constraint has a name, so that a migration can find it again."""

    metadata = MetaData(naming_convention=NAMES)


class WorkSession(Session):
    """The project's own session class: what listens to it listens to no other library's sessions."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what the mapper holds, then what was put past it."""
        super().flush(objects)
        write_fresh(self)


event.listen(WorkSession, "after_transaction_end", forget_fresh)


db = SQLAlchemy(
    model_class=Base, session_options={"class_": WorkSession, "expire_on_commit": False, "autoflush": True}
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

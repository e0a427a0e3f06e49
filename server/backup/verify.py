"""Opening a backup again and comparing it with what it says of itself."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from server.audit.verify import hash_at
from server.backup.manifest import DATABASE, Contents, Damaged, Manifest, Standing, read_manifest, sha256_of
from server.backup.tables import contents_of
from server.feed import Change


def verify(folder: Path) -> Manifest:
    """Read the whole backup; return its manifest, or raise Damaged with the first thing that is wrong."""
    manifest = read_manifest(folder)
    file = folder / DATABASE
    if not file.is_file():
        raise Damaged(f"{file} is missing.")
    if sha256_of(file) != manifest.sha256:
        raise Damaged(f"{file} is not the file that was written: its hash differs.")
    fault = next(faults_of(file, manifest.contents), None)
    if fault:
        raise Damaged(f"{file}: {fault}.")
    return manifest


def faults_of(file: Path, expected: Contents) -> Iterator[str]:
    """Yield what is wrong with an SQLite file that should hold this."""
    # Immutable: a look must not leave files beside the backup.
    engine = create_engine(f"sqlite:///file:{file}?immutable=1&uri=true", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield from _faults(connection, expected)
    except DatabaseError as fault:
        yield f"it cannot be read ({type(fault.orig).__name__})"


def _faults(connection: Connection, expected: Contents) -> Iterator[str]:
    state = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
    if state != "ok":
        yield f"SQLite's own check says: {state}"
        return
    if connection.execute(text("PRAGMA foreign_key_check")).first():
        yield "a row refers to nothing"
    found = contents_of(connection)
    for table, count in expected.tables.items():
        if found.tables.get(table) != count:
            yield f"{table} has {found.tables.get(table)} rows, not {count}"
    if found.organizations != expected.organizations or found.revision != expected.revision:
        yield "its feeds do not stand where they stood"
    for standing in expected.organizations:
        yield from _broken_ends(connection, standing)


def _broken_ends(connection: Connection, standing: Standing) -> Iterator[str]:
    """The end of each feed and of each chain must be there; `kinesync verify` reads whole chains."""
    newest = connection.execute(
        select(func.max(Change.seq)).where(Change.organization_id == standing.organization_id)
    ).scalar_one()
    if (newest or 0) > standing.seq:
        yield f"the feed of organization {standing.organization_id} goes beyond its clock"
    if hash_at(connection, standing.organization_id, standing.audit_seq) != standing.audit_head:
        yield f"the audit chain of organization {standing.organization_id} has lost its end"

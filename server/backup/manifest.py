"""What a backup says of itself: made when, of what, with which counts; and the hash of its file."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from server.db import canonical, wire_time
from server.secret import Secret

FORMAT: Final = "kinesync-backup 1"
MANIFEST: Final = "manifest.json"
DATABASE: Final = "kinesync.db"


class Damaged(Exception):
    """The backup is not what it says; the text says in what."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one organization stood in the backup: its feed, and its audit chain."""

    organization_id: str
    seq: int
    epoch: str
    audit_seq: int
    audit_head: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What was in the database at the instant of the backup."""

    revision: str
    tables: dict[str, int]
    organizations: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents, and how to know the file and the secret that belong to them again."""

    made_at: datetime
    engine: str
    sha256: str
    secret: str
    contents: Contents

    def write(self, folder: Path) -> None:
        """Write it beside the file."""
        fields = asdict(self) | {"format": FORMAT, "file": DATABASE, "made_at": wire_time(self.made_at)}
        (folder / MANIFEST).write_text(canonical(fields) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup says of itself; raise Damaged."""
    try:
        fields = json.loads((folder / MANIFEST).read_text())
        return _read(fields)
    except OSError as fault:
        raise Damaged(f"{folder / MANIFEST} cannot be read: {fault.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise Damaged(f"{folder / MANIFEST} is not the manifest of a backup.") from None


def _read(fields: dict[str, Any]) -> Manifest:
    if fields["format"] != FORMAT:
        raise Damaged(f"The backup has the format {fields['format']!r}; this version reads {FORMAT!r}.")
    contents = fields["contents"]
    return Manifest(
        made_at=datetime.fromisoformat(fields["made_at"]).astimezone(UTC),
        engine=fields["engine"],
        sha256=fields["sha256"],
        secret=fields["secret"],
        contents=Contents(
            revision=contents["revision"],
            tables=dict(contents["tables"]),
            organizations=tuple(Standing(**each) for each in contents["organizations"]),
        ),
    )


def fingerprint(secret: Secret) -> str:
    """Return a text by which the secret is known again, and that tells nothing else of it."""
    return secret.sign("backup", b"the secret that this backup belongs to")[:16]


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file in lower-case hex."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()

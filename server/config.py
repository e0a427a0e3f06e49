"""The configuration: read once from the environment, frozen, and nowhere else.

A wrong value fails at start and names the variable. Everything has a default
that suits one machine.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from server.secret import Secret

if TYPE_CHECKING:
    from flask import Flask

LEAST_SECRET_CHARACTERS = 32
_ROOT = Path(__file__).resolve().parent.parent
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class ConfigFault(Exception):
    """A variable has a value that cannot be used; the text says which and what would do."""

    def __init__(self, variable: str, hint: str) -> None:
        super().__init__(f"{variable}: {hint}")
        self.variable = variable


@dataclass(frozen=True)
class Config:
    """What an installation may choose. Only `data_folder` and `secret` are needed."""

    data_folder: Path
    secret: Secret = field(repr=False)
    database_url: str = field(default="", repr=False)  # may hold a password
    port: int = 8097
    public_origin: str = ""
    demo_password: str | None = field(default=None, repr=False)
    session_idle: timedelta = timedelta(hours=1)
    session_longest: timedelta = timedelta(hours=12)
    proxy_hops: int = 0
    push_hosts: frozenset[str] = frozenset()  # of push services that browsers began to use since
    push_contact: str = "mailto:operator@localhost"  # whom a push service may tell of a fault
    backups: Path | None = None  # where the jobs put a backup every night; None: nowhere, and they say so
    backups_kept: int = 14
    backup_hour: int = 7  # UTC
    requests_a_second: int = 10  # of one person, over a reserve of ten seconds of them; 0: no limit
    testing: bool = False

    def __post_init__(self) -> None:
        """Fill in what follows from the rest."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_folder / 'kinesync.db'}")
        if not self.public_origin:
            object.__setattr__(self, "public_origin", f"http://localhost:{self.port}")

    @property
    def secure_transport(self) -> bool:
        """Say whether browsers reach the server over TLS: decides the cookie's flags and HSTS alike."""
        return self.public_origin.startswith("https://")

    @property
    def host(self) -> str:
        """The host name under which browsers reach the server."""
        return urlsplit(self.public_origin).hostname or "localhost"

    @property
    def vapid_key_file(self) -> Path:
        """Where the key that signs web pushes is kept."""
        return self.data_folder / "vapid.pem"

    @property
    def anchor_file(self) -> Path:
        """Where signed heads of the audit chains are appended, unless the caller says otherwise."""
        return self.data_folder / "audit-anchors.jsonl"

    @property
    def backup_folder(self) -> Path:
        """Where backups go, unless the caller says otherwise."""
        return self.backups or self.data_folder / "backups"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Read the configuration; raise ConfigFault naming the variable at fault."""
        folder = _data_folder(environment)
        port = _port(environment)
        return cls(
            data_folder=folder,
            secret=_secret(environment, folder),
            database_url=_database_url(environment),
            port=port,
            public_origin=_origin(environment),
            demo_password=environment.get("KINESYNC_DEMO_PASSWORD") or None,
            session_idle=timedelta(minutes=_number(environment, "KINESYNC_IDLE_MINUTES", 60, 1, 24 * 60)),
            session_longest=timedelta(hours=_number(environment, "KINESYNC_SESSION_HOURS", 12, 1, 24)),
            proxy_hops=_number(environment, "KINESYNC_PROXY_HOPS", 0, 0, 5),
            push_hosts=_hosts(environment),
            push_contact=_contact(environment),
            backups=_backups(environment),
            requests_a_second=_number(environment, "KINESYNC_REQUESTS_A_SECOND", 10, 0, 10_000),
            backups_kept=_number(environment, "KINESYNC_BACKUP_KEEP", 14, 2, 1000),
            backup_hour=_number(environment, "KINESYNC_BACKUP_HOUR", 7, 0, 23),
        )


def config_of(app: "Flask") -> Config:
    """Return the configuration that `create_app` was given."""
    return cast(Config, app.extensions["kinesync_config"])


def own_environment() -> dict[str, str]:
    """Return the variables of this process, for one that it starts."""
    return dict(os.environ)


def _data_folder(environment: Mapping[str, str]) -> Path:
    in_checkout = (_ROOT / "pyproject.toml").is_file()
    default = (_ROOT if in_checkout else Path.cwd()) / "data"
    folder = Path(environment.get("DATA") or default).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise ConfigFault("DATA", f"the folder {folder} cannot be made: {fault.strerror}") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigFault("DATA", f"the folder {folder} cannot be written to")
    return folder


def _secret(environment: Mapping[str, str], folder: Path) -> Secret:
    given = environment.get("KINESYNC_SECRET")
    if given is not None:
        if len(given) < LEAST_SECRET_CHARACTERS:
            raise ConfigFault("KINESYNC_SECRET", f"give at least {LEAST_SECRET_CHARACTERS} characters")
        return Secret(given.encode())
    path = folder / "secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if len(kept) < LEAST_SECRET_CHARACTERS:
            raise ConfigFault("DATA", f"{path} is damaged; restore it from where you keep it") from None
        return Secret(kept.encode())
    made = secrets.token_hex(32)
    with os.fdopen(descriptor, "w") as file:
        file.write(made + "\n")
    return Secret(made.encode())


def _port(environment: Mapping[str, str]) -> int:
    return _number(environment, "PORT", 8097, 1, 65535)


def _number(environment: Mapping[str, str], variable: str, default: int, least: int, most: int) -> int:
    text = environment.get(variable) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ConfigFault(variable, f"give a whole number from {least} to {most}")
    return int(text)


def _database_url(environment: Mapping[str, str]) -> str:
    text = environment.get("DATABASE_URL", "")
    if not text:
        return ""
    from sqlalchemy.engine import make_url  # only who names a database pays for loading it
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
    except ArgumentError:
        raise ConfigFault("DATABASE_URL", "give a postgresql:// or sqlite:/// address") from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.get_backend_name() == "sqlite" and url.database and Path(url.database).is_absolute():
        return text
    raise ConfigFault("DATABASE_URL", "give postgresql://… or sqlite:/// with the full path of a file")


def _origin(environment: Mapping[str, str]) -> str:
    text = environment.get("KINESYNC_ORIGIN", "").rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ConfigFault("KINESYNC_ORIGIN", "give scheme and host only, like https://kinesync.example")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise ConfigFault("KINESYNC_ORIGIN", "give an https:// address; http is for this machine alone")
    return text


def _hosts(environment: Mapping[str, str]) -> frozenset[str]:
    hosts = environment.get("KINESYNC_PUSH_HOSTS", "").lower().replace(",", " ").split()
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise ConfigFault("KINESYNC_PUSH_HOSTS", "give host names of push services, with spaces between")
    return frozenset(hosts)


def _contact(environment: Mapping[str, str]) -> str:
    text = environment.get("KINESYNC_PUSH_CONTACT") or "mailto:operator@localhost"
    if not text.startswith(("mailto:", "https://")):
        raise ConfigFault("KINESYNC_PUSH_CONTACT", "give mailto:… or https://…")
    return text


def _backups(environment: Mapping[str, str]) -> Path | None:
    text = environment.get("KINESYNC_BACKUP_FOLDER", "")
    if not text:
        return None
    folder = Path(text).expanduser()
    if not folder.is_absolute():
        raise ConfigFault("KINESYNC_BACKUP_FOLDER", "give the full path of a folder, best on another disk")
    return folder

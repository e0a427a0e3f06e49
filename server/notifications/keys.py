"""The VAPID key that signs pushes: a file in the data folder, made on first use."""

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from py_vapid import Vapid02


def vapid_key(path: Path) -> Vapid02:
    """Return the key in the file, made there on first use and readable by its owner alone."""
    if not path.exists():
        fresh = Vapid02()
        fresh.generate_keys()
        _write_once(path, fresh.private_pem())
    return Vapid02.from_pem(path.read_bytes())


def _write_once(path: Path, content: bytes) -> None:
    """Write beside the file and link it into place: whoever comes second keeps the first one's key."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def public_key(key: Vapid02) -> str:
    """Return the public half as browsers want it: base64url of the uncompressed point."""
    raw = key.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")

"""The server's secret: keys derived from it, and what is sealed with them.

One secret per installation, kept beside the database but never in it. Each use
has its own key (HKDF-SHA-256 with the use's name), and what is sealed is bound to
the row it belongs to, so that two ciphertexts cannot be swapped.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class Unsealable(Exception):
    """The text was not sealed with this secret, for this use and this row."""


class Secret:
    """Key material that never leaves the server and never prints itself."""

    def __init__(self, material: bytes) -> None:
        self._material = material
        self.key = lru_cache(maxsize=32)(self._derive)

    def __repr__(self) -> str:
        return "Secret(…)"

    def _derive(self, use: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"kinesync {use}".encode()).derive(
            self._material
        )

    def seal(self, use: str, content: bytes, bound_to: str) -> str:
        """Return `content` encrypted (AES-256-GCM) for `use`, bound to a row's id."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self.key(use)).encrypt(nonce, content, bound_to.encode())
        return "1." + base64.b64encode(nonce + sealed).decode()

    def open(self, use: str, sealed: str, bound_to: str) -> bytes:
        """Return what `seal` took; raise Unsealable."""
        version, _, text = sealed.partition(".")
        if version != "1":
            raise Unsealable(use)
        try:
            raw = base64.b64decode(text, validate=True)
            return AESGCM(self.key(use)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound_to.encode())
        except (InvalidTag, ValueError):  # also text that is no base64, or too short
            raise Unsealable(use) from None

    def sign(self, use: str, content: bytes) -> str:
        """Return an HMAC-SHA-256 of `content` for `use`, in hex."""
        return hmac.new(self.key(use), content, hashlib.sha256).hexdigest()

    def signed(self, use: str, content: bytes, signature: str) -> bool:
        """Say whether `signature` is this secret's own, in constant time."""
        return hmac.compare_digest(self.sign(use, content).encode(), signature.encode(errors="replace"))

"""The organization's key pair for sealed outboxes: ECDH on P-256, the curve that WebCrypto has."""

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from server.secret import Secret

USE = "outbox key"


@dataclass(frozen=True, slots=True)
class OutboxKeys:
    """Both halves as they are stored: the public one plain, the private one sealed."""

    public: str
    private_sealed: str


def make_outbox_keys(secret: Secret, organization_id: str) -> OutboxKeys:
    """Return a new key pair for the organization."""
    pair = generate_private_key(SECP256R1())
    public = pair.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    private = pair.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return OutboxKeys(
        public=base64.urlsafe_b64encode(public).rstrip(b"=").decode(),
        private_sealed=secret.seal(USE, private, organization_id),
    )


def open_private_key(secret: Secret, organization_id: str, sealed: str) -> EllipticCurvePrivateKey:
    """Return the private key that opens sealed outboxes; raise Unsealable."""
    key = load_der_private_key(secret.open(USE, sealed, organization_id), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError("The outbox key is not an elliptic-curve key.")
    return key

"""Shapes of what a browser sends of its subscription, and of the inbox."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from server.notifications.endpoints import MOST_CHARACTERS

AUTH_BYTES = 16


def _unpadded(value: str) -> bytes:
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError("Not base64url.") from None


def _is_point(value: str) -> None:
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _unpadded(value))
    except ValueError:
        raise ValidationError("Not a public key on P-256.") from None


def _is_auth(value: str) -> None:
    if len(_unpadded(value)) != AUTH_BYTES:
        raise ValidationError(f"Not {AUTH_BYTES} bytes.")


class Strict(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = RAISE


class Keys(Strict):
    """What encrypts a push for the browser (RFC 8291)."""

    p256dh = fields.String(required=True, validate=[validate.Length(max=120), _is_point])
    auth = fields.String(required=True, validate=[validate.Length(max=40), _is_auth])


class Subscribe(Strict):
    """A browser's PushSubscription, as its toJSON() gives it."""

    endpoint = fields.String(required=True, validate=validate.Length(1, MOST_CHARACTERS))
    keys = fields.Nested(Keys, required=True)
    expirationTime = fields.Integer(load_default=None, allow_none=True)  # noqa: N815 - the browser's name


class Unsubscribe(Strict):
    """The endpoint to forget."""

    endpoint = fields.String(required=True, validate=validate.Length(1, MOST_CHARACTERS))


class Read(Strict):
    """Notices that were looked at."""

    ids = fields.List(
        fields.String(validate=validate.Length(max=36)), required=True, validate=validate.Length(1, 100)
    )


class PublicKey(Schema):
    """The key that a browser subscribes with."""

    public_key = fields.String(required=True)


class NoticeShown(Schema):
    """A notice in the inbox."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    subject_id = fields.String(required=True)
    at = fields.String(required=True)
    read = fields.Boolean(required=True)


class Inbox(Schema):
    """The newest notices, newest first."""

    notifications = fields.List(fields.Nested(NoticeShown), required=True)

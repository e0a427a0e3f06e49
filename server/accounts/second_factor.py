"""One-time codes from an authenticator app (TOTP, RFC 6238): six digits, thirty seconds.

A code works once: the step it belongs to is remembered, and only a later one is
taken. One step to either side allows for a clock that is off.
"""

from datetime import datetime
from hmac import compare_digest

from pyotp import TOTP, random_base32

STEP_SECONDS = 30
_SIDES = (0, -1, 1)


def make_totp_secret() -> str:
    """Return a new secret in base 32, as authenticator apps take it."""
    return random_base32(length=32)


def provisioning_address(totp_secret: str, email: str) -> str:
    """Return the otpauth:// address that an authenticator app reads, usually as a picture."""
    return TOTP(totp_secret).provisioning_uri(name=email, issuer_name="Kinesync")


def step_of_code(totp_secret: str, code: str, last_step: int | None, now: datetime) -> int | None:
    """Return the step whose code this is, or None when it is wrong or was used."""
    present = int(now.timestamp()) // STEP_SECONDS
    codes = TOTP(totp_secret)
    for side in _SIDES:
        step = present + side
        if compare_digest(codes.generate_otp(step), code) and (last_step is None or step > last_step):
            return step
    return None

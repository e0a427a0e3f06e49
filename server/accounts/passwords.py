"""Passwords: which are taken, how they are kept, and how one is checked.

Argon2id with 19 MiB, two passes, one lane is OWASP's floor (Password Storage Cheat
Sheet); at most two are computed at once, so that a morning of sign-ins does not
take gigabytes. Lengths are those of NIST SP 800-63B-4: 15 characters alone, 8
beside a second factor; no rules of composition.
"""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST = 256
AT_ONCE = 2

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_GATE = BoundedSemaphore(AT_ONCE)
_COMMON = frozenset(
    {
        "password", "passwort", "letmein", "welcome", "qwerty", "iloveyou", "sunshine", "princess",
        "football", "baseball", "dragon", "monkey", "shadow", "master", "superman", "admin", "administrator",
        "therapist", "physicaltherapy", "occupationaltherapy", "kinesync", "changeme",
        "correcthorsebatterystaple",
    }
)  # fmt: skip


class WeakPassword(ValueError):
    """The password is too short, too long, or among the first that anyone would guess."""


def check_password(password: str, *, email: str, second_factor: bool) -> None:
    """Raise WeakPassword, saying what would do."""
    shortest = SHORTEST_WITH_SECOND_FACTOR if second_factor else SHORTEST_ALONE
    if len(password) < shortest:
        raise WeakPassword(f"Use at least {shortest} characters; a few words together are fine.")
    if len(password) > LONGEST:
        raise WeakPassword(f"Use at most {LONGEST} characters.")
    letters = "".join(sign for sign in password.casefold() if sign.isalpha())
    name = email.partition("@")[0].casefold()
    if len(set(password)) < 5 or letters in _COMMON or (len(name) > 3 and name in password.casefold()):
        raise WeakPassword("This password is easy to guess.")


def hash_password(password: str) -> str:
    """Return what is stored of a password. Slow on purpose: never inside a transaction."""
    with _GATE:
        return _HASHER.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Say whether the password is the stored one, taking as long when there is none stored."""
    if len(password) > LONGEST:
        return False
    with _GATE:
        try:
            _HASHER.verify(stored or _NOBODY, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Say whether the hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(stored)


_NOBODY = _HASHER.hash("a password that nobody has")

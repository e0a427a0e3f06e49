"""Sealing: what is sealed opens only with the same secret, for the same use, at the same row."""

import pytest

from server.secret import Secret, Unsealable

SECRET = Secret(b"one installation")
CONTENT = b"the half of a key"


def test_what_was_sealed_opens_again_and_never_looks_the_same_twice() -> None:
    sealed, again = (SECRET.seal("device half", CONTENT, "row 1") for _ in range(2))

    assert SECRET.open("device half", sealed, "row 1") == CONTENT
    assert sealed != again
    assert CONTENT.decode() not in sealed


@pytest.mark.parametrize(
    ("secret", "use", "row"),
    [
        (Secret(b"another installation"), "device half", "row 1"),
        (SECRET, "totp", "row 1"),
        (SECRET, "device half", "row 2"),
    ],
)
def test_anywhere_else_it_stays_shut(secret: Secret, use: str, row: str) -> None:
    sealed = SECRET.seal("device half", CONTENT, "row 1")

    with pytest.raises(Unsealable):
        secret.open(use, sealed, row)


@pytest.mark.parametrize("damage", ["", "1.", "2.AAAA", "1.AAAA", "1.not base64!", "nonsense"])
def test_what_is_not_sealed_is_refused(damage: str) -> None:
    with pytest.raises(Unsealable):
        SECRET.open("device half", damage, "row 1")


def test_a_signature_is_of_one_use_and_one_content() -> None:
    signature = SECRET.sign("audit anchor", b"head")

    assert SECRET.signed("audit anchor", b"head", signature)
    assert not SECRET.signed("audit anchor", b"other", signature)
    assert not SECRET.signed("sealed upload", b"head", signature)
    assert not SECRET.signed("audit anchor", b"head", "é")


def test_a_secret_does_not_print_itself() -> None:
    assert "installation" not in f"{SECRET!r} {SECRET}"

"""Soak runs look for new cases each time, and print what repeats a failure."""

import pytest
from hypothesis import settings

settings.register_profile("soak", deadline=None, print_blob=True, max_examples=2_000)


@pytest.fixture(scope="session", autouse=True)
def soak_profile() -> None:
    """Leave the profile of the tests, which repeats the same cases."""
    settings.load_profile("soak")

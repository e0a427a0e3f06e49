"""Ids of the demo: derived from what they name, so that filling it again finds what is there."""

from typing import Final
from uuid import UUID, uuid5

_DEMO: Final = UUID("7a1d0e5c-97c1-4b6e-9a51-0f97112de000")


def demo_id(*parts: object) -> str:
    """Return the id of what the parts name.

    >>> demo_id("patient", "Odessa") == demo_id("patient", "Odessa") != demo_id("patient", "Hugo")
    True
    """
    return str(uuid5(_DEMO, "/".join(str(part) for part in parts)))


ORGANIZATION: Final = demo_id("organization")
CLINIC: Final = demo_id("clinic")

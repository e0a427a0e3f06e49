"""The library of activities that ships, read from `data/activities.json`, which the tablet reads too.

>>> "static-balance" in GROUPS, "hold_seconds" in DOSE_FIELDS
(True, True)
>>> ships("  baps BOARD "), ships("Sorting pegs")
(True, False)
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final


def _read() -> list[Mapping[str, Any]]:
    text = files("server.documentation").joinpath("data/activities.json").read_text(encoding="utf-8")
    groups: list[Mapping[str, Any]] = json.loads(text)["groups"]
    return groups


_GROUPS = _read()
_ACTIVITIES = [activity for group in _GROUPS for activity in group["activities"]]
GROUPS: Final[Mapping[str, str]] = {group["id"]: group["label"] for group in _GROUPS}
"""The groups by id, in the order of the screen."""

DOSE_FIELDS: Final = frozenset(
    field for activity in _ACTIVITIES for field in (*activity["fields"], *activity["more"])
)
"""Every dose field that some activity has."""


def key_of(name: str) -> str:
    """Return by what a name is told apart: not by case, nor by spaces around it."""
    return " ".join(name.split()).casefold()


_SHIPPED: Final = frozenset(key_of(activity["label"]) for activity in _ACTIVITIES)


def ships(name: str) -> bool:
    """Say whether an activity of this name ships."""
    return key_of(name) in _SHIPPED

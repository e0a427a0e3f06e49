"""Golden tables, which pytest and vitest both read."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "golden"


def cases(table: str) -> list[Any]:
    """Return the cases of a table as parameters with their names."""
    found = json.loads((FOLDER / f"{table}.json").read_text(encoding="utf-8"))["cases"]
    assert len({case["name"] for case in found}) == len(found), "two cases of one name"
    return [pytest.param(case, id=case["name"]) for case in found]

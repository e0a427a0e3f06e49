"""The check of a treatment note: the golden cases, which the tablet reads too."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.documentation import ELEMENTS, missing_elements

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "documentation.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_a_note_lacks_just_what_the_case_says(case: dict[str, Any]) -> None:
    found = missing_elements(case["record"], case["raised"])
    assert [[one.element, one.level, one.target] for one in found] == case["missing"]


def test_every_element_names_its_source() -> None:
    assert all(element.source and element.level in {"required", "advised"} for element in ELEMENTS)


def test_the_library_holds_forty_activities_with_distinct_ids() -> None:
    path = Path(__file__).parents[3] / "server" / "documentation" / "data" / "activities.json"
    groups = json.loads(path.read_text(encoding="utf-8"))["groups"]
    ids = [activity["id"] for group in groups for activity in group["activities"]]
    assert len(ids) >= 40
    assert len(ids) == len(set(ids))

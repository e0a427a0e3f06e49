"""Units of timed codes against the worked examples of the sources."""

from typing import Any

import pytest

from server.billing.units import band, count, units_in
from tests.server.billing.golden import cases


@pytest.mark.parametrize("case", cases("units"))
def test_worked_examples_give_the_published_units(case: dict[str, Any]) -> None:
    day = [(service["code"], service["minutes"]) for service in case["day"]]

    counted = count(case["counting"], day, case.get("prefer", []))

    assert counted.units == case["units"]
    choices = [{**choice._asdict(), "between": list(choice.between)} for choice in counted.choices]
    assert choices == case["choices"]


def test_bands_and_units_agree_for_every_minute_of_a_day() -> None:
    for minutes in range(1441):
        least, most = band(units_in(minutes))
        assert least <= minutes <= most

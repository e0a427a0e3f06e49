"""Seeded mutants: each breaks one rule, and the golden tables must notice every one.

A mutant replaces one piece of a function's source and swaps the function's code in place, so every module
that imported the function runs the mutant. The seeds, in mutants.json, are the mistakes that programs for
this trade really make.
"""

import inspect
import json
import textwrap
from collections.abc import Callable, Iterator
from functools import reduce
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from server.billing import regions, rules
from tests.server.billing import test_golden, test_units
from tests.server.billing.golden import cases

MUTANTS = json.loads(Path(__file__).with_name("mutants.json").read_text(encoding="utf-8"))
CHECKS: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("units", test_units.test_worked_examples_give_the_published_units),
    ("assistants", test_golden.test_assistants_units_stand_on_lines_of_their_own),
    ("minutes", test_golden.test_minutes_are_cut_once_per_code_and_counted_once),
    ("modifiers", test_golden.check_day),
    ("whole_days", test_golden.check_day),
]


def first_failing_case() -> str | None:
    """Return the first golden case that does not hold."""
    rules._shipped.cache_clear()
    for table, check in CHECKS:
        for case in cases(table):
            try:
                check(case.values[0])
            except (AssertionError, LookupError, StopIteration, TypeError, ValueError):
                return str(case.id)
    return None


def find_function(path: str) -> FunctionType:
    """Return the function that a mutant names, `module.function` or `module.Class.function`."""
    module, *names = path.split(".")
    found: object = reduce(getattr, names, import_module(f"server.billing.{module}"))
    assert isinstance(found, FunctionType)
    return found


def mutated(function: FunctionType, old: str, new: str) -> FunctionType:
    """Return a function like this one, with one piece of its source replaced."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {function.__qualname__}"
    names: dict[str, Any] = {}
    code = compile(source.replace(old, new), function.__qualname__, "exec")
    exec(code, {**function.__globals__}, names)  # noqa: S102 (our own source, one piece replaced)
    found = names[function.__name__]
    assert isinstance(found, FunctionType)
    return found


@pytest.fixture(autouse=True)
def _fresh_rules() -> Iterator[None]:
    yield
    rules._shipped.cache_clear()  # what a mutant looked up is not for the tests behind


def test_the_golden_tables_hold_without_a_mutant() -> None:
    assert first_failing_case() is None


@pytest.mark.parametrize("mutant", [pytest.param(mutant, id=mutant["name"]) for mutant in MUTANTS])
def test_a_mutant_is_killed(mutant: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    function = find_function(mutant["function"])
    monkeypatch.setattr(function, "__code__", mutated(function, mutant["old"], mutant["new"]).__code__)

    assert first_failing_case() is not None


def test_an_extremity_that_does_not_contain_its_parts_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for region in regions.COVERS:
        monkeypatch.setitem(regions.COVERS, region, frozenset({region}))

    assert first_failing_case() == "an extremity contains its parts"

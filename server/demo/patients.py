"""The demo's patients: every name says that nobody is called so."""

import json
from datetime import date
from importlib.resources import files
from typing import Any, NamedTuple

from server.demo.people import PEOPLE, Person
from server.demo.treatments import TREATMENTS, Treatment

_PERSON = {person.key: person for person in PEOPLE}


class Done(NamedTuple):
    """A treatment as part of each visit: for how long, and by whom if not by the one who signs."""

    treatment: Treatment
    minutes: int
    by: Person | None = None


class Measured(NamedTuple):
    """A measure and its values from visit to visit; None where it was not taken. The last value stays."""

    measure: str
    unit: str
    values: tuple[int | None, ...]
    side: str | None = None
    goal: tuple[int, str] | None = None
    """The place of the goal it belongs to, and the goal's target as people write it."""


class Plan(NamedTuple):
    """One episode: its plan of care, who treats, what each visit holds and how many visits have passed."""

    by: Person
    policy: str
    title: str
    diagnosis: tuple[str, str]
    goals: tuple[str, ...]
    done: tuple[Done, ...]
    past: int = 3
    planned: int = 12
    frequency: str = "2 a week"
    duration: str = "6 weeks"
    with_: tuple[Person, ...] = ()
    at_home: bool = False
    measured: tuple[Measured, ...] = ()
    authorized_visits: int | None = None


class Invented(NamedTuple):
    """A patient and the plans of care."""

    given_name: str
    family_name: str
    birth_date: date
    precautions: tuple[str, ...]
    plans: tuple[Plan, ...]
    systolic_max: int | None = None


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _done(treatment: str, minutes: int, on: list[str] | None = None, by: str | None = None) -> Done:
    """Read a treatment, on other regions than its usual ones where `on` names some."""
    what = TREATMENTS[treatment]
    return Done(what._replace(regions=tuple(on)) if on else what, minutes, _PERSON[by] if by else None)


def _plan(row: dict[str, Any]) -> Plan:
    with_ = tuple(_PERSON[key] for key in row.pop("with", ()))
    done = tuple(_done(**one) for one in row.pop("done"))
    measured = tuple(Measured(**_tuples(one)) for one in row.pop("measured", ()))
    return Plan(
        **{**_tuples(row), "by": _PERSON[row["by"]], "done": done, "with_": with_, "measured": measured}
    )


def _invented(row: dict[str, Any]) -> Invented:
    born, plans = date.fromisoformat(row["birth_date"]), tuple(map(_plan, row["plans"]))
    return Invented(**{**_tuples(row), "birth_date": born, "plans": plans})


PATIENTS = tuple(
    map(_invented, json.loads(files("server.demo").joinpath("data/patients.json").read_text("utf-8")))
)

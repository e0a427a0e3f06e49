"""A request of `kinesync finalize`: one service day, read by hand.

A service day is one patient, one date, one discipline, one payer: what billing counts over. Every key of
the request is checked here, nothing else is let in; a fault is a RequestError with a JSON pointer.

>>> day = read_day({"id": "1", "date_of_service": "2026-03-02", "discipline": "PT",
...                 "payer": "medicare-part-b",
...                 "services": [{"code": "97112", "minutes": 24, "by": "therapist"}]})
>>> day.date, day.policy.counting, day.services[0].code
(datetime.date(2026, 3, 2), 'cms8', '97112')
>>> read_day({"id": "1"})
Traceback (most recent call last):
    ...
server.billing.problem.RequestError: /: date_of_service is needed.
"""

from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, get_args

from server.billing.codes import counts_as
from server.billing.fields import (
    LARGEST,
    a_code,
    an_array,
    an_object,
    at,
    check_keys,
    each,
    named,
    one_of,
    text,
    whole_number,
)
from server.billing.policies import Policy, read_policy
from server.billing.problem import RequestError
from server.billing.services import LONGEST_MINUTES, MINUTE, Service, read_service

Discipline = Literal["PT", "OT"]
Basis = Literal["encounter", "structure", "practitioner", "non-overlapping"]

BASES: Final[tuple[Basis, ...]] = get_args(Basis)
_DISCIPLINES: Final[tuple[Discipline, ...]] = get_args(Discipline)
EXTRA_MODIFIERS: Final = ("95", "96", "97", "GA", "GX", "GY", "GZ")
FIRST_DATE: Final = date(2022, 1, 1)
_NEEDED: Final = ("id", "date_of_service", "discipline", "payer", "services")
_OPTIONAL: Final = ("prefer", "attestations", "threshold", "same_day", "extra_modifiers")
_ALLOWED: Final = frozenset((*_NEEDED, *_OPTIONAL))


class Distinct(NamedTuple):
    """A clinician's word that two services of an edit were distinct, and on what basis."""

    column1: str
    column2: str
    basis: Basis
    by: str


class Threshold(NamedTuple):
    """Allowed amounts in cents: of the calendar year before this day, and of this day where known."""

    used_cents: int
    day_cents: int | None


class Elsewhere(NamedTuple):
    """A code billed for the patient on that day, on another claim."""

    code: str
    discipline: str
    clinician: str | None
    specialty: str | None


class ServiceDay(NamedTuple):
    """One service day. `kx_by` is who attested medical necessity above the threshold, if anybody."""

    id: str
    date: date
    discipline: Discipline
    policy: Policy
    services: tuple[Service, ...]
    prefer: tuple[str, ...] = ()
    distinct: tuple[Distinct, ...] = ()
    kx_by: str | None = None
    threshold: Threshold | None = None
    same_day: tuple[Elsewhere, ...] = ()
    extra_modifiers: tuple[tuple[str, str], ...] = ()


def read_day(found: Any) -> ServiceDay:
    """Return the service day of a request. Raises RequestError."""
    request = an_object(found)
    check_keys(request, _ALLOWED, _NEEDED)
    day = ServiceDay(
        text(request["id"], "id"),
        _date(text(request["date_of_service"], "date_of_service")),
        one_of(request["discipline"], _DISCIPLINES, "discipline"),
        read_policy(request["payer"], "payer"),
        (),
    )
    day = day._replace(services=_services(request["services"], day.date))
    return day if len(request) == len(_NEEDED) else _with_options(day, request)


@lru_cache(maxsize=4096)
def _date(value: str) -> date:
    """Return the date of service; days repeat, so the answer is kept."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:  # the parser takes week dates too
        raise RequestError("impossible-date", "A date is YYYY-MM-DD.", "/date_of_service")
    if found < FIRST_DATE:
        raise RequestError("date-not-covered", f"Rules begin on {FIRST_DATE}.", "/date_of_service")
    return found


def _services(value: Any, day: date) -> tuple[Service, ...]:
    rows = an_array(value, "services")
    if not rows:
        raise RequestError("out-of-range", "A service day has at least one service.", "/services")
    services = tuple([read_service(row, day, index) for index, row in enumerate(rows)])
    if sum([service.duration for service in services]) > LONGEST_MINUTES * MINUTE:
        raise RequestError("out-of-range", f"A day has {LONGEST_MINUTES} minutes.", "/services")
    return services


def _with_options(day: ServiceDay, request: dict[str, Any]) -> ServiceDay:
    distinct, kx_by = _attestations(request.get("attestations", []))
    return day._replace(
        prefer=_prefer(request.get("prefer", [])),
        distinct=distinct,
        kx_by=kx_by,
        threshold=_threshold(request["threshold"]) if "threshold" in request else None,
        same_day=each(an_array(request.get("same_day", []), "same_day"), _elsewhere, "same_day"),
        extra_modifiers=each(
            an_array(request.get("extra_modifiers", []), "extra_modifiers"), _extra, "extra_modifiers"
        ),
    )


def _prefer(value: Any) -> tuple[str, ...]:
    codes = each(an_array(value, "prefer"), a_code, "prefer")
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise RequestError("repeated-value", "A code stands once here.", at("prefer", index))
    return codes


def _attestations(value: Any) -> tuple[tuple[Distinct, ...], str | None]:
    distinct: list[Distinct] = []
    kx_by: str | None = None
    for index, found in enumerate(an_array(value, "attestations")):
        place = ("attestations", index)
        kind = one_of(an_object(found, *place).get("kind", ""), ("distinct", "kx"), *place, "kind")
        if kind == "kx":
            check_keys(found, ("kind", "by"), ("by",), *place)
            kx_by = kx_by or named(found["by"], *place, "by")
        else:
            distinct.append(_distinct(found, *place))
    return tuple(distinct), kx_by


def _distinct(found: dict[str, Any], *place: str | int) -> Distinct:
    keys = ("column1", "column2", "basis", "by")
    check_keys(found, ("kind", *keys), keys, *place)
    return Distinct(
        a_code(found["column1"], *place, "column1"),
        a_code(found["column2"], *place, "column2"),
        one_of(found["basis"], BASES, *place, "basis"),
        named(found["by"], *place, "by"),
    )


def _threshold(value: Any) -> Threshold:
    found = an_object(value, "threshold")
    check_keys(found, ("used_cents", "day_cents"), ("used_cents",), "threshold")
    used = whole_number(found["used_cents"], 0, LARGEST, "threshold", "used_cents")
    if "day_cents" not in found:
        return Threshold(used, None)
    return Threshold(used, whole_number(found["day_cents"], 0, LARGEST, "threshold", "day_cents"))


def _elsewhere(value: Any, *place: str | int) -> Elsewhere:
    found = an_object(value, *place)
    check_keys(found, ("code", "discipline", "clinician", "specialty"), ("code", "discipline"), *place)
    return Elsewhere(
        a_code(found["code"], *place, "code"),
        named(found["discipline"], *place, "discipline"),
        named(found["clinician"], *place, "clinician") if "clinician" in found else None,
        named(found["specialty"], *place, "specialty") if "specialty" in found else None,
    )


def _extra(value: Any, *place: str | int) -> tuple[str, str]:
    found = an_object(value, *place)
    check_keys(found, ("code", "modifier"), ("code", "modifier"), *place)
    code = a_code(found["code"], *place, "code")
    if counts_as(code) is None:
        raise RequestError("code-not-supported", "Kinesync does not bill this code.", at(*place, "code"))
    return code, one_of(found["modifier"], EXTRA_MODIFIERS, *place, "modifier")

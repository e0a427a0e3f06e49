"""Gathering the service days of one patient and date from what was read of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from server.accounts.operations import titles_of
from server.billing import Rules
from server.claims.amounts.counting import Fees
from server.claims.amounts.operations import fees_of
from server.claims.attestations import as_asked, preferences
from server.claims.because import Counted
from server.claims.clock import clock
from server.claims.gathered import Day, Timed, Untimed
from server.claims.material import Material
from server.claims.models import PayerPolicy
from server.claims.one_on_one import DayTimed, Found, check
from server.claims.policies import payer_id, payer_of, policies_of, policy_on
from server.claims.procedures import billed_of, outside_of
from server.claims.waits import Begun, Expected, Wait, waits_for_visits
from server.db import wire_time
from server.organizations.operations import time_zones_of
from server.visits.operations import EffectiveSegment


class NoPolicy(LookupError):
    """An episode's payer policy does not exist on the date of service."""


@dataclass(frozen=True)
class Setting:
    """What all days of an organization share: how people are called, payer policies, fees, rules, zones.

    `rules` is called when a day is billed, and raises PackError then. `zones` are by clinic.
    """

    organization_id: str
    names: Mapping[str, str]
    policies: Sequence[PayerPolicy]
    fees: Fees
    rules: Callable[[], Rules]
    zones: Mapping[str | None, str]


@dataclass(frozen=True)
class Gathered:
    """One service day, what it still waits for, and who treated under which code.

    `counted` are the signed visits, `unsigned` is the time of those that nobody signed yet, `twice` what
    stands in two places.
    """

    patient_id: str
    day: Day
    payer_id: str
    policy_name: str
    visit_ids: list[str]
    signed: bool
    waits: list[Wait]
    treated: Mapping[str, Sequence[str]]
    zone: str
    counted: tuple[Counted, ...] = ()
    unsigned: tuple[Timed, ...] = ()
    twice: Sequence[Found] = ()


def setting_of(session: Session, organization_id: str, rules: Callable[[], Rules]) -> Setting:
    """Return what the days of an organization share, read once for many days."""
    return Setting(
        organization_id,
        titles_of(session, organization_id),
        policies_of(session, organization_id),
        Fees(fees_of(session, organization_id)),
        rules,
        time_zones_of(session, organization_id),
    )


def gather(material: Material, setting: Setting, patient_id: str, day: date) -> list[Gathered]:
    """Return the service days of a patient and date, in one order; raise NoPolicy."""
    visits = [visit for visit in material.visits.get((patient_id, day), ()) if visit.status != "void"]
    appointments = material.appointments.get((patient_id, day), ())
    groups: dict[tuple[str, str], list[Any]] = {}
    for visit in visits:
        episode = material.episodes[visit.episode_id]
        policy = policy_on(setting.policies, episode.payer_policy_id, day)
        if policy is None:
            raise NoPolicy(episode.payer_policy_id)
        groups.setdefault((episode.discipline, policy.name), []).append(visit)
    waits = {
        discipline: _waits(
            setting,
            [row for row in visits if material.episodes[row.episode_id].discipline == discipline],
            [row for row in appointments if material.episodes[row.episode_id].discipline == discipline],
        )
        for discipline, _ in groups
    }
    return [
        _gathered(material, setting, (patient_id, day), key, groups[key], waits[key[0]])
        for key in sorted(groups)
    ]


def held_against_each_other(
    material: Material, setting: Setting, patient_id: str, day: date, gathered: Sequence[Gathered]
) -> list[Gathered]:
    """Return the days with what of their one-on-one time stands twice, here or with other patients."""
    days = [DayTimed(one.day.id, one.day.discipline, one.day.timed + one.unsigned) for one in gathered]
    clinicians = {stretch.clinician_id for one in days for stretch in one.timed}
    with_others = {
        treatment.visit_id
        for clinician_id in clinicians
        for treatment in material.elsewhere.get((clinician_id, day), ())
        if treatment.patient_id != patient_id
    }
    others = [_as_timed(one) for one in material.closed(with_others)]
    found = []
    for one, timed in zip(gathered, days, strict=True):
        mine = {stretch.clinician_id for stretch in timed.timed}
        theirs = [stretch for stretch in others if stretch.clinician_id in mine]
        found.append(replace(one, twice=check(timed, days, theirs, setting.names)))
    return found


def _as_timed(one: EffectiveSegment) -> Timed:
    assert one.ended_at is not None  # noqa: S101 - only closed segments come here
    return Timed(one.code, one.performer, one.clinician_id, one.started_at, one.ended_at)


def service_day_id(patient_id: str, day: date, discipline: str, payer: str) -> str:
    """Return the id of a service day: the same day has the same id, whoever gathers it first."""
    return str(uuid5(UUID(patient_id), f"{day.isoformat()} {discipline} {payer}"))


def _gathered(
    material: Material,
    setting: Setting,
    at: tuple[str, date],
    key: tuple[str, str],
    visits: Sequence[Any],
    waits: list[Wait],
) -> Gathered:
    (patient_id, day), (discipline, name) = at, key
    payer = payer_id(setting.policies, name)
    policy = policy_on(setting.policies, payer, day)
    assert policy is not None  # noqa: S101 - its visits were grouped by it
    signed = [visit.id for visit in visits if visit.status == "signed"]
    segments, untimed = material.closed(signed), _untimed(material, signed)
    timed = tuple(_as_timed(one) for one in segments)
    procedures = material.procedures.get(at, ())
    attested = [row for row in material.attestations.get(at, ()) if row.discipline == discipline]
    zone = setting.zones[visits[0].clinic_id]
    gathered_day = Day(
        id=service_day_id(patient_id, day, discipline, payer),
        date_of_service=day,
        discipline=discipline,
        payer=payer_of(policy),
        timed=timed,
        untimed=untimed,
        regions=_regions(material, signed),
        prefer=preferences(one for id_ in signed for one in material.choices.get(id_, ())),
        attestations=as_asked(attested, setting.names),
        outside=outside_of(procedures),
        elsewhere=billed_of(procedures),
    )
    return Gathered(
        patient_id=patient_id,
        day=gathered_day,
        payer_id=payer,
        policy_name=policy.name,
        visit_ids=[visit.id for visit in visits],
        signed=bool(signed),
        waits=waits,
        treated=_treated([*timed, *untimed]),
        zone=zone,
        counted=tuple(
            _counted(setting, visit, segments, zone) for visit in visits if visit.status == "signed"
        ),
        unsigned=tuple(
            _as_timed(one)
            for one in material.closed(visit.id for visit in visits if visit.status != "signed")
        ),
    )


def _treated(rows: Iterable[Timed | Untimed]) -> dict[str, list[str]]:
    """Return who treated under each code."""
    treated: dict[str, list[str]] = {}
    for one in rows:
        treated.setdefault(one.code, []).append(one.clinician_id)
    return treated


def _counted(setting: Setting, visit: Any, segments: Iterable[EffectiveSegment], zone: str) -> Counted:
    """Return a signed visit with the starts of its stretches, as billing's request writes them."""
    starts = (wire_time(one.started_at) for one in segments if one.visit_id == visit.id)
    who = setting.names.get(visit.started_by, "a clinician")
    return Counted(clock(zone, visit.started_at), who, frozenset(one for one in starts if one))


def _untimed(material: Material, visit_ids: Sequence[str]) -> tuple[Untimed, ...]:
    rows = [one for id_ in visit_ids for one in material.untimed.get(id_, ())]
    return tuple(
        Untimed(one.code, one.performer, one.clinician_id, one.at, one.minutes)
        for one in sorted(rows, key=lambda one: (one.at, one.id))
    )


def _regions(material: Material, visit_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    regions: dict[str, set[str]] = {}
    for id_ in visit_ids:
        for code, treated in material.regions.get(id_, {}).items():
            regions.setdefault(code, set()).update(treated)
    return {code: tuple(sorted(found)) for code, found in regions.items()}


def _waits(setting: Setting, visits: Sequence[Any], appointments: Iterable[Any]) -> list[Wait]:
    expected = {
        one.visit_id: Expected(
            one.visit_id, _clock(setting, one, one.starts_at), one.status, one.clinician_ids
        )
        for one in appointments
    }
    begun = [
        Begun(
            visit.id,
            expected[visit.id].time if visit.id in expected else _clock(setting, visit, visit.started_at),
            visit.status,
            expected[visit.id].clinician_ids if visit.id in expected else [visit.started_by],
        )
        for visit in visits
    ]
    return waits_for_visits(list(expected.values()), begun, setting.names)


def _clock(setting: Setting, row: Any, at: datetime) -> str:
    return clock(setting.zones[row.clinic_id], at)

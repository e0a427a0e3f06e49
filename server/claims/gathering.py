"""Gathering the service days of one patient and date from visits, episodes, appointments and attestations."""

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
from server.claims.attestations import attestations_of, preferences_of
from server.claims.clock import clock
from server.claims.gathered import Day, Timed, Untimed
from server.claims.models import PayerPolicy
from server.claims.one_on_one import DayTimed, Found, check
from server.claims.policies import payer_id, payer_of, policies_of, policy_on
from server.claims.procedures import billed_of, outside_of, procedures_of
from server.claims.waits import Begun, Expected, Wait, waits_for_visits
from server.episodes.operations import episodes_by_id
from server.organizations.operations import time_zone_of
from server.schedule.operations import appointments_of_day
from server.visits.operations import (
    EffectiveSegment,
    effective_segments,
    interventions_of,
    segments_with_others,
    untimed_of,
    visits_of_day,
)


class NoPolicy(LookupError):
    """An episode's payer policy does not exist on the date of service."""


@dataclass(frozen=True)
class Setting:
    """What all days of an organization share: how people are called, payer policies, fees, rules.

    `rules` is called when a day is billed, and raises PackError then.
    """

    organization_id: str
    names: Mapping[str, str]
    policies: Sequence[PayerPolicy]
    fees: Fees
    rules: Callable[[], Rules]


@dataclass(frozen=True)
class Gathered:
    """One service day, what it still waits for, and who treated under which code.

    `unsigned` is the time of visits that nobody signed yet, `twice` what stands in two places.
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
    )


def gather(session: Session, setting: Setting, patient_id: str, day: date) -> list[Gathered]:
    """Return the service days of a patient and date, in one order; raise NoPolicy."""
    visits = [visit for visit in visits_of_day(session, patient_id, day) if visit.status != "void"]
    appointments = appointments_of_day(session, patient_id, day)
    mentioned = {visit.episode_id for visit in visits} | {one.episode_id for one in appointments}
    episodes = episodes_by_id(session, mentioned)
    groups: dict[tuple[str, str], list[Any]] = {}
    for visit in visits:
        episode = episodes[visit.episode_id]
        policy = policy_on(setting.policies, episode.payer_policy_id, day)
        if policy is None:
            raise NoPolicy(episode.payer_policy_id)
        groups.setdefault((episode.discipline, policy.name), []).append(visit)
    waits = {
        discipline: _waits(
            session,
            setting,
            [row for row in visits if episodes[row.episode_id].discipline == discipline],
            [row for row in appointments if episodes[row.episode_id].discipline == discipline],
        )
        for discipline, _ in groups
    }
    return [
        _gathered(session, setting, patient_id, day, key, groups[key], waits[key[0]])
        for key in sorted(groups)
    ]


def held_against_each_other(
    session: Session, setting: Setting, patient_id: str, day: date, gathered: Sequence[Gathered]
) -> list[Gathered]:
    """Return the days with what of their one-on-one time stands twice, here or with other patients."""
    days = [DayTimed(one.day.id, one.day.discipline, one.day.timed + one.unsigned) for one in gathered]
    clinicians = {stretch.clinician_id for one in days for stretch in one.timed}
    others = [
        _as_timed(one)
        for one in segments_with_others(session, setting.organization_id, clinicians, patient_id, day)
    ]
    found = []
    for one, timed in zip(gathered, days, strict=True):
        mine = {stretch.clinician_id for stretch in timed.timed}
        theirs = [stretch for stretch in others if stretch.clinician_id in mine]
        found.append(replace(one, twice=check(timed, days, theirs, setting.names)))
    return found


def visits_with_others(
    session: Session, setting: Setting, clinicians: Iterable[str], patient_id: str, day: date
) -> set[str]:
    """Return the visits in which these clinicians treated other patients on the date."""
    others = segments_with_others(session, setting.organization_id, clinicians, patient_id, day)
    return {one.visit_id for one in others}


def _as_timed(one: EffectiveSegment) -> Timed:
    assert one.ended_at is not None  # noqa: S101 - only closed segments are asked for
    return Timed(one.code, one.performer, one.clinician_id, one.started_at, one.ended_at)


def service_day_id(patient_id: str, day: date, discipline: str, payer: str) -> str:
    """Return the id of a service day: the same day has the same id, whoever gathers it first."""
    return str(uuid5(UUID(patient_id), f"{day.isoformat()} {discipline} {payer}"))


def _gathered(
    session: Session,
    setting: Setting,
    patient_id: str,
    day: date,
    key: tuple[str, str],
    visits: Sequence[Any],
    waits: list[Wait],
) -> Gathered:
    discipline, name = key
    payer = payer_id(setting.policies, name)
    policy = policy_on(setting.policies, payer, day)
    assert policy is not None  # noqa: S101 - its visits were grouped by it
    signed = [visit.id for visit in visits if visit.status == "signed"]
    unsigned = [visit.id for visit in visits if visit.status != "signed"]
    timed, untimed = _timed(session, signed), _untimed(session, signed)
    procedures = procedures_of(session, patient_id, day)
    treated: dict[str, list[str]] = {}
    for code, clinician_id in [(one.code, one.clinician_id) for one in timed] + [
        (one.code, one.clinician_id) for one in untimed
    ]:
        treated.setdefault(code, []).append(clinician_id)
    gathered_day = Day(
        id=service_day_id(patient_id, day, discipline, payer),
        date_of_service=day,
        discipline=discipline,
        payer=payer_of(policy),
        timed=timed,
        untimed=untimed,
        regions=_regions(session, signed),
        prefer=preferences_of(session, signed),
        attestations=attestations_of(session, patient_id, day, discipline),
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
        treated=treated,
        zone=time_zone_of(session, setting.organization_id, visits[0].clinic_id),
        unsigned=_timed(session, unsigned) if unsigned else (),
    )


def _timed(session: Session, visit_ids: Sequence[str]) -> tuple[Timed, ...]:
    return tuple(
        Timed(one.code, one.performer, one.clinician_id, one.started_at, one.ended_at)
        for one in effective_segments(session, visit_ids)
        if one.ended_at is not None
    )


def _untimed(session: Session, visit_ids: Sequence[str]) -> tuple[Untimed, ...]:
    return tuple(
        Untimed(one.code, one.performer, one.clinician_id, one.at, one.minutes)
        for one in untimed_of(session, visit_ids)
    )


def _regions(session: Session, visit_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    regions: dict[str, set[str]] = {}
    for one in interventions_of(session, visit_ids):
        regions.setdefault(one.code, set()).update(one.regions)
    return {code: tuple(sorted(found)) for code, found in regions.items()}


def _waits(
    session: Session, setting: Setting, visits: Sequence[Any], appointments: Iterable[Any]
) -> list[Wait]:
    expected = {
        one.visit_id: Expected(
            one.visit_id, _clock(session, one, one.starts_at), one.status, one.clinician_ids
        )
        for one in appointments
    }
    begun = [
        Begun(
            visit.id,
            expected[visit.id].time if visit.id in expected else _clock(session, visit, visit.started_at),
            visit.status,
            expected[visit.id].clinician_ids if visit.id in expected else [visit.started_by],
        )
        for visit in visits
    ]
    return waits_for_visits(list(expected.values()), begun, setting.names)


def _clock(session: Session, row: Any, at: datetime) -> str:
    return clock(time_zone_of(session, row.organization_id, row.clinic_id), at)

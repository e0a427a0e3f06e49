"""The list that a biller works through: service days narrowed by what matters, and who must act on how many.

A patient is asked for by id: names never stand in an address.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from server.accounts.operations import titles_of
from server.claims.models import Line, PayerPolicy, Revision, ServiceDay, Submission
from server.claims.policies import billed_by, policies_of
from server.claims.waits import Wait
from server.patients.operations import patients_of

Shown = dict[str, Any]

MOST_DAYS: Final = 200


class Asked(NamedTuple):
    """How the list is narrowed; None where it is not. `since` and `until` are both included.

    `needs` is whose answer a day waits for: a clinician's id, or a role's name as waits say it.
    `claim` is `to-submit`, `to-correct` or `submitted`: what is left to do at the payer.
    """

    state: str | None = None
    on: date | None = None
    since: date | None = None
    until: date | None = None
    payer: str | None = None
    discipline: str | None = None
    patient: str | None = None
    needs: str | None = None
    claim: str | None = None


def service_days(session: Session, organization_id: str, asked: Asked) -> Shown:
    """Return the days asked for, the newest first, whether there are more, and who must act on how many."""
    found = session.scalars(_narrowed(organization_id, asked).limit(None if asked.needs else MOST_DAYS + 1))
    rows = [row for row in found if asked.needs is None or asked.needs in map(whose, row.waits_for)]
    return {
        "service_days": with_names(session, organization_id, rows[:MOST_DAYS]),
        "more": len(rows) > MOST_DAYS,
        "needs": _needs(session, organization_id),
    }


def _narrowed(organization_id: str, asked: Asked) -> Select[ServiceDay]:
    days = select(ServiceDay).where(
        ServiceDay.organization_id == organization_id, ServiceDay.deleted_at.is_(None)
    )
    wanted = {
        ServiceDay.state: asked.state,
        ServiceDay.date_of_service: asked.on,
        ServiceDay.policy_name: asked.payer,
        ServiceDay.discipline: asked.discipline,
        ServiceDay.patient_id: asked.patient,
    }
    for column, value in wanted.items():
        if value is not None:
            days = days.where(column == value)
    if asked.since is not None:
        days = days.where(ServiceDay.date_of_service >= asked.since)
    if asked.until is not None:
        days = days.where(ServiceDay.date_of_service <= asked.until)
    if asked.needs is not None:
        days = days.where(ServiceDay.state != "final")
    if asked.claim is not None:
        days = days.where(_claim_is(asked.claim))
    return days.order_by(ServiceDay.date_of_service.desc(), ServiceDay.id)


def _claim_is(claim: str) -> ColumnElement[bool]:
    """Say what holds of a day whose claim is to be submitted, to be corrected, or submitted as it stands."""
    numbered = aliased(Revision)
    newest = (
        select(func.max(numbered.number)).where(numbered.service_day_id == ServiceDay.id).scalar_subquery()
    )
    submitted = exists().where(Submission.service_day_id == ServiceDay.id)
    newest_submitted = submitted.where(Submission.number == newest)
    if claim == "submitted":
        return newest_submitted
    final = ServiceDay.state == "final"
    if claim == "to-correct":
        return final & submitted & ~newest_submitted
    billed = exists().where(
        Revision.service_day_id == ServiceDay.id,
        Revision.number == newest,
        Line.revision_id == Revision.id,
        Line.outside.is_(False),
    )
    return final & billed & ~submitted


def whose(one: Wait) -> str:
    """Return whose answer is awaited: a clinician's id where there is one, else what people say.

    >>> whose({"says": "97112 is held.", "who": "Biller", "clinician_id": None})
    'Biller'
    """
    return str(one["clinician_id"] or one["who"])


def _needs(session: Session, organization_id: str) -> list[Shown]:
    """Return everybody whom a day waits for, those with the most days first."""
    waiting = session.scalars(
        select(ServiceDay.waits_for).where(
            ServiceDay.organization_id == organization_id,
            ServiceDay.deleted_at.is_(None),
            ServiceDay.state != "final",
        )
    )
    names = titles_of(session, organization_id)
    days: dict[str, int] = {}
    for waits in waiting:
        for key in dict.fromkeys(whose(one) for one in waits):
            days[key] = days.get(key, 0) + 1
    ordered = sorted(days, key=lambda key: (-days[key], names.get(key, key)))
    return [{"whose": key, "who": names.get(key, key), "days": days[key]} for key in ordered]


def with_names(session: Session, organization_id: str, rows: Sequence[ServiceDay]) -> list[Shown]:
    """Return service days with their patients' names and what their payer policy is called."""
    patients = {
        patient.id: patient
        for patient in patients_of(session, organization_id, {row.patient_id for row in rows})
    }
    policies = policies_of(session, organization_id)
    return [
        {
            "id": row.id,
            **row.feed_data(),
            "policy_label": label_of(policies, row),
            "patient_name": patients[row.patient_id].name,
            "birth_date": patients[row.patient_id].birth_date.isoformat(),
        }
        for row in rows
    ]


def label_of(policies: Sequence[PayerPolicy], row: ServiceDay) -> str:
    """Return what the policy by which a day was billed is called."""
    policy = billed_by(policies, row)
    return policy.label if policy else row.policy_name

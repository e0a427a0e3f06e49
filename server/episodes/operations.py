"""Making episodes and goals, and finding them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import uuid7
from server.episodes.models import Episode, Goal
from server.patients.models import Patient
from server.patients.noting import note_change


def create_episode(
    session: Session,
    patient: Patient,
    *,
    discipline: str,
    title: str,
    payer_policy_id: str,
    frequency: str,
    duration: str,
    started_on: date,
    now: datetime,
    episode_id: str | None = None,
    diagnoses: Sequence[dict[str, str]] = (),
    by: str | None = None,
    **plan: Any,
) -> Episode:
    """Start an episode; `plan` holds the optional columns of the plan of care."""
    episode = Episode(
        id=episode_id or uuid7(),
        organization_id=patient.organization_id,
        patient_id=patient.id,
        discipline=discipline,
        title=title,
        diagnoses=list(diagnoses),
        payer_policy_id=payer_policy_id,
        frequency=frequency,
        duration=duration,
        started_on=started_on,
        progress_report_every=plan.pop("progress_report_every", 10),
        created_at=now,
        **plan,
    )
    session.add(episode)
    note_change(session, "episode.create", episode, patient.id, by=by, now=now)
    return episode


def add_goal(
    session: Session,
    episode: Episode,
    *,
    number: int,
    text: str,
    now: datetime,
    measure: str | None = None,
    target: str | None = None,
    goal_id: str | None = None,
    by: str | None = None,
) -> Goal:
    """Add a goal to the episode's plan of care."""
    goal_id = goal_id or uuid7()
    goal = set_goal(
        session, episode, goal_id=goal_id, number=number, text=text, measure=measure, target=target, now=now
    )
    note_change(session, "goal.add", goal, episode.patient_id, by=by, now=now)
    return goal


def set_goal(
    session: Session,
    episode: Episode,
    *,
    goal_id: str,
    number: int,
    text: str,
    measure: str | None,
    target: str | None,
    now: datetime,
) -> Goal:
    """Make a goal, which the caller notes in the audit."""
    goal = Goal(
        id=goal_id,
        organization_id=episode.organization_id,
        episode_id=episode.id,
        patient_id=episode.patient_id,
        number=number,
        text=text,
        measure=measure,
        target=target,
        created_at=now,
    )
    session.add(goal)
    return goal


def find_episode(session: Session, organization_id: str, episode_id: str) -> Episode | None:
    """Return the organization's episode; None also for another organization's."""
    episode = session.get(Episode, episode_id)
    if episode is None or episode.organization_id != organization_id or episode.deleted_at is not None:
        return None
    return episode


def free_number(session: Session, episode: Episode, wanted: int) -> int:
    """Return the number if no goal of the episode has it, else the next free one.

    Locks the episode (PostgreSQL): of two tablets that number a goal at once, one waits for the other.
    """
    session.get(Episode, episode.id, with_for_update=True)
    taken = set(session.scalars(select(Goal.number).where(Goal.episode_id == episode.id)))
    return wanted if wanted not in taken else max(taken) + 1


def goal_by_id(session: Session, goal_id: str) -> Goal | None:
    """Return the goal, of whatever organization."""
    goal = session.get(Goal, goal_id)
    return goal if goal is not None and goal.deleted_at is None else None


def find_goal(session: Session, patient_id: str, goal_id: str) -> Goal | None:
    """Return the patient's goal; None also for another patient's."""
    goal = session.get(Goal, goal_id)
    return goal if goal is not None and goal.patient_id == patient_id and goal.deleted_at is None else None


def episodes_by_id(session: Session, ids: Iterable[str]) -> dict[str, Episode]:
    """Return episodes by id."""
    found = session.scalars(select(Episode).where(Episode.id.in_(list(ids))))
    return {episode.id: episode for episode in found}


def episodes_of_patient(session: Session, patient_id: str) -> list[Episode]:
    """Return the patient's episodes, the newest first."""
    asked = select(Episode).where(Episode.patient_id == patient_id, Episode.deleted_at.is_(None))
    return list(session.scalars(asked.order_by(Episode.started_on.desc(), Episode.id)))


def goals_of(session: Session, episode_ids: Iterable[str]) -> list[Goal]:
    """Return the goals of episodes, by number."""
    asked = select(Goal).where(Goal.episode_id.in_(list(episode_ids)), Goal.deleted_at.is_(None))
    return list(session.scalars(asked.order_by(Goal.episode_id, Goal.number)))

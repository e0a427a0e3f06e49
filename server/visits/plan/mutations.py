"""What whoever treats says of goals and precautions, at the bedside and without a network.

Goals are set by a therapist and never altered: a new goal has a new identifier (Medicare Benefit Policy
Manual, chapter 15, section 220.3.D, as it stands in 2026). What to mind may be told by whoever treats.
"""

from typing import Any

from sqlalchemy.orm import Session

from server.access import THERAPIST
from server.episodes.models import Episode, Goal
from server.episodes.operations import find_episode, free_number, goal_by_id, set_goal
from server.mutation import Applied, Context, Kind, Mutation, Rejected
from server.patients.models import Patient
from server.patients.operations import find_patient, guard_patient
from server.visits.gate import not_on_caseload, note_write
from server.visits.lookups import was_assigned
from server.visits.plan.schemas import (
    MOST_GOALS,
    MOST_PRECAUTIONS,
    GoalClose,
    GoalReopen,
    GoalSet,
    PrecautionsChange,
)

Data = dict[str, Any]


def add_goal(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Set a goal; the same again changes nothing, other words under its id are refused."""
    _therapists_only(context)
    episode = find_episode(session, context.organization_id, data["episode_id"])
    if episode is None:
        raise Rejected("no-such-episode", "There is no such episode", pointer="/data/episode_id")
    _treated(session, context, mutation, episode.patient_id, "/data/episode_id")
    known = goal_by_id(session, mutation.entity)
    if known is not None:
        return Applied(_same_goal(context, known, episode, data))
    number = free_number(session, episode, data["number"])
    if number > MOST_GOALS:
        raise Rejected("too-many-goals", "The episode has as many goals as it can have")
    words = {name: data[name] for name in ("text", "measure", "target")}
    goal = set_goal(session, episode, goal_id=mutation.entity, number=number, now=context.now, **words)
    session.flush()  # what follows in the batch refers to it
    note_write(session, context, mutation, goal, data)
    return Applied(goal)


def _same_goal(context: Context, known: Goal, episode: Episode, data: Data) -> Goal:
    if known.organization_id != context.organization_id:
        raise Rejected("id-taken", "The id is already in use", pointer="/entity")
    if (known.episode_id, known.text, known.measure, known.target) != (
        episode.id, data["text"], data["measure"], data["target"],
    ):  # fmt: skip
        raise Rejected("goal-exists", "A goal is never altered", "Set a new goal instead.", "/entity")
    return known


def close_goal(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Say that a goal was reached or is no longer pursued; a colleague's other word stands."""
    goal = _goal(session, context, mutation)
    met, ended = (data["on"], None) if data["outcome"] == "met" else (None, data["on"])
    reason = data["reason"] if ended else None
    said = (goal.met_on, goal.ended_on, goal.ended_reason)
    if said == (met, ended, reason):
        return Applied(goal)
    if goal.met_on or goal.ended_on:
        detail = "Look at it as it stands now. Open it again if that is not right."
        raise Rejected("goal-closed", "A colleague closed this goal otherwise", detail, "/entity")
    goal.met_on, goal.ended_on, goal.ended_reason = met, ended, reason
    note_write(session, context, mutation, goal, [data["outcome"]])
    return Applied(goal)


def reopen_goal(session: Session, context: Context, mutation: Mutation, _data: Data) -> Applied:
    """Pursue a goal again; one that is open stays open."""
    goal = _goal(session, context, mutation)
    if goal.met_on or goal.ended_on:
        goal.met_on = goal.ended_on = goal.ended_reason = None
        note_write(session, context, mutation, goal, ["open"])
    return Applied(goal)


def _goal(session: Session, context: Context, mutation: Mutation) -> Goal:
    _therapists_only(context)
    goal = goal_by_id(session, mutation.entity)
    if goal is None or goal.organization_id != context.organization_id:
        raise Rejected("no-such-goal", "There is no such goal", pointer="/entity")
    _treated(session, context, mutation, goal.patient_id, "/entity")
    return goal


def change_precautions(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Add and take away what to mind about a patient. What two clinicians did apart adds up.

    A limit that a colleague has set otherwise meanwhile is not written over.
    """
    patient = find_patient(session, context.organization_id, mutation.entity)
    if patient is None:
        raise Rejected("no-such-patient", "There is no such patient", pointer="/entity")
    _treated(session, context, mutation, patient.id, "/entity")
    precautions = _added_up(patient.precautions, data)
    limits = _limits(patient, data["limits"])
    if (precautions, limits) != (patient.precautions, patient.vital_limits):
        guard_patient(patient, precautions=precautions, vital_limits=limits)
        note_write(session, context, mutation, _Minded(patient.id), data)
    return Applied(patient)


class _Minded:
    """The patient as the audit's line names one."""

    def __init__(self, patient_id: str) -> None:
        self.patient_id = patient_id


def _added_up(stored: list[str], data: Data) -> list[str]:
    kept = [one for one in stored if one not in data["removed"]]
    added = [one for one in dict.fromkeys(data["added"]) if one not in kept]
    if len(kept) + len(added) > MOST_PRECAUTIONS:
        detail = f"At most {MOST_PRECAUTIONS}: put some together, or take away what no longer holds."
        raise Rejected("too-many-precautions", "There are too many precautions", detail, "/data/added")
    return [*kept, *added]


def _limits(patient: Patient, changes: list[Data]) -> dict[str, int]:
    limits = dict(patient.vital_limits)
    for place, one in enumerate(changes):
        stored = limits.get(one["name"])
        if stored not in (one["seen"], one["bound"]):
            detail = "Look at the limit as it stands now, and set it again if that is not right."
            pointer = f"/data/limits/{place}"
            raise Rejected("limit-changed", "A colleague changed this limit meanwhile", detail, pointer)
        if one["bound"] is None:
            limits.pop(one["name"], None)
        else:
            limits[one["name"]] = one["bound"]
    return limits


def _therapists_only(context: Context) -> None:
    if THERAPIST not in context.roles:
        detail = "Goals belong to the plan of care, which a therapist sets. Ask the therapist."
        raise Rejected("therapists-only", "Only a therapist changes goals", detail)


def _treated(session: Session, context: Context, mutation: Mutation, patient_id: str, pointer: str) -> None:
    """Refuse for whoever had the patient neither when it was written nor now."""
    if not was_assigned(session, context.clinician_id, patient_id, context.now, mutation.made_at):
        raise not_on_caseload(pointer)


KINDS = (
    Kind("goal.set", GoalSet, add_goal),
    Kind("goal.close", GoalClose, close_goal),
    Kind("goal.reopen", GoalReopen, reopen_goal),
    Kind("precautions.change", PrecautionsChange, change_precautions),
)

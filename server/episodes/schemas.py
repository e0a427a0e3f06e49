"""What the pages about episodes are told."""

from marshmallow import Schema, fields


class GoalSchema(Schema):
    """A goal of the plan of care."""

    id = fields.String(required=True)
    number = fields.Integer(required=True)
    text = fields.String(required=True)
    measure = fields.String(required=True, allow_none=True)
    target = fields.String(required=True, allow_none=True)
    met_on = fields.String(required=True, allow_none=True)


class DiagnosisSchema(Schema):
    """A diagnosis: its code, and our words for it."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class EpisodeSchema(Schema):
    """An episode with its plan of care."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    patient_id = fields.String(required=True)
    discipline = fields.String(required=True)
    title = fields.String(required=True)
    diagnoses = fields.List(fields.Nested(DiagnosisSchema), required=True)
    payer_policy_id = fields.String(required=True)
    frequency = fields.String(required=True)
    duration = fields.String(required=True)
    visits_planned = fields.Integer(required=True, allow_none=True)
    progress_report_every = fields.Integer(required=True, allow_none=True)
    certified_from = fields.String(required=True, allow_none=True)
    certified_until = fields.String(required=True, allow_none=True)
    authorized_visits = fields.Integer(required=True, allow_none=True)
    authorized_until = fields.String(required=True, allow_none=True)
    started_on = fields.String(required=True)
    ended_on = fields.String(required=True, allow_none=True)
    lead_clinician_id = fields.String(required=True, allow_none=True)
    goals = fields.List(fields.Nested(GoalSchema), required=True)


class EpisodesSchema(Schema):
    """A patient's episodes, the newest first."""

    episodes = fields.List(fields.Nested(EpisodeSchema), required=True)

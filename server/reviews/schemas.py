"""Shapes of what a supervisor sends and sees, and of a therapist's answer."""

from marshmallow import Schema, fields, validate

from server.visits.fields import Instant, line, one_of
from server.visits.schemas import Strict

STATES = ("waiting", "accepted", "returned", "answered")
LONGEST = 4000
MOST_COMMENTS = 50


class CommentAnswer(Strict):
    """`comment.answer`."""

    text = line(LONGEST, least=1, required=True)
    at = Instant(required=True)


class ReviewsAsked(Strict):
    """Which reviews a page asks for."""

    state = one_of(STATES, load_default=None)


class RemarkMade(Strict):
    """A comment on a field, or on the visit as a whole."""

    field = line(120, load_default=None, allow_none=True)
    text = fields.String(
        required=True,
        validate=[validate.Length(1, LONGEST), validate.Regexp(r"(?s).*\S", error="Say something.")],
    )


class Return(Strict):
    """What the therapist shall look at."""

    comments = fields.List(
        fields.Nested(RemarkMade), required=True, validate=validate.Length(1, MOST_COMMENTS)
    )


class Accept(Strict):
    """Nothing: the visit stands in the address."""


class Reviews(Schema):
    """Reviews, those that wait longest first."""

    reviews = fields.List(fields.Dict(), required=True)


class ReviewShown(Schema):
    """Where a review stands."""

    visit_id = fields.String(required=True)
    state = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    at = fields.String(required=True, allow_none=True)


class ReviewWhole(Schema):
    """Everything about one signed visit."""

    visit = fields.Dict(required=True)
    patient = fields.Dict(required=True)
    episode = fields.Dict(required=True)
    segments = fields.List(fields.Dict(), required=True)
    pauses = fields.List(fields.Dict(), required=True)
    untimed = fields.List(fields.Dict(), required=True)
    interventions = fields.List(fields.Dict(), required=True)
    responses = fields.List(fields.Dict(), required=True)
    measures = fields.List(fields.Dict(), required=True)
    sections = fields.List(fields.Dict(), required=True)
    signatures = fields.List(fields.Dict(), required=True)
    addenda = fields.List(fields.Dict(), required=True)
    service_day = fields.Dict(required=True, allow_none=True)
    review = fields.Dict(required=True)
    comments = fields.List(fields.Dict(), required=True)
    clinicians = fields.List(fields.Dict(), required=True)

"""Shape of what is kept of a version that lost."""

from marshmallow import fields, validate

from server.visits.fields import Instant, identifier, line, one_of, prose
from server.visits.schemas import Strict

MOST_WORDS = 60
# All that a change can be about: what waits for a withdrawn one is kept too, whatever it is.
ENTITIES = (
    "appointment",
    "visit",
    "section",
    "segment",
    "pause",
    "untimed",
    "intervention",
    "response",
    "measure",
    "goal",
    "precautions",
    "procedure",
    "addendum",
    "claim",
    "choice",
    "comment",
    "words",
)


class Named(Strict):
    """One field of the version: what it is called on the screen, and what stood in it."""

    name = line(60, least=1, required=True)
    text = prose(required=True)


class WordsKeep(Strict):
    """`words.keep`. Leave `by` out for one's own version."""

    visit_id = identifier(required=True)
    entity = one_of(ENTITIES, required=True)
    entity_id = identifier(required=True)
    words = fields.List(fields.Nested(Named), required=True, validate=validate.Length(1, MOST_WORDS))
    by = identifier(load_default=None, allow_none=True)
    at = Instant(required=True)
    tablet = line(60, load_default=None, allow_none=True)
    kept_at = Instant(required=True)

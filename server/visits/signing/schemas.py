"""Shapes of signatures and addenda."""

from marshmallow import fields, validate

from server.visits.fields import Instant, identifier, line, one_of, prose
from server.visits.record.schemas import sha256_field
from server.visits.schemas import Strict
from server.visits.vocabulary import ADDENDUM_KINDS

LONGEST_CONTENT = 120_000


class VisitSign(Strict):
    """`visit.sign`: the exact bytes that were on the screen, as text."""

    content = fields.String(required=True, validate=validate.Length(1, LONGEST_CONTENT))
    sha256 = sha256_field()
    name = line(200, least=1, required=True)
    credentials = line(40, required=True)
    meaning = line(200, least=1, required=True)
    signed_at = Instant(required=True)


class AddendumAdd(Strict):
    """`addendum.add`."""

    visit_id = identifier(required=True)
    kind = one_of(ADDENDUM_KINDS, required=True)
    text = prose(required=True)
    at = Instant(required=True)

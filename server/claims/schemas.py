"""Shapes of what clinicians tell billing, and of what billing pages show."""

from datetime import date
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.billing.policies import SHIPPED
from server.billing.regions import COVERS
from server.billing.request import BASES, FIRST_DATE
from server.documentation.elements import ELEMENTS
from server.visits.fields import Instant, Whole, identifier, line, one_of
from server.visits.schemas import Strict

MOST_CODES = 40
MOST_REGIONS: Final = 40
DISCIPLINES: Final = ("PT", "OT", "SLP", "chiropractic", "other")
CODE = validate.Regexp(r"[0-9A-Z][0-9]{4}\Z")
CODE_OF_ANOTHER = validate.Regexp(r"[0-9A-Z]{5}\Z")
STATES = ("pending", "held", "final")
CLAIMS = ("to-submit", "to-correct", "submitted")
LAST_DATE: Final = date(2199, 12, 31)


class ClaimAttest(Strict):
    """`claim.attest`. Distinct procedures name the pair and the basis; KX gives a reason."""

    visit_id = identifier(required=True)
    kind = one_of(("distinct", "kx"), required=True)
    column1 = fields.String(load_default=None, allow_none=True, validate=CODE)
    column2 = fields.String(load_default=None, allow_none=True, validate=CODE)
    basis = one_of(BASES, load_default=None, allow_none=True)
    reason = line(1000, load_default=None, allow_none=True)
    at = Instant(required=True)

    @validates_schema
    def says_what_its_kind_needs(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a pair without a basis, and a KX that names a pair."""
        pair = ("column1", "column2", "basis")
        if data["kind"] == "distinct":
            missing = [name for name in pair if data[name] is None]
            if missing:
                raise ValidationError("Needed to attest distinct procedures.", missing[0])
            if data["column1"] == data["column2"]:
                raise ValidationError("A pair has two different codes.", "column2")
        elif any(data[name] is not None for name in pair):
            raise ValidationError("KX is about the day, not about a pair of codes.", "kind")
        elif not data["reason"]:
            raise ValidationError("Say why treatment beyond the amount is necessary.", "reason")


class ChoiceMake(Strict):
    """`choice.make`: the codes that the clinician prefers among equals, the most preferred first."""

    visit_id = identifier(required=True)
    prefer = fields.List(
        fields.String(validate=CODE), required=True, validate=[validate.Length(1, MOST_CODES)]
    )
    at = Instant(required=True)

    @validates_schema
    def names_each_code_once(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a code that stands twice."""
        if len(set(data["prefer"])) != len(data["prefer"]):
            raise ValidationError("Each code stands once.", "prefer")


class ProcedureTold(Strict):
    """What somebody else did for the patient that day."""

    code = fields.String(required=True, validate=CODE_OF_ANOTHER)
    discipline = one_of(DISCIPLINES, required=True)
    specialty = line(60, least=1, load_default=None, allow_none=True)
    regions = fields.List(one_of(COVERS), load_default=list, validate=validate.Length(max=MOST_REGIONS))
    note = line(500, load_default=None, allow_none=True)


class ProcedureRecord(ProcedureTold):
    """`procedure.record`. Without a discipline the code says it."""

    visit_id = identifier(required=True)
    discipline = one_of(DISCIPLINES, load_default=None, allow_none=True)
    regions = fields.List(one_of(COVERS), required=True, validate=validate.Length(max=MOST_REGIONS))
    at = Instant(required=True)


class ProcedureRemove(Strict):
    """`procedure.remove`."""


class RemovalTold(Strict):
    """That a procedure is taken out of the day: nothing more is said."""


class ProcedureShown(Schema):
    """A procedure of the day."""

    procedure = fields.Dict(required=True)


class Submitted(Strict):
    """Which revision was submitted as a claim."""

    revision = Whole(1, 1_000_000, required=True)


class ServiceDaysAsked(Strict):
    """Which service days a page asks for."""

    state = one_of(STATES, load_default=None)
    date = fields.Date(load_default=None)
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None)
    payer = line(60, least=1, load_default=None)
    discipline = one_of(("PT", "OT"), load_default=None)
    patient = identifier(load_default=None)
    needs = line(120, least=1, load_default=None)
    claim = one_of(CLAIMS, load_default=None)


class ServiceDays(Schema):
    """Service days, the newest first, whether there are more, and who must act on how many."""

    service_days = fields.List(fields.Dict(), required=True)
    more = fields.Boolean(required=True)
    needs = fields.List(fields.Dict(), required=True)


class DayPrinted(Schema):
    """A service day as it stands on paper."""

    organization = fields.Dict(required=True)
    patient = fields.Dict(required=True)
    service_day = fields.Dict(required=True)
    revision = fields.Dict(required=True, allow_none=True)
    policy = fields.Dict(required=True, allow_none=True)
    visits = fields.List(fields.Dict(), required=True)
    attestations = fields.List(fields.Dict(), required=True)
    procedures = fields.List(fields.Dict(), required=True)
    printed_at = fields.String(required=True)


class RulePacks(Schema):
    """The tables that edits and limits are read from, and the amounts of each year."""

    packs = fields.List(fields.Dict(), required=True)
    fault = fields.String(required=True, allow_none=True)
    amounts = fields.List(fields.Dict(), required=True)


class ServiceDayWhole(Schema):
    """One service day with all its revisions, each with its question."""

    service_day = fields.Dict(required=True)
    revisions = fields.List(fields.Dict(), required=True)
    procedures = fields.List(fields.Dict(), required=True)
    attestations = fields.List(fields.Dict(), required=True)


class Policies(Schema):
    """The organization's payer policies."""

    policies = fields.List(fields.Dict(), required=True)


class PolicyTold(Strict):
    """A new version of a payer policy; `overrides` is read by billing's own parser."""

    name = fields.String(required=True, validate=validate.Regexp(r"[a-z0-9-]{1,60}\Z"))
    label = line(120, least=1, required=True)
    extends = one_of(SHIPPED, required=True)
    overrides = fields.Dict(keys=fields.String(), required=True)
    required_elements = fields.List(
        one_of([element.id for element in ELEMENTS]), load_default=list, validate=validate.Length(max=40)
    )
    effective_from = fields.Date(required=True, validate=validate.Range(min=FIRST_DATE, max=LAST_DATE))
    citation = line(500, least=1, required=True)


class PolicyShown(Schema):
    """One version of a payer policy."""

    policy = fields.Dict(required=True)

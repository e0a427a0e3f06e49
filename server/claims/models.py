"""The tables of claims: payer policies, service days, their revisions and lines, what people told."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, wire_time
from server.feed.models import Fed
from server.patients.scope import OfPatient


class PayerPolicy(Fed, Model):
    """How one payer counts, from a date on. Rows of one name follow each other by `effective_from`."""

    __tablename__ = "payer_policy"
    __table_args__ = (
        UniqueConstraint("organization_id", "name", "effective_from", name="uq_payer_policy_dated"),
    )
    feed_entity: ClassVar[str] = "payer_policy"

    name: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    extends: Mapped[str] = mapped_column(String(60))
    overrides: Mapped[dict[str, Any]] = mapped_column(Json)
    required_elements: Mapped[list[str]] = mapped_column(Json)
    effective_from: Mapped[date] = mapped_column(Date)
    citation: Mapped[str] = mapped_column(String(500))

    def feed_scope(self) -> str:
        """Every tablet of the organization previews with it."""
        return "organization"

    def feed_data(self) -> dict[str, Any]:
        """Return the policy as tablets get it."""
        return {
            "name": self.name,
            "label": self.label,
            "extends": self.extends,
            "overrides": self.overrides,
            "required_elements": self.required_elements,
            "effective_from": self.effective_from.isoformat(),
            "citation": self.citation,
        }


class ServiceDay(OfPatient, Model):
    """One patient, date, discipline and payer policy: what billing counts over.

    `finding` is set when the last finalize failed inside; the revision of before then still stands.
    """

    __tablename__ = "service_day"
    __table_args__ = (
        UniqueConstraint(
            "patient_id",
            "date_of_service",
            "discipline",
            "payer_policy_id",
            name="uq_service_day_counted_over",
        ),
        Index("ix_service_day_list", "organization_id", "date_of_service"),
        CheckConstraint("state IN ('pending', 'held', 'final')", name="state"),
    )
    feed_entity: ClassVar[str] = "service_day"

    date_of_service: Mapped[date] = mapped_column(Date)
    discipline: Mapped[str] = mapped_column(String(2))
    payer_policy_id: Mapped[str] = mapped_column(Id, ForeignKey("payer_policy.id"))
    policy_name: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(8))
    waits_for: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    visit_ids: Mapped[list[str]] = mapped_column(Json)
    finding: Mapped[dict[str, Any] | None] = mapped_column(Json)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    revision: Mapped[dict[str, Any] | None] = mapped_column(Json)
    submitted: Mapped[dict[str, Any] | None] = mapped_column(Json)

    def feed_data(self) -> dict[str, Any]:
        """Return the day as tablets get it, with its newest revision."""
        return {
            "patient_id": self.patient_id,
            "date_of_service": self.date_of_service.isoformat(),
            "discipline": self.discipline,
            "payer_policy_id": self.payer_policy_id,
            "policy_name": self.policy_name,
            "state": self.state,
            "waits_for": self.waits_for,
            "visit_ids": self.visit_ids,
            "finding": self.finding,
            "revision": self.revision,
            "submitted": self.submitted,
        }


class Revision(Model):
    """One answer of billing, with the question. Never changed: the next one has the next number."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("service_day_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    service_day_id: Mapped[str] = mapped_column(Id, ForeignKey("service_day.id"))
    number: Mapped[int] = mapped_column(Integer)
    previous: Mapped[int | None] = mapped_column(Integer)
    finalized_at: Mapped[datetime] = mapped_column(UtcDateTime)
    request: Mapped[dict[str, Any]] = mapped_column(Json)
    request_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    difference: Mapped[list[dict[str, Any]]] = mapped_column(Json)

    def as_fed(self, *, corrected_claim: bool) -> dict[str, Any]:
        """Return the revision as it stands on its service day."""
        return {
            "corrected_claim": corrected_claim,
            "number": self.number,
            "finalized_at": wire_time(self.finalized_at),
            "previous": self.previous,
            "result": self.result,
            "difference": self.difference,
        }


class Submission(Model):
    """That a revision was submitted as a claim, by whom and when. Never changed, and never taken back."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("service_day_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    service_day_id: Mapped[str] = mapped_column(Id, ForeignKey("service_day.id"))
    number: Mapped[int] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Line(Model):
    """One line of a revision."""

    __tablename__ = "line"
    __table_args__ = (UniqueConstraint("revision_id", "position"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    service_day_id: Mapped[str] = mapped_column(Id, ForeignKey("service_day.id"), index=True)
    revision_id: Mapped[str] = mapped_column(Id, ForeignKey("revision.id"))
    position: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(5))
    units: Mapped[int] = mapped_column(Integer)
    modifiers: Mapped[list[str]] = mapped_column(Json)
    minutes: Mapped[int] = mapped_column(Integer)
    held: Mapped[bool] = mapped_column(Boolean)
    outside: Mapped[bool] = mapped_column(Boolean)
    derivation: Mapped[list[dict[str, Any]]] = mapped_column(Json)


class Attestation(OfPatient, Model):
    """A clinician's word that opens a modifier: that two procedures were distinct, or that KX is due."""

    __tablename__ = "attestation"
    __table_args__ = (Index("ix_attestation_day", "patient_id", "date_of_service"),)
    feed_entity: ClassVar[str] = "attestation"

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"), index=True)
    date_of_service: Mapped[date] = mapped_column(Date)
    discipline: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(8))
    column1: Mapped[str | None] = mapped_column(String(5))
    column2: Mapped[str | None] = mapped_column(String(5))
    basis: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(1000))
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the attestation as tablets get it."""
        return {
            "visit_id": self.visit_id,
            "patient_id": self.patient_id,
            "date_of_service": self.date_of_service.isoformat(),
            "discipline": self.discipline,
            "kind": self.kind,
            "column1": self.column1,
            "column2": self.column2,
            "basis": self.basis,
            "reason": self.reason,
            "by": self.by,
            "at": wire_time(self.at),
        }


class Choice(OfPatient, Model):
    """Which codes a clinician prefers where units could go to several equals."""

    __tablename__ = "choice"
    feed_entity: ClassVar[str] = "choice"

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"), index=True)
    prefer: Mapped[list[str]] = mapped_column(Json)
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the choice as tablets get it."""
        return {
            "visit_id": self.visit_id,
            "patient_id": self.patient_id,
            "prefer": self.prefer,
            "by": self.by,
            "at": wire_time(self.at),
        }


class Procedure(OfPatient, Model):
    """What somebody else did for the patient that day: it counts for edits, never for our units."""

    __tablename__ = "procedure"
    __table_args__ = (Index("ix_procedure_day", "patient_id", "date_of_service"),)
    feed_entity: ClassVar[str] = "procedure"

    date_of_service: Mapped[date] = mapped_column(Date)
    visit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("visit.id"))
    code: Mapped[str] = mapped_column(String(5))
    discipline: Mapped[str] = mapped_column(String(12))
    specialty: Mapped[str | None] = mapped_column(String(60))
    regions: Mapped[list[str]] = mapped_column(Json)
    note: Mapped[str | None] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed: Mapped[bool] = mapped_column(Boolean)

    def feed_data(self) -> dict[str, Any]:
        """Return the procedure as tablets get it."""
        return {
            "patient_id": self.patient_id,
            "date_of_service": self.date_of_service.isoformat(),
            "visit_id": self.visit_id,
            "code": self.code,
            "discipline": self.discipline,
            "specialty": self.specialty,
            "regions": self.regions,
            "note": self.note,
            "by": self.by,
            "at": wire_time(self.at),
            "removed": self.removed,
        }

"""One past visit of the demo: timed, recorded and signed on the tablets of those who treated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.access import ASSISTANT
from server.db import db, sha256_hex, wire_time
from server.demo.calendar import ZONE
from server.demo.ids import demo_id
from server.demo.note import signed_content
from server.demo.patients import Done, Invented, Plan
from server.demo.people import Person
from server.demo.tablet import Mutation, Tablet
from server.demo.treatments import Step
from server.episodes.operations import episodes_by_id, goals_of
from server.visits.operations import VisitRecord, clinicians_of, visit_record
from server.visits.signing.facts import facts_of

SETTLING = timedelta(minutes=2)
BETWEEN = timedelta(seconds=75)
MEANING = {
    True: "I assisted in this treatment and wrote this note.",
    False: "I treated this patient and wrote this note.",
}


@dataclass
class PastVisit:
    """A visit that is to be recorded: the `number`-th of its plan, in an appointment."""

    patient: Invented
    plan: Plan
    number: int
    appointment_id: str
    visit_id: str
    starts_at: datetime
    tablets: dict[str, Tablet]
    first_visit: tuple[str, date] | None = None
    """The plan's first visit: its id and its day, against which measures are held."""
    _clock: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Begin a moment after the appointment's time."""
        self._clock = self.starts_at + SETTLING

    def record(self) -> datetime:
        """Record and sign the visit; return when it had arrived."""
        own = self._tablet(self.plan.by)
        own.send([self._start(own)], self._clock)
        written: list[Mutation] = []
        for place, done in enumerate(self.plan.done):
            timed = self._timed(place, done)
            if done.by is None:
                written += timed
            else:
                self._tablet(done.by).send(timed, self._clock)
            written += self._recorded(own, place, done)
        written += self._closing(own)
        own.send(written, self._clock)
        self._clock += timedelta(minutes=4)
        own.send([self._signature(own)], self._clock)
        return self._clock

    def _tablet(self, person: Person) -> Tablet:
        return self.tablets[person.key]

    def _id(self, *parts: object) -> str:
        return demo_id(self.visit_id, *parts)

    def _start(self, own: Tablet) -> Mutation:
        return own.change(
            "visit.start",
            self.visit_id,
            self._clock,
            {
                "patient_id": demo_id("patient", self.patient.family_name),
                "episode_id": demo_id("episode", self.patient.family_name, self.plan.title),
                "appointment_id": self.appointment_id,
                "place_of_service": "12" if self.plan.at_home else "11",
                "started_at": wire_time(self._clock),
                "performer": _performer(self.plan.by),
                "provenance": "timed",
                "zone": ZONE,
            },
        )

    def _timed(self, place: int, done: Done) -> list[Mutation]:
        """Return start and stop of a treatment; a few seconds over the minutes, as clocks run."""
        person = done.by or self.plan.by
        tablet = self._tablet(person)
        segment_id = self._id("segment", place)
        began = self._clock
        fact = {"performer": _performer(person), "provenance": "timed", "zone": ZONE}
        start = {
            "visit_id": self.visit_id,
            "code": done.treatment.code,
            "started_at": wire_time(began),
            **fact,
        }
        started = tablet.change("segment.start", segment_id, began, start)
        over = timedelta(seconds=(7 * self.number + 11 * place) % 50)
        self._clock += timedelta(minutes=done.minutes) + over
        stop = {"ended_at": wire_time(self._clock), "because": "stop", **fact}
        stopped = tablet.change("segment.stop", segment_id, self._clock, stop)
        self._clock += BETWEEN
        return [started, stopped]

    def _recorded(self, own: Tablet, place: int, done: Done) -> list[Mutation]:
        """Return what was done in a treatment, and the response to it."""
        treatment, step = done.treatment, self._step(done)
        intervention_id = self._id("intervention", place)
        goal = place % len(self.plan.goals)
        intervention = {
            "visit_id": self.visit_id,
            "code": treatment.code,
            "activity_id": treatment.activity_id,
            "technique": treatment.technique,
            "regions": list(treatment.regions),
            "purpose": treatment.purpose,
            "goal_id": demo_id("goal", self.patient.family_name, self.plan.title, goal),
            "frequency": self.plan.frequency,
            "intensity": treatment.intensity,
            "duration": self.plan.duration,
            "dose": step.dose,
            "skilled_need": treatment.skilled_need,
            "at": wire_time(self._clock + timedelta(seconds=place)),
        }
        response = {
            "intervention_id": intervention_id,
            "at": wire_time(self._clock + timedelta(seconds=20 + place)),
            **step.response,
        }
        return [
            own.change("intervention.record", intervention_id, self._clock, intervention),
            own.change("response.record", self._id("response", place), self._clock, response),
        ]

    def _step(self, done: Done) -> Step:
        """Return how far the treatment had come: its steps are spread over the plan's visits."""
        steps = done.treatment.steps
        return steps[min(len(steps) - 1, self.number * len(steps) // max(self.plan.past, len(steps)))]

    def _closing(self, own: Tablet) -> list[Mutation]:
        """Return the two typed sections, the measures, and the visit's end."""
        closing = [
            own.change("section.edit", self.visit_id, self._clock, _section(name, text))
            for name, text in (
                ("subjective", _SAID[self.number % len(_SAID)]),
                ("plan", "Go on as planned; progress as tolerated."),
            )
        ]
        closing += self._measured(own)
        self._clock += SETTLING
        end = {"ended_at": wire_time(self._clock), "provenance": "timed", "zone": ZONE}
        return [*closing, own.change("visit.end", self.visit_id, self._clock, end)]

    def _measured(self, own: Tablet) -> list[Mutation]:
        """Return what was measured in this visit."""
        taken = []
        for place, line in enumerate(self.plan.measured):
            value = line.values[self.number] if self.number < len(line.values) else line.values[-1]
            if value is None:
                continue
            data = {
                "visit_id": self.visit_id,
                "measure": line.measure,
                "value": value,
                "unit": line.unit,
                "side": line.side,
                "at": wire_time(self._clock + timedelta(seconds=place)),
            }
            taken.append(own.change("measure.record", self._id("measure", place), self._clock, data))
        return taken

    def _signature(self, own: Tablet) -> Mutation:
        """Return the signature over the facts as the tablet and the server both hold them."""
        session = db.session()
        record = visit_record(session, self.visit_id)
        clinicians = clinicians_of(session, (tablet.clinician_id for tablet in self.tablets.values()))
        facts = facts_of(record, clinicians)
        told = self._told(session, record, facts)
        session.rollback()  # ends the read transaction
        me: dict[str, Any] = {
            "name": self.plan.by.name,
            "credentials": self.plan.by.credentials,
            "meaning": MEANING[ASSISTANT in self.plan.by.roles],
        }
        born = f"{self.patient.birth_date:%d %b %Y}"
        content = signed_content(
            facts,
            told,
            {"clinician_id": own.clinician_id, **me},
            f"{self.patient.given_name} {self.patient.family_name}, born {born}",
            wire_time(self._clock) or "",
        )
        signature = {
            "content": content,
            "sha256": sha256_hex(content),
            "signed_at": wire_time(self._clock),
            **me,
        }
        return own.change("visit.sign", self.visit_id, self._clock, signature)

    def _told(self, session: Session, record: VisitRecord, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rows that the note's sentences are built from."""
        episode = episodes_by_id(session, [record.visit.episode_id])[record.visit.episode_id]
        rows: dict[str, Sequence[Any]] = {
            "goals": goals_of(session, [episode.id]),
            "interventions": record.interventions,
            "responses": record.responses,
            "measures": record.measures,
            "sections": record.sections,
        }
        return {
            "episode": _fed(episode),
            "minutes": facts["minutes"],
            "segments": facts["segments"],
            "history": self._history() if self.number else [],
            **{name: [_fed(row) for row in own] for name, own in rows.items()},
        }

    def _history(self) -> list[dict[str, Any]]:
        """Return what was measured at the plan's first visit."""
        if self.first_visit is None:
            return []
        visit_id, day = self.first_visit
        return [
            {
                "day": day.isoformat(),
                "row": {
                    "id": demo_id(visit_id, "measure", place),
                    "measure": line.measure,
                    "value": line.values[0],
                    "unit": line.unit,
                    "side": line.side,
                },
            }
            for place, line in enumerate(self.plan.measured)
        ]


_SAID = (
    "Slept well. No new complaints.",
    "Did the exercises at home twice.",
    "A little sore since the last visit, gone by evening.",
    "Says that the stairs go better.",
)


def _section(name: str, text: str) -> dict[str, str]:
    return {"section": name, "text": text, "base_hash": sha256_hex("")}


def _fed(row: Any) -> dict[str, Any]:
    return {"id": row.id, **row.feed_data()}


def _performer(person: Person) -> str:
    return "assistant" if ASSISTANT in person.roles else "therapist"

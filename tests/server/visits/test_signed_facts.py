"""The facts the server compares are those a tablet signs: vitest reads the same golden file."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.db import canonical
from server.visits.operations import clinicians_of, visit_record
from server.visits.signing.facts import contributor_ids, facts_of
from tests.server.makers import (
    make_care_team,
    make_clinician,
    make_episode,
    make_organization,
    make_patient,
)
from tests.server.visits.sending import send

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "golden" / "signed_facts.json").read_text(encoding="utf-8")
)


@pytest.mark.both_databases
def test_what_a_therapist_and_an_assistant_recorded_is_stated_fact_by_fact(session: Session) -> None:
    organization = make_organization(session)
    patient = make_patient(session, organization, patient_id=GOLDEN["patient_id"])
    make_episode(session, patient, episode_id=GOLDEN["episode_id"])
    people = {}
    for one in GOLDEN["clinicians"]:
        said = {"clinician_id": one["id"], "name": one["name"], "credentials": one["credentials"]}
        people[one["id"]] = make_clinician(session, organization, **said)
        make_care_team(session, patient, people[one["id"]])

    for one in GOLDEN["mutations"]:
        made_at = datetime.fromisoformat(one["made_at"])
        send(
            session,
            people[one["by"]],
            one["kind"],
            one["entity"],
            one["data"],
            id_=one["id"],
            made_at=made_at,
        )

    record = visit_record(session, GOLDEN["visit_id"])
    facts = facts_of(record, clinicians_of(session, contributor_ids(record)))
    assert canonical(facts) == GOLDEN["facts"]

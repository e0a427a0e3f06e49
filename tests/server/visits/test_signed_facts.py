"""The facts the server compares are those a tablet signs, in every version. Vitest reads the same file."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.accounts.models import Clinician
from server.db import canonical
from server.visits.operations import clinicians_of, visit_record
from server.visits.signing.facts import SHAPES, contributor_ids, facts_of
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


pytestmark = pytest.mark.both_databases


@pytest.fixture
def people(session: Session) -> dict[str, Clinician]:
    """The therapist and the assistant of the golden visit, which both have recorded."""
    organization = make_organization(session)
    patient = make_patient(session, organization, patient_id=GOLDEN["patient_id"])
    make_episode(session, patient, episode_id=GOLDEN["episode_id"])
    known = {}
    for one in GOLDEN["clinicians"]:
        said = {"clinician_id": one["id"], "name": one["name"], "credentials": one["credentials"]}
        known[one["id"]] = make_clinician(session, organization, **said)
        make_care_team(session, patient, known[one["id"]])
    for one in GOLDEN["mutations"]:
        made_at = datetime.fromisoformat(one["made_at"])
        who, made = known[one["by"]], {"id_": one["id"], "made_at": made_at}
        send(session, who, one["kind"], one["entity"], one["data"], **made)
    return known


def test_what_a_therapist_and_an_assistant_recorded_is_stated_fact_by_fact(
    session: Session, people: dict[str, Clinician]
) -> None:
    record = visit_record(session, GOLDEN["visit_id"])
    clinicians = clinicians_of(session, contributor_ids(record))

    stated = {str(version): canonical(facts_of(record, clinicians, version)) for version in SHAPES}

    assert len(people) == 2
    assert stated == GOLDEN["facts"]


def test_a_note_of_every_version_is_verified_and_kept_to_the_byte(
    session: Session, people: dict[str, Clinician]
) -> None:
    assert [note["content_version"] for note in GOLDEN["notes"]] == sorted(SHAPES)

    for note in GOLDEN["notes"]:
        parsed = json.loads(note["content"])
        author = parsed["author"]
        data = {
            "content": note["content"],
            "sha256": note["sha256"],
            **{name: author[name] for name in ("name", "credentials", "meaning")},
            "signed_at": parsed["signed_at"],
        }
        signature = send(session, people[author["clinician_id"]], "visit.sign", GOLDEN["visit_id"], data)

        assert (signature.matches, signature.difference) == (True, [])
        assert (signature.content, signature.verified) == (note["content"], True)

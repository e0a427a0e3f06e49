"""`/api/patients/<id>/episodes`: the plans of care of one patient."""

from typing import Any

from flask_smorest import Blueprint

from server.access import current, require_patient
from server.db import db, transaction, utc_now
from server.episodes import operations
from server.episodes.schemas import EpisodesSchema
from server.patients.noting import note_reading

blueprint = Blueprint("episodes", __name__, url_prefix="/api/patients", description="Episodes of care")


@blueprint.get("/<patient_id>/episodes")
@blueprint.response(200, EpisodesSchema)
def show(patient_id: str) -> dict[str, Any]:
    """List the patient's episodes with their goals; a patient who is not the asker's is not found."""
    now = utc_now()
    require_patient(db.session(), current(), patient_id, now)
    shown = _episodes(patient_id)
    with transaction() as session:  # nothing is shown that is not noted
        note_reading(session, current(), "episode.list", "episode", patient_id=patient_id, now=now)
    return {"episodes": shown}


def _episodes(patient_id: str) -> list[dict[str, Any]]:
    episodes = operations.episodes_of_patient(db.session(), patient_id)
    goals = operations.goals_of(db.session(), [episode.id for episode in episodes])
    return [
        {
            "id": episode.id,
            "version": episode.version,
            **episode.feed_data(),
            "goals": [{"id": goal.id, **goal.feed_data()} for goal in goals if goal.episode_id == episode.id],
        }
        for episode in episodes
    ]

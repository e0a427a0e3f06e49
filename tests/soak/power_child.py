"""The server's own push over a database, in a process that will lose its power: a line for each answer.

python -m tests.soak.power_child FOLDER EMAIL SYNCHRONOUS
"""

import json
import sys
from pathlib import Path

from server.app import create_app
from server.db import engine
from tests.databases import config_for
from tests.server.sync.clinic import Treated
from tests.server.sync.tablet import FlaskDoor, Tablet

SECTIONS = ("subjective", "objective", "assessment", "plan")


def main(folder: str, email: str, synchronous: str, treated: str) -> None:
    """Push one visit after the other until killed; print what was answered."""
    vars(engine)["_PRAGMAS"] = (*engine._PRAGMAS, f"synchronous={synchronous}")  # the last one counts
    config = config_for(Path(folder) / "data", f"sqlite:///{folder}/kinesync.db")
    tablet = Tablet(FlaskDoor(create_app(config).test_client())).sign_in(email)
    while True:
        start = tablet.start_visit(Treated(*json.loads(treated)))
        batch = [start, *(tablet.edit(start["entity"], section, f"Words {tablet.n}") for section in SECTIONS)]
        verdicts = tablet.push(*batch)
        answered = [
            sent["id"]
            for sent, verdict in zip(batch, verdicts, strict=True)
            if verdict["verdict"] == "applied"
        ]
        print(json.dumps(answered), flush=True)  # noqa: T201  whoever cuts the power reads it


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Power loss: what was written and not synced is gone. What was answered must be there all the same.

The server's own push runs on a disk that keeps only what was synced (unsynced.c), is killed at a random
moment, and its database is opened as the cut left it.
"""

import json
import os
import random
import select
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from flask import Flask

from tests.server.sync.backups import Backups
from tests.server.sync.clinic import Clinic, make_clinic
from tests.soak.score import Score

SOURCE = Path(__file__).with_name("unsynced.c")
FEWEST_ANSWERS, MOST_ANSWERS = 1, 12


def build(folder: Path) -> Path:
    """Compile the forgetful disk."""
    library = folder / "unsynced.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    return library


class Power:
    """One practice whose server loses its power again and again, each time from the same beginning."""

    def __init__(self, app: Flask, folder: Path, score: Score, synchronous: str) -> None:
        self.folder, self.score, self.synchronous = folder, score, synchronous
        folder.mkdir()
        self.library = build(folder)
        self.clinic: Clinic = make_clinic(app, parts=("pt",))
        self.beginning = folder / "beginning"
        (self.beginning / "data").mkdir(parents=True)
        Backups(app, self.beginning).take()
        self.chance = random.Random(score.seed)

    def case(self) -> None:
        """Push, cut, open what is left."""
        self.score.cases += 1
        disk, platter = self.folder / "disk", self.folder / "platter"
        for place in (disk, platter):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(self.beginning, place)
        answered = self._push_until_cut(disk, platter)
        with sqlite3.connect(platter / "kinesync.db") as database:
            whole = database.execute("PRAGMA integrity_check").fetchone()
            kept = {id_ for (id_,) in database.execute("SELECT id FROM applied_mutation")}
        database.close()
        if whole != ("ok",):
            self.score.wrong.append(f"cut {self.score.cases}: {whole}")
        gone = answered - kept
        if gone:
            self.score.lost.append(
                f"cut {self.score.cases}: {len(gone)} of {len(answered)} answered mutations"
            )

    def _push_until_cut(self, disk: Path, platter: Path) -> set[str]:
        treated = self.clinic.patients[0]
        command: list[str | Path] = [sys.executable, "-m", "tests.soak.power_child", disk]
        command += [self.clinic.email("pt"), self.synchronous]
        command.append(json.dumps([treated.patient_id, treated.episode_id]))
        env = {**os.environ, "LD_PRELOAD": str(self.library), "DISK": str(disk), "PLATTER": str(platter)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as child:
            assert child.stdout is not None
            answered: set[str] = set()
            for _ in range(self.chance.randint(FEWEST_ANSWERS, MOST_ANSWERS)):
                line = child.stdout.readline()
                assert line, "the server ended by itself"
                answered.update(json.loads(line))
            select.select([], [], [], self.chance.random() * 0.02)  # nothing comes: the moment is the case
            child.kill()
            for line in child.stdout:
                if line.endswith("\n"):  # answered before the cut
                    answered.update(json.loads(line))
        return answered


def run(app: Flask, folder: Path, cuts: int, score: Score, synchronous: str = "FULL") -> None:
    """Cut the power so many times; `synchronous` is SQLite's own word for how much it syncs."""
    power = Power(app, folder, score, synchronous)
    for _ in range(cuts):
        power.case()

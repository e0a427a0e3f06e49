"""Kill -9 of the server's whole process group while tablets push: what was answered is there, once.

A process that is killed loses what it had in memory; the operating system keeps what was written. So this
finds answers given before COMMIT and work done twice, not a disk that lies: see SECURITY.md.
"""

import random
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.bench.sync.connection import Connection, Refused
from tests.e2e.server_process import ServerProcess
from tests.server.sync.clinic import Clinic
from tests.server.sync.tablet import Json, Mutation, Tablet, names

TABLETS = 3
SHORTEST_SECONDS, LONGEST_SECONDS = 0.02, 0.2
SECTIONS = ("subjective", "objective", "assessment", "plan")


class HttpDoor:
    """Over HTTP, with a new connection after each failure. Raises ConnectionError while nobody answers."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection = Connection(address)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Send a request; return status and JSON."""
        try:
            answer = self._connection.post(path, body) if method == "POST" else self._connection.get(path)
        except Refused as refusal:
            return refusal.status, refusal.body
        except (OSError, HTTPException) as broken:
            self._connection.reconnect()
            raise ConnectionError from broken
        return 200, answer

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass
class Worker:
    """A tablet that goes on pushing, and what the server told it."""

    tablet: Tablet
    clinic: Clinic
    number: int
    answered: dict[str, Json] = field(default_factory=dict)
    sent: dict[str, Mutation] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    failures: list[BaseException] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        """Push one visit after the other until told to stop; a batch without an answer goes again."""
        try:
            while not stop.is_set():
                self._deliver(self._visit())
        except Exception as failure:  # a thread's failure is the test's
            self.failures.append(failure)

    def _visit(self) -> list[Mutation]:
        treated = self.clinic.patients[self.number % len(self.clinic.patients)]
        start = self.tablet.start_visit(treated)
        batch = [start]
        for section in SECTIONS:
            text = f"Words {self.tablet.n}"
            batch.append(self.tablet.edit(start["entity"], section, text))
            self.words[start["entity"], section] = text
        return batch

    def _deliver(self, batch: list[Mutation]) -> None:
        for mutation in batch:
            self.sent[mutation["id"]] = mutation
        while True:
            try:
                verdicts = self.tablet.push(*batch)
            except ConnectionError:
                continue  # killed: nobody answers until it is up again
            for mutation, verdict in zip(batch, verdicts, strict=True):
                self.answered[mutation["id"]] = verdict.get("first", verdict)
            return


class Campaign:
    """A server over one database, killed again and again."""

    def __init__(self, server: ServerProcess, clinic: Clinic) -> None:
        self.server, self.clinic = server, clinic
        self.workers: list[Worker] = []
        self._doors: list[HttpDoor] = []

    def run(self, rounds: int, seed: int) -> None:
        """Kill and restart so many times, at random moments of work."""
        chance = random.Random(seed)
        self.server.start()
        for number in range(TABLETS):
            self.workers.append(Worker(self._tablet(), self.clinic, number))
        stop, pause = threading.Event(), threading.Event()
        threads = [threading.Thread(target=each.work, args=(stop,)) for each in self.workers]
        for thread in threads:
            thread.start()
        try:
            for _ in range(rounds):
                pause.wait(chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))  # nobody sets it: a moment
                self.server.restart()
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        for worker in self.workers:
            if worker.failures:
                raise worker.failures[0]

    def check(self) -> int:
        """Assert that all that was answered is there, once and with its first verdict; return how much."""
        reader = self._tablet()
        reader.pull()
        stored = reader.sections()
        for worker in self.workers:
            assert set(worker.answered) == set(worker.sent)
            assert {each["verdict"] for each in worker.answered.values()} == {"applied"}
            assert {place: stored.get(place) for place in worker.words} == worker.words
            self._send_all_again(worker)
        visits = [id_ for entity, id_ in reader.base if entity == "visit"]
        assert len(visits) == sum(len(each.words) for each in self.workers) // len(SECTIONS)
        assert reader.pull() == []
        return sum(len(each.answered) for each in self.workers)

    def close(self) -> None:
        """Kill what still runs and close all connections."""
        self.server.close()
        for door in self._doors:
            door.close()

    def _tablet(self) -> Tablet:
        self._doors.append(HttpDoor(self.server.url))
        return Tablet(self._doors[-1]).sign_in(self.clinic.email("pt"))

    def _send_all_again(self, worker: Worker) -> None:
        """Push everything once more: each is known, with the verdict that was answered."""
        mutations = list(worker.sent.values())
        for start in range(0, len(mutations), 50):
            batch = mutations[start : start + 50]
            verdicts = worker.tablet.push(*batch)
            assert set(names(verdicts)) == {"duplicate"}
            assert [each["first"] for each in verdicts] == [worker.answered[each["id"]] for each in batch]
        status, answer = worker.tablet.send([])
        assert (status, answer["acked_n"]) == (200, worker.tablet.n)

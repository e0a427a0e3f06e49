"""A demo tablet: makes mutations as the app does, and pushes them through sync."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.db import wire_time
from server.demo.calendar import ZONE
from server.demo.ids import ORGANIZATION, demo_id
from server.demo.people import Person
from server.mutation import Context
from server.secret import Secret
from server.sync.envelope import identify
from server.sync.push import push

Mutation = dict[str, Any]
ARRIVES_AFTER = timedelta(minutes=2)
AT_ONCE = 50


class NotApplied(RuntimeError):
    """The server refused what the demo recorded: the demo or the server is wrong."""


@dataclass
class Tablet:
    """One person's tablet."""

    person: Person
    secret: Secret
    n: int = 0

    @property
    def clinician_id(self) -> str:
        """The person's id."""
        return demo_id("clinician", self.person.key)

    @property
    def device_id(self) -> str:
        """The tablet's id."""
        return demo_id("device", self.person.key)

    def change(self, kind: str, entity: str, at: datetime, data: dict[str, Any]) -> Mutation:
        """Return a mutation made at an instant, numbered as the next one."""
        self.n += 1
        return {
            "id": demo_id("mutation", self.person.key, self.n),
            "n": self.n,
            "kind": kind,
            "schema": 1,
            "entity": entity,
            "base_version": None,
            "depends_on": [],
            "made_at": wire_time(at),
            "clock_offset_ms": 0,
            "data": data,
        }

    def send(self, mutations: Sequence[Mutation], at: datetime) -> None:
        """Push, as if the tablet had synced shortly after `at`; raise NotApplied."""
        context = Context(
            ORGANIZATION,
            self.clinician_id,
            self.device_id,
            frozenset(self.person.roles),
            at + ARRIVES_AFTER,
            ZONE,
        )
        for first in range(0, len(mutations), AT_ONCE):
            some = [identify(place, raw) for place, raw in enumerate(mutations[first : first + AT_ONCE])]
            answer = push(context, some, self.secret)
            for sent, verdict in zip(some, answer.verdicts, strict=True):
                if verdict["verdict"] != "applied":
                    raise NotApplied(f"{sent.raw['kind']}: {dict(verdict)}")

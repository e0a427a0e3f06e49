"""The seven people who can sign in to the demo."""

from typing import NamedTuple


class Person(NamedTuple):
    """Someone with a sign-in. `key` is the part of the address before the @."""

    key: str
    name: str
    credentials: str
    roles: tuple[str, ...]
    discipline: str | None
    told: str  # what the greeting of `make run` says

    @property
    def email(self) -> str:
        """Return the address that the person signs in with."""
        return f"{self.key}@demo.example"

    @property
    def treats(self) -> bool:
        """Say whether the person has a tablet and a caseload."""
        return not {"therapist", "assistant"}.isdisjoint(self.roles)


PT = Person("pt", "Rowan Tester", "PT", ("therapist",), "PT", "physical therapist")
PTA = Person("pta", "Jules Demo", "PTA", ("assistant",), "PT", "physical therapist assistant")
OT = Person("ot", "Marlow Sandbox", "OT", ("therapist",), "OT", "occupational therapist")
HOME = Person("home", "Perrin Mockford", "PT", ("therapist",), "PT", "physical therapist who visits homes")
SUPERVISOR = Person("supervisor", "Noor Trial", "PT", ("supervisor",), "PT", "supervisor, reviews visits")
BILLER = Person("biller", "Avery Testbill", "", ("biller",), None, "biller")
ADMIN = Person("admin", "Robin Specimen", "", ("administrator",), None, "administrator")

PEOPLE = (PT, PTA, OT, HOME, SUPERVISOR, BILLER, ADMIN)

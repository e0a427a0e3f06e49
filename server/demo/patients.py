"""The demo's patients: every name says that nobody is called so."""

from datetime import date
from typing import NamedTuple

from server.demo import treatments as do
from server.demo.people import HOME, OT, PT, PTA, SUPERVISOR, Person
from server.demo.treatments import Treatment

MEDICARE = "medicare-part-b"
COMMERCIAL = "commercial-midpoint"
FULL_15 = "full-15"


class Done(NamedTuple):
    """A treatment as part of each visit: for how long, and by whom if not by the one who signs."""

    treatment: Treatment
    minutes: int
    by: Person | None = None


class Measured(NamedTuple):
    """A measure and its values from visit to visit; None where it was not taken. The last value stays."""

    measure: str
    unit: str
    values: tuple[int | None, ...]
    side: str | None = None
    goal: tuple[int, str] | None = None
    """The place of the goal it belongs to, and the goal's target as people write it."""


class Plan(NamedTuple):
    """One episode: its plan of care, who treats, what each visit holds and how many visits have passed."""

    by: Person
    policy: str
    title: str
    diagnosis: tuple[str, str]
    goals: tuple[str, ...]
    done: tuple[Done, ...]
    past: int = 3
    planned: int = 12
    frequency: str = "2 a week"
    duration: str = "6 weeks"
    with_: tuple[Person, ...] = ()
    at_home: bool = False
    measured: tuple[Measured, ...] = ()
    authorized_visits: int | None = None


class Invented(NamedTuple):
    """A patient and the plans of care."""

    given_name: str
    family_name: str
    birth_date: date
    precautions: tuple[str, ...]
    plans: tuple[Plan, ...]
    systolic_max: int | None = None


LEFT_LEG, RIGHT_LEG = ("left lower extremity",), ("right lower extremity",)
LEFT_ARM, RIGHT_ARM = ("left upper extremity",), ("right upper extremity",)

PATIENTS = (
    Invented(
        "Odessa",
        "Sample",
        date(1954, 3, 14),
        ("Fall risk, stand on the left side",),
        (
            Plan(
                PT,
                MEDICARE,
                "Left side after stroke",
                ("I69.354", "Weakness of the left side after stroke"),
                ("Stand at the sink for 5 minutes without a hand", "Walk to the bathroom with a cane, alone"),
                (Done(do.PNF, 16), Done(do.BAPS, 9), Done(do.GAIT, 12)),
                past=8,
                with_=(PTA, SUPERVISOR),
                measured=(
                    Measured(
                        "tug",
                        "ms",
                        (24_100, 23_400, 22_600, 20_800, 21_300, 20_200, 18_900, 17_600),
                        goal=(1, "14 s"),
                    ),
                    Measured(
                        "single-leg-stance",
                        "ms",
                        (2_800, 3_100, 4_000, 6_100, 5_200, 6_000, 8_100, 8_900),
                        side="left",
                        goal=(0, "10 s"),
                    ),
                    Measured("berg", "points", (34, None, None, 39, None, None, None, 44)),
                    Measured("ten-metre-walk", "mm/s", (480, None, 520, None, 550, None, 640, 690)),
                ),
            ),
        ),
        systolic_max=160,
    ),
    Invented(
        "Bertram",
        "Example",
        date(1971, 9, 2),
        ("No load overhead with the right arm",),
        (
            Plan(
                PT,
                COMMERCIAL,
                "Right shoulder",
                ("M75.101", "Rotator cuff tear, right"),
                ("Reach the second shelf with the right arm",),
                (Done(do.MANUAL, 14), Done(do.STRENGTH.on(RIGHT_ARM), 18)),
                planned=10,
                authorized_visits=12,
            ),
        ),
    ),
    Invented(
        "Philippa",
        "Mockwell",
        date(1966, 12, 30),
        ("Dizzy on quick turns, stand close",),
        (
            Plan(
                PT,
                COMMERCIAL,
                "Vestibular",
                ("H81.10", "Positional vertigo"),
                ("Walk down the street and look both ways without stopping",),
                (Done(do.VESTIBULAR, 15), Done(do.BALANCE, 12)),
                past=2,
                planned=8,
                measured=(Measured("fga", "points", (17, 20)), Measured("abc", "percent", (58, 66))),
                authorized_visits=8,
            ),
        ),
    ),
    Invented(
        "Hugo",
        "Pretend",
        date(1948, 5, 21),
        ("Right hip: no bending past 90°", "Walker within reach"),
        (
            Plan(
                PT,
                MEDICARE,
                "Gait after hip repair",
                ("S72.001D", "Hip fracture, right, healing"),
                ("Climb 12 stairs with one rail", "Walk 150 m outdoors with a cane"),
                (Done(do.STRENGTH.on(RIGHT_LEG), 16), Done(do.GAIT, 15, PTA), Done(do.BALANCE, 10)),
                past=4,
                measured=(Measured("five-sit-to-stand", "ms", (21_400, None, 18_700, 16_900)),),
                with_=(PTA,),
            ),
        ),
    ),
    Invented(
        "Leopold",
        "Fictive",
        date(1959, 7, 8),
        ("Fall risk", "Speech is slow: wait for the answer"),
        (
            Plan(
                PT,
                MEDICARE,
                "Right side after stroke",
                ("I69.351", "Weakness of the right side after stroke"),
                ("Get up from a chair without arms",),
                (Done(do.PNF.on(RIGHT_LEG), 20), Done(do.TRANSFERS, 14, PTA)),
                with_=(PTA,),
            ),
        ),
    ),
    Invented(
        "Tilda",
        "Placeholder",
        date(1988, 1, 17),
        ("Left knee: full weight allowed",),
        (
            Plan(
                PT,
                FULL_15,
                "Left knee",
                ("S83.512D", "Ligament sprain of the left knee, healing"),
                ("Hop on the left leg ten times",),
                (Done(do.BAPS.on(("left knee",)), 16),),
                past=0,
                planned=16,
            ),
        ),
    ),
    Invented(
        "Wanda",
        "Imaginary",
        date(1979, 4, 4),
        (),
        (
            Plan(
                PTA,
                COMMERCIAL,
                "Left ankle",
                ("S93.402D", "Sprain of the left ankle, healing"),
                ("Walk a mile on grass",),
                (Done(do.BAPS, 18), Done(do.STRENGTH, 14)),
                past=4,
                with_=(PT,),
            ),
        ),
    ),
    Invented(
        "Fergus",
        "Nobody",
        date(1962, 10, 11),
        ("Numb feet: look at the skin before and after",),
        (
            Plan(
                PTA,
                FULL_15,
                "Balance, numb feet",
                ("G62.9", "Neuropathy of both feet"),
                ("Stand in the shower with eyes closed for 20 seconds",),
                (Done(do.BALANCE, 31), Done(do.GAIT, 16)),
                with_=(PT,),
                measured=(Measured("berg", "points", (36, None, 42)),),
            ),
        ),
    ),
    Invented(
        "Greta",
        "Invented",
        date(1983, 8, 25),
        ("Right hand: ask before touching",),
        (
            Plan(
                OT,
                COMMERCIAL,
                "Right hand, pain after fracture",
                ("G90.511", "Complex regional pain, right arm"),
                ("Hold a cup with the right hand for a minute",),
                (Done(do.DESENSITIZATION, 17), Done(do.DRESSING, 15)),
            ),
        ),
    ),
    Invented(
        "Ansel",
        "Madeup",
        date(1951, 2, 9),
        ("Left shoulder: support it, never pull",),
        (
            Plan(
                OT,
                MEDICARE,
                "Left arm after stroke",
                ("I69.354", "Weakness of the left side after stroke"),
                ("Reach a plate in the cupboard with the left hand", "Dress the upper body alone"),
                (Done(do.BOBATH, 24), Done(do.DRESSING, 16)),
            ),
        ),
    ),
    Invented(
        "Beatrix",
        "Phantom",
        date(1957, 6, 19),
        ("Freezes in doorways",),
        (
            Plan(
                OT,
                FULL_15,
                "Parkinson's, self-care",
                ("G20.A1", "Parkinson's disease"),
                ("Button a shirt in three minutes",),
                (Done(do.DRESSING, 30),),
                past=2,
            ),
        ),
    ),
    Invented(
        "Casimir",
        "Notreal",
        date(1945, 11, 3),
        ("Fall risk", "Dog in the house: ring first"),
        (
            Plan(
                HOME,
                MEDICARE,
                "Balance, at home",
                ("R26.81", "Unsteady on the feet"),
                ("Carry a cup from the kitchen to the chair",),
                (Done(do.BALANCE, 22), Done(do.TRANSFERS, 16)),
                past=4,
                planned=16,
                at_home=True,
            ),
        ),
    ),
    Invented(
        "Dorian",
        "Stand-In",
        date(1950, 1, 28),
        (),
        (
            Plan(
                HOME,
                MEDICARE,
                "Parkinson's, walking",
                ("G20.A1", "Parkinson's disease"),
                ("Turn in the hallway without freezing",),
                (Done(do.GAIT, 19), Done(do.BALANCE, 19)),
                at_home=True,
            ),
        ),
        systolic_max=150,
    ),
    Invented(
        "Esme",
        "Makebelieve",
        date(1969, 3, 6),
        (),
        (
            Plan(
                HOME,
                COMMERCIAL,
                "Left knee replacement",
                ("Z96.652", "Artificial left knee"),
                ("Go down the porch steps one after the other",),
                (Done(do.STRENGTH, 20), Done(do.PNF, 15)),
                at_home=True,
            ),
        ),
    ),
)

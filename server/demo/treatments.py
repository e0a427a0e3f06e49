"""What is done in the demo's visits: activities that progress from visit to visit.

Each treatment is one activity under one code; its steps are what the dose and the response were on the first
visit, the second, and so on. Names of techniques are those the tablet offers.
"""

from typing import Any, NamedTuple

Fields = dict[str, Any]


class Step(NamedTuple):
    """One visit's dose and the response to it."""

    dose: Fields
    response: Fields


def _pnf(sets: int, reps: int, position: str, help_given: str, cues: int) -> Fields:
    return {
        "sets": sets, "reps": reps, "position": position, "assistance": help_given, "cue_type": "manual",
        "cue_count": cues,
    }  # fmt: skip


class Treatment(NamedTuple):
    """One activity, as it goes on over several visits."""

    code: str
    activity_id: str | None
    technique: str
    regions: tuple[str, ...]
    purpose: str
    intensity: str
    skilled_need: str
    steps: tuple[Step, ...]

    def on(self, regions: tuple[str, ...]) -> "Treatment":
        """Return the same treatment for other regions."""
        return self._replace(regions=regions)


def _effort(**more: object) -> Fields:
    return {"tolerance": "effort", "quality": "same", "progression": "maintained", **more}


def _better(next_step: str, **more: object) -> Fields:
    return {
        "tolerance": "well",
        "quality": "better",
        "progression": "progressed",
        "next_step": next_step,
        **more,
    }


def _worse(reason: str, **more: object) -> Fields:
    return {
        "tolerance": "poor",
        "quality": "worse",
        "progression": "regressed",
        "progression_reason": reason,
        "fatigue": True,
        **more,
    }


BAPS = Treatment(
    "97112",
    "baps-board",
    "BAPS board",
    ("left ankle",),
    "Improve proprioception and balance of ankle",
    "Moderate",
    "Grading of level and hand support by the quality of each weight shift",
    (
        Step(
            {"sets": 2, "reps": 8, "level": 1, "support": "two hands", "cue_type": "touch", "cue_count": 8},
            _effort(pain_after=3, text="Loses the heel at the end of each circle."),
        ),
        Step(
            {"sets": 2, "reps": 10, "level": 1, "support": "two hands", "cue_type": "touch", "cue_count": 7},
            _better("One hand", pain_after=2, text="Keeps the heel down in three of four directions."),
        ),
        Step(
            {"sets": 2, "reps": 10, "level": 1, "support": "two hands", "cue_type": "touch", "cue_count": 5},
            _better("One hand", pain_after=2, text="Slow circles, heel down."),
        ),
        Step(
            {"sets": 2, "reps": 10, "level": 1, "support": "one hand", "cue_type": "touch", "cue_count": 5},
            _better("Level 2 with one hand", pain_after=2, text="Full circles to the right."),
        ),
        Step(
            {"sets": 2, "reps": 8, "level": 1, "support": "two hands", "cue_type": "touch", "cue_count": 6},
            _worse("slept badly, tired at arrival", pain_after=3, text="Stops after the second set."),
        ),
        Step(
            {"sets": 2, "reps": 10, "level": 1, "support": "one hand", "cue_type": "touch", "cue_count": 4},
            _better("Level 2 with one hand", pain_after=1, text="Full circles both ways."),
        ),
        Step(
            {"sets": 2, "reps": 10, "level": 2, "support": "one hand", "cue_type": "touch", "cue_count": 4},
            _better("Fewer cues", pain_after=1, text="Looks at the foot at first, then ahead."),
        ),
        Step(
            {"sets": 2, "reps": 10, "level": 2, "support": "one hand", "cue_type": "touch", "cue_count": 2},
            _better("Level 2 without hands", pain_after=0, text="Corrects alone after a touch at the shank."),
        ),
    ),
)

PNF = Treatment(
    "97112",
    "pnf",
    "PNF",
    ("left lower extremity",),
    "Improve range, strength and coordination of hip, knee and ankle",
    "Moderate",
    "Resistance and stretch adapted through the range as the pattern breaks down",
    (
        Step(_pnf(2, 6, "supine", "maximal", 12), _effort(text="Pattern breaks at half range.")),
        Step(_pnf(2, 8, "supine", "maximal", 10), _better("Moderate help", text="Two thirds of the range.")),
        Step(_pnf(2, 8, "supine", "moderate", 9), _better("10 repetitions", text="Starts after a stretch.")),
        Step(_pnf(2, 10, "supine", "moderate", 8), _better("Half sitting", text="With a slow reversal.")),
        Step(
            _pnf(2, 8, "supine", "moderate", 9),
            _worse("slept badly, tired at arrival", text="The pattern slows in the second set."),
        ),
        Step(
            _pnf(3, 8, "half sitting", "moderate", 6),
            _better("Minimal help", text="Through the range with a slow reversal."),
        ),
        Step(
            _pnf(3, 8, "half sitting", "minimal", 5),
            _better("10 repetitions", text="Starts the pattern without stretch."),
        ),
        Step(
            _pnf(3, 10, "half sitting", "minimal", 3),
            _better("Standing", progression_criterion="8 of 10 clean", text="Holds the end of the range."),
        ),
    ),
)

BOBATH = Treatment(
    "97112",
    "bobath",
    "Bobath (NDT)",
    ("trunk", "left upper extremity"),
    "Trunk control for reaching to the affected side",
    "Moderate",
    "Hands-on facilitation at key points, changed with tone from moment to moment",
    (
        Step(
            {"reps": 10, "position": "sitting", "support": "back", "assistance": "moderate"},
            _effort(text="Leans on the sound side, tone rises after six."),
        ),
        Step(
            {"reps": 12, "position": "sitting", "support": "none", "assistance": "minimal"},
            _better("Reach across the midline", text="Weight over both hips for 20 seconds."),
        ),
        Step(
            {"reps": 15, "position": "sitting", "support": "none", "assistance": "contact guard"},
            _better("In standing", text="Reaches to arm's length and comes back alone."),
        ),
    ),
)

BALANCE = Treatment(
    "97112",
    "static-balance",
    "Static balance",
    ("bilateral lower extremity",),
    "Standing balance without a hand for dressing and the kitchen",
    "Moderate",
    "Choice of surface and vision by sway, guarding for loss of balance",
    (
        Step(
            {
                "sets": 3, "hold_seconds": 20, "surface": "firm", "vision": "eyes open",
                "base_of_support": "together",
            },
            _effort(text="Takes a step in two of three holds."),
        ),
        Step(
            {
                "sets": 3, "hold_seconds": 30, "surface": "foam", "vision": "eyes open",
                "base_of_support": "apart",
            },
            _better("Feet together on foam", text="One step to recover in three holds."),
        ),
        Step(
            {
                "sets": 3, "hold_seconds": 30, "surface": "foam", "vision": "eyes open",
                "base_of_support": "together",
            },
            _better("Eyes closed", text="No step in three holds."),
        ),
        Step(
            {
                "sets": 3, "hold_seconds": 20, "surface": "foam", "vision": "eyes closed",
                "base_of_support": "apart",
            },
            _better("A second task", text="Sways, recovers at the ankle."),
        ),
    ),
)  # fmt: skip

VESTIBULAR = Treatment(
    "97112",
    "gaze-stability",
    "Gaze stability",
    ("head",),
    "Steady gaze when turning while walking",
    "Light",
    "Speed set by symptoms, which are asked for after every minute",
    (
        Step(
            {"sets": 3, "hold_seconds": 30, "position": "sitting"},
            _effort(dizziness=True, exertion=4, text="Settles in two minutes."),
        ),
        Step(
            {"sets": 3, "hold_seconds": 45, "position": "standing"},
            _better("While walking", dizziness=True, exertion=2, text="Settles in one minute."),
        ),
    ),
)

DESENSITIZATION = Treatment(
    "97112",
    "desensitization",
    "Desensitization",
    ("right hand",),
    "Tolerance of touch for grip and sleeve",
    "Light",
    "Choice of texture and time by reported pain and guarding",
    (
        Step(
            {"sets": 3, "hold_seconds": 60, "equipment": "silk", "position": "sitting"},
            _effort(pain_before=6, pain_after=6, text="Withdraws twice."),
        ),
        Step(
            {"sets": 3, "hold_seconds": 90, "equipment": "cotton", "position": "sitting"},
            _better("Terry cloth", pain_before=5, pain_after=4, text="No withdrawal."),
        ),
        Step(
            {"sets": 4, "hold_seconds": 90, "equipment": "terry cloth", "position": "sitting"},
            _better("Rice, whole hand", pain_before=4, pain_after=3, text="Asks for the next texture."),
        ),
    ),
)

STRENGTH = Treatment(
    "97110",
    None,
    "Resisted exercise",
    ("left lower extremity",),
    "Strength for stairs",
    "Moderate",
    "Load set by the last two repetitions of each set",
    (
        Step({"sets": 2, "reps": 10, "resistance": "yellow band"}, _effort(exertion=5)),
        Step({"sets": 3, "reps": 10, "resistance": "yellow band"}, _better("Red band", exertion=4)),
        Step({"sets": 3, "reps": 10, "resistance": "red band"}, _effort(exertion=6)),
        Step({"sets": 3, "reps": 12, "resistance": "red band"}, _better("Green band", exertion=4)),
    ),
)

GAIT = Treatment(
    "97116",
    None,
    "Gait training",
    ("bilateral lower extremity",),
    "Walk in the house without a person at the side",
    "Moderate",
    "Guarding and correction of step length, choice of device",
    (
        Step({"reps": 2, "equipment": "walker", "assistance": "minimal"}, _effort(text="40 m, two rests.")),
        Step(
            {"reps": 3, "equipment": "walker", "assistance": "contact guard"},
            _better("Cane", text="60 m, one rest."),
        ),
        Step(
            {"reps": 3, "equipment": "cane", "assistance": "contact guard"},
            _better("Outdoors", text="80 m, no rest."),
        ),
    ),
)

MANUAL = Treatment(
    "97140",
    None,
    "Joint mobilization",
    ("right shoulder",),
    "Reach overhead",
    "Grade III",
    "Grade chosen by end feel and pain",
    (
        Step({"sets": 3, "hold_seconds": 30}, _effort(pain_before=5, pain_after=4)),
        Step({"sets": 4, "hold_seconds": 30}, _better("Grade IV", pain_before=4, pain_after=2)),
    ),
)

TRANSFERS = Treatment(
    "97530",
    None,
    "Transfers",
    ("bilateral lower extremity",),
    "Bed to chair alone",
    "Moderate",
    "Sequence and hand placement corrected as fatigue grows",
    (
        Step({"reps": 5, "assistance": "minimal", "cue_type": "verbal", "cue_count": 6}, _effort()),
        Step(
            {"reps": 6, "assistance": "contact guard", "cue_type": "verbal", "cue_count": 3},
            _better("Lower seat"),
        ),
    ),
)

DRESSING = Treatment(
    "97535",
    None,
    "Dressing",
    ("bilateral upper extremity",),
    "Dress the upper body alone",
    "Light",
    "One-handed method taught and adapted to tone",
    (
        Step({"reps": 2, "assistance": "moderate", "cue_type": "verbal", "cue_count": 8}, _effort()),
        Step({"reps": 3, "assistance": "minimal", "cue_type": "verbal", "cue_count": 4}, _better("Buttons")),
    ),
)

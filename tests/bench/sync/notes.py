"""The work that is measured: sections of notes, about two kilobytes each, the same on every run."""

import hashlib
import random
from dataclasses import dataclass

TARGET_CHARACTERS = 1_800  # with its envelope a mutation is then about 2 KB
WORDS = (
    "patient stood from the plinth with contact guard weight shift to the left improved after verbal cue",
    "reach across midline held tandem stance seconds loss of balance corrected with stepping strategy gait",
    "over uneven surface assistance minimal cueing tactile rhythm stabilisation rest between trials pain",
    "unchanged fatigue moderate continue next visit progress repetitions narrow base eyes closed",
)


@dataclass(frozen=True)
class Note:
    """One text, and where it belongs."""

    visit_id: str
    section: str
    text: str

    @property
    def sha256(self) -> str:
        """What a full pull must bring back."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def write_note(chance: random.Random, visit_id: str, section: str) -> Note:
    """Make up a text of the wanted length."""
    known = " ".join(WORDS).split()
    words: list[str] = []
    length = 0
    while length < TARGET_CHARACTERS:
        word = chance.choice(known) if chance.random() > 0.1 else str(chance.randrange(1000))
        words.append(word)
        length += len(word) + 1
    return Note(visit_id, section, " ".join(words))

"""Words that a clinician decided against, when two versions met: they stay in the visit's history."""

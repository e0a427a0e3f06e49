"""The schedule: who is expected when, and what became of it."""

"""Record: interventions, responses, measures, and the sections of the note."""

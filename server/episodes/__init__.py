"""Episodes: one plan of care each, with its diagnoses, goals, certification and payer."""

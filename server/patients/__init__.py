"""Patients: who is treated, with precautions, and who is on whose caseload."""

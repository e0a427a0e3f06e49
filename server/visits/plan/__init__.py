"""What whoever treats says of the plan of care: its goals, and what to mind about the patient."""

"""The reception: new patients with their plan of care, payer and first appointment; precautions."""

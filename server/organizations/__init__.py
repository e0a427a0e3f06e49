"""Organizations and their clinics: whose rules, time zone and keys apply."""

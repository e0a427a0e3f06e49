"""Clinicians and how they sign in: passwords, second factors, sessions."""

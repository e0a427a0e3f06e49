"""Signing: the exact bytes that were signed, and what was added later."""

"""Timing: segments, their corrections, and untimed codes."""

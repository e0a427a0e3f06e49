"""Devices: tablets that clinicians enrolled, and the server's half of their keys."""

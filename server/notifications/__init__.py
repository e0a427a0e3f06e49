"""Telling a clinician that there is something to look at.

A notice is kept in the inbox of one clinician. Where the clinician's device asked for it, a push goes out
that carries the notice's opaque id and its kind and nothing else: lock screens and push services see no
patient data. This package takes ids and a kind only, so nothing above it can leak words through it.
"""

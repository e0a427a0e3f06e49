"""Visits: what was treated, how long, how the patient responded, and who signed it.

`timing` holds segments, their corrections and untimed codes; `record` interventions, responses, measures and
the sections of the note; `signing` signatures and addenda. `operations` is what other domains call.
"""

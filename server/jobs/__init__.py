"""What happens by the clock: its own process, `python -m server.jobs`, beside the web and never inside it.

Schedules stand in code and are kept in memory; what is due is read from the domains' own tables, so a run
that was missed loses nothing. One process leads at a time, and each run first claims its slot in the
database: should two processes ever lead at once, an effect still happens once.
"""

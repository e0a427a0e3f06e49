"""Sync with tablets: mutations up, changes down, nothing lost.

push        envelope → verdicts, in one transaction; answered only after COMMIT
pull        changes of the current caseload after a cursor; backfill and removal
quarantine  what was refused, kept encrypted; sealed outboxes of locked tablets
epoch       a new one when a cursor or a number proves that the server was restored
"""

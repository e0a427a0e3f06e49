"""Reviewing signed visits: a supervisor sees what was done, the signed bytes and the lines; accepts, or
returns.

A review opens in the transaction that finalizes the signed visit's service day. Comments of a returned review
reach the therapist's tablet through the feed; the answer comes back as a mutation.
"""

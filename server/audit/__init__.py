"""The audit: who read and who changed what, hash-chained per organization.

Ids and field names only, never a value. Tamper-evident, not tamper-proof: the chain
shows a change, and a signed head kept elsewhere (`kinesync anchor`) shows a
missing tail.
"""

from server.audit.chain import write_chain
from server.audit.models import AuditRow
from server.audit.operations import Who, note, note_by
from server.feed.commit import chain_notes_with

chain_notes_with(write_chain)

__all__ = ["AuditRow", "Who", "note", "note_by"]

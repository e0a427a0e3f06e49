"""The kinds of notice. A kind is all that a notice says; what it is about is read after unlocking."""

from typing import Final

VISIT_UNSIGNED: Final = "visit-unsigned"
REVIEW_RETURNED: Final = "review-returned"
COMMENT_ANSWERED: Final = "comment-answered"
WORK_MISSING: Final = "work-missing"  # a tablet lost something, or came back empty
BACKUP_MISSING: Final = "backup-missing"
BACKUP_FAILED: Final = "backup-failed"

KINDS: Final = (
    VISIT_UNSIGNED,
    REVIEW_RETURNED,
    COMMENT_ANSWERED,
    WORK_MISSING,
    BACKUP_MISSING,
    BACKUP_FAILED,
)

"""The table of jobs: which run was claimed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Model, UtcDateTime


class JobClaim(Model):
    """A process's claim on one run of one job: the key lets only one in, and it is the heartbeat too."""

    __tablename__ = "job_claim"

    job_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

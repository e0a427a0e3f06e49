"""`python -m server.jobs`: wait to be the leader, then run the jobs until told to stop."""

import logging
import signal
import sys
from types import FrameType

from server.app import create_app
from server.config import Config
from server.jobs.lock import leadership
from server.jobs.runner import build

logger = logging.getLogger("server.jobs")


def main() -> int:
    """Run until SIGTERM or SIGINT; return the exit code."""
    signal.signal(signal.SIGTERM, _leave)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # each run of each job, twice
    config = Config.from_environment()
    app = create_app(config)
    try:
        with leadership(config.database_url, config.data_folder):
            logger.info("this process leads the jobs")
            build(app).start()
    except (KeyboardInterrupt, SystemExit):
        return 0
    return 0


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())

"""Keep processes running side by side, and end them together.

Each part is a child of this process and in its process group. One that ends is
started again after a pause that grows while it keeps failing.
"""

import asyncio
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from functools import partial

from server.config import own_environment

STOP_SECONDS = 8.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
PR_SET_PDEATHSIG = 1

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """One of the processes to keep running."""

    name: str
    command: tuple[str, ...]
    variables: tuple[tuple[str, str], ...] = ()  # beside those that this process has


async def keep_running(parts: Sequence[Part], beside: Coroutine[None, None, None]) -> None:
    """Keep the parts running until SIGTERM, SIGINT or SIGHUP; `beside` runs once among them."""
    stop = _stop_signal()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_keep_one(part)) for part in parts]
        tasks.append(group.create_task(beside))
        await stop.wait()
        for task in tasks:
            task.cancel()


def die_with(parent: int) -> None:
    """Have Linux kill this process as soon as `parent`, which started it, is gone.

    Other systems have no such call: there, what a killed parent started goes on.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it went before the call
        os.kill(os.getpid(), signal.SIGKILL)


async def _keep_one(part: Part) -> None:
    """Start the part, and again whenever it ends; end it when cancelled."""
    loop = asyncio.get_running_loop()
    pause = FIRST_PAUSE_SECONDS
    while True:
        started = loop.time()
        process = await asyncio.create_subprocess_exec(
            *part.command,
            env=own_environment() | dict(part.variables),
            preexec_fn=partial(die_with, os.getpid()),
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        if loop.time() - started > STEADY_SECONDS:
            pause = FIRST_PAUSE_SECONDS
        logger.error("%s ended with %s, starting it again in %s s", part.name, code, pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask the process to stop, and kill it if it does not in time."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        logger.error("process %s did not stop in %s s and is killed", process.pid, STOP_SECONDS)
        process.kill()
        await process.wait()


def _stop_signal() -> asyncio.Event:
    """Return an event that the signals to stop set. One ignored by `nohup` stays ignored."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if number == signal.SIGTERM or signal.getsignal(number) != signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop

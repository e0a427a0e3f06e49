"""`kinesync serve`, with real processes: who starts, who ends, who comes back."""

import os
import select
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.config import Config
from server.secret import Secret
from server.serve import Serving, parts, port_is_free
from tests.e2e.child import Child
from tests.e2e.processes import Process, running_in
from tests.e2e.server_process import KINESYNC, ServerProcess
from tests.e2e.waiting import until
from tests.postgresql import free_port

LONGEST_WAIT_SECONDS = 60


def kill(process: Process) -> None:
    """Kill it and wait until it is gone."""
    descriptor = os.pidfd_open(process.number)
    try:
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        assert select.select([descriptor], [], [], LONGEST_WAIT_SECONDS)[0]
    finally:
        os.close(descriptor)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server over an empty data folder."""
    data = tmp_path / "data"
    data.mkdir()
    process = ServerProcess(data)
    process.start()
    yield process
    process.kill()


def group_of(server: ServerProcess) -> list[Process]:
    """Return what runs in the server's process group."""
    assert server.child is not None
    return list(running_in(server.child.process.pid))


def web_main(server: ServerProcess) -> Process:
    """Return granian's main process."""
    assert server.child is not None
    return next(
        p for p in group_of(server) if "granian" in p.command and p.parent == server.child.process.pid
    )


def workers(server: ServerProcess) -> list[Process]:
    """Return granian's workers."""
    return [p for p in group_of(server) if p.parent == web_main(server).number]


def jobs(server: ServerProcess) -> list[Process]:
    """Return the jobs process, as a list of one or none."""
    return [p for p in group_of(server) if "server.jobs" in p.command]


def test_web_and_jobs_run_in_one_process_group(server: ServerProcess) -> None:
    assert workers(server)
    assert len(jobs(server)) == 1


def test_sigterm_ends_everything_it_started(server: ServerProcess) -> None:
    assert server.stop() == 0

    until(lambda: port_is_free(server.port), "the port")  # a process lets go of it as its very last


def test_sigterm_before_it_is_ready_ends_what_makes_the_database_ready(tmp_path: Path) -> None:
    environment = {"DATA": str(tmp_path), "PORT": str(free_port())}
    child = Child([KINESYNC, "serve", "--demo"], tmp_path / "serve.log", environment)
    try:
        until(lambda: len(list(running_in(child.process.pid))) > 1, "the process that migrates and fills")

        assert child.stop() == 128 + signal.SIGTERM

        assert not list(running_in(child.process.pid))
    finally:
        child.kill()


def test_a_killed_supervisor_leaves_nothing_behind(server: ServerProcess) -> None:
    assert server.child is not None

    server.child.process.kill()

    until(lambda: not group_of(server), "the end of the group")
    # A process that ends is nobody's command line a moment before its sockets close.
    until(lambda: port_is_free(server.port), "the port")


def test_a_killed_web_takes_its_workers_along_and_comes_back(server: ServerProcess) -> None:
    main, old = web_main(server), workers(server)

    kill(main)

    until(
        lambda: not {p.number for p in old} & {p.number for p in group_of(server)}, "the end of the workers"
    )
    server.wait_until_ready()
    assert web_main(server) != main


def test_a_killed_worker_comes_back(server: ServerProcess) -> None:
    old = workers(server)[0]

    kill(old)

    server.wait_until_ready()
    until(lambda: any(p != old for p in workers(server)), "a new worker")


def test_killed_jobs_come_back(server: ServerProcess) -> None:
    old = jobs(server)

    kill(old[0])

    until(lambda: jobs(server) and jobs(server) != old, "new jobs")


def test_a_busy_port_is_said_in_words_before_anything_starts(server: ServerProcess, tmp_path: Path) -> None:
    env = {**os.environ, "DATA": str(tmp_path / "other"), "PORT": str(server.port)}

    second = subprocess.run([KINESYNC, "serve"], env=env, capture_output=True, text=True, check=False)

    assert second.returncode == 1
    assert f"Port {server.port} is in use" in second.stderr
    assert "Kinesync is ready" not in second.stdout


def test_sqlite_gets_one_worker_and_postgresql_several(tmp_path: Path) -> None:
    secret = Secret(b"a secret that only tests know, long enough")
    address = "postgresql+psycopg://x/y"
    on_sqlite, _ = parts(Serving.of(Config(data_folder=tmp_path, secret=secret)))
    on_postgresql, _ = parts(Serving.of(Config(data_folder=tmp_path, secret=secret, database_url=address)))

    assert _workers(on_sqlite.command) == 1
    assert _workers(on_postgresql.command) >= 2


def _workers(command: tuple[str, ...]) -> int:
    return int(command[command.index("--workers") + 1])

"""Runs commands as fresh processes and tells how long they took and how much memory they held.

It knows nothing of what the commands do.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["CHECKOUT", "CommandFailedError", "Run", "environment", "importing", "inside", "run"]

CHECKOUT: Final = Path(__file__).resolve().parent.parent

_ENOUGH: Final = 20.0
"""Seconds after which a command is not repeated any more."""

_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""The bytes in which the system tells the most memory that a process held."""


class CommandFailedError(Exception):
    """A command that was to be measured ended with another code than 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The median time in seconds, and the most memory in MB that the largest process held."""

    seconds: float
    megabytes: float


def environment(**more: str) -> dict[str, str]:
    """The environment of a measured process: the checkout's code, bytecode kept, no cache."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
    return {**kept, "PYTHONPATH": path, "ONRECORD_CACHE_DIR": "", **more}


def run(
    *commands: Sequence[str],
    repeat: int,
    folder: Path = CHECKOUT,
    variables: Mapping[str, str] | None = None,
    warm: bool = True,
) -> Run:
    """Runs commands one after the other as one measure, ``repeat`` times, and gives the median.

    With ``warm`` they run once before, so that no measure pays for compiling Python files or for
    reading them from the disk. What takes long is repeated less often.
    """
    variables = environment() if variables is None else variables
    once = [_once(commands, folder, variables)] if warm else []
    timed: list[tuple[float, float]] = [] if not once or once[0][0] < _ENOUGH else once
    while len(timed) < repeat and sum(seconds for seconds, _ in timed) < _ENOUGH:
        timed.append(_once(commands, folder, variables))
    return Run(
        seconds=statistics.median(seconds for seconds, _ in timed),
        megabytes=max(megabytes for _, megabytes in timed),
    )


def _once(
    commands: Sequence[Sequence[str]], folder: Path, variables: Mapping[str, str]
) -> tuple[float, float]:
    started, most = time.perf_counter(), 0.0
    for command in commands:
        most = max(most, _peak(command, folder, variables))
    return time.perf_counter() - started, most


def _peak(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> float:
    child = subprocess.Popen(
        command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        message = f"exit code {child.returncode}: {' '.join(command)[:300]}"
        raise CommandFailedError(message)
    return usage.ru_maxrss * _UNIT / 1e6


def inside(job: str, *arguments: str, repeat: int) -> dict[str, float]:
    """The median times that a job of ``benchmarks.inside`` measures itself, in seconds."""
    command = [sys.executable, "-m", "benchmarks.inside", job, *arguments, str(repeat)]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    times = [line.split() for line in done.stdout.splitlines()]
    return {name: float(seconds) for name, seconds in times}


def importing(module: str, *, repeat: int) -> float:
    """The median time of an import in a fresh process, without the interpreter's own start."""
    code = f"from time import perf_counter as t; s = t(); import {module}; print(t() - s)"
    times = []
    for _ in range(repeat + 1):
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, env=environment(), stdout=subprocess.PIPE, text=True, check=True
        )
        times.append(float(done.stdout))
    return statistics.median(times[1:])

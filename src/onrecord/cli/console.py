"""The terminal as the commands use it: what it can show, output, progress, errors of wrong use."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from onrecord.reporters import Look

__all__ = ["ClosedOutputError", "UnknownError", "is_terminal", "look", "progress", "write"]

_PLAIN_WIDTH = 100
_NARROWEST, _WIDEST = 40, 120
_PATIENCE = 1.0


class ClosedOutputError(Exception):
    """Whoever read the output has gone: ``onrecord list statements | head``."""


class UnknownError(click.ClickException):
    """A word that names nothing, with the nearest one that does."""

    exit_code = 2

    def __init__(self, message: str, nearest: str | None = None) -> None:
        hint = f"; did you mean {nearest!r}?" if nearest else ""
        super().__init__(message + hint)


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person sees the stream."""
    return not stream.closed and stream.isatty()


def look(stream: IO[str] | None = None) -> Look:
    """How text for the stream (standard output if not given) is to look.

    Colours need a terminal and no ``NO_COLOR`` (no-color.org), or ``FORCE_COLOR`` for a pipe.
    """
    from onrecord.reporters import Look

    stream = sys.stdout if stream is None else stream
    return Look(width=_width(stream), colour=_colour(stream))


def _width(stream: IO[str]) -> int:
    if not is_terminal(stream) and "COLUMNS" not in os.environ:
        return _PLAIN_WIDTH
    columns = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns
    return max(_NARROWEST, min(columns, _WIDEST))


def _colour(stream: IO[str]) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def write(text: str, *, to_errors: bool = False) -> None:
    """Writes text to standard output, or to standard error."""
    stream = sys.stderr if to_errors else sys.stdout
    try:
        click.echo(text, file=stream, nl=False, color=_colour(stream))
    except BrokenPipeError as error:
        raise ClosedOutputError from error


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Gives a function to tell how far work has come: (done, in all).

    A bar appears on standard error if that is a terminal and the work takes more than a second.
    """
    if not is_terminal(sys.stderr):
        yield None
        return
    started = time.monotonic()
    bar: Progress | None = None

    def tell(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - started > _PATIENCE:
            bar = _bar(what)
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=total)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()


def _bar(what: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task(what)
    bar.start()
    return bar

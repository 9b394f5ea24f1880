"""Changes several files as one: all of them, or none.

Everything is written beside its place first; what is left is to rename, and what was renamed is
renamed back where one of them fails. A power cut between two renames is what no file system undoes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from onrecord.storage.writing import (
    WriteError,
    _aside,
    _removed,
    _said,
    _sync_folder,
    _undisturbed,
    _write,
)

__all__ = ["FileChange", "change_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """What one file below a root held and is to hold; ``None`` where there is no file."""

    path: str
    before: bytes | None
    after: bytes | None


def change_files(root: str | os.PathLike[str], changes: Iterable[FileChange]) -> None:
    """Makes all the changes below ``root``, or none.

    Raises ``WriteError`` where a file no longer holds what it held, where one is in the place of a
    new one, and where writing fails; then everything is as it was.
    """
    steps = [_Step(Path(root), change) for change in changes]
    made: list[Path] = []
    try:
        with ExitStack() as stack:
            for step in steps:
                with _said(step.target):
                    made += _folders(step.target.parent)
                    stack.enter_context(_removed(step.new))
                    step.prepare()
            with _undisturbed():
                _carry_out(steps)
                for step in steps:
                    step.old.unlink(missing_ok=True)
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
    for folder in {step.target.parent for step in steps}:
        _sync_folder(folder)


class _Step:
    """One change on its way: prepared in ``new``, what was there kept in ``old``."""

    def __init__(self, root: Path, change: FileChange) -> None:
        self.change = change
        self.target = root / change.path
        self.new = self.target.with_name(_aside(self.target.name, "new"))
        self.old = self.target.with_name(_aside(self.target.name, "old"))

    def prepare(self) -> None:
        self.check()
        if self.change.after is not None:
            _write(self.new, self.change.after)
            if self.change.before is not None:
                self.new.chmod(self.target.stat().st_mode & 0o777)

    def check(self) -> None:
        is_file = self.target.is_file() and not self.target.is_symlink()
        if self.change.before is None:
            if os.path.lexists(self.target):
                raise WriteError(f"{self.target}: is there already, and nothing is overwritten")
        elif not is_file or self.target.read_bytes() != self.change.before:
            raise WriteError(f"{self.target}: changed meanwhile: run the command again")

    def do(self) -> None:
        self.check()
        if self.change.before is not None:
            self._keep()
        if self.change.after is None:
            self.target.unlink(missing_ok=True)
        else:
            self.new.replace(self.target)

    def undo(self) -> None:
        if self.old.exists():
            self.old.replace(self.target)
            self.old.unlink(missing_ok=True)  # two names of one file stay two when renamed
        elif self.change.before is None and not self.new.exists():
            self.target.unlink(missing_ok=True)

    def _keep(self) -> None:
        """Gives the file a second name, so that no moment is without it; a copy where none can."""
        self.old.unlink(missing_ok=True)
        try:
            self.old.hardlink_to(self.target)
        except OSError:
            _write(self.old, self.change.before or b"")


def _carry_out(steps: Sequence[_Step]) -> None:
    begun: list[_Step] = []
    try:
        for step in steps:
            with _said(step.target):
                step.check()
                begun.append(step)
                step.do()
    except BaseException as error:
        for step in reversed(begun):
            try:
                step.undo()
            except OSError:
                message = f"{step.target}: could not be put back: what it held is in {step.old}"
                raise WriteError(message) from error
        raise


def _folders(folder: Path) -> list[Path]:
    """Makes a folder and those above it, and returns those that were not there, outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing

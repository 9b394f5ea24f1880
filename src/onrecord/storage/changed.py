"""Which files differ from a revision in git; git itself is asked.

It knows paths, and nothing of what is in them.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from onrecord.storage.revisions import RevisionError

__all__ = ["changed_since"]


def changed_since(root: str | os.PathLike[str], base: str) -> set[str]:
    """The paths below ``root`` that differ from where this line of work left ``base``.

    Files that are gone count, and so do those that git does not know yet. Raises
    ``RevisionError`` where git cannot tell.
    """
    if base.startswith("-"):
        message = f"{base!r} is no revision"
        raise RevisionError(message)
    commit = _revision(root, base)
    diff = ("diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", ".")
    others = ("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    outputs = _git(root, *diff) + _git(root, *others)
    return {os.fsdecode(path) for path in outputs.split(b"\0") if path}


def _revision(root: str | os.PathLike[str], base: str) -> str:
    """The last commit that ``base`` and what is checked out have in common."""
    try:
        _git(root, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}")
    except _FailedError as error:
        message = (
            f"git knows no revision {base!r} here; a shallow clone may lack it: "
            f"git fetch origin {base}"
        )
        raise RevisionError(message) from error
    try:
        return _git(root, "merge-base", base, "HEAD").decode().strip()
    except _FailedError as error:
        message = f"{base!r} and HEAD have no commit in common: a shallow clone may lack it"
        raise RevisionError(message) from error


class _FailedError(RevisionError):
    """Git said no."""


def _git(root: str | os.PathLike[str], *arguments: str) -> bytes:
    folder = Path(root)
    try:
        done = subprocess.run(
            ["git", "-C", os.fspath(folder), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError as error:
        message = "git is not installed, and --changed asks it what changed"
        raise RevisionError(message) from error
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip()
    if "not a git repository" in said:
        message = f"{folder}: not in a git repository, so nobody can tell what changed"
        raise RevisionError(message)
    message = f"git {arguments[0]} failed: {said or done.returncode}"
    raise _FailedError(message)

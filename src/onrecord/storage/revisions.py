"""Reads a folder of records as it stands in a revision of a git repository.

It asks the program ``git`` for names and contents, and knows nothing of what is in a file. Nothing
is checked out.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.diagnostics import OnrecordError
from onrecord.storage.reading import MAX_BYTES, FileProblem, RecordFile

__all__ = ["RevisionError", "read_revision"]

_LINK, _COMMIT = "120000", "160000"


class RevisionError(OnrecordError):
    """There is no such revision, no records in it, or no git to ask."""


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    object: str
    size: str
    path: str


def read_revision(
    revision: str, *, checkout: str | os.PathLike[str] = ".", folder: str = "records"
) -> tuple[RecordFile, ...]:
    """Every file below ``folder`` in a revision (a tag, a branch, ``HEAD~3``, a commit), by path.

    ``folder`` counts from the root of the repository. Hidden files are left out, as in a folder on
    the disk. Raises ``RevisionError``.
    """
    commit = _commit(revision, checkout)
    root = folder.strip("/")
    listed = _git(checkout, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", f"{root}/")
    entries = [each for each in map(_entry, listed.split(b"\0")[:-1]) if not _hidden(each.path)]
    if not entries:
        raise RevisionError(f"{revision}: there is no folder {root} in this revision")
    wanted = [each for each in entries if _problem(each) is None]
    contents = dict(zip((each.path for each in wanted), _contents(checkout, wanted), strict=True))
    return tuple(_file(each, root, contents.get(each.path, b"")) for each in entries)


def _commit(revision: str, checkout: str | os.PathLike[str]) -> str:
    if revision.startswith("-"):
        raise RevisionError(f"{revision}: no revision begins with a hyphen")
    asked = f"{revision}^{{commit}}"
    options = ("rev-parse", "--verify", "--quiet", "--end-of-options", asked)
    try:
        return _git(checkout, *options).decode("ascii").strip()
    except RevisionError as error:
        message = f"{revision}: no such file or folder, and no revision of the checkout here"
        raise RevisionError(message) from error


def _git(checkout: str | os.PathLike[str], *options: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", os.fspath(checkout), *options]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False)
    except OSError as error:
        raise RevisionError(f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise RevisionError(said or "git failed")
    return done.stdout


def _entry(line: bytes) -> _Entry:
    about, _, path = line.partition(b"\t")
    mode, _, name, size = about.decode("ascii").split()
    return _Entry(mode, name, size, path.decode("utf-8", "backslashreplace"))


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _problem(entry: _Entry) -> tuple[FileProblem, str] | None:
    if entry.mode == _LINK:
        return FileProblem.LINK, "put the file itself here"
    if entry.mode == _COMMIT:
        return FileProblem.NOT_A_FILE, "it is a repository of its own"
    if not entry.path.endswith(".yaml"):
        return FileProblem.NOT_YAML, "only YAML files belong here"
    if int(entry.size) > MAX_BYTES:
        return FileProblem.TOO_LARGE, f"more than {MAX_BYTES} bytes; one file holds one record"
    return None


def _file(entry: _Entry, root: str, content: bytes) -> RecordFile:
    path = entry.path.removeprefix(f"{root}/")
    found = _problem(entry)
    if found is None:
        return RecordFile(path=path, content=content)
    return RecordFile(path=path, problem=found[0], detail=found[1])


def _contents(checkout: str | os.PathLike[str], entries: list[_Entry]) -> Iterator[bytes]:
    given = "".join(f"{each.object}\n" for each in entries).encode("ascii")
    answer = _git(checkout, "cat-file", "--batch", given=given)
    place = 0
    for _ in entries:
        end = answer.index(b"\n", place)
        size = int(answer[place:end].split()[2])
        yield answer[end + 1 : end + 1 + size]
        place = end + size + 2

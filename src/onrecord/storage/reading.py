"""Reads a folder of records: every file as bytes, or as what keeps it from being read.

It knows names, sizes and permissions, and nothing of what is in a file.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from onrecord.diagnostics import OnrecordError
from onrecord.values.words import Word

__all__ = [
    "MAX_BYTES",
    "FileProblem",
    "NoRecordsError",
    "RecordFile",
    "dataset_root",
    "list_records",
    "places_of",
    "read_record",
    "read_records",
    "records_root",
    "root_of",
]

MAX_BYTES: Final = 1_000_000
"""The largest file that is read, in bytes; a record is a few thousand."""

_CHUNK: Final = 8_192
"""More than a record usually has: what is not needed of a larger room has to be given back."""

_OPEN: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe put in a file's place must not block us
)


class NoRecordsError(OnrecordError):
    """There is no folder of records where one was to be read."""


class FileProblem(Word):
    """What keeps a file in a folder of records from being read."""

    UNREADABLE = "unreadable", "The system refuses to read it: permission, disk, a file gone."
    LINK = "link", "It is a symbolic link; records are read from their own folder only."
    NOT_A_FILE = "not-a-file", "It is a pipe, a socket or a device."
    NAME = "name", "Its name is not UTF-8 text."
    CASE_CLASH = "case-clash", "Its name differs from another's in case or accent form alone."
    TOO_LARGE = "too-large", "It is larger than a record may be."
    NOT_YAML = "not-yaml", "Its name does not end in .yaml."


class RecordFile(NamedTuple):
    """One file below the root: ``path`` is relative to it, with ``/`` between its parts.

    ``content`` is empty where there is a ``problem``; ``detail`` then says what was seen, and what
    would mend it.
    """

    path: str
    content: bytes = b""
    problem: FileProblem | None = None
    detail: str = ""


def records_root(path: str | os.PathLike[str]) -> Path:
    """The folder of records at a path: itself, or the folder ``records`` in it, as in a checkout.

    Raises ``NoRecordsError`` where there is no folder.
    """
    root = _folder(Path(path))
    inner = root / "records"
    is_checkout = not (root / "dataset.yaml").is_file() and (inner / "dataset.yaml").is_file()
    return inner if is_checkout else root


def dataset_root(path: str | os.PathLike[str]) -> Path:
    """The same, which is known to hold dataset.yaml before anything below it is read.

    Raises ``NoRecordsError``, with what to do, where it does not.
    """
    root = records_root(path)
    try:
        names = [each.name for each in root.iterdir()]
    except OSError:
        return root  # what keeps it from being listed is told where it is read
    if "dataset.yaml" in names:
        return root
    raise NoRecordsError(f"{path}: no dataset.yaml here; {_instead(root, sorted(names))}")


def _instead(root: Path, names: list[str]) -> str:
    """What to do where there is no dataset.yaml: rename one, or give the folder above or below."""
    misnamed = [name for name in names if name.lower() in ("dataset.yaml", "dataset.yml")]
    if misnamed:
        return f"rename {_shown(misnamed[0])} to dataset.yaml"
    above = root_of(root)
    if above is not None:
        return f"give the folder that holds it: {above if root.is_absolute() else _relative(above)}"
    below = [root / name for name in names if (root / name / "dataset.yaml").is_file()]
    if below:
        return f"give the folder that holds it: {_shown(os.fspath(below[0]))}"
    return "give the folder that holds it, or write it: see 'onrecord explain S020'"


def _relative(path: Path) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return os.fspath(path)


def root_of(file: str | os.PathLike[str]) -> Path | None:
    """The folder of records that a file stands in, at any depth: the nearest with dataset.yaml."""
    above = Path(file).absolute().parents
    return next((folder for folder in above if (folder / "dataset.yaml").is_file()), None)


def _folder(path: Path) -> Path:
    if path.is_dir():
        return path
    what = "this is a file" if path.exists() else "there is no such folder"
    message = f"{path}: {what}; give the folder that holds dataset.yaml"
    raise NoRecordsError(message)


def read_records(
    root: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES
) -> Iterator[RecordFile]:
    """Every file below ``root``, sorted by path, read one after the other as they are asked for.

    Hidden files and folders are left out. Raises ``NoRecordsError`` at once where ``root`` is no
    folder, cannot be listed or holds no YAML file.
    """
    files = list_records(root)
    top = os.fspath(root)
    return (
        file if file.problem else read_record(top, file.path, max_bytes=max_bytes) for file in files
    )


def list_records(root: str | os.PathLike[str]) -> tuple[RecordFile, ...]:
    """Every file below ``root``, sorted by path and not yet read; errors as in ``read_records``."""
    top = os.fspath(_folder(Path(root)))
    try:
        found = sorted(_walk(top, ""), key=lambda file: file.path)
    except OSError as error:
        message = f"{root}: the folder cannot be listed: {error.strerror}"
        raise NoRecordsError(message) from error
    if all(file.problem for file in found):
        message = f"{root}: no file here ends in .yaml; give the folder of dataset.yaml"
        raise NoRecordsError(message)
    return tuple(_clashes(found))


def read_record(
    root: str | os.PathLike[str], path: str, *, max_bytes: int = MAX_BYTES
) -> RecordFile:
    """One file by its path below ``root``."""
    try:
        content = _read(f"{os.fspath(root)}/{path}", max_bytes)
    except OSError as error:
        detail = error.strerror or str(error)
        return RecordFile(path=path, problem=FileProblem.UNREADABLE, detail=detail)
    if len(content) > max_bytes:
        detail = f"more than {max_bytes} bytes; one file holds one record"
        return RecordFile(path=path, problem=FileProblem.TOO_LARGE, detail=detail)
    return RecordFile(path=path, content=content)


def _read(full: str, max_bytes: int) -> bytes:
    """The content, or its beginning, somewhat longer than ``max_bytes``."""
    descriptor = os.open(full, _OPEN)
    try:
        parts: list[bytes] = []
        left = max_bytes + 1
        while left > 0 and (part := os.read(descriptor, _CHUNK)):
            parts.append(part)
            left -= len(part)
    finally:
        os.close(descriptor)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _walk(folder: str, above: str) -> Iterator[RecordFile]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, path)
            else:
                yield _listed(entry, path)


def _below(folder: str, path: str) -> Iterator[RecordFile]:
    try:
        yield from _walk(folder, f"{path}/")
    except OSError as error:
        detail = f"the folder cannot be listed: {error.strerror}"
        yield RecordFile(path=_shown(path), problem=FileProblem.UNREADABLE, detail=detail)


def _listed(entry: os.DirEntry[str], path: str) -> RecordFile:
    shown = _shown(path)
    if shown != path:
        return RecordFile(path=shown, problem=FileProblem.NAME, detail="rename it in UTF-8")
    if entry.is_symlink():
        detail = f"leads to {_target(entry.path)}; put the file itself here"
        return RecordFile(path=path, problem=FileProblem.LINK, detail=detail)
    if not entry.is_file(follow_symlinks=False):
        return RecordFile(path=path, problem=FileProblem.NOT_A_FILE, detail="remove it")
    if path.endswith(".yaml"):
        return RecordFile(path=path)
    stem = path.rpartition(".")[0] if path.lower().endswith((".yml", ".yaml")) else ""
    detail = f"rename it to {stem}.yaml" if stem else "only YAML files belong here"
    return RecordFile(path=path, problem=FileProblem.NOT_YAML, detail=detail)


def _target(full: str) -> str:
    try:
        return _shown(os.fspath(Path(full).readlink()))
    except OSError:
        return "an unknown place"


def _shown(path: str) -> str:
    """The path as UTF-8 text; a byte that is none is written as an escape."""
    if path.isascii():
        return path
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _clashes(files: list[RecordFile]) -> Iterator[RecordFile]:
    """The files, with a problem on each whose path another system would take for an earlier one."""
    folded = [_folded(file.path) for file in files]
    if len(set(folded)) == len(files):
        yield from files
        return
    seen: dict[str, str] = {}
    for file, alike in zip(files, folded, strict=True):
        first = seen.setdefault(alike, file.path)
        if first == file.path:
            yield file
            continue
        detail = f"some systems take it for {first}; rename one of them"
        yield RecordFile(path=file.path, problem=FileProblem.CASE_CLASH, detail=detail)


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def places_of(path: str | os.PathLike[str]) -> Iterator[tuple[Path, str]]:
    """The files that a path names, as the root of their records and the path below it.

    A file is one, and a folder all record files in it. Raises ``NoRecordsError`` where there is
    nothing.
    """
    given = Path(path)
    if given.is_dir():
        root = records_root(given)
        yield from ((root, file.path) for file in list_records(root) if file.problem is None)
        return
    if not given.is_file():
        message = f"{given}: there is no such file or folder"
        raise NoRecordsError(message)
    root = root_of(given) or given.absolute().parent
    below = given.absolute().relative_to(root).as_posix()
    shown = Path(os.fspath(given)[: -len(below)] or ".")
    yield (shown if (shown / below).is_file() else root), below

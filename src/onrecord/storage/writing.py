"""Writes files so that whoever looks sees the old ones whole or the new ones whole.

It knows nothing of what is in them, but for the one file by which it tells a release.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from onrecord.diagnostics import OnrecordError

__all__ = [
    "ChangedMeanwhileError",
    "WriteError",
    "check_release_folder",
    "move_unchanged",
    "replace_unchanged",
    "write_bytes_atomic",
    "write_changes",
    "write_files",
    "write_release",
    "write_text_atomic",
]

_MANIFEST: Final = "manifest.json"
"""The file by which a folder is a release, and may be replaced; its ``files`` have a ``name``."""

_UNLISTED: Final = (_MANIFEST, "SHA256SUMS")
"""What is in a release and not in its manifest: the one has its sum in the other."""

_CREATE: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)


class WriteError(OnrecordError):
    """Something could not be written; what was there before is as it was."""


class ChangedMeanwhileError(WriteError):
    """A file is not as it was when it was read, so it was left as it is."""


def write_text_atomic(path: str | os.PathLike[str], text: str) -> None:
    """Puts ``text`` as UTF-8 in the place of a file, all or nothing; line ends stay as they are."""
    write_bytes_atomic(path, text.encode("utf-8"))


def write_bytes_atomic(
    path: str | os.PathLike[str], content: bytes, *, lasting: bool = True
) -> None:
    """Puts ``content`` in the place of a file, all or nothing; a link is written through.

    The file keeps its permissions. What is not ``lasting`` may be torn by a power cut, for who can
    tell and make it anew. Raises ``WriteError`` where that fails.
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(_aside(target.name, "new"))
    with _said(path), _removed(new):
        _write(new, content, lasting=lasting)
        with suppress(FileNotFoundError):
            new.chmod(target.stat().st_mode & 0o777)
        new.replace(target)
        if lasting:
            _sync_folder(target.parent)


def replace_unchanged(path: str | os.PathLike[str], before: bytes, content: bytes) -> None:
    """Puts ``content`` in the place of a file that still holds ``before``, all or nothing.

    Raises ``ChangedMeanwhileError`` where it holds something else, or is a link or no file.
    """
    target = Path(path)
    new = target.with_name(_aside(target.name, "new"))
    with _said(path), _removed(new):
        _write(new, content)
        new.chmod(target.stat().st_mode & 0o777)
        _check_unchanged(target, before)  # as late as can be
        new.replace(target)
        _sync_folder(target.parent)


def move_unchanged(
    path: str | os.PathLike[str], to: str | os.PathLike[str], before: bytes, content: bytes
) -> None:
    """Writes ``content`` to a place where no file is, and removes the one that held ``before``.

    Raises ``ChangedMeanwhileError`` where the file holds something else, and ``WriteError`` where
    there is a file in the new place.
    """
    source, target = Path(path), Path(to)
    with _said(to):
        _check_unchanged(source, before)
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)
        target.chmod(source.stat().st_mode & 0o777)
    with _said(path):
        source.unlink()
        _sync_folder(target.parent)
        _sync_folder(source.parent)


def write_changes(
    root: str | os.PathLike[str], files: Mapping[str, tuple[str, bytes, bytes]]
) -> set[str]:
    """Writes files below ``root`` that are to have another content or place than they have.

    ``files`` has for each path where it came from, what it held and what it is to hold. Gives the
    paths, new and old, of what changed meanwhile and was left as it is.
    """
    left: set[str] = set()
    for path, (origin, before, content) in files.items():
        with suppress(ChangedMeanwhileError):
            if path != origin:
                move_unchanged(Path(root, origin), Path(root, path), before, content)
            elif content != before:
                replace_unchanged(Path(root, path), before, content)
            continue
        left |= {path, origin}
    return left


def _check_unchanged(path: Path, before: bytes) -> None:
    if path.is_symlink() or not path.is_file() or path.read_bytes() != before:
        message = f"{path}: changed meanwhile, and left as it is: run the command again"
        raise ChangedMeanwhileError(message)


def write_files(folder: str | os.PathLike[str], files: Mapping[str, bytes]) -> None:
    """Writes files into a folder, each all or nothing; those that are equal are left alone."""
    for name, content in files.items():
        target = Path(folder, name)
        with _said(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_file() and target.read_bytes() == content:
                continue
        write_bytes_atomic(target, content)


def write_release(out: str | os.PathLike[str], files: Mapping[str, bytes]) -> None:
    """Makes ``out`` a folder of exactly these files, or leaves it as it was.

    All is written to a folder beside it, which then takes its place by renaming. Raises
    ``WriteError`` where ``out`` is a file or holds a file that is not in the manifest of a release
    there, and where writing fails; then, as after an interruption, the old release stands and
    nothing is left beside it.
    """
    check_release_folder(out)
    target = Path(os.path.realpath(out))
    new = target.with_name(_aside(target.name, "new"))
    with _said(out), _removed(new):
        target.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
        for name, content in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            _write(new / name, content)
        for folder in {(new / name).parent for name in files} | {new}:
            _sync_folder(folder)
        _swap(new, target)


def check_release_folder(out: str | os.PathLike[str]) -> None:
    """Raises ``WriteError`` where a release cannot stand, or would replace something else.

    For asking before the work; ``write_release`` asks again.
    """
    target = Path(os.path.realpath(out))
    if target.exists() and not target.is_dir():
        message = f"{out}: this is a file; give a folder that is new, empty or a release"
        raise WriteError(message)
    with _said(out):
        listed = _listed(target)
        foreign = sorted(name for name in _held(target) if name not in listed)
    if foreign:
        what = "which the release there does not list" if listed else "and is not a release"
        message = f"{out}: holds {foreign[0]}, {what}; nothing is replaced, give another folder"
        raise WriteError(message)


def _held(folder: Path) -> Iterator[str]:
    """The files in a folder that somebody may miss, hidden ones left out."""
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        shown = (Path(above, name) for name in names if not name.startswith("."))
        yield from (file.relative_to(folder).as_posix() for file in shown)


def _listed(folder: Path) -> frozenset[str]:
    """What the manifest in a folder lists, and what it cannot; nothing if there is no manifest."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        return frozenset([*(entry["name"] for entry in manifest["files"]), *_UNLISTED])
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return frozenset()


def _swap(new: Path, target: Path) -> None:
    """Renames ``new`` to ``target``; what stood there is put back if that fails, else removed."""
    old = target.with_name(_aside(target.name, "old"))
    with _undisturbed():
        try:
            with suppress(FileNotFoundError):
                target.rename(old)
            new.rename(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise
        finally:
            if target.exists():
                _remove(old)
        _sync_folder(target.parent)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Puts an interruption (Ctrl-C) off until the end: a few renames are not to be torn."""
    import signal
    import threading

    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if held:
            signal.raise_signal(signal.SIGINT)


def _aside(name: str, role: str) -> str:
    """A hidden name beside ``name`` that no other call uses, in this process or another."""
    # Threads share the number of their process, and so may processes of two machines.
    return f".{name}.{role}-{os.getpid()}-{os.urandom(4).hex()}"


@contextmanager
def _said(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turns the system's errors into one that names what was to be written."""
    try:
        yield
    except OSError as error:
        message = f"{os.fspath(path)}: cannot be written: {error.strerror or error}"
        raise WriteError(message) from error


@contextmanager
def _removed(path: Path) -> Iterator[None]:
    """Leaves nothing at ``path``, before and after."""
    _remove(path)
    try:
        yield
    finally:
        with _undisturbed():
            _remove(path)


def _remove(path: Path) -> None:
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _write(path: Path, content: bytes, *, lasting: bool = True) -> None:
    descriptor = os.open(path, _CREATE, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        if lasting:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Makes renames in a folder last through a power cut, where the system can."""
    with suppress(OSError):  # Windows opens no folder, some network disks sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Folders of records that an editor has files of: each checked as it changes, and told of.

One check at a time runs for each folder, in a thread, and waits a moment while somebody types.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from onrecord import storage
from onrecord.diagnostics import Diagnostic, Place
from onrecord.lsp.folder import Folder, path_below
from onrecord.lsp.positions import Lines
from onrecord.lsp.showing import shown

__all__ = ["Records", "Watched"]

_QUIET: Final = 0.1
"""For how many seconds nothing may be typed before a check begins."""

_MOST_WAITS: Final = 10
"""How many such whiles a check waits at most."""

_SLICE: Final = 20
"""How many records are made at a time while nothing is to be checked."""

_log = logging.getLogger(__name__)


class Watched:
    """One folder of records, the task that checks it, and what was last sent to the editor."""

    def __init__(self, server: LanguageServer, root: Path) -> None:
        self.folder = Folder(root)
        self._server = server
        self._uris: dict[str, str] = {}
        self._sent: dict[str, list[types.Diagnostic]] = {}
        self._changes = 1
        self._checked = 0
        self._is_stale = True
        self._progress = asyncio.Condition()
        self._changed = asyncio.Event()
        self._task = asyncio.create_task(self._work())

    def put(self, path: str, uri: str, text: str) -> None:
        """Takes the text that a file has in the editor."""
        self._uris[path] = uri
        self.folder.put(path, text)
        self._touch()

    def drop(self, path: str) -> None:
        """The editor has closed a file: what is on the disk counts again."""
        self.folder.drop(path)
        self._uris.pop(path, None)
        self.reread()

    def reread(self) -> None:
        """Something changed on the disk."""
        self._is_stale = True
        self._touch()

    async def ready(self) -> Folder:
        """The folder, once it has been checked for the first time."""
        await self._until(1)
        return self.folder

    async def settled(self) -> Folder:
        """The folder, once what was typed last has been checked."""
        await self._until(self._changes)
        return self.folder

    def lines(self, path: str) -> Lines:
        """The text of a file, as the editor counts it."""
        encoding = self._server.workspace.position_encoding
        return Lines(self.folder.text(path), getattr(encoding, "value", str(encoding)))

    def uri(self, path: str) -> str:
        """The address of a file: the one that the editor uses, if it has it open."""
        return self._uris.get(path) or from_fs_path(str(self.folder.root / path)) or ""

    def version(self, path: str) -> int | None:
        """The version of the text that the editor has of a file; ``None`` where it has none."""
        uri = self._uris.get(path)
        return self._server.workspace.get_text_document(uri).version if uri else None

    def shown(self, *found: Diagnostic) -> list[types.Diagnostic]:
        """Findings, as the editor was told of them."""
        return shown(found, self.lines, self.uri)

    def location(self, path: str, place: Place) -> types.Location:
        """A place in a file."""
        return types.Location(uri=self.uri(path), range=self.lines(path).range(place))

    def _touch(self) -> None:
        self._changes += 1
        self._changed.set()

    async def _until(self, change: int) -> None:
        async with self._progress:
            await self._progress.wait_for(lambda: self._checked >= change)

    async def _work(self) -> None:
        while True:
            change = self._changes
            self._changed.clear()
            try:
                await self._check()
            except Exception:  # whatever it was, the next change may be without it
                _log.exception("the records in %s could not be checked", self.folder.root)
            async with self._progress:
                self._checked = change
                self._progress.notify_all()
            await self._idle()
            await self._quiet()

    async def _check(self) -> None:
        is_first = self.folder.view is None
        if self._is_stale:
            self._is_stale = False
            await asyncio.to_thread(self.folder.read)
        await asyncio.to_thread(self.folder.check)
        self._publish()
        if is_first:
            await asyncio.to_thread(self.folder.keep)
            gc.freeze()  # what stays for good is not to be looked through again and again

    async def _idle(self) -> None:
        """Waits for a change; until then records are made, so that their labels are at hand."""
        unmade = self.folder.unmade()
        while not self._changed.is_set():
            if await asyncio.to_thread(_count, islice(unmade, _SLICE)) < _SLICE:
                break
        await self._changed.wait()

    async def _quiet(self) -> None:
        for _ in range(_MOST_WAITS):
            change = self._changes
            await asyncio.sleep(_QUIET)
            if change == self._changes:
                break

    def _publish(self) -> None:
        view = self.folder.view
        if view is None:
            return
        by_file: dict[str, list[Diagnostic]] = {path: [] for path in self._sent}
        for one in view.report.diagnostics:
            by_file.setdefault(one.place.file, []).append(one)
        for path, found in by_file.items():
            # What was typed on meanwhile is checked next: its places would be wrong.
            if path not in self._uris or self.folder.is_current(path):
                self._send(path, self.shown(*found))

    def _send(self, path: str, found: list[types.Diagnostic]) -> None:
        if found == self._sent.get(path, []):
            return
        self._sent[path] = found
        if not found:
            del self._sent[path]
        params = types.PublishDiagnosticsParams(uri=self.uri(path), diagnostics=found)
        self._server.text_document_publish_diagnostics(params)


class Records:
    """All folders of records that an editor has files of, by their roots."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._folders: dict[Path, Watched] = {}

    def __iter__(self) -> Iterator[Watched]:
        return iter(self._folders.values())

    def open(self, root: Path) -> Watched:
        """The folder with this root, which is checked from now on."""
        if root not in self._folders:
            self._folders[root] = Watched(self._server, root)
        return self._folders[root]

    def at(self, uri: str) -> tuple[Watched, str] | None:
        """The folder that a file is a record in, and its path there; ``None`` of any other file."""
        name = to_fs_path(uri) if uri.startswith("file:") else None
        if not name:
            return None
        root = storage.root_of(name)
        path = path_below(root, name) if root is not None else None
        return (self.open(root), path) if root is not None and path is not None else None


def _count(things: Iterable[object]) -> int:
    return sum(1 for _ in things)

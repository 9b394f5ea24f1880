"""One folder of records as an editor sees it: the files on the disk, with unsaved texts over them.

It reads the disk through storage and writes no record; it knows nothing of the protocol's messages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from onrecord import storage
from onrecord.api import as_files
from onrecord.curating import Desk
from onrecord.keeping import kept_key
from onrecord.lsp.positions import as_bytes
from onrecord.models import Record
from onrecord.validation import File
from onrecord.validation.session import Session, View

__all__ = ["Folder", "path_below"]


class Folder:
    """The records below ``root``; ``view`` is what the last check came to.

    ``check``, ``read`` and ``desk`` may run in other threads; ``put`` and ``drop`` may come
    between.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.view: View | None = None
        self._disk: dict[str, File] = {}
        self._texts: dict[str, str] = {}
        self._session: Session | None = None
        self._busy = Lock()
        self._key = kept_key("session", os.path.realpath(root), storage.code_key())

    def put(self, path: str, text: str) -> None:
        """Takes the text that a file has in the editor."""
        self._texts[path] = text

    def drop(self, path: str) -> None:
        """Lets go of the editor's text: what is on the disk counts again."""
        self._texts.pop(path, None)

    def text(self, path: str) -> str:
        """The text of a file as the editor has it, or as the last check had it."""
        if path in self._texts:
            return self._texts[path]
        file = self.view.files.get(path) if self.view else None
        return file.content.decode("utf-8", "surrogateescape") if file else ""

    def is_current(self, path: str) -> bool:
        """Whether the last check was of the text that the editor has now."""
        file = self.view.files.get(path) if self.view else None
        return file is not None and file.content == as_bytes(self.text(path))

    def read(self) -> None:
        """Reads the files on the disk anew; a folder that cannot be read has none."""
        try:
            found = as_files(storage.read_records(self.root))
            self._disk = {file.path: file for file in found}
        except storage.NoRecordsError:
            self._disk = {}

    def check(self) -> View:
        """Validates what there is now."""
        with self._busy:
            if self._session is None:
                self._session = Session(storage.cached(self._key))
            texts = dict(self._texts)
            files = {**self._disk, **{path: self._file(path, text) for path, text in texts.items()}}
            self.view = self._session.check(files.values())
            return self.view

    def desk(self) -> Desk:
        """What the last check was of, to work out changes in; none of it is to be written."""
        with self._busy:
            assert self.view is not None
            assert self._session is not None
            view, kept = self.view, self._session.to_keep()
        return Desk(
            root=Path(),
            there=view.files,
            dataset=view.dataset,
            report=view.report,
            kept=kept,
        )

    def keep(self) -> None:
        """Keeps what was found out, in the user's cache, for the next time."""
        if self._session is not None:
            storage.store(self._key, self._session.to_keep())

    def label(self, record_id: str) -> str | None:
        """The label of a record, where it can be had without parsing its file."""
        if self.view is None or not self.view.is_made(record_id):
            return None
        record = self.view.made[self.view.homes[record_id]]
        return record.label if isinstance(record, Record) else None

    def unmade(self) -> Iterator[str]:
        """Makes the records that were not made yet, one after the other, and gives their ids."""
        view = self.view
        for id_ in tuple(view.homes) if view is not None else ():
            if view is not None and not view.is_made(id_) and view.dataset.get(id_) is not None:
                yield id_

    def _file(self, path: str, text: str) -> File:
        content, disk = as_bytes(text), self._disk.get(path)
        if disk is not None and disk.content == content:
            return disk
        return File(path, content)


def path_below(root: Path, file: str | os.PathLike[str]) -> str | None:
    """The path of a record file below the root, with ``/``; ``None`` of a file that is not read."""
    try:
        below = Path(file).relative_to(root)
    except ValueError:
        return None
    if below.suffix != ".yaml" or any(part.startswith(".") for part in below.parts):
        return None
    return below.as_posix()

"""Another id for a record, as edits of all texts that name it: what ``onrecord rename`` does.

It works out what is to change, and the editor changes it; nothing here writes a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from lsprotocol import types

from onrecord import curating
from onrecord.diagnostics import InvalidRecordsError, OnrecordError
from onrecord.lsp.folder import Folder
from onrecord.lsp.positions import Lines
from onrecord.lsp.telling import under

__all__ = ["Change", "Renamable", "renamable", "renamed", "text_edits"]

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


class Renamable(NamedTuple):
    """A record that is named, or that stands, under the cursor: its id, and where that stands."""

    id: str
    range: types.Range


class Change(NamedTuple):
    """What a new id changes: texts before and after, by the paths now, and the place of one."""

    texts: Mapping[str, tuple[str, str]]
    old_path: str
    path: str


def renamable(
    folder: Folder, path: str, lines: Lines, position: types.Position
) -> Renamable | None:
    """The record whose id is at a position: in a reference, or at the top of its own file."""
    found = under(path, folder.text(path), lines, position)
    if found is None or found.field is None or found.value is None or folder.view is None:
        return None
    if not found.field.kinds and found.path != ("id",):
        return None
    record = folder.view.dataset.get(found.value)
    if record is None:
        return None
    place = found.document.source().place(found.start, found.end)
    return Renamable(record.id, lines.range(place))


def renamed(folder: Folder, old: str, new: str) -> Change:
    """What changes when a record gets a new id, in the texts that the last check was of.

    Raises ``OnrecordError`` where it cannot have that id, or where files in question have errors.
    """
    desk = folder.desk()
    try:
        done = curating.rename(desk, old, new, write=False)
    except InvalidRecordsError as error:
        first = error.report.diagnostics[0]
        raise OnrecordError(f"{error}: {first.place}: {first.message}") from error
    texts: dict[str, tuple[str, str]] = {}
    for path, content in done.files.items():
        now = done.old_path if path == done.path else path
        texts[now] = (desk.files[now].decode("utf-8"), content.decode("utf-8"))
    return Change(texts, done.old_path, done.path)


def text_edits(before: str, after: str, lines: Lines) -> list[types.TextEdit]:
    """What makes one text of another, whole lines at a time."""
    return list(_edits(_LINE.findall(before), _LINE.findall(after), lines))


def _edits(old: list[str], new: list[str], lines: Lines) -> Iterator[types.TextEdit]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            where = types.Range(start=lines.position(first + 1, 1), end=lines.position(last + 1, 1))
            yield types.TextEdit(range=where, new_text="".join(new[start:end]))

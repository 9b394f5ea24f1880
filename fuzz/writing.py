"""The laws of what the library writes: fixes, layout, an editor's edits, what an issue asks for.

They know the library from outside, as its users do, and nothing of how bytes are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from lsprotocol.types import Position, TextEdit

from fuzz.folder import TODAY, base_files, with_bytes
from onrecord.dataset import Dataset
from onrecord.diagnostics import Report, Safety
from onrecord.documents import apply_edits, parse
from onrecord.drafts import DraftError
from onrecord.drafts.issues import read_request
from onrecord.lsp.mending import actions, formatting
from onrecord.lsp.positions import Lines
from onrecord.lsp.renaming import text_edits
from onrecord.rules.fit import kind_at
from onrecord.validation import File, validate
from onrecord.validation.fixing import Fixed, mend
from onrecord.validation.layout import formatted

__all__ = ["forms", "mending"]


def mending(content: bytes) -> None:
    """What was mended needs no more mending and can be read as before, in an editor as on disk.

    The first byte chooses the file.
    """
    path, files = with_bytes(content)
    _check_layout(path, files[path])
    for safety in Safety:
        fixed = _mended(files, safety)
        now = {place: file.content for place, file in fixed.files.items()}
        again = _mended(now, safety)
        assert not again.mended, f"mended twice: {again.mended[0].code}"
        for place, origin in fixed.origins.items():
            was_read = parse(files[origin], origin).data is not None
            assert not was_read or parse(now[place], place).data is not None, "mended to pieces"
    try:
        text = files[path].decode()
    except UnicodeDecodeError:
        return
    _check_editor(path, text, files)


def forms(content: bytes) -> None:
    """Any text is refused, or gives drafts and changes that can be read."""
    files = base_files()
    try:
        request = read_request(content.decode("utf-8", "replace"), _base(), files, TODAY)
    except DraftError:
        return
    made = {draft.path: draft.content for draft in request.drafts} | dict(request.changes or {})
    for path, each in made.items():
        assert parse(each, path).data is not None, path
        assert kind_at(path) is not None, path
    _report({**files, **made})


def _check_layout(path: str, content: bytes) -> None:
    made, trouble = formatted(path, path, content)
    assert (trouble is None) == (parse(content, path).data is not None)
    assert _data(made) == _data(content), "fmt has other data"
    assert formatted(path, path, made)[0] == made, "fmt has something to do after fmt"


def _data(content: bytes) -> str:
    return json.dumps(parse(content, "x.yaml").data, sort_keys=True)


def _check_editor(path: str, text: str, files: Mapping[str, bytes]) -> None:
    """What an editor makes of our edits is what we make of them."""
    lines, content = Lines(text), text.encode()
    assert _edited(text, formatting(path, text, lines)).encode() == formatted(path, "", content)[0]
    found = [one for one in _report(files).diagnostics if one.place.file == path]
    for action in actions(text, found, lines):
        fix = action.found.fix
        if fix is not None and action.edits:
            in_editor = _edited(text, action.edits).encode()
            assert in_editor == apply_edits(content, fix.edits), action.title
    old = base_files()[path].decode()
    assert _edited(old, text_edits(old, text, Lines(old))) == text


def _edited(text: str, edits: Sequence[TextEdit]) -> str:
    """The text with edits carried out as an editor does, whose columns count UTF-16."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]

    def offset(position: Position) -> int:
        at, left = starts[position.line], position.character
        while left > 0:
            left -= 2 if ord(text[at]) > 0xFFFF else 1
            at += 1
        return at

    at, parts = 0, []
    for edit in sorted(edits, key=lambda edit: offset(edit.range.start)):
        start = offset(edit.range.start)
        assert start >= at, "edits overlap"
        parts += [text[at:start], edit.new_text]
        at = offset(edit.range.end)
    return "".join([*parts, text[at:]])


def _mended(files: Mapping[str, bytes], safety: Safety) -> Fixed:
    def check(some: Iterable[File]) -> Report:
        return validate(some, today=TODAY).report

    given = [File(path, content) for path, content in files.items()]
    return mend(given, check, lambda _: True, safety)


def _report(files: Mapping[str, bytes]) -> Report:
    return validate([File(path, content) for path, content in files.items()], today=TODAY).report


@cache
def _base() -> Dataset:
    dataset = validate([File(path, each) for path, each in base_files().items()]).dataset
    assert dataset is not None
    return dataset

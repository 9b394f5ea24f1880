"""Edits of the very spans of a document: a value, a key, letters, line ends, or all of its layout.

Whatever an edit does not name stays as it is, byte for byte. Each function gives no edits where the
document would not hold afterwards what it should.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from yaml import YAMLError
from yaml.events import DocumentStartEvent, StreamEndEvent

from onrecord.diagnostics import Edit, Place, RecordPath
from onrecord.documents.backends import FASTEST, next_event
from onrecord.documents.canonical import canonical
from onrecord.documents.comments import find_remarks
from onrecord.documents.document import Document, Problem, parse
from onrecord.documents.persian import PERSIAN
from onrecord.documents.source import raw_text
from onrecord.documents.survey import Form
from onrecord.documents.writing import KeyOrder, inline

__all__ = [
    "apply_edits",
    "mend_problem",
    "remove_entry",
    "replace_key",
    "replace_value",
    "rewrite",
]

Edits = tuple[Edit, ...]

_BOM: Final = "\ufeff"
_MARKER: Final = re.compile(r"(?m)^(?:---|\.\.\.)(?:[ \t]*\r?\n|[ \t]*\Z|[ \t]+)")
_DIRECTIVE: Final = re.compile(r"(?m)^%[^\r\n#]*(?:\r?\n)")
_BEFORE_ENTRY: Final = re.compile(r" *(?:- +)?")


def apply_edits(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content with edits carried out; ``ValueError`` where two of them overlap."""
    made, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            message = f"two edits at byte {edit.start}"
            raise ValueError(message)
        made += [content[at : edit.start], edit.text.encode()]
        at = edit.end
    return b"".join([*made, content[at:]])


def replace_value(document: Document, path: RecordPath, value: str) -> Edits:
    """Put a short text in the place of the scalar at a path."""
    span = document.spans().get(path)
    if span is None or document.data is None or span.form in (Form.BLOCK, Form.FLOW):
        return ()
    text = _Text(document)
    has_comment = "#" in text.raw[span.start : span.end].partition("\n")[0]
    if span.form == Form.BLOCK_TEXT and has_comment:
        return ()
    in_flow = any(document.spans()[path[:n]].form == Form.FLOW for n in range(len(path)))
    edit = text.edit(span.start, span.end, inline(value, in_flow=in_flow))
    return _kept(document, (edit,), _with(document.data, path, value))


def replace_key(document: Document, path: RecordPath, key: str) -> Edits:
    """Rename the key at the end of a path."""
    span = document.spans().get(path)
    if span is None or span.key_start is None or span.key_end is None or document.data is None:
        return ()
    edit = _Text(document).edit(span.key_start, span.key_end, inline(key, in_flow=True))
    return _kept(document, (edit,), _renamed(document.data, path, key))


def remove_entry(document: Document, path: RecordPath) -> Edits:
    """Take out a key with its value, or an item of a list; nothing where a comment goes with it.

    What would leave an empty list or mapping behind is not for this function: take that out.
    """
    span = document.spans().get(path)
    if span is None or document.data is None or not path:
        return ()
    source = document.source()
    if any(where[: len(path)] == path for where in find_remarks(source, document.spans())):
        return ()
    text = _Text(document)
    start, end = _entry_bounds(document, path, text.raw)
    if "#" in text.raw[start:end]:
        return ()
    return _kept(document, (text.edit(start, end, ""),), _without(document.data, path))


def rewrite(document: Document, order: KeyOrder) -> Edits:
    """Bring a document into canonical form, line by line where lines differ."""
    if document.data is None:
        return ()
    text = _Text(document)
    wanted = canonical(document, order)
    old, new = text.raw.splitlines(keepends=True), wanted.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    edits = [
        text.edit(starts[first], starts[last], "".join(new[start:end]))
        for tag, first, last, start, end in SequenceMatcher(None, old, new, False).get_opcodes()  # noqa: FBT003
        if tag != "equal"
    ]
    if text.mark:
        edits.insert(0, text.without_mark())
    return _kept(document, tuple(edits), document.data)


def mend_problem(document: Document, problem: Problem) -> Edits:
    """What mends a problem of characters: marks, line ends, composed forms, Arabic letters."""
    text = _Text(document)
    start, end = text.offset(problem.place.line, problem.place.column), 0
    end = text.offset(problem.place.end_line, problem.place.end_column)
    match problem.code:
        case "Y002":
            return (text.without_mark(),)
        case "Y003":
            return _kept(document, tuple(_line_ends(text, problem)), document.data)
        case "Y010":
            return _unmarked(document, text)
        case "Y016" | "Y017":
            seen = text.raw[start:end]
            return (text.edit(start, end, ""),) if len(seen) == 1 and seen not in "\r\n" else ()
        case "Y018":
            return _kept(document, _composed(text, start, end), _normal(document.data))
        case "Y019":
            return _in_persian(document, text, start)
        case _:
            return ()


class _Text:
    """The text of a file as it is, without a byte order mark, and its offsets in bytes."""

    def __init__(self, document: Document) -> None:
        whole = raw_text(document.content)
        self.mark = whole.startswith(_BOM)
        self.raw = whole.removeprefix(_BOM)
        self._source = document.source()
        self._file = document.file

    def edit(self, start: int, end: int, text: str) -> Edit:
        """The edit that puts ``text`` in the place of these characters."""
        first = self._bytes(self.raw[:start]) + (3 if self.mark else 0)
        last = first + self._bytes(self.raw[start:end])
        return Edit(place=self._source.place(start, end), start=first, end=last, text=text)

    def without_mark(self) -> Edit:
        place = Place(file=self._file, line=1, column=1, end_line=1, end_column=1)
        return Edit(place=place, start=0, end=3, text="")

    def offset(self, line: int, column: int) -> int:
        return self._source.offset(line, column)

    @staticmethod
    def _bytes(text: str) -> int:
        return len(text.encode("utf-8", "surrogateescape"))


def _entry_bounds(document: Document, path: RecordPath, raw: str) -> tuple[int, int]:
    """From where to where an entry is taken out: its lines, or as far as its neighbour."""
    spans = document.spans()
    span, holder = spans[path], path[:-1]
    start = span.start if span.key_start is None else span.key_start
    beside = [where for where in spans if where and where[:-1] == holder]
    place = beside.index(path)
    following = spans[beside[place + 1]] if place + 1 < len(beside) else None
    line = raw.rfind("\n", 0, start) + 1
    is_item_head = span.key_start is not None and "-" in raw[line:start]
    if spans[holder].form == Form.FLOW or is_item_head:
        if place and not is_item_head:
            return spans[beside[place - 1]].end, span.end
        if following is not None:
            after = following.start if following.key_start is None else following.key_start
            return start, after
    if _BEFORE_ENTRY.fullmatch(raw, line, start) is None:
        return start, span.end
    end = raw.find("\n", span.end)
    return line, len(raw) if end < 0 else end + 1


def _unmarked(document: Document, text: _Text) -> Edits:
    """Takes out the marks around the one document of a file, if it then reads as one without."""
    marks = list(_MARKER.finditer(text.raw))
    first = marks[0].start() if marks else 0
    found = [*_DIRECTIVE.finditer(text.raw, 0, first), *marks]
    edits = tuple(text.edit(one.start(), one.end(), "") for one in found)
    made = parse(apply_edits(document.content, edits), document.file)
    if made.data is None:
        return ()
    said = _said(document.source().text)
    return edits if said is not None and said == _said(made.source().text) else ()


def _said(text: str) -> list[tuple[type, str | None]] | None:
    """What the one document of a text says, in order; nothing if it has several or is broken."""
    step = next_event(text, FASTEST)
    said: list[tuple[type, str | None]] = []
    try:
        while not isinstance(event := step(), StreamEndEvent):
            said.append((type(event), getattr(event, "value", None)))
    except (YAMLError, ValueError, OverflowError):
        return None
    return said if sum(kind is DocumentStartEvent for kind, _ in said) == 1 else None


def _line_ends(text: _Text, problem: Problem) -> Iterator[Edit]:
    wanted = "\r\n" if problem.seen == r"\r\n" else "\r"
    at = text.raw.find("\r")
    while at >= 0:
        seen = text.raw[at : at + 2] if text.raw.startswith("\r\n", at) else "\r"
        if seen == wanted:
            yield text.edit(at, at + len(seen), "\n")
        at = text.raw.find("\r", at + len(seen))


def _composed(text: _Text, start: int, end: int) -> Edits:
    seen = text.raw[start:end]
    composed = unicodedata.normalize("NFC", seen)
    return (text.edit(start, end, composed),) if composed != seen else ()


def _in_persian(document: Document, text: _Text, at: int) -> Edits:
    """All Arabic letters of the value that the problem stands in."""
    holding = [path for path, span in document.spans().items() if span.start <= at < span.end]
    if not holding or document.data is None:
        return ()
    path = holding[-1]
    span, value = document.spans()[path], _at(document.data, path)
    if not isinstance(value, str):
        return ()
    edits = tuple(
        text.edit(place, place + 1, PERSIAN[letter])
        for place, letter in enumerate(text.raw[span.start : span.end], start=span.start)
        if letter in PERSIAN
    )
    wanted = "".join(PERSIAN.get(letter, letter) for letter in value)
    return _kept(document, edits, _with(document.data, path, wanted))


def _kept(document: Document, edits: Edits, wanted: Any) -> Edits:
    """The edits, if the document is read as what is wanted once they are made."""
    if not edits or wanted is None:
        return ()
    made = parse(apply_edits(document.content, edits), document.file)
    same = made.data is not None and _same(made.data, wanted)
    return edits if same else ()


def _same(one: Any, other: Any) -> bool:
    """Whether two pieces of data are equal, type for type; order of keys does not count."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _at(data: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


def _with(data: Any, path: Sequence[str | int], value: Any) -> Any:
    """The data with another value at a path."""
    if not path:
        return value
    step = path[0]
    inner = _with(data[step], path[1:], value)
    if isinstance(data, dict):
        return {**data, step: inner}
    return [*data[: int(step)], inner, *data[int(step) + 1 :]]


def _without(data: Any, path: Sequence[str | int]) -> Any:
    """The data without what stands at a path."""
    holder = _at(data, path[:-1])
    if isinstance(holder, dict):
        left: Any = {key: value for key, value in holder.items() if key != path[-1]}
    else:
        left = [value for place, value in enumerate(holder) if place != path[-1]]
    return _with(data, path[:-1], left)


def _renamed(data: Any, path: RecordPath, key: str) -> Any:
    holder = _at(data, path[:-1])
    if key in holder:
        return None
    named = {key if old == path[-1] else old: value for old, value in holder.items()}
    return _with(data, path[:-1], named)


def _normal(data: Any) -> Any:
    """The data with every text and key in composed form."""
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, dict):
        return {_normal(key): _normal(value) for key, value in data.items()}
    return [_normal(value) for value in data] if isinstance(data, list) else data

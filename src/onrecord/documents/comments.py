"""The comments of a document and the entries that they belong to.

Between the keys and scalars of a text stand only marks, space and comments: no parser is needed to
find them. A comment above an entry goes with it, one beside a value stays beside it, and one that
is indented deeper than what follows it closes the collection that is so deep.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

from onrecord.diagnostics import RecordPath
from onrecord.documents.source import Flaw, Source
from onrecord.documents.survey import Form, Span
from onrecord.documents.writing import Remarks

__all__ = ["find_remarks", "find_touching"]

_COMMENT: Final = re.compile(r"#[^\r\n]*")
_MARK: Final = re.compile(r"#[^\r\n]*|\?")
_HEADER: Final = re.compile(r"[|>][-+0-9]*[ ]+(#[^\r\n]*)")
_BLANK_LINE: Final = re.compile(r"(?:\r\n|\r|\n)[ ]*(?:\r\n|\r|\n)")


def find_remarks(source: Source, spans: Mapping[RecordPath, Span]) -> dict[RecordPath, Remarks]:
    """All comments of a text, by the path of the entry that each belongs to."""
    return _Finder(source, spans).find()


def find_touching(text: str, spans: Mapping[RecordPath, Span]) -> Iterator[Flaw]:
    """Comments that touch what is before them, and question marks that touch what is after them.

    Both parsers take ``"a"#b`` for ``a`` and ``{?a: b}`` for a key ``a``: YAML has neither, and a
    part of what was meant is lost.
    """
    at = 0
    for start, end, _ in [*_leaves(spans), (len(text), len(text), Form.PLAIN)]:
        for found in _MARK.finditer(text, at, start):
            yield from _touching(text, found.start(), found.end())
        at = end


def _touching(text: str, start: int, end: int) -> Iterator[Flaw]:
    if text[start] == "#" and start and not text[start - 1].isspace():
        yield Flaw("Y020", start, start + 1, "a comment begins after a space: put one before the #")
    if text[start] == "?" and not text[end : end + 1].isspace():
        yield Flaw(
            "Y020", start, end, "text cannot begin with this character: put it in double quotes"
        )


def _leaves(spans: Mapping[RecordPath, Span]) -> Iterator[tuple[int, int, str]]:
    """All keys and scalars in the order of the text."""
    for span in spans.values():
        if span.key_start is not None and span.key_end is not None:
            yield span.key_start, span.key_end, Form.PLAIN
        if span.form not in (Form.BLOCK, Form.FLOW):
            yield span.start, span.end, span.form


class _Finder:
    def __init__(self, source: Source, spans: Mapping[RecordPath, Span]) -> None:
        self.source = source
        self.text = source.text
        self.spans = spans
        self.before: dict[RecordPath, list[str]] = {}
        self.beside: dict[RecordPath, str] = {}
        self.after: dict[RecordPath, list[str]] = {}
        # Later entries are deeper, so where several end in one place the deepest stays.
        self.by_end = {span.end: path for path, span in spans.items()}
        self.by_key_end = {span.key_end: path for path, span in spans.items()}
        self.by_bracket = {s.start: path for path, s in spans.items() if s.form == Form.FLOW}
        # In the order of the text: where an entry begins there begins its first entry, too.
        self.entries = [path for path in spans if path]
        self.starts = [_entry_start(spans[path]) for path in self.entries]
        self.first_within: dict[RecordPath, RecordPath] = {}
        for path in self.entries:
            self.first_within.setdefault(path[:-1], path)

    def find(self) -> dict[RecordPath, Remarks]:
        for at, comment in self._comments():
            line_start = max(self.text.rfind(end, 0, at) for end in "\r\n") + 1
            owner = self._owner(line_start, at)
            if owner is not None and owner not in self.beside:
                self._put_beside(owner, comment)
            else:
                self._put_apart(at, comment)
        return {
            path: Remarks(
                before=tuple(self.before.get(path, ())),
                beside=self.beside.get(path),
                after=tuple(self.after.get(path, ())),
            )
            for path in {**self.before, **self.beside, **self.after}
        }

    def _comments(self) -> Iterator[tuple[int, str]]:
        at = 0
        for start, end, form in _leaves(self.spans):
            for found in _COMMENT.finditer(self.text, at, start):
                yield found.start(), found.group().rstrip()
            header = _HEADER.match(self.text, start) if form == Form.BLOCK_TEXT else None
            if header:
                yield header.start(1), header.group(1).rstrip()
            at = end
        for found in _COMMENT.finditer(self.text, at):
            yield found.start(), found.group().rstrip()

    def _owner(self, line_start: int, at: int) -> RecordPath | None:
        """The entry that a comment at ``at`` stands beside, if something is before it in its line.

        A dash and a question mark own nothing: what follows them does.
        """
        head = self.text[line_start:at].rstrip(" ")
        while head.endswith(",") and line_start + len(head) not in self.by_end:
            head = head[:-1].rstrip(" ")
        if not head.strip():
            return None
        last = line_start + len(head) - 1
        if last in self.by_bracket:
            return self.by_bracket[last]
        if last + 1 in self.by_end:
            return self.by_end[last + 1]
        if head[-1] in "|>+-0123456789" and (path := self._block_text(last)) is not None:
            return path
        key_end = len(self.text[:last].rstrip()) if head[-1] == ":" else last + 1
        return self.by_key_end.get(key_end)

    def _block_text(self, at: int) -> RecordPath | None:
        """The entry whose text in block style has its header up to ``at``."""
        path = self._previous(at + 1)
        if path is None or self.spans[path].form != Form.BLOCK_TEXT:
            return None
        return path if self.spans[path].start <= at < self.spans[path].end else None

    def _previous(self, at: int) -> RecordPath | None:
        """The last entry that begins before ``at``, and the deepest where several begin."""
        position = bisect_left(self.starts, at)
        return self.entries[position - 1] if position else None

    def _following(self, at: int) -> RecordPath | None:
        """The first entry that begins after ``at``, and the outermost where several begin."""
        position = bisect_left(self.starts, at)
        return self.entries[position] if position < len(self.entries) else None

    def _put_beside(self, path: RecordPath, comment: str) -> None:
        if path:
            self.beside[path] = comment
        else:
            # Only the brackets of a root in flow style come here, and they go.
            self.after.setdefault((), []).append(comment)

    def _put_apart(self, at: int, comment: str) -> None:
        within = self._split_entry(at)
        if within is not None:
            self.before.setdefault(_dashed(within), []).append(comment)
            return
        following = self._following(at)
        closing = self._closing(at, following)
        if closing is not None:
            self.after.setdefault(closing, []).append(comment)
        elif following is None:
            self.after.setdefault((), []).append(comment)
        elif self._is_head(at, following):
            self.before.setdefault((), []).append(comment)
        else:
            self.before.setdefault(_dashed(following), []).append(comment)

    def _split_entry(self, at: int) -> RecordPath | None:
        """The entry whose key is above the comment and whose scalar is below it, or that is empty.

        The comment cannot stay there: it goes above the entry.
        """
        path = self._previous(at)
        if path is None or path in self.first_within:
            return None
        span = self.spans[path]
        if span.form == Form.FLOW:
            return path if span.start < at < span.end else None
        return path if span.key_end is not None and span.key_end <= at < span.start else None

    def _closing(self, at: int, following: RecordPath | None) -> RecordPath | None:
        """The collection that ends above a comment indented as its entries are, or around it."""
        previous = self._previous(at)
        if previous is None:
            return None
        column = self.source.column(at)
        stays = following[:-1] if following is not None else None
        path = previous[:-1]
        while path:
            if stays is not None and stays[: len(path)] == path:
                return None
            span = self.spans[path]
            inside = span.form == Form.FLOW and at < span.end
            if inside or (
                self._column(self.first_within[path]) <= column and self._is_deep(column, following)
            ):
                return path
            path = path[:-1]
        return None

    def _is_deep(self, column: int, following: RecordPath | None) -> bool:
        return following is None or column > self._column(following)

    def _column(self, path: RecordPath) -> int:
        span, parent = self.spans[path], self.spans[path[:-1]]
        if span.key_start is None and parent.form == Form.BLOCK:
            return self.source.column(parent.start)
        return self.source.column(_entry_start(span))

    def _is_head(self, at: int, following: RecordPath) -> bool:
        """Whether an empty line parts the comment from the first entry of all."""
        start = _entry_start(self.spans[following])
        return start == self.starts[0] and bool(_BLANK_LINE.search(self.text, at, start))


def _entry_start(span: Span) -> int:
    return span.start if span.key_start is None else span.key_start


def _dashed(path: RecordPath) -> RecordPath:
    """The entry at whose dash ``path`` is written: a list that opens a list shares its line."""
    while len(path) > 1 and path[-1] == 0 and isinstance(path[-2], int):
        path = path[:-1]
    return path

"""Events to places: where every key and value stands, and what breaks the rules of strict YAML.

Run only when a message or the canonical form needs it: a file without findings is never surveyed.
It builds no data, and offsets are all it knows of places.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from onrecord.diagnostics import RecordPath
from onrecord.documents.backends import LONGEST_SECOND_READING, Backend, Event, next_event
from onrecord.documents.compose import LONGEST_KEY, is_key
from onrecord.documents.scalars import OUT_OF_RANGE, resolve
from onrecord.documents.source import Flaw, flaws_in_value
from onrecord.documents.syntax import explain

__all__ = ["Form", "Span", "Survey", "survey"]

_COLON: Final = re.compile(r"\s*:")
_MOST_FLAWS: Final = 100


class Form:
    """How a value is written."""

    PLAIN: Final = "plain"
    QUOTED: Final = "quoted"
    BLOCK_TEXT: Final = "block text"
    BLOCK: Final = "block"
    FLOW: Final = "flow"


class Span(NamedTuple):
    """Where an entry stands: offsets of its key, if it has one, and of its value.

    The value of an empty entry is the mark before it: the colon or the dash.
    """

    key_start: int | None
    key_end: int | None
    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The spans of all entries in the order of the text, and every flaw, in that order too.

    ``spans`` has what was read up to the first error of syntax; of two equal keys it has the first.
    """

    spans: dict[RecordPath, Span]
    flaws: tuple[Flaw, ...]


def survey(text: str, backend: Backend, max_depth: int) -> Survey:
    """Walk the events of ``text`` and note where things stand and what is wrong.

    Where libyaml's events hold something wrong or end, the text is read again in Python, unless it
    is long, so that both backends say the same; libyaml's own word counts where the other finds
    nothing wrong.
    """
    surveyor, error = _walk(text, backend, max_depth)
    is_wrong = error is not None or bool(surveyor.flaws)
    if is_wrong and backend is Backend.LIBYAML and len(text) <= LONGEST_SECOND_READING:
        again, other_error = _walk(text, Backend.PYTHON, max_depth)
        if other_error is not None or again.flaws:
            surveyor, error = again, other_error
    if error is not None:
        # What looks like one text is most often a line without its colon.
        flaws = [flaw for flaw in surveyor.flaws if flaw.code != "Y012"]
        surveyor.flaws = [*flaws, explain(error, text)]
    return Survey(spans=surveyor.spans, flaws=tuple(surveyor.flaws))


def _walk(text: str, backend: Backend, max_depth: int) -> tuple[_Surveyor, Exception | None]:
    surveyor = _Surveyor(text, max_depth)
    step = next_event(text, backend)
    try:
        while surveyor.take(step()):
            pass
    except (YAMLError, ValueError, OverflowError) as error:
        return surveyor, error
    return surveyor, None


@dataclass(slots=True)
class _Frame:
    """A collection that is open: the key that waits for its value, how many items, its end."""

    path: RecordPath
    is_mapping: bool
    start: int
    end: int
    form: str
    own_key: tuple[int, int] | None = None
    is_key: bool = False
    key: tuple[str, int, int] | None = None
    count: int = 0
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


class _Surveyor:
    def __init__(self, text: str, max_depth: int) -> None:
        self.text = text
        self.max_depth = max_depth
        self.spans: dict[RecordPath, Span] = {}
        self.flaws: list[Flaw] = []
        self.stack: list[_Frame] = []
        self.documents = 0

    def take(self, event: Event) -> bool:
        """Note one event; False when there is no point in another."""
        kind: type = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            return self._open(event, kind is MappingStartEvent)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._close(event)
        elif kind is AliasEvent:
            self._alias(event)
        else:
            return self._outside(event)
        return len(self.flaws) < _MOST_FLAWS

    def _flaw(
        self,
        code: str,
        start: int,
        end: int,
        message: str,
        *,
        seen: str | None = None,
        expected: str | None = None,
    ) -> None:
        self.flaws.append(Flaw(code, start, end, message, seen, expected))

    # What stands outside the root -----------------------------------------------------------

    def _outside(self, event: Event) -> bool:
        kind: type = type(event)
        if kind is StreamEndEvent:
            if not self.documents:
                self._empty_file()
            return False
        if kind is DocumentStartEvent:
            self.documents += 1
        if kind in (DocumentStartEvent, DocumentEndEvent) and event.explicit:
            self._marker(event.start_mark.index)
        return self.documents < 2

    def _marker(self, start: int) -> None:
        end = self._word_end(start)
        mark = self.text[start:end]
        message = (
            "a second document begins here: one file holds one record, move it to its own file"
            if self.documents > 1 and mark != "..."
            else f"{mark!r} marks a document, and a file is one: remove it"
        )
        self._flaw("Y010", start, end, message, seen=mark)

    def _empty_file(self) -> None:
        what = "only comments" if self.text.strip() else "nothing"
        self._flaw("Y011", 0, 0, f"the file holds {what}: a record is `key: value` lines")

    def _root(self, start: int, end: int, what: str) -> None:
        if start >= end:
            self._empty_file()
            return
        message = f"the file is {what}: a record is a mapping, `key: value` lines"
        self._flaw("Y012", start, end, message, seen=what, expected="a mapping")

    # Nodes ----------------------------------------------------------------------------------

    def _scalar(self, event: Event) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        form = _SCALAR_FORMS.get(event.style or "", Form.QUOTED)
        if form == Form.BLOCK_TEXT:
            end = start + len(self.text[start:end].rstrip(" \r\n"))
        self._properties(event)
        if not self.stack:
            self._root(start, end, "one text")
            return
        frame = self.stack[-1]
        if start == end:
            start, end = self._mark_before(frame, start)
        if frame.is_mapping and frame.key is None:
            self._key(frame, event, start, end)
            return
        if form == Form.PLAIN and resolve(event.value) is OUT_OF_RANGE:
            self._out_of_range(event.value, start, end)
        self._escaped(event, start, end)
        self._entry(frame, start, end, form)

    def _mark_before(self, frame: _Frame, at: int) -> tuple[int, int]:
        """The colon or the dash after which nothing stands; the parsers place nothing elsewhere."""
        if frame.key is None:
            return max(0, at - 1), at
        key_end = frame.key[2]
        colon = _COLON.match(self.text, key_end)
        return (colon.end() - 1, colon.end()) if colon else (key_end - 1, key_end)

    def _key(self, frame: _Frame, event: Event, start: int, end: int) -> None:
        text = event.value
        value = text if event.style else resolve(text)
        if text == "<<" and not event.style:
            message = "a merge key: write the keys out where they belong"
            self._flaw("Y009", start, end, message, seen="<<")
        elif not is_key(value):
            self._unfit_key(text, value, start, end)
        elif text in frame.keys:
            self._duplicate(text, frame.keys[text], start, end)
        self._escaped(event, start, end)
        frame.keys.setdefault(text, (start, end))
        frame.key = (text, start, end)

    def _entry(self, frame: _Frame, start: int, end: int, form: str) -> RecordPath:
        """Note where the next value of ``frame`` stands, and give its path."""
        path, key = self._next_path(frame)
        span = Span(key[0] if key else None, key[1] if key else None, start, end, form)
        self.spans.setdefault(path, span)
        frame.end = max(frame.end, end)
        frame.key = None
        frame.count += 1
        return path

    def _next_path(self, frame: _Frame) -> tuple[RecordPath, tuple[int, int] | None]:
        if not frame.is_mapping:
            return (*frame.path, frame.count), None
        if frame.key is None:
            return (*frame.path, "?"), None
        name, start, end = frame.key
        return (*frame.path, name), (start, end)

    def _open(self, event: Event, is_mapping: bool) -> bool:
        start = event.start_mark.index
        self._properties(event)
        form = Form.FLOW if event.flow_style else Form.BLOCK
        if not self.stack:
            if not is_mapping:
                self._root(start, self._word_end(start), "a list")
            self.spans[()] = Span(None, None, start, start, form)
            self.stack.append(_Frame((), is_mapping, start, start, form))
            return True
        frame = self.stack[-1]
        if len(self.stack) >= self.max_depth:
            self._too_deep(start)
            return False
        wanted_key = frame.is_mapping and frame.key is None
        if wanted_key:
            self._complex_key(start, is_mapping)
        path, own_key = self._next_path(frame)
        if not wanted_key:
            self._entry(frame, start, start, form)
        self.stack.append(
            _Frame(path, is_mapping, start, start, form, own_key=own_key, is_key=wanted_key)
        )
        return True

    def _close(self, event: Event) -> None:
        frame = self.stack.pop()
        end = event.end_mark.index if frame.form == Form.FLOW else frame.end
        if frame.is_key:
            self.stack[-1].key = ("?", frame.start, end)
            return
        span = self.spans[frame.path]
        if span.start == frame.start:
            self.spans[frame.path] = span._replace(end=max(end, frame.start))
        if self.stack:
            self.stack[-1].end = max(self.stack[-1].end, end)

    def _alias(self, event: Event) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        seen = self.text[start:end]
        message = f"{seen!r} is an alias: write the value out (text that begins with * is quoted)"
        self._flaw("Y007", start, end, message, seen=seen)
        if not self.stack:
            return
        frame = self.stack[-1]
        if frame.is_mapping and frame.key is None:
            frame.key = (seen, start, end)
        else:
            self._entry(frame, start, end, Form.PLAIN)

    # Flaws ----------------------------------------------------------------------------------

    def _properties(self, event: Event) -> None:
        """Report the anchor and the tag before a value."""
        at = event.start_mark.index
        for _ in range((event.anchor is not None) + (event.tag is not None)):
            at += len(self.text[at:]) - len(self.text[at:].lstrip())
            end = self._word_end(at)
            seen = self.text[at:end]
            if seen.startswith("&"):
                message = f"{seen!r} is an anchor: remove it (text that begins with & is quoted)"
                self._flaw("Y006", at, end, message, seen=seen)
            else:
                message = f"{seen!r} is a tag: remove it (text that begins with ! is quoted)"
                self._flaw("Y008", at, end, message, seen=seen)
            at = end

    def _unfit_key(self, text: str, value: object, start: int, end: int) -> None:
        if isinstance(value, str):
            message = (
                f"a key is one line of at most {LONGEST_KEY} characters: shorten it"
                if text
                else "a key is empty: write the key before the colon"
            )
        elif not text:
            message = "a value without a key: write the key before the colon"
        else:
            message = f"the key {text[:40]} is not text: put it in double quotes, or rename it"
        self._flaw("Y013", start, end, message, seen=text[:40], expected="text")

    def _complex_key(self, start: int, is_mapping: bool) -> None:
        what = "a mapping" if is_mapping else "a list"
        message = f"a key is text, not {what} (text that begins with {{ or [ is quoted)"
        self._flaw("Y013", start, self._word_end(start), message, seen=what, expected="text")

    def _duplicate(self, text: str, first: tuple[int, int], start: int, end: int) -> None:
        line = self.text.count("\n", 0, first[0]) + 1
        message = f"the key {text!r} stands twice in one mapping, first in line {line}: remove one"
        self.flaws.append(
            Flaw("Y005", start, end, message, text, related=((*first, "the first is here"),))
        )

    def _too_deep(self, start: int) -> None:
        message = f"nested deeper than {self.max_depth} levels: flatten it"
        expected = f"at most {self.max_depth} levels"
        self._flaw("Y014", start, self._word_end(start), message, expected=expected)

    def _out_of_range(self, text: str, start: int, end: int) -> None:
        message = (
            f"{text[:40]} is no finite number of at most 64 bits: correct it, or quote it as text"
        )
        self._flaw("Y021", start, end, message, seen=text[:40])

    def _escaped(self, event: Event, start: int, end: int) -> None:
        written = self.text[start:end]
        if event.style != '"' or "\\" not in written:
            return
        composed = unicodedata.is_normalized("NFC", written)
        for flaw in flaws_in_value(event.value, start, end):
            # What is not composed in the text itself has been found with the other characters.
            if flaw.code != "Y018" or composed:
                self.flaws.append(flaw)

    def _word_end(self, start: int) -> int:
        end = start
        while end < len(self.text) and not self.text[end].isspace():
            end += 1
        return end


_SCALAR_FORMS: Final = {"": Form.PLAIN, "|": Form.BLOCK_TEXT, ">": Form.BLOCK_TEXT}

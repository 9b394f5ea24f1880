"""Plain data to the canonical form of YAML, with the comments that go with it.

Block style, two spaces a level, lists indented under their key; short lists of words stay on one
line, long text is folded. A string is plain where readers of YAML 1.1 and 1.2 agree that it is
text; dates stay plain, since check-jsonschema and this package read them as text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from onrecord.diagnostics import RecordPath
from onrecord.documents.compose import LONGEST_KEY, is_key
from onrecord.documents.scalars import INT64, resolve
from onrecord.documents.source import flaws_in_value

__all__ = ["WIDTH", "KeyOrder", "Remarks", "as_written", "dump", "inline", "write"]

KeyOrder = Callable[[RecordPath], Sequence[str]]
"""The order of keys in the mapping at a path; keys that it does not name follow as they were."""

WIDTH: Final = 100
"""The most columns of a line that can be broken; a comment beside a value is not counted."""

_STEP: Final = 2
# What YAML 1.1 reads as something other than text, and whatever looks like a number.
_WORDS: Final = frozenset(["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "="])
_NUMBER: Final = re.compile(
    r"[-+]?[0-9.][0-9_.,:]*(?:[eE][-+]?[0-9]+)?|[-+]?0[xob][0-9a-fA-F_]+|[-+]?\.(?:inf|nan)",
    re.ASCII | re.IGNORECASE,
)
_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`=~<")
# The greater part of all strings, known to be plain at one look unless they are one of _WORDS.
_SURELY_PLAIN: Final = re.compile(
    r"(?:[A-Za-z(]|[0-9]{4}-[0-9])[A-Za-z0-9_./()';+-]*(?:,? [A-Za-z0-9_./()';+$-]+)*\.?", re.ASCII
)
_NOT_PLAIN: Final = re.compile(r": | #|:$|[\t\r\n]")
_NOT_LITERAL: Final = re.compile(r"[^\S\n](?:\n|\Z)|\n\Z|[\t\r]")
_SPACE: Final = re.compile(r"\s")
_NOT_IN_FLOW: Final = re.compile(r"[?,\[\]{}]")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """The comments of an entry, each from its ``#`` on.

    ``before`` stand on lines of their own above it, ``beside`` on the line of its key or value,
    ``after`` below the last entry of the collection that it holds.
    """

    before: tuple[str, ...] = ()
    beside: str | None = None
    after: tuple[str, ...] = ()


_NONE: Final = Remarks()
_SHORT: Final = 60
_LISTS: Final = (list, tuple)
_COLLECTIONS: Final = (dict, list, tuple)


def as_written(_path: RecordPath, /) -> Sequence[str]:
    """The order that leaves keys as they are."""
    return ()


def dump(data: Mapping[str, Any], order: KeyOrder = as_written) -> str:
    """The canonical text of plain data: dicts, lists or tuples, text, numbers, booleans, None.

    Raises ``ValueError`` for what a record cannot hold: numbers beyond 64 bits or not finite,
    control and bidirectional characters, keys that are no short line, values of other types.
    """
    return write(data, order, {})


def write(data: Mapping[str, Any], order: KeyOrder, remarks: Mapping[RecordPath, Remarks]) -> str:
    """The canonical text of plain data with comments, by the path of the entry they belong to.

    The remarks of the root stand at the top of the file, apart from the first entry, and at its
    end.
    """
    own = remarks.get((), _NONE)
    writer = _Writer(order, remarks)
    if own.before:
        writer.lines += [*own.before, ""]
    if data:
        writer.mapping(data, (), 0)
    else:
        writer.lines.append("{}")
    return "\n".join([*writer.lines, *own.after, ""])


def inline(text: str, *, in_flow: bool) -> str:
    """A text on one line, as a value in block style or between brackets."""
    made = _string(text, in_flow=in_flow)
    return f'"{text}"' if in_flow and made == text and _NOT_IN_FLOW.search(text) else made


class _Writer:
    """Adds lines to ``lines``: those of a collection, and the comments within it."""

    def __init__(self, order: KeyOrder, remarks: Mapping[RecordPath, Remarks]) -> None:
        self.order = order
        self.remarks = remarks
        self.remarked = _remarked(remarks) if remarks else frozenset()
        self.lines: list[str] = []

    def mapping(self, data: Mapping[str, Any], path: RecordPath, indent: int) -> None:
        lines, remarks = self.lines, self.remarks
        for key, head in _heads(tuple(data), tuple(self.order(path)), indent):
            value = data[key]
            # Most values are short texts without a remark: for them all else is a detour.
            if not remarks and type(value) is str and len(value) <= _SHORT:
                inline = _short(value)
                if inline is not None and len(head) + 1 + len(inline) <= WIDTH:
                    lines.append(f"{head} {inline}")
                    continue
            inner, own = (*path, key), _NONE
            if remarks:
                own = remarks.get(inner, _NONE)
                lines += _at(indent, own.before)
            self._entry(head, value, inner, indent, own.beside)
        if remarks and path:
            lines += _at(indent, remarks.get(path, _NONE).after)

    def _sequence(self, data: Sequence[Any], path: RecordPath, indent: int) -> None:
        for position, value in enumerate(data):
            self._item(value, (*path, position), indent)
        if self.remarks:
            self.lines += _at(indent, self.remarks.get(path, _NONE).after)

    def _item(self, value: Any, path: RecordPath, indent: int) -> None:
        own = _NONE
        if self.remarks:
            own = self.remarks.get(path, _NONE)
            self.lines += _at(indent, own.before)
        if not isinstance(value, _COLLECTIONS) or self._inline(value, path, indent + _STEP):
            self._entry(" " * indent + "-", value, path, indent, own.beside)
            return
        if own.beside is not None:
            self.lines += _at(indent, [own.beside])
        at = len(self.lines)
        self._block(value, path, indent + _STEP)
        # A comment cannot stand between a dash and what it begins: it goes above the dash.
        while self.remarks and _is_comment(self.lines[at]):
            self.lines[at] = " " * indent + self.lines[at].lstrip()
            at += 1
        self.lines[at] = f"{' ' * indent}- {self.lines[at].lstrip()}"

    def _entry(
        self, head: str, value: Any, path: RecordPath, indent: int, beside: str | None
    ) -> None:
        remark = "" if beside is None else f"  {beside}"
        if not isinstance(value, _COLLECTIONS):
            first, *rest = _scalar(value, len(head) + 1, indent + _STEP)
            self.lines.append(f"{head} {first}{remark}")
            self.lines += rest
            return
        inline = self._inline(value, path, len(head) + 1)
        if inline is None:
            self.lines.append(head + remark)
            self._block(value, path, indent + _STEP)
        else:
            self.lines.append(f"{head} {inline}{remark}")

    def _block(self, value: Any, path: RecordPath, indent: int) -> None:
        if isinstance(value, dict):
            self.mapping(value, path, indent)
        else:
            self._sequence(value, path, indent)

    def _inline(self, value: Any, path: RecordPath, column: int) -> str | None:
        """A collection on one line from ``column`` on; none if it takes lines of its own."""
        if not value:
            return "{}" if isinstance(value, dict) else "[]"
        if isinstance(value, dict) or path in self.remarked:
            return None
        return _flow(value, WIDTH - column)


def _remarked(remarks: Mapping[RecordPath, Remarks]) -> frozenset[RecordPath]:
    """The collections with a comment on something in them: they cannot stand on one line."""
    within = {path[:-1] for path in remarks if path}
    return frozenset(within.union(path for path, own in remarks.items() if own.after))


def _at(indent: int, comments: Sequence[str]) -> list[str]:
    return [" " * indent + comment for comment in comments]


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _flow(value: Sequence[Any], width: int) -> str | None:
    """A list between brackets, if it may stand so and has room."""
    words = []
    for item in value:
        word = None
        if isinstance(item, str):
            word = _word(item)
        elif not isinstance(item, _COLLECTIONS):
            word = _inline(item, in_flow=True)
        if word is None:
            return None
        words.append(word)
    made = f"[{', '.join(words)}]"
    return made if len(made) <= width else None


@lru_cache(maxsize=4096)  # the mappings of a folder have but so many sets of keys
def _heads(keys: tuple[str, ...], order: tuple[str, ...], indent: int) -> list[tuple[str, str]]:
    """The keys of a mapping in their order, each with the beginning of its line."""
    found = [key for key in order if key in keys]
    found += [key for key in keys if key not in order]
    return [(key, f"{' ' * indent}{_key(key)}:") for key in found]


def _key(key: object) -> str:
    if not isinstance(key, str) or not is_key(str(key)):
        message = f"a key is one line of at most {LONGEST_KEY} characters, not {key!r}"
        raise ValueError(message)
    return _inline(key, in_flow=False)


def _scalar(value: Any, column: int, indent: int) -> list[str]:
    """The lines of a scalar: the first goes on from ``column``, the others are indented."""
    if not isinstance(value, str):
        return [_inline(value, in_flow=False)]
    if column + len(value) > WIDTH and _is_foldable(value):
        _refuse_flaws(value)
        return [">-", *_folded(value, indent)]
    inline = _string(str(value), in_flow=False)
    if "\n" not in value and (column + len(inline) <= WIDTH or not _is_foldable(value)):
        return [inline]
    body = value.removesuffix("\n")
    chomp = "-" if body == value else ""
    if _is_foldable(body) and (chomp or column + len(body) > WIDTH):
        return [">" + chomp, *_folded(body, indent)]
    if body and _is_literal(body):
        return ["|" + chomp, *(" " * indent + line if line else "" for line in body.split("\n"))]
    return [inline]


def _is_literal(text: str) -> bool:
    """Whether a text reads back as it is when it is written line by line."""
    return text[0] not in " \n" and not _NOT_LITERAL.search(text)


def _is_foldable(text: str) -> bool:
    if " " not in text or "  " in text or text[0] == " " or text[-1] == " ":
        return False
    return not ("\n" in text or "\t" in text or "\r" in text)


def _folded(text: str, indent: int) -> list[str]:
    """The lines of a text with single spaces: as many words to a line as fit, one if none does."""
    margin = " " * indent
    return [margin + line for line in _folding(WIDTH - indent).findall(text)]


@lru_cache(maxsize=256)
def _folding(width: int) -> re.Pattern[str]:
    return re.compile(rf"(?! )(?:.{{1,{width}}}|[^ ]+)(?= |\Z)")


def _inline(value: Any, *, in_flow: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(str(value), in_flow=in_flow)
    if isinstance(value, int) and value in INT64:
        return str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        # YAML 1.1 takes an exponent for a number only after a point.
        return re.sub(r"^(-?[0-9]+)e", r"\1.0e", repr(float(value)))
    message = f"{value!r} cannot be written: a record holds text, finite numbers, true, false, null"
    raise ValueError(message)


@lru_cache(maxsize=16384)
def _short(text: str) -> str | None:
    """A short text as it stands on one line; none if it has several."""
    return None if "\n" in text else _string(text, in_flow=False)


@lru_cache(maxsize=4096)  # ids and terms, of which one stands in many lists
def _word(text: str) -> str | None:
    """A text as it stands between brackets; none if it has a space."""
    return None if _SPACE.search(text) else _string(text, in_flow=True)


def _string(text: str, *, in_flow: bool) -> str:
    if _SURELY_PLAIN.fullmatch(text):
        return f'"{text}"' if text.lower() in _WORDS else text
    _refuse_flaws(text)
    if _is_plain(text) and not (in_flow and _NOT_IN_FLOW.search(text)):
        return text
    if re.search("[\t\r\n]", text):
        return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _is_plain(text: str) -> bool:
    if not text or text[0] in _INDICATORS or text != text.strip() or text.lower() in _WORDS:
        return False
    if text.startswith("..."):
        return False
    if _NOT_PLAIN.search(text) or _NUMBER.fullmatch(text):
        return False
    return resolve(text) == text


def _refuse_flaws(text: str) -> None:
    if text.isascii() and text.isprintable():
        return
    for flaw in flaws_in_value(text, 0, 0):
        if flaw.code != "Y018":
            raise ValueError(flaw.message)

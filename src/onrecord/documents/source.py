"""The text of a file: decoding, the characters that no record may hold, lines and places.

It knows characters and lines only, nothing of YAML. What it refuses it replaces one character for
one, so that an offset in the text that is parsed is an offset in the file.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from onrecord.diagnostics import Place

__all__ = ["Flaw", "Source", "find_flaws", "flaws_in_value", "raw_text", "read_text"]

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_BOM: Final = "\ufeff"
_MOST_FLAWS: Final = 100

# A byte that is not UTF-8 becomes a lone surrogate when it is decoded with surrogateescape.
_BYTE: Final = "\udc80-\udcff"
# Controls, the line separators of YAML 1.1 and of Unicode, invisible format characters, tag
# characters, noncharacters.
_CONTROL: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
# Embeddings, overrides and isolates; the plain marks (U+200E, U+200F) and joiners are writing.
_BIDI: Final = "\u202a-\u202e\u2066-\u2069"
_FLAW: Final = re.compile(f"[{_BYTE}]+|[{_CONTROL}]|[{_BIDI}]|\t+|\r\n?")
_REFUSED: Final = re.compile(f"[{_BYTE}{_CONTROL}{_BIDI}]")
_ANY: Final = re.compile(f"[{_BYTE}{_CONTROL}{_BIDI}\t\r]")
_IN_VALUE: Final = re.compile(f"[{_CONTROL}{_BIDI}\ud800-\udfff]")
_MOST_MARKS: Final = 30
_TOO_MANY_MARKS: Final = f"more than {_MOST_MARKS} combining marks on one character: remove them"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_INDENTED: Final = re.compile(r"^\t", re.MULTILINE)
_NOT_UTF_8: Final = re.compile(f"[{_BYTE}]+")
_BREAK: Final = re.compile(r"\r\n?|\n")
_CLEAN_BYTES: Final = bytes([0x0A, *range(0x20, 0x7F)])


class Flaw(NamedTuple):
    """Something wrong with characters: the code of its rule, from where to where, and what."""

    code: str
    start: int
    end: int
    message: str
    seen: str | None = None
    expected: str | None = None
    related: tuple[tuple[int, int, str], ...] = ()


class Source:
    """The text of one file as it is parsed, which turns offsets in it into places."""

    __slots__ = ("_starts", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._starts: list[int] | None = None

    def place(self, start: int, end: int) -> Place:
        """The place from offset ``start`` up to, not including, ``end``."""
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end))
        return Place(
            file=self.file, line=line, column=column, end_line=end_line, end_column=end_column
        )

    def column(self, offset: int) -> int:
        """The column, from 1, of the character at ``offset``."""
        return self._position(offset)[1]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty beyond the last line."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def offset(self, line: int, column: int) -> int:
        """The offset of the character at a line and a column, both from 1."""
        return self._line_starts()[line - 1] + column - 1

    def _position(self, offset: int) -> tuple[int, int]:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        return self._starts


def read_text(content: bytes) -> tuple[str, bool]:
    """The text of ``content`` without a byte order mark, and whether :func:`find_flaws` is due.

    Bytes that are not UTF-8 and refused characters stand as U+FFFD, a tab as a space; carriage
    returns stay.
    """
    if content.isascii() and not content.translate(None, _CLEAN_BYTES):
        return content.decode("ascii"), False
    text = _decode(content)
    if _ANY.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text, False
    return _REFUSED.sub(_REPLACEMENT, text.removeprefix(_BOM)).replace("\t", " "), True


def raw_text(content: bytes) -> str:
    """The text of ``content`` as it is; bytes that are not UTF-8 stand as lone surrogates."""
    return _decode(content)


def find_flaws(content: bytes) -> list[Flaw]:
    """Every flaw of the characters of a file in order, at most a hundred.

    What an editor does to a whole file at once (its encoding, its ends of lines, its indentation)
    is one flaw, at the first place.
    """
    text = _decode(content)
    if content.startswith(_UTF_16):
        return [_bad_bytes(text[:2], 0, 2, "the file is in UTF-16")]
    flaws = list(_byte_order_mark(text))
    text = text.removeprefix(_BOM)
    flaws += islice(_character_flaws(text), _MOST_FLAWS)
    flaws += islice(_not_composed(text), _MOST_FLAWS)
    return sorted(flaws, key=lambda flaw: flaw.start)[:_MOST_FLAWS]


def flaws_in_value(value: str, start: int, end: int) -> Iterator[Flaw]:
    """Flaws that escapes put in a double-quoted text, each at the place of the whole text."""
    for found in _IN_VALUE.finditer(value):
        yield _character(found.group(), start, end)
    if not unicodedata.is_normalized("NFC", value):
        if _marks_without_end(value):
            yield Flaw("Y018", start, end, _TOO_MANY_MARKS)
        else:
            yield _decomposed(value, unicodedata.normalize("NFC", value), start, end)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("utf-8", "surrogateescape")


def _byte_order_mark(text: str) -> Iterator[Flaw]:
    if text.startswith(_BOM):
        yield Flaw("Y002", 0, 0, "the file begins with a byte order mark: save it without one")


def _character_flaws(text: str) -> Iterator[Flaw]:
    told: set[str] = set()
    for found in _FLAW.finditer(text):
        seen, start, end = found.group(), found.start(), found.end()
        what = _of_whole_file(text, seen, start)
        if what in told:
            continue
        if what:
            told.add(what)
        if seen[0] == "\r":
            yield _carriage_return(text, seen, start, end)
        elif seen[0] == "\t":
            yield _tab(text, start, end, indents=bool(what))
        elif what:
            yield _bad_bytes(seen, start, end, _how_many_bytes(text, seen))
        else:
            yield _character(seen, start, end)


def _of_whole_file(text: str, seen: str, start: int) -> str:
    """What an editor did to the whole file, if it is that; nothing for a flaw of this place."""
    if seen[0] == "\r":
        return seen
    if seen[0] == "\t":
        return "indent" if start == 0 or text[start - 1] in "\r\n" else ""
    return "bytes" if "\udc80" <= seen[0] <= "\udcff" else ""


def _tab(text: str, start: int, end: int, *, indents: bool) -> Flaw:
    count = len(_INDENTED.findall(text)) if indents else 1
    if count > 1:
        message = f"{count} lines are indented with tabs: indent with two spaces for each"
    else:
        message = "a tab character: indent with spaces, and in a text write \\t in double quotes"
    return Flaw("Y004", start, end, message, expected="spaces")


def _carriage_return(text: str, seen: str, start: int, end: int) -> Flaw:
    kind = "CRLF" if seen == "\r\n" else "a lone CR"
    crlf = text.count("\r\n")
    count = crlf if seen == "\r\n" else text.count("\r") - crlf
    lines = "line ends" if count == 1 else "lines end"
    return Flaw(
        "Y003",
        start,
        end,
        f"{count} {lines} in {kind}: save the file with LF line ends",
        seen=repr(seen)[1:-1],
        expected=r"\n",
    )


def _how_many_bytes(text: str, seen: str) -> str:
    raw, places = _hexadecimal(seen), len(_NOT_UTF_8.findall(text))
    what = "byte" if len(seen) == 1 else "bytes"
    more = "" if places == 1 else f", nor {places - 1} more in the file"
    return f"the {what} {raw} cannot be read as UTF-8{more}"


def _bad_bytes(seen: str, start: int, end: int, problem: str) -> Flaw:
    message = f"{problem}: save the file as UTF-8"
    return Flaw("Y001", start, end, message, seen=_hexadecimal(seen))


def _hexadecimal(seen: str) -> str:
    raw = " ".join(f"0x{ord(c) - 0xDC00:02x}" for c in seen[:8])
    return raw + (" …" if len(seen) > 8 else "")


def _character(seen: str, start: int, end: int) -> Flaw:
    name = _name(seen)
    if re.match(f"[{_BIDI}]", seen):
        message = f"the character {name} turns the direction of the text around it: remove it"
        return Flaw("Y017", start, end, message, seen=name)
    message = f"the character {name} cannot be seen or printed: remove it"
    return Flaw("Y016", start, end, message, seen=name)


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def _not_composed(text: str) -> Iterator[Flaw]:
    start = 0
    for line in text.splitlines(keepends=True):
        if not unicodedata.is_normalized("NFC", line):
            at = _marks_without_end(line)
            if at:
                yield Flaw("Y018", start + at - 1, start + at, _TOO_MANY_MARKS)
            else:
                yield _narrowed(line, unicodedata.normalize("NFC", line), start)
        start += len(line)


def _marks_without_end(text: str) -> int:
    """The offset after the first run of marks that is too long, 0 if there is none.

    Normalizing takes the square of the length of a run, so what is never writing is not tried:
    Unicode's Stream-Safe Text Format (UAX #15) has the limit.
    """
    run = 0
    for at, character in enumerate(text):
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MOST_MARKS:
            return at + 1
    return 0


def _narrowed(line: str, composed: str, offset: int) -> Flaw:
    """The flaw of the part of a line in which it differs from its composed form."""
    shorter = min(len(line), len(composed))
    left = 0
    while left < shorter and line[left] == composed[left]:
        left += 1
    right = 0
    while right < shorter - left and line[-1 - right] == composed[-1 - right]:
        right += 1
    # The letter before a combining mark belongs to what a person sees as one character.
    if left and unicodedata.combining(line[left]):
        left -= 1
    seen = line[left : len(line) - right]
    return _decomposed(
        seen, composed[left : len(composed) - right], offset + left, offset + left + len(seen)
    )


def _decomposed(seen: str, composed: str, start: int, end: int) -> Flaw:
    # Marks are written out wherever messages are shown; other letters only look like their like.
    points = " ".join(f"U+{ord(c):04X}" for c in seen[:8])
    which = "" if any(map(unicodedata.combining, seen)) else f" ({points})"
    message = f"{seen[:40]!r}{which} is not in composed form (NFC): write {composed[:40]!r}"
    return Flaw("Y018", start, end, message, seen=seen[:80], expected=composed[:80])

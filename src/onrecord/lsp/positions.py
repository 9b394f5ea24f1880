"""Places in a text, as editors count them: lines from 0, and units of an encoding, mostly UTF-16.

It knows characters and lines only. A line ends where an editor ends one: a text may hold other
separators, which Python would take for ends too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lsprotocol import types

from onrecord.diagnostics import Place

__all__ = ["Lines", "as_bytes"]

_BREAK: Final = re.compile(r"\r\n?|\n")
_BOM: Final = "\ufeff"


def as_bytes(text: str) -> bytes:
    """The text as it would be saved; half a pair of surrogates stays, to be found fault with."""
    return text.encode("utf-8", "surrogatepass")


def _utf8(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))


def _utf16(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


_UNITS: Final[dict[str, Callable[[str], int]]] = {
    types.PositionEncodingKind.Utf8.value: _utf8,
    types.PositionEncodingKind.Utf16.value: _utf16,
    types.PositionEncodingKind.Utf32.value: len,
}


class Lines:
    """The lines of one text, without their ends, with columns turned into positions and back.

    ``encoding`` is the protocol's word for what a column counts. Of a byte order mark, which no
    place counts, an editor's columns do.
    """

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.all = _BREAK.split(text)
        self.has_mark = text.startswith(_BOM)
        self._units = _UNITS.get(encoding, _utf16)

    def __len__(self) -> int:
        return len(self.all)

    def position(self, line: int, column: int) -> types.Position:
        """The position of a line and a column, both from 1; beyond the text, its end."""
        if line > len(self.all):
            return self.position(len(self.all), len(self.all[-1]) + 1)
        shift = 1 if self.has_mark and line == 1 else 0
        before = self.all[line - 1][: column - 1 + shift]
        units = len(before) if before.isascii() else sum(map(self._units, before))
        return types.Position(line=line - 1, character=units)

    def range(self, place: Place) -> types.Range:
        """The range of a place."""
        return types.Range(
            start=self.position(place.line, place.column),
            end=self.position(place.end_line, place.end_column),
        )

    def place(self, position: types.Position) -> tuple[int, int]:
        """The line and the column, both from 1, of a position; the nearest there is, if it is out.

        A position within a character is that of its beginning.
        """
        line = min(max(position.line, 0), len(self.all) - 1)
        text, left, column = self.all[line], position.character, 0
        for character in text:
            left -= self._units(character)
            if left < 0:
                break
            column += 1
        shift = 1 if self.has_mark and line == 0 else 0
        return line + 1, max(column - shift, 0) + 1

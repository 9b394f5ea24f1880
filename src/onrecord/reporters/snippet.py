"""One line of a source file with its number, and carets under the span that is meant.

It knows a line and columns in it, not what is wrong there.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.diagnostics import Place
from onrecord.reporters.terminal import is_right_to_left, visible, width_of

__all__ = ["Snippet", "snippet"]

_TAB = 4
_CONTEXT = 24
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """What to print: the line, cut around the span if it is long, and the marks to go below it."""

    line: str
    marks: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """One character of the line as it is shown; ``meant`` if the span covers it."""

    shown: str
    width: int
    meant: bool


def snippet(line: str, place: Place, width: int) -> Snippet:
    """The line a place begins on, and carets under the place, in at most ``width`` cells each.

    A span that goes on beyond the line is marked up to its end. In a line written from right to
    left a terminal may move the letters under the carets, so a short span there is named as well.
    """
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    pieces = _pieces(line, start, max(end, start + 1))
    before, inside, after = _window(pieces, start, width)
    shown = "".join(piece.shown for piece in inside)
    marks = _marks(inside, start - before)
    if before:
        shown, marks = "…" + shown, " " + marks
    if after:
        shown += "…"
    if is_right_to_left(line) and 0 < end - start <= _NAMED:
        marks += " " + _named(line[start:end])
    return Snippet(line=shown, marks=marks)


def _pieces(line: str, start: int, end: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    used = 0
    for position, character in enumerate(line):
        shown = " " * (_TAB - used % _TAB) if character == "\t" else visible(character)
        width = width_of(shown)
        pieces.append(_Piece(shown, width, start <= position < end))
        used += width
    return pieces


def _window(pieces: list[_Piece], start: int, width: int) -> tuple[int, list[_Piece], bool]:
    """The pieces to show: how many are left out before them, and whether any are after them."""
    if sum(piece.width for piece in pieces) <= width:
        return 0, pieces, False
    first = _back(pieces, start, min(_CONTEXT, width // 4))
    last, room = first, width - (2 if first else 1)
    while last < len(pieces) and pieces[last].width <= room:
        room -= pieces[last].width
        last += 1
    if last == len(pieces):
        first = _back(pieces, first, room)
    return first, pieces[first:last], last < len(pieces)


def _back(pieces: list[_Piece], first: int, room: int) -> int:
    """How far back from ``first`` that many cells reach."""
    while first > 0 and pieces[first - 1].width <= room:
        first -= 1
        room -= pieces[first].width
    return first


def _marks(pieces: list[_Piece], start: int) -> str:
    offset = sum(piece.width for piece in pieces[:start])
    size = sum(piece.width for piece in pieces if piece.meant)
    if size == 0 and any(piece.meant for piece in pieces):
        offset -= 1  # a combining mark stands on the letter before it
    return " " * max(offset, 0) + "^" * max(size, 1)


def _named(text: str) -> str:
    codes = " ".join(f"U+{ord(character):04X}" for character in text)
    return f"{visible(text)} ({codes})"

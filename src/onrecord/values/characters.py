"""Characters that a reader cannot see, or cannot tell from others, written out.

It knows Unicode, and nothing of who reads.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["spelt_out"]

_MARKS: Final = ("Mn", "Mc", "Me")
_UNSEEN: Final = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")
# Fillers that count as letters, and marks that only choose a form: no category tells of them.
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_LAST_CYRILLIC: Final = "\u052f"
_JOINERS: Final = "\u200c\u200d"
_MOST_MARKS: Final = 30


def spelt_out(text: str) -> str:
    """The text with what cannot be seen in it as ``<U+200B>``, so that it can be.

    That is whatever has no ink, but for a plain space and for a joiner within a word that is not in
    Latin letters; and a combining mark that stands on nothing, on a Latin, Greek or Cyrillic
    letter, or on one with which it would be one character in composed form (NFC). Vowel signs of
    other scripts stay.
    """
    if text.isascii() and text.isprintable():
        return text
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _is_mark(text[end]):
            end += 1
        parts.append(_cluster(text[at:end], text[at - 1 : at], text[end : end + 1]))
        at = end
    return "".join(parts)


def _cluster(cluster: str, before: str, after: str) -> str:
    """A character with the marks on it; ``before`` and ``after`` are its neighbours."""
    base, marks = cluster[0], cluster[1:]
    is_unseen = _is_unseen(base) and not _joins(base, before, after)
    head = _point(base) if is_unseen or _is_mark(base) else base
    if marks and (head != base or not _takes_marks(base) or not _is_composed(cluster)):
        return head + "".join(map(_point, marks))
    return head + "".join(_point(mark) if _BLANK.match(mark) else mark for mark in marks)


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and unicodedata.category(character) in _MARKS


def _takes_marks(character: str) -> bool:
    """Whether a character is a letter of a script that is written with marks on its letters."""
    return character > _LAST_CYRILLIC and unicodedata.category(character)[0] in "LN"


def _is_composed(cluster: str) -> bool:
    # Normalizing takes the square of the number of marks: so many are no writing.
    return len(cluster) <= _MOST_MARKS and unicodedata.is_normalized("NFC", cluster)


def _is_unseen(character: str) -> bool:
    if character == " ":
        return False
    return _BLANK.match(character) is not None or unicodedata.category(character) in _UNSEEN


def _joins(character: str, before: str, after: str) -> bool:
    """Whether a character is a joiner between letters of a script that has joiners."""
    return character in _JOINERS and all(one > "\u058f" for one in (before, after))


def _point(character: str) -> str:
    return f"<U+{ord(character):04X}>"

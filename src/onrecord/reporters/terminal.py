"""Text as a terminal shows it: how wide it is, how it is painted, wrapped and made harmless.

It knows characters and nothing of records or reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

__all__ = [
    "HARMFUL",
    "Look",
    "Text",
    "clip",
    "flow",
    "is_right_to_left",
    "pad",
    "visible",
    "width_of",
    "wrap",
]

# C0 and C1 controls, the marks that reorder a line (embeddings, overrides, isolates, directional
# marks: Unicode Standard Annex 9), separators that break one, invisible fillers, tags, surrogates.
# The joiners U+200C and U+200D stay: Persian is not written without them.
HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""One character that must not reach a terminal."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")

_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "good": "1;32",
    "help": "32",
    "strong": "1",
    "faint": "2",
    "frame": "1;34",
    "name": "36",
    "figure": "35",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a text is to look: ``width`` in terminal cells, and whether it may have colours."""

    width: int = 100
    colour: bool = False

    def paint(self, style: str, text: str) -> str:
        """The text in a style's colour, or as it is where there are none."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text else text


def visible(text: str) -> str:
    """The text with every character that could disturb a terminal written out, as ``<U+202E>``."""
    return HARMFUL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def width_of(text: str) -> int:
    """How many cells the text takes: two for a wide character, none for a combining one."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def is_right_to_left(text: str) -> bool:
    """Whether the text has letters that are written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def clip(text: str, width: int) -> str:
    """The text, cut to ``width`` cells with an ellipsis where it is longer."""
    if width_of(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += _cells(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """The text, filled up with spaces to ``width`` cells."""
    return text + " " * (width - width_of(text))


def wrap(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most ``width`` cells, broken at spaces; a longer word stays whole."""
    return flow([text], width, Look())


Text = str | tuple[str, str]
"""A piece of text, plain or as (style, text)."""


def flow(texts: Sequence[Text], width: int, look: Look) -> Iterator[str]:
    """Pieces of text, one after another, as lines of at most ``width`` cells, made harmless."""
    line, used = "", 0
    for word, size in _words(texts, look):
        if line and used + 1 + size > width:
            yield line
            line, used = word, size
        else:
            line = f"{line} {word}" if used else word
            used += size + (1 if used else 0)
    yield line


def _words(texts: Sequence[Text], look: Look) -> Iterator[tuple[str, int]]:
    """Each word painted, with its width; pieces with no space between them make one word."""
    word, size = "", 0
    for text in texts:
        style, plain = ("", text) if isinstance(text, str) else text
        for position, part in enumerate(visible(plain).split(" ")):
            if position:
                yield word, size
                word, size = "", 0
            word += look.paint(style, part) if style else part
            size += width_of(part)
    yield word, size
